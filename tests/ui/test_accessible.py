"""Every control can be reached, is called something, and keeps no scan from its way: by keys, by ear, by touch."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from app.domain.barcode import Command
from app.ui.main_window import MainWindow
from app.ui.messages import CHINESE, LANGUAGES
from app.ui.visit import Visit
from tests.builders import Rig
from tests.ui.every_screen import LEADS_TO, every_screen, shown, visible_parts

Keys = Callable[..., None]
MOST_STOPS = 80  # more than any screen has: the Tab key never came round
MOST_LINKS = 40
HAN = re.compile(r"[\u4e00-\u9fff]")
WORDS = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,}")  # two words are a sentence, one may be a name or a key


def controls(window: QWidget) -> list[QWidget]:
    """What a person can click or bring the keyboard to, and sees."""
    return [part for part in visible_parts(window) if _is_control(part)]


def _is_control(part: QWidget) -> bool:
    is_inner = isinstance(part, QScrollBar) or isinstance(part.parentWidget(), QAbstractSpinBox | QLineEdit)
    takes_keys = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return part.isEnabled() and not is_inner and (takes_keys or isinstance(part, QAbstractButton))


def name_of(part: QWidget) -> str:
    """What a screen reader calls it."""
    spoken = QAccessible.queryAccessibleInterface(part)
    return spoken.text(QAccessible.Text.Name).replace("&", "") if spoken else ""


def described(part: QWidget) -> str:
    """For a failure: what it is and where."""
    parents = []
    at: QWidget | None = part
    while at is not None and len(parents) < 3:
        parents.append(type(at).__name__)
        at = at.parentWidget()
    return f"{' in '.join(parents)} {name_of(part)!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_is_called_something_of_its_own(window: MainWindow, rig: Rig, language: str) -> None:
    window.appearance.language = language
    window._dress()
    trouble: dict[str, list[str]] = {}
    for state in every_screen(window, rig):
        parts = controls(window)
        names = Counter((name_of(part), _role(part)) for part in parts)
        trouble[state] = [
            *(f"no name: {described(part)}" for part in parts if not name_of(part).strip()),
            *(f"{count} times {name!r}" for (name, _), count in names.items() if name and count > 1),
            *(
                f"no role: {described(part)}"
                for part in parts
                if _role(part) in _NO_ROLES and not isinstance(part, Visit)
            ),
        ]
        if language == CHINESE:
            foreign = (name for name, _ in names if WORDS.search(name) and not HAN.search(name))
            # who looks for another language reads that one
            trouble[state] += [f"English: {name!r}" for name in foreign if "English" not in name]
    assert {state: found for state, found in trouble.items() if found} == {}


_NO_ROLES = (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane)


def _role(part: QWidget) -> QAccessible.Role:
    spoken = QAccessible.queryAccessibleInterface(part)
    return spoken.role() if spoken else QAccessible.Role.NoRole


def stops(key: Qt.Key, window: MainWindow) -> list[QWidget]:
    """Where the keyboard comes with this key, from where it is until it is there again. A page that is read may use the
    key for its links first.
    """
    first = QApplication.focusWidget()
    assert first is not None, "nothing has the keyboard"
    seen, stays = [first], 0
    while len(seen) < MOST_STOPS and stays < MOST_LINKS:
        QTest.keyClick(window.windowHandle(), key)
        now = QApplication.focusWidget()
        assert now is not None
        if now is seen[-1]:
            stays += 1
        elif now is first:
            return seen
        else:
            seen, stays = [*seen, now], 0
    raise AssertionError(f"the keyboard does not come round: {[described(each) for each in seen[-4:]]}")


def test_tab_comes_to_everything_in_reading_order_and_back_again(window: MainWindow, rig: Rig) -> None:
    trouble: dict[str, list[str]] = {}
    for state in every_screen(window, rig):
        there = stops(Qt.Key.Key_Tab, window)
        back = stops(Qt.Key.Key_Backtab, window)
        wanted = [part for part in controls(window) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
        trouble[state] = [
            *(f"not reached: {described(part)}" for part in wanted if not _is_among(part, there)),
            *([] if there[1:] == back[:0:-1] else ["another way back"]),
            *(f"out of order: {described(part)}" for part in out_of_order(there)),
        ]
    assert {state: found for state, found in trouble.items() if found} == {}


def _is_among(part: QWidget, there: list[QWidget]) -> bool:
    """A field within a part counts for the part."""
    return part in there or any(part.isAncestorOf(stop) for stop in there) or part.focusProxy() in there


def out_of_order(there: list[QWidget]) -> Iterator[QWidget]:
    """Stops that lie above, or in the same line to the left of, the one before them among the same parent's."""
    last: dict[int, QPoint] = {}
    beginning = min(range(len(there)), key=lambda place: _rank(there[place]))
    for stop in there[beginning:] + there[:beginning]:
        at, parent = stop.mapTo(stop.window(), stop.rect().center()), id(stop.parentWidget())
        before = last.get(parent)
        if before is not None and (at.y() < before.y() - 8 and at.x() <= before.x() + 8):
            yield stop
        last[parent] = at


def _rank(stop: QWidget) -> tuple[int, int]:
    at = stop.mapTo(stop.window(), QPoint(0, 0))
    return at.y() + at.x(), at.y()


@pytest.mark.parametrize("command", [None, *LEADS_TO], ids=lambda command: str(command or "packing"))
def test_a_scan_counts_wherever_the_keyboard_is(
    window: MainWindow, rig: Rig, keys: Keys, command: Command | None
) -> None:
    """And a button that had the keyboard is not pressed by the Enter at its end."""
    heard: list[str] = []
    window.wedge.scanned.connect(heard.append)
    if command is not None:
        window._on_command(command)
    shown(window, "")
    count = len(stops(Qt.Key.Key_Tab, window))
    for place in range(count):
        if command is not None and window.visits.seen is None:
            window._on_command(command)
        shown(window, "")
        for _ in range(place):
            QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        holder = described(QApplication.focusWidget() or window)
        heard.clear()
        keys(window, "NOBODY-KNOWS-1")
        QApplication.processEvents()
        assert heard == ["NOBODY-KNOWS-1"], holder


def test_painted_lists_speak_their_rows(window: MainWindow, rig: Rig) -> None:
    silent: dict[str, list[str]] = {}
    for state in every_screen(window, rig):
        for part in visible_parts(window):
            if isinstance(part, QAbstractItemView) and part.model() is not None:
                rows = range(min(part.model().rowCount(), 30))
                said = [part.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in rows]
                said = [
                    words or part.model().index(row, 0).data(Qt.ItemDataRole.DisplayRole)
                    for row, words in zip(rows, said, strict=True)
                ]
                if not all(said):
                    silent.setdefault(state, []).append(described(part))
    assert silent == {}


def test_a_control_without_a_name_and_one_that_nobody_reaches_would_be_found(window: MainWindow) -> None:
    nameless = QWidget(window)
    nameless.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    nameless.setGeometry(500, 300, 50, 50)
    nameless.show()
    assert nameless in controls(window)
    assert not name_of(nameless)
