"""What a person does and sees at the screen of printers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.glance import PrinterReport
from app.ui.main_window import MainWindow
from app.ui.messages import lane_name, lane_state

Hand = Callable[..., None]
Keys = Callable[..., None]


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.windowHandle(), key, modifier)


def alt_p(window: MainWindow) -> None:
    press(window, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)


def settle(window: MainWindow) -> None:
    """The window has heard what its station told."""
    QApplication.processEvents()
    window.packing._read_stale()
    QApplication.processEvents()


def row(window: MainWindow, name: str = "label") -> PrinterReport:
    return next(each for each in window.printers.printers.list.rows if each.name == name)


def spoken(window: MainWindow, name: str = "label") -> str:
    return window.printers.printers.spoken(row(window, name))


def lane_said(window: MainWindow, name: str = "label") -> str:
    """What the window says of a printer's lane, whether it is in trouble or not."""
    lane = next(each for each in window.header.status.lanes if each.lane == f"printer:{name}")
    return f"{lane_name(lane.lane, 'en')}: {lane_state(lane, 'en')}. {window.header.status.reason.text}"
