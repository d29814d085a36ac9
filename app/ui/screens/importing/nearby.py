"""Order files where people lay them: what a browser brought down last is most often what is meant."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from pathlib import Path

SUFFIXES = frozenset({".csv", ".xlsx", ".xlsm", ".json"})
MOST = 9  # one key each
MOST_LOOKED_AT = 5_000  # of a folder


@dataclass(frozen=True, slots=True)
class NearbyFile:
    """A file that may hold orders. `changed_at_ms` is UTC epoch milliseconds."""

    path: Path
    size: int
    changed_at_ms: int


def nearby(folders: Iterable[Path]) -> tuple[NearbyFile, ...]:
    """The newest nine of these folders, newest first; a folder that is not there, or cannot be read, has none."""
    found: dict[Path, NearbyFile] = {}
    for folder in folders:
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in islice(entries, MOST_LOOKED_AT):
                if Path(entry.name).suffix.lower() in SUFFIXES and not entry.name.startswith((".", "~$")):
                    status = entry.stat()
                    if stat.S_ISREG(status.st_mode):
                        path = Path(entry.path)
                        found[path] = NearbyFile(path, status.st_size, status.st_mtime_ns // 1_000_000)
    return tuple(nlargest(MOST, found.values(), key=lambda each: each.changed_at_ms))
