"""Beside the pile: what lies ready and was not scanned yet, and how old the shops' news is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.handover import NewsAge, OpenEnd
from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.messages_handover import news_said
from app.ui.plain import Card, label
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, PAD, Look


@dataclass(frozen=True, slots=True)
class _Row:
    """A carrier with its count, or one of its parcels."""

    text: str
    count: str = ""


class ToCome(Card):
    """Shows the parcels that are still to be scanned, by carrier."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._ends: tuple[OpenEnd, ...] = ()
        self._is_any = True
        self._title, self.none = label("title"), label("muted", wraps=True)
        self.list = RowList(_paint_row, key=lambda row: row.text, spoken=lambda row: f"{row.text} {row.count}".strip())
        self._column = QVBoxLayout(self)
        for widget in (self._title, self.none, self.list):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._column.setStretchFactor(self.list, 1000)

    @property
    def rows(self) -> tuple[str, ...]:
        """What is listed, as text."""
        return tuple(f"{row.text} {row.count}".strip() for row in self.list.rows)

    def dress(self, look: Look) -> None:
        self._look = look
        self._column.setContentsMargins(look.px(PAD), look.px(14), look.px(PAD), look.px(8))
        self._title.setText(look.word("come.title"))
        self.list.setAccessibleName(look.word("come.title"))
        self.list.dress(look, height=48)
        self.show_ends(self._ends, is_any=self._is_any)

    def show_ends(self, ends: tuple[OpenEnd, ...], *, is_any: bool) -> None:
        """`is_any`: the pile is not one carrier's yet."""
        self._ends, self._is_any = ends, is_any
        look = self._look
        if look is None:
            return
        rows: list[_Row] = []
        for end in ends:
            rows += (_Row(end.carrier, f"{end.count:,}"), *map(_Row, end.first))
            if more := end.count - len(end.first):
                rows.append(_Row(look.word("ends.more", count=more)))
        self.list.show_rows(tuple(rows))
        self.list.setVisible(bool(rows))
        self.none.setVisible(not rows)
        self.none.setText(look.word("come.none.any" if is_any else "come.none"))


def _paint_row(painter: QPainter, box: QRectF, row: _Row, look: Look) -> None:
    middle = Qt.AlignmentFlag.AlignVCenter
    inner = box.adjusted(look.px(6 if row.count else 26), 0, -look.px(10), 0)
    painter.setFont(look.font(BODY + 2 if row.count else BODY, bold=bool(row.count)))
    painter.setPen(QColor(look.palette.text))
    painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, row.count)
    words = inner.adjusted(0, 0, -look.px(80 if row.count else 0), 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignLeft | middle, elided(painter, row.text, words.width()))


class _Mark(QWidget):
    """The tone of the news."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None
        self.tone = Tone.SYSTEM

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.look is not None:
            shape, surface = self.look.color(self.tone), QColor(self.look.palette.surface)
            paint_tone(QPainter(self), self.tone, QRectF(self.rect()), shape=shape, mark=surface)


class News(Card):
    """How old the shops' news is: a parcel that was cancelled meanwhile looks like any other."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._age = NewsAge(None, is_old=True)
        self._title, self.said, self._mark = label("title"), label(wraps=True), _Mark()
        self._row = QHBoxLayout()
        self._row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.said, 1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addLayout(self._row)

    def dress(self, look: Look) -> None:
        self._look = self._mark.look = look
        self._column.setContentsMargins(look.px(PAD), look.px(14), look.px(PAD), look.px(16))
        self._row.setSpacing(look.px(12))
        self._mark.setFixedSize(look.px(28), look.px(28))
        self._title.setText(look.word("news.title"))
        self._say()

    def show_age(self, age: NewsAge) -> None:
        self._age = age
        self._say()

    def _say(self) -> None:
        look, age = self._look, self._age
        if look is None:
            return
        self._mark.tone = Tone.WRONG if age.is_old else Tone.OK
        self._mark.update()
        self.said.setText(news_said(age.age_s, look.language, is_old=age.is_old))
        weight = "bold" if age.is_old else "normal"
        color = look.palette.marks[Tone.WRONG] if age.is_old else look.palette.text
        self.said.setStyleSheet(f"color: {color}; font-weight: {weight};")
