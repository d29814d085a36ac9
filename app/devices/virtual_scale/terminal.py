"""A serial cable made of a pseudo terminal: what the reader opens is a link in a folder, as under /dev/serial/by-id."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PIECE = 4096

if sys.platform != "win32":
    import tty

    class TerminalPlug:
        """A pseudo terminal behind `link`; unplugged, both are gone."""

        def __init__(self, link: Path) -> None:
            self._link = link
            self._ends: tuple[int, int] | None = None

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

        def ears(self) -> list[int]:
            return [self._ends[0]] if self._ends else []

        def hear(self) -> bytes:
            try:
                return os.read(self._ends[0], _PIECE) if self._ends else b""
            except BlockingIOError:
                return b""

        def say(self, report: bytes) -> None:
            try:
                if self._ends:
                    os.write(self._ends[0], report)
            except BlockingIOError:
                pass  # nobody reads: as on a real line the report is lost
