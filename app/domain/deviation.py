"""What goes differently from the order: missing on the shelf, swapped, counted by hand, a barcode learnt.

The line that is meant is chosen by number or by scanning it; where one line only can be meant, nobody is asked.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.actor import Right
from app.domain.barcode import item_code
from app.domain.counting import about, count, due_first, line_at, lines_of
from app.domain.desk import (
    Arm,
    Asking,
    ChoosingLine,
    ChoosingMeaning,
    CodeLearned,
    DeviationNoted,
    Idle,
    LineShortened,
    OrderHeld,
    OrderPutAside,
    Packing,
    PackingRules,
    Purpose,
    Step,
)
from app.domain.dues import first_note
from app.domain.order import ItemCode, OrderLine
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.packing import after_count, closed_or_ended

PAGE = 9


def choose_line(state: Packing, purpose: Purpose, rules: PackingRules) -> Step:
    """Begin with a deviation: which line is it about?"""
    state = replace(state, arm=None, capture=None)
    if first_note(state.order, rules):
        return Step(state, about(OutcomeCode.NOTE_FIRST, state.order))
    lines = [line for line in state.order.lines if line.missing or purpose is Purpose.LEARN]
    if not lines:
        return Step(state, about(OutcomeCode.ITEM_TOO_MANY, state.order, state.order.lines[0]))
    if len(lines) == 1:
        return _about_line(state, purpose, lines[0], rules)
    choosing = ChoosingLine(state, purpose, tuple(line.position for line in lines))
    return Step(choosing, replace(about(OutcomeCode.LINE_CHOOSE, state.order), reason=purpose))


def pick_line(state: ChoosingLine, number: int, rules: PackingRules) -> Step:
    """The n-th line (from 1) of the page in view was chosen."""
    at = state.page * PAGE + number - 1
    if not 0 <= at < len(state.positions):
        return Step(state, replace(about(OutcomeCode.LINE_CHOOSE, state.back.order), reason=state.purpose))
    return _about_line(state.back, state.purpose, line_at(state.back.order, state.positions[at]), rules)


def scan_line(state: ChoosingLine, code: str, rules: PackingRules) -> Step | None:
    """The line was chosen by scanning its item; None when the code is none of theirs."""
    found = [each for each in lines_of(state.back.order, code).positions if each in state.positions]
    return _about_line(state.back, state.purpose, line_at(state.back.order, found[0]), rules) if found else None


def turn_page(state: ChoosingLine) -> Step:
    """The next nine lines; after the last the first again."""
    pages = (len(state.positions) + PAGE - 1) // PAGE
    outcome = replace(about(OutcomeCode.LINE_CHOOSE, state.back.order), reason=state.purpose)
    return Step(replace(state, page=(state.page + 1) % pages), outcome)


def _about_line(state: Packing, purpose: Purpose, line: OrderLine, rules: PackingRules) -> Step:
    match purpose:
        case Purpose.SHORT:
            return _shorten(state, line, rules)
        case Purpose.SWAP if line.policy.is_tracked:
            return Step(state, about(OutcomeCode.KIT_NEEDS_PARTS, state.order, line))
        case Purpose.SWAP:
            armed = replace(state, arm=Arm.SWAP, position=line.position)
            return Step(armed, about(OutcomeCode.SWAP_NEXT, state.order, line))
        case Purpose.LEARN:
            armed = replace(state, arm=Arm.LEARN, position=line.position)
            return Step(armed, about(OutcomeCode.LEARN_NEXT, state.order, line))
        case Purpose.BY_HAND:
            return _count_by_hand(state, line, rules)


def _shorten(state: Packing, line: OrderLine, rules: PackingRules) -> Step:
    """Nothing more of this line is there. An order of which nothing is there at all is held, not shipped empty."""
    order = state.order
    lines = tuple(
        replace(each, short=each.short + each.missing) if each.position == line.position else each
        for each in order.lines
    )
    if all(each.short == each.quantity for each in lines):
        left = about(OutcomeCode.SHORT_NOTHING_LEFT, order, line)
        return Step(Idle(), left, (OrderPutAside(order.id), OrderHeld(order.id)))
    changed = replace(state, order=replace(order, lines=lines))
    noted = about(OutcomeCode.SHORT_NOTED, changed.order, line)
    step = Step(changed, noted, (LineShortened(order.id, line.position, line.missing, "short"),))
    return closed_or_ended(step, rules) if changed.order.is_complete else step


def _count_by_hand(state: Packing, line: OrderLine, rules: PackingRules) -> Step:
    """One unit of an item without a barcode. An item that has one is to be scanned, unless a lead says otherwise."""
    if line.policy.is_tracked:
        return Step(state, about(OutcomeCode.KIT_NEEDS_PARTS, state.order, line))
    due = due_first(state.order, line)
    if due is not None:
        return Step(state, about(OutcomeCode.SEQUENCE_WRONG, state.order, due))
    counted = count(state, line, 1, "")
    noted = DeviationNoted(state.order.id, line.position, "by_hand", 1)
    said = replace(counted.outcome, code=OutcomeCode.BY_HAND_NOTED)
    step = after_count(replace(counted, outcome=said, effects=(*counted.effects, noted)), rules)
    if not line.barcode:
        return step
    asked = about(OutcomeCode.BY_HAND_ASKED, state.order, line)
    return Step(Asking(state, step, asked, Right.COUNT_BY_HAND), asked)


def substitute(state: Packing, code: str, sku: str, rules: PackingRules) -> Step:
    """Another item goes into the box in place of one unit of the armed line; a lead agrees to it."""
    line = line_at(state.order, state.position)
    state = replace(state, arm=None)
    due = due_first(state.order, line)
    if due is not None:
        return Step(state, about(OutcomeCode.SEQUENCE_WRONG, state.order, due, code))
    counted = count(state, line, 1, code)
    noted = DeviationNoted(state.order.id, line.position, "swap", 1, sku)
    said = replace(counted.outcome, code=OutcomeCode.SWAP_NOTED)
    step = after_count(replace(counted, outcome=said, effects=(*counted.effects, noted)), rules)
    asked = about(OutcomeCode.SWAP_ASKED, state.order, line, code)
    return Step(Asking(state, step, asked, Right.SWAP), asked)


def learn(state: Packing, code: str) -> Step:
    """A barcode means the armed line's item: here, and everywhere once a lead has approved it."""
    order, line = state.order, line_at(state.order, state.position)
    state = replace(state, arm=None)
    learnt = replace(order, codes=(*order.codes, ItemCode(item_code(code), sku=line.sku)))
    said = about(OutcomeCode.LEARNED, learnt, line, code)
    step = Step(replace(state, order=learnt), said, (CodeLearned(order.id, code, line.sku),))
    asked = about(OutcomeCode.LEARN_ASKED, order, line, code)
    return Step(Asking(state, step, asked, Right.LEARN), asked)


def leave(state: ChoosingLine | ChoosingMeaning | Asking) -> Step:
    """PB.CANCEL: back to where the question came from, nothing done."""
    order = state.back.order if isinstance(state.back, Packing) else None
    outcome = Outcome(OutcomeCode.QUESTION_LEFT) if order is None else about(OutcomeCode.QUESTION_LEFT, order)
    return Step(state.back, outcome)
