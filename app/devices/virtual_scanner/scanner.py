"""A virtual scanner: it sends what a real one would, through whatever it is plugged into, and fails on command."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import Protocol

from app.devices.virtual_scanner.words import NOISE, Wording

_PATIENCE_S = 10.0


class ScannerFault(StrEnum):
    """How real scanners fail."""

    NOISE = "noise"
    """Noise on the line before each code."""
    TWICE = "twice"
    """Sends each code twice, as with a trigger held too long."""
    SILENT = "silent"
    """Beeps and sends nothing: a radio out of reach."""
    STUTTER = "stutter"
    """Sends the smallest pieces it can."""
    UNPLUG_MIDWAY = "unplug midway"
    """Its cable comes off in the middle of a code."""


class Cable(Protocol):
    """What it is plugged into."""

    @property
    def is_plugged(self) -> bool: ...

    def plug(self) -> None: ...

    def pull(self) -> None:
        """What was sent and not read yet may be lost."""

    def pieces(self, text: str, symbology: str, wording: Wording, *, is_small: bool) -> list[bytes]:
        """A code as it goes over this cable; in the smallest pieces there are, or in the usual ones."""

    def send(self, piece: bytes) -> bool:
        """False when the host takes nothing now."""


class VirtualScanner:
    """Plugged in from the start. `wording` may be changed between codes, as by scanning a set-up sheet."""

    def __init__(self, cable: Cable, wording: Wording | None = None) -> None:
        self.wording = wording or Wording()
        self._cable = cable
        self._fault: ScannerFault | None = None
        cable.plug()

    def misbehave(self, fault: ScannerFault | None) -> None:
        """Fail like this from now on; None: be a good scanner again."""
        self._fault = fault

    def scan(self, text: str, symbology: str = "]C0") -> None:
        """Read a code and send it; as a real one it waits where the host takes nothing. Raises TimeoutError when that
        lasts ten seconds. Unplugged it sends nothing.
        """
        is_small = self._fault in {ScannerFault.STUTTER, ScannerFault.UNPLUG_MIDWAY}
        pieces = self._cable.pieces(text, symbology, self.wording, is_small=is_small)
        match self._fault:
            case ScannerFault.SILENT:
                return
            case ScannerFault.NOISE:
                pieces = [NOISE, *pieces]
            case ScannerFault.TWICE:
                pieces *= 2
            case ScannerFault.UNPLUG_MIDWAY:
                pieces = pieces[: len(pieces) // 2]
        self.send(pieces)
        if self._fault is ScannerFault.UNPLUG_MIDWAY:
            self.unplug()

    def flood(self, texts: list[str], symbology: str = "]C0") -> None:
        """Many codes without a pause between them."""
        for text in texts:
            self.scan(text, symbology)

    def send(self, pieces: list[bytes]) -> None:
        """These bytes or reports, whatever they are. Raises TimeoutError."""
        until = time.monotonic() + _PATIENCE_S
        for piece in pieces:
            while self._cable.is_plugged and not self._cable.send(piece):
                if time.monotonic() > until:
                    raise TimeoutError
                time.sleep(0.001)

    def unplug(self) -> None:
        if self._cable.is_plugged:
            self._cable.pull()

    def plug(self) -> None:
        """Back in; a serial cable may get another name first (`TerminalCable.link`)."""
        self._fault = None
        self._cable.plug()
