"""Codes scanned while a person writes in a field: the keys go on to it, and a whole code is taken out again."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from app.domain.barcode import LONGEST_CODE
from app.domain.typed import begins
from app.domain.wedge_profile import WedgeProfile
from app.ui.wedge_line import SHORTEST_BURST, Line, Piece, length_of

SURELY_NO_HAND = 5  # keys of one breath, where no Enter follows
FASTEST_HAND_MS = 60  # between two of so many keys


def is_field(thing: QObject | None) -> bool:
    """Whether a person writes in it."""
    if isinstance(thing, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox):
        return not thing.isReadOnly()
    return False


class FieldTyping:
    """What is typed into the field in focus without a pause."""

    def __init__(self, gap_ms: int) -> None:
        self._gap_ms = gap_ms
        self.line = Line(gap_ms)
        self._field: QWidget | None = None
        self._before, self._cursor = "", 0
        self._is_waiting = False  # keys came whose character is not complete

    def wait(self, pause_ms: int, field: QWidget) -> None:
        """A key comes that means nothing by itself, and may be the first of a code."""
        is_within = pause_ms <= self._gap_ms and (self._is_waiting or len(self.line) > 0)
        if not is_within or field is not self._field:
            self.line.keep([])
            self._field = field
            if isinstance(field, QLineEdit):
                self._before, self._cursor = field.text(), field.cursorPosition()
        self._is_waiting = True

    def put(self, piece: Piece, pause_ms: int, field: QWidget) -> None:
        """`pause_ms` is since the last key, whatever it was. Of more than a code can have one character is kept."""
        self.wait(pause_ms, field)
        self._is_waiting = False
        if len(self.line) <= LONGEST_CODE:
            self.line.put(piece)

    def end(self, pause_ms: int, profile: WedgeProfile | None) -> str | None:
        """The code that Enter ends, None where a hand presses it. A field of one line gets back what was in it."""
        burst = length_of(self.line.last_run)
        # Few keys may be a hand's, but no hand is at Enter so soon after them.
        is_at_once = burst > 0 and pause_ms <= self._gap_ms // 2
        if not is_at_once and (burst < SHORTEST_BURST or pause_ms > self._gap_ms):
            return None
        return self._take(profile)

    def end_by_silence(self, profile: WedgeProfile) -> str | None:
        """The code that silence ends."""
        is_fast = profile.gap_ms <= FASTEST_HAND_MS or begins(self.line.text, profile)
        return self._take(profile) if is_fast and length_of(self.line.last_run) >= SURELY_NO_HAND else None

    def _take(self, profile: WedgeProfile | None) -> str:
        code = self.line.take_scan(0, profile)
        if isinstance(self._field, QLineEdit):
            QGuiApplication.inputMethod().reset()
            hands = self.line.take_typed()
            self._field.setText(self._before[: self._cursor] + hands + self._before[self._cursor :])
            self._field.setCursorPosition(self._cursor + len(hands))
        self.line.keep([])
        self._is_waiting = False
        return code
