"""Orders: brought in once, corrected where that is safe, listed and found by person."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, TextClause, func, select, text

from app.domain.barcode import item_code
from app.domain.glance import OrderGlance
from app.domain.masking import mask_name
from app.domain.order import OrderDraft, OrderLine, OrderState
from app.store.database import Database
from app.store.order_reading import find_by_number, get, on_table
from app.store.sealing import Sealer
from app.store.tables import item_codes, order_lines, orders

__all__ = [
    "GLANCE",
    "add",
    "correct",
    "count_to_pack",
    "find_by_number",
    "find_by_person",
    "get",
    "glance",
    "is_known_item",
    "likeness",
    "next_to_pack",
    "on_table",
    "set_state",
]

# The import writes these in their hundred thousands: plain statements and tuples cost a third of built expressions.
_INSERT_ORDER = (
    "INSERT INTO orders (id, number, shop, state, service, imported_at, ordered_at, due_at, sequence, tote, flag,"
    " likeness, instructions_sealed, name_sealed, phone_sealed, address_sealed, remark_sealed, name_index, phone_index,"
    " phone_tail_index) VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CORRECT_ORDER = (
    "UPDATE orders SET name_sealed = ?, phone_sealed = ?, address_sealed = ?, remark_sealed = ?, name_index = ?,"
    " phone_index = ?, phone_tail_index = ?, service = ? WHERE id = ?"
)
_INSERT_LINE = (
    "INSERT INTO order_lines (order_id, position, sku, barcode, title, quantity, packed, kind, kit, per_kit, tracking,"
    " shelf_days, marks, weight_g) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_CODE = "INSERT OR IGNORE INTO item_codes (code, sku, units) VALUES (?, ?, ?)"
_KNOWN = text("SELECT number FROM orders WHERE shop = :shop AND number IN (SELECT value FROM json_each(:numbers))")
_REFUSED = text(
    "SELECT orders.id, orders.number FROM orders JOIN parcels ON parcels.order_id = orders.id"
    " JOIN waybills ON waybills.parcel_id = parcels.id"
    " WHERE shop = :shop AND number IN (SELECT value FROM json_each(:numbers)) AND waybills.state = 'rejected'"
    " AND waybills.attempt = (SELECT max(attempt) FROM waybills AS any_of WHERE any_of.parcel_id = parcels.id)"
)
# An order that nobody said a time for sorts by when it came, which is no time to be ready by.
_DUE = "CASE WHEN orders.due_at IN (orders.imported_at, orders.ordered_at) THEN 0 ELSE orders.due_at END AS due"
GLANCE = select(
    orders.c.id,
    orders.c.number,
    orders.c.shop,
    orders.c.name_sealed,
    orders.c.state,
    orders.c.service,
    text(_DUE),
    select(func.sum(order_lines.c.quantity))
    .where(order_lines.c.order_id == orders.c.id)
    .scalar_subquery()
    .label("units"),
    select(func.sum(order_lines.c.packed))
    .where(order_lines.c.order_id == orders.c.id)
    .scalar_subquery()
    .label("units_packed"),
)
LONGEST_LIKENESS = 64
_FIRST_TO_PACK = (OrderState.ASIDE, OrderState.OPEN)


def add(tx: Connection, database: Database, drafts: Sequence[OrderDraft]) -> int:
    """Bring orders in, in their order; those whose shop and number are known stay as they are. How many were new."""
    known = _known(tx, drafts)
    order_rows: list[tuple[object, ...]] = []
    line_rows: list[tuple[object, ...]] = []
    codes: set[tuple[str, str, int]] = set()
    now = database.now_ms()
    for draft in drafts:
        if (draft.shop, draft.number) in known:
            continue
        known.add((draft.shop, draft.number))
        order_id = database.new_id()
        sealed = _sealed(database.sealer, order_id, draft)
        due = draft.due_at_ms or draft.ordered_at_ms or now
        wishes = (
            due,
            draft.sequence,
            draft.tote,
            draft.flag,
            likeness(draft.lines),
            _instructions(database, order_id, draft),
        )
        order_rows.append(
            (order_id, draft.number, draft.shop, draft.service, now, draft.ordered_at_ms, *wishes, *sealed)
        )
        for line in draft.lines:
            line_rows.append(
                (order_id, line.position, line.sku, line.barcode, line.title, line.quantity, *_asked(line))
            )
            codes.update((item_code(code), line.sku, 1) for code in (line.barcode, line.sku) if code)
            codes.update((item_code(each.code), each.sku or line.sku, each.units) for each in line.codes)
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


def _asked(line: OrderLine) -> tuple[object, ...]:
    """What a line says beyond the goods; most lines say nothing of it."""
    policy = line.policy
    tracking = "+".join(name for name in ("serial", "lot", "expiry") if getattr(policy, name))
    marks = ",".join(sorted(line.marks))
    return (line.kind, line.kit, line.per_kit, tracking, policy.shelf_days, marks, line.weight_g)


def _instructions(database: Database, order_id: str, draft: OrderDraft) -> bytes | None:
    if not draft.instructions:
        return None
    text = json.dumps([[each.scope, each.text] for each in draft.instructions], ensure_ascii=False)
    return database.sealer.seal("orders.instructions", order_id, text)


def likeness(lines: Sequence[OrderLine]) -> str:
    """The same for orders that hold the same goods: SKUs with their units, whatever the lines look like."""
    if len(lines) == 1:
        return f"{lines[0].sku}*{lines[0].quantity}"
    content: dict[str, int] = {}
    for line in lines:
        content[line.sku] = content.get(line.sku, 0) + line.quantity
    text = "|".join(f"{sku}*{quantity}" for sku, quantity in sorted(content.items()))
    return text if len(text) <= LONGEST_LIKENESS else hashlib.sha256(text.encode()).hexdigest()


def find_by_person(connection: Connection, database: Database, words: str, limit: int = 50) -> tuple[OrderGlance, ...]:
    """Orders whose consignee has this name, this phone number, or a phone number that ends in these four digits."""
    sealer = database.sealer
    matches = (
        (orders.c.name_index == sealer.name_index(words))
        | (orders.c.phone_index == sealer.phone_index(words))
        | (orders.c.phone_tail_index == sealer.phone_tail_index(words) if len(words.strip()) == 4 else text("0"))
    )
    rows = connection.execute(GLANCE.where(matches).order_by(orders.c.id).limit(limit))
    return tuple(glance(sealer, row) for row in rows)


def next_to_pack(connection: Connection, database: Database, limit: int) -> tuple[OrderGlance, ...]:
    """Orders put aside first, then those still to pack, oldest first."""
    found: list[OrderGlance] = []
    for state in _FIRST_TO_PACK:
        rows = connection.execute(GLANCE.where(_in_state(state)).order_by(orders.c.id).limit(limit - len(found)))
        found += [glance(database.sealer, row) for row in rows]
    return tuple(found)


def count_to_pack(connection: Connection) -> dict[OrderState, int]:
    query = select(orders.c.state, func.count()).where(text("state IN ('open', 'aside', 'packing')"))
    return {OrderState(state): count for state, count in connection.execute(query.group_by(orders.c.state))}


def is_known_item(connection: Connection, code: str) -> bool:
    """Whether any order ever had an item with this barcode or SKU."""
    wanted = item_codes.c.code.in_({code, item_code(code)})
    return connection.execute(select(item_codes.c.sku).where(wanted).limit(1)).first() is not None


def set_state(tx: Connection, order_id: str, state: OrderState) -> None:
    tx.execute(text("UPDATE orders SET state = :state WHERE id = :order_id"), {"state": state, "order_id": order_id})


def _in_state(state: OrderState) -> TextClause:
    # Literals, so that SQLite sees that the partial index applies.
    return text(f"orders.state = '{state.value}' AND orders.state IN ('open', 'aside', 'packing')")


def glance(sealer: Sealer, row: Any) -> OrderGlance:
    """A row of `GLANCE`, its consignee masked."""
    return OrderGlance(
        order_id=row.id,
        number=row.number,
        shop=row.shop,
        consignee=mask_name(sealer.open("orders.name", row.id, row.name_sealed)),
        state=OrderState(row.state),
        units=row.units,
        units_packed=row.units_packed,
        service=row.service,
        due_at_ms=row.due,
    )
