"""From a scanned text to a step: what the code means here, and which room answers it. One place for each meaning."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.bench.commands import Commands, stopped_now
from app.bench.services import Services
from app.domain import deviation, merging, packing
from app.domain.actor import Actor
from app.domain.barcode import Code, Flaw, read_code, said_twice, shown
from app.domain.closing import ConfirmPolicy, judge_label
from app.domain.counting import about, line_at, lines_of
from app.domain.desk import (
    Arm,
    Asking,
    Capture,
    Choosing,
    ChoosingLine,
    ChoosingMeaning,
    HandingOver,
    Idle,
    Locked,
    Packing,
    Showing,
    State,
    Step,
)
from app.domain.meaning import Ambiguous, Meaning, MeaningKind, Reading, Situation, classify, read_scan
from app.domain.order import Order
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.tracking_number import bare_numbers
from app.domain.unit import ItemScan
from app.store import known, materials, order_reading, parcels, waybills
from app.store.database import Transaction

_FLAWS = {
    Flaw.EMPTY: OutcomeCode.CODE_EMPTY,
    Flaw.TOO_LONG: OutcomeCode.CODE_TOO_LONG,
    Flaw.CONTROL_CHARACTERS: OutcomeCode.CODE_CONTROL_CHARACTERS,
}
_K = MeaningKind
_NUMBERS = tuple("123456789")
# By itself; what is asked of a unit may be any text.
_MEANS_NOTHING = (_K.UNKNOWN, _K.UNIT, _K.NEW_ITEM, _K.FLAW, _K.FOREIGN)
# Neither a label nor an order, whatever else bears the same digits: its symbol says so, or the packer did.
_IS_ITEM = (_K.ITEM, _K.ELSEWHERE, _K.CASE, _K.NEW_ITEM, _K.MATERIAL)
_MAY_WRAP = (*_MEANS_NOTHING, _K.SSCC, _K.WAYBILL)


@dataclass(frozen=True, slots=True)
class Scanning:
    """One scan at one desk, inside its transaction. `has_people`: badges are worth looking up; `separators_kept`: the
    scanner was seen to send GS1 separators; `is_item_first`: at a free table an item opens its order.
    """

    services: Services
    tx: Transaction
    actor: Actor
    state: State
    has_people: bool
    separators_kept: bool = False
    is_item_first: bool = False

    def understood(self, raw: str) -> Step:
        code = read_code(raw)
        if isinstance(code, Flaw):
            return packing.refuse(self.state, _FLAWS[code], raw)
        state = self.state
        stopped = stopped_question(self.tx, state, code.text)
        if stopped is not None:
            return stopped
        if isinstance(state, Choosing | ChoosingLine | ChoosingMeaning) and code.text in _NUMBERS:
            return self._commands().pick(int(code.text)) or self._picked(int(code.text))
        meaning = self._meaning(self._read(code))
        number = self._wrapped(code, meaning)
        if number:
            code = Code(number, code.symbology)
            meaning = self._meaning(self._read(code))
        if isinstance(meaning, Ambiguous):
            return self._several(meaning, code)
        return self._doubled(code, meaning) or self.meant(meaning)

    def _read(self, code: Code) -> Reading:
        services = self.services
        return read_scan(code, today=services.today(), separators_kept=self.separators_kept, forms=services.forms)

    def _wrapped(self, code: Code, meaning: Meaning | Ambiguous) -> str:
        """The number of a label of ours that the code is an envelope of: with a postcode, in a QR text. Empty for any
        other code, also for one that a label bears as it is.
        """
        if isinstance(meaning, Ambiguous) or meaning.kind not in _MAY_WRAP:
            return ""
        inside = bare_numbers(code, self.services.forms)
        if not inside or waybills.find_label(self.tx, code.text) is not None:
            return ""
        return next((number for number in inside if waybills.find_label(self.tx, number) is not None), "")

    def _doubled(self, code: Code, meaning: Meaning) -> Step | None:
        """A known code twice in one text: the scanner sends over two channels, or lost the end between two scans. Which
        of both, nobody can tell, so nothing counts and what was armed stays armed.
        """
        said = said_twice(code.text) if meaning.kind in _MEANS_NOTHING else ""
        if not said:
            return None
        once = self._meaning(self._read(Code(said, code.symbology)))
        if isinstance(once, Meaning) and once.kind in _MEANS_NOTHING:
            return None
        return replace(packing.refuse(self.state, OutcomeCode.CODE_DOUBLED, said), state=self.state)

    def meant(self, meaning: Meaning) -> Step:
        """The step of a code whose meaning is known."""
        if meaning.command is not None:
            commanded = self._commands().step(meaning.command)
            return self._chosen(commanded) if isinstance(commanded, Meaning) else commanded
        match self.state:
            case Locked() as state:
                return Step(state, Outcome(OutcomeCode.BADGE_NEEDED))
            case HandingOver() as state if meaning.kind in _IS_ITEM:
                told = Outcome(OutcomeCode.HANDOVER_UNKNOWN, scanned=shown(meaning.text))
                return Step(state, replace(told, item=state.carrier, quantity=state.parcels))
            case HandingOver() as state:
                step = self.services.handover.scan(self.tx, self.actor, state, meaning.text)
                is_foreign = meaning.kind is _K.FOREIGN and step.outcome.code is OutcomeCode.HANDOVER_UNKNOWN
                return self._named(step, OutcomeCode.HANDOVER_FOREIGN, meaning) if is_foreign else step
            case Asking() as state:
                return replace(packing.refuse(state, OutcomeCode.QUESTION_OPEN, meaning.text), state=state)
            case ChoosingLine() as state:
                picked = deviation.scan_line(state, _item_of(meaning).code, self.services.rules())
                return picked or packing.refuse(state, OutcomeCode.CODE_UNKNOWN, meaning.text)
            case Packing() as state:
                return self._at_order(state, meaning)
            case ChoosingMeaning():
                return packing.refuse(self.state, OutcomeCode.QUESTION_OPEN, meaning.text)
            case _:
                return self._at_free_table(meaning)

    def _meaning(self, reading: Reading) -> Meaning | Ambiguous:
        order = self.state.order if isinstance(self.state, Packing) else None
        looks_up = known.know(self.tx, self.services.database, reading, order, has_people=self.has_people)
        match self.state:
            case Packing(capture=None):
                situation = Situation.ORDER
            case Packing():
                situation = Situation.UNIT
            case HandingOver():
                situation = Situation.PILE
            case Locked():
                situation = Situation.LOCKED
            case _:
                situation = Situation.NOTHING
        return classify(reading, looks_up, situation)

    def _several(self, found: Ambiguous, code: Code) -> Step:
        """Several orders of one number are a choice of shops; anything else a choice of what was meant."""
        if isinstance(self.state, Asking | ChoosingMeaning):
            return packing.refuse(self.state, OutcomeCode.QUESTION_OPEN, code.text)
        is_free = isinstance(self.state, Idle | Showing)
        if is_free and set(found.kinds) == {_K.ORDER}:
            if self._commands().must_see_label():
                return packing.refuse(self.state, OutcomeCode.LABEL_AWAITED, code.text)
            candidates = tuple(self._order(meaning.id) for meaning in found.meanings)
            return packing.open_orders(candidates, code.text, self.services.rules(), self._idle())
        if isinstance(self.state, HandingOver):
            return self.services.handover.scan(self.tx, self.actor, self.state, code.text)
        if isinstance(self.state, Packing) and self.state.arm is Arm.MERGE:
            found = Ambiguous(tuple(each for each in found.meanings if each.kind is _K.ORDER) or found.meanings)
        kinds = tuple(meaning.kind for meaning in found.meanings)
        outcome = Outcome(OutcomeCode.CODE_SEVERAL, scanned=shown(code.text), choices=kinds)
        return Step(ChoosingMeaning(self.state, found.meanings), outcome)

    def _picked(self, number: int) -> Step:
        assert isinstance(self.state, ChoosingMeaning)
        return self._chosen(self.state.meanings[number - 1])

    def _chosen(self, meaning: Meaning) -> Step:
        """The packer said what a code meant: as if it had said so itself."""
        assert isinstance(self.state, ChoosingMeaning)
        return replace(self, state=self.state.back).meant(meaning)

    def _at_order(self, state: Packing, meaning: Meaning) -> Step:
        state = stopped_now(self.tx, state)
        if state.order.stop:
            return packing.refuse(state, packing.STOPPED[state.order.stop], meaning.text)
        rules = self.services.rules()
        match meaning.kind:
            case _K.ITEM if state.arm is not Arm.LEARN:
                return self._item(state, meaning)
            case _K.UNIT if state.capture is not None:
                return self._unit(state, meaning)
            case _K.MATERIAL:
                material = materials.get(self.tx, meaning.id)
                assert material is not None
                return packing.use_material(
                    state, material.code, material.title, is_carton=material.is_carton, rules=rules
                )
            case _K.FLAW:
                return packing.refuse(state, OutcomeCode.GS1_REFUSED, meaning.text, str(meaning.flaw or ""))
        if state.arm is Arm.MERGE and meaning.kind in (_K.ORDER, _K.TOTE):
            return merging.merge(state, self._order(meaning.id), rules)
        if state.arm is Arm.SWAP and meaning.kind in (_K.ELSEWHERE, _K.CASE):
            if meaning.item and meaning.item.units != 1:
                return packing.refuse(state, OutcomeCode.PACK_NEEDS_SINGLES, meaning.text)
            return deviation.substitute(state, meaning.text, meaning.item.sku if meaning.item else "", rules)
        if state.arm is Arm.LEARN:
            return self._learnt(state, meaning)
        return self._label_scanned(meaning) or self._stranger(state, meaning)

    def _item(self, state: Packing, meaning: Meaning) -> Step:
        item, rules = _item_of(meaning), self.services.rules()
        meant = lines_of(state.order, item.code).positions
        skus = {line.sku for line in state.order.lines if line.position in meant}
        is_used = any(order_reading.is_serial_used(self.tx, sku, item.serial) for sku in skus)
        return packing.scan_item(state, item, rules, is_used=is_used)

    def _unit(self, state: Packing, meaning: Meaning) -> Step:
        capture = state.capture
        assert capture is not None
        filled = packing.fill_unit(state, meaning.text, _item_of(meaning) if meaning.gs1 else None)
        sku = line_at(state.order, capture.position).sku
        is_used = isinstance(filled, Capture) and order_reading.is_serial_used(self.tx, sku, filled.serial)
        return packing.scan_unit(state, filled, meaning.text, self.services.rules(), is_used=is_used)

    def _learnt(self, state: Packing, meaning: Meaning) -> Step:
        """A barcode can be learnt only where it means nothing yet."""
        if meaning.kind in (_K.UNKNOWN, _K.NEW_ITEM):
            return deviation.learn(state, meaning.gs1.gtin if meaning.gs1 else meaning.text)
        return packing.refuse(replace(state, arm=None), OutcomeCode.CODE_TAKEN, meaning.text)

    def _stranger(self, state: Packing, meaning: Meaning) -> Step:
        """Neither of this order nor a label with news."""
        match meaning.kind:
            case _K.ORDER | _K.TOTE | _K.WAYBILL if self._is_here(state.order, meaning.id):
                return packing.refuse(state, OutcomeCode.ORDER_ALREADY_OPEN, meaning.text)
            case _K.ORDER | _K.TOTE | _K.WAYBILL:
                return packing.refuse(state, OutcomeCode.ORDER_ANOTHER_OPEN, meaning.text)
            case _K.ELSEWHERE | _K.CASE | _K.NEW_ITEM | _K.SERIAL:
                return packing.refuse(state, OutcomeCode.ITEM_WRONG, meaning.text)
            case _K.FOREIGN:
                return self._foreign(state, meaning)
            case _:
                return packing.refuse(state, OutcomeCode.CODE_UNKNOWN, meaning.text)

    def _foreign(self, state: State, meaning: Meaning) -> Step:
        """A carrier's label, and of no parcel that was ever here."""
        return self._named(
            packing.refuse(state, OutcomeCode.CODE_UNKNOWN, meaning.text), OutcomeCode.CODE_FOREIGN, meaning
        )

    @staticmethod
    def _named(step: Step, code: OutcomeCode, meaning: Meaning) -> Step:
        """An answer that names the carriers whose number it may be."""
        carriers = tuple(dict.fromkeys(each.carrier for each in meaning.carriers))
        return replace(step, outcome=replace(step.outcome, code=code, carriers=carriers))

    def _is_here(self, order: Order, order_id: str) -> bool:
        """Whether the order is the one on the table, or travels in it."""
        return order_id == order.id or order_id in order_reading.riders(self.tx, order.id)

    def _at_free_table(self, meaning: Meaning) -> Step:
        """Nothing, or a packed order, is on the table."""
        labelled = self._label_scanned(meaning)
        if labelled is not None:
            return labelled
        match meaning.kind:
            case _K.ORDER | _K.TOTE | _K.WAYBILL:
                return self._opened(self._order(meaning.id), meaning)
            case _K.ELSEWHERE if self.is_item_first:
                return self._item_first(meaning)
            case _K.ELSEWHERE | _K.CASE | _K.NEW_ITEM | _K.SERIAL:
                return packing.refuse(self.state, OutcomeCode.ITEM_BEFORE_ORDER, meaning.text)
            case _K.MATERIAL:
                return packing.refuse(self.state, OutcomeCode.MATERIAL_BEFORE_ORDER, meaning.text)
            case _K.FLAW:
                return packing.refuse(self.state, OutcomeCode.GS1_REFUSED, meaning.text, str(meaning.flaw or ""))
            case _K.FOREIGN:
                return self._foreign(self.state, meaning)
            case _:
                return packing.refuse(self.state, OutcomeCode.CODE_UNKNOWN, meaning.text)

    def _opened(self, order: Order, meaning: Meaning) -> Step:
        is_shown = isinstance(self.state, Showing) and self.state.order.id == order.id
        if not is_shown and self._commands().must_see_label():
            return packing.refuse(self.state, OutcomeCode.LABEL_AWAITED, meaning.text)
        step = packing.open_order(order, self.services.rules(), self._idle())
        if isinstance(step.state, Showing) and meaning.kind is _K.WAYBILL:
            label = waybills.find_label(self.tx, meaning.text)
            return replace(step, state=replace(step.state, parcel_id=label.parcel_id if label else ""))
        return step

    def _item_first(self, meaning: Meaning) -> Step:
        """The item opens the order that is due first, and counts as its first unit."""
        if self._commands().must_see_label():
            return packing.refuse(self.state, OutcomeCode.LABEL_AWAITED, meaning.text)
        assert meaning.item is not None
        wanted = meaning.item
        order = order_reading.find_due_first(self.tx, self.services.database, wanted.sku, wanted.units)
        if order is None:
            return packing.refuse(self.state, OutcomeCode.ITEM_NOT_WANTED, meaning.text)
        opened = packing.open_order(order, self.services.rules(), self._idle())
        if not isinstance(opened.state, Packing) or opened.outcome.code is OutcomeCode.DUE_NOTE:
            return opened
        counted = self._item(opened.state, replace(meaning, item=None))
        return replace(counted, effects=opened.effects + counted.effects)

    def _label_scanned(self, meaning: Meaning) -> Step | None:
        """A label of ours is scanned back: it proves its print, or it is on the wrong box or void, or it is no news."""
        if self.services.policy is ConfirmPolicy.OFF or meaning.kind in _IS_ITEM:
            return None
        text = meaning.text
        label = waybills.find_label(self.tx, text) or waybills.find_label(self.tx, text.swapcase())
        if label is None:
            return None
        order = self._order(parcels.order_of(self.tx, label.parcel_id))
        awaited = self._commands().awaited()
        expected = label.parcel_id if label.parcel_id in awaited else next(iter(awaited), None)
        code = packing.STOPPED.get(order.stop) or judge_label(label, expected)
        if code is None:
            return None
        if code is OutcomeCode.LABEL_CONFIRMED:
            self._commands().confirm(label.parcel_id)
        outcome = replace(about(code, order, scanned=text), tracking_number=text)
        is_on_table = isinstance(self.state, Packing) or code in (
            OutcomeCode.LABEL_OF_ANOTHER,
            OutcomeCode.LABEL_VOIDED,
        )
        return Step(self.state if is_on_table else Showing(order, parcel_id=label.parcel_id), outcome)

    def _order(self, order_id: str) -> Order:
        return order_reading.get(self.tx, self.services.database, order_id)

    def _idle(self) -> Idle:
        return Idle(self.is_item_first)

    def _commands(self) -> Commands:
        return Commands(self.services, self.tx, self.actor, self.state)


def stopped_question(tx: Transaction, state: State, scanned: str) -> Step | None:
    """A stop that came while a question about an order on the table was open: the question is void."""
    if not isinstance(state, Asking | ChoosingLine | ChoosingMeaning) or not isinstance(state.back, Packing):
        return None
    back = stopped_now(tx, state.back)
    return packing.refuse(back, packing.STOPPED[back.order.stop], scanned) if back.order.stop else None


def _item_of(meaning: Meaning) -> ItemScan:
    """The code under which the order knows the item, with what an element string said of the unit."""
    said = meaning.gs1
    code = meaning.item.sku if meaning.item else (said.gtin if said else meaning.text)
    if said is None:
        return ItemScan(code)
    return ItemScan(code, said.serial, said.lot, said.expiry.isoformat() if said.expiry else "")
