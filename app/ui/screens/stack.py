"""The window's screens, of which one is seen: the one that fits what lies on the desk, or one that a person went to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.desk import Asking, Locked, State
from app.domain.facts import Fact, ScannerSeen
from app.domain.outcome import Outcome
from app.ui.screens.failure import Failure
from app.ui.screens.handover.screen import HandoverScreen
from app.ui.screens.locked import LockedScreen, dots
from app.ui.screens.packing.order_import import ImportDone, ImportFailed, ImportNews, ImportProgress
from app.ui.screens.packing.screen import PackingScreen
from app.ui.screens.printers.errands import PrinterNews
from app.ui.screens.scanners.errands import ScannerNews
from app.ui.screens.visits import Visits
from app.ui.theme import Look
from app.ui.visit import Visit

if TYPE_CHECKING:
    from app.station import Station


News = Fact | ImportNews | PrinterNews | ScannerNews


class Screens(QStackedWidget):
    """Holds them all and hands on what all of them are told."""

    def __init__(self, packing: PackingScreen, tell: Callable[[PrinterNews | ScannerNews], None]) -> None:
        """`tell` brings what printers and scanners answer into the window's thread."""
        super().__init__()
        self._station: Station | None = None
        self._has_failed = False
        self.packing, self.handover, self.locked, self.failure = packing, HandoverScreen(), LockedScreen(), Failure()
        self.visits = Visits(self, tell)
        for screen in (self.packing, self.handover, self.locked, *self.visits.all, self.failure):
            self.addWidget(screen)

    def minimumSizeHint(self) -> QSize:
        """Small: a screen scrolls or gives way, and one that is not seen asks for nothing."""
        return QSize(1, 1)

    def attach(self, station: Station | None) -> None:
        """None: it closes, and another one comes."""
        self._station = station
        if station is None:
            return
        for screen in (self.packing, self.handover, self.locked):
            screen.attach(station)
        for visit in self.visits.all:
            visit.attach(station)

    def fail(self, code: str, detail: str) -> None:
        """There will be no station."""
        self._has_failed = True
        self.failure.show_failure(code, detail)

    def dress(self, look: Look) -> None:
        for screen in (self.packing, self.handover, self.locked, self.failure):
            screen.dress(look)
        self.visits.dress(look)

    @property
    def _state(self) -> State | None:
        """What lies on the desk; None before there is one."""
        return self._station.bench.state if self._station else None

    @property
    def is_locked(self) -> bool:
        return isinstance(self._state, Locked)

    def may_visit(self, screen: Visit) -> bool:
        """Help is there for everybody, even where no station could be opened; the rest for who is logged in."""
        is_open = self._station is not None and not self.is_locked and not self._has_failed
        return is_open or screen is self.visits.help

    @property
    def place(self) -> str:
        """The place of the rail where one is; empty for a screen that has none there."""
        current, visits = self.currentWidget(), self.visits
        own: dict[QWidget | None, str] = {
            self.packing: "pack",
            self.handover: "handover",
            visits.printers: "devices",
            visits.scanners: "devices",
            visits.importing: "orders",
        }
        if current in own:
            return own[current]
        return current.topic if isinstance(current, Visit) else ""

    def hear(self, news: News) -> None:
        """Something changed in the background, a scanner is otherwise than before, or an errand is over."""
        match news:
            case ImportProgress() | ImportDone() | ImportFailed():
                self.packing.order_import.show_news(self.visits.importing.show_news(news))
            case ScannerSeen():
                self.visits.scanners.hear_scanner()
                self.packing.camera.hear()
            case _ if isinstance(news, ScannerNews):
                self.visits.scanners.hear_errand(news)
            case _ if isinstance(news, PrinterNews):
                self.visits.printers.hear_errand(news)
            case _:
                self.packing.hear(news)
                self.handover.hear(news)
                for visit in self.visits.all:
                    visit.hear(news)

    def fitting(self) -> QWidget:
        """The screen for what lies on the desk."""
        if self._has_failed:
            return self.failure
        if self.is_locked:
            return self.locked
        return self.handover if self.handover.is_wanted else self.packing

    def show_outcome(self, outcome: Outcome) -> None:
        """The bench's answer, on all of them: whichever is seen next says it too."""
        for screen in (self.packing, self.handover, self.locked):
            screen.show_outcome(outcome)
        self.visits.incidents.show_scan(outcome, self.packing.step.step)
        self.visits.printers.show_rights()

    def show_text(self, text: str) -> None:
        """What is typed. A PIN is typed where a lead is asked for, too: it is shown to nobody."""
        is_secret = isinstance(self._state, Asking) and self._state.right is not None
        for line in (self.packing.scan_line, self.handover.scan_line):
            line.show_text(dots(text) if is_secret else text)
        self.locked.show_text(text)
        self.visits.setup.show_line(text)

    def come_into_view(self, screen: QWidget) -> None:
        """Bring it up, with the keyboard where it belongs."""
        self.visits.freshen(screen)
        if screen is self.visits.help:
            self.visits.help.about(self._topic, self._code_in_view)
        self.visits.before_help = self.visits.seen if screen is self.visits.help else None
        self.setCurrentWidget(screen)
        visited = self.visits.seen
        if visited is not None:
            visited.open(self.packing.step.step)
        elif screen is self.packing:
            self.packing.scan_line.field.setFocus()
        elif screen is self.handover:
            self.handover.scan_line.field.setFocus()
            self.handover.read()
        elif screen is self.locked:
            self.locked.field.setFocus()

    @property
    def _code_in_view(self) -> str:
        """The code of the error that the screen in view tells."""
        current = self.currentWidget()
        return current.code_in_view if isinstance(current, Visit | PackingScreen | Failure) else ""

    @property
    def _topic(self) -> str:
        """What the screen in view is called in the help."""
        current = self.currentWidget()
        own: dict[QWidget | None, str] = {self.handover: "handover", self.locked: "locked", self.failure: "failure"}
        return current.topic if isinstance(current, Visit) else own.get(current, "packing")
