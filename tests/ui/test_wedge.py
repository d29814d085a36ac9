"""What counts as a scan, whatever has the focus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.wedge import Wedge

NONE, CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Desk(QWidget):
    """A window with a button and a field, and a wedge that listens."""

    def __init__(self) -> None:
        super().__init__()
        self.button, self.field, self.pressed = QPushButton("Void"), QLineEdit(), 0
        layout = QVBoxLayout(self)
        layout.addWidget(self.button)
        layout.addWidget(self.field)
        self.button.setAutoDefault(True)  # Enter presses it, as it does in a dialog
        self.button.clicked.connect(self._on_pressed)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.wedge = Wedge(application, self)
        self.wedge.watch(self)
        self.codes: list[str] = []
        self.wedge.scanned.connect(self.codes.append)
        self.now_ms = 1000

    def _on_pressed(self) -> None:
        self.pressed += 1

    def key(
        self,
        text: str,
        *,
        after_ms: int = 5,
        key: int | None = None,
        mods: Qt.KeyboardModifier = NONE,
        repeat: bool = False,
    ) -> None:
        """One key press at the window, as the system delivers it, with the system's time."""
        self.now_ms += after_ms
        code = key if key is not None else (ord(text[0].upper()) if text else 0)
        event = QKeyEvent(QEvent.Type.KeyPress, code, mods, text, repeat)
        event.setTimestamp(self.now_ms)
        window = QGuiApplication.focusWindow() or self.windowHandle()
        QCoreApplication.sendEvent(window, event)

    def type(self, code: str, *, gap_ms: int = 5, end: int | None = Qt.Key.Key_Return) -> None:
        for character in code:
            self.key(character, after_ms=gap_ms)
        if end is not None:
            self.key("\r" if end == Qt.Key.Key_Return else "\t", after_ms=gap_ms, key=end)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.show()
    qtbot.waitExposed(desk)
    desk.activateWindow()
    desk.button.setFocus()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is desk.windowHandle())
    yield desk
    desk.wedge.release()


def test_a_code_ends_with_enter_or_tab(desk: Desk) -> None:
    desk.type("SO-1")
    desk.type("6901234567892", end=Qt.Key.Key_Tab)
    assert desk.codes == ["SO-1", "6901234567892"]


def test_a_key_is_seen_once_though_window_and_widget_both_get_it(desk: Desk) -> None:
    QTest.keyClicks(desk.button, "4354210")
    QTest.keyClick(desk.windowHandle(), Qt.Key.Key_Return)
    assert desk.codes == ["4354210"]


def test_a_person_types_slowly_and_presses_enter(desk: Desk) -> None:
    desk.type("SO-1", gap_ms=700)
    assert desk.codes == ["SO-1"]


def test_a_slow_scanner_with_pauses_inside_a_code_is_one_code(desk: Desk) -> None:
    for part in ("8901086", "261410"):
        desk.type(part, end=None)
        desk.now_ms += 200
    desk.key("\r", key=Qt.Key.Key_Return)
    assert desk.codes == ["8901086261410"]


def test_a_stray_key_long_before_a_scan_is_no_part_of_it(desk: Desk) -> None:
    desk.key("x")
    desk.now_ms += 5000
    desk.type("6901234567892")
    assert desk.codes == ["6901234567892"]


def test_fifty_scans_a_second_lose_nothing_and_keep_their_order(desk: Desk) -> None:
    sent = [f"CODE-{i:04d}" for i in range(200)]
    for code in sent:
        desk.type(code, gap_ms=1)
    assert desk.codes == sent


def test_the_line_feed_after_a_carriage_return_presses_no_button(desk: Desk) -> None:
    desk.type("SO-1")
    desk.key("\n", key=Qt.Key.Key_Enter, after_ms=3)
    assert (desk.codes, desk.pressed) == (["SO-1"], 0)


def test_space_and_tab_with_nothing_typed_stay_the_keyboards_own(desk: Desk) -> None:
    QTest.keyClick(desk.windowHandle(), Qt.Key.Key_Space)
    assert desk.pressed == 1
    QTest.keyClick(desk.windowHandle(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is desk.field


def test_a_blank_inside_a_code_belongs_to_it(desk: Desk) -> None:
    desk.type("SO 1")
    assert (desk.codes, desk.pressed) == (["SO 1"], 0)


def test_the_group_separator_comes_as_control_and_bracket(desk: Desk) -> None:
    desk.type("10LOT", end=None)
    desk.key("\x1d", key=Qt.Key.Key_BracketRight, mods=CTRL)
    desk.type("21SER")
    assert desk.codes == ["10LOT\x1d21SER"]


def test_shift_and_the_right_alt_key_make_characters(desk: Desk) -> None:
    desk.key("A", mods=SHIFT)
    desk.key("]", mods=CTRL | ALT)  # AltGr on a German keyboard
    desk.key("\r", key=Qt.Key.Key_Return)
    assert desk.codes == ["A]"]


@pytest.mark.parametrize(("key", "mods"), [(Qt.Key.Key_F4, NONE), (Qt.Key.Key_O, CTRL), (Qt.Key.Key_0, ALT)])
def test_keys_of_the_program_pass(desk: Desk, key: Qt.Key, mods: Qt.KeyboardModifier) -> None:
    desk.key("" if mods == NONE else chr(key), key=key, mods=mods)
    desk.type("SO-1")
    assert desk.codes == ["SO-1"]


def test_a_held_key_counts_once(desk: Desk) -> None:
    desk.key("7")
    for _ in range(30):
        desk.key("7", after_ms=30, repeat=True)
    desk.key("\r", key=Qt.Key.Key_Return)
    assert desk.codes == ["7"]


def test_equal_digits_within_one_millisecond_all_count(desk: Desk) -> None:
    """X11 calls a key a repeat when it was let go and pressed again at the same millisecond, as fast scanners do."""
    for at, digit in enumerate("2000000000015"):
        desk.key(digit, after_ms=1 if at % 2 else 0, repeat=digit == "0" and at > 1)
    desk.key("\r", after_ms=1, key=Qt.Key.Key_Return)
    assert desk.codes == ["2000000000015"]


def test_backspace_mends_and_escape_forgets(desk: Desk) -> None:
    desk.type("SO-19", end=None)
    desk.key("\b", key=Qt.Key.Key_Backspace)
    desk.key("\r", key=Qt.Key.Key_Return)
    desk.type("junk", end=None)
    desk.key("\x1b", key=Qt.Key.Key_Escape)
    desk.type("SO-2")
    assert desk.codes == ["SO-1", "SO-2"]


def test_pasted_lines_are_scans_and_the_rest_waits_for_enter(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("SO-1\r\nA\n\nB")
    desk.key("\x16", key=Qt.Key.Key_V, mods=CTRL)
    assert desk.codes == ["SO-1", "A"]
    desk.key("\r", key=Qt.Key.Key_Return)
    assert desk.codes == ["SO-1", "A", "B"]


def test_text_of_an_input_method_counts(desk: Desk) -> None:
    event = QInputMethodEvent()
    event.setCommitString("SO-1")
    QCoreApplication.sendEvent(desk.button, event)
    desk.key("\r", key=Qt.Key.Key_Return)
    assert desk.codes == ["SO-1"]


def test_the_input_method_is_off_where_nobody_writes(desk: Desk) -> None:
    attribute = Qt.WidgetAttribute.WA_InputMethodEnabled
    desk.field.setFocus()
    desk.button.setAttribute(attribute)
    desk.button.setFocus()
    assert not desk.button.testAttribute(attribute)
    desk.field.setFocus()
    assert desk.field.testAttribute(attribute)


def test_ten_thousand_keys_without_an_end_are_answered_once_and_end_with_the_pause(desk: Desk) -> None:
    desk.type("9" * 10_000, gap_ms=1, end=None)
    assert [len(code) for code in desk.codes] == [513]
    desk.now_ms += 2000
    desk.type("SO-1")
    assert desk.codes[1:] == ["SO-1"]


def test_a_scan_over_a_dialog_counts_and_a_person_may_still_write_in_it(desk: Desk, qtbot: QtBot) -> None:
    dialog = QDialog(desk)
    field = QLineEdit(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    desk.now_ms += 1000
    desk.type("ord", gap_ms=150, end=None)
    assert field.text() == "ord"
    desk.now_ms += 1000
    desk.type("6901234567892")
    assert desk.codes == ["6901234567892"]
    assert field.text() == "ord"


@pytest.mark.parametrize("code", ["A", "A1", "A1B"])
def test_a_short_code_over_a_dialog_counts_and_what_a_hand_writes_stays_its_own(
    desk: Desk, qtbot: QtBot, code: str
) -> None:
    desk.field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is desk.field)
    entered: list[str] = []
    desk.field.returnPressed.connect(lambda: entered.append(desk.field.text()))
    desk.now_ms += 1000
    desk.type(code, gap_ms=16)
    assert (desk.codes, desk.field.text(), entered) == ([code], "", [])
    desk.now_ms += 1000
    desk.type(code, gap_ms=45)
    assert (desk.codes, desk.field.text(), entered) == ([code], code, [code])


@pytest.mark.qt_log_ignore("does not support")  # the offscreen platform has no grabs
def test_a_scan_over_an_open_menu_counts(desk: Desk, qtbot: QtBot) -> None:
    menu = QMenu(desk)
    menu.addAction("Nothing")
    menu.popup(desk.mapToGlobal(desk.rect().center()))
    qtbot.waitExposed(menu)
    for window in (menu.windowHandle(), desk.windowHandle()):
        window.requestActivate()
        desk.type("SO-1")
    menu.close()
    assert desk.codes == ["SO-1", "SO-1"]


@pytest.fixture
def hands(desk: Desk) -> list[str]:
    """The single keys of a screen whose keys mean something by themselves."""
    pressed: list[str] = []
    desk.wedge.has_own_keys = True
    desk.wedge.pressed.connect(pressed.append)
    return pressed


def test_a_single_key_is_a_hands_where_keys_mean_something(desk: Desk, hands: list[str], qtbot: QtBot) -> None:
    desk.key("2", after_ms=3000)
    assert hands == []
    qtbot.waitUntil(lambda: hands == ["2"])
    desk.key("R", after_ms=3000)
    desk.key("\r", after_ms=200, key=Qt.Key.Key_Return)
    assert (hands, desk.codes) == (["2", "R"], [])


def test_what_a_hand_types_is_no_scan_there_and_a_scanners_code_still_is(desk: Desk, hands: list[str]) -> None:
    desk.type("1001", gap_ms=120)
    desk.now_ms += 3000
    desk.type("1002", gap_ms=2)
    desk.type("A", gap_ms=2)
    for part in ("8901086", "261410"):  # a slow radio in the middle of a code
        desk.type(part, gap_ms=2, end=None)
        desk.now_ms += 120
    desk.key("\r", key=Qt.Key.Key_Return)
    assert (desk.codes, hands) == (["1002", "A", "8901086261410"], [])


def test_a_burst_is_not_taken_for_keys_though_the_window_was_busy(desk: Desk, hands: list[str], qtbot: QtBot) -> None:
    desk.key("6", after_ms=3000)
    desk.wedge._on_silence()  # the time is up, and the rest of the code waits in the queue
    desk.type("901234567892", gap_ms=2)
    QCoreApplication.processEvents()
    assert (desk.codes, hands) == (["6901234567892"], [])


def test_a_key_after_forgotten_ones_still_counts_as_one(desk: Desk, hands: list[str], qtbot: QtBot) -> None:
    desk.type("12", gap_ms=100, end=None)
    desk.key("3", after_ms=3000)
    qtbot.waitUntil(lambda: hands == ["3"])
    desk.type("6901234567892", gap_ms=2)
    assert desk.codes == ["6901234567892"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40), max_size=8))
def test_whatever_a_scanner_sends_arrives(desk: Desk, codes: list[str]) -> None:
    desk.codes.clear()
    for code in codes:
        desk.now_ms += 60
        desk.type(code, gap_ms=2)
    assert desk.codes == codes
