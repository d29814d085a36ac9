"""The keys and the command codes that mean the same, over the window; scanning goes on beneath."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.domain.barcode import Command
from app.ui.plain import Card, label
from app.ui.theme import Look

KEYS: tuple[tuple[str, str, str], ...] = (
    ("F4", "aside", Command.ASIDE),
    ("F6", "unpack", Command.UNPACK),
    ("F8", "missing", Command.REPRINT_MISSING),
    ("Shift+F8", "damaged", Command.REPRINT_DAMAGED),
    ("F9", "void", Command.VOID),
    ("F10", "label", Command.LABEL),
    ("Ctrl+1 … Ctrl+4", "choose", f"{Command.CHOOSE_1} … {Command.CHOOSE_4}"),
    ("F7 · Ctrl+E", "incidents", ""),
    ("Ctrl+O", "import", ""),
    ("F2 · F3 · F5", "lists", ""),
    ("Ctrl+L", "language", ""),
    ("Ctrl+D", "theme", ""),
    ("Ctrl+S", "sound", ""),
    ("Ctrl++ · Ctrl+-", "size", ""),
    ("F1", "help", ""),
)


class KeyHelp(QWidget):
    """The overlay; a click, Escape or F1 closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shade")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = label("heading")
        self._close = label("muted")
        self._grid = QGridLayout()
        self._cells: list[tuple[QLabel, QLabel, QLabel]] = []
        self._heads = tuple(label("title") for _ in range(3))
        card = Card()
        self._column = QVBoxLayout(card)
        self._column.addWidget(self._title)
        self._column.addLayout(self._grid)
        self._column.addWidget(self._close)
        for place, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, place)
        for row, (keys, _, code) in enumerate(KEYS, 1):
            cells = (label("figure"), label(), label("muted"))
            cells[0].setText(keys)
            cells[2].setText(code)
            for place, cell in enumerate(cells):
                self._grid.addWidget(cell, row, place)
            self._cells.append(cells)
        outer = QVBoxLayout(self)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def dress(self, look: Look) -> None:
        self.setStyleSheet("QWidget#shade { background: rgba(0, 0, 0, 150); }")
        self._column.setContentsMargins(look.px(40), look.px(28), look.px(40), look.px(28))
        self._column.setSpacing(look.px(18))
        self._grid.setHorizontalSpacing(look.px(48))
        self._grid.setVerticalSpacing(look.px(11))
        self._title.setText(look.word("help.title"))
        self._close.setText(look.word("help.close"))
        for head, key in zip(self._heads, ("help.key", "help.does", "help.code"), strict=True):
            head.setText(look.word(key))
        for (_, does, _), (_, key, _) in zip(self._cells, KEYS, strict=True):
            does.setText(look.word(f"help.{key}"))

    def open(self, room: QRect) -> None:
        """Cover this part of the window."""
        self.setGeometry(room)
        self.show()
        self.raise_()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self.hide()
