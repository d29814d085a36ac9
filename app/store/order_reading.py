"""An order as it stands in the file, put together: lines, barcodes, the open box, what stops it. Found by its codes."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from app.domain.merging import joined
from app.domain.order import (
    Address,
    Box,
    Consignee,
    Instruction,
    ItemCode,
    LineKind,
    Mark,
    Order,
    OrderLine,
    OrderState,
    Scope,
    Sequence,
    TrackedUnit,
    UnitPolicy,
)
from app.store.database import Database
from app.store.sealing import Sealer
from app.store.tables import order_lines, orders

_LINES = select(order_lines).where(order_lines.c.order_id == bindparam("order_id")).order_by(order_lines.c.position)
_CODES = text(
    "SELECT code, units, sku FROM item_codes WHERE sku IN (SELECT sku FROM order_lines WHERE order_id = :order_id"
    " UNION SELECT kit FROM order_lines WHERE order_id = :order_id)"
    " AND (learned_in IN ('', :order_id) OR approved_by <> '') ORDER BY code, sku"
)
_STOP = text(
    "SELECT kind FROM stops WHERE released_at IS NULL AND order_id IN"
    " (SELECT :order_id UNION ALL SELECT id FROM orders WHERE merged_into = :order_id AND merged_into <> '')"
    " ORDER BY CASE kind WHEN 'cancel' THEN 0 WHEN 'address' THEN 1 ELSE 2 END LIMIT 1"
)
_UNITS = text(
    "SELECT position, serial, lot, expiry, units FROM tracked_units"
    " WHERE order_id = :order_id AND parcel_id IS NULL ORDER BY position, id"
)
_BOXES = text("SELECT coalesce(max(sequence), 0) + 1 FROM parcels WHERE order_id = :order_id")
_DUE_SINGLE = text(
    "SELECT id FROM orders WHERE state = 'open' AND likeness = :sku || '*' || :units AND merged_into = ''"
    " AND NOT EXISTS (SELECT 1 FROM stops WHERE stops.order_id = orders.id AND released_at IS NULL)"
    " ORDER BY due_at, id LIMIT 1"
)
_DUE_AMONG = text(
    "SELECT orders.id FROM order_lines JOIN orders ON orders.id = order_lines.order_id"
    " WHERE state = 'open' AND merged_into = '' AND sku = :sku AND quantity >= :units AND NOT EXISTS"
    " (SELECT 1 FROM stops WHERE stops.order_id = orders.id AND released_at IS NULL)"
    " ORDER BY due_at, orders.id LIMIT 1"
)
_NUMBER = text("SELECT number FROM orders WHERE id = :order_id")
_MERGED = text(
    "SELECT id, remark_sealed, flag, instructions_sealed FROM orders WHERE merged_into = :order_id"
    " AND merged_into <> '' ORDER BY"
    " (SELECT min(position) FROM order_lines WHERE order_id = :order_id AND origin = orders.number)"
)


def get(connection: Connection, database: Database, order_id: str) -> Order:
    row = connection.execute(select(orders).where(orders.c.id == order_id)).one()
    return _order(connection, database.sealer, row)


def on_table(connection: Connection, database: Database) -> Order | None:
    """The order that lay on this bench's table when something was last written."""
    order_id = connection.execute(text("SELECT order_id FROM bench")).scalar_one()
    return get(connection, database, order_id) if order_id else None


def find_by_number(connection: Connection, database: Database, number: str) -> tuple[Order, ...]:
    """The orders of all shops that bear this number, oldest first."""
    rows = connection.execute(select(orders).where(orders.c.number == number).order_by(orders.c.id))
    return tuple(_order(connection, database.sealer, row) for row in rows.all())


def find_due_first(connection: Connection, database: Database, sku: str, units: int = 1) -> Order | None:
    """For an item (or a pack of so many units) scanned first: the order of just this that is due first; where there is
    none, the order due first that has it among others. Equal dues go by age. Stopped orders are passed over.
    """
    for query in (_DUE_SINGLE, _DUE_AMONG):
        found = connection.execute(query, {"sku": sku, "units": units}).scalar_one_or_none()
        if found:
            return get(connection, database, found)
    return None


def find_alike(connection: Connection, database: Database, order: Order, limit: int) -> tuple[Order, ...]:
    """Open orders that hold the same goods as this one, due first first."""
    query = text(
        "SELECT id FROM orders WHERE state = 'open' AND likeness ="
        " (SELECT likeness FROM orders WHERE id = :order_id) AND likeness <> '' AND id <> :order_id"
        " ORDER BY due_at, id LIMIT :limit"
    )
    ids = connection.execute(query, {"order_id": order.id, "limit": limit}).scalars().all()
    return tuple(get(connection, database, order_id) for order_id in ids)


def is_serial_used(connection: Connection, sku: str, serial: str) -> bool:
    """Whether a unit with this serial number lies in any box or parcel, of this order or another."""
    query = text("SELECT 1 FROM tracked_units WHERE sku = :sku AND serial = :serial AND serial <> ''")
    return connection.execute(query, {"sku": sku, "serial": serial}).first() is not None


def riders(connection: Connection, order_id: str) -> tuple[str, ...]:
    """The orders whose goods travel in this one's parcels."""
    return tuple(row.id for row in connection.execute(_MERGED, {"order_id": order_id}))


def stop_of(connection: Connection, order_id: str) -> str:
    """What stops the order, or an order that was merged into it, just now; empty for nothing."""
    return connection.execute(_STOP, {"order_id": order_id}).scalar_one_or_none() or ""


def _order(connection: Connection, sealer: Sealer, row: Any) -> Order:
    here = {"order_id": row.id}
    lines = tuple(_line(line) for line in connection.execute(_LINES, here))
    province, city, district, street, postcode, country, company = json.loads(
        sealer.open("orders.address", row.id, row.address_sealed)
    )
    riders = connection.execute(_MERGED, here).all() if any(line.origin for line in lines) else []
    merged_into = ""
    if row.merged_into:
        merged_into = str(connection.execute(_NUMBER, {"order_id": row.merged_into}).scalar_one())
    return Order(
        id=row.id,
        number=row.number,
        shop=row.shop,
        state=OrderState(row.state),
        consignee=Consignee(
            name=sealer.open("orders.name", row.id, row.name_sealed),
            phone=sealer.open("orders.phone", row.id, row.phone_sealed),
            address=Address(province, city, district, street, postcode, country),
            company=company,
        ),
        lines=lines,
        remark=joined(*(sealer.open("orders.remark", each.id, each.remark_sealed) for each in (row, *riders))),
        service=row.service,
        sequence=Sequence(row.sequence),
        instructions=tuple(said for each in (row, *riders) for said in _instructions(sealer, each)),
        tote=row.tote,
        flag=joined(row.flag, *(each.flag for each in riders)),
        stop=stop_of(connection, row.id),
        merged_into=merged_into,
        codes=tuple(ItemCode(*code) for code in connection.execute(_CODES, here)),
        box=_box(connection, row.box, here, is_tracked=any(line.policy.is_tracked for line in lines)),
    )


def _instructions(sealer: Sealer, row: Any) -> tuple[Instruction, ...]:
    if row.instructions_sealed is None:
        return ()
    listed = json.loads(sealer.open("orders.instructions", row.id, row.instructions_sealed))
    return tuple(Instruction(Scope(scope), said) for scope, said in listed)


def _line(row: Any) -> OrderLine:
    tracking = row.tracking.split("+") if row.tracking else ()
    return OrderLine(
        position=row.position,
        sku=row.sku,
        barcode=row.barcode,
        title=row.title,
        quantity=row.quantity,
        packed=row.packed,
        sealed=row.sealed,
        short=row.short,
        kind=LineKind(row.kind),
        kit=row.kit,
        per_kit=row.per_kit,
        policy=UnitPolicy("serial" in tracking, "lot" in tracking, "expiry" in tracking, row.shelf_days),
        marks=tuple(Mark(mark) for mark in row.marks.split(",")) if row.marks else (),
        weight_g=row.weight_g,
        origin=row.origin,
    )


def _box(connection: Connection, kept: str, here: dict[str, str], *, is_tracked: bool) -> Box:
    tree = json.loads(kept)
    units = connection.execute(_UNITS, here).all() if is_tracked else ()
    return Box(
        sequence=connection.execute(_BOXES, here).scalar_one(),
        acknowledged=frozenset(tree.get("acknowledged", ())),
        materials=tuple((code, count) for code, count in tree.get("materials", ())),
        weight_g=tree.get("weight_g"),
        units=tuple(TrackedUnit(*unit) for unit in units),
    )
