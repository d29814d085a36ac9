"""The rows of an order: its lines as they are shown, and a row above the parts of each kit. Values only, no widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from app.domain.barcode import item_code
from app.domain.counting import due_first
from app.domain.order import Order, OrderLine, Sequence, TrackedUnit

Boxes = Mapping[int, tuple[tuple[int, int], ...]]
"""Of each line, by position: in which closed boxes how many of its units lie."""


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as shown. `is_current`: it is being packed; `is_meant`: the next one is; `is_first`: it has to go
    in before the others. `last` is the unit that was captured last, `boxes` numbers closed boxes with units of it.
    """

    line: OrderLine
    is_current: bool = False
    is_meant: bool = False
    is_first: bool = False
    has_code: bool = True
    last: TrackedUnit | None = None
    boxes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class KitRow:
    """A kit above its parts: `complete` of `count` are whole, and the parts of one more may lie in the box."""

    kit: str
    complete: int
    count: int
    position: int

    @property
    def at(self) -> int:
        """Which one is being packed, or the last one when all are whole."""
        return min(self.complete + 1, self.count)


Row = LineRow | KitRow


@dataclass(frozen=True, slots=True)
class Attention:
    """Which lines stand out: the one that is being packed, the one the next scan is about, the one that has to go in
    first. Positions, 0 for none.
    """

    current: int = 0
    meant: int = 0
    first: int = 0


def coded_skus(order: Order) -> frozenset[str]:
    """The items that have a barcode beside their SKU."""
    return frozenset(each.sku for each in order.codes if each.code not in (each.sku, item_code(each.sku)))


def rows_of(
    order: Order, attention: Attention, boxes: Boxes, coded: frozenset[str], before: Mapping[int, LineRow]
) -> tuple[Row, ...]:
    """The rows of an order. Those of `before` (by position) whose line is still the same object are used again: an
    order of a thousand lines changes in one of them.
    """
    last = {unit.position: unit for unit in order.box.units}
    special = {attention.current, attention.meant, attention.first, *last, *boxes}
    found: list[Row] = []
    kits = _kits(order)
    for line in order.lines:
        at = line.position
        if at in kits:
            found.append(kits[at])
        old = before.get(at)
        if old is not None and old.line is line and at not in special and _is_plain(old):
            found.append(old)
            continue
        found.append(
            LineRow(
                line,
                is_current=at == attention.current,
                is_meant=at == attention.meant,
                is_first=at == attention.first,
                has_code=bool(line.barcode) or line.sku in coded,
                last=last.get(at),
                boxes=boxes.get(at, ()),
            )
        )
    return tuple(found)


def _is_plain(row: LineRow) -> bool:
    return not (row.is_current or row.is_meant or row.is_first or row.last or row.boxes)


def _kits(order: Order) -> dict[int, KitRow]:
    """The kits of an order, by the position of their first part."""
    if not any(line.kit for line in order.lines):
        return {}
    found: dict[int, KitRow] = {}
    for (kit, _), parts in groupby(order.lines, key=lambda line: (line.kit, line.origin)):
        lines = list(parts)
        if kit:
            complete = min(line.packed // line.per_kit for line in lines)
            count = max(line.quantity // line.per_kit for line in lines)
            found[lines[0].position] = KitRow(kit, complete, count, lines[0].position)
    return found


def first_of(order: Order) -> int:
    """The position of the line that has to go in next; 0 where the sequence leaves it open."""
    match order.sequence:
        case Sequence.ANY:
            return 0
        case Sequence.KIT:
            return _kit_part(order)
        case _:
            probe = next((line for line in order.lines if line.missing), None)
            return 0 if probe is None else (due_first(order, probe) or probe).position


def _kit_part(order: Order) -> int:
    """The next part of the kit that is begun; before one is begun, any part may come."""
    parts_of = groupby((line for line in order.lines if line.kit), key=lambda line: (line.kit, line.origin))
    for _, parts in parts_of:
        lines = [line for line in parts if line.missing]
        whole = min(((line.packed + line.short) // line.per_kit for line in lines), default=0)
        behind = [line for line in lines if line.packed + line.short < (whole + 1) * line.per_kit]
        if any(line.packed + line.short > whole * line.per_kit for line in lines):
            return behind[0].position
    return 0
