"""The simulated world around a station: its time, its carrier, its printer, and death at any point that matters.

Everything that happens here comes from one seeded source, so a seed is a whole history.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.carriers.carrier import Capability, Repetition
from app.domain.printer_status import PrinterStatus
from app.domain.printing import Delivery, PrintOutcome
from app.domain.shipment import Cancellation, Purchase, Waybill, WaybillRequest
from app.errors import Misconfigured, PackbenchError, Rejected, Unavailable, Uncertain
from app.store.database import Database, Transaction
from app.store.sealing import Sealer
from tests.builders import MUTE

SETTLE_S = 90.0
LONGEST_WORK_MS = 80_000
"""How long the carrier may work on a request whose sender is gone: less than the settle window promises."""
_CALLS = {
    "well": 70,
    "offline": 6,
    "busy": 2,
    "refused": 4,
    "misconfigured": 1,
    "bug": 1,
    "bug after": 1,
    "lost": 2,
    "answer lost": 5,
    "late": 6,
    "late and dead": 2,
}
_PRINTS = {"well": 70, "not sent": 10, "unknown": 6, "taken, unknown": 6, "bug": 2, "bug after": 2, "dead": 2}
_START_MS = 1_790_000_000_000


class Crash(BaseException):
    """The process dies here: no handler of the product sees it, as none sees kill -9."""


class World:
    """Time, chance and death. The wall clock may be set; `true_ms` only ever goes on."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.dice = random.Random(seed)  # of the ids, so that one more id does not change the history
        self.story: list[str] = []
        self.true_ms = 0
        self.clock_error_ms = 0
        self.is_healed = False
        self._fuse = 0

    def now_ms(self) -> int:
        """The station's wall clock."""
        return _START_MS + self.true_ms + self.clock_error_ms

    def monotonic_ms(self) -> int:
        return self.true_ms

    def say(self, text: str) -> None:
        self.story.append(f"{self.true_ms / 1000:10.2f} s  {text}")

    def arm(self, points: int) -> None:
        """Die at the n-th point from now."""
        self._fuse = points

    def point(self, where: str) -> None:
        """A place where a process may die."""
        if self._fuse:
            self._fuse -= 1
            if not self._fuse:
                self.die(where)

    def die(self, where: str) -> None:
        self._fuse = 0
        self.say(f"CRASH {where}")
        raise Crash(where)

    def fate(self, fates: dict[str, int]) -> str:
        """One of the fates by weight; `well` once the world is healed."""
        return "well" if self.is_healed else self.chance.choices(list(fates), list(fates.values()))[0]


class MortalDatabase(Database):
    """The real store, whose process may die before a transaction, before its commit and after it."""

    def __init__(self, world: World, path: Path, sealer: Sealer, *, now_ms: Callable[[], int]) -> None:
        super().__init__(path, sealer, now_ms=now_ms, random=world.dice.randbytes)
        self._world = world

    @contextmanager
    def transaction(self, *, urgent: bool = False) -> Iterator[Transaction]:
        self._world.point("before a transaction")
        with super().transaction(urgent=urgent) as tx:
            yield tx
            self._world.point("before a commit")
        self._world.point("after a commit")


@dataclass(frozen=True, slots=True)
class _Late:
    """A request that is being worked on although nobody waits for the answer any more."""

    at_ms: int
    reference: str
    act: Callable[[], object]


class SimulatedCarrier:
    """A carrier of any kind of repetition. Its `purchases` are the truth about money."""

    name = "simulated"

    def __init__(self, world: World, repetition: Repetition, *, settle_s: float = SETTLE_S) -> None:
        self.capability = Capability(
            repetition, settle_s=settle_s, calls_per_s=50.0, void_window_s=3_600.0, can_list=True
        )
        self.purchases: list[Purchase] = []
        self._world = world
        self._late: list[_Late] = []
        self._picked_up: set[str] = set()

    def title(self, service: str) -> str:
        return service

    def issue_waybill(self, request: WaybillRequest) -> Waybill:
        return self._called("buy", request.reference, lambda: self._sell(request))

    def recover_waybill(self, request: WaybillRequest) -> Waybill:
        """As the kind has it: ask again, or look and buy only when there is nothing."""
        repetition = self.capability.repetition
        if repetition is Repetition.NONE:
            raise Uncertain("simulated.cannot_tell")
        if repetition is Repetition.NATIVE_KEY:
            return self.issue_waybill(request)
        known = self._called("look up", request.reference, lambda: self._find(request.reference))
        if known is not None:
            return _waybill(request, known, was_adopted=True)
        return self.issue_waybill(request)

    def cancel_waybill(self, cancellation: Cancellation) -> None:
        self._called("give back", cancellation.reference, lambda: self._take_back(cancellation))

    def pick_up(self) -> None:
        """A driver takes a parcel: its label can no longer be given back."""
        if self.purchases:
            sold = self._world.chance.choice(self.purchases)
            self._picked_up.add(sold.tracking_number)
            self._world.say(f"a driver takes {sold.tracking_number}")

    def list_purchases(self, _since_ms: int) -> tuple[Purchase, ...]:
        return tuple(self.purchases)

    def close(self) -> None:
        """Nothing is open."""

    def work(self) -> None:
        """Do what is due of the requests whose sender is gone."""
        due = [late for late in self._late if late.at_ms <= self._world.true_ms]
        self._late = [late for late in self._late if late.at_ms > self._world.true_ms]
        for late in due:
            try:
                late.act()
            except PackbenchError as error:
                self._world.say(f"    carrier, late: {error.code}")

    def is_working_on(self, reference: str) -> bool:
        return any(late.reference == reference for late in self._late)

    def portal(self, reference: str) -> Purchase | None:
        """What a person finds who looks there: the last label sold under this reference."""
        return next((sold for sold in reversed(self.purchases) if sold.reference == reference), None)

    def _called(self, what: str, reference: str, act: Callable[[], Any]) -> Any:
        world = self._world
        world.point(f"before the call to {what}")
        fate = world.fate(_CALLS)
        world.say(f"  carrier: {what} {reference} – {fate}")
        self._fail_before(fate, reference)
        if fate in ("late", "late and dead"):
            after_ms = world.chance.randrange(LONGEST_WORK_MS)
            self._late.append(_Late(world.true_ms + after_ms, reference, act))
            if fate == "late and dead":
                world.die(f"while the carrier works on it for {after_ms} ms more")
            raise Uncertain("simulated.timeout")
        answer = act()
        world.point(f"after the call to {what}")
        if fate == "answer lost":
            raise Uncertain("simulated.lost_answer")
        if fate == "bug after":
            raise KeyError("a bug after the call")
        return answer

    def _fail_before(self, fate: str, reference: str) -> None:
        match fate:
            case "offline":
                raise Unavailable("simulated.offline")
            case "busy":
                raise Unavailable("simulated.busy", retry_after_s=5.0)
            case "refused" if self._may_refuse(reference):
                raise Rejected("simulated.area")
            case "misconfigured":
                raise Misconfigured("simulated.key")
            case "bug":
                raise ValueError("a bug before the call")
            case "lost":
                raise Uncertain("simulated.lost_request")

    def _may_refuse(self, reference: str) -> bool:
        """Nobody refuses what he has sold; who knows references, not what he is working on either."""
        return self._find(reference) is None and not (self._knows_references and self.is_working_on(reference))

    def _sell(self, request: WaybillRequest) -> Waybill:
        known = self._find(request.reference)
        if self._knows_references and any(
            sold.reference == request.reference and sold.is_cancelled for sold in self.purchases
        ):
            raise Rejected("simulated.burnt")
        if known is not None and self.capability.repetition is Repetition.NATIVE_KEY:
            return _waybill(request, known, was_adopted=True)
        if known is not None and self._knows_references:
            raise Uncertain("simulated.exists")
        sold = Purchase(request.reference, f"SIM{len(self.purchases):04d}", is_cancelled=False)
        self.purchases.append(sold)
        self._world.say(f"    carrier: sold {sold.tracking_number} for {sold.reference}")
        return _waybill(request, sold, was_adopted=False)

    @property
    def _knows_references(self) -> bool:
        return self.capability.repetition not in (Repetition.LOOKUP_BY_REF, Repetition.NONE)

    def _find(self, reference: str) -> Purchase | None:
        return next((sold for sold in self.purchases if sold.reference == reference and not sold.is_cancelled), None)

    def _take_back(self, cancellation: Cancellation) -> None:
        for at, sold in enumerate(self.purchases):
            if sold.tracking_number == cancellation.tracking_number:
                if sold.tracking_number in self._picked_up:
                    raise Rejected("simulated.picked_up")
                self.purchases[at] = replace(sold, is_cancelled=True)
                self._world.say(f"    carrier: took back {sold.tracking_number}")
                return
        raise Rejected("simulated.unknown")


class SimulatedPrinter:
    """Paper at the end of a wire."""

    name = "label"

    def __init__(self, world: World) -> None:
        self.documents: list[bytes] = []
        self._world = world

    @property
    def taken(self) -> list[str]:
        """SHA-256 of what it read to the end, as often as it did."""
        return [hashlib.sha256(document).hexdigest() for document in self.documents]

    def look(self) -> PrinterStatus:
        return MUTE

    def send(self, document: bytes) -> PrintOutcome:
        world = self._world
        world.point("before the printer")
        fate = world.fate(_PRINTS)
        world.say(f"  printer: {document.decode()} – {fate}")
        if fate == "not sent":
            return PrintOutcome(Delivery.NOT_SENT, "printer.refused")
        if fate == "unknown":
            return PrintOutcome(Delivery.UNKNOWN, "printer.reset", len(document) // 2)
        if fate == "bug":
            raise ValueError("a bug before the first byte")
        self.documents.append(document)
        if fate == "dead":
            world.die("while the printer prints")
        world.point("after the printer")
        if fate == "bug after":
            raise KeyError("a bug after the last byte")
        if fate == "taken, unknown":
            return PrintOutcome(Delivery.UNKNOWN, "printer.no_end", len(document))
        return PrintOutcome(Delivery.DELIVERED, bytes_sent=len(document))


def _waybill(request: WaybillRequest, sold: Purchase, *, was_adopted: bool) -> Waybill:
    return Waybill(sold.tracking_number, request.reference, request.service, was_adopted=was_adopted)
