"""What a person does and sees at the screens of orders and parcels."""

from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.ui.main_window import MainWindow
from app.ui.tables.browse import Browse
from app.ui.tables.paged_table import PagedTable
from app.ui.tables.row_list import RowList
from tests.ui.conftest import click


class Fingers:
    """One clock for all keys: what is pressed by hand comes long after what was before, what is scanned at once."""

    def __init__(self) -> None:
        self._now_ms = 1_000_000_000

    def click(self, window: MainWindow, key: Qt.Key, text: str, *, after_ms: int = 2_000) -> None:
        self._now_ms += after_ms
        click(window.windowHandle(), key, text, self._now_ms)

    def scan(self, window: MainWindow, code: str) -> None:
        for at, sign in enumerate(code):
            self.click(window, Qt.Key(ord(sign.upper())), sign, after_ms=2 if at else 2_000)
        self.click(window, Qt.Key.Key_Return, "\r", after_ms=2)


FINGERS = Fingers()
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
ROOMS = ("orders: ", "parcels: ")


def settle() -> None:
    """All that was asked of the store is read and shown."""
    quiet = 0  # what a thread told last may lead to the next
    for _ in range(100):
        asked = [thread for thread in threading.enumerate() if thread.name.startswith(ROOMS)]
        for thread in asked:
            thread.join(20)
        QApplication.processEvents()
        quiet = 0 if asked else quiet + 1
        if quiet == 2:
            return
    raise AssertionError("the screens never came to rest")


def press(where: QWidget | MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """A key, at the window or at the widget that has the keyboard."""
    if isinstance(where, MainWindow) and key == Qt.Key.Key_Return:
        FINGERS.click(where, key, "\r")
    elif isinstance(where, MainWindow):
        QTest.keyClick(where.windowHandle(), key, modifier)
    else:
        QTest.keyClick(where, key, modifier)
    settle()


def rows_seen(table: PagedTable[Any]) -> list[str]:
    """The first column of the rows in view; empty for one that is still to come."""
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    last = last if last >= 0 else table.model().rowCount() - 1
    return [str(table.model().index(place, 0).data() or "") for place in range(max(first, 0), last + 1)]


def everything_said(screen: Browse[Any, Any]) -> str:
    """All words on the screen: what is painted is spoken, too."""
    said = [part.text() for part in screen.findChildren(QLabel)]
    said += [f"{part.text()} {part.accessibleName()}" for part in screen.findChildren(QAbstractButton)]
    said += [screen.bar.field.text(), screen.bar.field.placeholderText(), screen.detail.mark.accessibleName()]
    for rows in [screen.detail.timeline.list, *screen.detail.findChildren(RowList)]:
        said += [str(rows.model().index(at, 0).data()) for at in range(len(rows.rows))]
    model = screen.table.model()
    for place in range(min(model.rowCount(), 40)):
        said += [str(model.index(place, column).data() or "") for column in range(model.columnCount())]
    return "\n".join(said)


def told(screen: Browse[Any, Any]) -> list[str]:
    """The story, row by row."""
    rows = screen.detail.timeline.list
    return [str(rows.model().index(at, 0).data()) for at in range(len(rows.rows))]
