"""A card with a list of things, one row each: its light, its name, how it is, where it is."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QVBoxLayout

from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.plain import Card, label
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, FIGURE, PAD, SMALL, Look

ROW = 128
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RowWords:
    """What stands in a row: three lines, each with a text at the left and a smaller one at its right. `aside_tone`
    colors the uppermost of those.
    """

    tone: Tone
    name: str
    how: str
    where: str
    aside: str = ""
    how_aside: str = ""
    where_aside: str = ""
    aside_tone: Tone = Tone.SYSTEM


class RowCard(Card, Generic[T]):
    """Up and Down choose; `chosen_changed` says that another one is chosen. `title` is the key of its heading,
    `row_height` of a row, or of each, at 1920 x 1080.
    """

    chosen_changed = Signal()
    row_height: float | Callable[[Any], float] = ROW

    def __init__(self, title: str) -> None:
        super().__init__()
        self._look: Look | None = None
        self._now_ms = 0
        self._key = title
        self._title = label("title")
        self.list: RowList[T] = RowList(self._paint, key=self.name_of, spoken=self.spoken)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self.chosen_changed.emit())
        layout = QVBoxLayout(self)
        layout.addWidget(self._title)
        layout.addWidget(self.list, 1)

    def dress(self, look: Look) -> None:
        self._look = look
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(look.px(PAD), look.px(16), look.px(PAD), look.px(PAD))
        layout.setSpacing(look.px(10))
        self._title.setText(look.word(self._key))
        self.list.setAccessibleName(look.word(self._key))
        self.list.dress(look, height=self.row_height)

    def show_things(self, rows: tuple[T, ...], now_ms: int) -> None:
        """Show these as they are at `now_ms` (UTC epoch milliseconds); the first is chosen where none is."""
        self._now_ms = now_ms
        self.list.show_rows(rows)
        self.list.viewport().update()
        if self.list.chosen() is None:
            self.choose(0)

    def choose(self, place: int) -> bool:
        """Choose the row at this place; whether there is one."""
        if not 0 <= place < len(self.list.rows):
            return False
        self.list.setCurrentIndex(self.list.model().index(place, 0))
        return True

    def choose_named(self, name: str) -> None:
        self.choose(next((at for at, row in enumerate(self.list.rows) if self.name_of(row) == name), -1))

    def chosen(self) -> T | None:
        return self.list.chosen()

    @staticmethod
    @abstractmethod
    def name_of(row: T) -> str:
        """By what a row is known."""

    @abstractmethod
    def spoken(self, row: T) -> str:
        """The row as a screen reader says it."""

    @abstractmethod
    def words(self, row: T, look: Look) -> RowWords:
        """What stands in the row."""

    def _paint(self, painter: QPainter, box: QRectF, row: T, look: Look) -> None:
        paint_row(painter, box, self.words(row, look), look)


def paint_row(painter: QPainter, box: QRectF, words: RowWords, look: Look) -> None:
    """The light at the left, the three lines beside it."""
    p, px = look.palette, look.px
    side = px(44)
    mark = QRectF(box.left() + px(12), box.center().y() - side / 2, side, side)
    paint_tone(painter, words.tone, mark, shape=look.color(words.tone), mark=QColor(p.surface))
    text = box.adjusted(mark.right() - box.left() + px(18), px(10), -px(12), -px(10))
    top = QRectF(text.left(), text.top(), text.width(), text.height() * 0.4)
    middle = QRectF(text.left(), top.bottom(), text.width(), text.height() * 0.32)
    low = QRectF(text.left(), middle.bottom(), text.width(), text.height() * 0.28)
    strong, muted = look.font(SMALL + 1, bold=True), QColor(p.muted)
    for line, said, aside, fonts, inks in (
        (top, words.name, words.aside, (look.hero_font(FIGURE - 4), strong), (p.text, look.color(words.aside_tone))),
        (middle, words.how, words.how_aside, (look.font(BODY, bold=True), strong), (look.color(words.tone), muted)),
        (low, words.where, words.where_aside, (look.font(SMALL), look.font(SMALL)), (muted, muted)),
    ):
        painter.setFont(fonts[1])
        painter.setPen(inks[1])
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, aside)
        spare = painter.fontMetrics().horizontalAdvance(aside) + 16 if aside else 0
        painter.setFont(fonts[0])
        painter.setPen(QColor(inks[0]))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, left, elided(painter, said, line.width() - spare))
