"""Orders: brought in once, found by number, taken to the table, counted line by line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, TextClause, bindparam, case, func, select, text, update

from app.domain.barcode import item_code
from app.domain.glance import OrderGlance
from app.domain.masking import mask_name
from app.domain.order import Address, Consignee, Order, OrderDraft, OrderLine, OrderState
from app.domain.shipment import LIVE_WAYBILL_STATES
from app.store.database import Database
from app.store.sealing import Sealer
from app.store.tables import bench, item_codes, order_lines, orders, parcels, waybills

# The import writes these in their hundred thousands: plain statements and tuples cost a third of built expressions.
_INSERT_ORDER = (
    "INSERT INTO orders (id, number, shop, state, service, imported_at, ordered_at, name_sealed, phone_sealed,"
    " address_sealed, remark_sealed, name_index, phone_index, phone_tail_index)"
    " VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CORRECT_ORDER = (
    "UPDATE orders SET name_sealed = ?, phone_sealed = ?, address_sealed = ?, remark_sealed = ?, name_index = ?,"
    " phone_index = ?, phone_tail_index = ?, service = ? WHERE id = ?"
)
_INSERT_LINE = (
    "INSERT INTO order_lines (order_id, position, sku, barcode, title, quantity, packed) VALUES (?, ?, ?, ?, ?, ?, 0)"
)
_INSERT_CODE = "INSERT OR IGNORE INTO item_codes (code, sku) VALUES (?, ?)"
_KNOWN = text("SELECT number FROM orders WHERE shop = :shop AND number IN (SELECT value FROM json_each(:numbers))")
_REFUSED = text(
    "SELECT orders.id, orders.number FROM orders JOIN parcels ON parcels.order_id = orders.id"
    " JOIN waybills ON waybills.parcel_id = parcels.id"
    " WHERE shop = :shop AND number IN (SELECT value FROM json_each(:numbers)) AND waybills.state = 'rejected'"
    " AND waybills.attempt = (SELECT max(attempt) FROM waybills AS any_of WHERE any_of.parcel_id = parcels.id)"
)
_LINES = (
    select(
        order_lines.c.position,
        order_lines.c.sku,
        order_lines.c.barcode,
        order_lines.c.title,
        order_lines.c.quantity,
        order_lines.c.packed,
    )
    .where(order_lines.c.order_id == bindparam("order_id"))
    .order_by(order_lines.c.position)
)
_GLANCE = select(
    orders.c.id,
    orders.c.number,
    orders.c.shop,
    orders.c.name_sealed,
    orders.c.state,
    orders.c.service,
    select(func.sum(order_lines.c.quantity))
    .where(order_lines.c.order_id == orders.c.id)
    .scalar_subquery()
    .label("units"),
    select(func.sum(order_lines.c.packed))
    .where(order_lines.c.order_id == orders.c.id)
    .scalar_subquery()
    .label("units_packed"),
)
_FIRST_TO_PACK = (OrderState.ASIDE, OrderState.OPEN)


def add(tx: Connection, database: Database, drafts: Sequence[OrderDraft]) -> int:
    """Bring orders in, in their order; those whose shop and number are known stay as they are. How many were new."""
    known = _known(tx, drafts)
    order_rows: list[tuple[object, ...]] = []
    line_rows: list[tuple[object, ...]] = []
    codes: set[tuple[str, str]] = set()
    now = database.now_ms()
    for draft in drafts:
        if (draft.shop, draft.number) in known:
            continue
        known.add((draft.shop, draft.number))
        order_id = database.new_id()
        sealed = _sealed(database.sealer, order_id, draft)
        order_rows.append((order_id, draft.number, draft.shop, draft.service, now, draft.ordered_at_ms, *sealed))
        for line in draft.lines:
            line_rows.append((order_id, line.position, line.sku, line.barcode, line.title, line.quantity))
            codes.update((item_code(code), line.sku) for code in (line.barcode, line.sku) if code)
    if order_rows:
        tx.exec_driver_sql(_INSERT_ORDER, order_rows)
        tx.exec_driver_sql(_INSERT_LINE, line_rows)
        tx.exec_driver_sql(_INSERT_CODE, sorted(codes))
    return len(order_rows)


def correct(tx: Connection, database: Database, drafts: Sequence[OrderDraft]) -> tuple[str, ...]:
    """Take over the consignee of known orders whose waybill the carrier refused: that is how a wrong address is mended,
    in the shop and by a second export. All others stay as they are. The ids of those that changed.
    """
    corrected: list[str] = []
    wanted = {(draft.shop, draft.number): draft for draft in drafts}
    for shop, numbers in _by_shop(drafts).items():
        for order_id, number in tx.execute(_REFUSED, {"shop": shop, "numbers": json.dumps(numbers)}).all():
            draft, known = wanted[shop, number], get(tx, database, order_id)
            if (known.consignee, known.service) != (draft.consignee, draft.service):
                values = (*_sealed(database.sealer, order_id, draft), draft.service, order_id)
                tx.exec_driver_sql(_CORRECT_ORDER, values)
                corrected.append(order_id)
    return tuple(corrected)


def _known(tx: Connection, drafts: Sequence[OrderDraft]) -> set[tuple[str, str]]:
    return {
        (shop, number)
        for shop, listed in _by_shop(drafts).items()
        for number in tx.execute(_KNOWN, {"shop": shop, "numbers": json.dumps(listed)}).scalars()
    }


def _by_shop(drafts: Sequence[OrderDraft]) -> dict[str, list[str]]:
    numbers: dict[str, list[str]] = {}
    for draft in drafts:
        numbers.setdefault(draft.shop, []).append(draft.number)
    return numbers


def _sealed(sealer: Sealer, order_id: str, draft: OrderDraft) -> tuple[bytes, ...]:
    """Everything personal of an order, in the order in which the statements name the columns."""
    consignee = draft.consignee
    at = consignee.address
    place = [at.province, at.city, at.district, at.street, at.postcode, at.country, consignee.company]
    return (
        sealer.seal("orders.name", order_id, consignee.name),
        sealer.seal("orders.phone", order_id, consignee.phone),
        sealer.seal("orders.address", order_id, json.dumps(place, ensure_ascii=False)),
        sealer.seal("orders.remark", order_id, draft.remark),
        sealer.name_index(consignee.name),
        sealer.phone_index(consignee.phone),
        sealer.phone_tail_index(consignee.phone),
    )


def find_by_number(connection: Connection, database: Database, number: str) -> tuple[Order, ...]:
    """The orders of all shops that bear this number, oldest first."""
    rows = connection.execute(select(orders).where(orders.c.number == number).order_by(orders.c.id))
    return tuple(_order(connection, database.sealer, row) for row in rows.all())


def find_by_tracking_number(connection: Connection, database: Database, number: str) -> tuple[Order, ...]:
    """The order whose parcel bears a live waybill with this number: scanning a label shows its order."""
    ids = (
        select(parcels.c.order_id)
        .join(waybills, waybills.c.parcel_id == parcels.c.id)
        .where(waybills.c.tracking_number == number, waybills.c.state.in_(LIVE_WAYBILL_STATES))
    )
    return tuple(get(connection, database, order_id) for order_id in connection.execute(ids).scalars().all())


def get(connection: Connection, database: Database, order_id: str) -> Order:
    row = connection.execute(select(orders).where(orders.c.id == order_id)).one()
    return _order(connection, database.sealer, row)


def find_by_person(connection: Connection, database: Database, words: str, limit: int = 50) -> tuple[OrderGlance, ...]:
    """Orders whose consignee has this name, this phone number, or a phone number that ends in these four digits."""
    sealer = database.sealer
    matches = (
        (orders.c.name_index == sealer.name_index(words))
        | (orders.c.phone_index == sealer.phone_index(words))
        | (orders.c.phone_tail_index == sealer.phone_tail_index(words) if len(words.strip()) == 4 else text("0"))
    )
    rows = connection.execute(_GLANCE.where(matches).order_by(orders.c.id).limit(limit))
    return tuple(_glance(sealer, row) for row in rows)


def next_to_pack(connection: Connection, database: Database, limit: int) -> tuple[OrderGlance, ...]:
    """Orders put aside first, then those still to pack, oldest first."""
    found: list[OrderGlance] = []
    for state in _FIRST_TO_PACK:
        rows = connection.execute(_GLANCE.where(_in_state(state)).order_by(orders.c.id).limit(limit - len(found)))
        found += [_glance(database.sealer, row) for row in rows]
    return tuple(found)


def count_to_pack(connection: Connection) -> dict[OrderState, int]:
    query = select(orders.c.state, func.count()).where(text("state IN ('open', 'aside', 'packing')"))
    return {OrderState(state): count for state, count in connection.execute(query.group_by(orders.c.state))}


def is_known_item(connection: Connection, code: str) -> bool:
    """Whether any order ever had an item with this barcode or SKU."""
    wanted = item_codes.c.code.in_({code, item_code(code)})
    return connection.execute(select(item_codes.c.sku).where(wanted).limit(1)).first() is not None


def on_table(connection: Connection, database: Database) -> Order | None:
    """The order that lay on this bench's table when something was last written."""
    order_id = connection.execute(select(bench.c.order_id)).scalar_one()
    return get(connection, database, order_id) if order_id else None


def put_on_table(tx: Connection, order_id: str) -> None:
    tx.execute(update(orders).where(orders.c.id == order_id).values(state=OrderState.PACKING))
    tx.execute(update(bench).values(order_id=order_id))


def leave_table(tx: Connection, order_id: str, state: OrderState) -> None:
    """Clear the table; the order goes on as put aside or packed."""
    tx.execute(update(orders).where(orders.c.id == order_id).values(state=state))
    tx.execute(update(bench).values(order_id=None))


def count_units(tx: Connection, order_id: str, position: int, *, before: int, after: int) -> bool:
    """Move a line's count; False when the count on disk is another one than the bench believed."""
    line = (order_lines.c.order_id == order_id) & (order_lines.c.position == position)
    result = tx.execute(update(order_lines).where(line, order_lines.c.packed == before).values(packed=after))
    return result.rowcount == 1


def is_verified(connection: Connection, order_id: str) -> bool:
    """Whether the order has lines and every unit of them was scanned into the box."""
    missing = func.sum(case((order_lines.c.packed != order_lines.c.quantity, 1), else_=0))
    row = connection.execute(select(func.count(), missing).where(order_lines.c.order_id == order_id)).one()
    return bool(row[0] > 0 and row[1] == 0)


def _in_state(state: OrderState) -> TextClause:
    # Literals, so that SQLite sees that the partial index applies.
    return text(f"orders.state = '{state.value}' AND orders.state IN ('open', 'aside', 'packing')")


def _glance(sealer: Sealer, row: Any) -> OrderGlance:
    return OrderGlance(
        order_id=row.id,
        number=row.number,
        shop=row.shop,
        consignee=mask_name(sealer.open("orders.name", row.id, row.name_sealed)),
        state=OrderState(row.state),
        units=row.units,
        units_packed=row.units_packed,
        service=row.service,
    )


def _order(connection: Connection, sealer: Sealer, row: Any) -> Order:
    lines = connection.execute(_LINES, {"order_id": row.id})
    province, city, district, street, postcode, country, company = json.loads(
        sealer.open("orders.address", row.id, row.address_sealed)
    )
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
        lines=tuple(OrderLine(*line) for line in lines),
        remark=sealer.open("orders.remark", row.id, row.remark_sealed),
        service=row.service,
    )
