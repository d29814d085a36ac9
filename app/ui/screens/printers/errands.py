"""The news of errands about printers: one was asked, some were found, a paper was drawn."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.document import DocumentKind
from app.domain.glance import FoundPrinter
from app.domain.printer_status import PrinterStatus


@dataclass(frozen=True, slots=True)
class Looked:
    """A printer was asked; `status` is None where it is not set up."""

    printer: str
    status: PrinterStatus | None


@dataclass(frozen=True, slots=True)
class PrintersFound:
    """The search is over."""

    found: tuple[FoundPrinter, ...]


@dataclass(frozen=True, slots=True)
class PaperDrawn:
    """A paper as PNG, as this printer would print it."""

    printer: str
    document: DocumentKind
    png: bytes


@dataclass(frozen=True, slots=True)
class ErrandFailed:
    """It came to nothing; `code` names the sentence, `errand` which it was."""

    errand: str
    code: str


PrinterNews = Looked | PrintersFound | PaperDrawn | ErrandFailed
