"""What must hold after every run of the fault programme, whatever was done to the station before.

The carrier's and the printer's own books are the judges: what our database says is compared with them.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection

from app.store import journal
from app.store.database import Database
from tests.faults.report import Found


class Acknowledged(NamedTuple):
    """A scan that the bench answered: the outcome's code and the text that was scanned."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Purchase:
    """A line in the carrier's own ledger: what it sold and bills, unless it was given back."""

    reference: str
    tracking_number: str
    is_cancelled: bool = False


# What each event of the journal may follow on, for one waybill or print; an event that is not named here is free.
# The tables' triggers refuse other steps; this finds what was done behind them, and what was done twice.
_WAYBILL_PATH = {
    "waybill.requested": ("", "waybill.refused", "decided.not_bought"),
    "waybill.refused": ("waybill.requested",),
    "waybill.issued": ("waybill.requested", "decided.bought"),
    "decided.bought": ("waybill.issued", "waybill.requested", "decided.bought"),
    "decided.not_bought": ("waybill.refused",),
    "void.asked": (
        "waybill.requested",
        "waybill.issued",
        "decided.bought",
        "void.asked",
        "void.refused",
        "decided.still_valid",
    ),
    "void.refused": ("void.asked",),
    "decided.still_valid": ("void.refused",),
    "decided.voided": ("waybill.voided",),
    "waybill.voided": ("void.asked",),
}
_ISSUED_BY = ("waybill.issued", "decided.bought", "void.refused", "decided.still_valid")
_CANCELLED_BY = ("waybill.voided", "decided.voided", "void.asked")
_PRINT_PATH = {
    "print.asked": ("",),
    "print.sent": ("", "print.asked"),
    "print.unknown": ("", "print.asked"),
    "print.failed": ("", "print.asked", "print.sent", "print.unknown"),
}
_ENDED_PRINTS = ("sent", "confirmed", "unknown", "failed", "cancelled")


def examine(
    database: Database,
    *,
    acknowledged: Sequence[tuple[str, str]],
    purchases: Iterable[Purchase],
    documents: Collection[str] | None = None,
    log_folder: Path | None = None,
    personal: Collection[str] = (),
) -> Found:
    """Hold the station's file, after recovery and at rest, against what its packer, carrier and printer know.

    `acknowledged`: (outcome code, scanned text) in order; answers `store.*` are no acknowledgements. `purchases`: the
    carrier's whole ledger. `documents`: SHA-256 of every document that the printer read to its end, as often as it did;
    None where nobody counted. `personal`: texts that must stand in no byte of the logs and of the database.
    """
    found = Found()
    with database.reading() as connection:
        _integrity(connection, found)
        if found.other:
            return found  # nothing that a damaged file says is evidence
        _scans(connection, database, acknowledged, found)
        _money(connection, tuple(purchases), found)
        _ends(connection, found)
        _paths(connection, found)
        _prints(connection, documents, found)
        _personal_rows(connection, personal, found)
    files = [path for path in database.path.parent.glob(database.path.name + "*") if path.is_file()]
    if log_folder is not None and log_folder.exists():
        files += [path for path in log_folder.rglob("*") if path.is_file()]
    _personal_bytes(files, personal, found)
    return found


def _integrity(connection: Connection, found: Found) -> None:
    answer = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    if answer != "ok":
        found.other.append(f"integrity check: {answer}")
    elif connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        found.other.append("integrity check: a row points to one that is not there")
    elif (broken := journal.verify(connection)) is not None:
        found.other.append(f"audit chain: broken at row {broken}")


def _scans(connection: Connection, database: Database, acknowledged: Sequence[tuple[str, str]], found: Found) -> None:
    """Every acknowledged scan stands in the journal, in order. One that was written and then cut off may stand between
    them: nobody was told of it, and the table shows it.
    """
    written = [(event.removeprefix("scan."), text) for event, text in journal.scans(connection, database)]
    told = [(str(code), text[:512]) for code, text in acknowledged if not str(code).startswith("store.")]
    missing = Counter(told) - Counter(written)
    found.lost += [f"scan {text!r} was answered {code} and is not in the journal" for code, text in missing.elements()]
    rest = iter(written)
    if not missing and not all(scan in rest for scan in told):
        found.lost.append("the journal has the scans in another order than they were answered in")
    counted = _counted(connection)
    packed = connection.exec_driver_sql("SELECT coalesce(sum(packed), 0) FROM order_lines").scalar_one()
    if packed != counted:
        found.lost.append(f"{counted} units were scanned into boxes, the lines count {packed}")
    for number, units in connection.exec_driver_sql(
        "SELECT o.number, p.units - coalesce(sum(l.units), 0) FROM parcels p JOIN orders o ON o.id = p.order_id"
        " LEFT JOIN parcel_lines l ON l.parcel_id = p.id GROUP BY p.id HAVING p.units <> coalesce(sum(l.units), 0)"
    ):
        found.lost.append(f"the sealed parcel of order {number} misses {units} units")
    _boxes(connection, found)


def _counted(connection: Connection) -> int:
    """Units that the journal says went into boxes, by scans and as clones, less those that came out again, unpacked or
    back on the shelf.
    """
    scanned = (
        "SELECT coalesce(sum((effect.value ->> 'after') - (effect.value ->> 'before')), 0)"
        " FROM journal, json_each(journal.detail, '$.did') AS effect WHERE effect.value ->> 'did' = 'UnitsChanged'"
    )
    cloned = (
        "SELECT coalesce(sum(packed), 0) FROM order_lines WHERE order_id IN"
        " (SELECT subject_id FROM journal WHERE event = 'order.cloned')"
    )
    returned = "SELECT coalesce(-sum(units), 0) FROM stock_returns WHERE parcel_id IS NULL AND done_at IS NOT NULL"
    return sum(int(connection.exec_driver_sql(query).scalar_one()) for query in (scanned, cloned, returned))


def _boxes(connection: Connection, found: Found) -> None:
    """What the lines say is sealed lies in parcels, line by line; tracked units are neither more nor fewer."""
    for number, position in connection.exec_driver_sql(
        "SELECT o.number, l.position FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE l.sealed <>"
        " (SELECT coalesce(sum(inside.units), 0) FROM parcel_lines inside JOIN parcels p ON p.id = inside.parcel_id"
        " WHERE p.order_id = l.order_id AND inside.position = l.position)"
    ):
        found.lost.append(f"line {position} of order {number} is not in its parcels as it is sealed")
    for number, position in connection.exec_driver_sql(
        "SELECT o.number, l.position FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE l.tracking <> ''"
        " AND l.packed <> (SELECT coalesce(sum(u.units), 0) FROM tracked_units u"
        " WHERE u.order_id = l.order_id AND u.position = l.position)"
    ):
        found.lost.append(f"line {position} of order {number} has other units than it has counted")


def _money(connection: Connection, purchases: tuple[Purchase, ...], found: Found) -> None:
    """The carrier's ledger: one live label a parcel at most, none that we do not know of, none that we misname."""
    live = defaultdict(list)
    for purchase in purchases:
        if not purchase.is_cancelled:
            live[purchase.reference.rpartition("-")[0]].append(purchase.reference)
    for parcel, sold in live.items():
        if len(sold) > 1:
            found.doubled.append(f"parcel {parcel}: {len(sold)} live labels, {sold}")
    ours = {
        row["reference"]: row for row in _rows(connection, "SELECT reference, state, tracking_number FROM waybills")
    }
    orphans = set(connection.exec_driver_sql("SELECT tracking_number FROM orphans").scalars())
    for purchase in purchases:
        row = ours.get(purchase.reference)
        if row is None and purchase.tracking_number in orphans:
            continue  # reconciliation found it, and the lead sees it
        if row is None:
            found.other.append(f"the carrier sold {purchase.reference}, of which we know nothing")
        elif not purchase.is_cancelled and row["state"] in ("rejected", "cancelled"):
            found.lies.append(f"{purchase.reference} is {row['state']} with us and live at the carrier")
    _tickets(ours.values(), purchases, found)


def _tickets(ours: Iterable[dict[str, Any]], purchases: tuple[Purchase, ...], found: Found) -> None:
    """What we call issued was sold under this very number and not given back."""
    sold = {(purchase.reference, purchase.tracking_number): purchase for purchase in purchases}
    for row in ours:
        if row["state"] in ("issued", "cancelling"):
            purchase = sold.get((row["reference"], row["tracking_number"]))
            if purchase is None:
                found.lies.append(f"{row['reference']} is {row['state']} with us, and the carrier never sold it")
            elif purchase.is_cancelled and row["state"] == "issued":
                found.lies.append(f"{row['reference']} is issued with us and was given back to the carrier")


def _ends(connection: Connection, found: Found) -> None:
    """Every sealed parcel is done, or a person finds it in a queue with the reason."""
    for sequence, state in connection.exec_driver_sql(
        "SELECT sequence, state FROM jobs WHERE state IN ('queued', 'running', 'uncertain')"
    ):
        found.other.append(f"job {sequence} is left {state}")
    rows = connection.exec_driver_sql("SELECT subject_id, code FROM jobs WHERE state = 'held'")
    held = {row.subject_id: row.code for row in rows}
    found.other += [f"the job of {subject} is held without a reason" for subject, code in held.items() if not code]
    latest = _rows(
        connection,
        "SELECT o.number, w.id, w.state, w.code, w.attempt FROM parcels p JOIN orders o ON o.id = p.order_id"
        " LEFT JOIN waybills w ON w.parcel_id = p.id AND w.attempt ="
        " (SELECT max(attempt) FROM waybills AS any_of WHERE any_of.parcel_id = p.id)",
    )
    prints = defaultdict(list)
    for row in _rows(
        connection, "SELECT id, waybill_id, state, code FROM prints WHERE document = 'label' ORDER BY copy"
    ):
        prints[row["waybill_id"]].append(row)
    for row in latest:
        found.other += [f"order {row['number']}: {flaw}" for flaw in _flaws_of(row, prints[row["id"]], held)]


def _flaws_of(waybill: dict[str, Any], prints: list[dict[str, Any]], held: dict[str, str]) -> Iterator[str]:
    match waybill["state"]:
        case None:
            yield "sealed, and no waybill was ever asked for"
        case "rejected" if not waybill["code"]:
            yield "refused without a reason"
        case "issued" if not prints:
            yield "bought and never printed"
        case "requested" | "uncertain" | "cancelling" as state if waybill["id"] not in held:
            yield f"its waybill is left {state} and no person is told"
    for each in prints:
        if each["state"] not in _ENDED_PRINTS and each["id"] not in held:
            yield f"a print is left {each['state']} and no person is told"
        if each["state"] in ("unknown", "failed") and not each["code"]:
            yield f"a print is {each['state']} without a reason"


def _paths(connection: Connection, found: Found) -> None:
    """Only legal ways from state to state, as far as the journal and the tables tell."""
    last: dict[str, str] = {}
    for event, subject in connection.exec_driver_sql("SELECT event, subject_id FROM journal ORDER BY sequence"):
        for path in (_WAYBILL_PATH, _PRINT_PATH):
            if event in path:
                before = last.get(subject, "")
                if before not in path[event]:
                    kind = found.doubled if event.startswith("print.") else found.other
                    kind.append(f"{event} of {subject} follows on {before or 'nothing'}")
                last[subject] = event
    for row in _rows(connection, "SELECT id, state, reference FROM waybills"):
        wanted = {"issued": _ISSUED_BY, "cancelled": _CANCELLED_BY}
        if row["state"] in wanted and last.get(row["id"]) not in wanted[row["state"]]:
            found.other.append(f"{row['reference']} is {row['state']} and the journal says {last.get(row['id'])}")
    for reference, state in connection.exec_driver_sql(
        "SELECT w.reference, w.state FROM waybills w WHERE w.state <> 'cancelled' AND EXISTS"
        " (SELECT 1 FROM waybills l WHERE l.parcel_id = w.parcel_id AND l.attempt > w.attempt)"
    ):
        found.doubled.append(f"{reference} is {state}, and the parcel has asked for another waybill")


def _prints(connection: Connection, documents: Collection[str] | None, found: Found) -> None:
    """One first print a paper, no document more than the prints that were let go, none called sent that was not."""
    for subject_id, document, count in connection.exec_driver_sql(
        "SELECT subject_id, document, count(*) FROM prints WHERE reason = 'first'"
        " GROUP BY subject_id, document HAVING count(*) > 1"
    ):
        found.doubled.append(f"the {document} of {subject_id} was printed first {count} times")
    rows = _rows(connection, "SELECT id, subject_id, document, state, sha256, proof FROM prints")
    for row in rows:
        if row["state"] in ("sent", "confirmed") and row["sha256"] is None:
            found.lies.append(f"print {row['id']} is {row['state']} and was never let go")
    if documents is not None:
        _papers(rows, Counter(documents), found)


def _papers(rows: list[dict[str, Any]], taken: Counter[str], found: Found) -> None:
    """The ledger against what the printer had. Who scans a label proves that one of its waybill came out: all copies
    bear the same bars. What the printer itself is said to have proven, it had.
    """
    let_go = Counter(row["sha256"] for row in rows if row["sha256"])
    copies = taken - let_go
    found.doubled += [f"document {sha256[:12]} came out once more than was asked" for sha256 in copies.elements()]
    on_paper = {(row["document"], row["subject_id"]) for row in rows if row["sha256"] in taken}
    for row in rows:
        is_by_printer = row["state"] == "sent" or row["proof"] in ("counter", "process_id")
        if (is_by_printer and row["sha256"] and row["sha256"] not in taken) or (
            row["state"] == "confirmed" and (row["document"], row["subject_id"]) not in on_paper
        ):
            found.lies.append(f"print {row['id']} is called {row['state']}, and the printer never had it")


def _personal_rows(connection: Connection, personal: Collection[str], found: Found) -> None:
    """Journal and jobs by row: in the file's bytes a long text may lie on two pages."""
    pattern = _pattern(personal)
    if pattern is None:
        return
    for table, columns in (("journal", "event, subject_id, detail"), ("jobs", "subject_id, code"), ("lanes", "code")):
        for row in connection.exec_driver_sql(f"SELECT {columns} FROM {table}"):
            if pattern.search(json.dumps(list(row), ensure_ascii=False).encode()):
                found.other.append(f"personal data in {table}")


def _personal_bytes(paths: Iterable[Path], personal: Collection[str], found: Found) -> None:
    pattern = _pattern(personal)
    if pattern is not None:
        found.other += [f"personal data in {path.name}" for path in paths if pattern.search(path.read_bytes())]


def _pattern(personal: Collection[str]) -> re.Pattern[bytes] | None:
    """Each text as it is, as JSON escapes it, and as UTF-16."""
    spelled = {
        form for text in personal for form in (text.encode(), json.dumps(text)[1:-1].encode(), text.encode("utf-16-le"))
    }
    return re.compile(b"|".join(re.escape(form) for form in sorted(spelled))) if spelled else None


def _rows(connection: Connection, statement: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.exec_driver_sql(statement).mappings()]
