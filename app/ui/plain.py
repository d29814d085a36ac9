"""The few plain widgets of the window, named for the stylesheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget


class Card(QFrame):
    """A white sheet with a hairline: one region of the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")


def label(role: str = "", *, is_centered: bool = False, wraps: bool = False) -> QLabel:
    """A line of text in one of the stylesheet's roles: title, heading, figure, muted, small."""
    made = QLabel()
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
