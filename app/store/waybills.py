"""Waybills: asked for under a reference that is on disk before the first call, then settled, perhaps given back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from app.domain.closing import ScannedLabel
from app.domain.identity import carrier_reference
from app.domain.money import Money
from app.domain.printing import PaperProof, PrintState
from app.domain.shipment import LIVE_WAYBILL_STATES, Waybill, WaybillState
from app.store import label_documents
from app.store.database import Database
from app.store.tables import prints, waybills

_LATEST = "FROM prints WHERE state = '{}' AND state IN ('sent', 'unknown', 'failed') ORDER BY rowid DESC LIMIT :limit"
_UNSEEN = " UNION ALL ".join(
    f"SELECT * FROM (SELECT waybill_id, copy {_LATEST.format(state)})"  # noqa: S608  # our own words
    for state in ("sent", "unknown", "failed")
)
_AWAITED = text(
    f"SELECT tracking_number FROM ({_UNSEEN} UNION ALL SELECT waybill_id, copy FROM"  # noqa: S608
    # What is being sent, and what the printer itself vouches for, has no index: among the newest prints it is found.
    " (SELECT waybill_id, copy, state, proof FROM prints ORDER BY rowid DESC LIMIT :limit)"
    " WHERE state = 'sending' OR state = 'confirmed' AND proof IN ('counter', 'process_id')) AS printed"
    " JOIN waybills ON waybills.id = printed.waybill_id JOIN parcels ON parcels.id = waybills.parcel_id"
    " WHERE waybills.state = 'issued' AND handed_over_at IS NULL"
    " AND copy = (SELECT max(copy) FROM prints WHERE prints.waybill_id = waybills.id)"
    " ORDER BY waybills.issued_at DESC LIMIT :limit"
)
_MOST_AWAITED = 50


@dataclass(frozen=True, slots=True)
class WaybillRow:
    """A waybill as the store knows it; `waybill` is there once the carrier has issued it."""

    id: str
    parcel_id: str
    attempt: int
    carrier: str
    service: str
    reference: str
    state: WaybillState
    waybill: Waybill | None


def ask(tx: Connection, database: Database, parcel_id: str, *, carrier: str, service: str) -> str:
    """A parcel's next waybill, with a reference of its own. The database refuses a second live one (IntegrityError)."""
    last = tx.execute(select(func.max(waybills.c.attempt)).where(waybills.c.parcel_id == parcel_id)).scalar()
    attempt = (last or 0) + 1
    waybill_id = database.new_id()
    tx.execute(
        insert(waybills).values(
            id=waybill_id,
            parcel_id=parcel_id,
            attempt=attempt,
            carrier=carrier,
            service=service,
            reference=carrier_reference(parcel_id, attempt),
            state=WaybillState.REQUESTED,
            requested_at=database.now_ms(),
        )
    )
    return waybill_id


def ask_again(tx: Connection, database: Database, waybill_id: str, *, service: str) -> None:
    """A refused waybill is asked for once more, under the reference that the carrier refused and sold nothing for."""
    _set(tx, waybill_id, state=WaybillState.REQUESTED, code="", service=service, requested_at=database.now_ms())


def latest_of_parcel(connection: Connection, parcel_id: str) -> WaybillRow | None:
    query = select(waybills).where(waybills.c.parcel_id == parcel_id).order_by(waybills.c.attempt.desc())
    row = connection.execute(query.limit(1)).one_or_none()
    return _waybill(row) if row else None


def find_label(connection: Connection, tracking_number: str) -> ScannedLabel | None:
    """What a scanned tracking number says of its label: the newest waybill that ever bore it, with its latest print."""
    query = select(waybills).where(waybills.c.tracking_number == tracking_number)
    row = connection.execute(query.order_by(waybills.c.requested_at.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    copies = select(prints.c.state, prints.c.proof).where(prints.c.waybill_id == row.id)
    printed = connection.execute(copies.order_by(prints.c.copy.desc()).limit(1)).one_or_none()
    return ScannedLabel(
        parcel_id=row.parcel_id,
        is_valid=row.state == WaybillState.ISSUED,
        print_state=PrintState(printed.state) if printed else None,
        proof=PaperProof(printed.proof) if printed else PaperProof.NONE,
    )


def waiting_labels(connection: Connection) -> frozenset[str]:
    """The tracking numbers of labels that were printed and that nobody has seen, of parcels that are still here: the
    newest fifty. The same as `can_be_seen_first` says of one.
    """
    return frozenset(connection.execute(_AWAITED, {"limit": _MOST_AWAITED}).scalars())


def get(connection: Connection, waybill_id: str) -> WaybillRow:
    return _waybill(connection.execute(select(waybills).where(waybills.c.id == waybill_id)).one())


def live_of_parcel(connection: Connection, parcel_id: str) -> WaybillRow | None:
    """The parcel's one waybill that counts, None when it was never asked for, refused or given back."""
    live = (waybills.c.parcel_id == parcel_id) & waybills.c.state.in_(LIVE_WAYBILL_STATES)
    row = connection.execute(select(waybills).where(live)).one_or_none()
    return _waybill(row) if row else None


def mark_issued(
    tx: Connection, database: Database, waybill_id: str, waybill: Waybill, *, void_window_s: float | None
) -> None:
    """Bought, with the label that the carrier drew where it drew one. `void_window_s`: how long it takes the waybill
    back, None when it does not say.
    """
    now = database.now_ms()
    routing = {key: value for key, value in asdict(waybill).items() if value and key not in _OWN_COLUMNS}
    _set(
        tx,
        waybill_id,
        state=WaybillState.ISSUED,
        code="",
        tracking_number=waybill.tracking_number,
        routing=json.dumps(routing, ensure_ascii=False),
        issued_at=now,
        price_minor=waybill.price.minor if waybill.price else None,
        currency=waybill.price.currency if waybill.price else "",
        void_before=None if void_window_s is None else now + int(void_window_s * 1000),
    )
    if waybill.label is not None:
        label_documents.put(tx, database, waybill_id, waybill.label)


def mark(tx: Connection, waybill_id: str, state: WaybillState, code: str = "") -> None:
    _set(tx, waybill_id, state=state, code=code)


def mark_voided(tx: Connection, database: Database, waybill_id: str) -> None:
    _set(tx, waybill_id, state=WaybillState.CANCELLED, code="", voided_at=database.now_ms())


_OWN_COLUMNS = ("tracking_number", "reference", "service", "was_adopted", "price", "label")


def _set(tx: Connection, waybill_id: str, **values: Any) -> None:
    tx.execute(update(waybills).where(waybills.c.id == waybill_id).values(**values))


def _waybill(row: Any) -> WaybillRow:
    issued = None
    if row.tracking_number:
        routing: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in json.loads(row.routing).items()
        }
        issued = Waybill(
            tracking_number=row.tracking_number,
            reference=row.reference,
            service=row.service,
            price=None if row.price_minor is None else Money(row.currency, row.price_minor),
            **routing,
        )
    return WaybillRow(
        id=row.id,
        parcel_id=row.parcel_id,
        attempt=row.attempt,
        carrier=row.carrier,
        service=row.service,
        reference=row.reference,
        state=WaybillState(row.state),
        waybill=issued,
    )
