"""Asking for a decision: which, where needed the tracking number, and why. Escape goes one step back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.incident import Decision, Incident
from app.ui.messages import decision_does, decision_word, reasons
from app.ui.plain import button, label
from app.ui.screens.incidents.options import Options
from app.ui.theme import Look

LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided about an incident, why, and the tracking number where the decision needs one."""

    incident: Incident
    decision: Decision
    why: str
    number: str


class _Step(Enum):
    DECISION = auto()
    NUMBER = auto()
    REASON = auto()
    WORDS = auto()


class Ask(QWidget):
    """`answered` carries the Answer, `stepped` says that something else is asked. `come_home` gives the keyboard back
    when no field needs it any more.
    """

    answered = Signal(object)
    stepped = Signal()

    def __init__(self, come_home: Callable[[], object]) -> None:
        super().__init__()
        self._look: Look | None = None
        self._come_home = come_home
        self._incident: Incident | None = None
        self._decision: Decision | None = None
        self._number = ""
        self._step = _Step.DECISION
        self.title, self._back, self.options = label("title"), button(), Options()
        self.field, self._hint = QLineEdit(maxLength=LONGEST_WORDS), label("muted", wraps=True)
        self._top = QHBoxLayout()
        self._top.addWidget(self.title, 1)
        self._top.addWidget(self._back)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._top)
        for widget in (self.options, self.field, self._hint):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._back.clicked.connect(self.back)
        self.options.picked.connect(self._on_picked)
        self.field.returnPressed.connect(self._on_entered)

    @property
    def is_under_way(self) -> bool:
        """A decision is chosen and not carried out yet."""
        return self._decision is not None

    def dress(self, look: Look) -> None:
        self._look = look
        self._column.setSpacing(look.px(12))
        self._back.setText(f"Esc   {look.word('incidents.back')}")
        self._show()

    def show_incident(self, incident: Incident | None) -> None:
        """Ask about this one; what was half asked about another is forgotten."""
        before = self._incident
        self._incident = incident
        if (
            before is None
            or incident is None
            or before.subject_id != incident.subject_id
            or before.kind != incident.kind
        ):
            self._begin(None)
        else:
            self._show()

    def press(self, key: str) -> bool:
        """A single key; whether it meant something here."""
        return self.options.isVisible() and self.options.press(key)

    def take_scan(self, text: str) -> bool:
        """While the tracking number is asked for, a scan is that number."""
        if self._step is not _Step.NUMBER or not self.field.isVisible():
            return False
        self._number_given(text.strip())
        return True

    def back(self) -> bool:
        """One step back; False when there is none."""
        match self._step:
            case _Step.DECISION:
                return False
            case _Step.WORDS:
                self._go(_Step.REASON)
            case _Step.REASON if self._number:
                self._go(_Step.NUMBER)
            case _:
                self._begin(None)
        return True

    def _on_picked(self, number: int) -> None:
        incident, look = self._incident, self._look
        if incident is None or look is None:
            return
        if self._step is _Step.DECISION:
            self._begin(incident.decisions[number - 1])
        elif self._step is _Step.REASON and self._decision is not None:
            usual = reasons(self._decision, look.language)
            if number <= len(usual):
                self._answer(usual[number - 1])
            else:
                self._go(_Step.WORDS)

    def _on_entered(self) -> None:
        text = self.field.text().strip()
        if not text:
            return
        if self._step is _Step.NUMBER:
            self._number_given(text)
        elif self._step is _Step.WORDS:
            self._answer(text)

    def _answer(self, why: str) -> None:
        incident, decision = self._incident, self._decision
        if incident is None or decision is None:
            return
        answer = Answer(incident, decision, why, self._number)
        self._begin(None)
        self.answered.emit(answer)

    def _begin(self, decision: Decision | None) -> None:
        """Ask about this decision; None: ask which."""
        self._decision, self._number = decision, ""
        if decision is None:
            self._go(_Step.DECISION)
        else:
            self._go(_Step.NUMBER if decision is Decision.BOUGHT else _Step.REASON)

    def _go(self, step: _Step) -> None:
        self._step = step
        self._show()
        self.stepped.emit()
        self.field.setText(self._number if step is _Step.NUMBER else "")
        if step in (_Step.NUMBER, _Step.WORDS):
            self.field.setFocus()
        elif self.isVisible():
            self._come_home()

    def _number_given(self, number: str) -> None:
        self._number = number
        self._go(_Step.REASON)

    def _show(self) -> None:
        look, incident = self._look, self._incident
        if look is None or incident is None:
            return
        is_field = self._step in (_Step.NUMBER, _Step.WORDS)
        self.options.setVisible(not is_field)
        self.field.setVisible(is_field)
        self._hint.setVisible(self._step is _Step.NUMBER)
        self._back.setVisible(self._step is not _Step.DECISION)
        if self._decision is None:
            self.title.setText(look.word("incidents.options"))
            words = [
                (decision_word(incident.kind, each, look.language), decision_does(incident.kind, each, look.language))
                for each in incident.decisions
            ]
            self.options.show_options(words, look)
            return
        word = decision_word(incident.kind, self._decision, look.language)
        if self._number and not is_field:
            word = f"{word} ({self._number})"
        key = "number" if self._step is _Step.NUMBER else "why"
        self.title.setText(look.word(f"incidents.{key}", decision=word))
        self._hint.setText(look.word("incidents.number.do"))
        self.field.setPlaceholderText(look.word(f"incidents.{'number' if key == 'number' else 'own'}.field"))
        usual = [(reason, "") for reason in reasons(self._decision, look.language)]
        self.options.show_options([*usual, (look.word("incidents.own"), "")], look)
