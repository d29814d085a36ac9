"""A serial cable made of a pseudo terminal, for virtual devices: what a host opens is a link in a folder, as under
/dev/serial/by-id.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import tty

    class PseudoTerminal:
        """A pseudo terminal behind `link`; unplugged, both are gone."""

        def __init__(self, link: Path) -> None:
            self._link = link
            self._ends: tuple[int, int] | None = None

        @property
        def is_open(self) -> bool:
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

        @property
        def ear(self) -> list[int]:
            """What to wait on for words of the host; nothing while it is unplugged."""
            return [self._ends[0]] if self._ends else []

        def read(self, most: int) -> bytes:
            """What the host said, at most so many bytes; nothing when it said nothing."""
            try:
                return os.read(self._ends[0], most) if self._ends else b""
            except BlockingIOError:
                return b""

        def say(self, words: bytes) -> None:
            """What nobody reads is lost, as on a real line."""
            self.offer(words)

        def offer(self, words: bytes) -> int:
            """How many of them the host's buffer took."""
            try:
                return os.write(self._ends[0], words) if self._ends else 0
            except BlockingIOError:
                return 0
