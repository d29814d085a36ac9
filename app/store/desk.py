"""What a step of the desk writes: counts, boxes, deviations, parcels. Every count is held against the one on disk."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, text

from app.domain.barcode import item_code
from app.domain.order import Box, Order, OrderState, TrackedUnit
from app.errors import Misconfigured
from app.store.database import Database

_COUNT = text(
    "UPDATE order_lines SET packed = :after WHERE order_id = :order_id AND position = :position AND packed = :before"
)
_PUT_IN = text(
    "INSERT INTO tracked_units (order_id, position, sku, serial, lot, expiry, units, packed_at)"
    " SELECT order_id, position, sku, :serial, :lot, :expiry, :units, :now FROM order_lines"
    " WHERE order_id = :order_id AND position = :position"
)
_SAME_UNIT = (
    " WHERE order_id = :order_id AND position = :position AND parcel_id IS NULL AND serial = :serial AND lot = :lot"
    " AND expiry = :expiry"
)
_ADD_UNITS = text(f"UPDATE tracked_units SET units = units + :units{_SAME_UNIT} AND serial = ''")  # noqa: S608  # our own words only
_LESS_UNITS = text(f"UPDATE tracked_units SET units = units - :units{_SAME_UNIT} AND units > :units")  # noqa: S608
_NO_UNIT = text(f"DELETE FROM tracked_units{_SAME_UNIT}")  # noqa: S608
_SHORTEN = text(
    "UPDATE order_lines SET short = short + :units WHERE order_id = :order_id AND position = :position"
    " AND packed + short + :units <= quantity"
)
_DEVIATE = text(
    "INSERT INTO deviations (order_id, position, kind, units, substitute_sku, packer, approver, at)"
    " VALUES (:order_id, :position, :kind, :units, :substitute_sku, :packer, :approver, :now)"
)
_BOX = text("UPDATE orders SET box = :box WHERE id = :order_id")
_TAKE = text("UPDATE orders SET state = 'packing' WHERE id = :order_id")
_LEAVE = text("UPDATE orders SET state = :state WHERE id = :order_id")
_TABLE = text("UPDATE bench SET order_id = :order_id")
_DESK = text("UPDATE bench SET desk = :desk")
_LEARN = text(
    "INSERT INTO item_codes (code, sku, learned_in, learned_by) VALUES (:code, :sku, :order_id, :packer)"
    # Learnt before in another order and not approved yet: it holds where it was learnt last.
    " ON CONFLICT DO UPDATE SET learned_in = excluded.learned_in, learned_by = excluded.learned_by"
    " WHERE learned_in <> '' AND approved_by = ''"
)
_MERGE = (
    text(
        "UPDATE order_lines SET order_id = :order_id, position = position + :last,"
        " origin = CASE origin WHEN '' THEN :number ELSE origin END WHERE order_id = :other_id"
    ),
    text("UPDATE tracked_units SET order_id = :order_id, position = position + :last WHERE order_id = :other_id"),
    text("UPDATE deviations SET order_id = :order_id, position = position + :last WHERE order_id = :other_id"),
    text("UPDATE orders SET merged_into = :order_id WHERE merged_into = :other_id"),
    text("UPDATE orders SET state = 'packed', merged_into = :order_id WHERE id = :other_id"),
    text("UPDATE orders SET likeness = '' WHERE id IN (:order_id, :other_id)"),
)
_OF_OTHER = "order_id = :order_id AND origin = :number"
_FIRST_OF = text(f"SELECT min(position) FROM order_lines WHERE {_OF_OTHER}")  # noqa: S608
_OPEN_OF_OTHER = f"SELECT position FROM order_lines WHERE {_OF_OTHER} AND sealed = 0"  # noqa: S608
_PART = (
    text(
        "INSERT INTO order_lines (order_id, position, sku, barcode, title, quantity, packed, short, kind, kit, per_kit,"  # noqa: S608
        " tracking, shelf_days, marks, weight_g) SELECT :other_id, position - :before, sku, barcode, title, quantity,"
        " 0, CASE sealed WHEN 0 THEN short ELSE 0 END, kind, kit, per_kit, tracking, shelf_days, marks, weight_g"
        f" FROM order_lines WHERE {_OF_OTHER}"
    ),
    text(
        f"DELETE FROM tracked_units WHERE order_id = :order_id AND parcel_id IS NULL AND position IN ({_OPEN_OF_OTHER})"  # noqa: S608
    ),
    text(
        "UPDATE deviations SET order_id = :other_id, position = position - :before"  # noqa: S608
        f" WHERE order_id = :order_id AND position IN ({_OPEN_OF_OTHER})"
    ),
    text(f"DELETE FROM order_lines WHERE {_OF_OTHER} AND sealed = 0"),  # noqa: S608
    text("UPDATE orders SET state = :state, merged_into = '' WHERE id = :other_id"),
)


def put_on_table(tx: Connection, order_id: str) -> None:
    tx.execute(_TAKE, {"order_id": order_id})
    tx.execute(_TABLE, {"order_id": order_id})


def leave_table(tx: Connection, order_id: str, state: OrderState) -> None:
    """Clear the table; the order goes on as put aside or packed."""
    tx.execute(_LEAVE, {"order_id": order_id, "state": state})
    tx.execute(_TABLE, {"order_id": None})


def count_units(tx: Connection, order_id: str, position: int, *, before: int, after: int) -> None:
    """Move a line's count. Raises Misconfigured `store.broken` when the disk has another count than the bench."""
    where = {"order_id": order_id, "position": position, "before": before, "after": after}
    if tx.execute(_COUNT, where).rowcount != 1:
        raise Misconfigured("store.broken", "a count on disk differs from the bench's")


def put_unit_in(tx: Connection, database: Database, order_id: str, unit: TrackedUnit) -> None:
    """A tracked unit lies in the open box. A serial number that exists raises Misconfigured `store.conflict`."""
    values = _unit(order_id, unit)
    if not unit.serial and tx.execute(_ADD_UNITS, values).rowcount:
        return
    tx.execute(_PUT_IN, values | {"now": database.now_ms()})


def take_unit_out(tx: Connection, order_id: str, unit: TrackedUnit) -> None:
    values = _unit(order_id, unit)
    if not tx.execute(_LESS_UNITS, values).rowcount and not tx.execute(_NO_UNIT, values).rowcount:
        raise Misconfigured("store.broken", "a tracked unit is not in its box")


def _unit(order_id: str, unit: TrackedUnit) -> dict[str, object]:
    return {
        "order_id": order_id,
        "position": unit.position,
        "serial": unit.serial,
        "lot": unit.lot,
        "expiry": unit.expiry,
        "units": unit.units,
    }


def shorten(tx: Connection, order_id: str, position: int, units: int) -> None:
    if tx.execute(_SHORTEN, {"order_id": order_id, "position": position, "units": units}).rowcount != 1:
        raise Misconfigured("store.broken", "more units short than the line has")


def deviate(
    tx: Connection,
    database: Database,
    order_id: str,
    position: int,
    kind: str,
    units: int,
    *,
    packer: str,
    approver: str = "",
    substitute_sku: str = "",
) -> None:
    """Note what went differently: `short`, `later`, `damage`, `swap`, `by_hand`."""
    values = {
        "order_id": order_id,
        "position": position,
        "kind": kind,
        "units": units,
        "substitute_sku": substitute_sku,
        "packer": packer,
        "approver": approver,
        "now": database.now_ms(),
    }
    tx.execute(_DEVIATE, values)


def keep_box(tx: Connection, order_id: str, box: Box) -> None:
    """What was met for the open box and what was used for it; its units and number stand in tables of their own."""
    tree: dict[str, object] = {}
    if box.acknowledged:
        tree["acknowledged"] = sorted(box.acknowledged)
    if box.materials:
        tree["materials"] = box.materials
    if box.weight_g is not None:
        tree["weight_g"] = box.weight_g
    tx.execute(_BOX, {"order_id": order_id, "box": json.dumps(tree)})


def learn_code(tx: Connection, order_id: str, code: str, sku: str, packer: str) -> None:
    tx.execute(_LEARN, {"code": item_code(code), "sku": sku, "order_id": order_id, "packer": packer})


def merge(tx: Connection, order: Order, other: Order) -> None:
    """Move the other order's lines, counts, units and deviations into this one, and what was merged into it before; it
    stays as a name that leads here.
    """
    last = max(line.position for line in order.lines)
    values = {"order_id": order.id, "other_id": other.id, "last": last, "number": other.number}
    for statement in _MERGE:
        tx.execute(statement, values)


def part(tx: Connection, order_id: str, other: Order, state: OrderState) -> None:
    """The goods of the other order do not travel in this one any longer: those in the open box are on the shelf again,
    those in a closed one stay with it. The other order has all its lines again, unpacked.
    """
    values = {"order_id": order_id, "other_id": other.id, "number": other.number, "state": state}
    first = tx.execute(_FIRST_OF, values).scalar_one()
    for statement in _PART:
        tx.execute(statement, values | {"before": first - 1})


def fill_clones(tx: Connection, order_ids: Sequence[str]) -> None:
    """The orders that are packed like a verified one have every unit of theirs in their boxes."""
    values = [{"order_id": order_id} for order_id in order_ids]
    tx.execute(text("UPDATE order_lines SET packed = quantity WHERE order_id = :order_id"), values)


def keep_desk(tx: Connection, desk: str) -> None:
    """What else lies on the desk, as JSON, for the start after a crash."""
    tx.execute(_DESK, {"desk": desk})


def kept_desk(connection: Connection) -> str:
    return str(connection.execute(text("SELECT desk FROM bench")).scalar_one())
