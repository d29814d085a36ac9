"""The titles of a long list's columns: a click sorts, an arrow shows by which and which way round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView

from app.domain.record import Question
from app.ui.icons import paint_icon
from app.ui.tables.column import LEFT, RIGHT, Column
from app.ui.tables.row_list import elided
from app.ui.theme import SMALL, Look

HEIGHT, PAD, ARROW = 42, 14, 16


class Header(QHeaderView):
    """Painted by the theme; it never takes the keyboard."""

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._columns = columns
        self._look: Look | None = None
        self._question = Question()
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(10)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(10, self._look.px(HEIGHT) if self._look else 30)

    def dress(self, look: Look) -> None:
        self._look = look
        self.updateGeometry()
        self.viewport().update()

    def show_sort(self, question: Question) -> None:
        """By what the list is sorted."""
        self._question = question
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        look = self._look
        if look is None:
            return
        column, box = self._columns[section], QRectF(rect)
        is_sorted = column.sort is not None and column.sort is self._question.sort
        painter.save()
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(look.palette.line))
        inner = box.adjusted(look.px(PAD), 0, -look.px(PAD), 0)
        ink = QColor(look.palette.text if is_sorted else look.palette.muted)
        painter.setFont(look.font(SMALL, bold=is_sorted))
        painter.setPen(ink)
        side = look.px(ARROW)
        room = inner.width() - (side + look.px(4) if is_sorted else 0)
        text = elided(painter, look.word(column.title), room)
        wide = painter.fontMetrics().horizontalAdvance(text)
        left = inner.right() - wide if column.is_right else inner.left()
        painter.drawText(inner, RIGHT if column.is_right else LEFT, text)
        if is_sorted:
            at = left - side - look.px(4) if column.is_right else left + wide + look.px(4)
            arrow = "arrow-down" if self._question.is_descending else "arrow-up"
            paint_icon(painter, arrow, QRectF(at, round(box.center().y() - side / 2), side, side), ink)
        painter.restore()
