"""Types a shift's scans at the window as its scanner would, one after the other, slowly enough for a person to watch.

Whoever sits there can scan and press keys as always: what they do is heard too, and a line they are typing is not
broken into.
"""

from __future__ import annotations

import time
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from app.domain.barcode import GROUP_SEPARATOR
from app.ui.main_window import MainWindow

SCAN_EVERY_MS = 1200
_LOOK_EVERY_MS = 20


class Play(Protocol):
    """A shift that says what to scan next."""

    @property
    def is_done(self) -> bool: ...

    def next(self) -> str | None:
        """The next code; None when there is only to wait, or all is done."""


class ShiftPlayer(QObject):
    """Plays until the shift is done. `speed` 1 is a calm packer's."""

    finished = Signal()

    def __init__(self, window: MainWindow, play: Play, *, speed: float = 1.0) -> None:
        super().__init__(window)
        self._window = window
        self._play = play
        self._pause_ms = int(SCAN_EVERY_MS / speed)
        self._line = ""
        self._tick = QTimer(self, singleShot=True, interval=max(self._pause_ms, _LOOK_EVERY_MS))
        self._tick.timeout.connect(self._on_tick)
        window.wedge.changed.connect(self._on_line)
        self._tick.start()

    def _on_line(self, line: str) -> None:
        self._line = line

    def _on_tick(self) -> None:
        if self._play.is_done:
            self.finished.emit()
            return
        code = None if self._line else self._play.next()
        if code is not None:
            self._type(code)
        self._tick.start(max(self._pause_ms, _LOOK_EVERY_MS) if code is None else self._pause_ms)

    def _type(self, code: str) -> None:
        """As fast as a scanner, however busy the window is meanwhile."""
        at_ms = time.monotonic_ns() // 1_000_000
        for at, character in enumerate(code):
            if character == GROUP_SEPARATOR:
                self._press(at_ms + 2 * at, Qt.Key.Key_BracketRight, character, Qt.KeyboardModifier.ControlModifier)
            else:
                self._press(at_ms + 2 * at, Qt.Key(ord(character.upper())), character)
        self._press(at_ms + 2 * len(code), Qt.Key.Key_Return, "\r")

    def _press(
        self, at_ms: int, key: Qt.Key, text: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        handle = self._window.windowHandle()
        for kind, after_ms in ((QEvent.Type.KeyPress, 0), (QEvent.Type.KeyRelease, 1)):
            event = QKeyEvent(kind, key, held, text)
            event.setTimestamp(at_ms + after_ms)
            QCoreApplication.sendEvent(handle, event)
