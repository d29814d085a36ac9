"""Two orders in one box, and many orders packed like one: who may be merged, who is a clone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.counting import about
from app.domain.desk import (
    Asking,
    BoxChanged,
    OrdersCloned,
    OrdersMerged,
    OrdersParted,
    Packing,
    PackingRules,
    Showing,
    Step,
)
from app.domain.dues import first_note, notes
from app.domain.order import Order, OrderState, Scope
from app.domain.outcome import OutcomeCode
from app.domain.packing import closed_or_ended


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
    step = Step(changed, said, (OrdersMerged(order.id, other.id), BoxChanged(order.id, merged.box)))
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
    if other.instructions or other.remark or other.flag:
        read = frozenset(key for key in read if not key.startswith(("order", "shipment", "package")))
    box = replace(order.box, units=order.box.units + units, acknowledged=read, weight_g=None)
    return replace(
        order,
        lines=order.lines + moved,
        instructions=order.instructions + other.instructions,
        remark=joined(order.remark, other.remark),
        flag=joined(order.flag, other.flag),
        codes=tuple(sorted({*order.codes, *other.codes}, key=lambda each: (each.code, each.sku))),
        box=box,
    )


def joined(*remarks: str) -> str:
    """What the orders in one box say, one after the other."""
    return "\n".join(dict.fromkeys(remark for remark in remarks if remark))


def part(order: Order, other: Order) -> Order:
    """The order without the lines that came with the other one, which does not travel with it any longer."""
    own = tuple(line for line in order.lines if line.origin != other.number)
    places = {line.position for line in own}
    left = list(order.instructions)
    for each in other.instructions:
        if each in left:
            left.remove(each)
    units = tuple(unit for unit in order.box.units if unit.position in places)
    box = replace(order.box, units=units, weight_g=None)
    return replace(order, lines=own, instructions=tuple(left), box=box)


def part_all(state: Packing | Showing, others: Sequence[Order], rules: PackingRules) -> Step:
    """What came with cancelled orders was taken out of the open box; the order goes on with what is left."""
    order = state.order
    for other in others:
        order = part(order, other)
    changed = Packing(order)
    parted = tuple(OrdersParted(order.id, other.id, is_over=True) for other in others)
    said = about(OutcomeCode.GOODS_RETURNED, order)
    step = Step(changed, said, (*parted, BoxChanged(order.id, order.box)))
    return closed_or_ended(step, rules) if order.is_complete else step


def clone(state: Showing, alike: Sequence[Order], rules: PackingRules) -> Step:
    """Pack the orders that hold just what this verified one holds; those that are stopped, or whose units are tracked,
    are left for the bench.
    """
    order = state.order
    fit = [each for each in alike if is_clone(order, each, rules)]
    left = len(alike) - len(fit)
    if not fit or any(line.policy.is_tracked or line.short for line in order.lines) or order.box.sequence != 2:
        return Step(state, about(OutcomeCode.CLONE_NONE, order, reason=str(left)))
    said = replace(about(OutcomeCode.CLONED, order, reason=str(left)), units_packed=len(fit), units=len(alike))
    step = Step(state, said, (OrdersCloned(order.id, tuple(each.id for each in fit)),))
    asked = replace(said, code=OutcomeCode.CLONE_ASKED)
    return Step(Asking(state, step, asked), asked)


def is_clone(order: Order, other: Order, rules: PackingRules) -> bool:
    """Whether the other holds just the same goods and may be packed without a scan of its own: nothing about it stops a
    packer to be read.
    """
    return (
        other.state is OrderState.OPEN
        and not other.stop
        and not other.merged_into
        and not any(notes(other, rules, scope) for scope in Scope)
        and not any(line.policy.is_tracked or line.packed or line.short for line in other.lines)
        and _content(order) == _content(other)
    )


def _content(order: Order) -> dict[str, int]:
    content: dict[str, int] = {}
    for line in order.lines:
        content[line.sku] = content.get(line.sku, 0) + line.quantity
    return content
