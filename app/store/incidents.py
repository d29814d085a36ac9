"""What waits for a person, read from the ledgers; nothing is kept twice."""

# ruff: noqa: S608  # the statements are put together of our own words only; values are bound

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, literal_column, or_, select, text, update

from app.domain.document import DocumentKind
from app.domain.incident import Incident, IncidentKind
from app.domain.interception import STOPPED
from app.domain.job import JobState
from app.domain.money import Money
from app.domain.printing import PrintState
from app.domain.shipment import WaybillState
from app.store.database import Database
from app.store.tables import jobs, orders, orphans, parcels, prints, waybills

_PRINTS = {
    PrintState.UNKNOWN: IncidentKind.PRINT_UNKNOWN,
    PrintState.FAILED: IncidentKind.PRINT_FAILED,
    PrintState.SENT: IncidentKind.LABEL_UNSEEN,
}
_PAPERS = {PrintState.UNKNOWN: IncidentKind.PAPER_UNKNOWN, PrintState.FAILED: IncidentKind.PAPER_FAILED}
_TO_SEE: ColumnElement[bool] = literal_column("prints.state IN ('sent', 'unknown', 'failed')")  # names the index
# An open stop, and the order in whose parcels the stopped goods travel.
_WAY = (
    "WITH RECURSIVE way (stop_id, id, next) AS (SELECT stops.id, orders.id, orders.merged_into FROM stops"
    " JOIN orders ON orders.id = stops.order_id WHERE stops.released_at IS NULL AND is_kept = 0"
    " UNION SELECT way.stop_id, orders.id, orders.merged_into FROM way JOIN orders ON orders.id = way.next)"
)
_STOPPED_LABELS = text(
    f"{_WAY} SELECT waybills.*, orders.number, stops.kind, stops.opened_at FROM way"
    " JOIN stops ON stops.id = way.stop_id JOIN orders ON orders.id = way.id"
    " JOIN parcels ON parcels.order_id = way.id AND handed_over_at IS NULL"
    " JOIN waybills ON waybills.parcel_id = parcels.id AND waybills.state = 'issued' WHERE way.next = ''"
    " ORDER BY CASE stops.kind WHEN 'cancel' THEN 2 WHEN 'address' THEN 1 ELSE 0 END"
)
_ON_HOLD = text(
    f"{_WAY} SELECT stops.id, orders.number, stops.kind, stops.opened_at FROM way"
    " JOIN stops ON stops.id = way.stop_id AND stops.kind = 'hold' JOIN orders ON orders.id = stops.order_id"
    " WHERE way.next = '' AND orders.state <> 'cancelled' AND NOT EXISTS (SELECT 1 FROM parcels JOIN waybills"
    " ON waybills.parcel_id = parcels.id AND waybills.state = 'issued' WHERE parcels.order_id = way.id)"
)
_TOO_LATE = text(
    "SELECT stops.id, stops.kind, stops.opened_at, orders.number,"
    " (SELECT tracking_number FROM parcels JOIN waybills ON waybills.parcel_id = parcels.id"
    " AND waybills.state = 'issued' WHERE parcels.order_id = orders.id AND handed_over_at <= opened_at LIMIT 1) AS gone"
    " FROM stops JOIN orders ON orders.id = stops.order_id WHERE too_late > 0"
)


def waiting(
    connection: Connection, database: Database, *, unseen_after_ms: int | None, decide_before_ms: int
) -> tuple[Incident, ...]:
    """Everything a lead must decide, oldest first. `unseen_after_ms`: how long a sent label may stay unscanned, None
    when labels are not scanned back; `decide_before_ms`: how long before its void window ends an unused label is shown.
    """
    found = [
        *_of_waybills(connection),
        *_of_prints(connection, database, unseen_after_ms),
        *_of_papers(connection),
        *_unused(connection, database, decide_before_ms),
        *_orphans(connection),
        *_stopped(connection),
    ]
    return tuple(sorted(found, key=lambda incident: (incident.since_ms, incident.subject_id)))


def _of_waybills(connection: Connection) -> list[Incident]:
    held = select(jobs.c.subject_id).where(jobs.c.state == JobState.HELD)
    latest = select(func.max(waybills.c.attempt)).where(waybills.c.parcel_id == parcels.c.id)
    query = _with_order(
        select(waybills, orders.c.number, waybills.c.id.in_(held).label("is_held"))
        .where(waybills.c.state.in_((WaybillState.UNCERTAIN, WaybillState.REJECTED, WaybillState.CANCELLING)))
        .where(waybills.c.attempt == latest.correlate(parcels).scalar_subquery())
    )
    return [_waybill_incident(row) for row in connection.execute(query) if row.code not in ("", STOPPED)]


def _waybill_incident(row: Any) -> Incident:
    kinds = {
        WaybillState.REJECTED: IncidentKind.PURCHASE_REFUSED,
        WaybillState.CANCELLING: IncidentKind.VOID_UNCLEAR,
        WaybillState.UNCERTAIN: IncidentKind.PURCHASE_CHECKED,
    }
    kind = kinds[WaybillState(row.state)]
    if row.is_held and kind is IncidentKind.PURCHASE_CHECKED:
        kind = IncidentKind.JOB_HELD if row.code == "bug" else IncidentKind.PURCHASE_UNCLEAR
    return _incident(kind, row, row.id, row.requested_at)


def _of_prints(connection: Connection, database: Database, unseen_after_ms: int | None) -> list[Incident]:
    """The latest print of a valid waybill, when nobody knows that it is on its box."""
    latest = select(func.max(prints.c.copy)).where(prints.c.waybill_id == waybills.c.id)
    open_states = [PrintState.UNKNOWN, PrintState.FAILED]
    is_open: ColumnElement[bool] = prints.c.state.in_(open_states)
    if unseen_after_ms is not None:
        is_old = prints.c.sent_at < database.now_ms() - unseen_after_ms
        is_open = or_(is_open, and_(prints.c.state == PrintState.SENT, is_old))
    query = _with_order(
        select(
            prints.c.id.label("print_id"),
            prints.c.state.label("print_state"),
            prints.c.code.label("print_code"),
            prints.c.asked_at,
            prints.c.position,
            waybills,
            orders.c.number,
        )
        .join(prints, prints.c.waybill_id == waybills.c.id)
        .where(prints.c.state.in_((*open_states, PrintState.SENT)), is_open)
        .where(prints.c.copy == latest.correlate(waybills).scalar_subquery())
        .where(waybills.c.state == WaybillState.ISSUED, parcels.c.handed_over_at.is_(None))
    )
    return [
        _incident(
            _PRINTS[PrintState(row.print_state)],
            row,
            row.print_id,
            row.asked_at,
            code=row.print_code or "label.unseen",
            position=row.position,
        )
        for row in connection.execute(query)
    ]


def _of_papers(connection: Connection) -> list[Incident]:
    """The latest copy of a paper that goes along with a parcel, when it failed or nobody knows whether it came out."""
    copies = prints.alias()
    same = (copies.c.subject_id == prints.c.subject_id) & (copies.c.document == prints.c.document)
    later = exists().where(same, copies.c.copy > prints.c.copy)
    query = (
        select(prints, orders.c.number)
        .join(parcels, parcels.c.id == prints.c.subject_id)
        .join(orders, orders.c.id == parcels.c.order_id)
        .where(_TO_SEE, prints.c.state.in_(tuple(_PAPERS)), prints.c.document != DocumentKind.LABEL)
        .where(parcels.c.handed_over_at.is_(None), ~later)
    )
    return [
        Incident(
            kind=_PAPERS[PrintState(row.state)],
            subject_id=row.id,
            order_number=row.number,
            tracking_number="",
            code=row.code,
            since_ms=row.asked_at,
            parcel_id=row.subject_id,
            position=row.position,
            document=DocumentKind(row.document),
        )
        for row in connection.execute(query)
    ]


def _unused(connection: Connection, database: Database, decide_before_ms: int) -> list[Incident]:
    """Bought labels of which no print ever left, near the end of the time in which the carrier takes them back."""
    query = (
        _never_on_paper()
        .where(waybills.c.is_kept == 0, waybills.c.void_before > database.now_ms())
        .where(waybills.c.void_before <= database.now_ms() + decide_before_ms)
    )
    return [
        _incident(IncidentKind.LABEL_UNUSED, row, row.id, row.issued_at, code="label.unused", until_ms=row.void_before)
        for row in connection.execute(query)
    ]


def unused_before(connection: Connection, carrier: str, deadline_ms: int) -> tuple[str, ...]:
    """The parcels with a label of this carrier that was bought, never printed, and must be given back by then."""
    query = _never_on_paper().where(waybills.c.carrier == carrier, waybills.c.void_before <= deadline_ms)
    return tuple(row.parcel_id for row in connection.execute(query.where(waybills.c.is_kept == 0)))


def _never_on_paper() -> Select[Any]:
    perhaps = (PrintState.SENDING, PrintState.SENT, PrintState.UNKNOWN, PrintState.CONFIRMED)
    printed = exists().where(prints.c.waybill_id == waybills.c.id, prints.c.state.in_(perhaps))
    query = select(waybills, orders.c.number).where(waybills.c.state == WaybillState.ISSUED)
    return _with_order(query.where(~printed))


def _orphans(connection: Connection) -> list[Incident]:
    rows = connection.execute(select(orphans).where(orphans.c.state == "open"))
    return [
        Incident(
            kind=IncidentKind.ORPHAN,
            subject_id=f"{row.carrier}|{row.tracking_number}",
            order_number="",
            tracking_number=row.tracking_number,
            code="money.orphan",
            since_ms=row.found_at,
            price=_price(row),
            carrier=row.carrier,
            reference=row.reference,
        )
        for row in rows
    ]


def _stopped(connection: Connection) -> list[Incident]:
    """What the shops, or a person at the bench, will not have go out; of a label with several reasons the gravest."""
    labels = {
        row.id: _incident(IncidentKind.LABEL_STOPPED, row, row.id, row.opened_at, code=f"{STOPPED}.{row.kind}")
        for row in connection.execute(_STOPPED_LABELS)
    }
    held = [_of_stop(IncidentKind.ORDER_ON_HOLD, row) for row in connection.execute(_ON_HOLD)]
    late = [_of_stop(IncidentKind.NEWS_TOO_LATE, row, row.gone or "") for row in connection.execute(_TOO_LATE)]
    return [*labels.values(), *held, *late]


def _of_stop(kind: IncidentKind, row: Any, tracking_number: str = "") -> Incident:
    code = f"{STOPPED}.{row.kind}"
    return Incident(kind, row.id, row.number, tracking_number, code, row.opened_at)


def _with_order(query: Select[Any]) -> Select[Any]:
    return query.join(parcels, parcels.c.id == waybills.c.parcel_id).join(orders, orders.c.id == parcels.c.order_id)


def _incident(
    kind: IncidentKind,
    row: Any,
    subject_id: str,
    since_ms: int,
    *,
    code: str = "",
    until_ms: int = 0,
    position: int = 0,
) -> Incident:
    return Incident(
        kind=kind,
        subject_id=subject_id,
        order_number=row.number,
        tracking_number=row.tracking_number or "",
        code=code or row.code,
        since_ms=since_ms,
        parcel_id=row.parcel_id,
        until_ms=until_ms,
        position=position,
        price=_price(row),
        carrier=row.carrier,
        reference=row.reference,
        attempt=row.attempt,
    )


def _price(row: Any) -> Money | None:
    return None if row.price_minor is None else Money(row.currency, row.price_minor)


def keep_unused(tx: Connection, waybill_id: str) -> None:
    """A person wants an unused label kept; it is not offered again."""
    tx.execute(update(waybills).where(waybills.c.id == waybill_id).values(is_kept=1))
