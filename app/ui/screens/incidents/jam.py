"""After a jam: a run of labels is printed once more by their numbers, asked twice before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from app.ui.plain import Card, label
from app.ui.screens.incidents.options import Options
from app.ui.theme import Look

MOST_LABELS = 100
_RANGE = re.compile(r"\s*[#＃]?(\d{1,9})\s*(?:[-–—~～至到]\s*[#＃]?(\d{1,9})\s*)?")


def read_range(text: str) -> tuple[int, int] | None:
    """`37-41`, `#37 – #41`, `37`; None for anything else, backwards, or more labels than a jam can hold."""
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    first = int(found[1])
    last = int(found[2] or first)
    return (first, last) if 1 <= first <= last < first + MOST_LABELS else None


class Jam(Card):
    """`asked` carries the first and the last number, `left` says that this is over."""

    asked = Signal(int, int)
    left = Signal()

    def __init__(self, come_home: Callable[[], object]) -> None:
        super().__init__()
        self._look: Look | None = None
        self._come_home = come_home
        self._range: tuple[int, int] | None = None
        self.is_open = False
        self._title, self.says, self._bad = label("heading"), label(wraps=True), label("bad", wraps=True)
        self.field, self.options = QLineEdit(maxLength=40), Options()
        self._column = QVBoxLayout(self)
        for widget in (self._title, self.says, self.field, self._bad, self.options):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.field.returnPressed.connect(self._on_entered)
        self.options.picked.connect(self._on_picked)

    def dress(self, look: Look) -> None:
        self._look = look
        self._column.setContentsMargins(look.px(28), look.px(24), look.px(28), look.px(20))
        self._column.setSpacing(look.px(16))
        self.field.setPlaceholderText(look.word("jam.field"))
        self._bad.setText(look.word("jam.bad", most=MOST_LABELS))
        self._show()

    def begin(self) -> None:
        """Ask for the numbers anew."""
        self.is_open = True
        self._range = None
        self.field.clear()
        self._bad.hide()
        self._show()
        self.field.setFocus()

    def press(self, key: str) -> bool:
        """A single key; whether it meant something here."""
        return self._range is not None and self.options.press(key)

    def back(self) -> None:
        """One step back: to the numbers, or out."""
        if self._range is None:
            self._leave()
        else:
            self.begin()

    def _on_entered(self) -> None:
        self._range = read_range(self.field.text())
        self._bad.setVisible(self._range is None)
        self._show()
        if self._range is not None:
            self._come_home()

    def _on_picked(self, number: int) -> None:
        wanted = self._range
        self._leave()
        if number == 1 and wanted is not None:
            self.asked.emit(*wanted)

    def _leave(self) -> None:
        self._range, self.is_open = None, False
        self._come_home()
        self.left.emit()

    def _show(self) -> None:
        look = self._look
        if look is None:
            return
        self.field.setVisible(self._range is None)
        self.options.setVisible(self._range is not None)
        if self._range is None:
            self._title.setText(look.word("jam.title"))
            self.says.setText(look.word("jam.what"))
            return
        first, last = self._range
        key = "jam.sure" if first < last else "jam.sure.one"
        self._title.setText(look.word(key, first=first, last=last))
        self.says.setText(look.word("jam.count", count=last - first + 1))
        self.options.show_options([(look.word("jam.yes"), ""), (look.word("jam.no"), "")], look)
