"""Every answer, state and error has its sentence, in both languages, naming the same things."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from app.carriers.kdniao import error_codes
from app.domain.barcode import Command
from app.domain.closing import ConfirmPolicy
from app.domain.desk import Arm, Choosing, Idle, Packing, Showing
from app.domain.glance import LaneGlance, LaneState, ParcelGlance
from app.domain.incident import DECISIONS, Decision, IncidentKind
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.printer_status import STOPPING
from app.domain.printing import PrintState
from app.domain.shipment import WaybillState
from app.ui import messages
from app.ui.messages_command import COMMANDS, HOTKEYS
from app.ui.messages_fault import FAULTS, UNKNOWN
from app.ui.messages_incident import CASES, CHOICES, REASONS, SPECIAL, SPECIAL_WORDS
from app.ui.messages_outcome import ANSWERS
from app.ui.messages_reason import MEANINGS, OPEN_ENDS, REASON_WORDS
from app.ui.messages_step import NEXT, NEXT_THEN
from app.ui.messages_text import Text
from app.ui.messages_window import FIELDS, LANE_STATES, LANES, PRINT_STATES, WAYBILL_STATES, WORDS
from tests.builders import an_order, lines_of

BOTH = pytest.mark.parametrize("language", messages.LANGUAGES)
APP = Path(__file__).resolve().parents[2] / "app"
# What a sentence may name of an outcome; a field it does not name costs nothing.
FULL = Outcome(OutcomeCode.ITEM_PACKED, "CODE", "SO-1", "Tea", 1, 2, 3, 4, "TN", ("North", "South"), "REASON", 7, "wu")
TABLES = (
    MEANINGS,
    OPEN_ENDS,
    REASON_WORDS,
    FIELDS,
    LANE_STATES,
    LANES,
    NEXT,
    NEXT_THEN,
    PRINT_STATES,
    WAYBILL_STATES,
    WORDS,
)
TEXTS: list[Text] = [
    *(text for answer in ANSWERS.values() for text in (answer.what, answer.do)),
    *(text for fault in (*FAULTS.values(), UNKNOWN) for text in (fault.what, fault.do)),
    *(text for table in TABLES for text in table.values()),
    *(text for case in CASES.values() for text in (case.name, case.what, case.known)),
    *(text for choice in CHOICES.values() for text in (choice.word, choice.does)),
    *(text for pair in COMMANDS.values() for text in pair),
    *(text for usual in REASONS.values() for text in usual),
    *SPECIAL.values(),
    *SPECIAL_WORDS.values(),
]


def a_parcel(waybill: WaybillState | None, printed: PrintState | None, code: str = "") -> ParcelGlance:
    return ParcelGlance("p", "o", "SO-1", "李**", 0, 1, waybill, "TN", "ZTO", printed, 1, code)


@BOTH
@pytest.mark.parametrize("code", list(OutcomeCode))
def test_every_answer_has_a_sentence_and_a_tone(code: OutcomeCode, language: str) -> None:
    outcome = replace(FULL, code=code)
    assert messages.sentence(outcome, language)
    assert "{" not in messages.sentence(outcome, language) + messages.do_now(outcome, language)
    assert messages.tone_of(code) in messages.Tone


def test_every_tone_is_used() -> None:
    assert {messages.tone_of(code) for code in OutcomeCode} == set(messages.Tone)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.en[:40])
def test_both_languages_name_the_same_things(text: Text) -> None:
    names = [{name for _, name, _, _ in Formatter().parse(said) if name} for said in (text.en, text.zh)]
    assert names[0] == names[1]
    assert bool(text.en) == bool(text.zh)


@BOTH
def test_a_refused_scan_names_its_code_even_with_braces_in_it(language: str) -> None:
    outcome = Outcome(OutcomeCode.CODE_UNKNOWN, scanned="{order}%s{0}")
    assert "{order}%s{0}" in messages.sentence(outcome, language)


def test_no_label_is_called_printed_before_somebody_saw_it() -> None:
    for text in TEXTS:
        assert "已打印" not in text.zh
        assert not re.search(r"\b(was|is|been) printed\b", text.en)
    assert messages.parcel_state(a_parcel(WaybillState.ISSUED, PrintState.SENT), "zh_CN")[1] == "已发送到打印机"


@BOTH
def test_every_state_of_a_parcel_has_words(language: str) -> None:
    for waybill in (None, *WaybillState):
        for printed in (None, *PrintState):
            tone, words = messages.parcel_state(a_parcel(waybill, printed), language)
            assert words
            assert tone in messages.Tone


def test_seen_sent_and_unknown_have_words_and_marks_of_their_own() -> None:
    states = (PrintState.CONFIRMED, PrintState.SENT, PrintState.UNKNOWN, PrintState.FAILED)
    for language, seen in (("en", "seen on the box"), ("zh_CN", "已确认")):
        said = [messages.parcel_state(a_parcel(WaybillState.ISSUED, state), language) for state in states]
        assert said[0] == (messages.Tone.OK, seen)
        assert len({tone for tone, _ in said}) == len({words for _, words in said}) == len(states)


@BOTH
@pytest.mark.parametrize("kind", list(IncidentKind))
def test_every_incident_says_what_happened_what_is_known_and_what_each_key_does(
    kind: IncidentKind, language: str
) -> None:
    said = [
        messages.incident_name(kind, language),
        messages.incident_what(kind, language),
        messages.incident_known(kind, language),
        *(messages.decision_word(kind, decision, language) for decision in DECISIONS[kind]),
        *(messages.decision_does(kind, decision, language) for decision in DECISIONS[kind]),
    ]
    assert all(said)
    assert len(set(said)) == len(said)
    assert messages.incident_tone(kind) in messages.Tone


@BOTH
@pytest.mark.parametrize("decision", list(Decision))
def test_every_decision_has_usual_reasons(decision: Decision, language: str) -> None:
    assert len(set(messages.reasons(decision, language))) == 3


@BOTH
def test_where_labels_are_scanned_back_the_step_says_so_and_ends_with_it(language: str) -> None:
    showing, confirm = Showing(an_order()), ConfirmPolicy.ASK
    sent, seen = (a_parcel(WaybillState.ISSUED, state) for state in (PrintState.SENT, PrintState.CONFIRMED))
    steps = (
        messages.next_step(showing, language, parcel=sent),
        messages.next_step(showing, language, parcel=sent, confirm=confirm),
        messages.next_step(showing, language, parcel=sent, confirm=confirm, is_unseen=True),
        messages.next_step(showing, language, parcel=seen, confirm=confirm),
        messages.next_step(showing, language, parcel=sent, confirm=confirm, last=OutcomeCode.LABEL_OF_ANOTHER),
        messages.next_step(showing, language, parcel=sent, confirm=confirm, last=OutcomeCode.LABEL_VOIDED),
    )
    assert len(set(steps)) == len(steps)


@pytest.mark.parametrize(
    "code",
    [
        *("label.unseen", "label.unused", "money.orphan", "money.unknown_there", "money.voided_there"),
        *("void.unsettled", "interrupted", "bug", "decided", "kdniao.no_list", "void"),
    ],
)
def test_the_reasons_of_incidents_have_sentences_of_their_own(code: str) -> None:
    assert code in FAULTS


@BOTH
def test_every_state_of_a_lane_has_words(language: str) -> None:
    for state in LaneState:
        lane = LaneGlance("carrier:kdniao", state, 3, 1, "http.connect")
        assert "3" in messages.lane_state(lane, language)
        assert "kdniao" in messages.lane_name(lane.lane, language)


@BOTH
def test_every_state_of_the_table_says_what_to_do(language: str) -> None:
    order = an_order(lines_of(A=2, B=1))
    states = (Idle(), Packing(order), Packing(order, Arm.UNPACK), Showing(order), Choosing((order, order)))
    steps = [messages.next_step(state, language) for state in states]
    assert len(set(steps)) == len(steps)
    assert "Goods A × 2" in messages.then(Packing(order), language)


@BOTH
def test_the_step_after_packing_follows_the_label(language: str) -> None:
    showing = Showing(an_order())
    parcels = (
        a_parcel(WaybillState.REQUESTED, None),
        a_parcel(WaybillState.REQUESTED, None, "http.connect"),
        a_parcel(WaybillState.ISSUED, PrintState.SENT),
        a_parcel(WaybillState.ISSUED, PrintState.UNKNOWN),
        a_parcel(WaybillState.REJECTED, None, "kdniao.105.address"),
        a_parcel(WaybillState.CANCELLED, None),
    )
    steps = [messages.next_step(showing, language, parcel=parcel) for parcel in parcels]
    assert len(set(steps)) == len(steps)
    assert messages.what("kdniao.105.address", language) in messages.then(showing, language, parcel=parcels[4])


@BOTH
@pytest.mark.parametrize("command", list(Command))
def test_every_command_has_a_name_a_purpose_and_a_key(command: Command, language: str) -> None:
    name, does = messages.command_name(command, language), messages.command_does(command, language)
    assert name
    assert does
    assert name != does
    assert HOTKEYS[command]


@BOTH
def test_no_two_commands_have_the_same_name(language: str) -> None:
    assert len({messages.command_name(command, language) for command in Command}) == len(Command)


KEY = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)(?:F\d+|\w)|\bF\d+")


def test_a_sentence_names_a_key_only_as_it_is(  # a key that moved would send the packer to nothing
) -> None:
    known = set(HOTKEYS.values()) | {"F1", "F2", "F3", "F5", "F7", *(f"Ctrl+{key}" for key in "ELODS")}
    named = {key for text in TEXTS for said in (text.en, text.zh) for key in KEY.findall(said)}
    assert "Shift+F12" in named
    assert named - known == set()


def codes_in_the_code() -> set[str]:
    """Every code that a room below the window writes down as one argument of an error, a finding or a report."""
    pattern = re.compile(
        r"(settings|store|station|keys|http|kdniao|sandbox|printer|label|import|doctor|scale|weighing|layout|calibration|paper|finding|simulator)\.[a-z0-9_.]+[a-z0-9]"
    )
    skipped = {"station.toml", "station.lock", "sandbox.jsonl", "kdniao.api_key", "calibration.saved"}
    found: set[str] = set()
    for path in APP.rglob("*.py"):
        if path.parts[len(APP.parts)] in ("ui", "cli.py") or "simulator" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and pattern.fullmatch(node.value):
                found.add(node.value)
    found |= {f"printer.{condition}" for condition in STOPPING}
    return found - skipped - {code.value for code in OutcomeCode if code.value not in FAULTS}


@pytest.mark.parametrize("code", sorted(codes_in_the_code() | error_codes.codes()))
def test_every_error_code_of_the_house_has_its_own_sentence_or_its_familys(code: str) -> None:
    front = code
    while front and front not in FAULTS:
        front = front.rpartition(".")[0]
    assert front.count("."), f"{code} has no sentence"


@BOTH
def test_an_unknown_code_is_named_and_never_raises(language: str) -> None:
    assert "nobody.knows" in messages.explain("nobody.knows", language)
    assert messages.explain("kdniao.105.never_heard", language) == messages.explain("kdniao.105", language)
    assert messages.explain("", language)


def test_the_words_need_no_window() -> None:
    check = "import sys, app.ui.messages; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", check], cwd=APP.parent, check=False).returncode == 0
