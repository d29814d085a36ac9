"""Stopping what is not yet with the courier: what a piece of news means for an order, by how far its parcels are.

The shop's word counts from the moment it is written down. What was bought or printed before that is named, not hidden.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from app.domain.order import Consignee

STOPPED = "order.stopped"
"""The code of a purchase that was not made and of a print that was not sent because its order is stopped."""


class StopKind(StrEnum):
    """Why an order must not go out."""

    CANCEL = "cancel"
    HOLD = "hold"
    ADDRESS = "address"  # its label bears an address that has changed


GRAVEST_FIRST = (StopKind.CANCEL, StopKind.ADDRESS, StopKind.HOLD)


class StopSource(StrEnum):
    """Who said so."""

    IMPORT = "import"
    DROP = "drop"
    COMMAND = "command"
    BENCH = "bench"


class Stage(StrEnum):
    """How far a parcel is, as far as news can still reach it."""

    UNLABELED = "unlabeled"  # no label of it exists, and none can come to be before the carrier is asked anew
    LABELED = "labeled"  # a label is bought, may have been, or is being given back
    GONE = "gone"  # with the courier


class Reach(StrEnum):
    """What news can still do."""

    NO_NEWS = "no_news"  # it was known, or nothing is left to stop
    TAKEN_OVER = "taken_over"  # the new address is simply the order's: nothing bears the old one
    STOPPED = "stopped"
    TOO_LATE = "too_late"  # the courier has all of it


@dataclass(frozen=True, slots=True)
class Stop:
    """An open stop. `consignee` is the new one of an address that changed, where the news told it."""

    id: str
    order_id: str
    kind: StopKind
    source: StopSource
    opened_at_ms: int
    consignee: Consignee | None = None


@dataclass(frozen=True, slots=True)
class ParcelToStop:
    """A parcel of an order that is being stopped, with the units in it."""

    id: str
    units: int
    stage: Stage


@dataclass(frozen=True, slots=True)
class NewsGlance:
    """How old the last news of a shop is."""

    shop: str
    age_ms: int


def judge_reach(kind: StopKind, stages: Collection[Stage], *, is_packed: bool, has_consignee: bool) -> Reach:
    """What a piece of news does to an order whose sealed parcels are at these stages. `is_packed`: there is nothing of
    it outside of them; `has_consignee`: the news names the new address.
    """
    if is_packed and stages and all(stage is Stage.GONE for stage in stages):
        return Reach.TOO_LATE
    if kind is StopKind.ADDRESS and has_consignee and Stage.LABELED not in stages:
        return Reach.TAKEN_OVER
    return Reach.STOPPED


def gravest(kinds: Collection[StopKind]) -> StopKind | None:
    """What a packer is told when several things speak against an order."""
    return next((kind for kind in GRAVEST_FIRST if kind in kinds), None)
