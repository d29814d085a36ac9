"""What the bench expects to be scanned next: a camera believes it sooner, and takes it from among others in view."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.barcode import item_code
from app.domain.desk import Locked, Packing, State


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


def expected_items(state: State) -> frozenset[str]:
    """The codes of what the open order still wants; nothing at a free or locked desk."""
    inner = getattr(state, "back", state)
    if isinstance(state, Locked) or not isinstance(inner, Packing):
        return frozenset()
    order = inner.order
    wanting = {line.position for line in order.lines if line.packed + line.short < line.quantity}
    own = {item_code(line.barcode) for line in order.lines if line.position in wanting and line.barcode}
    return frozenset(own | {item_code(code.code) for code in order.codes})
