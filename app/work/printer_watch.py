"""Asks the printers how they are, now and then: what they say is shown, and never taken for proof of a print."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from app.devices.printer import Printer
from app.domain.facts import Fact, PrinterSeen
from app.domain.printer_status import PrinterStatus
from app.errors import PackbenchError

_ROUNDS = 4
"""One that was well is asked every so many rounds, one in trouble in each: whoever mends it waits for the label."""


class PrinterWatch:
    """Keeps the last answer of each printer; one that is not set up has none. `mended` is told the name of a printer
    that was in trouble and is well again, or is well when it is first seen: what was before nobody knows.
    """

    def __init__(
        self, printers: Mapping[str, Printer], *, announce: Callable[[Fact], None], mended: Callable[[str], None]
    ) -> None:
        self._printers = printers
        self._announce = announce
        self._mended = mended
        self._seen: dict[str, PrinterStatus] = {}
        self._lock = threading.Lock()
        self._round = 0

    def step(self) -> None:
        """One round: one printer after the other, each behind whatever it is printing."""
        for name in self._printers:
            if self._round % _ROUNDS == 0 or self.is_in_trouble(name):
                self.look(name)
        self._round += 1

    def look(self, name: str) -> PrinterStatus | None:
        """Ask one now, which takes as long as it takes; None where it is not set up."""
        try:
            status = self._printers[name].look()
        except PackbenchError:  # not set up: its lane says what is missing
            return None
        with self._lock:
            was, self._seen[name] = self._seen.get(name), status
        if was is None or was.conditions != status.conditions:
            self._announce(PrinterSeen(name))
        if (was is None or was.stop is not None) and status.stop is None:
            self._mended(name)
        return status

    def is_in_trouble(self, name: str) -> bool:
        """Whether the last answer named something that keeps it from printing."""
        status = self.seen(name)
        return status is not None and status.stop is not None

    def seen(self, name: str) -> PrinterStatus | None:
        """The last answer, without asking."""
        with self._lock:
            return self._seen.get(name)
