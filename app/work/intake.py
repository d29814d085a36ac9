"""Brings orders in from a file, a thousand a transaction, so that a station goes on packing meanwhile.

What a shop says of orders that are here already – cancelled, on hold, another address – reaches their parcels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from app.domain.actor import Actor
from app.domain.glance import ImportedRow, ImportReport
from app.domain.importing import Correction
from app.domain.interception import Reach, StopKind, StopSource
from app.domain.order import OrderDraft, OrderNews
from app.errors import Rejected
from app.interception import Interception
from app.shops import files
from app.shops.files import BadRow, ColumnMap, is_writable, mended, read_again, read_orders
from app.store import consignees, journal, orders, stops
from app.store.database import Transaction
from app.work.bad_rows import BadRows, listed

_BATCH = 1_000


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
    added = known = 0
    bad = BadRows(source.header)
    was_cancelled = False
    while batch := list(islice(entries, _BATCH)):
        new, old = _take_in(interception, actor, batch, source.format)
        added += new
        known += old
        bad.take(entry for entry in batch if isinstance(entry, BadRow))
        progress(source.bytes_read, source.total_bytes)
        if is_cancelled():
            was_cancelled = True
            break
    return ImportReport(
        source.format,
        added,
        known,
        bad.count,
        tuple(bad.rows),
        was_cancelled=was_cancelled,
        skipped=bad.skipped,
        header=source.header,
        orders=tuple(bad.orders),
    )


def retry_rows(
    interception: Interception, actor: Actor, report: ImportReport, corrections: Sequence[Correction]
) -> ImportReport:
    """Put these cells right and read their orders again, whole, by the checks of the file: those that are good now come
    in, the others stay listed with what is wrong with them now. The report as it stands afterwards.
    """
    header, orders = report.header, list(report.orders)
    if header is None:
        return report
    cells = {(row.order, row.row): row.cell for row in report.bad_rows if row.cell >= 0}
    given = [each for each in corrections if (each.order, each.row) in cells]
    for each in given:
        orders[each.order] = mended(header, orders[each.order], each, cells[each.order, each.row])
    again = sorted({each.order for each in given})
    told = dict(zip(again, read_again(header, [orders[place] for place in again]), strict=True))
    new, old = _take_in(interception, actor, [entry for entries in told.values() for entry in entries], report.format)
    still_bad = {
        place: [listed(header, entry, place) for entry in entries if isinstance(entry, BadRow)]
        for place, entries in told.items()
    }
    rows = _in_their_places(report.bad_rows, still_bad)
    gone = len(report.bad_rows) - len(rows)
    return replace(
        report,
        added=report.added + new,
        known=report.known + old,
        bad=report.bad - gone,
        skipped=report.skipped + sum(row.is_skipped for row in rows) - sum(row.is_skipped for row in report.bad_rows),
        bad_rows=rows,
        orders=tuple(orders),
    )


def write_bad_rows(
    source: Path, report: ImportReport, *, title: str, reason: Callable[[ImportedRow], str]
) -> tuple[Path, int]:
    """Write what is to be corrected beside `source`, with the reasons under `title`: the file and how many rows it has.

    Orders that the shop itself leaves out and those with a row that cannot be read are not in it. Raises Unavailable
    `import.unwritable`, Rejected `import.none_to_write`.
    """
    reasons: dict[int, dict[int, str]] = {}
    for row in report.bad_rows:
        if row.order >= 0 and not row.is_skipped and is_writable(report.orders[row.order]):
            reasons.setdefault(row.order, {})[row.row] = reason(row)
    if report.header is None or not reasons:
        raise Rejected("import.none_to_write")
    orders = [(report.orders[place], told) for place, told in reasons.items()]
    return files.write_bad_rows(source, report.header, orders, title=title)


def _in_their_places(
    before: Sequence[ImportedRow], still_bad: Mapping[int, Sequence[ImportedRow]]
) -> tuple[ImportedRow, ...]:
    """The list anew: the rows of an order that was read again stand where its first one stood."""
    rows: list[ImportedRow] = []
    seen: set[int] = set()
    for row in before:
        if row.order not in still_bad:
            rows.append(row)
        elif row.order not in seen:
            seen.add(row.order)
            rows += still_bad[row.order]
    return tuple(rows)


def _take_in(
    interception: Interception, actor: Actor, entries: Sequence[OrderDraft | BadRow | OrderNews], form: str
) -> tuple[int, int]:
    """Bring a batch in: how many orders are new, and how many were known."""
    drafts = [entry for entry in entries if isinstance(entry, OrderDraft)]
    news = [entry for entry in entries if isinstance(entry, OrderNews)]
    if not drafts and not news:
        return 0, 0
    database = interception.labeling.database
    with database.transaction() as tx:
        added = orders.add(tx, database, drafts)
        if added:
            journal.append(tx, database, actor, "orders.imported", added=added, format=form)
        if added < len(drafts):
            held = _hear_addresses(tx, interception, actor, drafts)
            for order_id in orders.correct(tx, database, [each for each in drafts if each not in held]):
                journal.append(tx, database, actor, "order.corrected", order_id)
        for each in news:
            for order_id in stops.orders_numbered(tx, each.number, each.shop):  # an unknown one never came in
                interception.stop(tx, actor, order_id, each.kind, source=StopSource.IMPORT, reason=each.reason)
        for shop in {draft.shop for draft in drafts} | {each.shop for each in news}:
            stops.heard(tx, database, shop)
    return added, len(drafts) - added


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
