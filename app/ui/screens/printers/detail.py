"""One printer: what it says, what to do about it, what is known of it, and a key for each thing to do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout

from app.domain.glance import PrinterReport
from app.domain.printer_status import Condition
from app.ui.messages import explain, remedy, what
from app.ui.messages_printer import LANGUAGES
from app.ui.plain import Card, label
from app.ui.screens.equipment.head import Head
from app.ui.screens.incidents.age import age, moment
from app.ui.screens.incidents.options import Option
from app.ui.screens.printers.light import (
    moved_words,
    paper_words,
    tone_of_printer,
    trouble_of,
    words_of_printer,
)
from app.ui.theme import Look

KNOWN = ("waiting", "sent", "fallback", "address", "paper", "language", "model", "identity", "odometer", "shift")
WAYS = ("card", "look", "send", "set", "preview", "find")
"""What can be done, in the order of the keys 1 to 6."""
COLUMNS, WAY_COLUMNS = 3, 2


class Detail(Card):
    """Shows the chosen printer; `picked` carries one of WAYS."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._report: PrinterReport | None = None
        self._other, self._now_ms = "", 0
        self.head = Head()
        self.says, self.do = self.head.says, self.head.do
        self.last = label("muted", wraps=True)
        self.cells: dict[str, tuple[QLabel, QLabel]] = {name: (label("small"), label("figure")) for name in KNOWN}
        self.ways = {way: Option(str(key)) for key, way in enumerate(WAYS, 1)}
        self._line = label("line")
        self._build()

    def _build(self) -> None:
        self._grid, self._keys = QGridLayout(), QGridLayout()
        for place, (name, value) in enumerate(self.cells.values()):
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setMinimumWidth(1)  # a long address is cut, and never makes the window wider
            for row, part in enumerate((name, value)):
                self._grid.addWidget(part, place // COLUMNS * 2 + row, place % COLUMNS, Qt.AlignmentFlag.AlignTop)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        for place, (way, made) in enumerate(self.ways.items()):
            made.clicked.connect(partial(self.picked.emit, way))
            self._keys.addWidget(made, place // WAY_COLUMNS, place % WAY_COLUMNS)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.head)
        self._column.addLayout(self._grid)
        self._column.addWidget(self.last)
        self._column.addStretch(1)
        self._column.addWidget(self._line)
        self._column.addLayout(self._keys)

    def dress(self, look: Look) -> None:
        self._look = look
        self._column.setContentsMargins(look.px(28), look.px(24), look.px(28), look.px(20))
        self._column.setSpacing(look.px(16))
        self._grid.setHorizontalSpacing(look.px(24))
        self._grid.setVerticalSpacing(look.px(1))
        for row in range(1, 2 * -(-len(KNOWN) // COLUMNS), 2):
            self._grid.setRowMinimumHeight(row, look.px(42))
        self._keys.setSpacing(look.px(10))
        self._line.setFixedHeight(1)
        self.head.dress(look)
        self._show()

    def show_printer(self, report: PrinterReport, other: str, now_ms: int) -> None:
        """`other` takes over for it just now, empty when nobody does."""
        self._report, self._other, self._now_ms = report, other, now_ms
        self._show()

    def press(self, key: str) -> bool:
        """A single key; whether it meant something here."""
        if not (key.isascii() and key.isdigit() and 1 <= int(key) <= len(WAYS)):
            return False
        self.picked.emit(WAYS[int(key) - 1])
        return True

    def _show(self) -> None:
        look, report = self._look, self._report
        if look is None or report is None:
            return
        language, code = look.language, trouble_of(report)
        is_said = not code or (report.status is not None and report.status.stop is not None)
        says = words_of_printer(report, self._other, look) if is_said else what(code, language).rstrip("。.")
        said = look.word("printers.says", name=report.name, what=says)
        self.head.show_words(tone_of_printer(report, self._other), said, self._to_do(report, code, look))
        last = report.ledger.code if report.ledger.code != code else ""
        self.last.setText(look.word("printers.last", why=explain(last, language)) if last else "")
        self.last.setVisible(bool(last))
        for (key, (name, cell)), value in zip(self.cells.items(), self._values(report, look), strict=True):
            name.setText(look.word(f"printers.known.{key}"))
            cell.setText(value)
            cell.setToolTip(value)
        for way, made in self.ways.items():
            made.show_words(look.word(f"printers.{way}"), self._does(way, report, look))
            made.dress(look)

    def _to_do(self, report: PrinterReport, code: str, look: Look) -> str:
        if code:
            return remedy(code, look.language)
        if report.status is None:
            return ""
        is_silent = Condition.SILENT in report.status.conditions
        return look.word("printers.silent.do" if is_silent else "printers.well")

    def _does(self, way: str, report: PrinterReport, look: Look) -> str:
        if way == "send":
            key = "printers.send.do" if report.fallback else "printers.send.none"
            return look.word(key, other=report.fallback)
        return look.word(f"printers.{way}.do")

    def _values(self, report: PrinterReport, look: Look) -> tuple[str, ...]:
        """In the order of KNOWN."""
        ledger, status, now_ms = report.ledger, report.status, self._now_ms
        none, untold = look.word("printers.none"), look.word("printers.untold")
        since = moment(ledger.waiting_since_ms, now_ms)
        count = status.labels_printed if status is not None else None
        return (
            look.word("printers.waits", count=ledger.waiting, since=since) if ledger.waiting else none,
            age(ledger.sent_at_ms, now_ms, look) if ledger.sent_at_ms else look.word("printers.not_yet"),
            report.fallback or none,
            report.address or none,
            paper_words(report, look),
            LANGUAGES[report.language].say(look.language),
            (status.model if status is not None else "") or untold,
            (status.identity if status is not None else "") or untold,
            untold if count is None else f"{count:,}",
            moved_words(report.calibration, look) if report.calibration else look.word("printers.not_yet"),
        )
