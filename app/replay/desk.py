"""What scans did: counts, boxes, parcels, deviations, merged and cloned orders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.barcode import item_code
from app.replay.ledger import Event, Ledger, Row

_FROM_LEDGERS_LEFT = ("OrderHeld", "VoidAsked")  # told by rows of their own


def scanned(ledger: Ledger, event: Event) -> None:
    """A scan's row names its effects in order; the rows that some of them left before it are taken up here."""
    for effect in event.detail.get("did", ()):
        did = str(effect["did"])
        act = _EFFECTS.get(did)
        if act is not None:
            act(ledger, event, effect)
        elif did not in _FROM_LEDGERS_LEFT:
            raise event.torn("journal", event.sequence, column=did)
    if ledger.waiting:
        table, key = next(iter(ledger.waiting))
        raise event.torn(table, key)


def kept_for_scan(ledger: Ledger, event: Event) -> None:
    """A parcel sealed, an order merged or cloned: the scan that did it is told after it, in the same transaction."""
    about = event["order"] if event.name == "parcel.sealed" else event.subject
    ledger.waiting[event.name, about] = event


def goods_returned(ledger: Ledger, event: Event) -> None:
    """The goods of a cancelled order are on the shelf."""
    order_id = event.subject
    for back in ledger.lists["stock_returns"]:
        if back["order_id"] == order_id and back["done_at"] is None:
            back |= {"done_at": event.at, "done_by": event.packer}
    for line in ledger.lines[order_id].values():
        line["packed"] = line["sealed"]
    gone = {parcel["id"] for parcel in ledger.parcels_of(order_id) if parcel["handed_over_at"] is not None}
    units = ledger.units[order_id]
    ledger.units[order_id] = {key: unit for key, unit in units.items() if unit["parcel_id"] in gone}
    ledger.order(event, order_id).update(state="cancelled", box={})
    if ledger.bench_order == order_id:
        ledger.bench_order = None


def code_approved(ledger: Ledger, event: Event) -> None:
    """A learnt barcode holds in every order."""
    ledger.row(event, "item_codes", event["code"], event.subject)["approved_by"] = event.packer


def _left(ledger: Ledger, event: Event, name: str, about: str) -> Event:
    found = ledger.waiting.pop((name, about), None)
    if found is None:
        raise event.torn("journal", event.sequence, column=name)
    return found


def _units_changed(ledger: Ledger, event: Event, effect: Row) -> None:
    order_id, position = effect["order_id"], effect["position"]
    line = ledger.line(event, order_id, position)
    if line["packed"] != effect["before"]:
        raise event.torn("order_lines", order_id, position, column="packed")
    line["packed"] = effect["after"]
    units = ledger.units[order_id]
    for unit in effect["taken_out"]:
        key = (unit["position"], unit["serial"], unit["lot"], unit["expiry"], None)
        if key not in units:
            raise event.torn("tracked_units", order_id, *key)
        units[key]["units"] -= unit["units"]
        if units[key]["units"] <= 0:
            del units[key]
    for unit in effect["put_in"]:
        key = (unit["position"], unit["serial"], unit["lot"], unit["expiry"], None)
        if key in units:
            units[key]["units"] += unit["units"]
            continue
        named = {"sku": line["sku"], "parcel_id": None, "packed_at": event.at, "order_id": order_id}
        units[key] = unit | named


def _box_changed(ledger: Ledger, event: Event, effect: Row) -> None:
    box = effect["box"]
    kept = {name: box[name] for name in ("acknowledged", "materials") if box[name]}
    if box["weight_g"] is not None:
        kept["weight_g"] = box["weight_g"]
    ledger.order(event, effect["order_id"])["box"] = kept


def _taken(ledger: Ledger, event: Event, effect: Row) -> None:
    ledger.order(event, effect["order_id"])["state"] = "packing"
    ledger.bench_order = effect["order_id"]


def _left_as(state: str) -> Callable[[Ledger, Event, Row], None]:
    def leave(ledger: Ledger, event: Event, effect: Row) -> None:
        ledger.order(event, effect["order_id"])["state"] = state
        ledger.bench_order = None

    return leave


def _sealed(ledger: Ledger, event: Event, effect: Row) -> None:
    _seal(ledger, _left(ledger, event, "parcel.sealed", effect["order_id"]))
    if effect["is_last"]:
        _left_as("packed")(ledger, event, effect)


def _seal(ledger: Ledger, event: Event) -> None:
    """What lies in the open box is in the parcel from now on."""
    order_id, parcel_id = event["order"], event.subject
    box, lines = ledger.order(event, order_id)["box"], ledger.lines[order_id]
    inside = {at: line["packed"] - line["sealed"] for at, line in lines.items() if line["packed"] > line["sealed"]}
    ledger.add(
        event,
        "parcels",
        parcel_id,
        parent=order_id,
        id=parcel_id,
        order_id=order_id,
        sequence=len(ledger.parcels_of(order_id)) + 1,
        sealed_at=event.at,
        units=sum(inside.values()),
        packer=event.packer,
        weight_g=box.get("weight_g"),
        expected_g=event["expected_g"],
        handed_over_at=None,
        manifest_id=None,
    )
    for position, units in inside.items():
        ledger.add(event, "parcel_lines", parcel_id, position, units=units)
        lines[position]["sealed"] = lines[position]["packed"]
    ledger.units[order_id] = {
        (*key[:-1], unit["parcel_id"] or parcel_id): unit | {"parcel_id": unit["parcel_id"] or parcel_id}
        for key, unit in ledger.units[order_id].items()
    }
    costs = {code: (minor, currency) for code, _, minor, currency in event["materials"]} if box.get("materials") else {}
    for code, units in box.get("materials", ()):
        minor, currency = costs.get(code, (None, None))
        used = {"units": units, "cost_minor": minor, "currency": currency, "posted_at": event.at}
        ledger.add(event, "material_uses", parcel_id, code, **used)


def _shortened(ledger: Ledger, event: Event, effect: Row) -> None:
    ledger.line(event, effect["order_id"], effect["position"])["short"] += effect["units"]
    _deviated(ledger, event, effect)


def _deviated(ledger: Ledger, event: Event, effect: Row) -> None:
    noted: dict[str, Any] = {name: effect[name] for name in ("order_id", "position", "kind", "units")}
    noted["substitute_sku"] = effect.get("substitute_sku", "")
    noted |= {"packer": event.packer, "approver": event.detail.get("approver", ""), "at": event.at}
    ledger.lists["deviations"].append(noted)


def _merged(ledger: Ledger, event: Event, effect: Row) -> None:
    order_id, other_id = effect["order_id"], effect["other_id"]
    after = _left(ledger, event, "order.merged", other_id)["after"]
    order, other = ledger.order(event, order_id), ledger.order(event, other_id)
    for position, line in ledger.lines.pop(other_id, {}).items():
        ledger.lines[order_id][position + after] = line | {"origin": line["origin"] or other["number"]}
    for (position, *rest), unit in ledger.units.pop(other_id, {}).items():
        moved = unit | {"order_id": order_id, "position": position + after}
        ledger.units[order_id][position + after, *rest] = moved
    for rider in ledger.travelling(other_id):
        ledger.order(event, rider)["merged_into"] = order_id
    other.update(state="packed", likeness="")
    order["likeness"] = ""
    for deviation in ledger.lists["deviations"]:
        if deviation["order_id"] == other_id:
            deviation |= {"order_id": order_id, "position": deviation["position"] + after}


def _parted(ledger: Ledger, event: Event, effect: Row) -> None:
    """What lies in a closed box stays; all else of the other order is on the shelf again, and sold as it was."""
    order_id, other_id = effect["order_id"], effect["other_id"]
    state = _left(ledger, event, "order.parted", other_id)["state"]
    other, lines = ledger.order(event, other_id), ledger.lines[order_id]
    came = sorted(at for at, line in lines.items() if line["origin"] == other["number"])
    if not came:
        raise event.torn("order_lines", order_id)
    before = came[0] - 1
    opened = {at for at in came if lines[at]["sealed"] == 0}
    untouched = {"packed": 0, "sealed": 0, "origin": ""}
    for at in came:
        short = lines[at]["short"] if at in opened else 0
        ledger.lines[other_id][at - before] = lines[at] | untouched | {"short": short}
    ledger.lines[order_id] = {at: line for at, line in lines.items() if at not in opened}
    ledger.units[order_id] = {
        key: unit
        for key, unit in ledger.units[order_id].items()
        if unit["parcel_id"] is not None or unit["position"] not in opened
    }
    for deviation in ledger.lists["deviations"]:
        if deviation["order_id"] == order_id and deviation["position"] in opened:
            deviation |= {"order_id": other_id, "position": deviation["position"] - before}
    other.update(state=state, merged_into="")


def _cloned(ledger: Ledger, event: Event, effect: Row) -> None:
    """Those that were no clones any more when it came to writing have left no rows; all get the same carton."""
    first = ledger.parcels_of(effect["order_id"])[0]["id"]
    used = sorted(
        [code, row["units"]] for (parcel, code), row in ledger.tables["material_uses"].items() if parcel == first
    )
    for clone_id in effect["clone_ids"]:
        if ("order.cloned", clone_id) not in ledger.waiting:
            continue
        _left(ledger, event, "order.cloned", clone_id)
        for line in ledger.lines[clone_id].values():
            line["packed"] = line["quantity"]
        if used:
            ledger.order(event, clone_id)["box"] = {"materials": used}
        _seal(ledger, _left(ledger, event, "parcel.sealed", clone_id))
        ledger.order(event, clone_id)["state"] = "packed"


def _learned(ledger: Ledger, event: Event, effect: Row) -> None:
    key = (item_code(effect["code"]), effect["sku"])
    known = ledger.tables["item_codes"].get(key, {"approved_by": ""})
    if key not in ledger.known_codes and not known["approved_by"]:  # until then it holds where it was learnt last
        learned = {"units": 1, "learned_in": effect["order_id"], "learned_by": event.packer, "approved_by": ""}
        ledger.tables["item_codes"][key] = learned


_EFFECTS: dict[str, Callable[[Ledger, Event, Row], None]] = {
    "UnitsChanged": _units_changed,
    "BoxChanged": _box_changed,
    "OrderTaken": _taken,
    "OrderPutAside": _left_as("aside"),
    "OrderEnded": _left_as("packed"),
    "ParcelSealed": _sealed,
    "LineShortened": _shortened,
    "DeviationNoted": _deviated,
    "OrdersMerged": _merged,
    "OrdersParted": _parted,
    "OrdersCloned": _cloned,
    "CodeLearned": _learned,
    "GoodsReturned": _left_as("cancelled"),
}
