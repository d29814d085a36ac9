"""Asked once more before what waits for a printer goes to its fall-back."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.domain.barcode import Command
from app.domain.glance import PrinterReport
from app.ui.plain import label
from app.ui.screens.equipment.page import Page
from app.ui.screens.incidents.options import Options
from app.ui.screens.printers.light import words_of_printer


class Sure(Page):
    """`answered` says whether to."""

    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._report: PrinterReport | None = None
        self._other: PrinterReport | None = None
        self._does, self._is, self.options = label(wraps=True), label("figure", wraps=True), Options()
        for widget in (self._does, self._is, self.options):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.options.picked.connect(lambda number: self.answered.emit(number == 1))

    def ask(self, report: PrinterReport, other: PrinterReport) -> None:
        self._report, self._other = report, other
        self._show()

    def press(self, key: str) -> bool:
        return self.options.press(key)

    def take_scan(self, text: str) -> bool:
        if text not in (Command.OK, Command.CANCEL):
            return False
        self.answered.emit(text == Command.OK)
        return True

    def _show(self) -> None:
        look, report, other = self._look, self._report, self._other
        if look is None or report is None or other is None:
            return
        words = {"name": report.name, "other": other.name, "count": report.ledger.waiting}
        self.title.setText(look.word("printers.send.sure", **words))
        self._does.setText(look.word("printers.send.sure.do"))
        self._is.setText(look.word("printers.says", name=other.name, what=words_of_printer(other, "", look)))
        self.options.show_options([(look.word("printers.send.yes"), ""), (look.word("printers.send.no"), "")], look)
