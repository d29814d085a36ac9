"""Keys for the lesson in which a scanner's way of typing is learned: each burst as pressed, and nothing scanned."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from app.domain.keystroke import Keystroke
from app.domain.typed import ALT
from app.ui.wedge_keys import is_held, is_modifier

SILENCE_MS = 300  # ends a burst: the slowest scanner's keys are nearer to each other
LONGEST_BURST = 2000  # keys


class LessonKeys(QObject):
    """Gives each burst to `tell` as a tuple of Keystroke."""

    def __init__(self, tell: Callable[[tuple[Keystroke, ...]], None], parent: QObject) -> None:
        super().__init__(parent)
        self._tell = tell
        self._is_on = False
        self._strokes: list[Keystroke] = []
        self._silence = QTimer(self, singleShot=True, interval=SILENCE_MS)
        self._silence.timeout.connect(self._on_silence)
        self._last_ms = 0

    @property
    def is_on(self) -> bool:
        return self._is_on

    @is_on.setter
    def is_on(self, is_on: bool) -> None:
        self._is_on = is_on
        self._strokes.clear()
        self._silence.stop()

    def take(self, event: QKeyEvent, stroke: Keystroke) -> bool:
        """Whether the key is the lesson's: all are but Escape, which leaves it."""
        if is_modifier(event) or event.key() == Qt.Key.Key_Escape:
            return False
        if not is_held(event, self._last_ms):
            self._add(stroke)
        return True

    def take_text(self, text: str) -> bool:
        """Text of an input method, whose keys nobody saw."""
        if text:
            self._add(Keystroke(text, at_ms=self._last_ms))
        return bool(text)

    def let_go_of_alt(self, at_ms: int) -> None:
        """What was typed as a number with Alt is complete: that is told as a stroke of Alt alone."""
        if self._strokes and self._strokes[-1].is_alt:
            self._add(Keystroke("", ALT, at_ms=at_ms))

    def _add(self, stroke: Keystroke) -> None:
        if stroke.at_ms - self._last_ms > SILENCE_MS or len(self._strokes) >= LONGEST_BURST:
            self._end()
        self._strokes.append(stroke)
        self._last_ms = stroke.at_ms
        self._silence.start()

    def _on_silence(self) -> None:
        """Keys that wait because the window was busy come first: only then was there silence."""
        QTimer.singleShot(0, lambda last_ms=self._last_ms: self._end() if last_ms == self._last_ms else None)

    def _end(self) -> None:
        strokes, self._strokes = tuple(self._strokes), []
        if strokes:
            self._tell(strokes)
