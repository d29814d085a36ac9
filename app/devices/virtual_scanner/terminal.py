"""A virtual scanner's serial cable, made of a pseudo terminal."""

from __future__ import annotations

import sys
from pathlib import Path

from app.devices.virtual_scanner.words import Wording, say_serial

if sys.platform != "win32":
    from app.devices.pseudo_terminal import PseudoTerminal

    class TerminalCable:
        """A port named `link`, which may be changed while it is unplugged, as the system gives ports other names."""

        def __init__(self, link: Path) -> None:
            self.link = link
            self._terminal = PseudoTerminal(link)
            self._rest = b""

        @property
        def is_plugged(self) -> bool:
            return self._terminal.is_open

        def plug(self) -> None:
            self._terminal = PseudoTerminal(self.link)
            self._terminal.open()

        def pull(self) -> None:
            self._terminal.close()
            self._rest = b""

        def pieces(self, text: str, symbology: str, wording: Wording, *, is_small: bool) -> list[bytes]:
            pieces = say_serial(text, symbology, wording)
            return [bytes((byte,)) for byte in b"".join(pieces)] if is_small else pieces

        def send(self, piece: bytes) -> bool:
            taken = self._terminal.offer(self._rest or piece)
            self._rest = (self._rest or piece)[taken:]
            return not self._rest
