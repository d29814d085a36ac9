"""A whole shift as data: 200 orders of all kinds, who packs them, and what happens meanwhile. Nothing here acts."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from app.carriers.kdniao.simulator import Fault as CarrierFault
from app.demo import catalog
from app.demo.catalog import Shop
from app.devices.virtual_printer import Fault as PrinterFault
from app.domain.interception import StopKind
from app.domain.order import Consignee, OrderDraft, Scope
from app.domain.people import BADGE_BYTES, fresh_badge

ORDERS, INTERCEPTIONS, JAMS, OUTAGES, CRASHES = 200, 12, 5, 2, 1
PACKERS = ("anna", "bo", "chen")
LEAD = "dora"


class Kind(StrEnum):
    """What a packer does at the table with one or several orders, or at the bench without any."""

    PACK = "pack"
    ITEM_FIRST = "item_first"
    CLONES = "clones"
    MERGE = "merge"
    SETTLE = "settle"  # labels that did not come out, boxes that were stopped
    COURIER = "courier"
    CHANGE = "change"  # the next packer
    DAY_END = "day_end"


class Quirk(StrEnum):
    """What goes differently with an order."""

    NONE = ""
    SHORT = "short"
    SWAP = "swap"
    DAMAGE = "damage"
    UNPACK = "unpack"
    BY_HAND = "by_hand"
    LEARN = "learn"
    BOXES = "boxes"
    WHOLE_KIT = "whole_kit"
    ELEMENTS = "elements"  # its item bears a GS1 DataMatrix
    TOTE = "tote"


class Moment(StrEnum):
    """When something happens to what is being packed."""

    START = "start"
    ON_TABLE = "on_table"
    PACKED = "packed"
    LABELED = "labeled"
    ON_PILE = "on_pile"


class Sight(StrEnum):
    """What a person waits to see before doing something about it."""

    PRINTING = "printing"  # a label is on its way to the printer
    UNCLEAR = "unclear"  # nobody knows whether a label came out, or the printer does not answer
    CARRIER_AWAY = "carrier_away"
    NEWS_LYING = "news_lying"  # a file of the shop's news that is not taken in yet


@dataclass(frozen=True, slots=True, repr=False)
class Stop:
    """The shop changes its mind. `by_file`: told by the file drop, else at the terminal. Personal: has no repr."""

    number: str
    kind: StopKind
    consignee: Consignee | None = None
    by_file: bool = False

    def __repr__(self) -> str:
        return f"Stop({self.number}, {self.kind})"


@dataclass(frozen=True, slots=True)
class Release:
    """The lead lets an order go on."""

    number: str


@dataclass(frozen=True, slots=True)
class PrinterFails:
    fault: PrinterFault
    after_bytes: int = 0


@dataclass(frozen=True, slots=True)
class PrinterMended:
    """Somebody closed the head, loaded paper, plugged it in."""


@dataclass(frozen=True, slots=True)
class CarrierAway:
    """The line is cut."""


@dataclass(frozen=True, slots=True)
class CarrierBack:
    """The line is there again."""


@dataclass(frozen=True, slots=True)
class CarrierFails:
    """The carrier sells and its answers are lost: `times` calls of each fault."""

    faults: tuple[CarrierFault, ...]
    times: int


@dataclass(frozen=True, slots=True)
class Crash:
    """The program ends between two instructions."""


Event = Stop | Release | PrinterFails | PrinterMended | CarrierAway | CarrierBack | CarrierFails | Crash


@dataclass(frozen=True, slots=True)
class Cue:
    """An event at its moment; `sight` is what has to be seen first."""

    moment: Moment
    event: Event
    sight: Sight | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One thing after the other. `orders` are those it is about, the one to scan first."""

    kind: Kind
    orders: tuple[OrderDraft, ...] = ()
    quirk: Quirk = Quirk.NONE
    cues: tuple[Cue, ...] = ()

    def on(self, moment: Moment, event: Event, sight: Sight | None = None) -> Task:
        return replace(self, cues=(*self.cues, Cue(moment, event, sight)))


@dataclass(frozen=True, slots=True)
class Shift:
    """`orders` as the shops deliver them, `tasks` as they are worked off; `badges` by handle, the lead's among them."""

    seed: int
    orders: tuple[OrderDraft, ...]
    tasks: tuple[Task, ...]
    badges: dict[str, str]

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(cue.event for task in self.tasks for cue in task.cues)


def build_shift(seed: int) -> Shift:
    """The shift of this seed."""
    shop, dice = Shop(seed), random.Random(seed)  # a story, no secret
    singles = [Task(Kind.PACK, (shop.single(),)) for _ in range(50)]
    several = [Task(Kind.PACK, (shop.several(),)) for _ in range(29)]
    calm = list(_of_each_kind(shop))
    orders = [order for task in (*singles, *several, *calm) for order in task.orders]
    dice.shuffle(orders)
    dice.shuffle(calm)
    badges = {handle: fresh_badge(dice.randbytes(BADGE_BYTES)) for handle in (*PACKERS, LEAD)}
    tasks = _day(shop, dice, singles, several, calm)
    return Shift(seed, tuple(orders), tuple(tasks), badges)


def _of_each_kind(shop: Shop) -> Iterator[Task]:
    """121 orders of every other kind."""
    yield from (_pack(catalog.tea_set(shop), Quirk.WHOLE_KIT) for _ in range(6))
    yield from (_pack(catalog.tea_set(shop)) for _ in range(4))
    yield from (_pack(catalog.camera_set(shop)) for _ in range(4))
    yield from (_pack(catalog.serial(shop)) for _ in range(9))
    yield from (_pack(catalog.serial(shop), Quirk.ELEMENTS) for _ in range(3))
    yield from (_pack(catalog.lot(shop), Quirk.ELEMENTS) for _ in range(6))
    yield from (_pack(catalog.lot(shop)) for _ in range(4))
    yield from (_pack(catalog.case(shop)) for _ in range(6))
    yield from (_pack(catalog.insert(shop)) for _ in range(8))
    yield from (_pack(catalog.instructed(shop, scope)) for scope in Scope for _ in range(3))
    yield from (_pack(catalog.battery(shop)) for _ in range(6))
    yield from (_pack(catalog.many(shop), Quirk.BOXES) for _ in range(6))
    yield from (_pack(shop.several(), Quirk.SHORT) for _ in range(6))
    yield from (_pack(shop.several(), Quirk.SWAP) for _ in range(4))
    yield from (_pack(shop.several(), Quirk.DAMAGE) for _ in range(4))
    yield from (_pack(shop.several(), Quirk.UNPACK) for _ in range(2))
    yield from (_pack(catalog.forced(shop)) for _ in range(2))
    yield from (_pack(catalog.in_tote(shop), Quirk.TOTE) for _ in range(2))
    yield from (_pack(catalog.nameless(shop, "STONE"), Quirk.BY_HAND) for _ in range(2))
    yield from (_pack(catalog.nameless(shop, sku), Quirk.LEARN) for sku in ("INK", "SILK"))
    yield Task(Kind.CLONES, tuple(shop.order(shop.line("MUG", 2)) for _ in range(6)))
    yield Task(Kind.ITEM_FIRST, tuple(shop.order(shop.line("SOAP")) for _ in range(8)))
    yield from (Task(Kind.MERGE, catalog.neighbors(shop)) for _ in range(2))
    yield from (_pack(order) for _ in range(2) for order in catalog.namesakes(shop))
    yield from (_pack(shop.order(shop.line("DUO", 3))) for _ in range(4))


def _pack(order: OrderDraft, quirk: Quirk = Quirk.NONE) -> Task:
    return Task(Kind.PACK, (order,), quirk)


def _day(shop: Shop, dice: random.Random, singles: list[Task], several: list[Task], calm: list[Task]) -> list[Task]:
    """Morning, the courier at noon, afternoon, the courier in the evening. What happens falls on plain orders, so that
    the other kinds show themselves.
    """
    settle, courier, change = Task(Kind.SETTLE), Task(Kind.COURIER), Task(Kind.CHANGE)
    early, held_early, late = _before_they_are_packed(singles)
    on_table, held_on_table = _on_the_table(several)
    labeled = _after_they_are_labeled(shop, singles)
    jams = list(_jams(singles))
    away, lost_answers = _away(singles), _lost_answers(singles)
    crash = singles.pop().on(Moment.PACKED, Crash())
    noon, night = singles.pop(), singles.pop()
    rest = [*singles, *several, *calm]
    dice.shuffle(rest)
    first, second, third, fourth = (rest[at::4] for at in range(4))
    noon_courier = courier.on(Moment.ON_PILE, Stop(noon.orders[0].number, StopKind.CANCEL))
    night_courier = courier.on(Moment.ON_PILE, Stop(night.orders[0].number, StopKind.HOLD))
    released = [
        Task(Kind.PACK, task.orders).on(Moment.START, Release(task.orders[0].number))
        for task in (held_early, held_on_table)
    ]
    return [
        *_mixed(dice, first, [early, *jams[:2], on_table[0], *labeled[:2]]),
        change,
        *_mixed(dice, second, [held_early, labeled[2], noon, jams[2]]),
        *away,
        settle,
        noon_courier,
        settle,
        change,
        *_mixed(dice, third, [late, held_on_table, jams[3], jams[4]]),
        *lost_answers,
        crash,
        change,
        *_mixed(dice, fourth, [on_table[1], night]),
        *released,
        settle,
        night_courier,
        settle,
        Task(Kind.DAY_END),
        change,
    ]


def _before_they_are_packed(singles: list[Task]) -> tuple[Task, Task, Task]:
    """Two cancelled and one held."""
    early, held, late = singles.pop(), singles.pop(), singles.pop()
    return (
        early.on(Moment.START, Stop(early.orders[0].number, StopKind.CANCEL)),
        held.on(Moment.START, Stop(held.orders[0].number, StopKind.HOLD)),
        late.on(Moment.START, Stop(late.orders[0].number, StopKind.CANCEL)),
    )


def _on_the_table(several: list[Task]) -> tuple[list[Task], Task]:
    cancelled = [several.pop(), several.pop()]
    held = several.pop()
    stopped = [task.on(Moment.ON_TABLE, Stop(task.orders[0].number, StopKind.CANCEL)) for task in cancelled]
    return stopped, held.on(Moment.ON_TABLE, Stop(held.orders[0].number, StopKind.HOLD))


def _after_they_are_labeled(shop: Shop, singles: list[Task]) -> list[Task]:
    """One cancelled, two that go to another address, as a file of the shop says."""
    cancelled, *moved = (singles.pop() for _ in range(3))
    return [
        cancelled.on(Moment.LABELED, Stop(cancelled.orders[0].number, StopKind.CANCEL)),
        *(
            task.on(Moment.LABELED, Stop(task.orders[0].number, StopKind.ADDRESS, shop.consignee(), by_file=True))
            for task in moved
        ),
    ]


def _jams(singles: list[Task]) -> Iterator[Task]:
    """Five jams, each over when somebody has seen it and done something about it."""
    jams = (
        (PrinterFails(PrinterFault.PAPER_OUT), Sight.UNCLEAR),
        (PrinterFails(PrinterFault.HEAD_OPEN), Sight.PRINTING),
        (PrinterFails(PrinterFault.POWER_CUT, after_bytes=2000), Sight.UNCLEAR),
        (PrinterFails(PrinterFault.RESET, after_bytes=2000), Sight.UNCLEAR),
        (PrinterFails(PrinterFault.HALF_READ, after_bytes=2000), Sight.UNCLEAR),
    )
    for jam, sight in jams:
        yield singles.pop().on(Moment.START, jam).on(Moment.PACKED, PrinterMended(), sight)


def _away(singles: list[Task]) -> list[Task]:
    """No line for a while; meanwhile a packed order is cancelled whose label was never bought."""
    first, cancelled, *more, last = (singles.pop() for _ in range(5))
    return [
        first.on(Moment.START, CarrierAway()),
        cancelled.on(Moment.PACKED, Stop(cancelled.orders[0].number, StopKind.CANCEL), Sight.CARRIER_AWAY),
        *more,
        last.on(Moment.PACKED, CarrierBack()),
    ]


def _lost_answers(singles: list[Task]) -> list[Task]:
    lost = CarrierFails((CarrierFault.DELAY, CarrierFault.RESET_AFTER), times=2)
    return [singles.pop().on(Moment.START, lost), *(singles.pop() for _ in range(4))]


def _mixed(dice: random.Random, tasks: Iterable[Task], special: Iterable[Task]) -> list[Task]:
    """The special ones at random places among the others, in their order."""
    mixed, wanted = list(tasks), list(special)
    places = sorted(dice.sample(range(2, len(mixed)), len(wanted)), reverse=True)
    for place, task in zip(places, reversed(wanted), strict=True):
        mixed.insert(place, task)
    return mixed
