"""A virtual printer on a serial cable made of a pseudo terminal: what a host opens is a link in a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Unpack

from app.devices.virtual_printer.server import Making, PluggedPrinter

if sys.platform != "win32":
    from app.devices.pseudo_terminal import PseudoTerminal

    _XON, _XOFF = b"\x11", b"\x13"

    class TerminalPlug(PseudoTerminal):
        """There are no connections: whoever opens it is there from the start, and hanging up pulls the cable out.

        A printer that does not read stops the host by the terminal's own small buffer, as RTS/CTS would; with
        `says_xoff` it also says so.
        """

        def __init__(self, link: Path, *, says_xoff: bool = False) -> None:
            super().__init__(link)
            self._says_xoff = says_xoff

        @property
        def has_caller(self) -> bool:
            return self.is_open

        def ears(self, *, wants: bool) -> list[int]:
            return self.ear if wants else []

        def greet(self) -> bool:
            return False

        def hear(self, most: int) -> bytes | None:
            return self.read(most)

        def hold(self, *, is_full: bool) -> None:
            if self._says_xoff:
                self.say(_XOFF if is_full else _XON)

        def hang_up(self, *, is_reset: bool) -> None:  # noqa: ARG002 - a cable knows no manners
            self.close()

    class TerminalPrinter(PluggedPrinter):
        """Behind `link`, while it runs."""

        def __init__(self, link: Path, folder: Path, *, says_xoff: bool = False, **making: Unpack[Making]) -> None:
            super().__init__(TerminalPlug(link, says_xoff=says_xoff), folder, **making)
