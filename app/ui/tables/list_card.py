"""The sheet of a long list: its table, or what to do where it has no row."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.domain.record import Question
from app.ui.plain import Card, label
from app.ui.theme import Look


class ListCard(Card):
    """Empty until the first answer came."""

    def __init__(self, table: QWidget) -> None:
        super().__init__()
        self._table, self._nothing = table, QWidget()
        self.what, self.do = (label(role, is_centered=True, wraps=True) for role in ("heading", "muted"))
        middle = QVBoxLayout(self._nothing)
        middle.addStretch(2)
        middle.addWidget(self.what)
        middle.addWidget(self.do)
        middle.addStretch(3)
        self._stack = QStackedLayout()
        for part in (QWidget(), self._nothing, table):
            self._stack.addWidget(part)
        sheet = QVBoxLayout(self)
        sheet.addLayout(self._stack)
        sheet.setContentsMargins(2, 2, 2, 2)

    def show_found(self, room: str, question: Question, count: int, look: Look, *, is_filtered: bool) -> None:
        """The table, or why it is empty; `room` is the front of the words' keys."""
        if count:
            self._stack.setCurrentWidget(self._table)
            return
        state = "unfound" if question.words else "unfiltered" if is_filtered else "none"
        filtered = look.word(f"{room}.filter.{question.filter}")
        self.say(look.word(f"{room}.{state}", words=question.words, filter=filtered), look.word(f"{room}.{state}.do"))

    def say(self, happened: str, do: str) -> None:
        """There is no row: why, and what to do."""
        self.what.setText(happened)
        self.do.setText(do)
        self._stack.setCurrentWidget(self._nothing)
