"""The long list of orders: any page of it by its place, under any filter, sort and search, without an open cursor.

A page is found by an index that holds all that the question asks, and only its own rows are read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, Text, bindparam, column, func, select, text
from sqlalchemy import literal_column as literal

from app.domain.record import OrderFilter, OrderRow, Question, Sort
from app.store import search
from app.store.database import Database
from app.store.orders import GLANCE, glance
from app.store.tables import orders, parcels

_SORTS = {
    Sort.TIME: ("orders.id",),
    Sort.DUE: ("due_at", "orders.id"),
    Sort.NUMBER: ("number", "orders.id"),
}
# Orders with an open stop, and those in whose parcels stopped goods travel.
_STOPPED = (
    "orders.id IN (WITH RECURSIVE way (id, next) AS (SELECT each.id, merged_into FROM stops JOIN orders AS each"
    " ON each.id = stops.order_id WHERE released_at IS NULL UNION SELECT each.id, merged_into FROM way"
    " JOIN orders AS each ON each.id = way.next) SELECT id FROM way)"
)
_TO_PACK = (OrderFilter.OPEN, OrderFilter.ASIDE, OrderFilter.PACKING)
_ENDED = (OrderFilter.PACKED, OrderFilter.CANCELLED)
_WHERE = {
    OrderFilter.ALL: "1",
    OrderFilter.STOPPED: _STOPPED,
    # As the indexes of either kind say it, so that SQLite sees that they apply.
    **{each: f"orders.state = '{each}' AND orders.state IN ('open', 'aside', 'packing')" for each in _TO_PACK},
    **{each: f"orders.state = '{each}' AND orders.state IN ('packed', 'cancelled')" for each in _ENDED},
}
_STOP = (
    "(WITH RECURSIVE travels (id) AS (SELECT orders.id UNION SELECT each.id FROM orders AS each"
    " JOIN travels ON each.merged_into = travels.id WHERE each.merged_into <> '')"
    " SELECT kind FROM travels JOIN stops ON stops.order_id = travels.id AND released_at IS NULL"
    " ORDER BY CASE kind WHEN 'cancel' THEN 0 WHEN 'address' THEN 1 ELSE 2 END LIMIT 1)"
)
_ROWS = GLANCE.add_columns(
    orders.c.imported_at,
    select(func.count()).where(parcels.c.order_id == orders.c.id).scalar_subquery().label("parcels"),
    literal(_STOP, Text).label("stop"),
).where(orders.c.id.in_(select(column("value")).select_from(func.json_each(bindparam("ids")).table_valued("value"))))


def count(connection: Connection, database: Database, question: Question) -> int:
    """How many orders the question has; of a search those that `app.store.search` finds."""
    statement, values = _asked(database, question)
    return int(connection.execute(text(f"SELECT count(*) {statement}"), values).scalar_one())


def page(
    connection: Connection, database: Database, question: Question, *, first: int, count: int
) -> tuple[OrderRow, ...]:
    """The rows from `first` (0 for the topmost) on, at most `count`; fewer at the end, none behind it."""
    statement, values = _asked(database, question)
    way = "DESC" if question.is_descending else "ASC"
    keys = ", ".join(f"{key} {way}" for key in _SORTS[question.sort])
    ids = connection.execute(
        text(f"SELECT orders.id {statement} ORDER BY {keys} LIMIT :count OFFSET :first"),
        values | {"count": count, "first": first},
    )
    return rows_of(connection, database, ids.scalars().all())


def rows_of(connection: Connection, database: Database, ids: Sequence[str]) -> tuple[OrderRow, ...]:
    """A row for each id, in their order; ids that nobody knows have none."""
    found = {
        row.id: OrderRow(glance(database.sealer, row), row.imported_at, row.due, row.parcels, row.stop or "")
        for row in connection.execute(_ROWS, {"ids": json.dumps(list(ids))})
    }
    return tuple(found[each] for each in ids if each in found)


def numbered(connection: Connection, number: str) -> tuple[str, ...]:
    """The orders of all shops that bear this number."""
    return tuple(connection.execute(text("SELECT id FROM orders WHERE number = :number"), {"number": number}).scalars())


def _asked(database: Database, question: Question) -> tuple[str, dict[str, object]]:
    """From where the question takes its orders, and what it is asked with."""
    wanted = OrderFilter(question.filter.value)
    spelled = search.spellings(question.words)
    if spelled:
        meant = search.orders_meant(spelled, _WHERE[wanted])
        asked = f"FROM ({meant}) AS meant CROSS JOIN orders ON orders.id = meant.id WHERE {_WHERE[wanted]}"
        return asked, search.values(database.sealer, spelled)
    if question.words.strip():
        return "FROM orders WHERE 0", {}
    if wanted is OrderFilter.ALL:
        return "FROM orders", {}
    if wanted is OrderFilter.STOPPED:
        return f"FROM orders WHERE {_STOPPED}", {}
    of_state = "orders_to_pack" if wanted in _TO_PACK else "orders_ended"
    # By name: without knowing how many there are SQLite would rather sort all of one state than walk an index.
    index = {Sort.TIME: of_state, Sort.DUE: "orders_by_due", Sort.NUMBER: "orders_by_number"}[question.sort]
    return f"FROM orders INDEXED BY {index} WHERE {_WHERE[wanted]}", {}
