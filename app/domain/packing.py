"""The packing desk as a state machine: a state and one scan give the next state, an answer, and what to write down.

Pure: the bench looks up what a code means, asks here, writes the effects in one transaction, and only then answers.
No state lets a unit be counted that the order does not have, nor a parcel be sealed before every unit is in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.barcode import Command, item_code, shown
from app.domain.order import Order, OrderLine, OrderState
from app.domain.outcome import Outcome, OutcomeCode


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing on the table: the next scan opens an order."""


@dataclass(frozen=True, slots=True)
class Packing:
    """An order on the table; `is_unpacking`: the next item scan takes a unit out again."""

    order: Order
    is_unpacking: bool = False


@dataclass(frozen=True, slots=True)
class Showing:
    """A packed order in view, for reprint, void and a new label; `is_voiding`: void was asked once already."""

    order: Order
    is_voiding: bool = False


@dataclass(frozen=True, slots=True)
class Choosing:
    """One number, several orders of different shops: the packer chooses, the bench never guesses."""

    candidates: tuple[Order, ...]


State = Idle | Packing | Showing | Choosing


@dataclass(frozen=True, slots=True)
class OrderTaken:
    """The order is now on this table."""

    order_id: str


@dataclass(frozen=True, slots=True)
class UnitsChanged:
    """A line's count moved from `before` to `after`."""

    order_id: str
    position: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class OrderPutAside:
    """The order left the table unfinished and keeps its counts."""

    order_id: str


@dataclass(frozen=True, slots=True)
class ParcelSealed:
    """Every unit is in: the parcel exists from now on and wants a waybill."""

    order_id: str


Effect = OrderTaken | UnitsChanged | OrderPutAside | ParcelSealed


@dataclass(frozen=True, slots=True)
class Step:
    """The next state, the answer, and the effects to be written before the answer is given."""

    state: State
    outcome: Outcome
    effects: tuple[Effect, ...] = ()


def open_orders(found: tuple[Order, ...], scanned: str) -> Step:
    """Open the order a number stands for; several of different shops are put to the packer as a choice."""
    if len(found) == 1:
        return open_order(found[0])
    choices = tuple(order.shop for order in found)
    return Step(
        Choosing(found),
        Outcome(OutcomeCode.ORDER_AMBIGUOUS, scanned=shown(scanned), order_number=found[0].number, choices=choices),
    )


def open_order(order: Order) -> Step:
    """Put an order on an empty table, or say why it does not belong there."""
    if order.state is OrderState.CANCELLED:
        return Step(Idle(), _about(OutcomeCode.ORDER_CANCELLED, order))
    if order.state is OrderState.PACKED:
        return Step(Showing(order), _about(OutcomeCode.ORDER_ALREADY_PACKED, order))
    begun = order.state is OrderState.ASIDE or order.units_packed > 0
    code = OutcomeCode.ORDER_RESUMED if begun else OutcomeCode.ORDER_OPENED
    taken = replace(order, state=OrderState.PACKING)
    return Step(Packing(taken), _about(code, taken), (OrderTaken(order.id),))


def choose(state: Choosing, number: int) -> Step:
    """Open the n-th (from 1) of the orders put to choice."""
    if not 1 <= number <= len(state.candidates):
        choices = tuple(order.shop for order in state.candidates)
        first = state.candidates[0]
        return Step(state, Outcome(OutcomeCode.ORDER_AMBIGUOUS, order_number=first.number, choices=choices))
    return open_order(state.candidates[number - 1])


def holds_item(order: Order, code: str) -> bool:
    """Whether a code is the barcode or the SKU of one of the order's lines."""
    return bool(_lines_of(order, code))


def scan_item(state: Packing, code: str) -> Step:
    """Count one unit of a line of the order in, or out while unpacking. `code` must belong to the order."""
    return _take_out(state, code) if state.is_unpacking else _put_in(state, code)


def _put_in(state: Packing, code: str) -> Step:
    lines = _lines_of(state.order, code)
    line = next((line for line in lines if not line.is_complete), None)
    if line is None:
        return Step(state, _about(OutcomeCode.ITEM_TOO_MANY, state.order, lines[0], code))
    order, line, changed = _count(state.order, line, line.packed + 1)
    if not order.is_complete:
        done = OutcomeCode.LINE_COMPLETE if line.is_complete else OutcomeCode.ITEM_PACKED
        return Step(Packing(order), _about(done, order, line, code), (changed,))
    sealed = replace(order, state=OrderState.PACKED)
    outcome = _about(OutcomeCode.ORDER_COMPLETE, sealed, line, code)
    return Step(Showing(sealed), outcome, (changed, ParcelSealed(order.id)))


def _take_out(state: Packing, code: str) -> Step:
    lines = _lines_of(state.order, code)
    line = next((line for line in reversed(lines) if line.packed > 0), None)
    if line is None:
        return Step(Packing(state.order), _about(OutcomeCode.ITEM_NOT_IN_BOX, state.order, lines[0], code))
    order, line, changed = _count(state.order, line, line.packed - 1)
    return Step(Packing(order), _about(OutcomeCode.ITEM_UNPACKED, order, line, code), (changed,))


def refuse(state: State, code: OutcomeCode, scanned: str) -> Step:
    """Answer a scan that changes nothing."""
    kept = Packing(state.order) if isinstance(state, Packing) else state
    order = state.order if isinstance(state, Packing | Showing) else None
    if order is None:
        return Step(kept, Outcome(code, scanned=shown(scanned)))
    return Step(kept, _about(code, order, scanned=scanned))


def toggle_unpacking(state: Packing) -> Step:
    """Take one unit out with the next item scan; asked again, think better of it."""
    on = not state.is_unpacking
    code = OutcomeCode.UNPACK_NEXT if on else OutcomeCode.UNPACK_OFF
    return Step(Packing(state.order, is_unpacking=on), _about(code, state.order))


def put_aside(state: Packing) -> Step:
    """Clear the table; the order keeps its counts and is resumed by scanning it again."""
    order = state.order
    return Step(Idle(), _about(OutcomeCode.ORDER_PUT_ASIDE, order), (OrderPutAside(order.id),))


def command_needs(command: Command) -> OutcomeCode:
    """What to say when a command finds nothing to act on."""
    needs_order = command in (Command.UNPACK, Command.ASIDE)
    return OutcomeCode.COMMAND_NEEDS_ORDER if needs_order else OutcomeCode.COMMAND_NEEDS_PARCEL


def _lines_of(order: Order, code: str) -> tuple[OrderLine, ...]:
    """The lines a code means. Caps Lock swaps the case of what a wedge types; an exact match still comes first."""
    wanted = item_code(code)
    exact = tuple(
        line for line in order.lines if (line.barcode and item_code(line.barcode) == wanted) or line.sku == code
    )
    swapped = code.swapcase()
    return exact or tuple(line for line in order.lines if swapped in (line.sku, line.barcode))


def _count(order: Order, line: OrderLine, packed: int) -> tuple[Order, OrderLine, UnitsChanged]:
    counted = replace(line, packed=packed)
    lines = tuple(counted if each.position == line.position else each for each in order.lines)
    return replace(order, lines=lines), counted, UnitsChanged(order.id, line.position, line.packed, packed)


def _about(code: OutcomeCode, order: Order, line: OrderLine | None = None, scanned: str = "") -> Outcome:
    return Outcome(
        code,
        scanned=shown(scanned),
        order_number=order.number,
        item=line.title or line.sku if line else "",
        packed=line.packed if line else 0,
        quantity=line.quantity if line else 0,
        units_packed=order.units_packed,
        units=order.units,
    )
