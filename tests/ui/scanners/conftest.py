"""The window over a station with a camera and a scanner that have switches, scanned at and typed at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from app.ui.sounds import Sounds
from tests.ui.conftest import Keyboard, RecordingPlayer
from tests.ui.scanners.bench import ScannerBench


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[ScannerBench]:
    bench = ScannerBench(tmp_path)
    yield bench
    bench.station.stop()


@pytest.fixture
def bare_window(qtbot: QtBot, player: RecordingPlayer) -> MainWindow:
    """The window, with a scanner so fast that a hand is known after 30 ms."""
    window = MainWindow(language="en", sounds=Sounds(player), gap_ms=10)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is window.windowHandle())
    return window


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()


@pytest.fixture
def hand(window: MainWindow, keyboard: Keyboard, qtbot: QtBot) -> Callable[..., None]:
    """Type as a person does: a key, and nothing for a while."""

    def press(*texts: str) -> None:
        for text in texts:
            keyboard.key(window, text, 2_000)
            qtbot.waitUntil(lambda: not window.wedge._text)

    return press


@pytest.fixture
def keys(keyboard: Keyboard) -> Callable[..., None]:
    """Type codes as a scanner does, a millisecond a key."""

    def scan(window: MainWindow, *codes: str) -> None:
        for code in codes:
            for i, text in enumerate(f"{code}\r"):
                keyboard.key(window, text, 1 if i else 100)

    return scan
