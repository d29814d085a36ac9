"""A few ways to go, one key each: the number, the word, and what it does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.plain import label
from app.ui.theme import Look

MOST = 4


class Option(QPushButton):
    """One way."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setObjectName("choice")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.key, self.word, self.does = label("key", is_centered=True), label("option"), label("muted")
        self.key.setText(key)
        self._row, self._column = QHBoxLayout(self), QVBoxLayout()
        self._row.addWidget(self.key)
        self._row.addLayout(self._column, 1)
        self._column.addStretch(1)
        self._column.addWidget(self.word)
        self._column.addWidget(self.does)
        self._column.addStretch(1)
        for part in (self.key, self.word, self.does):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def dress(self, look: Look) -> None:
        self._row.setContentsMargins(look.px(20), 0, look.px(20), 0)
        self._row.setSpacing(look.px(20))
        self._column.setSpacing(look.px(2))
        self.key.setFixedSize(look.px(42), look.px(42))
        self.does.setVisible(bool(self.does.text()))
        self.setFixedHeight(look.px(78 if self.does.text() else 60))

    def show_words(self, word: str, does: str) -> None:
        self.word.setText(word)
        self.does.setText(does)
        self.setAccessibleName(f"{self.key.text()} {word}. {does}".strip())


class Options(QWidget):
    """Up to `most` ways; `picked` carries the number of the one that was taken, from 1."""

    picked = Signal(int)

    def __init__(self, most: int = MOST) -> None:
        super().__init__()
        self._count = 0
        self.buttons = [Option(str(number)) for number in range(1, most + 1)]
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for number, made in enumerate(self.buttons, 1):
            made.clicked.connect(partial(self.picked.emit, number))
            self._column.addWidget(made)

    def show_options(self, options: Sequence[tuple[str, str]], look: Look) -> None:
        """Show these (word, what it does); what it does may be empty."""
        self._count = len(options)
        self._column.setSpacing(look.px(10))
        for made, words in zip(self.buttons, (*options, *[("", "")] * (len(self.buttons) - len(options))), strict=True):
            made.show_words(*words)
            made.dress(look)
            made.setVisible(bool(words[0]))

    def press(self, key: str) -> bool:
        """A key was pressed; whether it stands for one of these."""
        if key.isascii() and key.isdigit() and 1 <= int(key) <= self._count:
            self.picked.emit(int(key))
            return True
        return False
