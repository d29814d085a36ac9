"""The print ledger: one row a paper and copy, who asked and why, and how far it is known to have come.

Of all papers only labels belong to a waybill; what is asked here by a waybill is asked of its labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, literal_column, select, text, update

from app.domain.actor import Actor
from app.domain.document import DocumentKind
from app.domain.glance import PrinterGlance
from app.domain.job import JobKind, printer_lane
from app.domain.printing import PaperProof, PrintReason, PrintState
from app.store import jobs, journal
from app.store.database import Database
from app.store.tables import parcels, prints, waybills

_NUMBERED: ColumnElement[bool] = literal_column("prints.position > 0")  # names the index of positions
# Both go backwards through a printer's numbers and end at the first that fits.
_LAST_SENT = text(
    "SELECT sent_at FROM prints WHERE printer = :printer AND position > 0 AND sent_at IS NOT NULL"
    " ORDER BY position DESC LIMIT 1"
)
_LAST_CODE = text(
    "SELECT code FROM prints WHERE printer = :printer AND position > 0 AND state <> 'cancelled'"
    " AND (code <> '' OR sha256 IS NOT NULL) ORDER BY position DESC LIMIT 1"
)
_PARCEL_ID = func.coalesce(waybills.c.parcel_id, parcels.c.id, "").label("parcel_id")
_WITH_PARCEL = (
    select(prints, _PARCEL_ID)
    .outerjoin(waybills, waybills.c.id == prints.c.waybill_id)
    .outerjoin(parcels, parcels.c.id == prints.c.subject_id)
)


@dataclass(frozen=True, slots=True)
class PrintRow:
    """A print in the ledger. `subject_id` is what the paper is of: a label's waybill, a slip's parcel, a manifest.
    `waybill_id` is empty but for labels, `parcel_id` for papers of no parcel. `copy` is 1 for the original, `position`
    its number on this printer, counted from 1 over all its papers; `spool_job` is the spooler's own number of it.
    """

    id: str
    document: DocumentKind
    subject_id: str
    waybill_id: str
    parcel_id: str
    printer: str
    copy: int
    position: int
    reason: PrintReason
    state: PrintState
    proof: PaperProof
    spool_job: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a printer has not begun: how many prints, and since when the oldest waits (epoch ms, 0 when none does)."""

    count: int
    since_ms: int


def ask(
    tx: Connection,
    database: Database,
    subject_id: str,
    *,
    printer: str,
    reason: PrintReason,
    packer: str,
    document: DocumentKind = DocumentKind.LABEL,
) -> str:
    """The next copy of a paper; its id. `subject_id` is the waybill of a label, else what the paper is of."""
    of_paper = (prints.c.subject_id == subject_id) & (prints.c.document == document)
    last = tx.execute(select(func.max(prints.c.copy)).where(of_paper)).scalar()
    print_id = database.new_id()
    tx.execute(
        insert(prints).values(
            id=print_id,
            document=document,
            subject_id=subject_id,
            waybill_id=subject_id if document is DocumentKind.LABEL else None,
            printer=printer,
            copy=(last or 0) + 1,
            position=_last_position(tx, printer) + 1,
            reason=reason,
            packer=packer,
            state=PrintState.QUEUED,
            asked_at=database.now_ms(),
        )
    )
    return print_id


def is_asked(connection: Connection, document: DocumentKind, subject_id: str) -> bool:
    """Whether anybody has ever asked for a print of this paper."""
    of_paper = (prints.c.subject_id == subject_id) & (prints.c.document == document)
    return connection.execute(select(prints.c.id).where(of_paper).limit(1)).first() is not None


def terms(connection: Connection, print_id: str) -> dict[str, str | int]:
    """What the journal keeps of a print that was asked for: what paper, of what, where, and why."""
    row = get(connection, print_id)
    told: dict[str, str | int] = {"document": row.document, "subject": row.subject_id, "printer": row.printer}
    return told | {"reason": row.reason, "position": row.position}


def get(connection: Connection, print_id: str) -> PrintRow:
    row = connection.execute(_WITH_PARCEL.where(prints.c.id == print_id)).one()
    return PrintRow(
        id=row.id,
        document=DocumentKind(row.document),
        subject_id=row.subject_id,
        waybill_id=row.waybill_id or "",
        parcel_id=row.parcel_id,
        printer=row.printer,
        copy=row.copy,
        position=row.position,
        reason=PrintReason(row.reason),
        state=PrintState(row.state),
        proof=PaperProof(row.proof),
        spool_job=row.spool_job,
    )


def mark_sending(tx: Connection, print_id: str, sha256: str) -> bool:
    """Written before the first byte leaves: what is found in this state after a crash may be on paper. False when the
    print was cancelled meanwhile.
    """
    queued = (prints.c.id == print_id) & (prints.c.state == PrintState.QUEUED)
    sending = update(prints).where(queued).values(state=PrintState.SENDING, sha256=sha256, code="")
    return tx.execute(sending).rowcount == 1


def mark_sent(
    tx: Connection,
    database: Database,
    print_id: str,
    code: str = "",
    *,
    proof: PaperProof = PaperProof.NONE,
    spool_job: str = "",
    is_settled: bool = False,
) -> None:
    """The printer took it; `code` names what a person should know of it all the same. `is_settled`: nobody is asked to
    scan this paper, so the printer's own proof, when there is one, is all that is waited for. The journal is told in
    `print.sent`: code, proof, spool_job, settled.
    """
    now = database.now_ms()
    settled = {"state": PrintState.CONFIRMED, "confirmed_at": now} if is_settled and proof else {}
    sent = {"state": PrintState.SENT, "code": code, "sent_at": now, "proof": proof, "spool_job": spool_job}
    _set(tx, print_id, **sent | settled)


def confirm_latest(tx: Connection, database: Database, parcel_id: str) -> str:
    """Somebody holds the parcel's label in hand: its latest print is proven. The print's id."""
    of_parcel = select(prints.c.id).join(waybills, waybills.c.id == prints.c.waybill_id)
    latest = of_parcel.where(waybills.c.parcel_id == parcel_id).order_by(
        waybills.c.attempt.desc(), prints.c.copy.desc()
    )
    print_id = str(tx.execute(latest.limit(1)).scalar_one())
    confirm(tx, database, print_id)
    return print_id


def confirm(tx: Connection, database: Database, print_id: str) -> None:
    """Somebody holds this very paper in hand."""
    seen = {"state": PrintState.CONFIRMED, "proof": PaperProof.SCAN, "confirmed_at": database.now_ms()}
    _set(tx, print_id, code="", **seen)


def at_positions(connection: Connection, printer: str, first: int, last: int) -> tuple[str, ...]:
    """The parcels whose labels bear these numbers of a printer, in order, each once."""
    query = (
        select(waybills.c.parcel_id)
        .join(prints, prints.c.waybill_id == waybills.c.id)
        .where(prints.c.printer == printer, prints.c.position.between(first, last), _NUMBERED)
        .order_by(prints.c.position)
    )
    return tuple(dict.fromkeys(connection.execute(query).scalars()))


def mark(tx: Connection, print_id: str, state: PrintState, code: str = "", *, spool_job: str = "") -> None:
    _set(tx, print_id, state=state, code=code, **{"spool_job": spool_job} if spool_job else {})


def latest_state(connection: Connection, waybill_id: str) -> PrintState | None:
    query = select(prints.c.state).where(prints.c.waybill_id == waybill_id).order_by(prints.c.copy.desc())
    state = connection.execute(query.limit(1)).scalar_one_or_none()
    return PrintState(state) if state else None


def is_latest(connection: Connection, print_id: str) -> bool:
    """Whether no other copy of this paper was asked for after it."""
    row = get(connection, print_id)
    same = (prints.c.subject_id == row.subject_id) & (prints.c.document == row.document)
    last = connection.execute(select(func.max(prints.c.copy)).where(same)).scalar_one()
    return bool(row.copy == last)


def may_be_on_paper(connection: Connection, waybill_id: str) -> bool:
    """Whether the waybill's latest print left for the printer and nobody has seen it yet."""
    return latest_state(connection, waybill_id) in (PrintState.SENT, PrintState.UNKNOWN)


def cancel_queued(tx: Connection, subject_id: str, code: str) -> tuple[str, ...]:
    """Prints of a voided waybill, or of its parcel, that have not left yet never do; their ids."""
    waiting = (prints.c.subject_id == subject_id) & (prints.c.state == PrintState.QUEUED)
    cancel = update(prints).where(waiting).values(state=PrintState.CANCELLED, code=code)
    return tuple(tx.execute(cancel.returning(prints.c.id)).scalars())


def redirect(
    tx: Connection, database: Database, from_printer: str, to_printer: str, *, actor: Actor
) -> tuple[str, ...]:
    """Move what one printer has not begun to another, in its order, behind what waits there and under new numbers; the
    ids. What its lane has claimed by now, what may have left, what a stop keeps back and the printer's own test card
    stay. Each is journalled.
    """
    if from_printer == to_printer:
        return ()
    lane, position, moved = printer_lane(to_printer), _last_position(tx, to_printer), []
    for print_id in jobs.subjects_waiting(tx, printer_lane(from_printer)):
        not_begun = (prints.c.id == print_id) & (prints.c.state == PrintState.QUEUED)
        not_begun &= prints.c.document != DocumentKind.TEST_CARD  # it says how this printer prints, and no other
        place = {"printer": to_printer, "position": position + 1, "code": "", "sha256": None}
        if tx.execute(update(prints).where(not_begun).values(**place)).rowcount == 0:
            continue
        jobs.move(tx, database, JobKind.PRINT_LABEL, print_id, lane)
        position += 1
        went = {"from": from_printer, "to": to_printer, "position": position}
        journal.append(tx, database, actor, "print.redirected", print_id, scan=None, **went)
        moved.append(print_id)
    return tuple(moved)


def waiting(connection: Connection, printer: str) -> Waiting:
    """The prints that wait for a printer and of which nothing has left."""
    return Waiting(*jobs.waiting(connection, printer_lane(printer)))


def by_printer(connection: Connection, printers: tuple[str, ...]) -> tuple[PrinterGlance, ...]:
    """How the ledger sees each of these printers, in that order."""
    return tuple(_glance(connection, each) for each in printers)


def _glance(connection: Connection, printer: str) -> PrinterGlance:
    left = waiting(connection, printer)
    sent_at = connection.execute(_LAST_SENT, {"printer": printer}).scalar_one_or_none()
    code = connection.execute(_LAST_CODE, {"printer": printer}).scalar_one_or_none()
    return PrinterGlance(printer, left.count, left.since_ms, sent_at or 0, code or "")


def _last_position(connection: Connection, printer: str) -> int:
    last = select(func.coalesce(func.max(prints.c.position), 0)).where(prints.c.printer == printer, _NUMBERED)
    return int(connection.execute(last).scalar_one())


def _set(tx: Connection, print_id: str, **values: Any) -> None:
    tx.execute(update(prints).where(prints.c.id == print_id).values(**values))
