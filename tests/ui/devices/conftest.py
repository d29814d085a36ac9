"""The window over a station whose every device can be unplugged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from app.ui.sounds import Sounds
from tests.ui.conftest import RecordingPlayer
from tests.ui.devices.bench import DeviceBench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[DeviceBench]:
    with DeviceBench(tmp_path) as bench:
        yield bench


@pytest.fixture
def window(qtbot: QtBot, player: RecordingPlayer, bench: DeviceBench) -> MainWindow:
    window = MainWindow(language="en", sounds=Sounds(player), gap_ms=10)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is window.windowHandle())
    window.attach(bench.station)
    return window
