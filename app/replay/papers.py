"""What lanes and leads did: waybills and their prints."""

from __future__ import annotations

from app.domain.identity import carrier_reference
from app.replay.ledger import Event, Ledger


def requested(ledger: Ledger, event: Event) -> None:
    """A new purchase, or a refused one once more under its old reference."""
    known = ledger.tables["waybills"].get((event.subject,))
    asked = {"state": "requested", "code": "", "service": event["service"], "requested_at": event.at}
    if known is not None:
        known |= asked
        return
    parcel_id = event["parcel"]
    attempt = len(ledger.kin["waybills", parcel_id]) + 1
    ledger.add(
        event,
        "waybills",
        event.subject,
        parent=parcel_id,
        id=event.subject,
        parcel_id=parcel_id,
        attempt=attempt,
        carrier=event["carrier"],
        reference=carrier_reference(parcel_id, attempt),
        tracking_number=None,
        issued_at=None,
        voided_at=None,
        price_minor=None,
        currency="",
        void_before=None,
        is_kept=0,
        **asked,
    )


def uncertain(ledger: Ledger, event: Event) -> None:
    ledger.row(event, "waybills", event.subject)["state"] = "uncertain"


def issued(ledger: Ledger, event: Event) -> None:
    window_s = event["void_window_s"]
    ledger.row(event, "waybills", event.subject).update(
        state="issued",
        code="",
        tracking_number=event["number"],
        issued_at=event.at,
        price_minor=event["price_minor"],
        currency=event["currency"],
        void_before=None if window_s is None else event.at + int(window_s * 1000),
    )


def refused(ledger: Ledger, event: Event) -> None:
    ledger.row(event, "waybills", event.subject).update(state="rejected", code=event["code"])


def void_asked(ledger: Ledger, event: Event) -> None:
    """An issued label is being given back, and nothing of it or its parcel is printed any more; one never asked for
    ends at once.
    """
    waybill = ledger.row(event, "waybills", event.subject)
    if waybill["state"] == "requested":
        voided(ledger, event)
    elif waybill["state"] == "issued":
        waybill.update(state="cancelling", code="")
        for printed in (*ledger.kin["prints", event.subject], *ledger.kin["prints", waybill["parcel_id"]]):
            if printed["state"] == "queued":
                printed.update(state="cancelled", code="void")


def voided(ledger: Ledger, event: Event) -> None:
    ledger.row(event, "waybills", event.subject).update(state="cancelled", code="", voided_at=event.at)


def void_refused(ledger: Ledger, event: Event) -> None:
    ledger.row(event, "waybills", event.subject).update(state="issued", code=event["code"])


def print_asked(ledger: Ledger, event: Event) -> None:
    """Until journals named the paper, every print was a label."""
    document = event.detail.get("document", "label")
    subject_id = event["subject"] if "document" in event.detail else event["waybill"]
    copies = [each for each in ledger.kin["prints", subject_id] if each["document"] == document]
    made = ledger.add(
        event,
        "prints",
        event.subject,
        parent=subject_id,
        id=event.subject,
        document=document,
        subject_id=subject_id,
        waybill_id=subject_id if document == "label" else None,
        copy=len(copies) + 1,
        reason=event["reason"],
        packer=event.packer,
        state="queued",
        is_kept_back=False,
        code="",
        sha256=None,
        asked_at=event.at,
        sent_at=None,
        confirmed_at=None,
        proof="",
        spool_job="",
    )
    ledger.place(made, event["printer"])


def print_redirected(ledger: Ledger, event: Event) -> None:
    """Only what has not been begun may leave its printer."""
    row = ledger.row(event, "prints", event.subject)
    if row["state"] != "queued" or row["printer"] != event["from"]:
        raise event.torn("prints", event.subject, column="printer")
    ledger.displace(row)
    ledger.place(row, event["to"])


def print_sending(ledger: Ledger, event: Event) -> None:
    ledger.row(event, "prints", event.subject).update(state="sending", code="", sha256=event["sha256"])


def print_waiting(ledger: Ledger, event: Event) -> None:
    """No byte left: it waits as before; or nothing stops its order any more."""
    ledger.row(event, "prints", event.subject).update(state="queued", is_kept_back=False)


def print_stopped(ledger: Ledger, event: Event) -> None:
    ledger.row(event, "prints", event.subject).update(state="queued", is_kept_back=True)


def print_ended(ledger: Ledger, event: Event) -> None:
    """Sent, unknown or failed. Where nobody scans a paper, what its printer proves settles it."""
    state, proof = event.name.removeprefix("print."), event.detail.get("proof", "")
    row = ledger.row(event, "prints", event.subject)
    row.update(state=state, code=event["code"], spool_job=event.detail.get("spool_job", row["spool_job"]))
    if state == "sent":
        row.update(sent_at=event.at, proof=proof)
        if proof and event.detail.get("settled"):
            row.update(state="confirmed", confirmed_at=event.at)


def print_confirmed(ledger: Ledger, event: Event) -> None:
    ledger.row(event, "prints", event.subject).update(state="confirmed", code="", confirmed_at=event.at, proof="scan")


def decided(ledger: Ledger, event: Event) -> None:
    """What a decision did to labels stands in rows of its own; left are those that only say that somebody knows."""
    if event["answer"] != "decided":
        return
    kind = event["kind"]
    if kind == "orphan":
        state = "voiding" if event.name == "decided.void" else "kept"
        carrier, _, number = event.subject.partition("|")
        ledger.row(event, "orphans", carrier, number)["state"] = state
    elif event.name == "decided.keep" and kind == "news_too_late":
        ledger.row(event, "stops", event.subject)["too_late"] = 0
    elif event.name == "decided.keep" and kind in ("label_stopped", "order_on_hold"):
        _keep_stops(ledger, event)
    elif event.name == "decided.keep":
        ledger.row(event, "waybills", event.subject)["is_kept"] = 1


def _keep_stops(ledger: Ledger, event: Event) -> None:
    """Seen, and left as they are: the open stops of the order and of those that travel with it."""
    waybill, stop = (ledger.tables[table].get((event.subject,)) for table in ("waybills", "stops"))
    if waybill is not None:
        order_id = ledger.row(event, "parcels", waybill["parcel_id"])["order_id"]
    elif stop is not None:
        order_id = stop["order_id"]
    else:
        raise event.torn("stops", event.subject)
    while into := ledger.order(event, order_id)["merged_into"]:
        order_id = into
    for each in ledger.travelling(order_id):
        for found in ledger.kin["stops", each]:
            if found["released_at"] is None:
                found["is_kept"] = 1


def orphan_settled(ledger: Ledger, event: Event) -> None:
    ledger.row(event, "orphans", event["carrier"], event["number"])["state"] = event.name.removeprefix("orphan.")


def calibrated(ledger: Ledger, event: Event) -> None:
    found = {name: event[name] for name in ("shift_x_um", "shift_y_um", "dpi", "darkness")}
    ledger.lists["calibrations"].append(found | {"printer": event.subject, "person": event.packer, "at": event.at})
