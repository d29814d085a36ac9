"""A virtual printer on a serial cable made of a pseudo terminal: what a host opens is a link in a folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Unpack

from app.devices.virtual_printer.server import Making, PluggedPrinter

if sys.platform != "win32":
    import tty

    _XON, _XOFF = b"\x11", b"\x13"

    class TerminalPlug:
        """A pseudo terminal behind `link`; unplugged, both are gone. There are no connections: whoever opens it is
        there from the start, and hanging up pulls the cable out.

        A printer that does not read stops the host by the terminal's own small buffer, as RTS/CTS would; with
        `says_xoff` it also says so.
        """

        def __init__(self, link: Path, *, says_xoff: bool = False) -> None:
            self._link = link
            self._says_xoff = says_xoff
            self._ends: tuple[int, int] | None = None

        @property
        def is_open(self) -> bool:
            return self._ends is not None

        @property
        def has_caller(self) -> bool:
            return self._ends is not None

        def open(self) -> None:
            ours, theirs = os.openpty()
            self._ends = ours, theirs  # theirs stays open: a terminal that nobody has open looks like one pulled out
            tty.setraw(theirs)
            os.set_blocking(ours, False)
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(os.ttyname(theirs))

        def close(self) -> None:
            self._link.unlink(missing_ok=True)
            for end in self._ends or ():
                os.close(end)
            self._ends = None

        def ears(self, *, wants: bool) -> list[int]:
            return [self._ends[0]] if self._ends and wants else []

        def greet(self) -> bool:
            return False

        def hear(self, most: int) -> bytes | None:
            try:
                return os.read(self._ends[0], most) if self._ends else b""
            except BlockingIOError:
                return b""

        def say(self, answer: bytes) -> None:
            try:
                if self._ends:
                    os.write(self._ends[0], answer)
            except BlockingIOError:
                pass  # nobody reads: as on a real line the answer is lost

        def hold(self, *, is_full: bool) -> None:
            if self._says_xoff:
                self.say(_XOFF if is_full else _XON)

        def hang_up(self, *, is_reset: bool) -> None:  # noqa: ARG002 - a cable knows no manners
            self.close()

    class TerminalPrinter(PluggedPrinter):
        """Behind `link`, while it runs."""

        def __init__(self, link: Path, folder: Path, *, says_xoff: bool = False, **making: Unpack[Making]) -> None:
            super().__init__(TerminalPlug(link, says_xoff=says_xoff), folder, **making)
