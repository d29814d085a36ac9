"""The courier is here: parcels are scanned onto a pile, piles are closed into manifests, the day ends.

Works without a network: everything it asks stands in the station's file, and it says how old the shops' news in it is.
All of it happens inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.domain.actor import Actor
from app.domain.barcode import shown
from app.domain.closing import ConfirmPolicy
from app.domain.desk import HandingOver, Idle, Step
from app.domain.handover import (
    Ask,
    EndKind,
    HandoverGlance,
    Manifest,
    NewsAge,
    OpenEnd,
    OpenEnds,
    ParcelFacts,
    is_proof,
    judge,
    judge_standing,
)
from app.domain.outcome import Outcome, OutcomeCode
from app.errors import Misconfigured
from app.store import journal, manifests, open_ends, prints, stops
from app.store.database import Database, Transaction

_NAMED = 5
_SHOWN = 30


def local_day(at_ms: int) -> str:
    """The day at this place, `20261124`."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().strftime("%Y%m%d")


@dataclass(frozen=True, slots=True)
class Handover:
    """What the bench does while the courier waits. `day` makes the day in a manifest's number of epoch milliseconds;
    `news_old_after_s` is when a shop's silence is worth a warning.

    In its outcomes `item` is the pile's carrier account, `quantity` the parcels on the pile, `units` those of the one
    parcel scanned (of the whole pile where none is named). `reason` says more: a stop's kind, the carrier account whose
    pile is the right one, the manifest a parcel went out with, `not_on_pile` for one that was not there to take off,
    `news.old` or `news.never` for one taken on stale news, the manifest's number once it is closed.
    """

    database: Database
    policy: ConfirmPolicy
    day: Callable[[int], str] = local_day
    news_old_after_s: float = 4 * 3600.0

    def begin(self, tx: Transaction, state: HandingOver | None = None) -> Step:
        """Go on with the pile begun last, or wait for a first parcel. Asked again at a pile, by its `state`, that one
        stays open and the next parcel may be another carrier's.
        """
        pile = None if state and state.carrier else manifests.latest_pile(tx)
        begun = HandingOver(pile.carrier, pile.parcels) if pile else HandingOver()
        units = pile.units if pile else 0
        return Step(begun, Outcome(OutcomeCode.HANDOVER_BEGUN, item=begun.carrier, quantity=begun.parcels, units=units))

    def scan(self, tx: Transaction, actor: Actor, state: HandingOver, text: str) -> Step:
        """A label goes onto the pile, or off it, or is refused with the gravest reason. The scan of a label whose print
        nobody had seen proves that print.
        """
        facts = manifests.find(tx, text) or manifests.find(tx, text.swapcase())
        if state.is_taking_off:
            return self._off(tx, actor, state, facts, text)
        refusal = judge(facts, Ask(state.carrier, self.policy))
        if facts is None or refusal is not None:
            return self._refused(tx, actor, state, facts, refusal or OutcomeCode.HANDOVER_UNKNOWN, text)
        if is_proof(facts):
            print_id = prints.confirm_latest(tx, self.database, facts.parcel_id)
            journal.append(tx, self.database, actor, "print.confirmed", print_id, parcel=facts.parcel_id)
        pile = manifests.put_on(tx, self.database, facts, actor.packer)
        lies = {"manifest": pile.id, "carrier": pile.carrier, "number": facts.tracking_number}
        journal.append(tx, self.database, actor, "handover.taken", facts.parcel_id, scan=None, **lies)
        taken = HandingOver(pile.carrier, pile.parcels)
        return Step(taken, _about(OutcomeCode.HANDOVER_TAKEN, taken, facts, reason=self._stale(facts.news_at_ms)))

    def take_off(self, tx: Transaction, state: HandingOver) -> Step:
        """The next scan takes its parcel off again; asked twice, it does not."""
        if state.is_taking_off:
            return self._stay(replace(state, is_taking_off=False), OutcomeCode.HANDOVER_BEGUN)
        if manifests.latest_pile(tx) is None:
            return self._stay(state, OutcomeCode.PILE_EMPTY)
        return self._stay(replace(state, is_taking_off=True), OutcomeCode.HANDOVER_TAKE_OFF)

    def leave(self, state: HandingOver) -> Step:
        """Back to packing; the pile stays as it is and is gone on with later."""
        left = Outcome(OutcomeCode.HANDOVER_LEFT, item=state.carrier, quantity=state.parcels)
        return Step(Idle(), left)

    def close_pile(self, tx: Transaction, actor: Actor, state: HandingOver) -> tuple[Step, Manifest | None]:
        """The pile becomes a manifest that never changes. A parcel that was stopped, voided or lost its waybill since
        its scan holds that up and is named (further ones in `choices`) until it is taken off.
        """
        pile = manifests.pile_of(tx, state.carrier)
        if pile is None:
            return self._stay(replace(state, is_taking_off=False), OutcomeCode.PILE_EMPTY), None
        lying = manifests.on_pile(tx, pile.id)
        if len(lying) != pile.parcels:
            raise Misconfigured("store.broken", "a parcel on the pile without its waybill")
        held = [(facts, code) for facts in lying if (code := judge_standing(facts)) is not None]
        if held:
            facts, code = held[0]
            others = tuple(each.tracking_number for each, _ in held[1 : 1 + _NAMED])
            step = self._refused(tx, actor, replace(state, is_taking_off=False), facts, code)
            return replace(step, outcome=replace(step.outcome, choices=others)), None
        manifest = manifests.close(tx, self.database, actor, pile, self.day(self.database.now_ms()))
        closed = Outcome(
            OutcomeCode.MANIFEST_CLOSED,
            item=pile.carrier,
            quantity=pile.parcels,
            units=pile.units,
            reason=manifest.number,
        )
        return Step(Idle(), closed), manifest

    def glance(self, tx: Transaction, state: HandingOver) -> HandoverGlance:
        """The pile for the screen, with what is still to come and the age of the news."""
        pile, news = manifests.pile_of(tx, state.carrier), self.news(tx)
        glance = HandoverGlance(state.carrier, 0, 0, news.age_s, news.is_old, to_come=self._to_come(tx, state.carrier))
        if pile is None:
            return glance
        latest = manifests.latest_lines(tx, pile.id, _SHOWN)
        return replace(glance, parcels=pile.parcels, units=pile.units, latest=latest)

    def news(self, tx: Transaction) -> NewsAge:
        """How old the shops' news is."""
        now_ms = self.database.now_ms()
        age_ms = stops.news_age_ms(tx, now_ms)
        return NewsAge(None, True) if age_ms is None else NewsAge(age_ms // 1000, self._stale(now_ms - age_ms) != "")

    def open_ends(self, tx: Transaction) -> OpenEnds:
        """What would be open if the day ended now."""
        ends = open_ends.list_all(tx, asks_for_labels=self.policy is not ConfirmPolicy.OFF)
        news = self.news(tx)
        return OpenEnds(ends, news.age_s, news.is_old)

    def day_end(self, tx: Transaction, actor: Actor) -> tuple[Outcome, OpenEnds]:
        """End the day, with its open ends named and written down. In the outcome `quantity` counts them all, `choices`
        names their kinds.
        """
        found = self.open_ends(tx)
        counts: dict[str, int] = {}
        for end in found.ends:
            counts[end.kind] = counts.get(end.kind, 0) + end.count
        age_s = -1 if found.news_age_s is None else found.news_age_s
        journal.append(tx, self.database, actor, "day.ended", "", scan=None, news_age_s=age_s, **counts)
        code = OutcomeCode.DAY_OPEN_ENDS if found.ends else OutcomeCode.DAY_ENDED
        reason = ("news.never" if found.news_age_s is None else "news.old") if found.is_news_old else ""
        return Outcome(code, quantity=sum(counts.values()), choices=tuple(counts), reason=reason), found

    def _off(self, tx: Transaction, actor: Actor, state: HandingOver, facts: ParcelFacts | None, text: str) -> Step:
        """By any label of the parcel, also a voided one: that is why it is taken off."""
        if facts is None:
            return self._refused(tx, actor, state, None, OutcomeCode.HANDOVER_UNKNOWN, text)
        if facts.is_handed_over:
            return self._refused(tx, actor, state, facts, OutcomeCode.HANDOVER_DUPLICATE)
        was_on = manifests.take_off(tx, facts.parcel_id)
        if was_on:
            journal.append(tx, self.database, actor, "handover.taken_off", facts.parcel_id)
        pile = manifests.pile_of(tx, state.carrier)
        rest = HandingOver(pile.carrier, pile.parcels) if pile else HandingOver()
        reason = "" if was_on else "not_on_pile"
        off = _about(OutcomeCode.HANDOVER_TAKEN_OFF, replace(rest, carrier=state.carrier), facts, reason=reason)
        return Step(rest, off)

    def _refused(
        self,
        tx: Transaction,
        actor: Actor,
        state: HandingOver,
        facts: ParcelFacts | None,
        code: OutcomeCode,
        text: str = "",
    ) -> Step:
        if facts is None:
            return Step(state, Outcome(code, scanned=shown(text), item=state.carrier, quantity=state.parcels))
        reasons = {
            OutcomeCode.HANDOVER_STOPPED: facts.stop,
            OutcomeCode.HANDOVER_WRONG_PILE: facts.pile,
            OutcomeCode.HANDOVER_DUPLICATE: facts.manifest_number,
        }
        journal.append(tx, self.database, actor, "handover.refused", facts.parcel_id, code=code)
        return Step(state, _about(code, state, facts, reason=reasons.get(code, "")))

    def _stay(self, state: HandingOver, code: OutcomeCode) -> Step:
        return Step(state, Outcome(code, item=state.carrier, quantity=state.parcels))

    def _to_come(self, tx: Transaction, carrier: str) -> tuple[OpenEnd, ...]:
        ends = open_ends.list_all(tx, asks_for_labels=False)
        return tuple(end for end in ends if end.kind is EndKind.UNHANDED and carrier in ("", end.carrier))

    def _stale(self, news_at_ms: int) -> str:
        """Why the news may be missing a cancellation; empty when it is fresh."""
        if not news_at_ms:
            return "news.never"
        return "news.old" if self.database.now_ms() - news_at_ms > self.news_old_after_s * 1000 else ""


def _about(code: OutcomeCode, state: HandingOver, facts: ParcelFacts, *, reason: str = "") -> Outcome:
    return Outcome(
        code,
        scanned=facts.tracking_number,
        order_number=facts.order_number,
        item=state.carrier,
        quantity=state.parcels,
        units=facts.units,
        tracking_number=facts.tracking_number,
        reason=reason,
    )
