"""The contract that every scale keeps, and the one reader behind all of them: only the newest report counts.

A reading is stamped with the last moment at which its bytes cannot have been here yet, so its age is never told too
low, however long they lay in a buffer. Checked by `tests/devices/test_scale_contract.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.devices.steady_clock import steady_ms
from app.domain.weighing import FRESH_MS, Reading, ScaleTrouble
from app.errors import Unavailable

_LOOK_MS = 50
"""How often an idle line is seen to be empty: the most that a stamp is early."""
_RETRY_S = 1.0
_REOPEN_MS = 5000


class Scale(Protocol):
    """One scale, read again and again by one thread, which also closes it."""

    @property
    def name(self) -> str:
        """The scale's name in settings and messages."""

    def read(self, timeout_s: float = 1.0) -> Reading | ScaleTrouble:
        """The newest weight or the reason why there is none; `SILENT` when nothing was said in that time.

        Raises Unavailable (`scale.gone`, with retry_after_s) when it is not there: the next call looks for it again.
        """

    def close(self) -> None:
        """Let go of the device; reading opens it again."""


class ScaleLine(Protocol):
    """An open way to a scale. Every method raises OSError when the scale is gone."""

    def receive(self, timeout_s: float) -> bytes:
        """What has arrived, one report on a line that has reports; empty when nothing came in that time or less."""

    def send(self, request: bytes) -> None: ...

    def close(self) -> None: ...


class ScaleParser(Protocol):
    """Bytes to readings, in any pieces, whatever they are: never raises, and finds the next good report."""

    @property
    def request(self) -> bytes:
        """What a scale is asked with that speaks only when spoken to; empty for one that always speaks."""

    def feed(self, piece: bytes, at_ms: int) -> list[Reading | ScaleTrouble]:
        """The reports completed by this piece, which arrived no earlier than `at_ms`, oldest first."""

    def forget(self) -> None:
        """Drop the unfinished report and whatever was concluded from earlier ones."""


class LineScale:
    """A scale at the other end of a line. A scale that is asked is asked at most every `pace_s`."""

    def __init__(
        self,
        name: str,
        open_line: Callable[[], ScaleLine],
        parser: ScaleParser,
        *,
        pace_s: float = 0.1,
        clock: Callable[[], int] = steady_ms,
    ) -> None:
        self._name = name
        self._open_line = open_line
        self._parser = parser
        self._pace_ms = round(pace_s * 1000)
        self._clock = clock
        self._line: ScaleLine | None = None
        self._empty_at_ms: int | None = None
        self._is_unanswered = True
        self._asked_at_ms = self._talked_at_ms = clock() - self._pace_ms

    @property
    def name(self) -> str:
        return self._name

    def read(self, timeout_s: float = 1.0) -> Reading | ScaleTrouble:
        deadline = self._clock() + round(timeout_s * 1000)
        try:
            line = self._line or self._open()
            heard = self._question(line, deadline) if self._parser.request else self._listen(line, deadline)
        except OSError as error:
            self.close()
            raise Unavailable("scale.gone", type(error).__name__, retry_after_s=_RETRY_S) from error
        self._mind_silence(heard)
        return heard

    def close(self) -> None:
        line, self._line = self._line, None
        if line:
            line.close()

    def _open(self) -> ScaleLine:
        """What lies in the line from before we came has no age at all: it is thrown away until the line is empty."""
        self._line = line = self._open_line()
        self._parser.forget()
        self._empty_at_ms = None
        self._is_unanswered = True
        self._talked_at_ms = self._clock()
        return line

    def _mind_silence(self, heard: Reading | ScaleTrouble) -> None:
        """A line whose other end died without a word (a serial server without power) looks like a silent scale."""
        now = self._clock()
        if heard is not ScaleTrouble.SILENT:
            self._talked_at_ms = now
        elif now - self._talked_at_ms >= _REOPEN_MS:
            self.close()

    def _question(self, line: ScaleLine, deadline: int) -> Reading | ScaleTrouble:
        """After a question without an answer the next answer may still be to that one: it is thrown away."""
        self._ask(line, deadline)
        if self._is_unanswered and self._listen(line, deadline) is not ScaleTrouble.SILENT:
            self._ask(line, deadline)
        heard = self._listen(line, deadline)
        self._is_unanswered = heard is ScaleTrouble.SILENT
        return heard

    def _ask(self, line: ScaleLine, deadline: int) -> None:
        """Once the pace allows it; what is in the line until then is thrown away."""
        next_ms = min(self._asked_at_ms + self._pace_ms, deadline)
        while line.receive(max(0, next_ms - self._clock()) / 1000) or self._clock() < next_ms:
            if self._clock() >= deadline:
                break
        self._parser.forget()
        self._asked_at_ms = self._empty_at_ms = self._clock()
        line.send(self._parser.request)

    def _listen(self, line: ScaleLine, deadline: int) -> Reading | ScaleTrouble:
        newest: Reading | ScaleTrouble | None = None
        has_talked = False
        while True:
            now = self._clock()
            is_old = self._empty_at_ms is None or now - self._empty_at_ms >= FRESH_MS
            wait_ms = 0 if newest or is_old else max(0, min(_LOOK_MS, deadline - now))
            piece = line.receive(wait_ms / 1000)
            if not piece:
                self._empty_at_ms = now
            elif is_old or self._empty_at_ms is None:
                self._parser.forget()  # it waited too long to mean anything
            else:
                has_talked = True
                newest = (newest, *self._parser.feed(piece, self._empty_at_ms))[-1]
            if (newest and not piece) or now >= deadline:
                return newest or (ScaleTrouble.GARBLED if has_talked else ScaleTrouble.SILENT)
