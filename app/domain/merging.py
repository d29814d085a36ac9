"""Two orders in one box, and many orders packed like one: who may be merged, who is a clone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.counting import about
from app.domain.desk import Asking, OrdersCloned, OrdersMerged, Packing, PackingRules, Showing, Step
from app.domain.dues import first_note
from app.domain.order import Order, OrderState
from app.domain.outcome import OutcomeCode


def why_not_merged(order: Order, other: Order) -> str:
    """Why two orders must not travel in one parcel; empty when they may: one shop, one consignee, one service."""
    checks = (
        (order.id == other.id, "same_order"),
        (bool(other.stop), "other_is_stopped"),
        (other.state not in (OrderState.OPEN, OrderState.ASIDE) or bool(other.merged_into), "other_is_packed"),
        (any(line.sealed for line in other.lines), "other_is_packed"),
        (order.shop != other.shop, "other_shop"),
        (order.consignee != other.consignee, "other_consignee"),
        (order.service != other.service, "other_service"),
    )
    return next((reason for fails, reason in checks if fails), "")


def merge(state: Packing, other: Order, rules: PackingRules) -> Step:
    """Take another order's lines into this box; what was counted of them stays counted."""
    order = state.order
    state = replace(state, arm=None)
    reason = why_not_merged(order, other)
    if reason:
        return Step(state, about(OutcomeCode.MERGE_REFUSED, order, scanned=other.number, reason=reason))
    merged = merged_order(order, other)
    changed = replace(state, order=merged, is_closing=False)
    said = about(OutcomeCode.MERGED, merged, scanned=other.number)
    step = Step(changed, said, (OrdersMerged(order.id, other.id),))
    return replace(step, outcome=about(OutcomeCode.DUE_NOTE, merged)) if first_note(merged, rules) else step


def merged_order(order: Order, other: Order) -> Order:
    """The order with the other's lines after its own, each knowing where it came from; what was to be read before is
    read again when the other brings more of it.
    """
    last = max(line.position for line in order.lines)
    moved = tuple(
        replace(line, position=last + line.position, origin=line.origin or other.number) for line in other.lines
    )
    units = tuple(replace(unit, position=last + unit.position) for unit in other.box.units)
    read = order.box.acknowledged
    if other.instructions or other.remark:
        read = read - {"order", "shipment"}
    box = replace(order.box, units=order.box.units + units, acknowledged=read, weight_g=None)
    return replace(
        order,
        lines=order.lines + moved,
        instructions=order.instructions + other.instructions,
        codes=order.codes + other.codes,
        box=box,
    )


def clone(state: Showing, alike: Sequence[Order]) -> Step:
    """Pack the orders that hold just what this verified one holds; those that are stopped, or whose units are tracked,
    are left for the bench.
    """
    order = state.order
    fit = [each for each in alike if is_clone(order, each)]
    left = len(alike) - len(fit)
    if not fit or any(line.policy.is_tracked or line.short for line in order.lines) or order.box.sequence != 2:
        return Step(state, about(OutcomeCode.CLONE_NONE, order, reason=str(left)))
    said = replace(about(OutcomeCode.CLONED, order, reason=str(left)), units_packed=len(fit), units=len(alike))
    step = Step(state, said, (OrdersCloned(order.id, tuple(each.id for each in fit)),))
    asked = replace(said, code=OutcomeCode.CLONE_ASKED)
    return Step(Asking(state, step, asked), asked)


def is_clone(order: Order, other: Order) -> bool:
    """Whether the other holds just the same goods and may be packed without a scan of its own."""
    return (
        other.state is OrderState.OPEN
        and not other.stop
        and not other.merged_into
        and not other.instructions
        and not any(line.policy.is_tracked or line.packed or line.short for line in other.lines)
        and _content(order) == _content(other)
    )


def _content(order: Order) -> dict[str, int]:
    content: dict[str, int] = {}
    for line in order.lines:
        content[line.sku] = content.get(line.sku, 0) + line.quantity
    return content
