"""The first three steps: in what language, what the place is called, for practice or for real."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.settings import StationSettings
from app.settings.set_up import Step, StepState
from app.ui.errands import Errands
from app.ui.messages import CHINESE, ENGLISH
from app.ui.plain import label
from app.ui.screens.setup.news import SetupNews
from app.ui.screens.setup.page import Page
from app.ui.screens.setup.ways import Ways
from app.ui.theme import Look

LONGEST_NAME = 40
_LANGUAGES = (CHINESE, ENGLISH)
_ENROLL = "packbench people add"


class LanguagePage(Page):
    """Each language is named in itself, and holds at once."""

    step = Step.LANGUAGE
    words = "language"
    language_asked = Signal(str)

    def __init__(self, errands: Errands[SetupNews]) -> None:
        super().__init__(errands)
        self.ways = Ways()
        self.ways.picked.connect(self._on_picked)
        for widget in (self.ways, self.note):
            self._column.addWidget(widget)
        self._column.addStretch(1)

    def _show_words(self) -> None:
        super()._show_words()
        self.ways.show_ways((("中文", "界面显示中文"), ("English", "The window speaks English")), self._look)

    def press(self, key: str) -> bool:
        return self.ways.press(key)

    def enter(self) -> None:
        """The one that it speaks already is right."""
        if self.settle(StepState.DONE):
            self.settled.emit()

    def _on_picked(self, number: int) -> None:
        if self.settle(StepState.DONE):
            self.language_asked.emit(_LANGUAGES[number - 1])
            self.settled.emit()


class NamePage(Page):
    """The name stands in the window's head, in every record, and on every list for the driver."""

    step = Step.NAME
    words = "name"

    def __init__(self, errands: Errands[SetupNews]) -> None:
        super().__init__(errands)
        self.field = QLineEdit(maxLength=LONGEST_NAME)
        self.people = label("muted", wraps=True)
        for widget in (self.field, self.note, self.people):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.field.textEdited.connect(lambda _text: self.note.hide())

    def dress(self, look: Look) -> None:
        self.field.setMaximumWidth(look.px(720))
        self.field.setStyleSheet(f"font-size: {look.hero_font(30).pixelSize()}px; padding: {look.px(12)}px;")
        super().dress(look)

    def begin(self) -> None:
        is_known = self._is_fixed or self._desk.state(Step.NAME) is StepState.DONE
        self.field.setText(self._desk.settings.station.name if is_known else "")
        self.field.setEnabled(not self._is_fixed)
        super().begin()

    def _show_words(self) -> None:
        super()._show_words()
        self.field.setPlaceholderText(self._word("setup.name.field"))
        self.field.setAccessibleName(self._word("setup.name.title"))
        count = self._desk.count_people()
        key = "setup.name.people" if count else "setup.name.nobody"
        self.people.setText(self._word(key, count=count, command=_ENROLL))

    def home(self) -> QWidget:
        return self if self._is_fixed else self.field

    def enter(self) -> None:
        if self._is_fixed:
            self.settled.emit()
            return
        name = " ".join(self.field.text().split())
        if not name:
            self._warn("setup.name.empty")
            return
        own = self._desk.kept.station or StationSettings()
        if self._keep_it(lambda kept: replace(kept, station=replace(own, name=name)), StepState.DONE):
            self.settled.emit()


class UsePage(Page):
    """Practice buys nothing and puts nothing on paper; what is set for the real thing stays kept meanwhile."""

    step = Step.USE
    words = "use"

    def __init__(self, errands: Errands[SetupNews]) -> None:
        super().__init__(errands)
        self.ways = Ways()
        self.ways.picked.connect(self._on_picked)
        for widget in (self.ways, self.note):
            self._column.addWidget(widget)
        self._column.addStretch(1)

    def _show_words(self) -> None:
        super()._show_words()
        ways = tuple(
            (self._word(f"setup.use.{way}"), self._word(f"setup.use.{way}.do")) for way in ("practice", "real")
        )
        self.ways.show_ways(() if self._is_fixed else ways, self._look)

    def press(self, key: str) -> bool:
        return self.ways.press(key)

    def enter(self) -> None:
        if self._is_fixed or self._desk.kept.is_practice is not None:
            self.settled.emit()
        else:
            self._warn("setup.choose")

    def _on_picked(self, number: int) -> None:
        if self._keep_it(lambda kept: replace(kept, is_practice=number == 1), StepState.DONE):
            self.settled.emit()
