"""Units into the box and out of it: which line a code means, in which sequence, and what of a unit is asked first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.barcode import item_code, shown
from app.domain.desk import Arm, Capture, DeviationNoted, Effect, Packing, PackingRules, Step, UnitsChanged
from app.domain.order import Order, OrderLine, Sequence, TrackedUnit
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.unit import ItemScan, asks, asks_out, begin, refused, with_unit, without_unit


@dataclass(frozen=True, slots=True)
class Meant:
    """What an item code means in an order: lines (one scan counts `units` of one of them), or a whole kit, whose `kits`
    are the lines of each time it was ordered.
    """

    positions: tuple[int, ...] = ()
    units: int = 1
    kits: tuple[tuple[int, ...], ...] = ()


def lines_of(order: Order, code: str) -> Meant:
    """The lines a code means. Caps Lock swaps the case of what a wedge types; an exact match still comes first."""
    for spelled in (code, code.swapcase()):
        wanted = item_code(spelled)
        by_line = tuple(
            line.position
            for line in order.lines
            if line.sku == spelled or (line.barcode and item_code(line.barcode) == wanted)
        )
        if by_line:
            return Meant(by_line)
        known = [each for each in order.codes if item_code(each.code) == wanted] + [
            each for line in order.lines for each in line.codes if item_code(each.code) == wanted
        ]
        for each in known:
            found = tuple(line.position for line in order.lines if line.sku == each.sku)
            if found:
                return Meant(found, each.units)
        kits = {each.sku for each in known} | {spelled}
        parts = tuple(line for line in order.lines if line.kit and line.kit in kits)
        if parts:
            ordered = tuple(tuple(line.position for line in group) for group in _kits_among(parts))
            return Meant(tuple(line.position for line in parts), kits=ordered)
    return Meant()


def _kits_among(parts: Iterable[OrderLine]) -> list[list[OrderLine]]:
    """The lines kit by kit: one kit may be on an order twice, or come with a merged order once more."""
    groups: list[list[OrderLine]] = []
    for line in parts:
        for group in groups:
            first = group[0]
            is_same = (first.kit, first.origin) == (line.kit, line.origin)
            if is_same and all(each.sku != line.sku for each in group):
                group.append(line)
                break
        else:
            groups.append([line])
    return groups


def line_at(order: Order, position: int) -> OrderLine:
    return next(line for line in order.lines if line.position == position)


def put_in(state: Packing, item: ItemScan, rules: PackingRules, *, is_used: bool) -> Step:
    """Count one scan in: a unit, a pack, or a kit with all its parts."""
    order = state.order
    meant = lines_of(order, item.code)
    lines = [line_at(order, position) for position in meant.positions]
    if meant.kits:
        return _put_kit_in(state, meant, item.code)
    line = next((line for line in lines if line.missing >= meant.units), None)
    if line is None:
        return Step(state, about(OutcomeCode.ITEM_TOO_MANY, order, lines[0], item.code))
    due = due_first(order, line, meant.units)
    if meant.units > 1 and (line.policy.serial or due is line):
        return Step(state, about(OutcomeCode.PACK_NEEDS_SINGLES, order, line, item.code))
    if due is not None:
        return Step(state, about(OutcomeCode.SEQUENCE_WRONG, order, due, item.code))
    if not line.policy.is_tracked:
        return count(state, line, meant.units, item.code)
    return capture_on(state, begin(line, item, units=meant.units), line, item.code, rules, is_used=is_used)


def capture_on(
    state: Packing, capture: Capture, line: OrderLine, scanned: str, rules: PackingRules, *, is_used: bool
) -> Step:
    """Ask for what is still missing of a unit; when nothing is, count it. A unit that is refused changes nothing."""
    order = state.order
    bad = refused(capture, line, is_used=is_used, today=rules.today, units=order.box.units)
    if bad is not None:
        return Step(state, about(bad, order, line, scanned))
    wanted = asks_out(capture, order.box.units) if capture.is_out else asks(capture, line.policy)
    if wanted is not None:
        return Step(replace(state, capture=capture), about(wanted, order, line, scanned))
    state = replace(state, capture=None)
    if capture.is_out:
        return _take_unit_out(state, capture, line, scanned)
    unit = TrackedUnit(line.position, capture.serial, capture.lot, capture.expiry, capture.units)
    return count(state, line, capture.units, scanned, put_in=(unit,))


def count(state: Packing, line: OrderLine, units: int, scanned: str, *, put_in: tuple[TrackedUnit, ...] = ()) -> Step:
    """Move a line's count up by so many units."""
    order, line, changed = _moved(state.order, line, line.packed + units, put_in=put_in)
    code = OutcomeCode.LINE_COMPLETE if line.is_complete else OutcomeCode.ITEM_PACKED
    return Step(replace(state, order=order), about(code, order, line, scanned), (changed,))


def _put_kit_in(state: Packing, meant: Meant, scanned: str) -> Step:
    """The kit's own barcode stands for all parts of one kit, unless one of them has to be scanned by itself."""
    order = state.order
    kits = [[line_at(order, position) for position in group] for group in meant.kits]
    tracked = next((line for kit in kits for line in kit if line.policy.is_tracked), None)
    if tracked is not None:
        return Step(state, about(OutcomeCode.KIT_NEEDS_PARTS, order, tracked, scanned))
    lines = next((kit for kit in kits if all(line.missing >= line.per_kit for line in kit)), None)
    if lines is None:
        return Step(state, about(OutcomeCode.ITEM_TOO_MANY, order, kits[0][0], scanned))
    due = next((due for line in lines if (due := due_first(order, line)) is not None), None)
    if due is not None and due.position not in {line.position for line in lines}:
        return Step(state, about(OutcomeCode.SEQUENCE_WRONG, order, due, scanned))
    effects: list[Effect] = []
    for line in lines:
        order, _, changed = _moved(order, line, line.packed + line.per_kit)
        effects.append(changed)
    counted = [[line_at(order, position) for position in group] for group in meant.kits]
    outcome = replace(
        about(OutcomeCode.KIT_PACKED, order, lines[0], scanned),
        item=lines[0].kit,
        packed=sum(min(line.packed // line.per_kit for line in kit) for kit in counted),
        quantity=sum(min(line.quantity // line.per_kit for line in kit) for kit in counted),
    )
    return Step(replace(state, order=order), outcome, tuple(effects))


def take_out(state: Packing, item: ItemScan) -> Step:
    """Take one unit (or a pack) out of the open box again, or note a damaged one, which was in it or never went in."""
    order, is_damage = state.order, state.arm is Arm.DAMAGE
    meant = lines_of(order, item.code)
    lines = [line_at(order, position) for position in meant.positions]
    line = next((line for line in reversed(lines) if line.in_box >= meant.units), None)
    if meant.kits:
        return Step(replace(state, arm=None), about(OutcomeCode.KIT_NEEDS_PARTS, order, lines[0], item.code))
    if line is None and is_damage:
        noted = DeviationNoted(order.id, lines[0].position, "damage", meant.units)
        return Step(replace(state, arm=None), about(OutcomeCode.DAMAGE_NOTED, order, lines[0], item.code), (noted,))
    if line is None:
        return Step(replace(state, arm=None), about(OutcomeCode.ITEM_NOT_IN_BOX, order, lines[0], item.code))
    capture = begin(line, item, units=meant.units, is_out=True)
    wanted = asks_out(capture, order.box.units)
    if wanted is not None:
        return Step(replace(state, capture=capture), about(wanted, order, line, item.code))
    return _take_unit_out(state, capture, line, item.code)


def _take_unit_out(state: Packing, capture: Capture, line: OrderLine, scanned: str) -> Step:
    order, taken = state.order, tuple[TrackedUnit, ...]()
    if line.policy.is_tracked:
        found = without_unit(order.box.units, capture)
        if found is None:
            return Step(replace(state, arm=None), about(OutcomeCode.ITEM_NOT_IN_BOX, order, line, scanned))
        taken = (found[1],)
    order, line, changed = _moved(order, line, line.packed - capture.units, taken_out=taken)
    effects: tuple[Effect, ...] = (changed,)
    code = OutcomeCode.ITEM_UNPACKED
    if state.arm is Arm.DAMAGE:
        effects += (DeviationNoted(order.id, line.position, "damage", capture.units),)
        code = OutcomeCode.DAMAGE_NOTED
    # The box that was to be closed is another one now.
    return Step(replace(state, order=order, arm=None, is_closing=False), about(code, order, line, scanned), effects)


def due_first(order: Order, line: OrderLine, units: int = 1) -> OrderLine | None:
    """The line whose units have to go in before so many of this one's, by the order's sequence; None when these may.
    The line itself: not so many of it at once.
    """
    missing = [each for each in order.lines if each.missing]
    match order.sequence:
        case Sequence.FORCED:
            first = missing[0] if missing else line
        case Sequence.HEAVY:
            first = max(missing, key=lambda each: (each.weight_g, -each.position), default=line)
            first = line if line.weight_g == first.weight_g else first
        case Sequence.KIT if line.kit:
            return _kit_due(order, line, units)
        case _:
            first = line
    return None if first.position == line.position else first


def _kit_due(order: Order, line: OrderLine, units: int) -> OrderLine | None:
    """No part may get ahead of its kit by more than the one that is being packed."""
    kits = _kits_among(each for each in order.lines if each.kit)
    parts = next(kit for kit in kits if any(each.position == line.position for each in kit))
    parts = [each for each in parts if each.missing]
    until = 1 + min(((each.packed + each.short) // each.per_kit for each in parts), default=0)
    if line.packed + line.short + units <= until * line.per_kit:
        return None
    behind = (each for each in parts if each.packed + each.short < until * each.per_kit)
    return next((each for each in behind if each.position != line.position), line)


def _moved(
    order: Order,
    line: OrderLine,
    packed: int,
    *,
    put_in: Iterable[TrackedUnit] = (),
    taken_out: Iterable[TrackedUnit] = (),
) -> tuple[Order, OrderLine, UnitsChanged]:
    counted = replace(line, packed=packed)
    lines = tuple(counted if each.position == line.position else each for each in order.lines)
    units = order.box.units
    for unit in put_in:
        units = with_unit(units, unit)
    for unit in taken_out:
        found = without_unit(units, Capture(unit.position, unit.serial, unit.lot, unit.expiry, unit.units))
        units = found[0] if found else units
    changed = UnitsChanged(order.id, line.position, line.packed, packed, tuple(put_in), tuple(taken_out))
    box = replace(order.box, units=units, weight_g=None)  # what was weighed is not what is in it now
    return replace(order, lines=lines, box=box), counted, changed


def about(
    code: OutcomeCode, order: Order, line: OrderLine | None = None, scanned: str = "", reason: str = ""
) -> Outcome:
    """An outcome that names the order, and the line where there is one."""
    return Outcome(
        code,
        scanned=shown(scanned),
        order_number=order.number,
        item=line.title or line.sku if line else "",
        packed=line.packed if line else 0,
        quantity=line.quantity if line else 0,
        units_packed=order.units_packed,
        units=order.units,
        reason=reason,
        parcel=order.box.sequence,
    )
