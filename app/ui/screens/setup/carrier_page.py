"""The carrier's account: which, its number and key, who sends, and a call that asks whether the account is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum, auto

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.errors import PackbenchError
from app.settings import CarrierSettings, ShipperSettings
from app.settings.set_up import Step, StepState
from app.ui.errands import Errands
from app.ui.messages import Tone, remedy, what
from app.ui.plain import label
from app.ui.screens.setup.news import AccountKnown, SetupNews, TrialFailed
from app.ui.screens.setup.page import Page
from app.ui.screens.setup.ways import Ways
from app.ui.theme import Look

SANDBOX, KDNIAO = "sandbox", "kdniao"
CALL = "carrier"
ACCOUNT = ("business_id", "api_key")
SHIPPER = ("name", "phone", "company", "province", "city", "district", "street", "postcode")
_NEEDED = ("name", "phone", "province", "city", "street")


class Question(Enum):
    """What this step asks just now."""

    WHICH = auto()
    ACCOUNT = auto()
    SHIPPER = auto()
    CALL = auto()
    NONE = auto()  # practice, where nothing is asked


class Form(QWidget):
    """Fields below each other, in two columns where there are many; Enter goes on to the next."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__()
        self.fields = {key: QLineEdit(maxLength=200) for key in keys}
        self.names = {key: label("muted") for key in keys}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        columns = 2 if len(keys) > 3 else 1
        for at, key in enumerate(keys):
            self._grid.addWidget(self.names[key], at // columns * 2, at % columns)
            self._grid.addWidget(self.fields[key], at // columns * 2 + 1, at % columns)
            self.names[key].setBuddy(self.fields[key])

    def dress(self, look: Look) -> None:
        self._grid.setHorizontalSpacing(look.px(24))
        self._grid.setVerticalSpacing(look.px(4))
        self.setMaximumWidth(look.px(980))

    def name(self, key: str, said: str) -> None:
        self.names[key].setText(said)
        self.fields[key].setAccessibleName(said)

    def home(self) -> QWidget:
        """The first that may be written in and is empty, else the first."""
        open_ones = [field for field in self.fields.values() if field.isEnabled()]
        return next((field for field in open_ones if not field.text()), open_ones[0] if open_ones else self)

    def goes_on(self) -> bool:
        """Whether Enter led to a next field."""
        order = [field for field in self.fields.values() if field.isEnabled()]
        at = next((at for at, field in enumerate(order) if field.hasFocus()), len(order))
        if at + 1 >= len(order):
            return False
        order[at + 1].setFocus()
        return True

    def texts(self) -> dict[str, str]:
        return {key: field.text().strip() for key, field in self.fields.items()}


class CarrierPage(Page):
    """The key goes into the keyring, is shown never again, and leaves its field at once."""

    step = Step.CARRIER
    words = "carrier"

    def __init__(self, errands: Errands[SetupNews]) -> None:
        super().__init__(errands)
        self._asks = Question.WHICH
        self._is_calling = False
        self.account, self.shipper, self.ways = Form(ACCOUNT), Form(SHIPPER), Ways()
        self.account.fields["api_key"].setEchoMode(QLineEdit.EchoMode.Password)
        for widget in (self.account, self.shipper, self.ways, self.note):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.ways.picked.connect(self._on_picked)

    def dress(self, look: Look) -> None:
        self.account.dress(look)
        self.shipper.dress(look)
        super().dress(look)

    def begin(self) -> None:
        super().begin()
        self._is_calling = False
        settings = self._desk.settings
        self._fill(self.account, "carrier", {"business_id": settings.carrier.business_id})
        self._fill(self.shipper, "shipper", {key: getattr(settings.shipper, key) for key in SHIPPER})
        self.account.fields["api_key"].clear()
        if self._desk.kept.is_practice and not self._is_fixed:
            self._ask(Question.NONE)
        elif settings.carrier.kind == KDNIAO or self._is_fixed:
            self._ask(Question.CALL)
        else:
            self._ask(Question.WHICH)

    def leave(self) -> None:
        self._stop_waiting()
        self.account.fields["api_key"].clear()

    def press(self, key: str) -> bool:
        return self.ways.press(key)

    def enter(self) -> None:
        match self._asks:
            case Question.WHICH:
                self._warn("setup.choose")
            case Question.ACCOUNT if not self.account.goes_on():
                self._keep_account()
            case Question.SHIPPER if not self.shipper.goes_on():
                self._keep_shipper()
            case Question.CALL if self._is_calling:
                self._warn("setup.carrier.calling")
            case Question.CALL | Question.NONE:
                self.settled.emit()

    def back(self) -> bool:
        if self._is_calling:
            self._stop_waiting()
            self.note.show_note(Tone.SYSTEM, self._word("setup.carrier.stopped"))
            return True
        before = {Question.ACCOUNT: Question.WHICH, Question.SHIPPER: Question.ACCOUNT}
        if self._asks not in before or self._is_fixed:
            return False
        self._ask(before[self._asks])
        return True

    def home(self) -> QWidget:
        forms = {Question.ACCOUNT: self.account, Question.SHIPPER: self.shipper}
        return forms[self._asks].home() if self._asks in forms else self

    def hear(self, news: SetupNews) -> None:
        """An answer that nobody waits for any more is dropped."""
        if not self._is_calling:
            return
        match news:
            case AccountKnown():
                self._is_calling = False
                if self._is_fixed or self.settle(StepState.DONE):
                    self.note.show_note(
                        Tone.OK, self._word("setup.carrier.known"), self._word("setup.carrier.known.do")
                    )
            case TrialFailed("carrier", code):
                self._is_calling = False
                self._show_refusal(code)

    def _show_refusal(self, code: str) -> None:
        """Nobody tries a test call again by itself."""
        language = self._look.language
        do = self._word("setup.carrier.again") if code.startswith("http.") else remedy(code, language)
        self.note.show_note(Tone.STOP, what(code, language), do)

    def _show_words(self) -> None:
        super()._show_words()
        asks = self._asks
        self._say(asks.name.lower(), f"{asks.name.lower()}.do", account=self._desk.settings.carrier.business_id or "–")
        self.account.setVisible(asks is Question.ACCOUNT)
        self.shipper.setVisible(asks is Question.SHIPPER)
        for key in ACCOUNT:
            self.account.name(key, self._word(f"setup.carrier.{key}"))
        for key in SHIPPER:
            needed = "" if key in _NEEDED else f"  ·  {self._word('setup.carrier.may_be_empty')}"
            self.shipper.name(key, f"{self._word(f'setup.carrier.{key}')}{needed}")
        if asks is Question.ACCOUNT:  # a keyring takes its time
            self.account.fields["api_key"].setPlaceholderText(self._key_hint())
        self.ways.show_ways(self._ways(), self._look)

    def _key_hint(self) -> str:
        try:
            return self._word("setup.carrier.key_kept" if self._desk.has_api_key else "setup.carrier.key_missing")
        except PackbenchError:  # without a keyring no station opens; a file that was damaged since is told on keeping
            return ""

    def _ways(self) -> tuple[tuple[str, str], ...]:
        match self._asks:
            case Question.WHICH:
                keys: tuple[str, ...] = (SANDBOX, KDNIAO)
            case Question.CALL:
                keys = ("try", "other", "sender") if not self._is_fixed else ("try", "sender")
            case _:
                return ()
        return tuple((self._word(f"setup.carrier.{key}"), self._word(f"setup.carrier.{key}.do")) for key in keys)

    def _fill(self, form: Form, section: str, texts: Mapping[str, str]) -> None:
        for key, text in texts.items():
            form.fields[key].setText(text)
            form.fields[key].setEnabled(not self._desk.fixes(section, key))

    def _ask(self, question: Question) -> None:
        self._asks = question
        self.note.hide()
        self._show_words()
        self.home().setFocus()

    def _on_picked(self, number: int) -> None:
        match self._asks, number:
            case Question.WHICH, 1:
                own = self._desk.kept.carrier or CarrierSettings()
                if self._keep_it(lambda kept: replace(kept, carrier=replace(own, kind=SANDBOX)), StepState.DONE):
                    self.settled.emit()
            case Question.WHICH, 2:
                self._ask(Question.ACCOUNT)
            case Question.CALL, 1:
                self._call()
            case Question.CALL, 2:
                self._ask(Question.SHIPPER if self._is_fixed else Question.ACCOUNT)
            case Question.CALL, 3:
                self._ask(Question.SHIPPER)

    def _keep_account(self) -> None:
        given = self.account.texts()
        if not given["business_id"] or not (given["api_key"] or self._desk.has_api_key):
            self._warn("setup.carrier.account_needed")
            return
        own = self._desk.kept.carrier or CarrierSettings()
        account = replace(own, kind=KDNIAO, business_id=given["business_id"])
        self.account.fields["api_key"].clear()
        if self._keep_it(lambda kept: replace(kept, carrier=account), StepState.OPEN, api_key=given["api_key"]):
            self._ask(Question.SHIPPER)

    def _keep_shipper(self) -> None:
        given = self.shipper.texts()
        missing = [self._word(f"setup.carrier.{key}") for key in _NEEDED if not given[key]]
        if missing:
            self._warn("setup.carrier.shipper_needed", names=", ".join(missing))
            return
        own = {key: text for key, text in given.items() if not self._desk.fixes("shipper", key)}
        if self._keep_it(lambda kept: replace(kept, shipper=ShipperSettings(**own))):
            self._ask(Question.CALL)

    def _stop_waiting(self) -> None:
        """The call itself gives up by its own time; it buys nothing."""
        if self._is_calling:
            self.errands.cancel(CALL)
        self._is_calling = False

    def _call(self) -> None:
        if self._is_calling:
            return
        self._is_calling = True
        self.note.show_note(Tone.SYSTEM, self._word("setup.carrier.calling"), self._word("setup.carrier.calling.do"))
        trials = self._desk.trials

        def call() -> AccountKnown:
            trials.call_carrier()
            return AccountKnown()

        self.errands.ask(CALL, call)
