"""Our own orders as JSON: a list of orders (or `{"orders": […]}`), laid out as the rows of the CSV form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.importing import Row
from app.errors import Rejected

_ORDER = ("number", "shop", "service", "remark", "ordered_at", "status", "due_at", "sequence", "tote", "flag")
_CONSIGNEE = ("name", "company", "phone", "address", "province", "city", "district", "street", "postcode", "country")
_INSTRUCTIONS = {"order": "instruction", "shipment": "instruction_shipment", "package": "instruction_package"}
_LINE = ("sku", "barcode", "title", "quantity", "kind", "kit", "kit_barcode", "per_kit", "weight_g")
_LINE_LISTS = ("tracking", "shelf_days", "marks", "barcodes")
_TITLES = (*_ORDER, *_CONSIGNEE, *_INSTRUCTIONS.values(), *_LINE, *_LINE_LISTS)
_TRACKED = ("serial", "lot", "expiry")
_SPLITS_CODES = re.compile(r"[\s;,，；、]")
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
    rows: list[Row] = [(0, [*_TITLES], "")]
    for place, order in enumerate(orders, start=1):
        rows.extend(_order_rows(place, order))
    return rows


def _order_rows(place: int, order: object) -> Iterator[Row]:
    number = _text(order.get("number")) if isinstance(order, dict) else None
    nothing = [number or f"order {place}", *[""] * (len(_TITLES) - 1)]  # a blank number would join the order before
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
    head += _instructions(order)
    for line in lines or [{}]:
        values = [*head, *(_line_cells(line) if isinstance(line, dict) else [None])]
        if any(value is None for value in values):
            yield place, nothing, "import.malformed"
        else:
            yield place, [value or "" for value in values], ""


def _instructions(order: dict[str, object]) -> list[str | None]:
    """The three cells of the CSV form, several texts of one scope as lines of its cell."""
    listed = order.get("instructions") or []
    if not isinstance(listed, list):
        return [None]
    cells: dict[str, list[str | None]] = {scope: [_text(order.get(name))] for scope, name in _INSTRUCTIONS.items()}
    for each in listed:
        scope = each.get("scope", "order") if isinstance(each, dict) else None
        if not isinstance(scope, str) or scope not in cells:
            return [None]
        cells[scope].append(_text(each.get("text")))
    return [_joined(texts, "\n") for texts in cells.values()]


def _line_cells(line: dict[str, object]) -> list[str | None]:
    policy, codes = line.get("policy") or {}, line.get("codes") or []
    if not isinstance(policy, dict) or not isinstance(codes, list):
        return [None]
    asked: list[object] = [policy.get(name) or False for name in _TRACKED]
    tracking = [
        name if is_asked is True else "" if is_asked is False else None
        for name, is_asked in zip(_TRACKED, asked, strict=True)
    ]
    return [
        *(_text(line.get(name)) for name in _LINE),
        _joined([_words(line.get("tracking")), *tracking], ","),
        _text(policy.get("shelf_days", line.get("shelf_days"))),
        _words(line.get("marks")),
        _joined([_words(line.get("barcodes")), *(_pack(code) for code in codes)], ";"),
    ]


def _words(value: object) -> str | None:
    """A list of plain values or one of them, as a cell holds them."""
    return _joined([_text(each) for each in value], ",") if isinstance(value, list) else _text(value)


def _pack(code: object) -> str | None:
    """`{"code": …, "units": 12}` as `…*12`; None for a code that could not be told from two."""
    if not isinstance(code, dict):
        return None
    text, units = _text(code.get("code")), "1" if code.get("units") is None else _text(code["units"])
    return f"{text}*{units}" if text and units and not _SPLITS_CODES.search(text) else None


def _joined(texts: Sequence[str | None], separator: str) -> str | None:
    present = [text for text in texts if text is not None]
    return separator.join(filter(None, present)) if len(present) == len(texts) else None


def _text(value: object) -> str | None:
    """The text of a plain value, empty for null, None for what is no plain value (a list, an object, a truth value)."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return str(value) if abs(value) < 1e15 or isinstance(value, int) else f"{value:.5E}"
