"""Every key and the command code that means the same, over the window; scanning goes on beneath."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.domain.barcode import Command
from app.ui.messages import command_name
from app.ui.messages_command import HOTKEYS
from app.ui.plain import Card, label
from app.ui.theme import SMALL, Look

OWN: tuple[tuple[str, str], ...] = (
    ("F7 · Ctrl+E", "incidents"),
    ("Ctrl+O", "import"),
    ("F2 · F3 · F5", "lists"),
    ("Ctrl+L", "language"),
    ("Ctrl+D", "theme"),
    ("Ctrl+S", "sound"),
    ("Ctrl++ · Ctrl+-", "size"),
    ("F1", "help"),
)
_CHOICES = tuple(Command(f"PB.{number}") for number in range(1, 10))
COLUMNS = 2


class KeyHelp(QWidget):
    """The overlay; a click, Escape or F1 closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shade")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title, self._close = label("heading"), label("muted")
        self._grid = QGridLayout()
        card = Card()
        self._column = QVBoxLayout(card)
        self._column.addWidget(self._title)
        self._column.addLayout(self._grid)
        self._column.addWidget(self._close)
        self._heads = tuple(label("title") for _ in range(3 * COLUMNS))
        for place, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, place + place // 3)
        self._commands = [command for command in Command if command not in _CHOICES[1:]]
        count = len(self._commands) + len(OWN)
        self.cells = [(label("figure"), label(), label("muted")) for _ in range(count)]
        rows = -(-count // COLUMNS)
        for at, cells in enumerate(self.cells):
            for place, cell in enumerate(cells):
                self._grid.addWidget(cell, at % rows + 1, at // rows * 4 + place)
        outer = QVBoxLayout(self)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def dress(self, look: Look) -> None:
        self.setStyleSheet(
            "QWidget#shade { background: rgba(0, 0, 0, 150); }"
            f"QLabel#figure, QLabel, QLabel#muted {{ font-size: {look.px(SMALL)}px; }}"
        )
        self._column.setContentsMargins(look.px(40), look.px(20), look.px(40), look.px(20))
        self._column.setSpacing(look.px(10))
        self._grid.setHorizontalSpacing(look.px(28))
        self._grid.setVerticalSpacing(look.px(6))
        self._grid.setColumnMinimumWidth(3, look.px(40))
        self._title.setText(look.word("help.title"))
        self._close.setText(look.word("help.close"))
        for head, key in zip(self._heads, ("help.key", "help.does", "help.code") * COLUMNS, strict=True):
            head.setText(look.word(key))
        for cells, texts in zip(self.cells, self._rows(look), strict=True):
            for cell, text in zip(cells, texts, strict=True):
                _say(cell, text)

    def _rows(self, look: Look) -> list[tuple[str, str, str]]:
        """Key, what it does, and the code to scan, where there is one. The nine choices are one row."""
        rows = [(HOTKEYS[each], command_name(each, look.language), each.value) for each in self._commands]
        at = self._commands.index(_CHOICES[0])
        first, last = _CHOICES[0], _CHOICES[-1]
        rows[at] = (f"{HOTKEYS[first]} … {HOTKEYS[last]}", look.word("help.choose"), f"{first} … {last}")
        return [*rows, *((keys, look.word(f"help.{key}"), "") for keys, key in OWN)]

    def open(self, room: QRect) -> None:
        """Cover this part of the window."""
        self.setGeometry(room)
        self.show()
        self.raise_()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self.hide()


def _say(cell: QLabel, text: str) -> None:
    if cell.text() != text:
        cell.setText(text)
