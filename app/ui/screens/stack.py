"""The window's screens, of which one is seen: the one that fits what lies on the desk, or one that a person went to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.barcode import Code, Command, read_code, read_command
from app.domain.desk import Asking, Locked, State
from app.domain.facts import ScannerSeen
from app.domain.outcome import Outcome
from app.ui.screens.failure import Failure
from app.ui.screens.handover.screen import HandoverScreen
from app.ui.screens.incidents.screen import IncidentsScreen
from app.ui.screens.locked import LockedScreen, dots
from app.ui.screens.packing.screen import PackingScreen
from app.ui.screens.printers.errands import PrinterNews
from app.ui.screens.printers.screen import PrintersScreen
from app.ui.screens.scanners.errands import ScannerNews
from app.ui.screens.scanners.screen import ScannersScreen
from app.ui.theme import Look

if TYPE_CHECKING:
    from app.station import Station


Visit = IncidentsScreen | PrintersScreen | ScannersScreen


class Screens(QStackedWidget):
    """Holds them all and hands on what all of them are told."""

    def __init__(self, packing: PackingScreen, tell: Callable[[PrinterNews | ScannerNews], None]) -> None:
        """`tell` brings what printers and scanners answer into the window's thread."""
        super().__init__()
        self._station: Station | None = None
        self.packing, self.handover, self.locked = packing, HandoverScreen(), LockedScreen()
        self.incidents, self.printers, self.failure = IncidentsScreen(), PrintersScreen(tell), Failure()
        self.scanners = ScannersScreen(tell)
        self._visits = (self.incidents, self.printers, self.scanners)
        for screen in (self.packing, self.handover, self.locked, *self._visits, self.failure):
            self.addWidget(screen)

    def attach(self, station: Station) -> None:
        self._station = station
        for screen in (self.packing, self.handover, self.locked, *self._visits):
            screen.attach(station)

    def dress(self, look: Look) -> None:
        for screen in (self.packing, self.handover, self.locked, *self._visits, self.failure):
            screen.dress(look)

    @property
    def _state(self) -> State | None:
        """What lies on the desk; None before there is one."""
        return self._station.bench.state if self._station else None

    @property
    def is_locked(self) -> bool:
        return isinstance(self._state, Locked)

    @property
    def visited(self) -> Visit | None:
        """The screen that a person went to by a key and leaves by one, and whose keys mean something of their own."""
        return next((screen for screen in self._visits if screen is self.currentWidget()), None)

    def press(self, key: str) -> None:
        """A single key of a person."""
        if self.visited is not None:
            self.visited.press(key)

    def take_scan(self, text: str, scanner: str) -> bool:
        """Whether a scan was meant for the screen that is seen, and not for the bench."""
        visited = self.visited
        if isinstance(visited, ScannersScreen):
            return visited.take_scan(text, scanner)
        return visited is not None and visited.take_scan(text)

    def led_to(self, text: str) -> Visit | None:
        """The screen that a command leads to, there and back: these are the window's alone, nothing on the desk changes
        by them.
        """
        code = read_code(text)
        command = read_command(code) if isinstance(code, Code) else None
        ways: dict[Command, Visit] = {Command.PRINTERS: self.printers, Command.SCANNERS: self.scanners}
        return ways.get(command) if command is not None and not self.is_locked else None

    def hear(self, news: ScannerSeen | PrinterNews | ScannerNews) -> None:
        """A scanner is otherwise than before, or an errand is over."""
        if isinstance(news, ScannerSeen):
            self.scanners.hear()
            self.packing.camera.hear()
        elif isinstance(news, ScannerNews):
            self.scanners.hear_errand(news)
        else:
            self.printers.hear_errand(news)

    def fitting(self) -> QWidget:
        """The screen for what lies on the desk."""
        if self.is_locked:
            return self.locked
        return self.handover if self.handover.is_wanted else self.packing

    def show_outcome(self, outcome: Outcome) -> None:
        """The bench's answer, on all of them: whichever is seen next says it too."""
        for screen in (self.packing, self.handover, self.locked):
            screen.show_outcome(outcome)
        self.incidents.show_scan(outcome, self.packing.step.step)
        self.printers.show_rights()

    def show_text(self, text: str) -> None:
        """What is typed. A PIN is typed where a lead is asked for, too: it is shown to nobody."""
        is_secret = isinstance(self._state, Asking) and self._state.right is not None
        for line in (self.packing.scan_line, self.handover.scan_line):
            line.show_text(dots(text) if is_secret else text)
        self.locked.show_text(text)

    def come_into_view(self, screen: QWidget) -> None:
        """Bring it up, with the keyboard where it belongs."""
        self.setCurrentWidget(screen)
        visited = self.visited
        if visited is not None:
            visited.open(self.packing.step.step)
        elif screen is self.packing:
            self.packing.scan_line.field.setFocus()
        elif screen is self.handover:
            self.handover.scan_line.field.setFocus()
            self.handover.read()
        elif screen is self.locked:
            self.locked.field.setFocus()
