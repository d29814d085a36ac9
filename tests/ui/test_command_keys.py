"""The keys of the commands: one each, none that the window or a scanner has a use for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.barcode import Command
from app.ui.main_window import MainWindow
from app.ui.messages_command import HOTKEYS
from app.ui.wedge import Wedge

# What the window does by itself, and what ends or edits a scan; `F4` and the other commands' keys are not among them.
OWN = ("F2", "F3", "F5", "Ctrl+E", "Ctrl+O", "Ctrl+L", "Ctrl+D", "Ctrl+S", "Ctrl++", "Ctrl+=", "Ctrl+-")
SCAN = ("Return", "Enter", "Tab", "Escape", "Backspace", "Ctrl+V", "Ctrl+]", "Ctrl+J", "Ctrl+M", "Ctrl+Return")
SYSTEM = ("Alt+F4", "Alt+Tab", "Alt+Space", "Ctrl+Esc", "Ctrl+Alt+Del", "Alt+Shift", "Ctrl+Shift", "Ctrl+Space")


def portable(key: str) -> str:
    return QKeySequence(key).toString()


def test_every_command_has_a_key_that_exists_and_no_two_share_one() -> None:
    keys = [portable(HOTKEYS[command]) for command in Command]
    assert all(keys)
    assert len(set(keys)) == len(keys)
    assert keys == [HOTKEYS[command] for command in Command]


@pytest.mark.parametrize("taken", [OWN, SCAN, SYSTEM], ids=["the window", "the scanner", "the system"])
def test_no_command_is_on_a_key_that_is_taken(taken: tuple[str, ...]) -> None:
    assert {portable(key) for key in taken} & set(HOTKEYS.values()) == set()


def test_the_windows_own_keys_are_still_those(bare_window: MainWindow) -> None:
    held = [shortcut.key().toString() for shortcut in bare_window.findChildren(QShortcut)]
    assert {portable(key) for key in OWN} <= set(held)
    assert len(set(held)) == len(held), "two actions on one key: Qt does neither"
    assert set(held) <= set(HOTKEYS.values()) | {portable(key) for key in (*OWN, "Escape")}


def test_no_command_is_on_a_key_by_which_a_scanner_may_send_signs() -> None:
    """Control characters come as Ctrl with a letter, whole codes as Alt with digits of the keypad."""
    for key in HOTKEYS.values():
        modifier, _, sign = key.rpartition("+")
        assert not ("Ctrl" in modifier and sign.isalpha()), key
        assert not ("Alt" in modifier and sign.isdigit()), key
        assert not ("Alt" in modifier and "Ctrl" in modifier), f"{key} is AltGr on Windows"
        assert modifier or sign[0] == "F", f"{key} alone is a part of a code"


@pytest.fixture
def heard(qtbot: QtBot) -> tuple[Callable[[str], None], list[str]]:
    """A bare window with a wedge: what a pressed key leaves in it."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = QWidget()
    qtbot.addWidget(window)
    wedge = Wedge(application, window)
    wedge.watch(window)
    window.show()
    qtbot.waitExposed(window)
    lines: list[str] = []
    wedge.changed.connect(lines.append)
    wedge.scanned.connect(lines.append)

    def press(key: str) -> None:
        QTest.keySequence(window, QKeySequence(key))

    return press, lines


@pytest.mark.parametrize("command", list(Command))
def test_a_commands_key_leaves_no_sign_in_a_scan(
    command: Command, heard: tuple[Callable[[str], None], list[str]]
) -> None:
    press, lines = heard
    press(HOTKEYS[command])
    assert lines == []


def test_a_sign_would_be_heard(heard: tuple[Callable[[str], None], list[str]]) -> None:
    press, lines = heard
    press("A")
    press("Ctrl+]")
    assert lines
