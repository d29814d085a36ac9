"""What a page at the right of a list is: keys and scans may mean something on it, Escape leaves it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.plain import Card, label
from app.ui.theme import Look


class Page(Card):
    """A heading, and what stands below it."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self.title = label("heading", wraps=True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)

    def dress(self, look: Look) -> None:
        self._look = look
        self._column.setContentsMargins(look.px(28), look.px(24), look.px(28), look.px(20))
        self._column.setSpacing(look.px(16))
        self._show()

    def press(self, key: str) -> bool:  # noqa: ARG002 - a page without keys
        """A single key; whether it meant something here."""
        return False

    def take_scan(self, text: str) -> bool:  # noqa: ARG002 - a page without codes
        """A scan; whether it was meant for this page."""
        return False

    def back(self) -> bool:
        """One step back on this page; False when it is to be left."""
        return False

    def home(self) -> QWidget:
        """What has the keyboard while it is seen."""
        return self

    def _show(self) -> None:
        """Say everything anew."""
