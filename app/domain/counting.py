"""Units into the box and out of it: which line a code means, in which sequence, and what of a unit is asked first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.barcode import item_code, shown
from app.domain.desk import Arm, Capture, DeviationNoted, Effect, Packing, PackingRules, Step, UnitsChanged
from app.domain.order import Order, OrderLine, Sequence, TrackedUnit
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.unit import ItemScan, asks, begin, refused, with_unit, without_unit


@dataclass(frozen=True, slots=True)
class Meant:
    """What an item code means in an order: lines (one scan counts `units` of one of them), or a whole `kit`."""

    positions: tuple[int, ...] = ()
    units: int = 1
    is_kit: bool = False


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
        parts = tuple(line.position for line in order.lines if line.kit and line.kit in kits)
        if parts:
            return Meant(parts, is_kit=True)
    return Meant()


def line_at(order: Order, position: int) -> OrderLine:
    return next(line for line in order.lines if line.position == position)


def put_in(state: Packing, item: ItemScan, rules: PackingRules, *, is_used: bool) -> Step:
    """Count one scan in: a unit, a pack, or a kit with all its parts."""
    order = state.order
    meant = lines_of(order, item.code)
    lines = [line_at(order, position) for position in meant.positions]
    if meant.is_kit:
        return _put_kit_in(state, lines, item.code)
    line = next((line for line in lines if line.missing >= meant.units), None)
    if line is None:
        return Step(state, about(OutcomeCode.ITEM_TOO_MANY, order, lines[0], item.code))
    due = due_first(order, line)
    if due is not None:
        return Step(state, about(OutcomeCode.SEQUENCE_WRONG, order, due, item.code))
    if not line.policy.is_tracked:
        return count(state, line, meant.units, item.code)
    if line.policy.serial and meant.units > 1:
        return Step(state, about(OutcomeCode.PACK_NEEDS_SINGLES, order, line, item.code))
    return capture_on(state, begin(line, item, units=meant.units), line, item.code, rules, is_used=is_used)


def capture_on(
    state: Packing, capture: Capture, line: OrderLine, scanned: str, rules: PackingRules, *, is_used: bool
) -> Step:
    """Ask for what is still missing of a unit; when nothing is, count it. A unit that is refused changes nothing."""
    order = state.order
    bad = refused(capture, line, is_used=is_used, today=rules.today, units=order.box.units)
    if bad is not None:
        return Step(state, about(bad, order, line, scanned))
    wanted = asks(capture, line.policy)
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


def _put_kit_in(state: Packing, lines: list[OrderLine], scanned: str) -> Step:
    """The kit's own barcode stands for all its parts, unless one of them has to be scanned by itself."""
    order = state.order
    tracked = next((line for line in lines if line.policy.is_tracked), None)
    if tracked is not None:
        return Step(state, about(OutcomeCode.KIT_NEEDS_PARTS, order, tracked, scanned))
    if any(line.missing < line.per_kit for line in lines):
        return Step(state, about(OutcomeCode.ITEM_TOO_MANY, order, lines[0], scanned))
    due = next((due for line in lines if (due := due_first(order, line)) is not None), None)
    if due is not None and due.position not in {line.position for line in lines}:
        return Step(state, about(OutcomeCode.SEQUENCE_WRONG, order, due, scanned))
    effects: list[Effect] = []
    for line in lines:
        order, _, changed = _moved(order, line, line.packed + line.per_kit)
        effects.append(changed)
    kits = sum(line_at(order, line.position).packed // line.per_kit for line in lines) // len(lines)
    outcome = replace(
        about(OutcomeCode.KIT_PACKED, order, lines[0], scanned),
        item=lines[0].kit,
        packed=kits,
        quantity=lines[0].quantity // lines[0].per_kit,
    )
    return Step(replace(state, order=order), outcome, tuple(effects))


def take_out(state: Packing, item: ItemScan) -> Step:
    """Take one unit out of the open box again, or note a damaged one, which was in the box or never went in."""
    order, is_damage = state.order, state.arm is Arm.DAMAGE
    meant = lines_of(order, item.code)
    lines = [line_at(order, position) for position in meant.positions]
    line = next((line for line in reversed(lines) if line.in_box > 0), None)
    if meant.is_kit:
        return Step(replace(state, arm=None), about(OutcomeCode.KIT_NEEDS_PARTS, order, lines[0], item.code))
    if line is None and is_damage:
        noted = DeviationNoted(order.id, lines[0].position, "damage", 1)
        return Step(replace(state, arm=None), about(OutcomeCode.DAMAGE_NOTED, order, lines[0], item.code), (noted,))
    if line is None:
        return Step(replace(state, arm=None), about(OutcomeCode.ITEM_NOT_IN_BOX, order, lines[0], item.code))
    capture = begin(line, item, is_out=True)
    wanted = asks(capture, line.policy) if line.policy.is_tracked else None
    in_box = [unit for unit in order.box.units if unit.position == line.position]
    if wanted is not None and len(in_box) > 1:
        return Step(replace(state, capture=capture), about(wanted, order, line, item.code))
    if line.policy.is_tracked and wanted is not None:
        capture = replace(capture, serial=in_box[0].serial, lot=in_box[0].lot)
    return _take_unit_out(state, capture, line, item.code)


def _take_unit_out(state: Packing, capture: Capture, line: OrderLine, scanned: str) -> Step:
    order, taken = state.order, tuple[TrackedUnit, ...]()
    if line.policy.is_tracked:
        found = without_unit(order.box.units, capture)
        if found is None:
            return Step(replace(state, arm=None), about(OutcomeCode.ITEM_NOT_IN_BOX, order, line, scanned))
        taken = (found[1],)
    order, line, changed = _moved(order, line, line.packed - 1, taken_out=taken)
    effects: tuple[Effect, ...] = (changed,)
    code = OutcomeCode.ITEM_UNPACKED
    if state.arm is Arm.DAMAGE:
        effects += (DeviationNoted(order.id, line.position, "damage", 1),)
        code = OutcomeCode.DAMAGE_NOTED
    return Step(replace(state, order=order, arm=None), about(code, order, line, scanned), effects)


def due_first(order: Order, line: OrderLine) -> OrderLine | None:
    """The line whose units have to go in before this one's, by the order's sequence; None when this one may."""
    missing = [each for each in order.lines if each.missing]
    match order.sequence:
        case Sequence.FORCED:
            first = missing[0] if missing else line
        case Sequence.HEAVY:
            first = max(missing, key=lambda each: (each.weight_g, -each.position), default=line)
            first = line if line.weight_g == first.weight_g else first
        case Sequence.KIT if line.kit:
            parts = [each for each in order.lines if each.kit == line.kit]
            begun = min((each.packed + each.short) // each.per_kit for each in parts)
            fits = line.packed + line.short < (begun + 1) * line.per_kit
            behind = (each for each in parts if each.packed + each.short < (begun + 1) * each.per_kit)
            first = line if fits else next(behind, line)
        case _:
            first = line
    return None if first.position == line.position else first


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
        found = without_unit(units, Capture(unit.position, unit.serial, unit.lot))
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
