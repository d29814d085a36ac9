"""What the bench expects to be scanned next: a camera believes it sooner, and takes it from among others in view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.barcode import item_code
from app.domain.counting import due_first, line_at, lines_of
from app.domain.desk import Arm, Asking, ChoosingLine, ChoosingMeaning, Locked, Packing, State
from app.domain.order import Order, OrderLine, Sequence

_Fits = Callable[[OrderLine, int], bool]
"""Whether so many units of a line may be meant."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """`items` are the codes of the open order's lines that still want units, `labels` numbers of labels that were
    printed and wait to be scanned; all in the form of `item_code`.
    """

    items: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()

    @property
    def codes(self) -> frozenset[str]:
        return self.items | self.labels


def expected(state: State, labels: frozenset[str]) -> Expectation:
    """All that is expected; `labels` are the numbers of labels that wait to be scanned. Nothing at a locked desk."""
    if isinstance(state, Locked):
        return Expectation()
    return Expectation(expected_items(state), frozenset(map(item_code, labels)))


def expected_items(state: State) -> frozenset[str]:
    """The codes of items, packs and kits that would count now, also of what lies under a question. Nothing where the
    next code is anybody's guess: at a free or locked desk, for a unit's serial number, for a substitute.
    """
    match state:
        case Packing(order) if order.stop or state.capture is not None:
            return frozenset()
        case Packing(order, arm=None):
            return frozenset(_codes(order, _wanting(order))) | frozenset(_kit_codes(order))
        case Packing(order, arm=Arm.UNPACK):
            return frozenset(_codes(order, lambda line, units: line.in_box >= units))
        case Packing(order, arm=Arm.DAMAGE):
            return frozenset(_codes(order, lambda _line, _units: True))
        case ChoosingLine(back, positions=positions):
            return frozenset(_codes(back.order, lambda line, _units: line.position in positions))
        case Asking(back) | ChoosingMeaning(back):
            return expected_items(back)
    return frozenset()


def _wanting(order: Order) -> _Fits:
    """What `put_in` would count."""

    def wants(line: OrderLine, units: int) -> bool:
        if line.missing < units:
            return False
        counted = next(each for each in order.lines if each.sku == line.sku and each.missing >= units)
        is_single = units == 1 or not counted.policy.serial
        return is_single and (order.sequence is Sequence.ANY or due_first(order, line, units) is None)

    return wants


def _codes(order: Order, fits: _Fits) -> Iterator[str]:
    """A line's SKU and barcode stand for one unit, its further codes for as many as they say."""
    lines: dict[str, list[OrderLine]] = {}
    for line in order.lines:
        lines.setdefault(line.sku, []).append(line)
        if fits(line, 1):
            yield from (item_code(text) for text in (line.sku, line.barcode) if text)
    for code in order.codes:
        if any(fits(line, code.units) for line in lines.get(code.sku, ())):
            yield item_code(code.code)


def _kit_codes(order: Order) -> Iterator[str]:
    """A kit's own codes count all parts of one; not where a part is to be scanned by itself."""
    for kit in {line.kit for line in order.lines if line.kit}:
        kits = [[line_at(order, position) for position in group] for group in lines_of(order, kit).kits]
        is_plain = not any(line.policy.is_tracked for group in kits for line in group)
        if is_plain and any(all(line.missing >= line.per_kit for line in group) for group in kits):
            yield from (item_code(text) for text in (kit, *(each.code for each in order.codes if each.sku == kit)))
