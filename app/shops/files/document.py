"""Our own orders as JSON: a list of orders (or `{"orders": […]}`), laid out as the rows of the CSV form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from app.errors import Rejected
from app.shops.files.table import Row

_ORDER = ("number", "shop", "service", "remark", "ordered_at", "status")
_CONSIGNEE = ("name", "company", "phone", "address", "province", "city", "district", "street", "postcode", "country")
_LINE = ("sku", "barcode", "title", "quantity")
_WIDTH = len(_ORDER) + len(_CONSIGNEE) + len(_LINE)
_MAX_LINES = 10_000


def read_document(path: Path) -> list[Row]:
    """A header row and one row per order line; the row number is the order's place in the list, from 1.

    Raises `Rejected` (`import.broken_file`) when the file is no JSON or holds no list of orders.
    """
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Rejected("import.broken_file", type(error).__name__) from error
    orders = content.get("orders") if isinstance(content, dict) else content
    if not isinstance(orders, list):
        raise Rejected("import.broken_file", "no list of orders")
    if not orders:
        raise Rejected("import.empty")
    rows: list[Row] = [(0, [*_ORDER, *_CONSIGNEE, *_LINE], "")]
    for place, order in enumerate(orders, start=1):
        rows.extend(_order_rows(place, order))
    return rows


def _order_rows(place: int, order: object) -> Iterator[Row]:
    number = _text(order.get("number")) if isinstance(order, dict) else None
    nothing = [number or f"order {place}", *[""] * (_WIDTH - 1)]  # a blank number would join the order before
    if not isinstance(order, dict) or number is None:
        yield place, nothing, "import.malformed"
        return
    consignee = order.get("consignee", {})
    lines = order.get("lines", [])
    if not number:
        yield place, nothing, "import.missing_number"
        return
    if not isinstance(consignee, dict) or not isinstance(lines, list) or len(lines) > _MAX_LINES:
        yield place, nothing, "import.malformed"
        return
    head = [_text(order.get(name)) for name in _ORDER] + [_text(consignee.get(name)) for name in _CONSIGNEE]
    for line in lines or [{}]:
        cells = [_text(line.get(name)) for name in _LINE] if isinstance(line, dict) else [None]
        values = [*head, *cells]
        if any(value is None for value in values):
            yield place, nothing, "import.malformed"
        else:
            yield place, [value or "" for value in values], ""


def _text(value: object) -> str | None:
    """The text of a plain value, empty for null, None for what is no plain value (a list, an object, a truth value)."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return str(value) if abs(value) < 1e15 or isinstance(value, int) else f"{value:.5E}"
