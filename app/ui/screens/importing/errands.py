"""The news of errands about order files: some were found, rows were tried again, a file of rows was written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.domain.glance import ImportReport
from app.domain.importing import Correction
from app.ui.screens.importing.nearby import NearbyFile


@dataclass(frozen=True, slots=True)
class FilesFound:
    """Order files that lie nearby, newest first."""

    files: tuple[NearbyFile, ...]


@dataclass(frozen=True, slots=True)
class RowsRetried:
    """These were put right, and this is how the report stands now."""

    given: tuple[Correction, ...]
    report: ImportReport


@dataclass(frozen=True, slots=True)
class RowsWritten:
    """What is to be corrected lies in this file."""

    path: Path
    count: int


@dataclass(frozen=True, slots=True)
class ImportErrandFailed:
    """It came to nothing; `code` names the sentence, `errand` which it was."""

    errand: str
    code: str


ImportErrand = FilesFound | RowsRetried | RowsWritten | ImportErrandFailed
