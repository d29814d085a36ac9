"""One step of the set-up: a question, its answers, and what came of trying. A page knows nothing of the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import PackbenchError
from app.settings.set_up import SetUp, Step, StepState
from app.ui.errands import Errands
from app.ui.messages import Tone
from app.ui.plain import label
from app.ui.screens.setup.news import SetupNews
from app.ui.screens.setup.note import Note
from app.ui.theme import TITLE, Look

if TYPE_CHECKING:
    from app.setup_desk import SetupDesk
    from app.station import Station


class Page(QWidget):
    """`changed`: the steps stand otherwise; `settled`: the next one may come. The words are `setup.<step>.…`."""

    changed = Signal()
    settled = Signal()
    step: Step | None = None
    words = ""

    def __init__(self, errands: Errands[SetupNews]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.errands = errands
        self._attached: Station | None = None
        self._given: Look | None = None
        self.title, self.says, self.note = label(wraps=True), label("muted", wraps=True), Note()
        self.fixed = Note()
        self._column = QVBoxLayout(self)
        for widget in (self.title, self.says, self.fixed):
            self._column.addWidget(widget)

    def attach(self, station: Station) -> None:
        self._attached = station

    def dress(self, look: Look) -> None:
        self._given = look
        edge = look.px(56)
        self._column.setContentsMargins(edge, look.px(36), edge, look.px(24))
        self._column.setSpacing(look.px(16))
        self.title.setStyleSheet(f"font-size: {look.hero_font(38).pixelSize()}px; font-weight: bold;")
        self.says.setStyleSheet(f"font-size: {look.px(TITLE)}px; color: {look.palette.muted};")
        self.note.dress(look)
        self.fixed.dress(look)
        if self._attached is not None:
            self._show_words()

    def begin(self) -> None:
        """Come into view."""
        self.note.hide()
        self._show_words()

    def leave(self) -> None:
        """Go out of view: what goes on beside ends."""

    def press(self, key: str) -> bool:  # noqa: ARG002 - a page without keys
        """A single key; whether it meant something here."""
        return False

    def enter(self) -> None:
        """Enter, or OK: what stands here is right."""
        self.settled.emit()

    def take_scan(self, text: str, scanner: str) -> bool:  # noqa: ARG002 - a page without codes
        """A scan; whether it was meant for this page."""
        return False

    def back(self) -> bool:
        """One question back within this step; False when the step itself is to be left."""
        return False

    def home(self) -> QWidget:
        """What has the keyboard while it is seen."""
        return self

    def hear(self, news: SetupNews) -> None:
        """What came of an errand, of this page or another."""

    def _show_words(self) -> None:
        """Say everything anew."""
        self._say("title", "says")
        self.fixed.show_note(Tone.SYSTEM, self._word("setup.fixed"), self._word("setup.fixed.do"))
        self.fixed.setVisible(self._is_fixed)

    def _say(self, title: str, says: str, **values: object) -> None:
        """The question and what belongs to it, by the ends of their words' keys."""
        self.title.setText(self._word(f"setup.{self.words}.{title}", **values))
        self.says.setText(self._word(f"setup.{self.words}.{says}", **values) if says else "")
        self.says.setVisible(bool(says))

    def _word(self, key: str, **values: object) -> str:
        return self._given.word(key, **values) if self._given is not None else ""

    @property
    def _look(self) -> Look:
        assert self._given is not None
        return self._given

    @property
    def _station(self) -> Station:
        assert self._attached is not None
        return self._attached

    @property
    def _desk(self) -> SetupDesk:
        return self._station.setup

    @property
    def _is_fixed(self) -> bool:
        return self.step is not None and self._desk.state(self.step) is StepState.FIXED

    def _keep_it(self, change: Callable[[SetUp], SetUp], state: StepState | None = None, *, api_key: str = "") -> bool:
        """Keep a change, and how this step stands after it; False where it could not be kept, which is said."""
        kept = change(self._desk.kept)
        if state is not None and self.step is not None:
            kept = kept.settled(self.step, state)
        try:
            self._desk.keep(kept, api_key=api_key)
        except PackbenchError as error:
            self.note.show_fault(error.code, self._look.language)
            return False
        self.changed.emit()
        return True

    def show_fault(self, code: str) -> None:
        """Say what cannot be done, and the remedy."""
        self.note.show_fault(code, self._look.language)

    def settle(self, state: StepState) -> bool:
        """Only how this step stands."""
        return self._keep_it(lambda kept: kept, state)

    def _warn(self, key: str, **values: object) -> None:
        self.note.show_note(Tone.WRONG, self._word(key, **values))
