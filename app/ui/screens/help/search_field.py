"""The field that what is typed goes to, with a magnifying glass painted into it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from app.ui.icons import paint_icon
from app.ui.screens.help.handbook import LONGEST_QUESTION
from app.ui.theme import Look

SIGN, EDGE = 22, 14


class SearchField(QLineEdit):
    """Takes as many characters as are looked for."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self.setMaxLength(LONGEST_QUESTION)

    def dress(self, look: Look) -> None:
        self._look = look
        self.setTextMargins(look.px(SIGN + EDGE * 0.75), 0, 0, 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._look is not None:
            side = self._look.px(SIGN)
            place = QRectF(self._look.px(EDGE), (self.height() - side) / 2, side, side)
            painter = QPainter(self)
            paint_icon(painter, "search", place, QColor(self._look.palette.muted))
            painter.end()
