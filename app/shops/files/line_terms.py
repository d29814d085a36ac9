"""What a line asks of its units: the kit they belong to, what is recorded of each, marks, weight, further barcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.domain.barcode import item_code
from app.domain.order import ItemCode, LineKind, Mark, OrderLine, UnitPolicy
from app.shops.files.cells import MAX_QUANTITY, check_digits, check_length, clean, narrow, parse_whole
from app.shops.files.columns import LINE_TERMS, title_key
from app.shops.files.fault import Fault

_MAX_SHELF_DAYS = 36_500
_MAX_WEIGHT_G = 1_000_000
_MAX_CODES = 50
_NOTHING = frozenset({"", "none", "no", "无", "否"})
_BETWEEN_WORDS = re.compile(r"[,;+|/，；、＋]")
_BETWEEN_CODES = re.compile(r"[\s;,，；、]+")
_AROUND_TIMES = re.compile(r"\s*[*×]\s*")
_KINDS = {
    "goods": LineKind.GOODS, "商品": LineKind.GOODS, "普通商品": LineKind.GOODS,
    "insert": LineKind.INSERT, "gift": LineKind.INSERT, "leaflet": LineKind.INSERT, "sample": LineKind.INSERT,
    "赠品": LineKind.INSERT, "插页": LineKind.INSERT, "宣传页": LineKind.INSERT, "小样": LineKind.INSERT,
}  # fmt: skip
_TRACKED = {
    "serial": "serial", "serialnumber": "serial", "sn": "serial", "序列号": "serial", "唯一码": "serial",
    "lot": "lot", "batch": "lot", "批次": "lot", "批号": "lot",
    "expiry": "expiry", "expirydate": "expiry", "有效期": "expiry", "效期": "expiry", "保质期": "expiry",
}  # fmt: skip
_MARKS = {
    "lithiumbattery": Mark.LITHIUM_BATTERY, "锂电池": Mark.LITHIUM_BATTERY, "含锂电池": Mark.LITHIUM_BATTERY,
    "limitedquantity": Mark.LIMITED_QUANTITY, "lq": Mark.LIMITED_QUANTITY, "限量": Mark.LIMITED_QUANTITY,
    "有限数量": Mark.LIMITED_QUANTITY, "flammable": Mark.FLAMMABLE, "易燃": Mark.FLAMMABLE,
    "易燃品": Mark.FLAMMABLE, "fragile": Mark.FRAGILE, "易碎": Mark.FRAGILE, "易碎品": Mark.FRAGILE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineTerms:
    """The fields of an `OrderLine` that most files do not have."""

    kind: LineKind
    kit: str
    per_kit: int
    policy: UnitPolicy
    marks: tuple[Mark, ...]
    weight_g: int
    codes: tuple[ItemCode, ...]


@lru_cache(maxsize=4096)  # a shop's items come again and again, order after order
def read_line_terms(cells: tuple[str, ...], barcode: str) -> LineTerms:
    """From the `LINE_TERMS` cells of a line with this barcode of its own. Raises `Fault` naming the field."""
    kit, kit_barcode, per_kit, tracking, shelf_days, marks, weight_g, barcodes, kind = map(clean, cells, LINE_TERMS)
    units = parse_whole(per_kit, "import.per_kit", "per_kit", most=MAX_QUANTITY) if per_kit else 1
    if not kit and (kit_barcode or units > 1):
        raise Fault("import.missing_kit", "kit")
    return LineTerms(
        _KINDS[_word(kind, _KINDS, "kind")] if kind else LineKind.GOODS,
        check_length(check_digits(kit, "kit"), 100, "kit"),
        units,
        _policy(tracking, shelf_days),
        tuple(sorted({_MARKS[word] for word in _words(marks, _MARKS, "marks")})),
        parse_whole(weight_g, "import.weight_g", "weight_g", least=0, most=_MAX_WEIGHT_G) if weight_g else 0,
        (*_item_codes(barcodes, barcode), *_kit_codes(kit_barcode, kit)),
    )


def fold_kits(lines: Sequence[OrderLine]) -> list[OrderLine]:
    """The lines to be packed: a row of the kit itself stands for no unit, its barcodes and marks go to a component.

    Refuses a kit whose components (and its own row) do not all make the same whole number of it.
    """
    kits = _count_kits(lines)
    whole = [line for line in lines if line.sku in kits and not line.kit]
    if not whole:
        return list(lines)
    told: dict[str, int] = {}
    for line in whole:
        told[line.sku] = told.get(line.sku, 0) + line.quantity
        if line.policy.is_tracked:
            raise Fault("import.tracking", "tracking")
    if any(kits[kit] != count for kit, count in told.items()):
        raise Fault("import.kit_uneven", "quantity")
    parts = [line for line in lines if line.kit or line.sku not in kits]
    first = {part.kit: place for place, part in reversed(tuple(enumerate(parts)))}
    for line in whole:
        place = first[line.sku]
        parts[place] = _with_kit_row(parts[place], line)
    return [replace(part, position=position) for position, part in enumerate(parts, start=1)]


def _count_kits(lines: Sequence[OrderLine]) -> dict[str, int]:
    kits: dict[str, int] = {}
    for line in lines:
        if line.kit:
            count, rest = divmod(line.quantity, line.per_kit)
            if rest or kits.setdefault(line.kit, count) != count:
                raise Fault("import.kit_uneven", "per_kit")
    return kits


def _with_kit_row(part: OrderLine, kit: OrderLine) -> OrderLine:
    own = (ItemCode(kit.barcode, 1, kit.sku),) if kit.barcode else ()
    further = (replace(code, sku=kit.sku) for code in kit.codes)
    codes = dict.fromkeys((*part.codes, *own, *further))
    return replace(part, codes=tuple(codes), marks=tuple(sorted({*part.marks, *kit.marks})))


def _policy(tracking: str, shelf_days: str) -> UnitPolicy:
    """Days on the shelf can only be counted from an expiry date: they ask for it."""
    asked = {_TRACKED[word] for word in _words(tracking, _TRACKED, "tracking")}
    reason = "import.shelf_days"
    days = parse_whole(shelf_days, reason, "shelf_days", least=0, most=_MAX_SHELF_DAYS) if shelf_days else 0
    return UnitPolicy("serial" in asked, "lot" in asked, "expiry" in asked or days > 0, days)


def _words(text: str, known: Mapping[str, object], name: str) -> Iterator[str]:
    for piece in _BETWEEN_WORDS.split(text):
        if piece.strip().casefold() not in _NOTHING:
            yield _word(piece, known, name)


def _word(text: str, known: Mapping[str, object], name: str) -> str:
    word = title_key(text)
    if word not in known:
        raise Fault(f"import.{name}", name)
    return word


def _item_codes(text: str, own: str) -> Iterator[ItemCode]:
    """`6901234567892*12 4006381333931`: codes with what one scan of them counts. None may count two ways."""
    counted = {item_code(own): 1} if own else {}
    pieces = [piece for piece in _BETWEEN_CODES.split(_AROUND_TIMES.sub("*", narrow(text))) if piece]
    if len(pieces) > _MAX_CODES:
        raise Fault("import.too_long", "barcodes")
    for piece in pieces:
        code, times, units = piece.rpartition("*")
        code, count = (code, _pack_units(units)) if times else (piece, 1)
        if not code or "*" in code:
            raise Fault("import.barcodes", "barcodes")
        known = counted.get(item_code(code))
        if known is None:
            yield ItemCode(_checked(code, "barcodes"), count)
        elif known != count:
            raise Fault("import.barcodes", "barcodes")
        counted[item_code(code)] = count


def _pack_units(text: str) -> int:
    return parse_whole(text, "import.barcodes", "barcodes", most=MAX_QUANTITY)


def _kit_codes(code: str, kit: str) -> tuple[ItemCode, ...]:
    return (ItemCode(_checked(narrow(code), "kit_barcode"), 1, kit),) if code else ()


def _checked(code: str, name: str) -> str:
    return check_length(check_digits(code, name), 100, name)
