"""Brings orders in from a file, a thousand a transaction, so that a station goes on packing meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

from app.domain.actor import Actor
from app.domain.glance import ImportedRow, ImportReport
from app.domain.order import OrderDraft
from app.shops.files import BadRow, ColumnMap, OrderFile, read_orders
from app.store import journal, orders
from app.store.database import Database

_BATCH = 1_000
_LISTED_BAD_ROWS = 1_000


def import_orders(
    database: Database,
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
        new = _add(database, actor, drafts, source) if drafts else 0
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


def _add(database: Database, actor: Actor, drafts: list[OrderDraft], source: OrderFile) -> int:
    with database.transaction() as tx:
        added = orders.add(tx, database, drafts)
        if added:
            journal.append(tx, database, actor, "orders.imported", added=added, format=source.format)
        if added < len(drafts):
            for order_id in orders.correct(tx, database, drafts):
                journal.append(tx, database, actor, "order.corrected", order_id)
    return added
