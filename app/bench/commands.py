"""What a command does, by what is on the table. Badges and PINs are answered here too: they are commands of people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.bench.services import Services
from app.domain import deviation, merging, packing
from app.domain.actor import Actor, Right
from app.domain.barcode import Command
from app.domain.counting import about
from app.domain.desk import (
    Arm,
    Asking,
    Choosing,
    ChoosingLine,
    ChoosingMeaning,
    GoodsReturned,
    HandingOver,
    Idle,
    Locked,
    OrderHeld,
    OrderPutAside,
    Packing,
    PackingRules,
    Purpose,
    Showing,
    State,
    Step,
    VoidAsked,
)
from app.domain.meaning import Meaning
from app.domain.order import Order
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.printing import PrintReason
from app.errors import Misconfigured
from app.labeling import about as about_waybill
from app.store import journal, order_reading, parcels, prints, waybills
from app.store.database import Transaction

_CHOICES = {Command(f"PB.{number}"): number for number in range(1, 10)}
_REPRINTS = {Command.REPRINT_MISSING: PrintReason.MISSING, Command.REPRINT_DAMAGED: PrintReason.DAMAGED}
_PURPOSES = {
    Command.SHORT: Purpose.SHORT,
    Command.SWAP: Purpose.SWAP,
    Command.BY_HAND: Purpose.BY_HAND,
    Command.LEARN: Purpose.LEARN,
}
_ARMS = {
    Command.DAMAGE: (Arm.DAMAGE, OutcomeCode.DAMAGE_NEXT),
    Command.MERGE: (Arm.MERGE, OutcomeCode.MERGE_NEXT),
}
_AT_STOPPED = (Command.ASIDE, Command.UNPACK, Command.RETURNED, Command.HOLD)
_PLAIN: dict[Command, Callable[[Packing, PackingRules], Step]] = {
    Command.OK: packing.acknowledge,
    Command.CANCEL: packing.disarm,
    Command.UNPACK: packing.toggle_unpacking,
    Command.ASIDE: packing.put_aside,
    Command.CLOSE: packing.close_box,
    Command.FINISH: packing.ask_finish,
}
MOST_CLONES = 200


@dataclass(frozen=True, slots=True)
class Commands:
    """One command at one desk, inside its transaction."""

    services: Services
    tx: Transaction
    actor: Actor
    state: State

    def step(self, command: Command) -> Step | Meaning:
        """The step of a command; a meaning when it only chose what an earlier code meant."""
        if command in _CHOICES and isinstance(self.state, ChoosingMeaning):
            number = _CHOICES[command]
            if number <= len(self.state.meanings):
                return self.state.meanings[number - 1]
        step = self._everywhere(command)
        if step is not None:
            return step
        match self.state:
            case Packing() as state:
                step = self._at_order(state, command)
            case Showing() as state:
                step = self._at_parcel(state, command)
            case HandingOver() as state:
                step = self._at_pile(state, command)
            case Asking() as state if command is Command.OK and state.right is None:
                return state.step
            case ChoosingLine() as state if command is Command.MORE:
                return deviation.turn_page(state)
        return step or packing.refuse(self.state, packing.command_needs(command), command)

    def pick(self, number: int) -> Step | None:
        """The n-th of what is put to choice; None for a choice of meanings, which the scan goes on with."""
        match self.state:
            case Choosing() as state:
                return packing.choose(state, number, self.services.rules())
            case ChoosingLine() as state:
                return deviation.pick_line(state, number, self.services.rules())
            case ChoosingMeaning(_, meanings) if number <= len(meanings):
                return None
        return packing.refuse(self.state, OutcomeCode.QUESTION_OPEN, str(number))

    def confirm(self, parcel_id: str) -> None:
        """The label was seen: its print is proven."""
        print_id = prints.confirm_latest(self.tx, self.services.database, parcel_id)
        journal.append(self.tx, self.services.database, self.actor, "print.confirmed", print_id, parcel=parcel_id)

    def was_item_first(self) -> bool:
        return isinstance(self.state, Idle) and self.state.is_item_first

    def void(self, parcel_id: str, *, is_agreed: bool) -> Step:
        """Give a parcel's waybill back: asks once, acts when asked again at once. Who may not do it asks a lead."""
        live = waybills.live_of_parcel(self.tx, parcel_id)
        order = self._order(parcels.order_of(self.tx, parcel_id))
        if live is not None and not self.actor.may(Right.VOID):
            asked = about_waybill(OutcomeCode.LEAD_NEEDED, order, live)
            queued = about_waybill(OutcomeCode.VOID_QUEUED, order, live)
            return Step(Asking(self.state, Step(self.state, queued, (VoidAsked(parcel_id),)), asked, Right.VOID), asked)
        if live is not None and not is_agreed:
            return Step(self.state, about_waybill(OutcomeCode.VOID_CONFIRM, order, live))
        return Step(self.state, self.services.labeling.void(self.tx, self.actor, parcel_id))

    def _everywhere(self, command: Command) -> Step | None:
        if isinstance(self.state, Locked):
            return Step(self.state, Outcome(OutcomeCode.BADGE_NEEDED))
        if command in _CHOICES and isinstance(self.state, Choosing | ChoosingLine):
            return self.pick(_CHOICES[command])
        if command is Command.CANCEL and isinstance(self.state, Asking | ChoosingLine | ChoosingMeaning):
            return deviation.leave(self.state)
        if isinstance(self.state, Asking | ChoosingLine | ChoosingMeaning | HandingOver):
            return None
        if command is Command.CANCEL and isinstance(self.state, Choosing):
            return Step(Idle(), Outcome(OutcomeCode.QUESTION_LEFT))
        return None if isinstance(self.state, Packing) else self._at_free_table(command)

    def _at_free_table(self, command: Command) -> Step | None:
        free = self.state if isinstance(self.state, Idle) else Idle()
        match command:
            case Command.MODE_ITEM:
                return Step(replace(free, is_item_first=True), Outcome(OutcomeCode.MODE_ITEM))
            case Command.MODE_ORDER:
                return Step(replace(free, is_item_first=False), Outcome(OutcomeCode.MODE_ORDER))
            case Command.HANDOVER:
                return self.services.handover.begin(self.tx)
            case Command.DAY_END:
                outcome, _ = self.services.handover.day_end(self.tx, self.actor)
                return Step(self.state, outcome)
        return None

    def _at_order(self, state: Packing, command: Command) -> Step | None:
        stop = order_reading.stop_of(self.tx, state.order.id)
        if stop and command not in _AT_STOPPED:
            stopped = replace(state, order=replace(state.order, stop=stop))
            return packing.refuse(stopped, packing.STOPPED[stop], command)
        rules = self.services.rules()
        if command in _PURPOSES:
            return deviation.choose_line(state, _PURPOSES[command], rules)
        if command in _ARMS:
            arm, code = _ARMS[command]
            return Step(replace(state, arm=arm, capture=None, is_closing=False), about(code, state.order))
        plain = _PLAIN.get(command)
        if plain is not None:
            return plain(state, rules)
        match command:
            case Command.HOLD:
                held = about(OutcomeCode.ORDER_HELD, state.order)
                return Step(Idle(), held, (OrderPutAside(state.order.id), OrderHeld(state.order.id)))
            case Command.RETURNED:
                return self._returned(state.order)
        return None

    def _at_parcel(self, state: Showing, command: Command) -> Step | None:
        order = state.order
        if command in _REPRINTS:
            parcel_id = self._parcel_of(state)
            outcome = self.services.labeling.reprint(self.tx, self.actor, parcel_id, _REPRINTS[command])
            return Step(state, outcome)
        match command:
            case Command.VOID:
                return self.void(self._parcel_of(state), is_agreed=state.is_voiding)
            case Command.OK if state.is_voiding:
                return self.void(self._parcel_of(state), is_agreed=True)
            case Command.LABEL:
                return Step(state, self.services.labeling.request(self.tx, self.actor, self._parcel_of(state)))
            case Command.CLONE:
                alike = order_reading.find_alike(self.tx, self.services.database, order, MOST_CLONES)
                return merging.clone(state, alike)
            case Command.HOLD:
                return Step(state, about(OutcomeCode.ORDER_HELD, order), (OrderHeld(order.id),))
            case Command.RETURNED:
                return self._returned(order)
        return None

    def _at_pile(self, state: HandingOver, command: Command) -> Step | None:
        handover = self.services.handover
        match command:
            case Command.UNPACK:
                return handover.take_off(self.tx, state)
            case Command.MANIFEST | Command.CLOSE:
                step, _ = handover.close_pile(self.tx, self.actor, state)
                return step
            case Command.HANDOVER:
                return handover.begin(self.tx, state)
            case Command.CANCEL | Command.ASIDE:
                return handover.leave(state)
            case Command.DAY_END:
                outcome, _ = handover.day_end(self.tx, self.actor)
                return Step(Idle(), outcome)
        return None

    def _returned(self, order: Order) -> Step:
        """The goods of a cancelled order are back on the shelf."""
        stop = order_reading.stop_of(self.tx, order.id)
        if stop != "cancel":
            return Step(self.state, about(OutcomeCode.GOODS_RETURNED_NOTHING, order))
        return Step(Idle(), about(OutcomeCode.GOODS_RETURNED, order), (GoodsReturned(order.id),))

    def _order(self, order_id: str) -> Order:
        return order_reading.get(self.tx, self.services.database, order_id)

    def _parcel_of(self, state: Showing) -> str:
        parcel_id = state.parcel_id or parcels.of_order(self.tx, state.order.id)
        if parcel_id is None:
            raise Misconfigured("store.broken", "a packed order without a parcel")
        return parcel_id
