"""Where what stands in a row of a file, worked out once, so that every row is read by plain cell numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from app.shops.files.columns import (
    CONSIGNEE_FIELDS,
    LINE_FIELDS,
    LINE_TERMS,
    ORDER_FIELDS,
    ORDER_TERMS,
    ColumnMap,
    Format,
    positions,
)

Cells = Callable[[Sequence[str]], Sequence[str]]  # picks some cells out of a row


@dataclass(frozen=True, slots=True)
class Layout:
    """The cells of a row by what they hold. `header` is the row number of the titles; a row has `width` cells and one.

    `lines` picks the cells of each article of a row (one as a rule) and those of its terms; `terms` and they are None
    where the file has no such columns, so that nobody looks for them row by row.
    """

    format: Format
    header: int
    width: int
    number: int
    shop: int
    order: Cells
    consignee: Cells
    terms: Cells | None
    lines: tuple[tuple[Cells, Cells | None], ...]
    has_kits: bool
    has_total_only: bool


def lay_out(form: Format, columns: ColumnMap, titles: Sequence[str], *, header: int) -> Layout:
    """The layout of a file whose row number `header` holds these titles, of which `columns` were recognized."""
    width = len(titles)  # every row is brought to this length plus one blank cell, which all absent columns share

    def find(fields: Sequence[str]) -> list[tuple[int, ...]]:
        return positions(columns, titles, fields, blank=width)

    def has(fields: Sequence[str]) -> bool:
        return not columns.columns.keys().isdisjoint(fields)

    number, shop = find(("number", "shop"))[0]
    articles, start = find((*LINE_FIELDS, *LINE_TERMS)), len(LINE_FIELDS)
    return Layout(
        form,
        header,
        width,
        number=number,
        shop=shop,
        order=itemgetter(*find(ORDER_FIELDS)[0]),
        consignee=itemgetter(*find(CONSIGNEE_FIELDS)[0]),
        terms=itemgetter(*find(ORDER_TERMS)[0]) if has(ORDER_TERMS) else None,
        lines=tuple(
            (itemgetter(*cells[:start]), itemgetter(*cells[start:]) if has(LINE_TERMS) else None) for cells in articles
        ),
        has_kits=has(("kit",)),
        has_total_only=not has(("quantity", "open_quantity")),
    )
