"""Orders in one box: units in are units out, and who may not travel together is told why."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from app.domain import packing
from app.domain.desk import Arm, Idle, LineShortened, Packing, PackingRules, ParcelSealed, Showing
from app.domain.merging import merge, part, why_not_merged
from app.domain.order import Order, OrderState
from app.domain.unit import ItemScan
from tests.builders import a_consignee, a_line, an_order, lines_of

RULES = PackingRules()


def another(order: Order, **differs: object) -> Order:
    return replace(order, id="order-2", number="1002", **differs)  # type: ignore[arg-type]  # spelled by the test


@pytest.mark.parametrize(
    ("differs", "reason"),
    [
        ({}, ""),
        ({"state": OrderState.ASIDE}, ""),
        ({"shop": "other"}, "other_shop"),
        ({"consignee": a_consignee(street="人民路1号")}, "other_consignee"),
        ({"consignee": a_consignee(phone="13800000000")}, "other_consignee"),
        ({"service": "SF"}, "other_service"),
        ({"stop": "hold"}, "other_is_stopped"),
        ({"state": OrderState.PACKED}, "other_is_packed"),
        ({"state": OrderState.CANCELLED}, "other_is_packed"),
        ({"merged_into": "1003"}, "other_is_packed"),
        ({"lines": (replace(a_line("A", 2, packed=1), sealed=1),)}, "other_is_packed"),
    ],
)
def test_who_may_not_travel_together_is_told_why(differs: dict[str, object], reason: str) -> None:
    order = an_order(lines_of(A=2))
    assert why_not_merged(order, another(order, **differs)) == reason
    step = merge(Packing(order, Arm.MERGE), another(order, **differs), RULES)
    assert (step.outcome.code, step.outcome.reason) == (("merge.refused", reason) if reason else ("merged", ""))
    assert bool(step.effects) is (reason == "")


def test_an_order_is_not_merged_with_itself() -> None:
    assert why_not_merged(an_order(), an_order()) == "same_order"


def test_what_was_merged_and_parted_is_as_before() -> None:
    order = an_order(lines_of(A=2, B=1))
    other = another(an_order(lines_of(C=1)), state=OrderState.ASIDE)
    merged = merge(Packing(order), other, RULES).state
    assert isinstance(merged, Packing)
    assert [line.origin for line in merged.order.lines] == ["", "", "1002"]
    assert part(merged.order, other).lines == order.lines


def test_units_in_are_units_out_in_ten_thousand_splits_and_merges() -> None:
    dice = random.Random(20261124)
    for _ in range(10_000):
        order = an_order(
            tuple(a_line("ABC"[at], dice.randint(1, 3), position=at + 1) for at in range(dice.randint(1, 3)))
        )
        other = another(an_order(lines_of(B=dice.randint(1, 3), D=1)))
        units, state = order.units, packing.open_order(order, RULES, Idle()).state
        out = later = boxes = 0
        merges_at, ends_at = dice.randint(0, 6), dice.randint(3, 20)
        for turn in range(40):
            if not isinstance(state, Packing):
                break
            if turn == merges_at:
                state, units = merge(state, other, RULES).state, units + other.units
                assert isinstance(state, Packing)
                assert state.order.units == units
                continue
            if turn >= ends_at and state.order.units_packed:
                step = packing.finish(state, RULES)
            elif dice.random() < 0.3:
                step = packing.close_box(state, RULES)
            else:
                item = dice.choice([line.sku for line in state.order.lines])
                step = packing.scan_item(state, ItemScan(item), RULES)
            sealed = [each for each in step.effects if isinstance(each, ParcelSealed)]
            later += sum(each.units for each in step.effects if isinstance(each, LineShortened))
            state = step.state
            assert isinstance(state, Packing | Showing)
            if sealed:
                boxes += 1
                out = sum(line.sealed for line in state.order.lines)
            assert all(0 <= line.sealed <= line.packed <= line.quantity for line in state.order.lines)
        assert isinstance(state, Showing)
        assert out + later == state.order.units
        assert boxes >= 1
