"""The lines of one order out of its rows: which are to be packed, which the shop has taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.importing import RawOrder
from app.domain.order import OrderLine
from app.shops.files.cells import check_digits, check_length, clean, narrow, parse_quantity
from app.shops.files.columns import LINE_FIELDS, LINE_TERMS
from app.shops.files.fault import BadRow, Fault
from app.shops.files.line_terms import read_line_terms
from app.shops.files.status import skip_reason

_BARCODES = LINE_TERMS.index("barcodes")
_NOTHING = frozenset({"0", "0.0", "0.00"})
_NO = frozenset({"false", "no", "0", "n", "否"})


def read_line(cells: Sequence[str], terms: Sequence[str], position: int, *, is_plain: bool) -> OrderLine:
    """One line from its cells in the order of `LINE_FIELDS`, and of `LINE_TERMS` where the file has such columns.

    Raises `Fault`, also with `import.skipped_…`. `is_plain` promises that no cell needs `clean`.
    """
    values = map(str.strip, cells) if is_plain else map(clean, cells, LINE_FIELDS)
    sku, barcode, title, variant, quantity, still_open, of_order, needs_shipping, status = values
    if still_open in _NOTHING:
        raise Fault("import.skipped_refunded", "open_quantity")
    if needs_shipping and needs_shipping.lower() in _NO:
        raise Fault("import.skipped_no_shipping", "needs_shipping")
    if status and (reason := skip_reason(status)) and not reason.endswith("unpaid"):
        raise Fault(reason, "line_status")  # a line's `pending` means: still to be sent
    if not (sku or barcode or title):
        raise Fault("import.missing_item", "title")
    if len(sku) > 100 or len(barcode) > 100 or len(title) + len(variant) > 500:
        check_length(sku, 100, "sku")
        check_length(barcode, 100, "barcode")
        raise Fault("import.too_long", "title")
    if barcode and not barcode.isdecimal():
        barcode = check_digits(barcode, "barcode")
    line = OrderLine(
        position,
        sku,
        narrow(barcode),
        f"{title} {variant}".strip() if variant else title,
        parse_quantity(still_open or quantity or of_order),
    )
    if not any(terms):
        return line
    more = read_line_terms(tuple(terms), line.barcode if terms[_BARCODES] else "")  # else the same for many items
    return replace(
        line,
        kind=more.kind,
        kit=more.kit,
        per_kit=more.per_kit,
        policy=more.policy,
        marks=more.marks,
        weight_g=more.weight_g,
        codes=more.codes,
    )


def check_whole(lines: Sequence[OrderLine], kinds: str, *, has_total_only: bool) -> None:
    """Refuse an order whose goods the file only counts in sum: nobody could say how many of each to pack."""
    if (kinds.isdecimal() and int(kinds) > len(lines)) or (has_total_only and len(lines) > 1):
        raise Fault("import.goods_unsplit", "quantity")


def fault_row(row: int, fault: Fault, order: RawOrder) -> BadRow:
    return BadRow(row, fault.reason, fault.field, order)
