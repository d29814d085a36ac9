"""The screens that a person goes to by a key or a command, and which of them leads where."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.barcode import Code, Command, read_code, read_command
from app.ui.screens.devices.screen import DevicesScreen
from app.ui.screens.help.screen import HelpScreen
from app.ui.screens.importing.screen import ImportScreen
from app.ui.screens.incidents.screen import IncidentsScreen
from app.ui.screens.orders.screen import OrdersScreen
from app.ui.screens.parcels.screen import ParcelsScreen
from app.ui.screens.printers.errands import PrinterNews
from app.ui.screens.printers.screen import PrintersScreen
from app.ui.screens.scanners.errands import ScannerNews
from app.ui.screens.scanners.screen import ScannersScreen
from app.ui.screens.setup.screen import SetupScreen
from app.ui.theme import Look
from app.ui.visit import Visit


class Visits:
    """They stand in `stack`, of which one screen is seen. `tell` brings what printers and scanners answer into the
    window's thread.
    """

    def __init__(self, stack: QStackedWidget, tell: Callable[[PrinterNews | ScannerNews], None]) -> None:
        self._stack = stack
        self._look: Look | None = None
        self._stale: set[Visit] = set()
        self.incidents, self.printers, self.scanners = IncidentsScreen(), PrintersScreen(tell), ScannersScreen(tell)
        self.orders, self.parcels, self.importing = OrdersScreen(), ParcelsScreen(), ImportScreen()
        self.devices, self.setup, self.help = DevicesScreen(), SetupScreen(), HelpScreen()
        self._ways: dict[Command, Visit] = {
            Command.PRINTERS: self.printers,
            Command.SCANNERS: self.scanners,
            Command.INCIDENTS: self.incidents,
            Command.ORDERS: self.orders,
            Command.PARCELS: self.parcels,
            Command.DEVICES: self.devices,
            Command.SETUP: self.setup,
            Command.HELP: self.help,
        }
        self.all = (*self._ways.values(), self.importing)
        self.before_help: Visit | None = None
        """Where help was asked for, and where it leads back to; None for the desk."""

    @property
    def of_the_window(self) -> tuple[IncidentsScreen, SetupScreen, PrintersScreen, ScannersScreen]:
        """Those that the window itself has to do with."""
        return self.incidents, self.setup, self.printers, self.scanners

    @property
    def seen(self) -> Visit | None:
        """The one where a person is, and whose keys mean something of their own; None at the desk."""
        current = self._stack.currentWidget()
        return current if isinstance(current, Visit) else None

    def press(self, key: str) -> None:
        """A single key of a person."""
        if self.seen is not None:
            self.seen.press(key)

    def take_scan(self, text: str, scanner: str) -> bool:
        """Whether a scan was meant for the screen that is seen, and not for the bench."""
        return self.seen is not None and self.seen.take_scan(text, scanner)

    def way(self, text: str) -> Visit | None:
        """The screen that a command leads to, there and back: these are the window's alone, nothing on the desk changes
        by them.
        """
        code = read_code(text)
        command = read_command(code) if isinstance(code, Code) else None
        return self._ways.get(command) if command is not None else None

    def dress(self, look: Look) -> None:
        """Take over colors, sizes and language; who is not seen does so when somebody goes there."""
        is_first, self._look, self._stale = self._look is None, look, set(self.all)
        for screen in self.all if is_first else (self.seen,):
            self.freshen(screen)

    def freshen(self, screen: QWidget | None) -> None:
        """Dress one that comes into view: all of them at once would hold up a scan."""
        if self._look is not None and isinstance(screen, Visit) and screen in self._stale:
            self._stale.remove(screen)
            screen.dress(self._look)

    def finish(self) -> None:
        """The window closes."""
        for screen in self.all:
            screen.finish()
