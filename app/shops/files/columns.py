"""Which column holds what: titles are compared without case, blanks, width and punctuation; a person may overrule."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import Misconfigured

CONSIGNEE_FIELDS = (
    "name", "first_name", "last_name", "company", "phone", "phone_2", "phone_3",
    "address", "new_address", "province", "city", "district", "street", "street_2", "postcode", "country",
)  # fmt: skip
ORDER_FIELDS = (
    *CONSIGNEE_FIELDS, "shop", "status", "payment_status", "cancelled_at",
    "remark", "remark_2", "service", "ordered_at", "kinds",
)  # fmt: skip
LINE_FIELDS = (
    "sku", "barcode", "title", "variant",
    "quantity", "open_quantity", "order_quantity", "needs_shipping", "line_status",
)  # fmt: skip
# What most files do not have, kept apart so that they need not be looked at row by row.
ORDER_TERMS = ("due_at", "sequence", "tote", "flag", "instruction", "instruction_shipment", "instruction_package")
LINE_TERMS = ("kit", "kit_barcode", "per_kit", "tracking", "shelf_days", "marks", "weight_g", "barcodes", "kind")
FIELDS = ("number", *ORDER_FIELDS, *ORDER_TERMS, *LINE_FIELDS, *LINE_TERMS)

_NOISE = re.compile(r"[\W_]+")
_FIRST_OF_MANY = re.compile(r"#\s*1\b")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Field of `FIELDS` → title of the column in the file. `format` is a format's name, empty for "find out".

    As an argument it overrules what was recognized, field by field; an empty title says "this file has no such column".
    """

    format: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its titles per field, best first, and the sets of titles (`signs`) that give it away."""

    name: str
    titles: Mapping[str, Sequence[str]]
    signs: Sequence[Sequence[str]] = ()
    utc_offset_h: int = 0


def title_key(title: str) -> str:
    """`Shipping Address1`, `shipping_address_1` and `ＳＨＩＰ…` are one; so are 收件人 and 收件人（必填）."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", title).casefold()).replace("必填", "")


def recognize(
    titles: Sequence[str], formats: Sequence[Format], wanted: ColumnMap | None
) -> tuple[Format, ColumnMap] | None:
    """The first format whose signs the header carries, with its columns found; None if the row is no header at all."""
    index = _index(titles)
    for candidate in formats:
        if wanted is not None and wanted.format:
            if wanted.format != candidate.name:
                continue
        elif candidate.signs and not any(all(title_key(t) in index for t in sign) for sign in candidate.signs):
            continue
        columns = _find(candidate, index) | (dict(wanted.columns) if wanted else {})
        columns = {name: title for name, title in columns.items() if title and title_key(title) in index}
        if len(columns) >= 2:
            return candidate, ColumnMap(candidate.name, columns)
    return None


def _index(titles: Sequence[str]) -> dict[str, str]:
    index: dict[str, str] = {}
    for title in titles:
        index.setdefault(title_key(title), title.strip())
    index.pop("", None)
    return index


def _find(candidate: Format, index: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, titles in candidate.titles.items():
        for title in titles:
            single = index.get(title_key(title))
            first = index.get(f"{title_key(title)}1")
            if single is not None:
                found[name] = single
            elif name in (*LINE_FIELDS, *LINE_TERMS) and first is not None and _FIRST_OF_MANY.search(first):
                found[name] = first
            else:
                continue
            break
    return found


def missing_fields(columns: Mapping[str, str]) -> list[str]:
    """The fields without which no order can be made from a file; empty when all are there."""
    needs = {
        "number": ("number",),
        "name": ("name", "first_name", "last_name"),
        "phone": ("phone", "phone_2", "phone_3"),
        "address": ("address", "street"),
        "quantity": ("quantity", "open_quantity", "order_quantity"),
        "sku|barcode|title": ("sku", "barcode", "title"),
    }
    return [need for need, fields in needs.items() if not any(name in columns for name in fields)]


def positions(columns: ColumnMap, titles: Sequence[str], fields: Sequence[str], *, blank: int) -> list[tuple[int, ...]]:
    """Cell numbers of `fields`, `blank` for a field without column.

    One tuple as a rule; one per article where a file sets the articles of an order side by side (`SKU #1`, `SKU #2`).
    """
    places: dict[str, int] = {}
    for place, title in enumerate(titles):
        places.setdefault(title_key(title), place)
    names = [columns.columns.get(name, "") for name in fields]
    groups = [tuple(places.get(title_key(title), blank) if title else blank for title in names)]
    if not any(_FIRST_OF_MANY.search(title) for title in names):
        return groups
    for count in range(2, len(titles) + 1):
        keys = [title_key(_FIRST_OF_MANY.sub(f"#{count}", title)) if "#" in title else "" for title in names]
        group = tuple(places.get(key, blank) if key else blank for key in keys)
        if all(place == blank for place in group):
            break
        groups.append(group)
    return groups


def save_columns(path: Path, columns: ColumnMap) -> None:
    """Write the map as JSON that a person can read and change. Raises `Misconfigured` (`import.columns_unwritable`)."""
    text = json.dumps({"format": columns.format, "columns": dict(columns.columns)}, ensure_ascii=False, indent=2)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise Misconfigured("import.columns_unwritable", type(error).__name__) from error


def load_columns(path: Path) -> ColumnMap:
    """Read a saved map. Raises `Misconfigured` (`import.columns_file`): it cannot be read or names unknown fields."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise Misconfigured("import.columns_file", type(error).__name__) from error
    columns = document.get("columns", {}) if isinstance(document, dict) else None
    chosen = document.get("format", "") if isinstance(document, dict) else None
    if not isinstance(columns, dict) or not isinstance(chosen, str):
        raise Misconfigured("import.columns_file", "not a column map")
    unknown = sorted(name for name, title in columns.items() if name not in FIELDS or not isinstance(title, str))
    if unknown:
        raise Misconfigured("import.columns_file", f"unknown fields: {', '.join(unknown)}")
    return ColumnMap(chosen, columns)
