"""The packing desk's rules, one sentence a test, and what must hold whatever is scanned."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain import packing
from app.domain.counting import lines_of as lines_of_code
from app.domain.desk import (
    Choosing,
    Idle,
    OrderPutAside,
    OrderTaken,
    Packing,
    PackingRules,
    ParcelSealed,
    Showing,
    Step,
    UnitsChanged,
)
from app.domain.order import Order, OrderState
from app.domain.outcome import OutcomeCode
from app.domain.unit import ItemScan
from tests.builders import a_line, an_order, lines_of

RULES = PackingRules()


def open_order(order: Order) -> Step:
    return packing.open_order(order, RULES, Idle())


def open_orders(found: tuple[Order, ...], scanned: str) -> Step:
    return packing.open_orders(found, scanned, RULES, Idle())


def choose(state: Choosing, number: int) -> Step:
    return packing.choose(state, number, RULES)


def scan_item(state: Packing, code: str) -> Step:
    return packing.scan_item(state, ItemScan(code), RULES)


def toggle_unpacking(state: Packing) -> Step:
    return packing.toggle_unpacking(state, RULES)


def put_aside(state: Packing) -> Step:
    return packing.put_aside(state, RULES)


def opened(order: Order) -> Packing:
    step = open_order(order)
    assert isinstance(step.state, Packing)
    return step.state


def test_an_open_order_is_put_on_the_table() -> None:
    step = open_order(an_order())
    assert step.outcome.code is OutcomeCode.ORDER_OPENED
    assert step.effects == (OrderTaken("order-1"),)


def test_an_order_with_units_in_the_box_is_resumed() -> None:
    order = an_order((a_line("A", 2, packed=1),), state=OrderState.ASIDE)
    assert open_order(order).outcome.code is OutcomeCode.ORDER_RESUMED


def test_a_cancelled_order_is_refused_loudly() -> None:
    step = open_order(an_order(state=OrderState.CANCELLED))
    assert (step.outcome.code, step.effects) == (OutcomeCode.ORDER_CANCELLED, ())


def test_a_packed_order_is_shown_and_never_packed_again() -> None:
    step = open_order(an_order(state=OrderState.PACKED))
    assert isinstance(step.state, Showing)
    assert step.effects == ()


def test_each_scan_counts_one_unit() -> None:
    step = scan_item(opened(an_order(lines_of(A=2, B=1))), "A")
    assert (step.outcome.code, step.outcome.packed, step.outcome.quantity) == (OutcomeCode.ITEM_PACKED, 1, 2)
    assert step.effects == (UnitsChanged("order-1", 1, 0, 1),)


def test_a_finished_line_of_an_unfinished_order_says_so() -> None:
    assert scan_item(opened(an_order(lines_of(A=1, B=1))), "A").outcome.code is OutcomeCode.LINE_COMPLETE


def test_the_last_unit_seals_the_parcel() -> None:
    step = scan_item(opened(an_order()), "A")
    assert step.outcome.code is OutcomeCode.ORDER_COMPLETE
    assert step.effects[-1] == ParcelSealed("order-1")


def test_one_unit_too_many_is_refused() -> None:
    state = scan_item(opened(an_order(lines_of(A=1, B=1))), "A").state
    assert isinstance(state, Packing)
    step = scan_item(state, "A")
    assert (step.outcome.code, step.effects) == (OutcomeCode.ITEM_TOO_MANY, ())


def test_the_same_item_on_two_lines_fills_the_first_then_the_second() -> None:
    order = an_order((a_line("A", position=1), a_line("A", position=2), a_line("B", position=3)))
    first = scan_item(opened(order), "A")
    assert isinstance(first.state, Packing)
    second = scan_item(first.state, "A")
    assert [effect.position for effect in (*first.effects, *second.effects) if isinstance(effect, UnitsChanged)] == [
        1,
        2,
    ]


def test_upc_a_and_ean_13_of_one_item_are_one_code() -> None:
    order = an_order((a_line("A", barcode="0036000291452"),))
    assert lines_of_code(order, "036000291452").positions
    assert not lines_of_code(order, "036000291453").positions


def test_unpacking_takes_one_unit_out_and_is_over() -> None:
    state = scan_item(opened(an_order(lines_of(A=2))), "A").state
    assert isinstance(state, Packing)
    on = toggle_unpacking(state)
    assert isinstance(on.state, Packing)
    out = scan_item(on.state, "A")
    assert (out.outcome.code, out.outcome.packed) == (OutcomeCode.ITEM_UNPACKED, 0)
    assert isinstance(out.state, Packing)
    assert scan_item(out.state, "A").outcome.code is OutcomeCode.ITEM_PACKED


def test_nothing_comes_out_of_an_empty_box() -> None:
    on = toggle_unpacking(opened(an_order())).state
    assert isinstance(on, Packing)
    assert scan_item(on, "A").outcome.code is OutcomeCode.ITEM_NOT_IN_BOX


def test_unpacking_is_taken_back_by_asking_again() -> None:
    on = toggle_unpacking(opened(an_order())).state
    assert isinstance(on, Packing)
    off = toggle_unpacking(on)
    assert (off.outcome.code, off.state) == (OutcomeCode.UNPACK_OFF, opened(an_order()))


def test_an_ambiguous_number_is_put_to_the_packer() -> None:
    two = (an_order(), replace(an_order(), id="order-2", shop="other"))
    step = open_orders(two, "1001")
    assert isinstance(step.state, Choosing)
    assert step.outcome.choices == ("shop", "other")
    assert choose(step.state, 3).outcome.code is OutcomeCode.ORDER_AMBIGUOUS
    assert choose(step.state, 2).effects == (OrderTaken("order-2"),)


def test_an_order_put_aside_leaves_the_table_and_keeps_its_counts() -> None:
    step = put_aside(opened(an_order(lines_of(A=2))))
    assert (step.state, step.effects) == (Idle(), (OrderPutAside("order-1"),))


QUANTITIES = st.lists(st.integers(1, 4), min_size=1, max_size=4)
MOVES = st.lists(st.sampled_from(["A", "B", "C", "D", "unpack"]), max_size=60)


@given(QUANTITIES, MOVES)
def test_whatever_is_scanned_no_line_overflows_and_only_a_full_box_is_sealed(
    quantities: list[int], moves: list[str]
) -> None:
    order = an_order(tuple(a_line("ABCD"[at], units, position=at + 1) for at, units in enumerate(quantities)))
    state: packing.State = opened(order)
    counted = 0
    for move in moves:
        if not isinstance(state, Packing):
            break
        if move == "unpack":
            step = toggle_unpacking(state)
        elif lines_of_code(state.order, move).positions:
            step = scan_item(state, move)
        else:
            step = packing.refuse(state, OutcomeCode.ITEM_WRONG, move)
        counted += sum(e.after - e.before for e in step.effects if isinstance(e, UnitsChanged))
        sealed = any(isinstance(e, ParcelSealed) for e in step.effects)
        assert isinstance(step.state, Packing | Showing)
        assert all(0 <= line.packed <= line.quantity for line in step.state.order.lines)
        assert step.state.order.units_packed == counted
        assert sealed == step.state.order.is_complete == isinstance(step.state, Showing)
        state = step.state
