"""Puts every closed manifest on paper: a PDF in the station's folder, which the courier signs, and a print where a
route leads for lists.

What is missing there is written, so one that a crash kept back follows at the next start. A list that is no longer what
was closed is never written.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from app.domain.document import DocumentKind
from app.domain.facts import Fact, ManifestWritten
from app.errors import Rejected
from app.labels.manifest import render_manifest
from app.store import manifests, prints
from app.store.database import Database, Transaction

_LOOKED_AT = 20


class ManifestPaper:
    """`local_time` makes the text of UTC epoch milliseconds that the paper bears, `ask_print` leaves a print of a
    closed list for its printer's lane.
    """

    def __init__(
        self,
        database: Database,
        folder: Path,
        announce: Callable[[Fact], None],
        local_time: Callable[[int], str],
        ask_print: Callable[[Transaction, str], None],
    ) -> None:
        self._database = database
        self._folder = folder
        self._announce = announce
        self._local_time = local_time
        self._ask_print = ask_print

    def step(self) -> int:
        """Write what is missing of the latest ones; how many. Raises Rejected `manifest.unwritable`."""
        with self._database.reading() as connection:
            latest = manifests.closed(connection, _LOOKED_AT)
        missing = [each for each in latest if each.is_intact and not manifest_file(self._folder, each.number).exists()]
        for each in missing:
            with self._database.reading() as connection:
                manifest = manifests.get(connection, each.number)
            if manifest is not None:
                with self._database.transaction() as tx:  # first: a list that is asked for twice is printed once
                    if not prints.is_asked(tx, DocumentKind.MANIFEST, each.number):
                        self._ask_print(tx, each.number)
                content = render_manifest(manifest, closed_at=self._local_time(manifest.closed_at_ms))
                _write(manifest_file(self._folder, each.number), content)
                self._announce(ManifestWritten(each.number))
        return len(missing)


def manifest_file(folder: Path, number: str) -> Path:
    """Where the manifest lies. An account may be named as no file can be."""
    return folder / "manifests" / ("".join(c if c.isalnum() or c in "-_." else "_" for c in number) + ".pdf")


def _write(target: Path, content: bytes) -> None:
    """Never half a file."""
    scratch = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(exist_ok=True)
        with scratch.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(target)
    except OSError as error:
        raise Rejected("manifest.unwritable", type(error).__name__) from error
