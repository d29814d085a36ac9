"""The answers to a question, one key each: as large as a finger, with the one that holds marked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.screens.incidents.options import Option
from app.ui.theme import Look

MOST = 9
WIDEST = 1180  # an eye goes back to the line it came from


class Ways(QWidget):
    """Up to nine; `picked` carries the number of the one that was taken, from 1."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self.buttons = [Option(str(number)) for number in range(1, MOST + 1)]
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for number, made in enumerate(self.buttons, 1):
            made.clicked.connect(partial(self.picked.emit, number))
            self._column.addWidget(made)

    def show_ways(self, ways: Sequence[tuple[str, str]], look: Look) -> None:
        """Show these (word, what it does); what it does may be empty."""
        self._count = len(ways)
        self._column.setSpacing(look.px(10))
        self.setMaximumWidth(look.px(WIDEST))
        for made, words in zip(self.buttons, (*ways, *[("", "")] * (MOST - len(ways))), strict=True):
            made.show_words(*words)
            made.dress(look)
            made.setVisible(bool(words[0]))
        self.setVisible(bool(ways))

    def press(self, key: str) -> bool:
        """A key was pressed; whether it stands for one of these."""
        if key.isascii() and key.isdigit() and 1 <= int(key) <= self._count:
            self.picked.emit(int(key))
            return True
        return False
