"""In every state of the desk the window says what to do next, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.domain.actor import Right
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
    PackingRules,
    Purpose,
    Showing,
    State,
    Step,
)
from app.domain.gs1 import Gs1Flaw
from app.domain.handover import EndKind
from app.domain.interception import StopKind
from app.domain.meaning import MeaningKind
from app.domain.order import Box, Instruction, Mark, Order, Scope, UnitPolicy
from app.domain.outcome import Outcome, OutcomeCode
from app.ui import messages
from app.ui.messages_reason import MEANINGS, OPEN_ENDS, REASON_WORDS
from app.ui.messages_state import _LINES, _STOPS, _UNIT
from app.ui.messages_step import NEXT, NEXT_THEN
from tests.builders import an_order, lines_of

BOTH = pytest.mark.parametrize("language", messages.LANGUAGES)
ALL = UnitPolicy(serial=True, lot=True, expiry=True)
RULES = PackingRules(carton_required=True, weighs=True)
ORDER = an_order(lines_of(A=2, B=1))
ASKED = Outcome(OutcomeCode.FINISH_ASKED, order_number="SO-1", units_packed=1, units=3)


def tracked(policy: UnitPolicy = ALL) -> Order:
    return replace(ORDER, lines=tuple(replace(line, policy=policy, packed=1) for line in ORDER.lines))


def packing_states() -> Iterator[tuple[str, State]]:
    yield "item", Packing(ORDER)
    for arm in Arm:
        yield f"arm {arm}", Packing(ORDER, arm, 1)
    yield "serial", Packing(tracked(), capture=Capture(1))
    yield "lot", Packing(tracked(), capture=Capture(1, "S1"))
    yield "expiry", Packing(tracked(), capture=Capture(1, "S1", "L1"))
    yield "unit out", Packing(tracked(), Arm.UNPACK, capture=Capture(1, is_out=True))
    noted = replace(ORDER, instructions=(Instruction(Scope.ORDER, "Wrap it twice"),))
    yield "note", Packing(noted)
    marked = replace(ORDER, lines=tuple(replace(line, packed=1, marks=(Mark.FRAGILE,)) for line in ORDER.lines))
    yield "mark", Packing(marked, is_closing=True)
    yield "carton", Packing(ORDER, is_closing=True)
    box = Box(acknowledged=frozenset({"carton:1"}))
    yield "weight", Packing(replace(ORDER, box=box), is_closing=True)


def states() -> Iterator[tuple[str, State]]:
    yield "idle", Idle()
    yield "item first", Idle(is_item_first=True)
    yield from packing_states()
    yield "showing", Showing(ORDER)
    for stop in _STOPS:
        yield f"stopped {stop}", Showing(replace(ORDER, stop=stop))
    yield "choosing", Choosing((ORDER, ORDER))
    yield "meaning", ChoosingMeaning(Idle(), ())
    for purpose in Purpose:
        yield f"line {purpose}", ChoosingLine(Packing(ORDER), purpose, (1, 2))
    step = Step(Idle(), ASKED)
    yield "asking", Asking(Packing(ORDER), step, ASKED)
    yield "asking a lead", Asking(Packing(ORDER), step, ASKED, Right.SWAP)
    yield "first parcel", HandingOver()
    yield "next parcel", HandingOver("ZTO", 3)
    yield "taking off", HandingOver("ZTO", 3, is_taking_off=True)
    yield "locked", Locked(Packing(ORDER))


@BOTH
def test_every_state_of_the_desk_has_a_step_of_its_own(language: str) -> None:
    named = {name: messages.next_step(state, language, rules=RULES) for name, state in states()}
    assert all(named.values())
    assert {step for step in named.values() if list(named.values()).count(step) > 1} == set()
    for _, state in states():
        assert "{" not in messages.next_step(state, language, rules=RULES) + messages.then(state, language, rules=RULES)


@BOTH
def test_every_state_but_the_plainest_says_more_in_its_second_line(language: str) -> None:
    assert [name for name, state in states() if not messages.then(state, language, rules=RULES)] == []


@BOTH
def test_what_must_be_read_stands_below_the_step(language: str) -> None:
    order = replace(ORDER, instructions=(Instruction(Scope.ORDER, "Wrap it twice"),))
    assert "Wrap it twice" in messages.then(Packing(order), language)


@BOTH
def test_a_remark_stops_only_where_the_bench_says_so(language: str) -> None:
    state = Packing(replace(ORDER, remark="No invoice"))
    assert "No invoice" not in messages.then(state, language)
    assert "No invoice" in messages.then(state, language, rules=PackingRules(remark_stops=True))


@BOTH
def test_a_question_stays_in_view_however_many_scans_were_refused_meanwhile(language: str) -> None:
    state = Asking(Packing(ORDER), Step(Idle(), ASKED), ASKED)
    said = messages.then(state, language, last=OutcomeCode.QUESTION_OPEN)
    assert said == messages.sentence(ASKED, language)


@BOTH
def test_the_second_box_says_which_it_is_and_what_is_still_missing(language: str) -> None:
    order = replace(ORDER, box=Box(sequence=2))
    first, second = (messages.then(Packing(each), language) for each in (ORDER, order))
    assert "Goods A × 2" in first
    assert "Goods A × 2" in second
    assert "2" in second.replace("× 2", "")


@BOTH
def test_what_is_short_is_not_called_missing(language: str) -> None:
    lines = tuple(replace(line, short=line.quantity if line.sku == "A" else 0) for line in ORDER.lines)
    said = messages.then(Packing(replace(ORDER, lines=lines)), language)
    assert "Goods A" not in said
    assert "Goods B × 1" in said


@BOTH
def test_a_weight_that_is_off_changes_the_step(language: str) -> None:
    state = Packing(replace(ORDER, box=Box(acknowledged=frozenset({"carton:1"}))), is_closing=True)
    plain = messages.next_step(state, language, rules=RULES)
    for code in (OutcomeCode.WEIGHT_LIGHT, OutcomeCode.WEIGHT_HEAVY):
        assert messages.next_step(state, language, rules=RULES, last=code) != plain


@BOTH
def test_a_list_of_more_than_nine_names_the_way_to_the_rest(language: str) -> None:
    few, many = (
        messages.then(ChoosingLine(Packing(ORDER), Purpose.SHORT, tuple(range(count))), language) for count in (9, 10)
    )
    assert "Ctrl+0" not in few
    assert "Ctrl+0" in many


def test_no_step_is_without_its_second_line_and_none_is_unused() -> None:
    assert NEXT.keys() == NEXT_THEN.keys()
    assert {*_LINES.values(), *_UNIT.values(), *_STOPS.values(), *map(str, Arm)} <= NEXT.keys()
    assert set(_LINES) == set(Purpose)


def test_every_reason_that_the_trade_knows_has_words() -> None:
    assert {*Gs1Flaw, *Mark, *StopKind} <= REASON_WORDS.keys()
    assert set(MeaningKind) == set(MEANINGS)
    assert set(EndKind) == set(OPEN_ENDS)


@BOTH
def test_a_reason_nobody_named_is_said_as_it_is(language: str) -> None:
    outcome = Outcome(OutcomeCode.WEIGHED, parcel=1, reason="1234")
    assert "1234" in messages.sentence(outcome, language)
    assert "1234" not in REASON_WORDS


@BOTH
def test_what_is_open_and_what_a_code_may_mean_is_said_in_words_and_titles_as_they_are(language: str) -> None:
    ends = messages.sentence(Outcome(OutcomeCode.DAY_OPEN_ENDS, choices=("void", "print")), language)
    several = messages.sentence(Outcome(OutcomeCode.CODE_SEVERAL, scanned="7", choices=("order", "tote")), language)
    shops = messages.sentence(Outcome(OutcomeCode.ORDER_AMBIGUOUS, choices=("void", "print")), language)
    assert "void" not in ends
    assert OPEN_ENDS["void"].say(language) in ends
    assert MEANINGS["tote"].say(language) in several
    assert "void" in shops


@BOTH
def test_a_long_choice_is_cut_where_a_sentence_ends_and_the_list_begins(language: str) -> None:
    said = messages.sentence(Outcome(OutcomeCode.ORDER_AMBIGUOUS, choices=tuple("ABCDEFG")), language)
    assert "…" in said
    assert "E" not in said


@pytest.mark.parametrize(
    "code",
    [
        *(OutcomeCode.BADGE_NEEDED, OutcomeCode.PIN_WRONG, OutcomeCode.PERSON_BLOCKED, OutcomeCode.BADGE_UNKNOWN),
        *(OutcomeCode.LEAD_NEEDED, OutcomeCode.LEAD_REFUSED, OutcomeCode.LOGGED_IN, OutcomeCode.QUESTION_OPEN),
    ],
)
@BOTH
def test_where_a_pin_may_have_been_typed_the_scan_is_not_shown(code: OutcomeCode, language: str) -> None:
    outcome = Outcome(code, scanned="7*4711")
    assert "4711" not in messages.sentence(outcome, language) + messages.do_now(outcome, language)


def test_a_scan_that_did_not_count_never_sounds_like_one_that_did() -> None:
    """By ear alone: OK and COMPLETE are said of what is done, never of a refusal, a question or an alarm."""
    counted = {code for code in OutcomeCode if messages.tone_of(code) in (messages.Tone.OK, messages.Tone.COMPLETE)}
    ends = ("_asked", "_next", "_wrong", "_refused", "_unknown", "_nothing", "_needed", "_taken_off", "_open")
    starts = ("stopped.", "due.", "handover.un", "handover.stopped", "handover.voided", "expiry.", "pack.", "gs1.")
    for code in OutcomeCode:
        if code.value.replace(".", "_").endswith(ends) or code.value.startswith(starts):
            assert code not in counted, code
    alarms = {code for code in OutcomeCode if messages.tone_of(code) is messages.Tone.STOP}
    assert {
        *(OutcomeCode.STOPPED_CANCEL, OutcomeCode.STOPPED_HOLD, OutcomeCode.STOPPED_ADDRESS),
        *(OutcomeCode.HANDOVER_STOPPED, OutcomeCode.HANDOVER_VOIDED, OutcomeCode.SERIAL_TAKEN),
        *(OutcomeCode.EXPIRY_PAST, OutcomeCode.WEIGHT_LIGHT, OutcomeCode.WEIGHT_HEAVY),
    } <= alarms
