"""The shift lead's screen: what waits for a person, and a key for each way out. Scans count all the while."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.domain.incident import Incident, IncidentKind, by_urgency
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.record import ParcelRecord
from app.errors import PackbenchError
from app.ui.glyphs import paint_tone
from app.ui.messages import Tone, do_now, remedy, sentence, tone_of, what
from app.ui.plain import Card, label
from app.ui.screens.incidents.ask import Answer
from app.ui.screens.incidents.detail import Detail
from app.ui.screens.incidents.incident_list import IncidentList
from app.ui.screens.incidents.jam import Jam
from app.ui.screens.incidents.options import Option
from app.ui.screens.packing.banner import Banner
from app.ui.theme import GAP, Look
from app.ui.visit import Visit

if TYPE_CHECKING:
    from app.station import Station

BANNER_HEIGHT, BANNER_SIZE = 80, 26
Said = Callable[[Look], tuple[Tone | None, str, str]]  # tone, what happened, what to do, in the present language


# Nobody holds a label of these yet, so theirs is not printed once more but for the first time.
FIRST_PRINTS = (IncidentKind.PURCHASE_UNCLEAR, IncidentKind.PRINT_FAILED, IncidentKind.LABEL_UNUSED)


class _Sign(QWidget):
    """A tick, large: all is well."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.look is not None:
            surface = QColor(self.look.palette.surface)
            paint_tone(QPainter(self), Tone.OK, QRectF(self.rect()), shape=self.look.color(Tone.OK), mark=surface)


class _Nothing(Card):
    """The list is empty, and that is good. `jam_asked`: labels were lost all the same."""

    jam_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sign, self.jam = _Sign(), Option("R")
        self._what, self._do = label("heading", is_centered=True), label("muted", is_centered=True, wraps=True)
        self.jam.clicked.connect(self.jam_asked)
        self._column = QVBoxLayout(self)
        self._column.addStretch(2)
        self._column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (self._what, self._do):
            self._column.addWidget(widget)
        self._column.addStretch(2)
        self._column.addWidget(self.jam, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)

    def dress(self, look: Look) -> None:
        self._sign.look = look
        self._sign.setFixedSize(look.px(96), look.px(96))
        self._column.setSpacing(look.px(14))
        self._what.setText(look.word("incidents.none"))
        self._do.setText(look.word("incidents.none.do"))
        self.jam.show_words(look.word("jam.title"), look.word("incidents.none.jam"))
        self.jam.dress(look)
        self.jam.setFixedWidth(look.px(620))


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
        self.nothing.jam_asked.connect(self._on_jam)
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
        (self.incidents.list if self._incidents else self.nothing.jam).setFocus()

    def show_incidents(self, incidents: tuple[Incident, ...]) -> None:
        """Show these, the most urgent first; a decision that is half asked stays."""
        if self._station is None:
            return
        self._incidents = by_urgency(incidents)
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
        self.incidents.setVisible(bool(self._incidents))
        self.detail.show_incident(chosen, self._station.database.now_ms(), self._record(chosen))
        if not self.jam.is_open:
            self._right.setCurrentWidget(self.nothing if chosen is None else self._page)

    def _record(self, incident: Incident | None) -> ParcelRecord | None:
        """The incident's parcel, while somebody looks; without one, and where the store cannot be read, there is none:
        the bench says so on every scan.
        """
        if self._station is None or incident is None or not incident.parcel_id or not self.isVisible():
            return None
        with suppress(PackbenchError):
            return self._station.records.parcel(incident.parcel_id)
        return None

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
