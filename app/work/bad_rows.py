"""What is kept of the rows that did not come in: enough to list them and to put them right, and no more than that."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.glance import ImportedRow
from app.domain.importing import ImportHeader, RawOrder
from app.shops.files import BadRow, cell_of

MOST_ROWS = 1_000
MOST_CHARACTERS = 8_000_000  # of the rows kept: a file may hold a book in every cell


class BadRows:
    """Counts all of them, lists the first thousand (and the rest of the last one's order), keeps their orders."""

    def __init__(self, header: ImportHeader) -> None:
        self._header = header
        self.count = self.skipped = self._characters = 0
        self.rows: list[ImportedRow] = []
        self.orders: list[RawOrder] = []
        self._last: RawOrder | None = None

    def take(self, refused: Iterable[BadRow]) -> None:
        for bad in refused:
            self.count += 1
            self.skipped += bad.is_skipped
            if len(self.rows) < MOST_ROWS or (bad.order is not None and bad.order is self._last):
                self.rows.append(listed(self._header, bad, self._place(bad)))

    def _place(self, bad: BadRow) -> int:
        """Where its order is kept; -1 where there is no room for it."""
        order = bad.order
        if order is None or order is self._last:
            return len(self.orders) - 1 if order is not None and self.orders and self.orders[-1] is order else -1
        self._last = order
        self._characters += sum(len(cell) for _, cells, _ in order.rows for cell in cells)
        if self._characters > MOST_CHARACTERS:
            return -1
        self.orders.append(order)
        return len(self.orders) - 1


def listed(header: ImportHeader, bad: BadRow, order: int) -> ImportedRow:
    """The row as a list shows it: no value of it."""
    cell = cell_of(header, bad) if order >= 0 else -1
    column = header.titles[cell] if cell >= 0 else header.columns.get(bad.field, "")
    return ImportedRow(bad.row, bad.reason, bad.field, column, order, cell)
