"""One record whole: what it is at the left, what happened to it at the right; and the pieces of such a page."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.plain import Card, button, label
from app.ui.tables.column import paint_marked
from app.ui.tables.row_list import RowList
from app.ui.tables.timeline import Timeline
from app.ui.theme import BODY, GAP, PAD, RADIUS, Look

Record = TypeVar("Record")
NOTICE = 30


class Detail(QWidget, Generic[Record]):
    """`left` says that somebody wants to go back to the list. What a kind of record shows
    goes into `column`, what must not scroll away above it into `head` or below it into `foot`.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None
        self.timeline = Timeline()
        self.back, self.heading, self.mark = button("flat"), label("heading"), Mark()
        self.heading.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.back.clicked.connect(self.left)
        self._card, self._scroll = Card(), QScrollArea(widgetResizable=True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self._scroll.setWidget(inner)
        inner.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self.head, self.foot = QHBoxLayout(), QVBoxLayout()
        self.head.addWidget(self.back)
        self.head.addStretch(1)
        self.head.addWidget(self.mark)
        self._sheet = QVBoxLayout(self._card)
        self._sheet.addLayout(self.head)
        self._sheet.addWidget(self._scroll, 1)
        self._sheet.addLayout(self.foot)
        self._halves = QHBoxLayout(self)
        self._halves.addWidget(self._card, 1)
        self._halves.addWidget(self.timeline, 1)
        self.column.addWidget(self.heading)

    def dress(self, look: Look) -> None:
        self.look = look
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(look.px(GAP))
        self._sheet.setContentsMargins(look.px(10), look.px(10), look.px(4), look.px(10))
        self._sheet.setSpacing(look.px(4))
        self.column.setContentsMargins(look.px(PAD - 8), 0, look.px(PAD - 4), 0)
        self.column.setSpacing(look.px(10))
        self.back.setText(look.word("record.back"))
        self.back.setAccessibleName(look.word("record.back.name"))
        self._scroll.setAccessibleName(look.word("record.about"))
        self.mark.dress(look)
        self.timeline.dress(look)

    def show_record(self, record: Record, now_ms: int) -> None:
        """Show this one; `now_ms` is UTC epoch milliseconds."""
        raise NotImplementedError

    def press(self, key: str) -> None:
        """A single key of a person."""

    def begin(self) -> None:
        """Another record than before: from its top on."""
        self._scroll.verticalScrollBar().setValue(0)
        self.timeline.begin()


class Mark(QWidget):
    """A state: icon and word in its color."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._icon, self._word, self._tone = "", "", Tone.SYSTEM

    def dress(self, look: Look) -> None:
        self._look = look
        self._fit()

    def show_state(self, icon: str, word: str, tone: Tone) -> None:
        self._icon, self._word, self._tone = icon, word, tone
        self.setAccessibleName(word)
        self._fit()

    def _fit(self) -> None:
        if self._look is not None:
            self.setFont(self._look.font(BODY, bold=True))
            wide = self.fontMetrics().horizontalAdvance(self._word) + self._look.px(44)
            self.setFixedSize(wide, self._look.px(34))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self._look is not None and self._icon:
            paint_marked(QPainter(self), QRectF(self.rect()), self._icon, self._word, self._tone, self._look)


class Notice(QLabel):
    """A bar that cannot be overlooked: the tone's color and its shape; away while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._look: Look | None = None
        self._tone = Tone.WRONG
        self.hide()

    def dress(self, look: Look) -> None:
        self._look = look
        side = look.px(NOTICE)
        self.setContentsMargins(side + look.px(26), look.px(12), look.px(14), look.px(12))
        self._color()

    def say(self, text: str, tone: Tone) -> None:
        self._tone = tone
        self.setText(text)
        self.setVisible(bool(text))
        self._color()

    def _color(self) -> None:
        if self._look is not None:
            ink = self._look.palette.tones[self._tone].ink
            self.setStyleSheet(f"color: {ink}; background: transparent; font-weight: bold;")

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        if look is None:
            return
        paint, painter = look.palette.tones[self._tone], QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(paint.fill))
        painter.drawRoundedRect(QRectF(self.rect()), look.px(RADIUS), look.px(RADIUS))
        side = look.px(NOTICE)
        box = QRectF(look.px(14), (self.height() - side) / 2, side, side)
        paint_tone(painter, self._tone, box, shape=QColor(paint.ink), mark=QColor(paint.fill))
        painter.end()
        super().paintEvent(event)


class Facts(QWidget):
    """Names at the left, what they are at the right; what is not known has no row."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []

    def show_facts(self, facts: tuple[tuple[str, str], ...], look: Look) -> None:
        known = [(name, value) for name, value in facts if value]
        while len(self._rows) < len(known):
            self._add_row()
        for (name, value), told in zip(self._rows, [*known, *[("", "")] * len(self._rows)], strict=False):
            name.setText(told[0])
            value.setText(told[1])
            name.setVisible(bool(told[1]))
            value.setVisible(bool(told[1]))
        self._grid.setContentsMargins(0, look.px(4), 0, look.px(4))
        self._grid.setHorizontalSpacing(look.px(20))
        self._grid.setVerticalSpacing(look.px(6))

    def _add_row(self) -> None:
        name, value = label("muted"), label("", wraps=True)
        at = len(self._rows)
        self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, at, 1)
        self._rows.append((name, value))


def show_whole(rows: RowList[Record], shown: tuple[Record, ...], look: Look, height: int) -> None:
    """Show a short list without a scroll bar of its own: the page around it scrolls."""
    rows.show_rows(shown)
    rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    rows.dress(look, height=height)
    rows.setFixedHeight(len(shown) * look.px(height) + look.px(6))
    rows.setVisible(bool(shown))
