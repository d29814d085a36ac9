"""The news of errands about scanners: some were found, the sheet that teaches was drawn."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.scanner import FoundScanner


@dataclass(frozen=True, slots=True)
class ScannersFound:
    """The search is over."""

    found: tuple[FoundScanner, ...]


@dataclass(frozen=True, slots=True)
class SheetDrawn:
    """The sheet that teaches, as PNG."""

    png: bytes


@dataclass(frozen=True, slots=True)
class ScannerErrandFailed:
    """It came to nothing; `code` names the sentence, `errand` which it was."""

    errand: str
    code: str


ScannerNews = ScannersFound | SheetDrawn | ScannerErrandFailed
