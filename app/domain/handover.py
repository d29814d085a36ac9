"""The gate at which parcels are given to the courier: what it accepts, why it refuses, and what a manifest says.

Refusals stand in one order, the gravest first. What is refused for the parcel's own sake (stopped, voided, unpaid,
unverified) is asked once more when the pile is closed; the rest is a matter of the scan alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.closing import ConfirmPolicy, can_be_seen_first
from app.domain.outcome import OutcomeCode
from app.domain.printing import PaperProof, PrintState
from app.domain.shipment import WaybillState

_VOIDED = (WaybillState.CANCELLING, WaybillState.CANCELLED)


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """What the ledgers say of one parcel and of the waybill whose number was scanned. `stop` is the gravest open stop
    of its order or of one that travels in it, `print_state` and `proof` are its label's latest print, `was_seen` that
    somebody has scanned one, `manifest_number` the closed manifest it went out with, `is_on_pile` that it lies on an
    open pile, `news_at_ms` the shop's last news (0: never).
    """

    parcel_id: str
    tracking_number: str
    order_number: str
    carrier: str
    units: int
    weight_g: int | None
    waybill_state: WaybillState
    stop: str = ""
    is_verified: bool = True
    was_seen: bool = False
    print_state: PrintState | None = None
    proof: PaperProof = PaperProof.NONE
    is_on_pile: bool = False
    is_handed_over: bool = False
    manifest_number: str = ""
    news_at_ms: int = 0

    @property
    def pile(self) -> str:
        """The pile it belongs on: one for each carrier account."""
        return self.carrier


@dataclass(frozen=True, slots=True)
class Ask:
    """What a scan is judged by: the pile's carrier (empty before its first parcel), and whether labels must be seen."""

    pile: str
    policy: ConfirmPolicy


Refusal = tuple[OutcomeCode, Callable[[ParcelFacts, Ask], bool]]

STANDING: tuple[Refusal, ...] = (
    (OutcomeCode.HANDOVER_STOPPED, lambda facts, _: facts.stop != ""),
    (OutcomeCode.HANDOVER_VOIDED, lambda facts, _: facts.waybill_state in _VOIDED),
    (OutcomeCode.HANDOVER_UNPAID, lambda facts, _: facts.waybill_state is not WaybillState.ISSUED),
    (OutcomeCode.HANDOVER_UNVERIFIED, lambda facts, _: not facts.is_verified),
)
"""What keeps a parcel back at its scan and still does at the closing."""
ARRIVING: tuple[Refusal, ...] = (
    (OutcomeCode.HANDOVER_DUPLICATE, lambda facts, _: facts.is_on_pile or facts.is_handed_over),
    (OutcomeCode.HANDOVER_WRONG_PILE, lambda facts, ask: ask.pile not in ("", facts.pile)),
    (OutcomeCode.HANDOVER_UNSEEN, lambda facts, ask: ask.policy is ConfirmPolicy.REQUIRED and not may_be_seen(facts)),
)
"""What only the scan can be wrong about."""


def judge(facts: ParcelFacts | None, ask: Ask) -> OutcomeCode | None:
    """Why a scanned parcel may not go onto the pile; None when it may."""
    if facts is None:
        return OutcomeCode.HANDOVER_UNKNOWN
    return next((code for code, holds in (*STANDING, *ARRIVING) if holds(facts, ask)), None)


def judge_standing(facts: ParcelFacts) -> OutcomeCode | None:
    """Why a parcel on the pile may not leave the house after all; None when it may."""
    ask = Ask(facts.pile, ConfirmPolicy.OFF)
    return next((code for code, holds in STANDING if holds(facts, ask)), None)


def is_proof(facts: ParcelFacts) -> bool:
    """Whether this very scan is the first that anybody sees of the label."""
    return can_be_seen_first(facts.print_state, facts.proof)


def may_be_seen(facts: ParcelFacts) -> bool:
    """Whether a label of ours can be on the parcel: one was seen, or may have come out and is seen now. A number that
    was never printed was read from a screen.
    """
    return facts.was_seen or is_proof(facts) or facts.print_state is PrintState.CONFIRMED


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One parcel of a manifest, in the order of the scans."""

    parcel_id: str
    tracking_number: str
    order_number: str
    units: int
    weight_g: int | None
    scanned_at_ms: int
    scanned_by: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The closed list that the courier signs. `sha256` covers all else of it, hexadecimal."""

    number: str
    carrier: str
    station: str
    closed_at_ms: int
    closed_by: str
    lines: tuple[ManifestLine, ...]
    sha256: str = ""

    @property
    def units(self) -> int:
        return sum(line.units for line in self.lines)

    @property
    def weight_g(self) -> int:
        """The weight of those that were weighed."""
        return sum(line.weight_g or 0 for line in self.lines)


def digest(manifest: Manifest) -> str:
    """SHA-256 over the canonical list: JSON without blanks of [number, carrier, station, closed_at, closed_by, lines],
    each line [parcel_id, tracking_number, order_number, units, weight_g, scanned_at, scanned_by], as UTF-8.
    """
    lines = [
        [
            line.parcel_id,
            line.tracking_number,
            line.order_number,
            line.units,
            line.weight_g,
            line.scanned_at_ms,
            line.scanned_by,
        ]
        for line in manifest.lines
    ]
    head = [manifest.number, manifest.carrier, manifest.station, manifest.closed_at_ms, manifest.closed_by]
    canonical = json.dumps([*head, lines], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ManifestGlance:
    """A closed manifest in a list."""

    number: str
    carrier: str
    closed_at_ms: int
    parcels: int
    units: int
    is_intact: bool


@dataclass(frozen=True, slots=True)
class NewsAge:
    """How old the last news of the shop is that was silent longest, None when none ever spoke; `is_old`: a cancellation
    may be on its way that nobody here knows of.
    """

    age_s: int | None
    is_old: bool


class EndKind(StrEnum):
    """What is still open when the day ends."""

    UNHANDED = "unhanded"  # labeled, not with the courier
    PILE = "pile"  # scanned for the courier, not closed
    UNLABELED = "unlabeled"  # packed, and no waybill that counts
    UNSENT = "unsent"  # a waybill was asked for; the carrier has not been asked yet
    PURCHASE = "purchase"  # bought or not
    VOID = "void"  # given back or not
    PRINT = "print"  # nobody knows that the label is on its box
    STOPPED = "stopped"  # stopped, and the goods are not back in stock
    ORDER = "order"  # on the table or put aside


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """One kind of open end: how many, and the numbers of the first; `carrier` where each carrier has its own."""

    kind: EndKind
    count: int
    first: tuple[str, ...]
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class OpenEnds:
    """All of them; `news_age_s` and `is_news_old` as in HandoverGlance."""

    ends: tuple[OpenEnd, ...]
    news_age_s: int | None
    is_news_old: bool

    def count(self, kind: EndKind) -> int:
        return sum(end.count for end in self.ends if end.kind is kind)


@dataclass(frozen=True, slots=True)
class HandoverGlance:
    """The pile as a screen shows it, its parcels newest first and not all of them. `to_come`: what lies ready and is
    not scanned yet, for the pile's carrier, for every carrier before there is one. The news as in NewsAge.
    """

    carrier: str
    parcels: int
    units: int
    news_age_s: int | None
    is_news_old: bool
    latest: tuple[ManifestLine, ...] = ()
    to_come: tuple[OpenEnd, ...] = ()
