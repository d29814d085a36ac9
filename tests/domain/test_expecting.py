"""What the bench expects next, over all that can lie on the desk."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.actor import Right
from app.domain.counting import put_in
from app.domain.desk import (
    Arm,
    Asking,
    Capture,
    Choosing,
    ChoosingLine,
    ChoosingMeaning,
    HandingOver,
    Idle,
    Locked,
    Packing,
    PackingRules,
    Purpose,
    Showing,
    State,
    Step,
)
from app.domain.expecting import Expectation, expected, expected_items
from app.domain.meaning import Meaning, MeaningKind
from app.domain.order import ItemCode, Order, OrderLine, Sequence, UnitPolicy
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.unit import ItemScan
from tests.builders import a_line, an_order

EAN, EAN_14 = "4006381333931", "04006381333931"
UPC, UPC_14 = "036000291452", "00036000291452"


def packing(*lines: OrderLine, codes: tuple[ItemCode, ...] = (), sequence: Sequence = Sequence.ANY) -> Packing:
    return Packing(replace(an_order(lines), codes=codes, sequence=sequence))


TEA = a_line("TEA", 2, barcode=EAN)
CUP = a_line("CUP", 1, position=2, barcode=UPC)
TABLE = packing(TEA, CUP)


def asking(back: State) -> Asking:
    outcome = Outcome(OutcomeCode.FINISH_ASKED)
    return Asking(back, Step(Idle(), outcome), outcome, Right.SWAP)


def test_what_still_wants_units_is_expected_in_the_one_form_of_item_codes() -> None:
    assert expected_items(TABLE) == {"TEA", EAN_14, "CUP", UPC_14}


def test_what_is_complete_or_short_is_not() -> None:
    full, short = replace(TEA, packed=2), replace(CUP, short=1)
    assert expected_items(packing(full, CUP)) == {"CUP", UPC_14}
    assert expected_items(packing(full, short)) == frozenset()
    assert expected_items(packing(replace(TEA, packed=1), short)) == {"TEA", EAN_14}


def test_one_item_on_two_lines_is_expected_until_both_are_full() -> None:
    assert expected_items(packing(replace(TEA, packed=2), replace(TEA, position=2))) == {"TEA", EAN_14}


def test_a_further_barcode_is_expected_for_its_own_item_only() -> None:
    codes = (ItemCode("TEA-OLD", sku="TEA"), ItemCode("CUP-OLD", sku="CUP"))
    assert "TEA-OLD" in expected_items(packing(TEA, replace(CUP, packed=1), codes=codes))
    assert "CUP-OLD" not in expected_items(packing(TEA, replace(CUP, packed=1), codes=codes))


def test_a_pack_is_expected_while_all_of_it_has_room() -> None:
    pack = (ItemCode("TEA-6", 6, "TEA"),)
    assert "TEA-6" in expected_items(packing(a_line("TEA", 7, packed=1), codes=pack))
    assert "TEA-6" not in expected_items(packing(a_line("TEA", 7, packed=2), codes=pack))
    serial = replace(a_line("TEA", 7), policy=UnitPolicy(serial=True))
    assert expected_items(packing(serial, codes=pack)) == {"TEA"}


def test_a_kit_is_expected_by_its_own_codes_while_a_whole_one_is_wanted() -> None:
    pot = replace(a_line("POT", 2), kit="SET", per_kit=1)
    mug = replace(a_line("MUG", 4, position=2), kit="SET", per_kit=2)
    codes = (ItemCode(EAN, sku="SET"),)
    assert expected_items(packing(pot, mug, codes=codes)) == {"POT", "MUG", "SET", EAN_14}
    assert expected_items(packing(pot, replace(mug, packed=3), codes=codes)) == {"POT", "MUG"}
    tracked = replace(pot, policy=UnitPolicy(lot=True))
    assert expected_items(packing(tracked, mug, codes=codes)) == {"POT", "MUG"}


@pytest.mark.parametrize(("sequence", "due"), [(Sequence.FORCED, "TEA"), (Sequence.HEAVY, "CUP")])
def test_where_the_sequence_is_fixed_only_what_is_due_is_expected(sequence: Sequence, due: str) -> None:
    light, heavy = replace(TEA, weight_g=100), replace(CUP, weight_g=500)
    assert {"TEA", "CUP"} & expected_items(packing(light, heavy, sequence=sequence)) == {due}


def test_at_a_stopped_order_and_at_a_unit_that_wants_its_number_no_item_is_expected() -> None:
    assert expected_items(Packing(replace(TABLE.order, stop="cancel"))) == frozenset()
    assert expected_items(replace(TABLE, capture=Capture(1))) == frozenset()


def test_taking_out_expects_what_lies_in_the_open_box() -> None:
    sealed = replace(CUP, packed=1, sealed=1)
    table = packing(replace(TEA, packed=2), sealed)
    assert expected_items(replace(table, arm=Arm.UNPACK)) == {"TEA", EAN_14}
    assert expected_items(replace(table, arm=Arm.DAMAGE)) == {"TEA", EAN_14, "CUP", UPC_14}


@pytest.mark.parametrize("arm", [Arm.SWAP, Arm.MERGE, Arm.LEARN])
def test_nothing_is_expected_where_the_next_code_is_anybodys_guess(arm: Arm) -> None:
    assert expected_items(replace(TABLE, arm=arm)) == frozenset()


@pytest.mark.parametrize(
    "state",
    [
        asking(TABLE),
        ChoosingMeaning(TABLE, (Meaning(MeaningKind.UNKNOWN, "x"),)),
        ChoosingMeaning(asking(TABLE), ()),
        ChoosingLine(TABLE, Purpose.SHORT, (1, 2)),
    ],
    ids=lambda state: type(state).__name__,
)
def test_under_a_question_what_lies_on_the_table_stays_expected(state: State) -> None:
    assert expected_items(state) == expected_items(TABLE)


def test_of_a_choice_of_lines_only_theirs_are_expected() -> None:
    table = packing(TEA, replace(CUP, packed=1))
    assert expected_items(ChoosingLine(table, Purpose.LEARN, (2,))) == {"CUP", UPC_14}


@pytest.mark.parametrize(
    "state",
    [Idle(), Idle(is_item_first=True), Showing(TABLE.order), Choosing((TABLE.order,)), HandingOver("ZTO")],
    ids=lambda state: type(state).__name__,
)
def test_without_an_order_on_the_table_only_labels_are_expected(state: State) -> None:
    assert expected(state, frozenset({"YT7"})) == Expectation(frozenset(), frozenset({"YT7"}))


@pytest.mark.parametrize("back", [Idle(), TABLE, asking(TABLE)], ids=lambda state: type(state).__name__)
def test_a_locked_desk_expects_nothing(back: State) -> None:
    assert expected(Locked(back), frozenset({"YT7"})) == Expectation()


def test_a_label_whose_digits_could_be_an_ean_is_expected_as_one_would_be_read() -> None:
    assert expected(TABLE, frozenset({EAN, "SF12"})).labels == {EAN_14, "SF12"}
    assert expected(TABLE, frozenset({"SF12"})).codes == {"TEA", EAN_14, "CUP", UPC_14, "SF12"}


_LINES = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(1, 5), st.integers(0, 5), st.sampled_from(["", "K"]), st.booleans()),
    min_size=1, max_size=4,
)  # fmt: skip


def made(drawn: list[tuple[str, int, int, str, bool]], sequence: Sequence) -> Order:
    lines = tuple(
        OrderLine(
            at, sku, "", sku, quantity, min(packed, quantity), kit=kit, policy=UnitPolicy(serial=is_tracked),
            weight_g=at,
        )
        for at, (sku, quantity, packed, kit, is_tracked) in enumerate(drawn, start=1)
    )  # fmt: skip
    codes = (ItemCode("A1", 1, "A"), ItemCode("B3", 3, "B"), ItemCode("KIT", 1, "K"))
    return replace(an_order(lines), codes=codes, sequence=sequence)


@example([("B", 3, 0, "", True), ("B", 3, 0, "", False)], Sequence.ANY)  # the first of two lines is what counts
@given(_LINES, st.sampled_from([Sequence.ANY, Sequence.FORCED, Sequence.HEAVY]))
def test_what_is_expected_counts_and_what_counts_is_expected(
    drawn: list[tuple[str, int, int, str, bool]], sequence: Sequence
) -> None:
    table = Packing(made(drawn, sequence))
    skus = {line.sku for line in table.order.lines}
    kits = {line.kit for line in table.order.lines}
    possible = {
        code
        for code, of in (("A", "A"), ("A1", "A"), ("B", "B"), ("B3", "B"), ("K", "K"), ("KIT", "K"))
        if of in skus | kits
    }
    refused = {OutcomeCode.ITEM_TOO_MANY, OutcomeCode.SEQUENCE_WRONG, OutcomeCode.PACK_NEEDS_SINGLES}
    refused |= {OutcomeCode.KIT_NEEDS_PARTS}
    counting = {
        code
        for code in possible
        if put_in(table, ItemScan(code), PackingRules(), is_used=False).outcome.code not in refused
    }
    assert counting <= expected_items(table)
    if sequence is Sequence.ANY:
        assert expected_items(table) == counting
