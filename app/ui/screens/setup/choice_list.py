"""What was found, one row each: its number, its name in plain words, where it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.ui.screens.setup.ways import WIDEST
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, RADIUS, SMALL, TITLE, Look

HEIGHT, MOST_SEEN = 76, 5


@dataclass(frozen=True, slots=True)
class Choice:
    """`number` is its key, 0 for none; `name` what it is, `below` where."""

    number: int
    name: str
    below: str
    hint: str = ""


class ChoiceList(RowList[Choice]):
    """Chosen by arrows and Enter, by its number, or by a touch."""

    def __init__(self) -> None:
        super().__init__(_paint, key=lambda row: row.below, spoken=lambda row: f"{row.name}, {row.below} {row.hint}")

    def show_choices(self, rows: tuple[Choice, ...], look: Look) -> None:
        """As high as a few rows, and scrolled beyond that."""
        p = look.palette
        self.dress(look, height=HEIGHT)
        self.setMaximumWidth(look.px(WIDEST))
        self.setFixedHeight(look.px(HEIGHT) * min(max(len(rows), 1), MOST_SEEN) + look.px(8))
        self.setStyleSheet(
            f"ChoiceList {{ background: {p.surface}; border: 1px solid {p.line}; border-radius: {look.px(RADIUS)}px; }}"
        )
        self.show_rows(rows)
        if rows and self.chosen() is None:
            self.setCurrentIndex(self.model().index(0, 0))

    def place(self) -> int:
        """Where the chosen row is, -1 when none is."""
        return self.currentIndex().row()

    def choose(self, key: str) -> bool:
        """Go to the row with this number."""
        for at, row in enumerate(self.rows):
            if row.number and key == str(row.number):
                self.setCurrentIndex(self.model().index(at, 0))
                return True
        return False


def _paint(painter: QPainter, box: QRectF, row: Choice, look: Look) -> None:
    px, p = look.px, look.palette
    middle, left, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    side = px(42)
    key = QRectF(box.left() + px(16), box.center().y() - side / 2, side, side)
    if row.number:
        painter.setPen(QColor(p.line))
        painter.setBrush(QColor(p.raised))
        painter.drawRoundedRect(key, px(8), px(8))
        painter.setPen(QColor(p.text))
        painter.setFont(look.font(TITLE, bold=True))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, str(row.number))
    text = box.adjusted(px(16) + side + px(18), px(8), -px(18), -px(8))
    top = QRectF(text.left(), text.top(), text.width(), text.height() / 2)
    low = top.translated(0, top.height())
    painter.setPen(QColor(p.muted))
    painter.setFont(look.font(SMALL))
    painter.drawText(top, right | middle, row.hint)
    spare = painter.fontMetrics().horizontalAdvance(row.hint) + px(16)
    painter.drawText(low, left | middle, elided(painter, row.below, low.width()))
    painter.setPen(QColor(p.text))
    painter.setFont(look.font(BODY + 1, bold=True))
    painter.drawText(top, left | middle, elided(painter, row.name, top.width() - spare))
