"""The contract that every printer transport keeps, checked by `tests/devices/test_printer_contract.py`."""

from __future__ import annotations

from typing import Protocol

from app.domain.printing import PrintOutcome


class Printer(Protocol):
    """One printer, one document at a time. `send` never raises for what the printer does: it says how far it came."""

    @property
    def name(self) -> str:
        """The printer's name in settings and lanes, e.g. `label`."""

    def send(self, document: bytes) -> PrintOutcome:
        """Hand over one document, blocking until the transport knows its outcome or a timer runs out."""
