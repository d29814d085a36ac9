"""Where a code appears while it is typed, and the keys that matter most."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.ui.plain import label
from app.ui.theme import Look

HINTS = (("F4", "aside"), ("F6", "unpack"), ("F8", "reprint"), ("F9", "void"), ("F10", "label"))


class ScanLine(QWidget):
    """Shows the line that the wedge collects. It is no field: keys reach the wedge whatever has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit(readOnly=True)
        self.field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._hints = label("small")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self._hints)

    def dress(self, look: Look) -> None:
        self._row.setSpacing(look.px(20))
        self.field.setPlaceholderText(look.word("scan.hint"))
        self.field.setAccessibleName(look.word("scan.label"))
        self._hints.setText("     ".join(f"{key} {look.word(f'keys.{name}')}" for key, name in HINTS))

    def show_text(self, text: str) -> None:
        """Show the end of what is typed; control characters as a dot."""
        self.field.setText("".join(c if c.isprintable() else "·" for c in text[-80:]))
