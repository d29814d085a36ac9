"""What the screens show besides the desk: the pile, what is still to come, the open ends, the age of the shops' news,
and at the table the closed boxes of an order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from app.domain.desk import HandingOver
from app.domain.handover import HandoverGlance, NewsAge, OpenEnds
from app.handing_over import Handover
from app.store import order_reading, parcels
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

    def boxes(self, order_id: str) -> dict[int, tuple[tuple[int, int], ...]]:
        """Of each line of an order, by position: in which closed boxes (by number) how many of its units lie."""
        with self._handover.database.reading() as connection:
            return parcels.boxes(connection, order_id)

    def order_names(self, order_ids: Iterable[str]) -> dict[str, str]:
        """Number and shop of each order, to tell them apart in a question."""
        database = self._handover.database
        with database.reading() as connection:
            orders = [order_reading.get(connection, database, order_id) for order_id in order_ids]
        return {order.id: " · ".join(part for part in (order.number, order.shop) if part) for order in orders}

    def manifest_file(self, number: str) -> Path | None:
        """The paper of a closed manifest; None while it is not written."""
        path = manifest_file(self._folder, number)
        return path if path.exists() else None
