"""A virtual scale's serial cable, made of a pseudo terminal."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    from app.devices.pseudo_terminal import PseudoTerminal

    _PIECE = 4096

    class TerminalPlug(PseudoTerminal):
        """Hears and says as the scale's other plugs do."""

        def ears(self) -> list[int]:
            return self.ear

        def hear(self) -> bytes:
            return self.read(_PIECE)
