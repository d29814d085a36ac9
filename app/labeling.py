"""Waybills and labels of sealed parcels: asked for, reprinted, given back – inside the caller's transaction.

The verify gate stands here: no waybill is asked for while a unit of the order is unscanned, whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from app.domain.actor import Actor
from app.domain.document import DocumentKind
from app.domain.interception import StopKind
from app.domain.job import JobKind, carrier_lane, printer_lane
from app.domain.label import Stock
from app.domain.order import Order
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.printing import Language, PrintReason, PrintState
from app.domain.routing import PrintDemand, Route, choose
from app.domain.shipment import Waybill, WaybillState
from app.errors import PackbenchError
from app.settings import PrinterSettings, Settings
from app.store import jobs, journal, label_documents, orders, parcels, prints, stops, waybills
from app.store.database import Database, Transaction
from app.store.waybills import WaybillRow

_ROLL_HEADS = ((70.0, 384), (1000.0, 576))
"""Dots of the heads of receipt printers by paper up to so many mm: 58 and 80 mm rolls; others stand in the settings."""
STOPPED_BY = {
    StopKind.CANCEL: OutcomeCode.STOPPED_CANCEL,
    StopKind.HOLD: OutcomeCode.STOPPED_HOLD,
    StopKind.ADDRESS: OutcomeCode.STOPPED_ADDRESS,
}


@dataclass(frozen=True, slots=True)
class Labeling:
    """What the bench and the shift lead ask for. `service` is the one for orders that name none, `carrier_of` names the
    carrier account that sells a service, `printer_of` the printer for a paper: empty where it goes to none.
    """

    database: Database
    service: str
    carrier_of: Callable[[str], str]
    printer_of: Callable[[PrintDemand], str]

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
        self.ask_label(tx, actor, live, reason)
        return about(OutcomeCode.REPRINT_QUEUED, order, live)

    def ask_label(
        self, tx: Transaction, actor: Actor, waybill: WaybillRow, reason: PrintReason, *, person: str = ""
    ) -> str:
        """One print of an issued waybill's label, left for the lane of the printer that it goes to; that lane.
        `person` packed the parcel, where somebody else acts.
        """
        size = label_documents.size_of(tx, waybill.id)
        who = person or actor.packer
        demand = PrintDemand(DocumentKind.LABEL, waybill.carrier, waybill.service, *size, actor.station, who)
        return self._ask(tx, actor, demand, waybill.id, reason)

    def ask_paper(
        self,
        tx: Transaction,
        actor: Actor,
        document: DocumentKind,
        subject_id: str,
        reason: PrintReason,
        *,
        person: str = "",
    ) -> str:
        """One print of another paper: of a parcel, or of a printer for its test card. The lane that it was left for;
        empty, and nothing asked, where no route leads for it.
        """
        live = None if document is DocumentKind.TEST_CARD else waybills.live_of_parcel(tx, subject_id)
        carrier, service = (live.carrier, live.service) if live else ("", "")
        who = person or actor.packer
        demand = PrintDemand(document, carrier, service, station=actor.station, person=who)
        return self._ask(tx, actor, demand, subject_id, reason)

    def ask_scanner_sheet(self, tx: Transaction, actor: Actor, printer: str) -> str:
        """The sheet that teaches a scanner, out of this printer; its lane."""
        return self._ask_of(tx, actor, printer, DocumentKind.COMMAND_SHEET, "scanner", PrintReason.FIRST)

    def _ask(self, tx: Transaction, actor: Actor, demand: PrintDemand, subject_id: str, reason: PrintReason) -> str:
        is_card = demand.document is DocumentKind.TEST_CARD
        printer = subject_id if is_card else self.printer_of(demand)
        return self._ask_of(tx, actor, printer, demand.document, subject_id, reason) if printer else ""

    def _ask_of(
        self,
        tx: Transaction,
        actor: Actor,
        printer: str,
        document: DocumentKind,
        subject_id: str,
        reason: PrintReason,
    ) -> str:
        print_id = prints.ask(
            tx, self.database, subject_id, document=document, printer=printer, reason=reason, packer=actor.packer
        )
        jobs.queue(tx, self.database, printer_lane(printer), JobKind.PRINT_LABEL, print_id)
        journal.append(tx, self.database, actor, "print.asked", print_id, scan=None, **prints.terms(tx, print_id))
        return printer_lane(printer)

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
            for subject_id in (live.id, parcel_id):  # its papers name the number that is given back
                for print_id in prints.cancel_queued(tx, subject_id, "void"):
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


def labeling_for(settings: Settings, database: Database) -> Labeling:
    """What the settings say of accounts, printers and routes."""
    routes = tuple(Route(**asdict(route)) for route in settings.routes)
    stocks = {name: stock_of(paper) for name, paper in settings.printers}
    return Labeling(
        database, settings.carrier.service, settings.carrier_of, lambda demand: choose(routes, demand, stocks)
    )


def stock_of(paper: PrinterSettings) -> Stock:
    """The paper that lies in a printer, by the settings."""
    usual = next((dots for width_mm, dots in _ROLL_HEADS if paper.width_mm <= width_mm), 0)
    head_dots = paper.head_dots or (usual if paper.language == Language.ESCPOS else 0)
    return Stock(paper.width_mm, paper.height_mm, paper.dpi, paper.gap_mm, head_dots)


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
