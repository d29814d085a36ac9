"""Numbered files in a folder, each there whole or not at all: what file printers and virtual printers leave behind."""

from __future__ import annotations

import os
import re
from pathlib import Path


def next_number(folder: Path, stem: str) -> int:
    """One more than the highest number of `<stem>-<number>.*` in the folder."""
    pattern = re.compile(rf"{re.escape(stem)}-(\d+)\.")
    found = (pattern.match(path.name) for path in folder.iterdir())
    return max((int(match[1]) for match in found if match), default=0) + 1


def write_numbered(folder: Path, stem: str, number: int, suffix: str, content: bytes) -> Path:
    """Write `<stem>-<number>.<suffix>`: first under another name, then renamed, so nobody ever sees a part of it."""
    target = folder / f"{stem}-{number:06d}.{suffix}"
    unfinished = target.with_name(f".{target.name}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    return target
