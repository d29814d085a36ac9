"""What a piece of news can still do, by how far the parcels are."""

from __future__ import annotations

import itertools

import pytest

from app.domain.interception import GRAVEST_FIRST, Reach, Stage, StopKind, gravest, judge_reach

NEITHER_WAY = [
    *((kind, Stage.UNLABELED) for kind in (StopKind.CANCEL, StopKind.HOLD)),
    *((kind, Stage.LABELED) for kind in StopKind),
]


@pytest.mark.parametrize(("kind", "stage"), NEITHER_WAY)
def test_what_is_here_is_stopped(kind: StopKind, stage: Stage) -> None:
    assert judge_reach(kind, [stage], is_packed=True, has_consignee=True) is Reach.STOPPED


@pytest.mark.parametrize("stages", [[], [Stage.UNLABELED], [Stage.GONE, Stage.UNLABELED]])
def test_an_address_is_taken_over_while_no_label_here_bears_the_old_one(stages: list[Stage]) -> None:
    assert judge_reach(StopKind.ADDRESS, stages, is_packed=True, has_consignee=True) is Reach.TAKEN_OVER


def test_an_address_nobody_knows_yet_stops_the_order() -> None:
    assert judge_reach(StopKind.ADDRESS, [], is_packed=False, has_consignee=False) is Reach.STOPPED


@pytest.mark.parametrize("kind", list(StopKind))
def test_it_is_too_late_only_when_the_courier_has_all_of_it(kind: StopKind) -> None:
    gone = [Stage.GONE, Stage.GONE]
    assert judge_reach(kind, gone, is_packed=True, has_consignee=True) is Reach.TOO_LATE
    assert judge_reach(kind, gone, is_packed=False, has_consignee=True) is not Reach.TOO_LATE
    assert judge_reach(kind, [*gone, Stage.LABELED], is_packed=True, has_consignee=True) is Reach.STOPPED


def test_a_packer_is_told_the_gravest_whatever_came_first() -> None:
    for kinds in itertools.permutations(StopKind):
        assert gravest(kinds) is GRAVEST_FIRST[0] is StopKind.CANCEL
    assert gravest([StopKind.HOLD, StopKind.ADDRESS]) is StopKind.ADDRESS
    assert gravest([]) is None
