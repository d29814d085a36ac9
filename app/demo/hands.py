"""What a packer with an order on the table scans next, by what the screen asks and what the order is like."""

from __future__ import annotations

from app.demo.catalog import CASE_UNITS, barcode_of, case_of
from app.demo.memory import Memory
from app.demo.script import Kind, Quirk, Task
from app.domain.barcode import GROUP_SEPARATOR, Command, item_code
from app.domain.desk import Arm, Capture, Packing, PackingRules
from app.domain.dues import first_due, first_note
from app.domain.order import Order, OrderLine
from app.domain.outcome import OutcomeCode
from app.domain.unit import asks

_RULES = PackingRules()
_LOT, _EXPIRY = "L2417", "20310930"
_SUBSTITUTE, _OTHER_SUBSTITUTE = "MUG", "DUO"
_LEARNT = {"INK": "INK-ROLL-7", "SILK": "SILK-FOLD-3"}
_BOX_UNITS = 2
_ONCE = {
    Quirk.DAMAGE: (Command.DAMAGE, OutcomeCode.DAMAGE_NOTED),
    Quirk.UNPACK: (Command.UNPACK, OutcomeCode.ITEM_UNPACKED),
}


def next_at_order(task: Task, state: Packing, memory: Memory) -> str:
    """The next code for the order on the table."""
    order = state.order
    if state.capture is not None:
        return _of_unit(order, state.capture, memory)
    if state.arm is not None:
        return _armed(task, state, state.arm)
    if first_note(order, _RULES) or (state.is_closing and first_due(order, _RULES)):
        return Command.OK
    if task.kind is Kind.MERGE and not any(line.origin for line in order.lines):
        return Command.MERGE
    missing = [line for line in order.lines if line.missing]
    return _deviation(task, order, missing, memory) or _item(task, missing[0], memory)


def _of_unit(order: Order, capture: Capture, memory: Memory) -> str:
    """Serial number, lot, date: whatever is asked of this unit."""
    policy = next(line.policy for line in order.lines if line.position == capture.position)
    match asks(capture, policy):
        case OutcomeCode.SERIAL_NEXT:
            return _serial(memory)
        case OutcomeCode.LOT_NEXT:
            return _LOT
    return _EXPIRY


def _serial(memory: Memory) -> str:
    memory.serials += 1
    return f"SN{memory.serials:06d}"


def _armed(task: Task, state: Packing, arm: Arm) -> str:
    order = state.order
    match arm:
        case Arm.MERGE:
            return task.orders[1].number
        case Arm.LEARN:
            return _LEARNT[order.lines[0].sku]
        case Arm.SWAP:
            held = {line.sku for line in order.lines}
            return barcode_of(_SUBSTITUTE if _SUBSTITUTE not in held else _OTHER_SUBSTITUTE)
    return next(line for line in order.lines if line.in_box).barcode


def _deviation(task: Task, order: Order, missing: list[OrderLine], memory: Memory) -> str:
    """What goes differently, when its moment has come; empty for nothing."""
    last = missing[0]
    match task.quirk:
        case Quirk.SHORT if len(missing) == 1 and last.missing == 1:
            return Command.SHORT
        case Quirk.SWAP if len(missing) == 1 and last.missing == 1:
            return Command.SWAP
        case Quirk.BY_HAND:
            return Command.BY_HAND
        case Quirk.LEARN if not memory.has(OutcomeCode.LEARNED):
            return Command.LEARN
        case Quirk.BOXES if order.units_in_box >= _BOX_UNITS:
            return Command.CLOSE
        case Quirk.DAMAGE | Quirk.UNPACK:
            command, noted = _ONCE[task.quirk]
            return command if order.units_in_box and not memory.has(noted) else ""
    return ""


def _item(task: Task, line: OrderLine, memory: Memory) -> str:
    if task.quirk is Quirk.WHOLE_KIT:
        return line.kit
    if task.quirk is Quirk.LEARN:
        return _LEARNT[line.sku]
    if task.quirk is Quirk.ELEMENTS:
        return _elements(line, memory)
    if line.sku == "PEN" and line.missing >= CASE_UNITS:
        return case_of("PEN")
    return line.barcode


def _elements(line: OrderLine, memory: Memory) -> str:
    """The unit's GS1 DataMatrix: all there is to know of it in one scan."""
    gtin = f"01{item_code(line.barcode)}"
    if line.policy.serial:
        return f"]d2{gtin}21{_serial(memory)}"
    return f"]d2{gtin}10{_LOT}{GROUP_SEPARATOR}17{_EXPIRY[2:]}"
