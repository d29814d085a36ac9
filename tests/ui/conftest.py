"""The window over a real station: keys in, sentence out."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from app.ui.sounds import Sounds
from tests.builders import Rig

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


MUCH = 50_000  # objects made since the last sweep


class RecordingPlayer:
    """Plays nothing, and remembers what and when."""

    name = "recording"

    def __init__(self) -> None:
        self.played: list[tuple[str, float]] = []

    def play(self, path: Path) -> None:
        self.played.append((path.stem, time.perf_counter()))

    @property
    def tones(self) -> list[str]:
        return [tone for tone, _ in self.played]


class Keyboard:
    """Keys at the window, each with the time at which it was pressed."""

    def __init__(self) -> None:
        self.now_ms = 1_000_000

    def key(self, window: MainWindow, text: str, after_ms: int) -> None:
        self.now_ms += after_ms
        code = Qt.Key.Key_Return if text == "\r" else ord(text.upper())
        event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(self.now_ms)
        QCoreApplication.sendEvent(window.windowHandle(), event)


@pytest.fixture(autouse=True, scope="module")
def sweep_at_the_end() -> Iterator[None]:
    """What a module's windows leave is taken apart before other tests have threads."""
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def sweep_here() -> Iterator[None]:
    """Windows that are gone hang together in circles, and Python takes such apart in whichever thread it happens to
    notice: a widget must end in the window's thread, and not in that of a lane.
    """
    gc.disable()
    yield
    if gc.get_count()[0] > MUCH:
        gc.collect()
    gc.enable()


@pytest.fixture
def player() -> RecordingPlayer:
    return RecordingPlayer()


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    yield rig
    rig.station.stop()


@pytest.fixture
def bare_window(qtbot: QtBot, player: RecordingPlayer) -> MainWindow:
    """The window as it stands before the station is open."""
    window = MainWindow(language="en", sounds=Sounds(player))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return window


@pytest.fixture
def window(bare_window: MainWindow, rig: Rig) -> MainWindow:
    """The window with its station."""
    bare_window.attach(rig.station)
    return bare_window


@pytest.fixture
def entered() -> list[float]:
    """When Enter was pressed at the end of each code."""
    return []


def click(target: QWindow, key: Qt.Key, text: str, at_ms: int) -> None:
    """A key pressed at that time, and let go a millisecond later."""
    for kind, after_ms in ((QEvent.Type.KeyPress, 0), (QEvent.Type.KeyRelease, 1)):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(at_ms + after_ms)
        QCoreApplication.sendEvent(target, event)


@pytest.fixture
def keys(entered: list[float]) -> Callable[..., None]:
    """Type codes as a scanner does: every character a key, Enter after each code. However busy the machine is, the keys
    bear a scanner's times.
    """

    def press(window: MainWindow | QWindow, *codes: str) -> None:
        target = window.windowHandle() if isinstance(window, MainWindow) else window
        for code in codes:
            at_ms = time.monotonic_ns() // 1_000_000
            for at, character in enumerate(code):
                click(target, Qt.Key(ord(character.upper())), character, at_ms + 2 * at)
            entered.append(time.perf_counter())
            click(target, Qt.Key.Key_Return, "\r", at_ms + 2 * len(code))

    return press
