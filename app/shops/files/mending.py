"""A row put right by a person: which one cell is at fault, and the order read again by the checks of the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.importing import Correction, ImportHeader, RawOrder
from app.domain.order import OrderDraft, OrderNews
from app.shops.files.cells import number_of
from app.shops.files.columns import FIELDS, LINE_FIELDS, LINE_TERMS, ColumnMap, positions
from app.shops.files.drafting import Drafting
from app.shops.files.fault import BadRow
from app.shops.files.formats import FORMATS
from app.shops.files.layout import Layout, lay_out

_OF_LINE = frozenset({*LINE_FIELDS, *LINE_TERMS})
# No single cell of the row is at fault, or none that a person at the bench can know.
_ELSEWHERE = frozenset(
    {"import.goods_unsplit", "import.kit_uneven", "import.order_incomplete", "import.too_many_lines"}
)  # fmt: skip
# Where a field may stand instead, in the order in which it is looked for.
_INSTEAD = {
    "name": ("name", "first_name", "last_name"),
    "phone": ("phone", "phone_2", "phone_3"),
    "quantity": ("open_quantity", "quantity", "order_quantity"),
    "title": ("title", "sku", "barcode"),
}
_ADDRESS = frozenset({"address", "province", "city", "district", "street"})
_WHOLE = ("new_address", "address")


def header_of(layout: Layout, columns: ColumnMap, titles: Sequence[str]) -> ImportHeader:
    """What is kept of a file to read single orders of it again."""
    places = positions(columns, titles, FIELDS, blank=-1)[0]
    return ImportHeader(
        layout.format.name,
        layout.header,
        tuple(titles),
        dict(columns.columns),
        {name: place for name, place in zip(FIELDS, places, strict=True) if place >= 0},
        len(layout.lines),
    )


def cell_of(header: ImportHeader, bad: BadRow) -> int:
    """The place of the one cell to put right; -1 where a person must put it right in the file."""
    order = bad.order
    if order is None or bad.is_skipped or not bad.field or bad.reason in _ELSEWHERE:
        return -1
    if any(not cells or fault for _, cells, fault in order.rows):
        return -1  # a row that cannot be read keeps the order out, whatever is put right
    same = sum(number == bad.row for number, _, _ in order.rows)  # a JSON file counts orders, not lines
    if bad.field in _OF_LINE and (header.articles > 1 or same > 1):
        return -1
    if bad.field == "number" and bad.reason == "import.number_spoiled" and len(order.rows) > 1:
        return -1  # the same spoiled number may have been those of many orders
    return _place(header, order.cells(bad.row), bad.field)


def mended(header: ImportHeader, order: RawOrder, correction: Correction, cell: int) -> RawOrder:
    """The order with that cell put right. What all rows of an order repeat is put right on all of them."""
    field = next((name for name, place in header.places.items() if place == cell), "")
    old = order.cells(correction.row)[cell]
    rows = []
    for number, cells, fault in order.rows:
        is_meant = number == correction.row or (field not in _OF_LINE and old.strip() and cells[cell] == old)
        rows.append((number, [*cells[:cell], correction.value, *cells[cell + 1 :]] if is_meant else cells, fault))
    return replace(
        order,
        number=number_of(correction.value) if field == "number" else order.number,
        rows=tuple(rows),
    )


def read_again(header: ImportHeader, orders: Iterable[RawOrder]) -> list[list[OrderDraft | BadRow | OrderNews]]:
    """For each order what the whole file would have made of it."""
    form = next(each for each in FORMATS if each.name == header.format)
    layout = lay_out(form, ColumnMap(header.format, header.columns), header.titles, header=header.row)
    drafting = Drafting(layout)
    return [list(drafting.entries(order)) for order in orders]


def _place(header: ImportHeader, cells: Sequence[str], field: str) -> int:
    """The cell that the field was read from, else the one in which it belongs."""

    def text(name: str) -> str:
        place = header.places.get(name, -1)
        return cells[place].strip() if place >= 0 else ""

    names = _INSTEAD.get(field, (field,))
    if field in _ADDRESS and not (text("street") or text("street_2")):
        is_own = field != "street" and bool(text(field))
        names = (field,) if is_own else (*_WHOLE, "street")
    known = [name for name in names if name in header.places]
    if field == "quantity" and "quantity" in known:
        known.sort(key=lambda name: not text(name) and name != "quantity")
    filled = next((name for name in known if text(name)), "")
    name = filled or next((name for name in known if name != "new_address"), "")
    return header.places[name] if name else -1
