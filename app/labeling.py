"""Waybills and labels of sealed parcels: asked for, reprinted, given back – inside the caller's transaction.

The verify gate stands here: no waybill is asked for while a unit of the order is unscanned, whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.actor import Actor
from app.domain.interception import StopKind
from app.domain.job import JobKind, carrier_lane, printer_lane
from app.domain.order import Order
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.printing import PrintReason, PrintState
from app.domain.shipment import Waybill, WaybillState
from app.errors import PackbenchError
from app.store import jobs, journal, orders, parcels, prints, stops, waybills
from app.store.database import Database, Transaction
from app.store.waybills import WaybillRow

STOPPED_BY = {
    StopKind.CANCEL: OutcomeCode.STOPPED_CANCEL,
    StopKind.HOLD: OutcomeCode.STOPPED_HOLD,
    StopKind.ADDRESS: OutcomeCode.STOPPED_ADDRESS,
}


@dataclass(frozen=True, slots=True)
class Labeling:
    """What the bench and the shift lead ask for. `service` is the one for orders that name none, `carrier_of` names the
    carrier account that sells a service, `printer` the label printer.
    """

    database: Database
    service: str
    carrier_of: Callable[[str], str]
    printer: str

    def ask_waybill(self, tx: Transaction, actor: Actor, parcel_id: str, order: Order) -> bool:
        """Leave a purchase for the carrier's lane. False, and nothing asked, while a unit is unscanned or the order is
        stopped.
        """
        if stops.kind_of(tx, order.id) is not None:
            return False
        if not parcels.is_verified(tx, parcel_id):
            return False
        service = order.service or self.service
        carrier = self.carrier_of(service)
        last = waybills.latest_of_parcel(tx, parcel_id)
        if last is not None and last.state is WaybillState.REJECTED and last.carrier == carrier:
            # A new reference only after a confirmed void: under this one nothing was sold.
            waybill_id = last.id
            waybills.ask_again(tx, self.database, waybill_id, service=service)
        else:
            waybill_id = waybills.ask(tx, self.database, parcel_id, carrier=carrier, service=service)
        jobs.queue(tx, self.database, carrier_lane(carrier), JobKind.ISSUE_WAYBILL, waybill_id)
        asked = {"parcel": parcel_id, "carrier": carrier, "service": service}
        journal.append(tx, self.database, actor, "waybill.requested", waybill_id, scan=None, **asked)
        return True

    def request(self, tx: Transaction, actor: Actor, parcel_id: str) -> Outcome:
        """A waybill for a parcel that has none that counts: after a refusal or a void."""
        order = orders.get(tx, self.database, parcels.order_of(tx, parcel_id))
        live = waybills.live_of_parcel(tx, parcel_id)
        if live is not None:
            return about(OutcomeCode.LABEL_EXISTS, order, live)
        if (stopped := stops.kind_of(tx, order.id)) is not None:
            return about(STOPPED_BY[stopped], order)
        asked = self.ask_waybill(tx, actor, parcel_id, order)
        return about(OutcomeCode.LABEL_QUEUED if asked else OutcomeCode.LABEL_NOT_VERIFIED, order)

    def reprint(self, tx: Transaction, actor: Actor, parcel_id: str, reason: PrintReason) -> Outcome:
        """One more print of the same waybill, counted and reasoned."""
        order = orders.get(tx, self.database, parcels.order_of(tx, parcel_id))
        live = waybills.live_of_parcel(tx, parcel_id)
        if live is None or live.state is not WaybillState.ISSUED:
            return about(OutcomeCode.REPRINT_NO_WAYBILL, order)
        if (stopped := stops.kind_of(tx, order.id)) is not None:
            return about(STOPPED_BY[stopped], order, live)
        if prints.latest_state(tx, live.id) in (PrintState.QUEUED, PrintState.SENDING):
            # Keys get pressed again when nothing comes out; the label that is on its way is the answer to that.
            return about(OutcomeCode.REPRINT_UNDER_WAY, order, live)
        print_id = prints.ask(tx, self.database, live.id, printer=self.printer, reason=reason, packer=actor.packer)
        jobs.queue(tx, self.database, printer_lane(self.printer), JobKind.PRINT_LABEL, print_id)
        asked = {"waybill": live.id, "printer": self.printer, "reason": reason}
        journal.append(tx, self.database, actor, "print.asked", print_id, scan=None, **asked)
        return about(OutcomeCode.REPRINT_QUEUED, order, live)

    def void(self, tx: Transaction, actor: Actor, parcel_id: str) -> Outcome:
        """Give the waybill back: at once when it was never asked for, by the carrier's lane when it was issued, not yet
        while nobody knows whether it exists.
        """
        order = orders.get(tx, self.database, parcels.order_of(tx, parcel_id))
        live = waybills.live_of_parcel(tx, parcel_id)
        if live is None:
            return about(OutcomeCode.VOID_NOTHING, order)
        if live.state is WaybillState.ISSUED:
            waybills.mark(tx, live.id, WaybillState.CANCELLING)
            for print_id in prints.cancel_queued(tx, live.id, "void"):
                jobs.cancel_queued(tx, self.database, JobKind.PRINT_LABEL, print_id, "void")
            jobs.queue(tx, self.database, carrier_lane(live.carrier), JobKind.VOID_WAYBILL, live.id)
        elif live.state is WaybillState.REQUESTED and jobs.cancel_queued(
            tx, self.database, JobKind.ISSUE_WAYBILL, live.id, "void"
        ):
            waybills.mark_voided(tx, self.database, live.id)
        elif live.state is not WaybillState.CANCELLING:
            return about(OutcomeCode.VOID_UNSETTLED, order, live)
        journal.append(tx, self.database, actor, "void.asked", live.id, parcel=parcel_id)
        return about(OutcomeCode.VOID_QUEUED, order, live)


def terms(issued: Waybill) -> dict[str, str | int | None]:
    """What the journal keeps of a bought waybill: its number, what it costs, whether an earlier call had bought it."""
    price = issued.price
    return {
        "number": issued.tracking_number,
        "adopted": int(issued.was_adopted),
        "price_minor": price.minor if price else None,
        "currency": price.currency if price else "",
    }


def store_answer(error: PackbenchError) -> OutcomeCode:
    """What to answer when nothing could be written down: full, busy (once more will do), or broken."""
    answers = {"store.full": OutcomeCode.STORE_FULL, "store.busy": OutcomeCode.STORE_BUSY}
    return answers.get(error.code, OutcomeCode.STORE_BROKEN)


def about(code: OutcomeCode, order: Order, waybill: WaybillRow | None = None) -> Outcome:
    """An outcome that names the order, and the tracking number where there is one."""
    number = waybill.waybill.tracking_number if waybill and waybill.waybill else ""
    return Outcome(code, order_number=order.number, tracking_number=number)
