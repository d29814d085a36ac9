"""The packing desk's use cases: one scan in, one outcome out, and everything it means is on disk before the answer.

The verify gate stands here: no waybill is asked for and no label printed for a parcel with a unit unscanned.
"""

from __future__ import annotations

from collections.abc import Callable

from app.domain import packing
from app.domain.actor import Actor
from app.domain.barcode import LONGEST_CODE, Command, Flaw, read_code, read_command, shown
from app.domain.job import JobKind, carrier_lane, printer_lane
from app.domain.order import Order, OrderState
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.packing import Choosing, Idle, Packing, Showing, State, Step
from app.domain.printing import PrintReason, PrintState
from app.domain.shipment import WaybillState
from app.errors import Misconfigured, Unavailable
from app.store import jobs, journal, orders, parcels, prints, waybills
from app.store.database import Database, Transaction

_FLAWS = {
    Flaw.EMPTY: OutcomeCode.CODE_EMPTY,
    Flaw.TOO_LONG: OutcomeCode.CODE_TOO_LONG,
    Flaw.CONTROL_CHARACTERS: OutcomeCode.CODE_CONTROL_CHARACTERS,
}
_CHOICES = (Command.CHOOSE_1, Command.CHOOSE_2, Command.CHOOSE_3, Command.CHOOSE_4)
_REPRINTS = {Command.REPRINT_MISSING: PrintReason.MISSING, Command.REPRINT_DAMAGED: PrintReason.DAMAGED}


class Bench:
    """One table and what lies on it. Called by one thread at a time; `wake` tells a lane that a job waits for it."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        *,
        carrier: str,
        service: str,
        printer: str,
        wake: Callable[[str], None],
    ) -> None:
        self._database = database
        self._actor = actor
        self._carrier = carrier
        self._service = service
        self._printer = printer
        self._wake = wake
        self._void_asked = ""
        with database.reading() as connection:
            order = orders.on_table(connection, database)
        self.state: State = Packing(order) if order else Idle()

    def scan(self, raw: str) -> Outcome:
        """Answer one scan. The journal keeps every scan, also one that is refused."""
        return self._use_case(lambda tx: self._scanned(tx, raw), raw)

    def reprint(self, parcel_id: str, reason: PrintReason) -> Outcome:
        """Ask for one more print of the parcel's label: counted, reasoned, of the same waybill."""
        return self._use_case(lambda tx: self._reprinted(tx, parcel_id, reason))

    def void(self, parcel_id: str) -> Outcome:
        """Give the parcel's waybill back to the carrier; asks once, acts when asked again at once."""
        return self._use_case(lambda tx: self._voided(tx, parcel_id))

    def request_label(self, parcel_id: str) -> Outcome:
        """Ask for a waybill for a parcel that has none that counts: after a refusal or a void."""
        return self._use_case(lambda tx: self._label_requested(tx, parcel_id))

    def _use_case(self, act: Callable[[Transaction], Step], raw: str = "") -> Outcome:
        """Write first, answer after: the state moves on only when the disk has it."""
        void_asked = self._void_asked
        try:
            with self._database.transaction() as tx:
                step = act(tx)
        except (Unavailable, Misconfigured) as error:
            code = OutcomeCode.STORE_FULL if error.code == "store.full" else OutcomeCode.STORE_BROKEN
            return Outcome(code, scanned=shown(raw))
        if self._void_asked == void_asked:
            self._void_asked = ""
        self.state = step.state
        if isinstance(step.state, Showing):
            self.state = Showing(step.state.order, is_voiding=self._void_asked != "")
        for lane in (carrier_lane(self._carrier), printer_lane(self._printer)):
            self._wake(lane)
        return step.outcome

    def _scanned(self, tx: Transaction, raw: str) -> Step:
        step = self._understood(tx, raw)
        self._write(tx, step)
        self._journal(tx, f"scan.{step.outcome.code}", scan=raw[:LONGEST_CODE])
        return step

    def _understood(self, tx: Transaction, raw: str) -> Step:
        code = read_code(raw)
        if isinstance(code, Flaw):
            return packing.refuse(self.state, _FLAWS[code], raw)
        command = read_command(code)
        if command is not None:
            return self._commanded(tx, command)
        if isinstance(self.state, Choosing) and code.text in ("1", "2", "3", "4"):
            return packing.choose(self.state, int(code.text))
        if isinstance(self.state, Packing):
            return self._scanned_while_packing(tx, self.state, code.text)
        found = self._orders_of(tx, code.text)
        if found:
            return packing.open_orders(found, code.text)
        known = orders.is_known_item(tx, code.text)
        return packing.refuse(
            self.state, OutcomeCode.ITEM_BEFORE_ORDER if known else OutcomeCode.CODE_UNKNOWN, code.text
        )

    def _scanned_while_packing(self, tx: Transaction, state: Packing, text: str) -> Step:
        if packing.holds_item(state.order, text):
            return packing.scan_item(state, text)
        found = self._orders_of(tx, text)
        if any(order.id == state.order.id for order in found):
            return packing.refuse(state, OutcomeCode.ORDER_ALREADY_OPEN, text)
        if found:
            return packing.refuse(state, OutcomeCode.ORDER_ANOTHER_OPEN, text)
        known = orders.is_known_item(tx, text)
        return packing.refuse(state, OutcomeCode.ITEM_WRONG if known else OutcomeCode.CODE_UNKNOWN, text)

    def _orders_of(self, tx: Transaction, text: str) -> tuple[Order, ...]:
        """The orders a code stands for, also with the case that Caps Lock makes of it, or of the label it stands on."""
        for spelled in (text, text.swapcase()):
            found = orders.find_by_number(tx, self._database, spelled)
            found = found or orders.find_by_tracking_number(tx, self._database, spelled)
            if found:
                return found
        return ()

    def _commanded(self, tx: Transaction, command: Command) -> Step:
        match self.state, command:
            case Packing() as state, Command.UNPACK:
                return packing.toggle_unpacking(state)
            case Packing() as state, Command.ASIDE:
                return packing.put_aside(state)
            case Choosing() as state, _ if command in _CHOICES:
                return packing.choose(state, _CHOICES.index(command) + 1)
            case Showing(order), _ if command in _REPRINTS:
                return self._reprinted(tx, self._parcel_of(tx, order), _REPRINTS[command])
            case Showing(order), Command.VOID:
                return self._voided(tx, self._parcel_of(tx, order))
            case Showing(order), Command.LABEL:
                return self._label_requested(tx, self._parcel_of(tx, order))
        return packing.refuse(self.state, packing.command_needs(command), command)

    def _parcel_of(self, tx: Transaction, order: Order) -> str:
        parcel_id = parcels.of_order(tx, order.id)
        if parcel_id is None:
            raise Misconfigured("store.broken", "a packed order without a parcel")
        return parcel_id

    def _write(self, tx: Transaction, step: Step) -> None:
        for effect in step.effects:
            match effect:
                case packing.OrderTaken(order_id):
                    orders.put_on_table(tx, order_id)
                case packing.UnitsChanged(order_id, position, before, after):
                    if not orders.count_units(tx, order_id, position, before=before, after=after):
                        raise Misconfigured("store.broken", "a count on disk differs from the bench's")
                case packing.OrderPutAside(order_id):
                    orders.leave_table(tx, order_id, OrderState.ASIDE)
                case packing.ParcelSealed(order_id):
                    self._seal(tx, order_id)

    def _seal(self, tx: Transaction, order_id: str) -> None:
        order = orders.get(tx, self._database, order_id)
        parcel_id = parcels.seal(tx, self._database, order, self._actor.packer)
        orders.leave_table(tx, order_id, OrderState.PACKED)
        self._journal(tx, "parcel.sealed", parcel_id, order=order_id, units=order.units)
        if not self._ask_waybill(tx, parcel_id, order):
            raise Misconfigured("store.broken", "a parcel sealed before every unit was scanned")

    def _ask_waybill(self, tx: Transaction, parcel_id: str, order: Order) -> bool:
        """The verify gate: False, and nothing asked, while a unit is unscanned."""
        if not orders.is_verified(tx, order.id):
            return False
        service = order.service or self._service
        last = waybills.latest_of_parcel(tx, parcel_id)
        if last is not None and last.state is WaybillState.REJECTED:
            # A new reference only after a confirmed void: under this one nothing was sold.
            waybill_id = last.id
            waybills.ask_again(tx, self._database, waybill_id, service=service)
        else:
            waybill_id = waybills.ask(tx, self._database, parcel_id, carrier=self._carrier, service=service)
        jobs.queue(tx, self._database, carrier_lane(self._carrier), JobKind.ISSUE_WAYBILL, waybill_id)
        self._journal(tx, "waybill.requested", waybill_id, parcel=parcel_id)
        return True

    def _label_requested(self, tx: Transaction, parcel_id: str) -> Step:
        order = orders.get(tx, self._database, parcels.order_of(tx, parcel_id))
        live = waybills.live_of_parcel(tx, parcel_id)
        if live is not None:
            return self._answer(OutcomeCode.LABEL_EXISTS, order, live)
        asked = self._ask_waybill(tx, parcel_id, order)
        return self._answer(OutcomeCode.LABEL_QUEUED if asked else OutcomeCode.LABEL_NOT_VERIFIED, order)

    def _reprinted(self, tx: Transaction, parcel_id: str, reason: PrintReason) -> Step:
        order = orders.get(tx, self._database, parcels.order_of(tx, parcel_id))
        live = waybills.live_of_parcel(tx, parcel_id)
        if live is None or live.state is not WaybillState.ISSUED:
            return self._answer(OutcomeCode.REPRINT_NO_WAYBILL, order)
        if prints.latest_state(tx, live.id) in (PrintState.QUEUED, PrintState.SENDING):
            # Keys get pressed again when nothing comes out; the label that is on its way is the answer to that.
            return self._answer(OutcomeCode.REPRINT_UNDER_WAY, order, live)
        print_id = prints.ask(
            tx, self._database, live.id, printer=self._printer, reason=reason, packer=self._actor.packer
        )
        jobs.queue(tx, self._database, printer_lane(self._printer), JobKind.PRINT_LABEL, print_id)
        self._journal(tx, "print.asked", print_id, waybill=live.id, reason=reason)
        return self._answer(OutcomeCode.REPRINT_QUEUED, order, live)

    def _voided(self, tx: Transaction, parcel_id: str) -> Step:
        order = orders.get(tx, self._database, parcels.order_of(tx, parcel_id))
        live = waybills.live_of_parcel(tx, parcel_id)
        if live is None:
            return self._answer(OutcomeCode.VOID_NOTHING, order)
        if self._void_asked != live.id:
            self._void_asked = live.id
            return self._answer(OutcomeCode.VOID_CONFIRM, order, live)
        if live.state is WaybillState.ISSUED:
            waybills.mark(tx, live.id, WaybillState.CANCELLING)
            for print_id in prints.cancel_queued(tx, live.id, "void"):
                jobs.cancel_queued(tx, self._database, JobKind.PRINT_LABEL, print_id, "void")
            jobs.queue(tx, self._database, carrier_lane(live.carrier), JobKind.VOID_WAYBILL, live.id)
        elif live.state is WaybillState.REQUESTED and jobs.cancel_queued(
            tx, self._database, JobKind.ISSUE_WAYBILL, live.id, "void"
        ):
            waybills.mark_voided(
                tx, self._database, live.id
            )  # it was never asked for, so there is nothing to give back
        elif live.state is not WaybillState.CANCELLING:
            return self._answer(OutcomeCode.VOID_UNSETTLED, order, live)
        self._journal(tx, "void.asked", live.id, parcel=parcel_id)
        return self._answer(OutcomeCode.VOID_QUEUED, order, live)

    def _answer(self, code: OutcomeCode, order: Order, waybill: waybills.WaybillRow | None = None) -> Step:
        number = waybill.waybill.tracking_number if waybill and waybill.waybill else ""
        return Step(self.state, Outcome(code, order_number=order.number, tracking_number=number))

    def _journal(
        self, tx: Transaction, event: str, subject_id: str = "", *, scan: str | None = None, **detail: str | int
    ) -> None:
        journal.append(tx, self._database, self._actor, event, subject_id, scan=scan, **detail)
