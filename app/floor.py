"""What the hand-over screen shows: the pile, what is still to come, the open ends, the age of the shops' news."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.domain.desk import HandingOver
from app.domain.handover import HandoverGlance, NewsAge, OpenEnds
from app.handing_over import Handover
from app.work.manifest_paper import manifest_file


class Floor:
    """Reads only. `write_papers` has closed manifests written to files, soon and elsewhere."""

    def __init__(self, handover: Handover, folder: Path, write_papers: Callable[[], None]) -> None:
        self._handover = handover
        self._folder = folder
        self.write_papers = write_papers

    def pile(self, state: HandingOver) -> HandoverGlance:
        with self._handover.database.reading() as connection:
            return self._handover.glance(connection, state)

    def open_ends(self) -> OpenEnds:
        with self._handover.database.reading() as connection:
            return self._handover.open_ends(connection)

    def news(self) -> NewsAge:
        with self._handover.database.reading() as connection:
            return self._handover.news(connection)

    def manifest_file(self, number: str) -> Path | None:
        """The paper of a closed manifest; None while it is not written."""
        path = manifest_file(self._folder, number)
        return path if path.exists() else None
