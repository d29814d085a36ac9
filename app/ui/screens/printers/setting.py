"""A printer is set by its test card: the finest bars are scanned, four letters typed, and what they mean is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.domain.barcode import Command
from app.domain.calibrating import CARD_CODES, FINEST, dots_of, read_letters
from app.domain.glance import PrinterReport
from app.domain.label import Calibration
from app.ui.messages import explain
from app.ui.plain import label
from app.ui.screens.equipment.page import Page
from app.ui.screens.incidents.options import Options
from app.ui.screens.printers.light import moved_words
from app.ui.screens.printers.tick_picture import TickPicture
from app.ui.theme import Look

LETTERS = 4


class _Field(QLineEdit):
    """Keeps its Enter: one that went on to the page would keep what it only just gave a meaning."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.text() in ("\r", "\n"):
            event.accept()


class Setting(Page):
    """`kept` carries the Calibration that a person confirmed. A scan of the card is taken in at any time."""

    kept = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._report: PrinterReport | None = None
        self._may_decide = True
        self._finest: int | None = None
        self._read: frozenset[str] = frozenset()
        self.found: Calibration | None = None
        self.lead, self.bars = label("reminder", wraps=True), label(wraps=True)
        self.says, self.bad = label(wraps=True), label("bad", wraps=True)
        self.field, self._picture, self.options = _Field(maxLength=20), TickPicture(), Options()
        self._row = QHBoxLayout()
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self._picture)
        for widget in (self.lead, self.bars, self.says):
            self._column.addWidget(widget)
        self._column.addLayout(self._row)
        self._column.addWidget(self.bad)
        self._column.addWidget(self.options)
        self._column.addStretch(1)
        self.field.returnPressed.connect(self._on_entered)
        self.field.textEdited.connect(lambda _text: self.bad.hide())
        self.options.picked.connect(self._on_picked)

    def dress(self, look: Look) -> None:
        self._row.setSpacing(look.px(24))
        self.bars.setStyleSheet(f"font-size: {look.hero_font(24).pixelSize()}px;")
        self.says.setStyleSheet(f"font-size: {look.hero_font(32).pixelSize()}px; font-weight: bold;")
        self._picture.dress(look)
        super().dress(look)

    def begin(self, report: PrinterReport) -> None:
        """Ask anew, about this printer."""
        self._report, self._finest, self._read, self.found = report, None, frozenset(), None
        self.field.clear()
        self.bad.hide()
        self._show()

    def show_rights(self, *, may_decide: bool) -> None:
        """Who may not keep it is told whose badge is needed."""
        self._may_decide = may_decide
        self._show()

    def press(self, key: str) -> bool:
        return self.found is not None and self.options.press(key)

    def take_scan(self, text: str) -> bool:
        """A code of the card, the letters, or OK for what they mean."""
        code = text.strip().upper()
        if code in CARD_CODES.values():
            dots = dots_of(code)
            if dots is not None:
                self._finest = min(dots, self._finest or dots)
            self._read |= {code.rpartition(".")[2]}
            self._understand(self.field.text() if self.found is not None else "")
            return True
        if code == Command.OK and self.found is not None:
            self.kept.emit(self.found)
            return True
        if code == Command.CANCEL:
            return self.back()
        return len(code) == LETTERS and code.isalpha() and self._understand(code)

    def back(self) -> bool:
        if self.found is None:
            return False
        self.found = None
        self._show()
        self.field.setFocus()
        return True

    def home(self) -> QWidget:
        return self if self.found is not None else self.field

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps what stands there; a held one would keep what nobody has read."""
        if event.text() in ("\r", "\n") and self.found is not None and not event.isAutoRepeat():
            self.kept.emit(self.found)
        else:
            super().keyPressEvent(event)

    def _on_entered(self) -> None:
        if self.field.text().strip() and not self._understand(self.field.text()):
            self.bad.show()

    def _understand(self, letters: str) -> bool:
        """Show what these letters mean; False where they are none. Without any, only what was scanned is shown."""
        if self._report is None:
            return False
        found = read_letters(letters, dpi=self._report.stock.dpi, finest_dots=self._finest) if letters else None
        if found is not None:
            self.found = found
            self.field.setText("".join(letters.split()).upper())
            self.bad.hide()
        self._show()
        self.home().setFocus()
        return found is not None

    def _on_picked(self, number: int) -> None:
        if number == 1 and self.found is not None:
            self.kept.emit(self.found)
        else:
            self.back()

    def _show(self) -> None:
        look, report, found = self._look, self._report, self.found
        if look is None or report is None:
            return
        self.title.setText(look.word("printers.set.title", name=report.name))
        self.lead.setText(look.word("printers.lead"))
        self.lead.setVisible(not self._may_decide)
        self.bars.setText(self._of_bars(look))
        self.says.setText(self._of_letters(look))
        self.bad.setText(explain("calibration.letters", look.language))
        self.field.setPlaceholderText(look.word("printers.set.field"))
        self.field.setAccessibleName(look.word("printers.set.field"))
        self.field.setEnabled(found is None)
        self._picture.show_letters(self.field.text() if found is not None else "")
        self.options.setVisible(found is not None)
        keeps = (look.word("printers.set.yes"), look.word("printers.set.yes.do"))
        self.options.show_options([keeps, (look.word("printers.set.no"), "")], look)

    def _of_bars(self, look: Look) -> str:
        said = look.word("printers.set.scan")
        if self._finest is not None:
            said = look.word("printers.set.finest", dots=self._finest)
            darker = self._finest > FINEST
            said += " " + look.word("printers.darker" if darker else "printers.fine", dots=self._finest - 1)
        others = sorted(self._read & {"QR", "DM"})
        return " ".join([said, *(look.word("printers.set.read", code=code) for code in others)])

    def _of_letters(self, look: Look) -> str:
        if self.found is None:
            return look.word("printers.set.type")
        said = look.word("printers.set.sure", moved=moved_words(self.found, look))
        return said if self._finest is not None else f"{said} {look.word('printers.set.untried')}"
