"""The end: what is set, what is still open, and the opening anew with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from app.resources import resource
from app.settings.set_up import Step, StepState
from app.ui.errands import Errands
from app.ui.messages import Tone
from app.ui.messages_printer import LANGUAGES
from app.ui.plain import label
from app.ui.screens.printers.light import Mark
from app.ui.screens.setup.news import OrdersCameIn, SetupNews, TrialFailed
from app.ui.screens.setup.page import Page
from app.ui.screens.setup.ways import Ways
from app.ui.theme import TITLE, Look

ORDERS = "orders"
SIGNS = {
    StepState.DONE: Tone.OK,
    StepState.FIXED: Tone.OK,
    StepState.SKIPPED: Tone.SYSTEM,
    StepState.OPEN: Tone.WRONG,
}
"""The mark of each state; the word beside it says the same."""


class EndPage(Page):
    """`reopen_asked`: what was kept is to hold; `left`: nothing was changed, back to the table."""

    words = "end"
    reopen_asked = Signal()
    left = Signal()

    def __init__(self, errands: Errands[SetupNews]) -> None:
        super().__init__(errands)
        self._is_reopening = False
        self._grid = QGridLayout()
        self.rows = {step: (Mark(), label("option"), label("figure"), label("option")) for step in Step}
        for at, parts in enumerate(self.rows.values()):
            for column, part in enumerate(parts):
                self._grid.addWidget(part, at, column)
        self._grid.setColumnStretch(3, 1)
        self.ways = Ways()
        self._column.addLayout(self._grid)
        self._column.addWidget(self.ways)
        self._column.addWidget(self.note)
        self._column.addStretch(1)
        self.ways.picked.connect(self._on_picked)

    def dress(self, look: Look) -> None:
        self._grid.setHorizontalSpacing(look.px(20))
        self._grid.setVerticalSpacing(look.px(10))
        for mark, *words in self.rows.values():
            mark.look = look
            mark.setFixedSize(look.px(32), look.px(32))
            for each in words:
                each.setFont(look.font(TITLE))
        super().dress(look)

    def begin(self) -> None:
        self._is_reopening = False
        super().begin()

    def press(self, key: str) -> bool:
        return self.ways.press(key)

    def enter(self) -> None:
        if self._is_reopening:
            return
        if self._desk.is_changed:
            self.reopen_asked.emit()
        else:
            self.left.emit()

    def show_reopening(self) -> None:
        """The station closes and opens; scans are kept meanwhile."""
        self._is_reopening = True
        self.note.show_note(Tone.SYSTEM, self._word("step.opening"), self._word("step.opening.then"))

    def refuse(self, key: str) -> None:
        """It cannot be opened anew just now; `key` is that of the sentence that says why."""
        self._warn(key)

    def hear(self, news: SetupNews) -> None:
        match news:
            case OrdersCameIn(added):
                self.note.show_note(Tone.OK, self._word("import.done", added=added))
            case TrialFailed("orders", code):
                self.note.show_fault(code, self._look.language)

    def _show_words(self) -> None:
        super()._show_words()
        values, is_changed = self._values(), self._desk.is_changed
        states = {step: self._desk.state(step) for step in Step}
        still_open = [self._word(f"setup.step.{step}") for step in Step if states[step] is StepState.OPEN]
        names = self._word("setup.and").join(still_open)
        self._say("title_open" if names else "title", "says" if is_changed else "says_same", names=names)
        for step, (mark, name, value, how) in self.rows.items():
            mark.tone = SIGNS[states[step]]
            how.setStyleSheet(f"color: {self._look.palette.marks[mark.tone]};")
            mark.update()
            name.setText(self._word(f"setup.step.{step}"))
            value.setText(values[step])
            how.setText(self._word(f"setup.state.{states[step]}"))
        self.ways.show_ways(self._ways(), self._look)

    def _ways(self) -> tuple[tuple[str, str], ...]:
        if not self._desk.kept.is_practice:
            return ()
        return ((self._word("setup.end.orders"), self._word("setup.end.orders.do")),)

    def _values(self) -> dict[Step, str]:
        settings, kept = self._desk.settings, self._desk.kept
        printer, scale = settings.printer, settings.scale
        spoken = LANGUAGES[printer.language].say(self._look.language)
        is_practice = kept.is_practice or (kept.is_practice is None and settings.carrier.kind == "sandbox")
        printed = f"{printer.address}  ·  {spoken}" if printer.address else self._word("setup.none")
        return {
            Step.LANGUAGE: self._word("setup.language.this"),
            Step.NAME: settings.station.name,
            Step.USE: self._word("setup.use.practice" if is_practice else "setup.use.real"),
            Step.PRINTER: self._word("setup.printer.practice") if kept.is_practice else printed,
            Step.SCANNER: "",
            Step.SCALE: scale.address or self._word("setup.none"),
            Step.CARRIER: self._word(f"setup.carrier.{settings.carrier.kind}"),
        }

    def _on_picked(self, _number: int) -> None:
        station = self._station
        self.note.show_note(Tone.SYSTEM, self._word("import.running"))
        self.errands.ask(ORDERS, lambda: OrdersCameIn(station.import_orders(resource("demo/orders.csv")).added))
