"""What the packing screen reads of the store besides the lists: closed boxes, and the names of orders in a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.domain.desk import ChoosingMeaning, Packing, Showing, State
from app.domain.meaning import MeaningKind
from app.errors import PackbenchError
from app.ui.screens.packing.line_row import Boxes

if TYPE_CHECKING:
    from app.floor import Floor

_OF_ORDERS = (MeaningKind.ORDER, MeaningKind.TOTE, MeaningKind.WAYBILL)


class BoxesRead:
    """The closed boxes of the order in view. They are read when one was closed, not at every scan."""

    def __init__(self) -> None:
        self._of: tuple[str, int] = ("", 0)
        self._boxes: Boxes = {}

    def of(self, floor: Floor, state: State) -> Boxes:
        """Nothing while all of an order lies in one box: then the number says nothing."""
        if not isinstance(state, Packing | Showing) or not _has_several(state):
            return {}
        wanted = (state.order.id, state.order.box.sequence)
        if wanted != self._of:
            try:
                self._boxes = floor.boxes(state.order.id)
            except PackbenchError:  # the disk is full or broken: the bench says so on every scan
                return {}
            self._of = wanted
        return self._boxes


def names_of(floor: Floor, state: ChoosingMeaning) -> Mapping[str, str]:
    """The orders that a code may mean, by id: number and shop."""
    try:
        return floor.order_names(each.id for each in state.meanings if each.kind in _OF_ORDERS)
    except PackbenchError:
        return {}


def _has_several(state: Packing | Showing) -> bool:
    """A packed order's box number is that of the box after its last one."""
    return state.order.box.sequence > (1 if isinstance(state, Packing) else 2)
