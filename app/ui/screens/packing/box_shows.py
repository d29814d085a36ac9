"""What the picture of the box shows: units in it, units missing, boxes closed before it. Values only, no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.desk import Packing, Showing, State
from app.domain.order import Order
from app.ui.screens.packing.line_row import Boxes

MOST_MARKS = 24
"""Of more units nobody counts the marks: a level with numbers says more."""


class BoxState(StrEnum):
    """No order on the table; the box is open; all is closed; the order must not go out."""

    NONE = "none"
    OPEN = "open"
    CLOSED = "closed"
    STOPPED = "stopped"


class Mark(StrEnum):
    """One unit: in the box or missing, and whether it is of the line that is being packed."""

    IN = "in"
    IN_NOW = "in_now"
    MISSING_NOW = "missing_now"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class BoxShows:
    """Units in the open box and units missing, `in_now` and `missing_now` of them of the line that is being packed.
    `number` is the open box's; `closed` holds the units of each box that is closed already.
    """

    state: BoxState = BoxState.NONE
    number: int = 1
    inside: int = 0
    in_now: int = 0
    missing: int = 0
    missing_now: int = 0
    closed: tuple[int, ...] = ()

    @property
    def units(self) -> int:
        """What the open box holds when all of the rest goes into it."""
        return self.inside + self.missing

    @property
    def marks(self) -> tuple[Mark, ...]:
        """One mark a unit, from the bottom of the box: what lies in it, the line being packed on top, then what is
        missing. None at all of too many.
        """
        if self.units > MOST_MARKS:
            return ()
        return (
            *(Mark.IN,) * (self.inside - self.in_now),
            *(Mark.IN_NOW,) * self.in_now,
            *(Mark.MISSING_NOW,) * self.missing_now,
            *(Mark.MISSING,) * (self.missing - self.missing_now),
        )


def box_shows(state: State, boxes: Boxes, current: int) -> BoxShows:
    """`boxes` says in which closed boxes units lie, `current` is the position of the line that is being packed."""
    if not isinstance(state, Packing | Showing):
        return BoxShows()
    order = state.order
    line = next((each for each in order.lines if each.position == current), None)
    is_packed = isinstance(state, Showing)
    missing = 0 if is_packed else sum(each.missing for each in order.lines)
    is_now = line is not None and not is_packed
    stopped = BoxState.STOPPED if order.stop else None
    return BoxShows(
        state=stopped or (BoxState.CLOSED if is_packed else BoxState.OPEN),
        number=order.box.sequence,
        inside=order.units_in_box,
        in_now=line.in_box if is_now and line else 0,
        missing=missing,
        missing_now=line.missing if is_now and line else 0,
        closed=_closed(order, boxes),
    )


def _closed(order: Order, boxes: Boxes) -> tuple[int, ...]:
    """Units by closed box. What lies in which is known only where there are several."""
    units: dict[int, int] = {}
    for held in boxes.values():
        for number, count in held:
            units[number] = units.get(number, 0) + count
    sealed = sum(line.sealed for line in order.lines)
    return tuple(units[number] for number in sorted(units)) or ((sealed,) if sealed else ())
