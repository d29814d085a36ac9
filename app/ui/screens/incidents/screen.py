"""The shift lead's screen: what waits for a person, and a key for each way out. Scans count all the while."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout

from app.domain.incident import Incident, IncidentKind
from app.domain.outcome import Outcome, OutcomeCode
from app.errors import PackbenchError
from app.ui.messages import Tone, do_now, remedy, sentence, tone_of, what
from app.ui.plain import Card, label
from app.ui.screens.incidents.ask import Answer
from app.ui.screens.incidents.detail import Detail
from app.ui.screens.incidents.incident_list import IncidentList
from app.ui.screens.incidents.jam import Jam
from app.ui.screens.packing.banner import Banner
from app.ui.theme import GAP, Look
from app.ui.visit import Visit

if TYPE_CHECKING:
    from app.station import Station

BANNER_HEIGHT, BANNER_SIZE = 80, 26
Said = Callable[[Look], tuple[Tone | None, str, str]]  # tone, what happened, what to do, in the present language


# Nobody holds a label of these yet, so theirs is not printed once more but for the first time.
FIRST_PRINTS = (IncidentKind.PURCHASE_UNCLEAR, IncidentKind.PRINT_FAILED, IncidentKind.LABEL_UNUSED)


class _Nothing(Card):
    """The list is empty, and that is good."""

    def __init__(self) -> None:
        super().__init__()
        self._what, self._do = label("heading", is_centered=True), label("muted", is_centered=True)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._what)
        column.addWidget(self._do)
        column.addStretch(3)

    def dress(self, look: Look) -> None:
        self._what.setText(look.word("incidents.none"))
        self._do.setText(look.word("incidents.none.do"))


class IncidentsScreen(Visit):
    """`acted` carries the tone of what the lead's last step came to: everything is to be read again."""

    topic = "incidents"
    acted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._station: Station | None = None
        self._look: Look | None = None
        self._incidents: tuple[Incident, ...] = ()
        self._said: Said = lambda _look: (None, "", "")
        self.incidents, self.nothing = IncidentList(), _Nothing()
        home = self.incidents.list.setFocus
        self.detail, self.jam = Detail(home), Jam(home)
        self.badge = label("reminder", wraps=True)
        self.badge.hide()
        self.banner, self._keys = Banner(height=BANNER_HEIGHT, size=BANNER_SIZE), label("small")
        # With the largest type on a small screen it scrolls; it must never push the window over the screen's edge.
        self._page = QScrollArea(widgetResizable=True)
        self._page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page.setWidget(self.detail)
        self._right = QStackedWidget()
        self._build()
        self.incidents.chosen_changed.connect(self._show_right)
        self.incidents.jam_asked.connect(self._on_jam)
        self.detail.ask.answered.connect(self._on_answered)
        self.jam.asked.connect(self._on_positions)
        self.jam.left.connect(self._show_right)

    def _build(self) -> None:
        for page in (self.nothing, self._page, self.jam):
            self._right.addWidget(page)
        self._columns = QHBoxLayout()
        self._columns.addWidget(self.incidents)
        self._columns.addWidget(self._right, 1)
        self._rows = QVBoxLayout(self)
        self._rows.addWidget(self.badge)
        self._rows.addLayout(self._columns, 1)
        self._rows.addWidget(self.banner)
        self._rows.addWidget(self._keys)

    def attach(self, station: Station) -> None:
        self._station = station

    def dress(self, look: Look) -> None:
        self._look = look
        gap = look.px(GAP)
        self._rows.setContentsMargins(gap, gap, gap, look.px(10))
        self._rows.setSpacing(look.px(10))
        self._columns.setSpacing(gap)
        self.incidents.setFixedWidth(max(look.px(500), 340))
        self._keys.setText(look.word("incidents.keys"))
        self.badge.setText(look.word("lead.badge"))
        for part in (self.incidents, self.nothing, self.detail, self.jam, self.banner):
            part.dress(look)
        self._show_banner(anew=False)

    def open(self, step: str) -> None:
        """Come into view; `step` is what the table waits for."""
        self._said = lambda look: (None, look.word("incidents.table", step=step), "")
        self.show_rights()
        self._show_banner(anew=False)
        self.show_incidents(self._incidents)
        self.incidents.list.setFocus()

    def show_incidents(self, incidents: tuple[Incident, ...]) -> None:
        """Show these, what settles itself last; a decision that is half asked stays."""
        if self._station is None:
            return
        self._incidents = tuple(sorted(incidents, key=lambda each: each.kind is IncidentKind.PURCHASE_CHECKED))
        now_ms, is_asking = self._station.database.now_ms(), self.detail.ask.is_under_way
        # While a decision is half asked, nothing else may slip under the keys that finish it.
        self.incidents.show_incidents(self._incidents, now_ms, chooses=not is_asking)
        self._show_right()

    def show_rights(self) -> None:
        """Who may not decide is told whose badge is needed."""
        self.badge.setVisible(self._station is not None and not self._station.lead.may_decide)

    def show_scan(self, outcome: Outcome, step: str) -> None:
        """A scan was counted meanwhile: say what came of it and what the table waits for."""
        self.show_rights()
        self._said = lambda look: (
            tone_of(outcome.code),
            sentence(outcome, look.language),
            look.word("incidents.table", step=step),
        )
        self._show_banner(anew=True)

    def press(self, key: str) -> None:
        """A single key of a person."""
        if self._right.currentWidget() is self.jam:
            self.jam.press(key)
        elif key in ("r", "R"):
            self._on_jam()
        elif self._right.currentWidget() is self._page:
            self.detail.ask.press(key)

    def take_scan(self, text: str, scanner: str) -> bool:  # noqa: ARG002 - whichever read it
        """A scan is the tracking number while that is asked for; all others are the bench's."""
        return self._right.currentWidget() is self._page and self.detail.ask.take_scan(text)

    @property
    def code_in_view(self) -> str:
        """Why the chosen incident is one."""
        chosen = self.incidents.chosen()
        return chosen.code if chosen is not None and self._right.currentWidget() is self._page else ""

    def back(self) -> bool:
        """One step back; False when the screen itself is to be left."""
        if self._right.currentWidget() is self.jam:
            self.jam.back()
            return True
        return self.detail.ask.back()

    def _on_jam(self) -> None:
        self._right.setCurrentWidget(self.jam)
        self.jam.begin()

    def _show_right(self) -> None:
        chosen = self.incidents.chosen()
        if self._station is None or (chosen is None and self.detail.ask.is_under_way):
            return
        self.detail.show_incident(chosen, self._station.database.now_ms())
        if not self.jam.is_open:
            self._right.setCurrentWidget(self.nothing if chosen is None else self._page)

    def _on_answered(self, answer: Answer) -> None:
        if self._station is None:
            return
        outcome = self._station.lead.decide(answer.incident, answer.decision, why=answer.why, number=answer.number)
        tone = tone_of(outcome.code)
        is_first = answer.incident.kind in FIRST_PRINTS and outcome.code is OutcomeCode.REPRINT_QUEUED
        self._act(tone, lambda look: (tone, *(_to_printer if is_first else _answered)(outcome, look)))

    def _on_positions(self, first: int, last: int) -> None:
        if self._station is None:
            return
        try:
            count = self._station.lead.reprint_positions(first, last)
        except PackbenchError as error:
            code = error.code
            self._act(Tone.STOP, lambda look: (Tone.STOP, what(code, look.language), remedy(code, look.language)))
            return
        if count:
            done = Tone.COMPLETE
            self._act(done, lambda look: (done, look.word("jam.done", count=count), look.word("jam.done.do")))
        else:
            self._act(Tone.WRONG, lambda look: (Tone.WRONG, look.word("jam.none"), ""))

    def _act(self, tone: Tone, said: Said) -> None:
        self._said = said
        self._show_banner(anew=True)
        self.acted.emit(tone)

    def _show_banner(self, *, anew: bool) -> None:
        if self._look is None:
            return
        tone, said, do = self._said(self._look)
        if tone is None:
            self.banner.rest(said, do)
        else:
            self.banner.show_answer(tone, said, do, anew=anew)


def _answered(outcome: Outcome, look: Look) -> tuple[str, str]:
    return sentence(outcome, look.language), do_now(outcome, look.language)


def _to_printer(outcome: Outcome, look: Look) -> tuple[str, str]:
    said = look.word("incidents.to_printer", order=outcome.order_number)
    return said, look.word("incidents.to_printer.do")
