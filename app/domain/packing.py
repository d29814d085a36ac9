"""Packing as a state machine: a state and one scan give the next state, an answer, and what to write down.

Pure: the bench looks up what a code means, asks here, writes the effects in one transaction, and only then answers.
No state lets a unit be counted that the order does not have, nor a parcel be sealed before everything due was met.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.barcode import Command, shown
from app.domain.counting import about, capture_on, line_at, put_in, take_out
from app.domain.desk import (
    Arm,
    Asking,
    BoxChanged,
    Capture,
    Choosing,
    Idle,
    LineShortened,
    OrderEnded,
    OrderPutAside,
    OrderTaken,
    Packing,
    PackingRules,
    ParcelSealed,
    Showing,
    State,
    Step,
)
from app.domain.dues import Due, first_due, first_note, meets, met
from app.domain.order import Box, Order, OrderState
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.unit import ItemScan, fill

STOPPED = {
    "cancel": OutcomeCode.STOPPED_CANCEL,
    "hold": OutcomeCode.STOPPED_HOLD,
    "address": OutcomeCode.STOPPED_ADDRESS,
}
_DUE_ANSWERS = {
    Due.NOTE: OutcomeCode.DUE_NOTE,
    Due.MARK: OutcomeCode.DUE_MARK,
    Due.CARTON: OutcomeCode.DUE_CARTON,
    Due.WEIGHT: OutcomeCode.DUE_WEIGHT,
}


def open_orders(found: tuple[Order, ...], scanned: str, rules: PackingRules, back: Idle) -> Step:
    """Open the order a number stands for; several of different shops are put to the packer as a choice."""
    if len(found) == 1:
        return open_order(found[0], rules, back)
    choices = tuple(order.shop for order in found)
    return Step(
        Choosing(found),
        Outcome(OutcomeCode.ORDER_AMBIGUOUS, scanned=shown(scanned), order_number=found[0].number, choices=choices),
    )


def open_order(order: Order, rules: PackingRules, back: Idle) -> Step:
    """Put an order on an empty table, or say why it does not belong there."""
    if order.state is OrderState.PACKED and not order.merged_into:
        code = STOPPED.get(order.stop, OutcomeCode.ORDER_ALREADY_PACKED)
        return Step(Showing(order), about(code, order))
    if order.state is OrderState.CANCELLED:
        return Step(back, about(OutcomeCode.ORDER_CANCELLED, order))
    if order.stop:
        return _stopped(order, back)
    if order.merged_into:
        return Step(back, about(OutcomeCode.ORDER_MERGED, order, reason=order.merged_into))
    begun = order.state is OrderState.ASIDE or order.units_packed > 0
    taken = replace(order, state=OrderState.PACKING)
    state = Packing(taken)
    if first_note(taken, rules):
        return Step(state, about(OutcomeCode.DUE_NOTE, taken, reason="order"), (OrderTaken(order.id),))
    code = OutcomeCode.ORDER_RESUMED if begun else OutcomeCode.ORDER_OPENED
    step = Step(state, about(code, taken), (OrderTaken(order.id),))
    # Put aside when all was in and something was still due before the seal.
    return _close(state, step, rules) if taken.is_complete and taken.units_in_box else step


def _stopped(order: Order, back: Idle) -> Step:
    """It is not packed any further. What of a cancelled one lies in boxes comes onto the table to be taken out."""
    stopped = about(STOPPED[order.stop], order)
    is_to_empty = order.units_packed > 0 or any(line.origin for line in order.lines)
    if order.stop != "cancel" or order.merged_into or not is_to_empty:
        return Step(back, stopped)
    return Step(Packing(replace(order, state=OrderState.PACKING)), stopped, (OrderTaken(order.id),))


def choose(state: Choosing, number: int, rules: PackingRules) -> Step:
    """Open the n-th (from 1) of the orders put to choice."""
    if not 1 <= number <= len(state.candidates):
        choices = tuple(order.shop for order in state.candidates)
        first = state.candidates[0]
        return Step(state, Outcome(OutcomeCode.ORDER_AMBIGUOUS, order_number=first.number, choices=choices))
    return open_order(state.candidates[number - 1], rules, Idle())


def scan_item(state: Packing, item: ItemScan, rules: PackingRules, *, is_used: bool = False) -> Step:
    """Count an item that belongs to the order in, or do with it what the packer armed. `is_used`: the serial number
    that the code itself brought was packed before, in this order or another.
    """
    if first_note(state.order, rules):
        return Step(state, about(OutcomeCode.NOTE_FIRST, state.order, scanned=item.code))
    state = replace(state, capture=None)
    if state.arm in (Arm.UNPACK, Arm.DAMAGE):
        return take_out(state, item)
    return after_count(put_in(replace(state, arm=None), item, rules, is_used=is_used), rules)


def fill_unit(state: Packing, text: str, said: ItemScan | None = None) -> Capture | OutcomeCode:
    """The unit that is being captured with its next code: serial number, lot or expiry date, or an element string that
    `said` several of them; or why it is none.
    """
    capture = state.capture
    assert capture is not None
    return fill(capture, line_at(state.order, capture.position).policy, text, state.order.box.units, said)


def scan_unit(
    state: Packing, filled: Capture | OutcomeCode, text: str, rules: PackingRules, *, is_used: bool = False
) -> Step:
    """Go on with what `fill_unit` made of the text. `is_used`: the unit's serial number was packed before."""
    capture = state.capture
    assert capture is not None
    line = line_at(state.order, capture.position)
    if isinstance(filled, OutcomeCode):
        return Step(state, about(filled, state.order, line, text))
    return after_count(capture_on(state, filled, line, text, rules, is_used=is_used), rules)


def after_count(step: Step, rules: PackingRules) -> Step:
    """After a count: the last unit of the order closes the box, or asks for what is due before that."""
    state = step.state
    if not isinstance(state, Packing) or not step.effects or not state.order.is_complete:
        return step
    return _close(state, step, rules)


def close_box(state: Packing, rules: PackingRules) -> Step:
    """Close this box with what is in it; the rest of the order goes into the next."""
    if state.order.units_in_box == 0:
        return Step(state, about(OutcomeCode.BOX_EMPTY, state.order))
    return _close(
        replace(state, arm=None, capture=None), Step(state, about(OutcomeCode.BOX_CLOSED, state.order)), rules
    )


def _close(state: Packing, step: Step, rules: PackingRules) -> Step:
    due = first_due(state.order, rules)
    if due is not None:
        code = _DUE_ANSWERS[due.kind]
        asked = replace(step.outcome, code=code, reason=due.word, parcel=state.order.box.sequence)
        return Step(replace(state, is_closing=True), asked, step.effects)
    return _sealed(state, step)


def _sealed(state: Packing, step: Step) -> Step:
    """The parcel comes to be; the table is free when nothing of the order is missing."""
    order = state.order
    number = order.box.sequence
    lines = tuple(replace(line, sealed=line.packed) for line in order.lines)
    kept = frozenset(key for key in order.box.acknowledged if ":" not in key)
    box = replace(order.box, sequence=number + 1, acknowledged=kept, materials=(), weight_g=None, units=())
    is_last = order.is_complete
    done = replace(order, lines=lines, box=box, state=OrderState.PACKED if is_last else order.state)
    short = sum(line.short for line in lines)
    code = OutcomeCode.BOX_CLOSED
    if is_last:
        code = OutcomeCode.ORDER_PART_PACKED if short else OutcomeCode.ORDER_COMPLETE
    outcome = replace(about(code, done), item=step.outcome.item, scanned=step.outcome.scanned, parcel=number)
    after: State = Showing(done) if is_last else Packing(done)
    sealed = (ParcelSealed(order.id, is_last=is_last), BoxChanged(order.id, box))
    is_plain = order.box == Box(number, units=order.box.units)
    return Step(after, outcome, (*step.effects, *(sealed[:1] if is_plain else sealed)))


def acknowledge(state: Packing, rules: PackingRules) -> Step:
    """PB.OK at the table: the note or mark in view was read or stuck on."""
    due = first_due(state.order, rules) if state.is_closing or first_note(state.order, rules) else None
    if due is None or due.kind not in (Due.NOTE, Due.MARK):
        code = OutcomeCode.DUE_NOTHING if due is None else _DUE_ANSWERS[due.kind]
        return Step(state, about(code, state.order, reason=due.word if due else ""))
    box = met(state.order.box, due.key)
    order = replace(state.order, box=box)
    changed = replace(state, order=order, is_closing=state.is_closing or (order.is_complete and order.units_in_box > 0))
    step = Step(changed, about(OutcomeCode.NOTE_ACKNOWLEDGED, order), (BoxChanged(order.id, box),))
    return _close(changed, step, rules) if changed.is_closing else step


def use_material(state: Packing, code: str, title: str, *, is_carton: bool, rules: PackingRules) -> Step:
    """A carton or consumable was scanned for this box."""
    box = meets(state.order.box, code, is_carton=is_carton)
    changed = replace(state, order=replace(state.order, box=box))
    said = replace(about(OutcomeCode.MATERIAL_USED, changed.order, scanned=code), item=title)
    step = Step(changed, said, (BoxChanged(state.order.id, box),))
    return _close(changed, step, rules) if state.is_closing else step


def take_weight(state: Packing, grams: int, code: OutcomeCode, rules: PackingRules) -> Step:
    """The box's weight was judged good (`WEIGHED`) or accepted by a lead (`WEIGHT_ACCEPTED`)."""
    box = replace(state.order.box, weight_g=grams)
    changed = replace(state, order=replace(state.order, box=box))
    step = Step(changed, replace(about(code, changed.order), reason=str(grams)), (BoxChanged(state.order.id, box),))
    return _close(changed, step, rules) if state.is_closing else step


def finish(state: Packing, rules: PackingRules) -> Step:
    """Ship what is in; what is missing is sent later: the step that is carried out when the packer says so."""
    order = state.order
    if order.units_packed == 0:
        return Step(state, about(OutcomeCode.BOX_EMPTY, order))
    later = tuple(LineShortened(order.id, line.position, line.missing, "later") for line in order.lines if line.missing)
    lines = tuple(replace(line, short=line.short + line.missing) for line in order.lines)
    ended = replace(state, order=replace(order, lines=lines), arm=None, capture=None)
    step = Step(ended, about(OutcomeCode.ORDER_PART_PACKED, ended.order), later)
    return closed_or_ended(step, rules)


def ask_finish(state: Packing, rules: PackingRules) -> Step:
    """Is the rest really to be sent later?"""
    step = finish(state, rules)
    if not step.effects:
        return step
    asked = replace(about(OutcomeCode.FINISH_ASKED, state.order), packed=state.order.units_packed)
    return Step(Asking(state, step, asked), asked)


def closed_or_ended(step: Step, rules: PackingRules) -> Step:
    """Nothing more will come: close the open box, or end the order whose boxes are closed already."""
    state = step.state
    assert isinstance(state, Packing)
    if state.order.units_in_box:
        return _close(state, step, rules)
    done = replace(state.order, state=OrderState.PACKED)
    ended = replace(about(OutcomeCode.ORDER_PART_PACKED, done), item=step.outcome.item)
    return Step(Showing(done), ended, (*step.effects, OrderEnded(done.id)))


def refuse(state: State, code: OutcomeCode, scanned: str, reason: str = "") -> Step:
    """Answer a scan that changes nothing. What was armed for the next scan is disarmed: it was meant for that one. A
    unit of which something is still asked stays what it was begun as.
    """
    is_over = isinstance(state, Packing) and state.arm is not Arm.LEARN and state.capture is None
    kept = replace(state, arm=None) if isinstance(state, Packing) and is_over else state
    order = state.order if isinstance(state, Packing | Showing) else None
    if order is None:
        return Step(kept, Outcome(code, scanned=shown(scanned), reason=reason))
    return Step(kept, about(code, order, scanned=scanned, reason=reason))


def toggle_unpacking(state: Packing, _rules: PackingRules) -> Step:
    """Take one unit out with the next item scan; asked again, think better of it."""
    on = not state.is_unpacking
    code = OutcomeCode.UNPACK_NEXT if on else OutcomeCode.UNPACK_OFF
    changed = replace(state, arm=Arm.UNPACK if on else None, capture=None)
    return Step(changed, about(code, state.order))


def disarm(state: Packing, _rules: PackingRules) -> Step:
    """PB.CANCEL: what was armed or begun for the next scan is not."""
    return Step(replace(state, arm=None, capture=None), about(OutcomeCode.QUESTION_LEFT, state.order))


def put_aside(state: Packing, _rules: PackingRules) -> Step:
    """Clear the table; the order keeps its counts and is resumed by scanning it again."""
    order = state.order
    return Step(Idle(), about(OutcomeCode.ORDER_PUT_ASIDE, order), (OrderPutAside(order.id),))


_AT_AN_ORDER = frozenset(
    {
        Command.UNPACK,
        Command.ASIDE,
        Command.CLOSE,
        Command.FINISH,
        Command.SHORT,
        Command.DAMAGE,
        Command.SWAP,
        Command.BY_HAND,
        Command.LEARN,
        Command.MERGE,
        Command.ACCEPT_WEIGHT,
    }
)


def command_needs(command: Command) -> OutcomeCode:
    """What to say when a command finds nothing to act on."""
    if command in (Command.OK, Command.CANCEL):
        return OutcomeCode.DUE_NOTHING
    return OutcomeCode.COMMAND_NEEDS_ORDER if command in _AT_AN_ORDER else OutcomeCode.COMMAND_NEEDS_PARCEL
