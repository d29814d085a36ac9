"""The one reader behind every scanner on a cable: what comes in is made into codes, and each is handed out once.

No code is dropped here. What arrived is taken off the line at every read, so that a cable pulled out takes as little as
can be along, and waits: codes that are complete outlive the cable, half a code does not. From 1,000 waiting codes on
the line is not read any more: then the system's buffer holds them, and when that is full, a scanner on a USB serial
port keeps its code and says so by its own tone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Protocol

from app.devices.steady_clock import steady_ms
from app.domain.scanner import ScannerKind
from app.errors import Unavailable

MOST_WAITING = 1000
RETRY_S = 1.0
_LOOK_S = 0.03
"""How often a line is looked at while it is silent: silence ends codes of scanners that send no end."""


class ScannerLine(Protocol):
    """An open way to a scanner. Every method raises OSError when the scanner is gone."""

    def receive(self, timeout_s: float) -> bytes:
        """What has arrived, one report on a line that has reports; empty when nothing came in that time or less."""

    def close(self) -> None: ...


class Framing(Protocol):
    """Bytes to codes, in any pieces, whatever they are: never raises, never keeps more than one code's bytes."""

    def feed(self, piece: bytes, at_ms: int) -> list[str]:
        """The codes that are complete with this piece, oldest first; an empty piece says that the line was silent."""

    def forget(self) -> None:
        """Drop the unfinished code, and what was learned of this scanner."""


class LineScanner:
    """A scanner at the other end of a line. `open_line` raises OSError when it is not there, Unavailable
    (`scanner.busy`) or Misconfigured.
    """

    def __init__(
        self,
        name: str,
        kind: ScannerKind,
        open_line: Callable[[], ScannerLine],
        framing: Framing,
        *,
        clock: Callable[[], int] = steady_ms,
    ) -> None:
        self._name = name
        self._kind = kind
        self._open_line = open_line
        self._framing = framing
        self._clock = clock
        self._line: ScannerLine | None = None
        self._waiting: deque[str] = deque()

    @property
    def name(self) -> str:
        return self._name

    @property
    def kind(self) -> ScannerKind:
        return self._kind

    def read(self, timeout_s: float = 1.0) -> str | None:
        """As `Scanner.read`. What was read before the scanner went is handed out before that is said."""
        if self._line is None and self._waiting:
            return self._waiting.popleft()
        try:
            self._listen(self._line or self._open(), self._clock() + round(timeout_s * 1000))
        except OSError as error:
            self.close()
            if not self._waiting:
                raise Unavailable("scanner.gone", type(error).__name__, retry_after_s=RETRY_S) from error
        return self._waiting.popleft() if self._waiting else None

    def close(self) -> None:
        line, self._line = self._line, None
        self._framing.forget()
        try:
            if line:
                line.close()
        except OSError:
            pass  # it is gone already

    def _open(self) -> ScannerLine:
        self._line = line = self._open_line()
        return line

    def _listen(self, line: ScannerLine, until_ms: int) -> None:
        """Until a code waits and the line is empty, or the time is over."""
        while len(self._waiting) < MOST_WAITING:
            left_s = max(0, until_ms - self._clock()) / 1000
            piece = line.receive(0 if self._waiting else min(left_s, _LOOK_S))
            now = self._clock()
            self._waiting += self._framing.feed(piece, now)
            if now >= until_ms or (self._waiting and not piece):
                return
