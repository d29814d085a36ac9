"""Where a code appears while it is typed, and the keys that matter most just now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from app.domain.barcode import Command
from app.domain.desk import HandingOver, Idle, Packing, Showing, State
from app.ui.messages import command_name
from app.ui.messages_command import HOTKEYS
from app.ui.plain import label
from app.ui.theme import Look

_C = Command
# A question names its keys itself.
HINTS: dict[type, tuple[Command, ...]] = {
    Idle: (_C.MODE_ITEM, _C.MODE_ORDER, _C.HANDOVER, _C.DAY_END),
    Packing: (_C.ASIDE, _C.UNPACK, _C.CLOSE, _C.SHORT),
    Showing: (_C.REPRINT_MISSING, _C.VOID, _C.LABEL),
    HandingOver: (_C.MANIFEST, _C.UNPACK, _C.ASIDE, _C.DAY_END),
}


class ScanLine(QWidget):
    """Shows the line that the wedge collects. It is no field: keys reach the wedge whatever has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._kind: type = Idle
        self.field = QLineEdit(readOnly=True)
        self.field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.hints = label("small")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.hints.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.hints.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row.addWidget(self.field, 2)  # both keep their share, whatever the hints are: the field does not jump
        self._row.addWidget(self.hints, 3)

    def dress(self, look: Look) -> None:
        self._look = look
        self._row.setSpacing(look.px(20))
        self.field.setPlaceholderText(look.word("scan.hint"))
        self.field.setAccessibleName(look.word("scan.label"))
        self._say_hints()

    def show_text(self, text: str) -> None:
        """Show the end of what is typed; control characters as a dot."""
        self.field.setText("".join(c if c.isprintable() else "·" for c in text[-80:]))

    def show_hints(self, state: State) -> None:
        """Name the keys for what is on the table."""
        if type(state) is not self._kind:
            self._kind = type(state)
            self._say_hints()

    def _say_hints(self) -> None:
        look = self._look
        if look is not None:
            named = [(HOTKEYS[each], _short(each, look)) for each in HINTS.get(self._kind, ())]
            self.hints.setText(
                "     ".join(f"{key} {name}" for key, name in (*named, ("F1", look.word("header.help"))))
            )


def _short(command: Command, look: Look) -> str:
    """A reprint's name says more than there is room for."""
    if command is Command.REPRINT_MISSING:
        return look.word("keys.reprint")
    return command_name(command, look.language)
