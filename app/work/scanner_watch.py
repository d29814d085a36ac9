"""Listens to one scanner: every code is told once, and so is every change of how the scanner is."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.devices.scanner import Scanner
from app.domain.facts import CodeScanned, Fact, ScannerSeen
from app.domain.scanner import ScannerKind, ScannerState
from app.errors import Misconfigured, Unavailable

READ_S = 0.5
_RETRY_S = 1.0
_STATES = {f"scanner.{state}": state for state in ScannerState}


class ScannerWatch:
    """`state` and `code` say how the scanner is, as `ScannerReport` has them; any thread may read them."""

    def __init__(self, scanner: Scanner, announce: Callable[[Fact], None]) -> None:
        self.scanner = scanner
        self.state, self.code = ScannerState.OPENING, ""
        self.codes_read = 0
        self._announce = announce
        self._is_over = threading.Event()

    def run(self) -> None:
        """Until `stop` is called, which takes as long as one reading."""
        while not self._is_over.is_set():
            self._is_over.wait(self.step())
        self.scanner.close()

    def stop(self) -> None:
        self._is_over.set()

    def step(self) -> float:
        """Hear it once; the seconds to let pass before the next time."""
        try:
            text = self.scanner.read(READ_S)
        except (Unavailable, Misconfigured) as error:
            is_wrong = isinstance(error, Misconfigured)
            self._note(_STATES.get(error.code, ScannerState.UNREADY if is_wrong else ScannerState.GONE), error.code)
            return error.retry_after_s or _RETRY_S
        self._note(ScannerState.READY, "")
        if text is not None:
            self.codes_read += 1
            self._announce(CodeScanned(self.scanner.name, text))
        return 0.0

    def _note(self, state: ScannerState, code: str) -> None:
        if (state, code) != (self.state, self.code):
            self.state, self.code = state, code
            self._announce(ScannerSeen(self.scanner.name))

    @property
    def kind(self) -> ScannerKind:
        return self.scanner.kind
