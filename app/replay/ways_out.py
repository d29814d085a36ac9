"""What keeps orders from going out, the courier who takes them, and the people of the station."""

from __future__ import annotations

from app.replay.ledger import Event, Ledger, Row


def news(ledger: Ledger, event: Event) -> None:
    """A stop was opened, or the one there was is to be seen anew; a cancelled order's goods have to come back."""
    order_id, stop_id, kind = event.subject, event["stop"], event["kind"]
    is_stopped = event.name == "news.stopped"
    known = ledger.tables["stops"].get((stop_id,))
    if known is not None:
        known["is_kept"] = 0
    elif stop_id:
        ledger.add(
            event,
            "stops",
            stop_id,
            parent=order_id,
            id=stop_id,
            order_id=order_id,
            kind=kind,
            source=event["source"],
            opened_at=event.at,
            opened_by=event.packer,
            released_at=None if is_stopped else event.at,
            released_by="" if is_stopped else event.packer,
            too_late=event["gone"],
            is_kept=0,
        )
    if is_stopped and kind == "cancel":
        _open_returns(ledger, event)


def _open_returns(ledger: Ledger, event: Event) -> None:
    order_id = event.subject
    back = [(each["id"], each["units"]) for each in ledger.parcels_of(order_id) if each["handed_over_at"] is None]
    in_box = sum(line["packed"] - line["sealed"] for line in ledger.lines[order_id].values())
    for parcel_id, units in [*back, *([(None, in_box)] if in_box else [])]:
        opened: Row = {"order_id": order_id, "parcel_id": parcel_id, "units": units, "opened_at": event.at}
        ledger.lists["stock_returns"].append(opened | {"done_at": None, "done_by": ""})


def stop_released(ledger: Ledger, event: Event) -> None:
    stop = ledger.row(event, "stops", event["stop"])
    if stop["released_at"] is None:
        stop |= {"released_at": event.at, "released_by": event.packer}
    if event["kind"] == "cancel":
        left = [
            each
            for each in ledger.lists["stock_returns"]
            if each["order_id"] != event.subject or each["done_at"] is not None
        ]
        ledger.lists["stock_returns"] = left


def taken(ledger: Ledger, event: Event) -> None:
    """A parcel lies on a pile, which begins with its first."""
    pile_id, parcel_id = event["manifest"], event.subject
    parcel = ledger.row(event, "parcels", parcel_id)
    if (pile_id,) not in ledger.tables["manifests"]:
        begun: Row = {"id": pile_id, "carrier": event["carrier"], "number": pile_id, "opened_at": event.at}
        ledger.add(event, "manifests", pile_id, **begun, closed_at=None, closed_by="", parcels=0, units=0, sha256="")
    listed = ledger.add(
        event,
        "manifest_parcels",
        parcel_id,
        manifest_id=pile_id,
        tracking_number=event["number"],
        order_number=ledger.order(event, parcel["order_id"])["number"],
        units=parcel["units"],
        weight_g=parcel["weight_g"],
        scanned_at=event.at,
        scanned_by=event.packer,
    )
    ledger.kin["pile", pile_id].append(listed | {"parcel_id": parcel_id})


def taken_off(ledger: Ledger, event: Event) -> None:
    listed = ledger.row(event, "manifest_parcels", event.subject)
    del ledger.tables["manifest_parcels"][event.subject,]
    pile_id = listed["manifest_id"]
    left = [each for each in ledger.kin["pile", pile_id] if each["parcel_id"] != event.subject]
    ledger.kin["pile", pile_id] = left
    if not left:
        del ledger.tables["manifests"][pile_id,]


def closed(ledger: Ledger, event: Event) -> None:
    """The courier has them."""
    lying = ledger.kin["pile", event.subject]
    ledger.row(event, "manifests", event.subject).update(
        number=event["number"],
        closed_at=event.at,
        closed_by=event.packer,
        parcels=len(lying),
        units=sum(each["units"] for each in lying),
        sha256=event["sha256"],
    )
    for each in lying:
        gone = ledger.row(event, "parcels", each["parcel_id"])
        gone.update(handed_over_at=event.at, manifest_id=event.subject)


def enrolled(ledger: Ledger, event: Event) -> None:
    about = {"handle": event["handle"], "number": event["number"], "role": event["role"]}
    ledger.add(event, "people", event.subject, **about, is_active=1)


def role_changed(ledger: Ledger, event: Event) -> None:
    ledger.row(event, "people", event.subject)["role"] = event["role"]


def retired(ledger: Ledger, event: Event) -> None:
    ledger.row(event, "people", event.subject)["is_active"] = 0


def imported(ledger: Ledger, event: Event) -> None:
    ledger.orders_imported += event["added"]
