"""The gate's rules: each refusal alone, their order, and that a gate without one of them is found out."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import handover
from app.domain.closing import ConfirmPolicy
from app.domain.handover import Ask, Manifest, ManifestLine, ParcelFacts, digest, judge, judge_standing
from app.domain.outcome import OutcomeCode
from app.domain.printing import PrintState
from app.domain.shipment import WaybillState

GOOD = ParcelFacts("p", "T1", "1001", "ZTO", 2, 500, WaybillState.ISSUED, print_state=PrintState.SENT)
ASK = Ask("ZTO", ConfirmPolicy.REQUIRED)

# The gravest first: what is wrong in two ways is refused for the one that stands higher.
FAULTS: list[tuple[OutcomeCode, dict[str, Any]]] = [
    (OutcomeCode.HANDOVER_STOPPED, {"stop": "hold"}),
    (OutcomeCode.HANDOVER_VOIDED, {"waybill_state": WaybillState.CANCELLED}),
    (OutcomeCode.HANDOVER_UNPAID, {"waybill_state": WaybillState.UNCERTAIN}),
    (OutcomeCode.HANDOVER_UNVERIFIED, {"is_verified": False}),
    (OutcomeCode.HANDOVER_DUPLICATE, {"is_on_pile": True}),
    (OutcomeCode.HANDOVER_WRONG_PILE, {"carrier": "SF"}),
    (OutcomeCode.HANDOVER_UNSEEN, {"print_state": PrintState.QUEUED}),
]


def unseen_faults() -> list[OutcomeCode]:
    """Every fault that the gate as it is now lets through."""
    return [code for code, fault in FAULTS if judge(replace(GOOD, **fault), ASK) is not code]


def test_a_sound_parcel_passes() -> None:
    assert judge(GOOD, ASK) is None
    assert judge(GOOD, Ask("", ConfirmPolicy.REQUIRED)) is None


def test_every_fault_is_refused_for_what_it_is() -> None:
    assert unseen_faults() == []


@pytest.mark.parametrize("code", [code for code, _ in (*handover.STANDING, *handover.ARRIVING)])
def test_a_gate_without_one_of_its_checks_is_caught_by_the_same_faults(
    code: OutcomeCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("STANDING", "ARRIVING"):
        rules = getattr(handover, name)
        monkeypatch.setattr(handover, name, tuple(rule for rule in rules if rule[0] is not code))
    assert code in unseen_faults()


def test_a_number_nobody_here_knows_is_refused() -> None:
    assert judge(None, ASK) is OutcomeCode.HANDOVER_UNKNOWN


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (WaybillState.REQUESTED, OutcomeCode.HANDOVER_UNPAID),
        (WaybillState.UNCERTAIN, OutcomeCode.HANDOVER_UNPAID),
        (WaybillState.REJECTED, OutcomeCode.HANDOVER_UNPAID),
        (WaybillState.CANCELLING, OutcomeCode.HANDOVER_VOIDED),
        (WaybillState.CANCELLED, OutcomeCode.HANDOVER_VOIDED),
        (WaybillState.ISSUED, None),
    ],
)
def test_only_an_issued_waybill_passes(state: WaybillState, code: OutcomeCode | None) -> None:
    assert judge(replace(GOOD, waybill_state=state), ASK) is code
    assert judge_standing(replace(GOOD, waybill_state=state)) is code


def test_what_went_out_once_is_a_duplicate_for_good() -> None:
    assert judge(replace(GOOD, is_handed_over=True), ASK) is OutcomeCode.HANDOVER_DUPLICATE


PAIRS = [pair for pair in combinations(FAULTS, 2) if not pair[0][1].keys() & pair[1][1].keys()]  # can be both at once


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0][0]} before {pair[1][0]}")
def test_the_graver_reason_is_said_first(pair: tuple[tuple[OutcomeCode, dict[str, Any]], ...]) -> None:
    (graver, one), (lesser, other) = pair
    assert judge(replace(GOOD, **one, **other), ASK) is graver
    assert judge(replace(GOOD, **other), ASK) is lesser


@pytest.mark.parametrize("policy", list(ConfirmPolicy))
@pytest.mark.parametrize("state", [None, *PrintState])
def test_the_scan_itself_proves_a_label_that_may_have_come_out(policy: ConfirmPolicy, state: PrintState | None) -> None:
    never_left = state in (None, PrintState.QUEUED, PrintState.CANCELLED)
    refused = OutcomeCode.HANDOVER_UNSEEN if never_left and policy is ConfirmPolicy.REQUIRED else None
    assert judge(replace(GOOD, print_state=state), Ask("ZTO", policy)) is refused


def test_a_reprint_that_still_waits_does_not_hold_back_a_label_that_was_seen() -> None:
    assert judge(replace(GOOD, print_state=PrintState.QUEUED, was_seen=True), ASK) is None


facts = st.builds(
    ParcelFacts,
    parcel_id=st.just("p"),
    tracking_number=st.just("T1"),
    order_number=st.just("1001"),
    carrier=st.sampled_from(["ZTO", "SF"]),
    units=st.integers(1, 9),
    weight_g=st.none() | st.integers(1, 9999),
    waybill_state=st.sampled_from(WaybillState),
    stop=st.sampled_from(["", "cancel", "hold", "address"]),
    is_verified=st.booleans(),
    was_seen=st.booleans(),
    print_state=st.none() | st.sampled_from(PrintState),
    is_on_pile=st.booleans(),
    is_handed_over=st.booleans(),
)


@given(facts, st.sampled_from(["", "ZTO", "SF"]), st.sampled_from(ConfirmPolicy))
def test_whatever_passes_is_sound_and_whatever_is_kept_back_at_the_closing_was_so_at_the_scan(
    parcel: ParcelFacts, pile: str, policy: ConfirmPolicy
) -> None:
    code = judge(parcel, Ask(pile, policy))
    if code is None:
        assert parcel.waybill_state is WaybillState.ISSUED
        assert parcel.is_verified
        assert (parcel.stop, parcel.is_on_pile, parcel.is_handed_over) == ("", False, False)
        assert pile in ("", parcel.carrier)
    held = judge_standing(parcel)
    assert held is None or held is code


LINE = ManifestLine("p", "T1", "1001", 2, None, 1_790_000_000_000, "Wu")
LIST = Manifest("ZTO-20261124-1", "ZTO", "Bench 7", 1_790_000_000_001, "Wu", (LINE, replace(LINE, weight_g=7)))


def test_the_sum_of_a_list_is_the_same_on_every_machine() -> None:
    assert digest(LIST) == "de86a2041780d57be080abcb9c789857c85b0bd722e477b537eb048ae0a522e4"


@pytest.mark.parametrize(
    "other",
    [
        replace(LIST, number="ZTO-20261124-2"),
        replace(LIST, station="Bench 8"),
        replace(LIST, closed_by="Li"),
        replace(LIST, lines=LIST.lines[:1]),
        replace(LIST, lines=LIST.lines[::-1]),
        replace(LIST, lines=(replace(LINE, units=3), LIST.lines[1])),
        replace(LIST, lines=(replace(LINE, weight_g=0), LIST.lines[1])),
    ],
    ids=["number", "station", "person", "parcel gone", "other order", "units", "weight"],
)
def test_any_change_of_a_list_changes_its_sum(other: Manifest) -> None:
    assert digest(other) != digest(LIST)


def test_a_list_adds_up_units_and_the_weights_that_are_known() -> None:
    assert (LIST.units, LIST.weight_g) == (4, 7)
