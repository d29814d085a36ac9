"""What a command does, by what is on the table. Badges and PINs are answered here too: they are commands of people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.bench.services import Services
from app.domain import deviation, merging, packing
from app.domain.actor import Actor, Right
from app.domain.barcode import Command
from app.domain.closing import ConfirmPolicy
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
    OrdersParted,
    Packing,
    PackingRules,
    Purpose,
    Showing,
    State,
    Step,
    VoidAsked,
)
from app.domain.interception import StopKind
from app.domain.meaning import Meaning
from app.domain.order import Order
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.printing import PrintReason
from app.errors import Misconfigured
from app.labeling import about as about_waybill
from app.store import journal, order_reading, parcels, prints, stops, waybills
from app.store.database import Transaction

_CHOICES = {Command(f"PB.{number}"): number for number in range(1, 10)}
_MODES = {Command.MODE_ITEM: OutcomeCode.MODE_ITEM, Command.MODE_ORDER: OutcomeCode.MODE_ORDER}
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
_AT_STOPPED = (Command.ASIDE, Command.RETURNED, Command.HOLD)


def stopped_now(tx: Transaction, state: Packing) -> Packing:
    """The order on the table with what stops it just now, or nothing any more."""
    stop = order_reading.stop_of(tx, state.order.id)
    return state if stop == state.order.stop else replace(state, order=replace(state.order, stop=stop))


_PLAIN: dict[Command, Callable[[Packing, PackingRules], Step]] = {
    Command.OK: packing.acknowledge,
    Command.CANCEL: packing.disarm,
    Command.UNPACK: packing.toggle_unpacking,
    Command.ASIDE: packing.put_aside,
    Command.CLOSE: packing.close_box,
    Command.FINISH: packing.ask_finish,
}
_AT_FREE_TABLE = (Command.HANDOVER, Command.DAY_END, Command.MODE_ITEM, Command.MODE_ORDER)
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
            case Asking() as state if command is Command.OK:
                step = self._agreed(state)
            case ChoosingLine() as state if command is Command.MORE:
                return deviation.turn_page(state)
        is_asked = isinstance(self.state, Asking | ChoosingLine | ChoosingMeaning)
        code = OutcomeCode.QUESTION_OPEN if is_asked else packing.command_needs(command)
        return step or packing.refuse(self.state, code, command)

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

    def awaited(self) -> tuple[str, ...]:
        """The parcels in view whose labels may be on paper and were not seen yet."""
        if not isinstance(self.state, Showing):
            return ()
        found = parcels.all_of_order(self.tx, self.state.order.id)
        live = {each: waybills.live_of_parcel(self.tx, each) for each in found}
        return tuple(each for each, row in live.items() if row and prints.may_be_on_paper(self.tx, row.id))

    def must_see_label(self) -> bool:
        """Whether nothing else may come onto the table before a label that came out was scanned."""
        return self.services.policy is ConfirmPolicy.REQUIRED and self.awaited() != ()

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

    def _agreed(self, asking: Asking) -> Step | None:
        """PB.OK: enough where anybody may agree, or where who stands here has the right."""
        if asking.right is None:
            return asking.step
        if not self.actor.may(asking.right):
            return None
        return replace(asking.step, outcome=replace(asking.step.outcome, person=self.actor.packer))

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
        match command:
            case Command.MODE_ITEM | Command.MODE_ORDER:
                free = self.state if self.must_see_label() else Idle(is_item_first=command is Command.MODE_ITEM)
                return Step(free, Outcome(_MODES[command]))
            case Command.HANDOVER if self.must_see_label():
                return packing.refuse(self.state, OutcomeCode.LABEL_AWAITED, command)
            case Command.HANDOVER:
                return self.services.handover.begin(self.tx)
            case Command.DAY_END:
                outcome, _ = self.services.handover.day_end(self.tx, self.actor)
                return Step(self.state, outcome)
        return None

    def _at_order(self, state: Packing, command: Command) -> Step | None:
        state = stopped_now(self.tx, state)
        if state.order.stop and command not in _AT_STOPPED:
            return packing.refuse(state, packing.STOPPED[state.order.stop], command)
        rules = self.services.rules()
        if command in _PURPOSES:
            return deviation.choose_line(state, _PURPOSES[command], rules)
        if command in _ARMS:
            arm, code = _ARMS[command]
            return Step(replace(state, arm=arm, capture=None), about(code, state.order))
        plain = _PLAIN.get(command)
        if plain is not None:
            return plain(state, rules)
        match command:
            case Command.HOLD:
                held = about(OutcomeCode.ORDER_HELD, state.order)
                return Step(Idle(), held, (OrderPutAside(state.order.id), OrderHeld(state.order.id)))
            case Command.RETURNED:
                return self._returned(state)
        if command in _AT_FREE_TABLE:
            return packing.refuse(state, OutcomeCode.COMMAND_NEEDS_FREE_TABLE, command)
        return None

    def _at_parcel(self, state: Showing, command: Command) -> Step | None:
        order = state.order
        if command in _REPRINTS:
            parcel_id = self._parcel_of(state)
            outcome = self.services.labeling.reprint(self.tx, self.actor, parcel_id, _REPRINTS[command])
            return Step(state, outcome)
        if command in _CHOICES:
            return self._box_shown(state, _CHOICES[command])
        match command:
            case Command.VOID:
                return self.void(self._parcel_of(state), is_agreed=state.is_voiding)
            case Command.OK if state.is_voiding:
                return self.void(self._parcel_of(state), is_agreed=True)
            case Command.LABEL:
                return Step(state, self.services.labeling.request(self.tx, self.actor, self._parcel_of(state)))
            case Command.CLONE:
                alike = order_reading.find_alike(self.tx, self.services.database, order, MOST_CLONES)
                return merging.clone(state, alike, self.services.rules())
            case Command.HOLD:
                return Step(state, about(OutcomeCode.ORDER_HELD, order), (OrderHeld(order.id),))
            case Command.RETURNED:
                return self._returned(state)
        return None

    def _box_shown(self, state: Showing, number: int) -> Step | None:
        """One of an order's several parcels comes into view, for a reprint or a void of its label."""
        found = parcels.all_of_order(self.tx, state.order.id)
        if len(found) < number:
            return None
        shown = replace(about(OutcomeCode.PARCEL_SHOWN, state.order), parcel=number, units=len(found))
        return Step(Showing(state.order, parcel_id=found[number - 1]), shown)

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

    def _returned(self, state: Packing | Showing) -> Step:
        """The goods of a cancelled order are back on the shelf. Of several orders in one box those that are not
        cancelled go on: each by itself, or the order of the box with what is left in it.
        """
        order, rules = state.order, self.services.rules()
        others = tuple(self._order(each) for each in order_reading.riders(self.tx, order.id))
        gone = tuple(each for each in others if each.stop == StopKind.CANCEL)
        parted = tuple(OrdersParted(order.id, each.id, is_over=each in gone) for each in others)
        own = stops.of_order(self.tx, self.services.database, order.id)
        if any(stop.kind is StopKind.CANCEL for stop in own):
            return Step(Idle(), about(OutcomeCode.GOODS_RETURNED, order), (*parted, GoodsReturned(order.id)))
        if not gone or any(line.sealed for line in order.lines if line.origin in {each.number for each in gone}):
            return Step(state, about(OutcomeCode.GOODS_RETURNED_NOTHING, order))
        return merging.part_all(replace(state, order=replace(order, stop="")), gone, rules)

    def _order(self, order_id: str) -> Order:
        return order_reading.get(self.tx, self.services.database, order_id)

    def _parcel_of(self, state: Showing) -> str:
        parcel_id = state.parcel_id or parcels.of_order(self.tx, state.order.id)
        if parcel_id is None:
            raise Misconfigured("store.broken", "a packed order without a parcel")
        return parcel_id
