"""The scale: none, or the port it is on and what it speaks, read at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.weighing import Reading, ScaleTrouble
from app.settings import ScaleSettings
from app.settings.set_up import Step, StepState
from app.ui.errands import Errands
from app.ui.messages import Tone
from app.ui.plain import label
from app.ui.screens.setup.choice_list import Choice, ChoiceList
from app.ui.screens.setup.news import ScaleLeft, ScaleShows, ScalesSeen, SetupNews
from app.ui.screens.setup.page import Page
from app.ui.screens.setup.ways import Ways
from app.ui.theme import HERO, Look

if TYPE_CHECKING:
    from app.setup_desk import FoundScale

DIALECTS = ("mt-sics", "toledo", "toledo-checksum", "yaohua", "st-gs")
_BAUDS = (9600, 4800, 2400, 19200)
_HID = "hid"


class Question(Enum):
    """What this step asks just now."""

    WHICH = auto()
    ADDRESS = auto()
    DIALECT = auto()
    READING = auto()


class ScalePage(Page):
    """`tell_news` brings what a scale shows into the window's thread."""

    step = Step.SCALE
    words = "scale"

    def __init__(self, errands: Errands[SetupNews]) -> None:
        super().__init__(errands)
        self._asks = Question.WHICH
        self._found: tuple[FoundScale, ...] = ()
        self._chosen = ScaleSettings()
        self._is_over = threading.Event()
        self.tell_news: Callable[[SetupNews], None] = _unheard
        self.list, self.field, self.ways = ChoiceList(), QLineEdit(maxLength=200), Ways()
        self.figure, self.more = label(), label("muted", wraps=True)
        for widget in (self.list, self.field, self.figure, self.note, self.ways, self.more):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.list.clicked.connect(lambda _index: self.enter())
        self.ways.picked.connect(self._on_picked)

    def dress(self, look: Look) -> None:
        self.field.setMaximumWidth(look.px(720))
        self.figure.setStyleSheet(f"font-size: {look.hero_font(HERO * 2).pixelSize()}px; font-weight: bold;")
        super().dress(look)

    def begin(self) -> None:
        super().begin()
        self._chosen = self._desk.settings.scale
        if self._chosen.address:
            self._read()
        else:
            self._look_for_them()

    def leave(self) -> None:
        self._is_over.set()

    def press(self, key: str) -> bool:
        match self._asks, key.upper():
            case Question.WHICH, "0":
                self._keep_none()
            case Question.WHICH, "A":
                self._ask(Question.ADDRESS)
            case Question.WHICH, "R":
                self._look_for_them()
            case Question.WHICH, number if self.list.choose(number):
                self.enter()
            case _:
                return self.ways.press(key)
        return True

    def enter(self) -> None:
        match self._asks:
            case Question.WHICH:
                at = self.list.place()
                if 0 <= at < len(self._found):
                    self._take(self._found[at].address)
                else:
                    self._warn("setup.choose")
            case Question.ADDRESS:
                if self.field.text().strip():
                    self._take(self.field.text().strip())
                else:
                    self._warn("setup.scale.no_address")
            case Question.DIALECT:
                self._warn("setup.choose")
            case Question.READING:
                self.settled.emit()

    def back(self) -> bool:
        if self._asks in (Question.ADDRESS, Question.DIALECT):
            self._ask(Question.WHICH)
            return True
        return False

    def home(self) -> QWidget:
        return {Question.WHICH: self.list, Question.ADDRESS: self.field}.get(self._asks, self)

    def hear(self, news: SetupNews) -> None:
        match news:
            case ScalesSeen(found):
                self._found = found
                if self._asks is Question.WHICH:
                    self._ask(Question.WHICH)
            case ScaleShows(address, heard) if self._asks is Question.READING and address == self._chosen.address:
                self._show_heard(heard)

    def _show_words(self) -> None:
        super()._show_words()
        asks = self._asks
        self._say(asks.name.lower(), f"{asks.name.lower()}.do", address=self._chosen.address)
        self.list.setVisible(asks is Question.WHICH and bool(self._found))
        self.list.setAccessibleName(self.title.text())
        rows = enumerate(self._found, 1)
        named = tuple(Choice(at if at <= 9 else 0, each.title or each.address, each.address) for at, each in rows)
        self.list.show_choices(named, self._look)
        self.field.setVisible(asks is Question.ADDRESS)
        self.field.setPlaceholderText("10.0.7.40:4001")
        self.field.setAccessibleName(self.title.text())
        self.figure.setVisible(asks is Question.READING)
        self.more.setText(self._word("setup.scale.more"))
        self.more.setVisible(asks is Question.WHICH)
        self.ways.show_ways(self._ways(), self._look)

    def _ways(self) -> tuple[tuple[str, str], ...]:
        match self._asks:
            case Question.DIALECT:
                return tuple((self._word(f"setup.scale.{each}"), "") for each in DIALECTS)
            case Question.READING if not self._is_fixed:
                values = {"baud": self._chosen.baud}
                keys = ("other",) if self._chosen.address == _HID else ("other", "dialect_again", "baud")
                return tuple((self._word(f"setup.scale.{key}", **values), "") for key in keys)
            case _:
                return ()

    def _ask(self, question: Question) -> None:
        self._asks = question
        self.note.hide()
        self._show_words()
        self.home().setFocus()

    def _look_for_them(self) -> None:
        self._is_over.set()
        self._ask(Question.WHICH)
        trials = self._desk.trials
        self.errands.ask("scales", lambda: ScalesSeen(trials.find_scales()))

    def _take(self, address: str) -> None:
        self._chosen = ScaleSettings(address=address)
        if address == _HID:
            self._keep()
        else:
            self._ask(Question.DIALECT)

    def _on_picked(self, number: int) -> None:
        match self._asks, number:
            case Question.DIALECT, _:
                self._chosen = replace(self._chosen, protocol=DIALECTS[number - 1])
                self._keep()
            case Question.READING, 1:
                self._look_for_them()
            case Question.READING, 2:
                self._is_over.set()
                self._ask(Question.DIALECT)
            case Question.READING, 3:
                bauds = {baud: _BAUDS[(at + 1) % len(_BAUDS)] for at, baud in enumerate(_BAUDS)}
                self._chosen = replace(self._chosen, baud=bauds.get(self._chosen.baud, _BAUDS[0]))
                self._keep()

    def _keep_none(self) -> None:
        if self._keep_it(lambda kept: replace(kept, scale=ScaleSettings()), StepState.DONE):
            self.settled.emit()

    def _keep(self) -> None:
        chosen = self._chosen
        if self._keep_it(lambda kept: replace(kept, scale=chosen), StepState.OPEN):
            self._read()

    def _read(self) -> None:
        """Listen to it until something else is asked."""
        self._is_over.set()
        self._is_over = over = threading.Event()
        self._ask(Question.READING)
        self.figure.setText("–")
        trials, chosen, tell = self._desk.trials, self._chosen, self.tell_news

        def listen() -> ScaleLeft:
            trials.weigh(chosen, lambda heard: tell(ScaleShows(chosen.address, heard)), over)
            return ScaleLeft()

        self.errands.ask("scale", listen)

    def _show_heard(self, heard: Reading | ScaleTrouble | str) -> None:
        if isinstance(heard, Reading):
            self.figure.setText(self._word("light.scale.grams", grams=heard.grams))
            if not self._is_fixed and self._desk.state(Step.SCALE) is not StepState.DONE:
                self.settle(StepState.DONE)
            key = "setup.scale.still" if heard.is_stable else "setup.scale.moving"
            self.note.show_note(Tone.OK, self._word(key), self._word("setup.scale.reads.do"))
        else:
            self.figure.setText("–")
            self.note.show_fault(str(heard), self._look.language, tone=Tone.WRONG)


def _unheard(_news: SetupNews) -> None:
    """Until the screen says who hears it."""
