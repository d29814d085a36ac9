"""The contract that every printer keeps, checked by `tests/devices/test_printer_contract.py`; below it a cable's."""

from __future__ import annotations

from typing import Protocol

from app.domain.printer_status import PrinterStatus
from app.domain.printing import PrintOutcome


class Printer(Protocol):
    """One printer, one document at a time. Neither method raises for what the printer does: they say how far it got."""

    @property
    def name(self) -> str:
        """The printer's name in settings and lanes, e.g. `label`."""

    def send(self, document: bytes) -> PrintOutcome:
        """Hand over one document, blocking until the transport knows its outcome or a timer runs out."""

    def look(self) -> PrinterStatus:
        """Ask how it is without printing: `silent` where it cannot tell, `away` where nobody is there. Waits for a
        document that is under way.
        """


class LinkBroken(Exception):
    """The cable or the printer gave up; `code` as in `PrintOutcome`. Caught by the printer that opened the link."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Link(Protocol):
    """One open connection to one printer, bytes both ways."""

    def exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
        """Wait at most so long until the printer takes some of `out` (which may be empty: only listen) or says
        something: how many bytes it took, and what it said. `(0, b"")` when the time ran out.

        Raises LinkBroken: `printer.reset`, `printer.closed_early` (its end came), `printer.unplugged`.
        """

    def finish(self, timeout_s: float) -> str:
        """Say that the document has ended and wait for proof that the printer read to there; what it still says is read
        away. Empty when there is that proof, `printer.handed_over` when this kind of cable knows no such proof and has
        given all bytes away, else the code that says why it is unknown (`printer.no_end`, `printer.reset`).
        """

    def close(self, *, is_aborted: bool) -> None:
        """`is_aborted`: the printer must not take what it has for a whole document, as far as the cable can say so."""


class Wire(Protocol):
    """The way to a printer: opens one link at a time."""

    def open(self) -> Link:
        """Raises LinkBroken (`printer.refused`, `printer.unreachable`, `printer.busy`, `printer.unplugged`): no byte
        left.
        """
