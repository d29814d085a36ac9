"""A printer that is a folder: every document becomes a numbered file. For training, tests and looking at bytes."""

from __future__ import annotations

from pathlib import Path

from app.devices.numbered import next_number, write_numbered
from app.domain.printer_status import Condition, PrinterStatus
from app.domain.printing import Delivery, PrintOutcome


class FilePrinter:
    """Writes `<name>-000001.prn` and so on, `suffix` as its language wants (`zpl`, `pdf`); delivered means the file is
    whole and on the disk.
    """

    def __init__(self, name: str, folder: Path, suffix: str = "prn") -> None:
        self._name = name
        self._folder = folder
        self._suffix = suffix

    @property
    def name(self) -> str:
        return self._name

    def send(self, document: bytes) -> PrintOutcome:
        """A folder that cannot be written is `not_sent`, code `printer.folder`: no file is left behind."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            number = next_number(self._folder, self._name)
            write_numbered(self._folder, self._name, number, self._suffix, document)
        except OSError:
            return PrintOutcome(Delivery.NOT_SENT, "printer.folder")
        return PrintOutcome(Delivery.DELIVERED, bytes_sent=len(document))

    def look(self) -> PrinterStatus:
        """A folder that is there, or can be made, is ready."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return PrinterStatus(frozenset({Condition.AWAY}))
        return PrinterStatus(frozenset({Condition.READY}))
