"""A scanner in a steady hand: types its codes at the window that has the keyboard, so many a second, come what may.

A code that is due while the window is busy, or while the keyboard passes from one window to the next, is typed as soon
as it can be, as the system's queue would bring it.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

_NONE = Qt.KeyboardModifier.NoModifier


class Trigger(QObject):
    """Types `code_of(0)` to `code_of(count - 1)`. `before` is called with a number right before its code is due.

    `due_s` holds when each code's Enter was due (of `time.perf_counter`), `cpu_s` what this thread had used when its
    Enter was delivered.
    """

    def __init__(
        self, code_of: Callable[[int], str], count: int, *, per_s: float, before: Callable[[int], None] = lambda _: None
    ) -> None:
        super().__init__()
        self._code_of = code_of
        self.count = count
        self._per_s = per_s
        self._before = before
        self.typed = self._announced = 0
        self.due_s, self.cpu_s = array("d"), array("d")
        self._began_s = 0.0
        self._timer = QTimer(self, interval=1)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    @property
    def is_done(self) -> bool:
        return self.typed == self.count

    def pull(self) -> None:
        self._began_s = time.perf_counter()
        self._timer.start()

    def _on_tick(self) -> None:
        """All that is due by now, as a queue of keys is emptied before anything is painted."""
        now_s = time.perf_counter()
        while not self.is_done and now_s >= self._due_s():
            if self._announced == self.typed:
                self._announced += 1
                self._before(self.typed)
            if QGuiApplication.focusWindow() is None:
                return
            self.type_code(self._code_of(self.typed), self._due_s())
            self.typed += 1
        if self.is_done:
            self._timer.stop()

    def _due_s(self) -> float:
        return self._began_s + self.typed / self._per_s

    def type_code(self, code: str, due_s: float) -> None:
        """Key by key, a millisecond apart by the keyboard's own clock, the last of them Enter."""
        for at, character in enumerate(f"{code}\r", start=-len(code)):
            window = QGuiApplication.focusWindow()
            assert window is not None
            if character == "\r":
                self.due_s.append(due_s)
                self.cpu_s.append(time.thread_time())
            _press(window, character, int(due_s * 1000) + at)


def _press(window: QWindow, character: str, at_ms: int) -> None:
    key = Qt.Key.Key_Return if character == "\r" else ord(character.upper())
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, _NONE, character)
        event.setTimestamp(at_ms)
        QCoreApplication.sendEvent(window, event)
