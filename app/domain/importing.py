"""An order of a file that did not come in, as it stands there, so that a person can put one cell right and try again.

Personal through and through: kept only as long as the report of the import is looked at, and nothing here has a repr.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.masking import mask_name

Row = tuple[int, list[str], str]  # its number in the file, its cells, and why it cannot be read


@dataclass(frozen=True, slots=True)
class ImportHeader:
    """The head of an order file. `columns` says which title holds which field, `places` at which cell; `articles` is
    how many items may stand side by side in one row.
    """

    format: str
    row: int
    titles: tuple[str, ...]
    columns: Mapping[str, str]
    places: Mapping[str, int]
    articles: int = 1


@dataclass(frozen=True, slots=True, repr=False)
class RawOrder:
    """The rows of one order, and those of them that were left out with the code and the field of why."""

    number: str
    rows: tuple[Row, ...]
    left_out: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"RawOrder({len(self.rows)} rows)"

    def cells(self, row: int) -> list[str]:
        """Those of the first row of this number; none where it cannot be read."""
        return next((cells for number, cells, _ in self.rows if number == row), [])


@dataclass(frozen=True, slots=True, repr=False)
class Correction:
    """What a person wrote into the one cell at fault of row `row` of the order at place `order` of the report."""

    order: int
    row: int
    value: str

    def __repr__(self) -> str:
        return f"Correction(row {self.row})"


@dataclass(frozen=True, slots=True)
class Beside:
    """What may be shown of a row besides the cell at fault: whose it is (masked), its goods, and its order."""

    number: str
    name: str
    goods: str
    quantity: str
    rows: int


def beside(header: ImportHeader, order: RawOrder, row: int) -> Beside:
    """What stands around the cell at fault, masked."""
    own, head = order.cells(row), order.rows[0][1]

    def first(cells: list[str], *fields: str) -> str:
        places = (header.places.get(name, -1) for name in fields)
        return next((text for place in places if 0 <= place < len(cells) and (text := cells[place].strip())), "")

    name = first(head, "name") or f"{first(head, 'first_name')} {first(head, 'last_name')}".strip()
    return Beside(
        order.number.strip(),
        mask_name(name),
        first(own, "title", "sku", "barcode"),
        first(own, "quantity", "open_quantity", "order_quantity"),
        len(order.rows),
    )
