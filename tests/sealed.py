"""Packed and labeled parcels, straight into the store, for tests of what comes after the bench."""

from __future__ import annotations

from sqlalchemy import text

from app.domain.printing import PrintReason, PrintState
from app.domain.shipment import Waybill, WaybillState
from app.store import orders, prints, waybills
from app.store.database import Database, Transaction
from tests.builders import a_draft, lines_of


def a_sealed_parcel(
    tx: Transaction,
    database: Database,
    number: str,
    *,
    units: int = 1,
    carrier: str = "ZTO",
    shop: str = "shop",
    weight_g: int | None = None,
    print_state: PrintState | None = PrintState.SENT,
) -> str:
    """The parcel of a new order: verified, its label bought and printed, its tracking number `T<number>`; its id."""
    orders.add(tx, database, [a_draft(number, lines_of(A=units), shop=shop)])
    order_id = order_of(tx, number)
    parcel_id = database.new_id()
    values = {"parcel": parcel_id, "order": order_id, "units": units, "now": database.now_ms(), "weight": weight_g}
    tx.execute(text("UPDATE orders SET state = 'packed' WHERE id = :order"), values)
    tx.execute(text("UPDATE order_lines SET packed = :units, sealed = :units WHERE order_id = :order"), values)
    tx.execute(
        text(
            "INSERT INTO parcels (id, order_id, order_number, sequence, sealed_at, units, packer, weight_g)"
            " SELECT :parcel, id, number, 1, :now, :units, 'Wu', :weight FROM orders WHERE id = :order"
        ),
        values,
    )
    tx.execute(text("INSERT INTO parcel_lines (parcel_id, position, units) VALUES (:parcel, 1, :units)"), values)
    a_label(tx, database, parcel_id, f"T{number}", carrier=carrier, print_state=print_state)
    return parcel_id


def a_label(
    tx: Transaction,
    database: Database,
    parcel_id: str,
    tracking_number: str,
    *,
    carrier: str = "ZTO",
    print_state: PrintState | None = PrintState.SENT,
) -> str:
    """The parcel's next waybill, bought and printed; its id."""
    waybill_id = waybills.ask(tx, database, parcel_id, carrier=carrier, service=carrier)
    issued = Waybill(tracking_number=tracking_number, reference=waybill_id, service=carrier)
    waybills.mark_issued(tx, database, waybill_id, issued, void_window_s=None)
    if print_state is not None:
        a_print(tx, database, waybill_id, print_state)
    return waybill_id


def a_print(tx: Transaction, database: Database, waybill_id: str, state: PrintState) -> str:
    """The next print of a waybill, come as far as this; its id."""
    print_id = prints.ask(tx, database, waybill_id, printer="label", reason=PrintReason.FIRST, packer="Wu")
    if state is PrintState.QUEUED:
        return print_id
    if state not in (PrintState.CANCELLED, PrintState.FAILED):
        prints.mark_sending(tx, print_id, "0" * 64)
    if state is PrintState.CONFIRMED:
        prints.confirm_latest(tx, database, waybills.get(tx, waybill_id).parcel_id)
    elif state is not PrintState.SENDING:
        prints.mark(tx, print_id, state)
    return print_id


def void(tx: Transaction, database: Database, parcel_id: str) -> None:
    """The parcel's waybill is given back."""
    live = waybills.live_of_parcel(tx, parcel_id)
    assert live is not None
    waybills.mark(tx, live.id, WaybillState.CANCELLING)
    waybills.mark_voided(tx, database, live.id)


def a_stop(tx: Transaction, database: Database, number: str, kind: str = "cancel") -> None:
    """News from the shop: this order must not go out."""
    values = {"id": database.new_id(), "order": order_of(tx, number), "kind": kind, "now": database.now_ms()}
    tx.execute(
        text(
            "INSERT INTO stops (id, order_id, kind, source, reason_sealed, opened_at, opened_by)"
            " VALUES (:id, :order, :kind, 'file', x'', :now, 'Wu') ON CONFLICT DO NOTHING"
        ),
        values,
    )


def release(tx: Transaction, database: Database, number: str) -> None:
    """All stops of the order are lifted."""
    values = {"order": order_of(tx, number), "now": database.now_ms()}
    tx.execute(text("UPDATE stops SET released_at = :now WHERE order_id = :order AND released_at IS NULL"), values)


def news(tx: Transaction, shop: str, at_ms: int) -> None:
    """The shop was last heard then."""
    tx.execute(text("INSERT OR REPLACE INTO shop_news (shop, at) VALUES (:shop, :at)"), {"shop": shop, "at": at_ms})


def order_of(tx: Transaction, number: str) -> str:
    return str(tx.execute(text("SELECT id FROM orders WHERE number = :number"), {"number": number}).scalar_one())
