"""The few plain widgets of the window, named for the stylesheet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget


class Card(QFrame):
    """A white sheet with a hairline: one region of the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")


class Line(QLabel):
    """One line of text. Where it does not fit, it ends in an ellipsis instead of pushing others away; a screen reader
    reads all of it.
    """

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), self.fontMetrics().horizontalAdvance("MM…")), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room, metrics = self.contentsRect(), self.fontMetrics()
        if "\n" in self.text() or metrics.horizontalAdvance(self.text()) <= room.width():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self.drawFrame(painter)
        words = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        # Not by style(): the sheet's may be another object from one moment to the next, and a name for it outlives it.
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, self.alignment(), words)
        painter.end()


def label(role: str = "", *, is_centered: bool = False, wraps: bool = False) -> QLabel:
    """A line of text in one of the stylesheet's roles: title, heading, figure, muted, small."""
    made = QLabel() if wraps else Line()
    made.setObjectName(role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if is_centered:
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


def button(role: str = "") -> QPushButton:
    """A button in one of the stylesheet's roles: primary, flat, choice, or the plain one."""
    made = QPushButton()
    made.setObjectName(role)
    made.setAutoDefault(False)
    return made
