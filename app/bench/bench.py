"""The packing desk's use cases: one scan in, one outcome out, and everything it means is on disk before the answer."""

from __future__ import annotations

from collections.abc import Callable

from app.domain import packing
from app.domain.actor import Actor
from app.domain.barcode import LONGEST_CODE, Command, Flaw, read_code, read_command, shown
from app.domain.closing import ConfirmPolicy, judge_label
from app.domain.order import Order, OrderState
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.packing import Choosing, Idle, Packing, Showing, State, Step
from app.domain.printing import PrintReason, PrintState
from app.errors import Misconfigured, Unavailable
from app.labeling import Labeling, about, store_answer
from app.store import journal, orders, parcels, prints, waybills
from app.store.database import Database, Transaction

_FLAWS = {
    Flaw.EMPTY: OutcomeCode.CODE_EMPTY,
    Flaw.TOO_LONG: OutcomeCode.CODE_TOO_LONG,
    Flaw.CONTROL_CHARACTERS: OutcomeCode.CODE_CONTROL_CHARACTERS,
}
_CHOICES = (Command.CHOOSE_1, Command.CHOOSE_2, Command.CHOOSE_3, Command.CHOOSE_4)
_REPRINTS = {Command.REPRINT_MISSING: PrintReason.MISSING, Command.REPRINT_DAMAGED: PrintReason.DAMAGED}
_ON_PAPER_PERHAPS = (PrintState.SENT, PrintState.UNKNOWN)


class Bench:
    """One table and what lies on it. Called by one thread at a time; `wake` tells the lanes that there may be a job."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        labeling: Labeling,
        *,
        policy: ConfirmPolicy,
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._actor = actor
        self._labeling = labeling
        self._policy = policy
        self._wake = wake
        self._void_asked = ""
        with database.reading() as connection:
            order = orders.on_table(connection, database)
        self.state: State = Packing(order) if order else Idle()

    def scan(self, raw: str) -> Outcome:
        """Answer one scan. The journal keeps every scan, also one that is refused.

        Halves of characters, as a paste or an input method may bring them, are replaced: no code has any.
        """
        raw = raw.encode("utf-8", "replace").decode()
        return self._use_case(lambda tx: self._scanned(tx, raw), raw)

    def reprint(self, parcel_id: str, reason: PrintReason) -> Outcome:
        """Ask for one more print of the parcel's label: counted, reasoned, of the same waybill."""
        return self._use_case(lambda tx: self._answer(self._labeling.reprint(tx, self._actor, parcel_id, reason)))

    def void(self, parcel_id: str) -> Outcome:
        """Give the parcel's waybill back to the carrier; asks once, acts when asked again at once."""
        return self._use_case(lambda tx: self._voided(tx, parcel_id))

    def request_label(self, parcel_id: str) -> Outcome:
        """Ask for a waybill for a parcel that has none that counts: after a refusal or a void."""
        return self._use_case(lambda tx: self._answer(self._labeling.request(tx, self._actor, parcel_id)))

    def _use_case(self, act: Callable[[Transaction], Step], raw: str = "") -> Outcome:
        """Write first, answer after: the state moves on only when the disk has it."""
        void_asked = self._void_asked
        try:
            with self._database.transaction(urgent=True) as tx:
                step = act(tx)
        except (Unavailable, Misconfigured) as error:
            return Outcome(store_answer(error), scanned=shown(raw))
        if self._void_asked == void_asked:
            self._void_asked = ""
        self.state = step.state
        if isinstance(step.state, Showing):
            self.state = Showing(step.state.order, is_voiding=self._void_asked != "")
        self._wake()
        return step.outcome

    def _scanned(self, tx: Transaction, raw: str) -> Step:
        step = self._understood(tx, raw)
        self._write(tx, step)
        event = f"scan.{step.outcome.code}"
        journal.append(tx, self._database, self._actor, event, scan=raw[:LONGEST_CODE])
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
        if isinstance(self.state, Packing) and packing.holds_item(self.state.order, code.text):
            return packing.scan_item(self.state, code.text)
        return self._label_scanned(tx, code.text) or self._number_scanned(tx, code.text)

    def _number_scanned(self, tx: Transaction, text: str) -> Step:
        """A code that is neither an item of the open order nor a label with news: an order, or nothing we can use."""
        found = self._orders_of(tx, text)
        is_known_item = not found and orders.is_known_item(tx, text)
        if isinstance(self.state, Packing):
            if any(order.id == self.state.order.id for order in found):
                return packing.refuse(self.state, OutcomeCode.ORDER_ALREADY_OPEN, text)
            if found:
                return packing.refuse(self.state, OutcomeCode.ORDER_ANOTHER_OPEN, text)
            return packing.refuse(
                self.state, OutcomeCode.ITEM_WRONG if is_known_item else OutcomeCode.CODE_UNKNOWN, text
            )
        if not found:
            unusable = OutcomeCode.ITEM_BEFORE_ORDER if is_known_item else OutcomeCode.CODE_UNKNOWN
            return packing.refuse(self.state, unusable, text)
        if self._policy is ConfirmPolicy.REQUIRED and self._awaited(tx) and found[0].state is not OrderState.PACKED:
            return packing.refuse(self.state, OutcomeCode.LABEL_AWAITED, text)
        return packing.open_orders(found, text)

    def _label_scanned(self, tx: Transaction, text: str) -> Step | None:
        """A label of ours is scanned back: it proves its print, or it is on the wrong box or void, or it is no news."""
        if self._policy is ConfirmPolicy.OFF:
            return None
        for spelled in (text, text.swapcase()):
            label = waybills.find_label(tx, spelled)
            if label is not None:
                break
        else:
            return None
        code = judge_label(label, self._awaited(tx))
        if code is None:
            return None
        if code is OutcomeCode.LABEL_CONFIRMED:
            print_id = prints.confirm_latest(tx, self._database, label.parcel_id)
            journal.append(tx, self._database, self._actor, "print.confirmed", print_id, parcel=label.parcel_id)
        order = orders.get(tx, self._database, parcels.order_of(tx, label.parcel_id))
        outcome = Outcome(code, scanned=shown(text), order_number=order.number, tracking_number=text)
        is_on_table = isinstance(self.state, Packing) or code is not OutcomeCode.LABEL_CONFIRMED
        return Step(self.state if is_on_table else Showing(order), outcome)

    def _awaited(self, tx: Transaction) -> str | None:
        """The parcel on the table whose label may be on paper and was not seen yet."""
        if not isinstance(self.state, Showing):
            return None
        parcel_id = parcels.of_order(tx, self.state.order.id)
        live = waybills.live_of_parcel(tx, parcel_id) if parcel_id else None
        awaited = live is not None and prints.latest_state(tx, live.id) in _ON_PAPER_PERHAPS
        return parcel_id if awaited else None

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
                parcel_id = self._parcel_of(tx, order)
                return self._answer(self._labeling.reprint(tx, self._actor, parcel_id, _REPRINTS[command]))
            case Showing(order), Command.VOID:
                return self._voided(tx, self._parcel_of(tx, order))
            case Showing(order), Command.LABEL:
                return self._answer(self._labeling.request(tx, self._actor, self._parcel_of(tx, order)))
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
        units = order.units
        journal.append(tx, self._database, self._actor, "parcel.sealed", parcel_id, order=order_id, units=units)
        if not self._labeling.ask_waybill(tx, self._actor, parcel_id, order):
            raise Misconfigured("store.broken", "a parcel sealed before every unit was scanned")

    def _voided(self, tx: Transaction, parcel_id: str) -> Step:
        live = waybills.live_of_parcel(tx, parcel_id)
        if live is not None and self._void_asked != live.id:
            self._void_asked = live.id
            order = orders.get(tx, self._database, parcels.order_of(tx, parcel_id))
            return self._answer(about(OutcomeCode.VOID_CONFIRM, order, live))
        return self._answer(self._labeling.void(tx, self._actor, parcel_id))

    def _answer(self, outcome: Outcome) -> Step:
        return Step(self.state, outcome)
