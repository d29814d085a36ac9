"""Brings orders in from a file, a thousand a transaction, so that a station goes on packing meanwhile.

What a shop says of orders that are here already – cancelled, on hold, another address – reaches their parcels.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

from app.domain.actor import Actor
from app.domain.glance import ImportedRow, ImportReport
from app.domain.interception import Reach, StopKind, StopSource
from app.domain.order import OrderDraft, OrderNews
from app.interception import Interception
from app.shops.files import BadRow, ColumnMap, OrderFile, read_orders
from app.store import consignees, journal, orders, stops
from app.store.database import Transaction

_BATCH = 1_000
_LISTED_BAD_ROWS = 1_000


def import_orders(
    interception: Interception,
    actor: Actor,
    path: Path,
    *,
    columns: ColumnMap | None = None,
    progress: Callable[[int, int], None] = lambda _read, _total: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> ImportReport:
    """Read the file to its end (or until cancelled): good orders come in once, bad rows are told.

    `progress` is called after every batch with bytes read and bytes in all. Raises the four errors for a file that
    cannot be read at all; what came in before stays.
    """
    source = read_orders(path, columns=columns)
    entries = iter(source)
    added = known = bad = 0
    bad_rows: list[ImportedRow] = []
    was_cancelled = False
    while batch := list(islice(entries, _BATCH)):
        drafts = [entry for entry in batch if isinstance(entry, OrderDraft)]
        refused = [entry for entry in batch if isinstance(entry, BadRow)]
        news = [entry for entry in batch if isinstance(entry, OrderNews)]
        new = _take_in(interception, actor, drafts, news, source) if drafts or news else 0
        added += new
        known += len(drafts) - new
        bad += len(refused)
        room = _LISTED_BAD_ROWS - len(bad_rows)
        bad_rows += [ImportedRow(row.row, row.reason, row.field) for row in refused[:room]]
        progress(source.bytes_read, source.total_bytes)
        if is_cancelled():
            was_cancelled = True
            break
    return ImportReport(source.format, added, known, bad, tuple(bad_rows), was_cancelled=was_cancelled)


def _take_in(
    interception: Interception, actor: Actor, drafts: list[OrderDraft], news: list[OrderNews], source: OrderFile
) -> int:
    database = interception.labeling.database
    with database.transaction() as tx:
        added = orders.add(tx, database, drafts)
        if added:
            journal.append(tx, database, actor, "orders.imported", added=added, format=source.format)
        if added < len(drafts):
            held = _hear_addresses(tx, interception, actor, drafts)
            for order_id in orders.correct(tx, database, [each for each in drafts if each not in held]):
                journal.append(tx, database, actor, "order.corrected", order_id)
        for each in news:
            for order_id in stops.orders_numbered(tx, each.number, each.shop):  # an unknown one never came in
                interception.stop(tx, actor, order_id, each.kind, source=StopSource.IMPORT, reason=each.reason)
        for shop in {draft.shop for draft in drafts} | {each.shop for each in news}:
            stops.heard(tx, database, shop)
    return added


def _hear_addresses(
    tx: Transaction, interception: Interception, actor: Actor, drafts: list[OrderDraft]
) -> list[OrderDraft]:
    """The addresses that are others now; those that could not be taken over, for a label bears the old one."""
    held = []
    for order_id, draft in consignees.changed(tx, interception.labeling.database, drafts).items():
        kind, source = StopKind.ADDRESS, StopSource.IMPORT
        reach = interception.stop(tx, actor, order_id, kind, source=source, consignee=draft.consignee)
        if reach is not Reach.TAKEN_OVER:
            held.append(draft)
    for shop in {draft.shop for draft in drafts}:
        stops.listed_again(tx, shop, [draft.number for draft in drafts if draft.shop == shop])
    return held
