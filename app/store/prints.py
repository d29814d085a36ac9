"""The print ledger: one row a document and copy, who asked and why, and how far it is known to have come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from app.domain.printing import PrintReason, PrintState
from app.store.database import Database
from app.store.tables import prints, waybills


@dataclass(frozen=True, slots=True)
class PrintRow:
    """A print in the ledger; `copy` is 1 for the original, `position` its number on this printer, counted from 1."""

    id: str
    waybill_id: str
    parcel_id: str
    printer: str
    copy: int
    position: int
    state: PrintState


def ask(tx: Connection, database: Database, waybill_id: str, *, printer: str, reason: PrintReason, packer: str) -> str:
    """The next copy of a waybill's label; its id."""
    last = tx.execute(select(func.max(prints.c.copy)).where(prints.c.waybill_id == waybill_id)).scalar()
    last_position = tx.execute(select(func.max(prints.c.position)).where(prints.c.printer == printer)).scalar()
    print_id = database.new_id()
    tx.execute(
        insert(prints).values(
            id=print_id,
            waybill_id=waybill_id,
            printer=printer,
            copy=(last or 0) + 1,
            position=(last_position or 0) + 1,
            reason=reason,
            packer=packer,
            state=PrintState.QUEUED,
            asked_at=database.now_ms(),
        )
    )
    return print_id


def get(connection: Connection, print_id: str) -> PrintRow:
    query = select(prints, waybills.c.parcel_id).join(waybills, waybills.c.id == prints.c.waybill_id)
    row = connection.execute(query.where(prints.c.id == print_id)).one()
    return PrintRow(row.id, row.waybill_id, row.parcel_id, row.printer, row.copy, row.position, PrintState(row.state))


def mark_sending(tx: Connection, print_id: str, sha256: str) -> bool:
    """Written before the first byte leaves: what is found in this state after a crash may be on paper. False when the
    print was cancelled meanwhile.
    """
    queued = (prints.c.id == print_id) & (prints.c.state == PrintState.QUEUED)
    sending = update(prints).where(queued).values(state=PrintState.SENDING, sha256=sha256, code="")
    return tx.execute(sending).rowcount == 1


def mark_sent(tx: Connection, database: Database, print_id: str, code: str = "") -> None:
    """The printer took it; `code` names what a person should know of it all the same."""
    _set(tx, print_id, state=PrintState.SENT, code=code, sent_at=database.now_ms())


def confirm_latest(tx: Connection, database: Database, parcel_id: str) -> str:
    """Somebody holds the parcel's label in hand: its latest print is proven. The print's id."""
    of_parcel = select(prints.c.id).join(waybills, waybills.c.id == prints.c.waybill_id)
    latest = of_parcel.where(waybills.c.parcel_id == parcel_id).order_by(
        waybills.c.attempt.desc(), prints.c.copy.desc()
    )
    print_id = str(tx.execute(latest.limit(1)).scalar_one())
    _set(tx, print_id, state=PrintState.CONFIRMED, code="", confirmed_at=database.now_ms())
    return print_id


def at_positions(connection: Connection, printer: str, first: int, last: int) -> tuple[str, ...]:
    """The parcels whose labels bear these numbers of a printer, in order, each once."""
    query = (
        select(waybills.c.parcel_id)
        .join(prints, prints.c.waybill_id == waybills.c.id)
        .where(prints.c.printer == printer, prints.c.position.between(first, last))
        .order_by(prints.c.position)
    )
    return tuple(dict.fromkeys(connection.execute(query).scalars()))


def mark(tx: Connection, print_id: str, state: PrintState, code: str = "") -> None:
    _set(tx, print_id, state=state, code=code)


def latest_state(connection: Connection, waybill_id: str) -> PrintState | None:
    query = select(prints.c.state).where(prints.c.waybill_id == waybill_id).order_by(prints.c.copy.desc())
    state = connection.execute(query.limit(1)).scalar_one_or_none()
    return PrintState(state) if state else None


def cancel_queued(tx: Connection, waybill_id: str, code: str) -> tuple[str, ...]:
    """Labels of a voided waybill that have not left yet never do; their ids."""
    waiting = (prints.c.waybill_id == waybill_id) & (prints.c.state == PrintState.QUEUED)
    cancel = update(prints).where(waiting).values(state=PrintState.CANCELLED, code=code)
    return tuple(tx.execute(cancel.returning(prints.c.id)).scalars())


def _set(tx: Connection, print_id: str, **values: Any) -> None:
    tx.execute(update(prints).where(prints.c.id == print_id).values(**values))


def may_be_on_paper(connection: Connection, waybill_id: str) -> bool:
    """Whether the waybill's latest print left for the printer and nobody has seen it yet."""
    return latest_state(connection, waybill_id) in (PrintState.SENT, PrintState.UNKNOWN)
