"""Where the four letters of a test card are read: left, top, right, bottom, the first whole tick of each edge."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.theme import BODY, Look

SIDES = 4


class TickPicture(QWidget):
    """A small card with the order of its edges, and the letters once they are given."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._letters = ""

    def dress(self, look: Look) -> None:
        self._look = look
        self.setFixedSize(look.px(190), look.px(220))
        self.update()

    def show_letters(self, letters: str) -> None:
        """Four letters, or none: then the edges are numbered as they are typed."""
        self._letters = letters
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self._look
        if look is None:
            return
        painter, p = QPainter(self), look.palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(look.px(20), look.px(4), -look.px(20), -look.px(4))
        painter.setPen(QPen(QColor(p.muted), 1.5))
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawRoundedRect(card, 4, 4)
        middle = card.center()
        left, right = QPointF(card.left(), middle.y()), QPointF(card.right(), middle.y())
        top, bottom = QPointF(middle.x(), card.top()), QPointF(middle.x(), card.bottom())
        edges = (left, top, right, bottom)
        inward = (QPointF(1, 0), QPointF(0, 1), QPointF(-1, 0), QPointF(0, -1))
        texts = self._letters if len(self._letters) == SIDES else "1234"
        painter.setFont(look.font(BODY, bold=True))
        for edge, way, text in zip(edges, inward, texts, strict=True):
            across = QPointF(way.y(), way.x())
            painter.setPen(QPen(QColor("#161B22"), 2))
            for tick in range(1, 5):
                at = edge + way * look.px(6) * tick
                painter.drawLine(at - across * look.px(12), at + across * look.px(12))
            center = edge + way * look.px(50)
            side = look.px(30)
            box = QRectF(center.x() - side / 2, center.y() - side / 2, side, side)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(p.accent.fill))
            painter.drawEllipse(box)
            painter.setPen(QColor(p.accent.ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
