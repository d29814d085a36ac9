"""The money side of the ledgers: what was bought, printed, handed over, voided; and what only the carrier knows of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.money import Money
from app.domain.printing import PrintState
from app.domain.shipment import Purchase, WaybillState
from app.store.database import Database
from app.store.tables import orders, orphans, parcels, prints, waybills

_ON_PAPER_PERHAPS = (PrintState.SENDING, PrintState.SENT, PrintState.UNKNOWN, PrintState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One bought label. `is_printed`: a print of it left the station; `price` None where nobody named one."""

    order_number: str
    tracking_number: str
    carrier: str
    state: WaybillState
    is_printed: bool
    is_handed_over: bool
    price: Money | None


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """What a carrier's list and ours disagree on. `code`: `money.orphan` (they count a label that we do not),
    `money.unknown_there` (we count one that they do not), `money.voided_there` (they took it back, we count on it).
    """

    code: str
    tracking_number: str
    price: Money | None


def rows(connection: Connection, since_ms: int) -> tuple[MoneyRow, ...]:
    """Every label bought since then (epoch ms), in the order of buying."""
    printed = exists().where(prints.c.waybill_id == waybills.c.id, prints.c.state.in_(_ON_PAPER_PERHAPS))
    query = (
        select(waybills, orders.c.number, parcels.c.handed_over_at, printed.label("is_printed"))
        .join(parcels, parcels.c.id == waybills.c.parcel_id)
        .join(orders, orders.c.id == parcels.c.order_id)
        .where(waybills.c.tracking_number.is_not(None), waybills.c.issued_at >= since_ms)
        .order_by(waybills.c.issued_at, waybills.c.id)
    )
    return tuple(
        MoneyRow(
            order_number=row.number,
            tracking_number=row.tracking_number,
            carrier=row.carrier,
            state=WaybillState(row.state),
            is_printed=bool(row.is_printed),
            is_handed_over=row.handed_over_at is not None,
            price=None if row.price_minor is None else Money(row.currency, row.price_minor),
        )
        for row in connection.execute(query)
    )


def compare(connection: Connection, carrier: str, purchases: Sequence[Purchase]) -> tuple[Discrepancy, ...]:
    """Hold the carrier's list against our waybills of this account. A purchase that is still being settled here is no
    discrepancy yet.
    """
    ours = {
        row.tracking_number: row
        for row in connection.execute(
            select(waybills).where(waybills.c.carrier == carrier, waybills.c.tracking_number.is_not(None))
        )
    }
    unsettled = (WaybillState.REQUESTED, WaybillState.UNCERTAIN)
    settling = set(
        connection.execute(
            select(waybills.c.reference).where(waybills.c.carrier == carrier, waybills.c.state.in_(unsettled))
        ).scalars()
    )
    found = []
    for purchase in purchases:
        row = ours.pop(purchase.tracking_number, None)
        counts_here = row is not None and row.state in (WaybillState.ISSUED, WaybillState.CANCELLING)
        if purchase.is_cancelled and counts_here:
            found.append(Discrepancy("money.voided_there", purchase.tracking_number, purchase.price))
        elif not purchase.is_cancelled and not counts_here and purchase.reference not in settling:
            found.append(Discrepancy("money.orphan", purchase.tracking_number, purchase.price))
    found += [
        Discrepancy(
            "money.unknown_there", number, None if row.price_minor is None else Money(row.currency, row.price_minor)
        )
        for number, row in ours.items()
        if row.state == WaybillState.ISSUED
    ]
    return tuple(found)


def keep_orphans(tx: Connection, database: Database, carrier: str, purchases: Sequence[Purchase]) -> int:
    """Write down the carrier's labels that nobody here counts on, each once; how many were new."""
    before = tx.execute(select(func.count()).select_from(orphans)).scalar_one()
    for purchase in purchases:
        tx.execute(
            upsert(orphans)
            .values(
                carrier=carrier,
                tracking_number=purchase.tracking_number,
                reference=purchase.reference,
                price_minor=purchase.price.minor if purchase.price else None,
                currency=purchase.price.currency if purchase.price else "",
                found_at=database.now_ms(),
                state="open",
            )
            .on_conflict_do_nothing()
        )
    after = tx.execute(select(func.count()).select_from(orphans)).scalar_one()
    return int(after - before)


def orphans_to_void(connection: Connection, carrier: str) -> tuple[Purchase, ...]:
    """Orphans that a person wants given back."""
    wanted = (orphans.c.carrier == carrier) & (orphans.c.state == "voiding")
    found = connection.execute(select(orphans.c.reference, orphans.c.tracking_number).where(wanted))
    return tuple(Purchase(row.reference, row.tracking_number, is_cancelled=False) for row in found)


def decide_orphan(tx: Connection, carrier: str, tracking_number: str, state: str) -> bool:
    """`voiding` or `kept`; False when it was decided already."""
    wanted = (orphans.c.carrier == carrier) & (orphans.c.tracking_number == tracking_number)
    return tx.execute(update(orphans).where(wanted, orphans.c.state == "open").values(state=state)).rowcount == 1


def mark_orphan(tx: Connection, carrier: str, tracking_number: str, state: str) -> None:
    """`voiding`, `voided` or `kept`."""
    wanted = (orphans.c.carrier == carrier) & (orphans.c.tracking_number == tracking_number)
    tx.execute(update(orphans).where(wanted).values(state=state))
