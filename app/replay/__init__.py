"""The whole station once more from its journal, in memory, and where that differs from the station's file.

What shops sent is taken from the file; everything that happened since is told by the journal alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from app.replay import desk, papers, ways_out
from app.replay.compared import COMPARED, OUTSIDE, first_difference, named
from app.replay.ledger import Difference, Event, Ledger, Row, TornError, spelled
from app.store import auditing, journal
from app.store.database import Transaction

__all__ = ["COMPARED", "EVENTS", "OUTSIDE", "SILENT", "Difference", "replay"]

EVENTS: dict[str, Callable[[Ledger, Event], None]] = {
    "orders.imported": ways_out.imported,
    "parcel.sealed": desk.kept_for_scan,
    "order.merged": desk.kept_for_scan,
    "order.parted": desk.kept_for_scan,
    "order.cloned": desk.kept_for_scan,
    "code.approved": desk.code_approved,
    "goods.returned": desk.goods_returned,
    "waybill.requested": papers.requested,
    "waybill.uncertain": papers.uncertain,
    "waybill.issued": papers.issued,
    "waybill.refused": papers.refused,
    "waybill.voided": papers.voided,
    "void.asked": papers.void_asked,
    "void.refused": papers.void_refused,
    "print.asked": papers.print_asked,
    "print.redirected": papers.print_redirected,
    "print.sending": papers.print_sending,
    "print.waiting": papers.print_waiting,
    "print.resumed": papers.print_waiting,
    "print.stopped": papers.print_stopped,
    "print.sent": papers.print_ended,
    "print.unknown": papers.print_ended,
    "print.failed": papers.print_ended,
    "print.confirmed": papers.print_confirmed,
    "calibration.saved": papers.calibrated,
    "orphan.voided": papers.orphan_settled,
    "orphan.kept": papers.orphan_settled,
    "news.stopped": ways_out.news,
    "news.taken_over": ways_out.news,
    "news.too_late": ways_out.news,
    "stop.released": ways_out.stop_released,
    "handover.taken": ways_out.taken,
    "handover.taken_off": ways_out.taken_off,
    "manifest.closed": ways_out.closed,
    "person.enrolled": ways_out.enrolled,
    "person.role": ways_out.role_changed,
    "person.retired": ways_out.retired,
}
SILENT = {
    "materials.imported",  # what is in stock comes from outside
    "order.corrected",  # to whom it goes is personal: the journal says only that it changed
    "print.positions",  # its reprints have rows of their own
    "handover.refused",
    "day.ended",
    "money.reconciled",
    "news.taken",
    "person.badge",
    "person.pin",
    "person.refused",
    "audit.opened",
    "evidence.begun",  # pictures lie beside the tables
    "evidence.ended",
    "evidence.taken",
    "evidence.missed",
    "evidence.purged",
    "evidence.opened",
}
"""Events that change nothing that is compared."""
_WAITING = {"requested": "issue_waybill", "uncertain": "issue_waybill", "cancelling": "void_waybill"}


def replay(connection: Transaction) -> Difference | None:
    """Tell the journal from its first row, hold every table against it; the first difference, None when equal."""
    broken_at = journal.verify(connection)
    if broken_at is not None:
        return Difference("journal", str(broken_at), "hash", broken_at)
    events = [Event.of(row) for row in journal.rows(connection)]
    try:
        ledger = _begun(connection, events)
        for event in events:
            _tell(ledger, event)
        if ledger.waiting:
            about, key = next(iter(ledger.waiting))
            raise ledger.waiting[about, key].torn("journal", ledger.waiting[about, key].sequence, column=about)
    except TornError as torn:
        return torn.difference
    return next(_differences(connection, ledger), None)


def _tell(ledger: Ledger, event: Event) -> None:
    if event.name.startswith("scan."):
        desk.scanned(ledger, event)
    elif event.name.startswith("decided."):
        papers.decided(ledger, event)
    elif event.name in EVENTS:
        EVENTS[event.name](ledger, event)
    elif event.name not in SILENT:
        raise event.torn("journal", event.sequence, column="event")


def _begun(connection: Transaction, events: list[Event]) -> Ledger:
    """The station as the shops sent it, before anybody touched anything."""
    ledger = Ledger()
    for row in auditing.read(connection, "orders", ("id", "number", "likeness"), in_order_of=("id",)):
        ledger.tables["orders"][row["id"],] = row | {"state": "open", "merged_into": "", "box": {}}
    sold = ("order_id", "position", "sku", "quantity")
    for line in auditing.read(connection, "order_lines", sold, in_order_of=("order_id", "position")):
        untouched: Row = line | {"packed": 0, "sealed": 0, "short": 0, "origin": ""}
        ledger.lines[untouched["order_id"]][untouched["position"]] = untouched
    _unmerge(ledger, events)
    for code in auditing.read(connection, "item_codes", ("code", "sku", "learned_in"), in_order_of=("code", "sku")):
        if not code["learned_in"]:
            ledger.known_codes.add((code["code"], code["sku"]))
    labels = ("carrier", "tracking_number")
    for orphan in auditing.read(connection, "orphans", labels, in_order_of=labels):
        ledger.tables["orphans"][orphan["carrier"], orphan["tracking_number"]] = orphan | {"state": "open"}
    return ledger


def _unmerge(ledger: Ledger, events: list[Event]) -> None:
    """Backwards: the lines that came last into an order go back to the one they came from. One that has parted since
    has its lines already; what is left of it in the other is what was sealed there.
    """
    parted: set[str] = set()
    for event in reversed(events):
        if event.name == "order.parted":
            parted.add(event.subject)
        elif event.name == "order.merged":
            lines, after = ledger.lines[event["into"]], event["after"]
            came = {at: lines.pop(at) for at in [at for at in lines if at > after]}
            if event.subject in parted:
                parted.remove(event.subject)
            else:
                ledger.lines[event.subject] = {at - after: line for at, line in came.items()}


def _told(ledger: Ledger, table: str) -> Iterator[Row]:
    """A table's rows with their keys among the columns, as the file has them."""
    spec = COMPARED[table]
    match table:
        case "order_lines":
            for order_id, lines in ledger.lines.items():
                for position, line in lines.items():
                    yield line | {"order_id": order_id, "position": position}
        case "tracked_units":
            yield from chain.from_iterable(units.values() for units in ledger.units.values())
        case "deviations" | "stock_returns" | "calibrations":
            yield from ledger.lists[table]
        case "bench":
            yield {"id": 1, "order_id": ledger.bench_order}
        case _:
            for key, row in ledger.tables[table].items():
                yield row | dict(zip(spec.key, key, strict=True))


def _differences(connection: Transaction, ledger: Ledger) -> Iterator[Difference]:
    if auditing.count(connection, "orders") != ledger.orders_imported:
        yield Difference("orders", str(ledger.orders_imported))
    for table, spec in COMPARED.items():
        told = dict(named(spec, _told(ledger, table)))
        rows = auditing.read(connection, table, spec.wanted, in_order_of=spec.by or spec.key)
        for key, row in named(spec, rows):
            expected = told.pop(key, None)
            if expected is None:
                yield Difference(table, spelled(key))
            elif column := first_difference(spec, row, expected):
                yield Difference(table, spelled(key), column)
        yield from (Difference(table, spelled(key)) for key in told)
    yield from _lost_jobs(connection, ledger)


def _lost_jobs(connection: Transaction, ledger: Ledger) -> Iterator[Difference]:
    """Whatever still waits has a job that is not finished."""
    jobs = auditing.read(connection, "jobs", ("kind", "subject_id", "state"), in_order_of=("sequence",))
    unfinished = {(job["kind"], job["subject_id"]) for job in jobs if job["state"] not in ("done", "rejected")}
    waiting = [(_WAITING.get(each["state"], ""), each["id"]) for each in ledger.tables["waybills"].values()]
    waiting += [
        ("print_label", each["id"])
        for each in ledger.tables["prints"].values()
        if each["state"] == "sending" or (each["state"] == "queued" and not each["is_kept_back"])
    ]
    for kind, subject_id in waiting:
        if kind and (kind, subject_id) not in unfinished:
            yield Difference("jobs", spelled((kind, subject_id)), "state")
