"""What came of it: the closed manifest with its paper, or the day's end with what is still open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.handover import OpenEnds
from app.domain.outcome import Outcome
from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.plain import Card, label
from app.ui.screens.handover.end_list import EndList
from app.ui.theme import PAD, Look


class _Sign(QWidget):
    """The sign of something that is closed, large."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.look is not None:
            surface = QColor(self.look.palette.surface)
            shape = self.look.color(Tone.COMPLETE)
            paint_tone(QPainter(self), Tone.COMPLETE, QRectF(self.rect()), shape=shape, mark=surface)


class ClosedManifest(Card):
    """Its number, its counts, and where its paper lies."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._outcome: Outcome | None = None
        self._file: Path | None = None
        self._is_unwritten = False
        self._sign = _Sign()
        self.number, self.counts = label(wraps=True), label("heading")
        self.paper, self._next = label(wraps=True), label("muted", wraps=True)
        self.paper.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.paper.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = QVBoxLayout()
        self._words.addStretch(1)
        for widget in (self.number, self.counts, self.paper, self._next):
            self._words.addWidget(widget)
        self._words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._sign)
        self._row.addLayout(self._words, 1)

    def dress(self, look: Look) -> None:
        self._look = self._sign.look = look
        self._row.setContentsMargins(look.px(48), look.px(PAD), look.px(48), look.px(PAD))
        self._row.setSpacing(look.px(48))
        self._words.setSpacing(look.px(16))
        self._sign.setFixedSize(look.px(190), look.px(190))
        size = look.hero_font(40).pixelSize()
        self.number.setStyleSheet(f"font-size: {size}px; font-weight: bold;")
        self._say()

    def show_manifest(self, outcome: Outcome, file: Path | None) -> None:
        """`file` is None while the paper is not written."""
        self._outcome, self._file, self._is_unwritten = outcome, file, False
        self._say()

    def show_file(self, file: Path | None) -> None:
        """The paper was written meanwhile."""
        if file != self._file:
            self._file, self._is_unwritten = file, False
            self._say()

    def show_unwritten(self) -> None:
        """The paper could not be written."""
        self._is_unwritten = True
        self._say()

    def _say(self) -> None:
        look, outcome = self._look, self._outcome
        if look is None or outcome is None:
            return
        self.number.setText(look.word("closed.title", number=outcome.reason))
        self.counts.setText(look.word("closed.counts", parcels=outcome.quantity, units=outcome.units))
        self._next.setText(look.word("closed.next"))
        if self._file is not None:
            self.paper.setText(look.word("closed.written", file=self._file))
        elif self._is_unwritten:
            self.paper.setText(look.word("closed.failed"))
        else:
            self.paper.setText(look.word("closed.writing"))
        is_bad = self._is_unwritten and self._file is None
        self.paper.setObjectName("bad" if is_bad else "")
        self.paper.style().unpolish(self.paper)
        self.paper.style().polish(self.paper)


class DayEnd(Card):
    """The open ends; nothing open is said large."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._hint = label("title"), label("muted")
        self.list = EndList()
        self.nothing = QWidget()
        self._sign, self._done = _Sign(), label("heading", is_centered=True)
        column = QVBoxLayout(self.nothing)
        column.addStretch(2)
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._done)
        column.addStretch(3)
        self._column = QVBoxLayout(self)
        for widget in (self._title, self.list, self.nothing):
            self._column.addWidget(widget)
        self._column.setStretchFactor(self.list, 1)
        self._column.setStretchFactor(self.nothing, 1)
        self._column.addWidget(self._hint)

    def dress(self, look: Look) -> None:
        self._sign.look = look
        self._sign.setFixedSize(look.px(150), look.px(150))
        self._column.setContentsMargins(look.px(PAD), look.px(16), look.px(PAD), look.px(12))
        self._title.setText(look.word("ends.title"))
        self._done.setText(look.word("ends.none"))
        self._hint.setText(look.word("ends.close"))
        self.list.setAccessibleName(look.word("ends.title"))
        self.list.dress_ends(look)

    def show_ends(self, ends: OpenEnds) -> None:
        self.list.show_rows(ends.ends)
        self.list.setVisible(bool(ends.ends))
        self.nothing.setVisible(not ends.ends)
