"""The wedge and what it was taught: a scanner's own keyboard, separators, hands between its keys, the lesson."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.keyboard import ENTER, RawKey, keys_of
from app.domain.keystroke import Keystroke
from app.domain.typed import LOST, transcribe
from app.domain.wedge_profile import Country, SeparatorForm, WedgeProfile
from app.ui.raw_keys import RawKeys
from app.ui.wedge_keys import Keyboard
from tests.ui.test_wedge_fuzz import HAND_SCANNER, Bench, Keyboards, opened
from tests.ui.typing_pc import Down, Pc, Scanner, typed_by_hand

US = WedgeProfile(Country.US)
EAN = "4006381333931"


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    for bench in opened(qtbot):
        bench.button.setFocus()
        bench.wedge._keyboard = Keyboard("windows")
        yield bench


def pc_of(bench: Bench, country: Country = Country.US, **ways: object) -> Pc:
    pc = Pc(bench.windowHandle, lambda: QApplication.focusWidget() or bench, country)
    for name, value in ways.items():
        setattr(pc, name, value)
    return pc


def scan(bench: Bench, pc: Pc, code: str, scanner: Scanner | None = None, hand: tuple[Down, ...] = ()) -> None:
    pc.play((scanner or Scanner()).type(code, bench.now_ms), list(hand))
    bench.now_ms += 5_000


def test_by_places_a_code_is_right_on_every_computer(bench: Bench) -> None:
    bench.wedge.learn(US)
    for platform in ("windows", "xcb", "wayland"):
        bench.wedge._keyboard = Keyboard(platform)
        for country in Country:
            scan(bench, pc_of(bench, country, platform=platform, caps_lock=True), "]C1Yz-1_{}")
    assert bench.codes == ["]C1Yz-1_{}"] * 3 * len(Country)


def test_what_a_hand_types_is_taken_as_its_own_keyboard_has_it(bench: Bench) -> None:
    bench.wedge.learn(US)
    pc = pc_of(bench, Country.DE)
    keys = typed_by_hand(pc, "xyz1", bench.now_ms, pauses_ms=[200] * 4, downs_ms=[90] * 4)
    pc.play([], [*keys, Down(keys[-1].at_ms + 400, keys[-1].at_ms + 480, ENTER)])
    assert bench.codes == ["xyz1"]


def test_control_and_the_key_of_the_bracket_is_the_separator_within_a_code_and_a_shortcut_elsewhere(
    bench: Bench,
) -> None:
    zoomed: list[bool] = []
    shortcut = QShortcut("Ctrl++", bench)
    shortcut.activated.connect(lambda: zoomed.append(True))
    scan(bench, pc_of(bench, Country.DE), "10A\x1d21B")
    assert bench.codes == ["10A\x1d21B"]
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier, 27, 0, 0, "")
    event.setTimestamp(bench.now_ms)
    QCoreApplication.sendEvent(bench.windowHandle(), event)
    assert (bench.codes, bench.wedge.clear()) == (["10A\x1d21B"], False)


def test_a_key_within_a_code_is_no_shortcut_of_the_window(bench: Bench) -> None:
    bench.wedge.learn(WedgeProfile(Country.US, separator_form=SeparatorForm.KEY, separator="F8"))
    taken = []
    for text, place, key in (("1", 2, Qt.Key.Key_1), ("", 66, Qt.Key.Key_F8)):
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, place, 0, 0, text)
            event.setTimestamp(bench.now_ms)
            taken.append(bench.wedge.eventFilter(bench.button, event))
    assert taken == [False, True, True, True]


@pytest.mark.parametrize("where", ["screen", "field", "own keys"])
def test_a_hands_key_within_a_code_stays_a_hands(bench: Bench, where: str) -> None:
    bench.wedge.has_own_keys = where == "own keys"
    (bench.field if where == "field" else bench.button).setFocus()
    hand = Down(bench.now_ms + 22, bench.now_ms + 110, keys_of(Country.US, "x")[0][0])
    scan(bench, pc_of(bench), EAN, hand=(hand,))
    assert bench.codes == [EAN]
    assert bench.field.text() == ("x" if where == "field" else "")
    assert bench.pressed == (["x"] if where == "own keys" else [])


def test_a_hands_key_that_cannot_be_told_makes_a_refused_text_and_no_other_code(bench: Bench) -> None:
    """The digit is down while its neighbor is, and up before that: a code of 14 digits might be valid."""
    bench.wedge.learn(WedgeProfile(gap_ms=65))
    slow = Scanner(gap_ms=55)
    hand = Down(bench.now_ms + 100, bench.now_ms + 112, keys_of(Country.US, "7")[0][0])
    hold = [Down(k.at_ms, k.at_ms + 10, k.place) for k in slow.type(EAN, bench.now_ms)]
    hold[1] = Down(hold[1].at_ms - 20, hold[1].at_ms + 50, hold[1].place)
    pc_of(bench).play(hold, [hand])
    (code,) = bench.codes
    assert LOST in code


def test_the_rest_of_a_code_that_a_hands_enter_cut_is_refused(bench: Bench) -> None:
    hand = Down(bench.now_ms + 38, bench.now_ms + 120, 0x11C)
    scan(bench, pc_of(bench), EAN, hand=(hand,))
    assert LOST in bench.codes[-1]


def test_a_scanner_that_lost_its_first_keys_is_refused(bench: Bench) -> None:
    bench.wedge.learn(WedgeProfile(Country.US, prefix="~~", has_identifier=True))
    scan(bench, pc_of(bench), f"~]E0{EAN}")
    assert bench.codes == [f"{LOST}~]E0{EAN}"]


def test_the_word_that_an_input_method_made_of_letters_is_refused(bench: Bench) -> None:
    for preedit, commit in (("s", ""), ("sf", ""), ("", "顺丰")):
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QCoreApplication.sendEvent(bench.button, event)
    scan(bench, pc_of(bench), "1234567")
    assert bench.codes == [f"{LOST}1234567"]


def test_letters_that_an_input_method_dropped_are_missed(bench: Bench) -> None:
    for preedit in ("s", "sf", ""):
        QCoreApplication.sendEvent(bench.button, QInputMethodEvent(preedit, []))
    scan(bench, pc_of(bench), "1234567")
    assert bench.codes == [f"{LOST}1234567"]


def test_caps_lock_is_told_when_it_changes(bench: Bench) -> None:
    told: list[bool] = []
    bench.wedge.caps_lock_changed.connect(told.append)
    for is_on in (False, True, True, False):
        scan(bench, pc_of(bench, caps_lock=is_on), "ABC-1")
    assert (told, bench.wedge.has_caps_lock) == ([True, False], False)


def test_a_wrong_layout_is_told_once_and_no_code_is_guessed(bench: Bench, qtbot: QtBot) -> None:
    told: list[bool] = []
    bench.wedge.layout_suspected.connect(lambda: told.append(True))
    pc = pc_of(bench, Country.FR)
    scan(bench, pc, "SO-1001")
    assert told == []
    for _ in range(2):
        scan(bench, pc, f"]E0{EAN}")
    assert (len(told), bench.wedge.has_wrong_layout) == (1, True)
    assert bench.codes[-1].startswith("$E")
    bench.wedge.learn(US)
    scan(bench, pc, f"]E0{EAN}")
    assert (bench.codes[-1], bench.wedge.has_wrong_layout) == (f"]E0{EAN}", False)


def test_a_lesson_hears_keys_as_they_were_pressed_and_scans_nothing(bench: Bench, qtbot: QtBot) -> None:
    bursts: list[tuple[Keystroke, ...]] = []
    bench.wedge.strokes.connect(bursts.append)
    bench.wedge.is_teaching = True
    scanner = Scanner(profile=WedgeProfile(separator_form=SeparatorForm.KEYPAD), encoding="unicode")
    for code in ("Ab\x1d1", "顺丰"):
        scan(bench, pc_of(bench, Country.FR), code, scanner)
    qtbot.waitUntil(lambda: len(bursts) == 2)
    assert (bench.codes, bench.wedge.is_teaching) == ([], True)
    assert [transcribe(burst, US) for burst in bursts] == ["Ab\x1d1", "顺丰"]
    assert bursts[0][0] == Keystroke("Q", 30, is_shift=True, at_ms=bursts[0][0].at_ms)
    assert [stroke.text for stroke in bursts[0]][-1] == "\r"
    bench.wedge.is_teaching = False
    scan(bench, pc_of(bench), "SO-1")
    assert bench.codes == ["SO-1"]


def test_a_key_without_end_stays_within_bounds(bench: Bench) -> None:
    """What is kept is bounded, so that more keys than these keep no more."""
    wedge = bench.wedge
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_9, Qt.KeyboardModifier.NoModifier, 10, 0, 0, "9")
    event.setTimestamp(bench.now_ms)
    for is_teaching in (False, True):
        wedge.is_teaching = is_teaching
        for _ in range(20_000):
            wedge.eventFilter(bench.button, event)
    assert [len(code) for code in bench.codes] == [513]
    assert len(wedge._line.pieces) <= 512
    assert len(wedge._lesson._strokes) <= 2000


def test_a_scanner_told_apart_is_heard_while_another_program_has_the_keyboard(bench: Bench) -> None:
    raw = RawKeys(bench.wedge, Keyboards(), {f"{HAND_SCANNER.upper()}:1234": "gun"}, clock=lambda: bench.now_ms)
    heard: list[tuple[str, str]] = []
    raw.scanned.connect(lambda code, name: heard.append((code, name)))
    for key in Scanner().type("SO-1", bench.now_ms):
        for is_break in (False, True):
            raw.hear(RawKey(HAND_SCANNER, key.place, is_break, is_ours=False))
    QCoreApplication.processEvents()
    assert heard == [("so-1", "gun")]
    assert not raw.take(31, bench.now_ms)


def test_a_cable_pulled_with_a_key_down_leaves_nothing_held(bench: Bench) -> None:
    raw = RawKeys(bench.wedge, Keyboards(), {HAND_SCANNER: "gun"}, clock=lambda: bench.now_ms)
    heard: list[str] = []
    raw.scanned.connect(lambda code, _: heard.append(code))
    raw.hear(RawKey(HAND_SCANNER, 42, is_break=False))
    bench.now_ms += 5_000
    for place in (2, 3, ENTER):
        raw.hear(RawKey(HAND_SCANNER, place, is_break=False))
    QCoreApplication.processEvents()
    assert heard == ["12"]
