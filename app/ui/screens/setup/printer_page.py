"""The label printer: looked for or typed in, its paper, its language, and a test card that is scanned back."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum, auto

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QProgressBar, QWidget

from app.domain.calibrating import CARD_CODES, dots_of
from app.domain.glance import FoundPrinter
from app.domain.printing import Delivery, Language, PrintOutcome
from app.settings import PrinterSettings
from app.settings.set_up import Step, StepState
from app.ui.errands import Errands
from app.ui.messages import Tone
from app.ui.messages_printer import LANGUAGES
from app.ui.plain import label
from app.ui.screens.setup.choice_list import Choice, ChoiceList
from app.ui.screens.setup.news import CardSent, PrintersSeen, SetupNews, TrialFailed
from app.ui.screens.setup.page import Page
from app.ui.screens.setup.ways import Ways
from app.ui.theme import Look

SIZES = ((100.0, 150.0), (76.0, 130.0), (100.0, 180.0))
HEADS = (203, 300, 600)
FIND, CARD = "printers", "card"
_SPOKEN = (Language.ZPL, Language.TSPL, Language.EPL, Language.CPCL, Language.ESCPOS)
_SEARCH_MS, _TICK_MS = 4_000, 100
_HEAD = re.compile(r"(203|300|600) ?dpi", re.IGNORECASE)


class Question(Enum):
    """What this step asks just now."""

    WHICH = auto()
    ADDRESS = auto()
    PAPER = auto()
    LANGUAGE = auto()
    CARD = auto()
    NONE = auto()  # practice, where nothing is asked


class PrinterPage(Page):
    """What is chosen is kept as soon as it can print; done it is when its card was read."""

    step = Step.PRINTER
    words = "printer"

    def __init__(self, errands: Errands[SetupNews]) -> None:
        super().__init__(errands)
        self._asks = Question.WHICH
        self._found: tuple[FoundPrinter, ...] = ()
        self._is_searching = self._is_printing = False
        self._chosen = PrinterSettings()
        self._is_guessed = False
        self.bar, self.list = QProgressBar(textVisible=False, maximum=_SEARCH_MS), ChoiceList()
        self.field, self.ways, self.more = QLineEdit(maxLength=200), Ways(), label("muted", wraps=True)
        for widget in (self.bar, self.list, self.field, self.ways, self.note, self.more):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(lambda: self.bar.setValue(min(self.bar.value() + _TICK_MS, _SEARCH_MS - _TICK_MS)))
        self.list.clicked.connect(lambda _index: self.enter())
        self.ways.picked.connect(self._on_picked)
        self.field.textEdited.connect(lambda _text: self.note.hide())

    def dress(self, look: Look) -> None:
        self.field.setMaximumWidth(look.px(720))
        super().dress(look)

    def begin(self) -> None:
        super().begin()
        if self._desk.kept.is_practice and not self._is_fixed:
            self._ask(Question.NONE)
        elif self._desk.settings.printer.address:
            self._chosen = self._desk.settings.printer
            self._ask(Question.CARD)
        else:
            self._search()

    def leave(self) -> None:
        if self._is_searching:
            self.errands.cancel(FIND)
        self._is_searching = False
        self._clock.stop()

    def press(self, key: str) -> bool:
        match self._asks, key.upper():
            case Question.WHICH, "A":
                self.leave()
                self._ask(Question.ADDRESS)
            case Question.WHICH, "R":
                self._search()
            case Question.WHICH, number if self.list.choose(number):
                self.enter()
            case _:
                return self.ways.press(key)
        return True

    def enter(self) -> None:
        match self._asks:
            case Question.WHICH:
                at = self.list.place()
                if not self._is_searching and 0 <= at < len(self._found):
                    self._choose(self._found[at])
            case Question.ADDRESS:
                self._take_address()
            case Question.PAPER | Question.LANGUAGE:
                self._warn("setup.choose")
            case Question.CARD if self._is_printing:
                self._warn("setup.printer.sending")
            case _:
                self.settled.emit()

    def take_scan(self, text: str, scanner: str) -> bool:  # noqa: ARG002 - whichever reads the card
        code = text.strip().upper()
        if self._asks is not Question.CARD or code not in CARD_CODES.values():
            return False
        dots = dots_of(code)
        if not self._is_fixed and not self.settle(StepState.DONE):
            return True
        said = self._word("setup.printer.read_bars", dots=dots) if dots else self._word("setup.printer.read")
        self.note.show_note(Tone.OK, said, self._word("setup.printer.read.do"))
        return True

    def back(self) -> bool:
        if self._is_searching:
            self._end_search()
            return True
        before = {Question.ADDRESS: Question.WHICH, Question.PAPER: Question.WHICH, Question.LANGUAGE: Question.PAPER}
        if self._asks not in before:
            return False
        self._ask(before[self._asks])
        return True

    def home(self) -> QWidget:
        return {Question.WHICH: self.list, Question.ADDRESS: self.field}.get(self._asks, self)

    def hear(self, news: SetupNews) -> None:
        match news:
            case PrintersSeen(found) if self._is_searching:
                self._found = found
                self._end_search()
            case TrialFailed("printers", code) if self._is_searching:
                self._end_search()
                self.note.show_fault(code, self._look.language)
            case CardSent(outcome):
                self._is_printing = False
                self._show_outcome(outcome)
            case TrialFailed("card", code):
                self._is_printing = False
                self.note.show_fault(code, self._look.language)

    def _show_words(self) -> None:
        super()._show_words()
        asks, look = self._asks, self._look
        paper, spoken = f"{self._chosen.width_mm:g} × {self._chosen.height_mm:g}", LANGUAGES[self._chosen.language]
        self._say(
            asks.name.lower(),
            f"{asks.name.lower()}.do",
            address=self._chosen.address,
            paper=paper,
            spoken=spoken.say(look.language),
            dpi=self._chosen.dpi,
        )
        if asks is Question.WHICH and self._is_searching:
            self.says.setText(self._word("setup.printer.searching"))
        elif asks is Question.WHICH and not self._found:
            self.says.setText(self._word("setup.printer.none_found"))
        self.bar.setVisible(asks is Question.WHICH and self._is_searching)
        self.list.setVisible(asks is Question.WHICH and bool(self._found))
        self.list.setAccessibleName(self.title.text())
        self.list.show_choices(tuple(self._row(at, each) for at, each in enumerate(self._found, 1)), look)
        self.field.setVisible(asks is Question.ADDRESS)
        self.field.setPlaceholderText("10.0.7.31:9100")
        self.field.setAccessibleName(self.title.text())
        self.more.setText(self._word("setup.printer.more"))
        self.more.setVisible(asks is Question.WHICH)
        self.ways.show_ways(self._ways(), look)

    def _row(self, number: int, found: FoundPrinter) -> Choice:
        """In plain words: on the network, on a cable, a queue of this machine."""
        kind = found.address.partition(":")[0]
        place = "usb" if kind == "usb" else "queue" if kind in ("windows", "driver", "cups") else "network"
        spoken = LANGUAGES[found.language].say(self._look.language) if found.language else ""
        below = f"{self._word(f'setup.printer.on_{place}')}  ·  {found.address}"
        return Choice(number if number <= 9 else 0, found.model or found.address, below, spoken)

    def _ways(self) -> tuple[tuple[str, str], ...]:
        match self._asks:
            case Question.PAPER:
                return tuple((f"{width:g} × {height:g} mm", "") for width, height in SIZES)
            case Question.LANGUAGE:
                return tuple((LANGUAGES[each].say(self._look.language), "") for each in _SPOKEN)
            case Question.CARD:
                keys = ("print",) if self._is_fixed else ("print", "other", "head", "speaks")
                named = {"dpi": self._chosen.dpi, "spoken": LANGUAGES[self._chosen.language].say(self._look.language)}
                return tuple(
                    (self._word(f"setup.printer.{key}", **named), self._word(f"setup.printer.{key}.do")) for key in keys
                )
            case _:
                return ()

    def _ask(self, question: Question) -> None:
        self._asks = question
        self.note.hide()
        self._show_words()
        self.home().setFocus()

    def _search(self) -> None:
        self._is_searching = True
        self.bar.setValue(0)
        self._clock.start()
        self._ask(Question.WHICH)
        desk = self._station.printers
        self.errands.ask(FIND, lambda: PrintersSeen(desk.find()))

    def _end_search(self) -> None:
        self.leave()
        self._ask(self._asks)

    def _choose(self, found: FoundPrinter) -> None:
        head = _HEAD.search(found.model)
        language = found.language or Language.ZPL
        dpi = int(head[1]) if head else HEADS[0]
        self._is_guessed = found.language is None
        self._chosen = PrinterSettings(address=found.address, identity=found.identity, language=language.value, dpi=dpi)
        self._ask(Question.PAPER)

    def _take_address(self) -> None:
        address = self.field.text().strip()
        if not address:
            self._warn("setup.printer.no_address")
            return
        if ":" not in address:
            address += ":9100"  # where every label printer listens
        self._chosen, self._is_guessed = PrinterSettings(address=address), True
        self._ask(Question.PAPER)

    def _on_picked(self, number: int) -> None:
        match self._asks, number:
            case Question.PAPER, _:
                width, height = SIZES[number - 1]
                self._chosen = replace(self._chosen, width_mm=width, height_mm=height)
                if self._is_guessed:
                    self._ask(Question.LANGUAGE)
                else:
                    self._keep()
            case Question.LANGUAGE, _:
                self._chosen = replace(self._chosen, language=_SPOKEN[number - 1].value)
                self._keep()
            case Question.CARD, 1:
                self._print()
            case Question.CARD, 2:
                self._search()
            case Question.CARD, 3:
                following = HEADS[(HEADS.index(self._chosen.dpi) + 1) % len(HEADS)]
                self._chosen = replace(self._chosen, dpi=following)
                self._keep()
            case Question.CARD, 4:
                self._ask(Question.LANGUAGE)

    def _keep(self) -> None:
        chosen = self._chosen
        if self._keep_it(lambda kept: replace(kept, printer=chosen), StepState.OPEN):
            self._ask(Question.CARD)

    def _print(self) -> None:
        if self._is_printing:
            return
        self._is_printing = True
        trials = self._desk.trials
        self.note.show_note(Tone.SYSTEM, self._word("setup.printer.sending"))
        self.errands.ask(CARD, lambda: CardSent(trials.print_card()))

    def _show_outcome(self, outcome: PrintOutcome) -> None:
        if outcome.code:
            is_gone = outcome.delivery is Delivery.NOT_SENT
            self.note.show_fault(outcome.code, self._look.language, tone=Tone.STOP if is_gone else Tone.WRONG)
        else:
            self.note.show_note(Tone.COMPLETE, self._word("setup.printer.sent"), self._word("setup.printer.sent.do"))
