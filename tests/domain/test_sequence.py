"""In which order units may go into the box, and what takes a unit off its turn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import packing
from app.domain.desk import Idle, Packing, PackingRules, Purpose, Showing
from app.domain.deviation import choose_line, pick_line
from app.domain.order import ItemCode, Order, OrderLine, Sequence
from app.domain.unit import ItemScan
from tests.builders import a_line, an_order

RULES = PackingRules()


def opened(lines: tuple[OrderLine, ...], sequence: Sequence) -> Packing:
    state = packing.open_order(replace(an_order(lines), sequence=sequence), RULES, Idle()).state
    assert isinstance(state, Packing)
    return state


def told(state: Packing, *codes: str) -> list[str]:
    answers: list[str] = []
    now: object = state
    for code in codes:
        assert isinstance(now, Packing)
        step = packing.scan_item(now, ItemScan(code), RULES)
        answers.append(f"{step.outcome.code} {step.outcome.item}".removesuffix(" "))
        now = step.state
    return answers


def kits(count: int, **per_kit: int) -> tuple[OrderLine, ...]:
    return tuple(
        replace(a_line(sku, each * count, position=at), kit="SET", per_kit=each)
        for at, (sku, each) in enumerate(per_kit.items(), start=1)
    )


def test_kit_by_kit_the_same_part_twice_is_refused() -> None:
    """GroovePacker's example: A, B and C make a kit, ten are ordered."""
    state = opened(kits(10, A=1, B=1, C=1), Sequence.KIT)
    assert told(state, "A", "A", "B", "B", "C", "C", "C") == [
        "item.packed Goods A", "sequence.wrong Goods B", "item.packed Goods B", "sequence.wrong Goods C",
        "item.packed Goods C", "item.packed Goods C", "sequence.wrong Goods A",
    ]  # fmt: skip


def test_ten_kits_in_turn_are_complete() -> None:
    state = opened(kits(10, A=1, B=1, C=1), Sequence.KIT)
    assert told(state, *("ABC" * 10))[-1] == "order.complete Goods C"


def test_a_pack_does_not_get_ahead_of_its_kit() -> None:
    lines = kits(10, A=1, B=1)
    pack = (replace(lines[0], codes=(ItemCode("PACK", 6, "A"),)), lines[1])
    assert told(opened(pack, Sequence.KIT), "PACK") == ["sequence.wrong Goods B"]


def test_line_by_line_the_next_waits_for_the_one_before() -> None:
    state = opened((a_line("A", 2), a_line("B", 1, position=2)), Sequence.FORCED)
    assert told(state, "B", "A", "B", "A", "B") == [
        "sequence.wrong Goods A", "item.packed Goods A", "sequence.wrong Goods A", "item.line_complete Goods A",
        "order.complete Goods B",
    ]  # fmt: skip


def test_the_heaviest_goes_first_and_equals_in_any_order() -> None:
    weights = {"A": 100, "B": 900, "C": 900, "D": 0}
    lines = tuple(replace(a_line(s, 1, position=p), weight_g=g) for p, (s, g) in enumerate(weights.items(), start=1))
    assert told(opened(lines, Sequence.HEAVY), "A", "C", "A", "B", "D", "A", "D")[::2] == [
        "sequence.wrong Goods B", "sequence.wrong Goods B", "sequence.wrong Goods A", "order.complete Goods D",
    ]  # fmt: skip


@pytest.mark.parametrize("purpose", [Purpose.BY_HAND])
def test_no_count_by_hand_jumps_the_queue(purpose: Purpose) -> None:
    choosing = choose_line(opened((a_line("A", 1), a_line("B", 1, position=2)), Sequence.FORCED), purpose, RULES).state
    assert pick_line(choosing, 2, RULES).outcome.code == "sequence.wrong"  # type: ignore[arg-type]  # it is a choice


@given(
    st.sampled_from(list(Sequence)),
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3), st.booleans(), st.integers(0, 3)), min_size=1, max_size=4),
)
def test_no_sequence_is_ever_a_dead_end(sequence: Sequence, shapes: list[tuple[int, int, bool, int]]) -> None:
    """Whatever was ordered, also kits that do not come out even: some item may always be scanned."""
    lines = tuple(
        replace(
            a_line("ABCD"[at], units, position=at + 1), kit="SET" if in_kit else "", per_kit=per_kit, weight_g=grams
        )
        for at, (units, per_kit, in_kit, grams) in enumerate(shapes)
    )
    state: object = opened(lines, sequence)
    for _ in range(sum(line.quantity for line in lines)):
        assert isinstance(state, Packing)
        steps = [packing.scan_item(state, ItemScan(line.sku), RULES) for line in lines]
        state = next(step.state for step in steps if step.effects)
    assert isinstance(state, Showing)
    assert isinstance(state.order, Order)
