"""Layer 1: the real store, bench, lanes, courier and spooler in one thread, moved by one seeded scheduler.

A seed is a whole history: a packer, a faulty carrier, a faulty printer, a clock that jumps and a process that dies.
`python -m tests.faults --only simulation --seed N --runs 1` tells it again, step by step.
"""

from __future__ import annotations

import logging
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

import pytest

from app import station as station_room
from app.carriers.carrier import Repetition
from app.domain.desk import Packing, Showing
from app.domain.incident import Decision, Incident, IncidentKind
from app.domain.printing import PrintReason
from app.domain.shipment import Waybill
from app.logs import place_of
from app.station import Station
from app.store import database as database_room
from app.store import jobs, waybills
from app.store.prints import PrintRow
from app.work.drawing import Drawing, Drawn
from tests.builders import Rig, a_consignee, a_draft, lines_of, some_settings
from tests.faults import broken
from tests.faults.invariants import examine
from tests.faults.report import Found, Row
from tests.faults.world import SETTLE_S, Crash, MortalDatabase, SimulatedCarrier, SimulatedPrinter, World

LAYER = "simulation"
SHORT, LONG = 1_000, 20_000
_PROCESSES = 2
_ORDERS = {"1001": {"A": 1}, "1002": {"A": 2, "B": 1}, "1003": {"C": 1}, "1004": {"B": 2}, "1005": {"A": 1, "C": 1}}
_STEPS = {"pack": 45, "lane": 35, "time": 12, "clock": 1, "hurry": 2, "lead": 4, "guard": 1, "driver": 1, "crash": 6}
_PERSON = ("李小龙", "13912345678", "中关村大街27号1101室")
_MOST_TO_CATCH = 200
_SHIFT = 100
_MOST_TURNS = 2_000


@dataclass(frozen=True, slots=True)
class Variant:
    """A deliberately broken product. `kinds` are the carriers that it can be seen with."""

    name: str
    breaks: Callable[[pytest.MonkeyPatch], None]
    kinds: tuple[Repetition, ...] = tuple(Repetition)
    settle_s: float = SETTLE_S


@dataclass
class History:
    """One seed from beginning to end."""

    world: World
    folder: Path
    variant: Variant
    told: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        kind = self.world.chance.choice(self.variant.kinds)
        self.world.say(f"a carrier of kind {kind}")
        self.carrier = SimulatedCarrier(self.world, kind, settle_s=self.variant.settle_s)
        self.printer = SimulatedPrinter(self.world)
        self.station = self._open()

    def live(self) -> Found:
        """Sixty to eighty steps of trouble, then a healed world, rest, and the judgement."""
        steps = self.world.chance.randrange(60, 81)
        for _ in range(steps):
            self._survive(self._step)
        self._heal()
        found = self._rest()
        found.add(
            examine(
                self.station.database,
                acknowledged=self.told,
                purchases=self.carrier.purchases,
                documents=self.printer.taken,
                personal=_PERSON,
            )
        )
        self._close()
        return found

    def _survive(self, act: Callable[[], object]) -> None:
        """Whatever dies is started again on the same folder."""
        try:
            act()
        except Crash:
            self._survive(self._restart)

    def _restart(self) -> None:
        self._close()
        self.station = self._open()  # a fuse burns once, so that this life gets through its beginning

    def _close(self) -> None:
        """What the operating system does for a dead process: files closed, locks gone, nothing said or written."""
        self.station.database.close()
        self.station._lock.release()

    def _open(self) -> Station:
        station = Station(
            some_settings(self.folder),
            carrier=self.carrier,
            printer=self.printer,
            now_ms=self.world.now_ms,
            monotonic_ms=self.world.monotonic_ms,
        )
        try:
            for lane in station.work.values():
                lane._random = self.world.chance.random
                lane.recover()
        except Crash:
            station.database.close()
            station._lock.release()
            raise
        return station

    def _step(self) -> None:
        match self.world.fate(_STEPS):
            case "pack":
                self._pack()
            case "lane":
                self._lanes()
            case "time":
                self._pass_ms(self.world.chance.choice((20, 1_000, 5_000, 30_000, 95_000, 600_000)))
            case "clock":
                self._set_clock()
            case "hurry":
                self._hurry()
            case "lead":
                self._decide()
            case "guard":
                self._guard()
            case "driver":
                self.carrier.pick_up()
            case "crash":
                self.world.arm(self.world.chance.randrange(1, 12))

    def _pack(self) -> None:
        bench = self.station.bench
        act = self.world.fate({"scan": 80, "reprint": 5, "void": 10, "label": 5})
        parcels = () if act == "scan" else self.station.recent_parcels()
        if not parcels:
            code = self._code()
            outcome = bench.scan(code)  # only what comes back was heard
            self.told.append((str(outcome.code), code))
            self.world.say(f"packer scans {code}: {outcome.code}")
            return
        parcel_id = self.world.chance.choice(parcels).parcel_id
        if act == "reprint":
            answers = [bench.reprint(parcel_id, PrintReason.DAMAGED)]
        elif act == "label":
            answers = [bench.request_label(parcel_id)]
        else:
            answers = [bench.void(parcel_id), bench.void(parcel_id)]
        self.world.say(f"packer asks for {act}: {[str(answer.code) for answer in answers]}")

    def _code(self) -> str:
        chance, state = self.world.chance, self.station.bench.state
        anything = ["A", "B", "C", "X", *_ORDERS, "PB.UNPACK", "PB.ASIDE", "PB.VOID", "PB.LABEL"]
        anything += ["PB.REPRINT.MISSING", *self._on_paper()[-2:]]
        if isinstance(state, Packing):
            missing = [line.sku for line in state.order.lines if not line.is_complete]
            return chance.choice(missing) if chance.random() < 0.8 else chance.choice(anything)
        if isinstance(state, Showing) and chance.random() < 0.2:
            return chance.choice(["PB.VOID", "PB.VOID", "PB.LABEL", "PB.REPRINT.DAMAGED"])
        return chance.choice(list(_ORDERS)) if chance.random() < 0.8 else chance.choice(anything)

    def _lanes(self) -> None:
        lane = self.world.chance.choice(list(self.station.work.values()))
        done = 0
        while done < self.world.chance.randrange(1, 4) and lane.step():
            done += 1
        if done:
            self.world.say(f"lane {lane.name}: {done} jobs")
        self._pass_ms(20)

    def _pass_ms(self, milliseconds: int) -> None:
        self.world.true_ms += milliseconds
        self.carrier.work()

    def _set_clock(self) -> None:
        jump_ms = self.world.chance.choice((-3_600_000, -60_000, -500, 500, 60_000, 3_600_000, 86_400_000))
        self.world.clock_error_ms += jump_ms
        self.world.say(f"the clock is set by {jump_ms / 1000} s")

    def _hurry(self) -> None:
        """A person mends the set-up and wants to see it move."""
        for lane in self.station.work.values():
            lane.hurry()
        self.world.say("a person hurries the lanes")

    def _decide(self) -> None:
        """A lead takes up one of the things that wait."""
        waiting = self.station.lead.incidents()
        if waiting:
            self._decide_on(self.world.chance.choice(waiting))

    def _decide_on(self, incident: Incident) -> None:
        """Before deciding, a lead looks into the carrier's portal and at the box."""
        decision = self.world.chance.choice(incident.decisions)
        number = ""
        if incident.kind in (IncidentKind.PURCHASE_UNCLEAR, IncidentKind.VOID_UNCLEAR):
            with self.station.database.reading() as connection:
                reference = waybills.get(connection, incident.subject_id).reference
            if self.carrier.is_working_on(reference):
                return  # the screen says from when on the portal can be believed
            sold = self.carrier.portal(reference)
            number = sold.tracking_number if sold else ""
            if incident.kind is IncidentKind.PURCHASE_UNCLEAR:
                decision = Decision.BOUGHT if sold else Decision.NOT_BOUGHT
            elif decision is not Decision.CHECK_AGAIN:
                decision = Decision.VOIDED if sold and sold.is_cancelled else Decision.STILL_VALID
        if decision is Decision.CAME_OUT and incident.tracking_number not in self._on_paper():
            decision = Decision.REPRINT
        answer = self.station.lead.decide(incident, decision, why="looked", number=number)
        self.world.say(f"lead decides {incident.kind} {incident.code}: {decision}: {answer.code}")

    def _on_paper(self) -> list[str]:
        return [document.split()[0].decode() for document in self.printer.documents]

    def _guard(self) -> None:
        self.world.say("the guard looks after the money")
        self.station.guard.step()
        self.station.guard.reconcile()

    def _heal(self) -> None:
        self.world.is_healed = True
        self.world.arm(0)
        self.world.say("the world is healed")
        self._pass_ms(int(SETTLE_S * 1000))
        for lane in self.station.work.values():  # only what stood still because of the set-up
            with self.station.database.transaction() as tx:
                jobs.free_lane(tx, lane.name)

    def _rest(self) -> Found:
        """Let the lanes work until nothing is due any more."""
        for turn in range(_MOST_TURNS):
            if turn % 50 == 49:  # a void that the carrier neither made nor refuses for certain ends with a person
                for incident in self.station.lead.incidents():
                    if incident.kind is IncidentKind.VOID_UNCLEAR:
                        self._decide_on(incident)
            busy = sum(lane.step() for lane in self.station.work.values())
            due = self._next_due_ms()
            if not busy and due is None:
                return Found()
            self._pass_ms(20 if busy or due is None else max(20, due - self.world.now_ms()))
        return Found(other=["the lanes never came to rest"])

    def _next_due_ms(self) -> int | None:
        with self.station.database.reading() as connection:
            due = [jobs.next_due_at(connection, name) for name in self.station.work]
        return min((at for at in due if at is not None), default=None)


PRODUCT = Variant("the product", broken.unbroken)
VARIANTS = (
    Variant("naive retry", broken.naive_retry),
    Variant("retry of unknown prints", broken.retried_prints),
    Variant("no settling", broken.unbroken, (Repetition.LOOKUP_BY_REF,), settle_s=0.0),
)


@contextmanager
def workshop(variant: Variant) -> Iterator[Path]:
    """A folder with a fresh station to copy, and the product made quick (or broken) while this lasts.

    The power never goes out in here, so nothing waits for the disk; and nobody looks at the labels.
    """
    memory = Path("/dev/shm")
    with (
        tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        rig = Rig(Path(folder) / "template")
        rig.orders(
            *(a_draft(number, lines_of(**units), consignee=a_consignee(*_PERSON)) for number, units in _ORDERS.items())
        )
        rig.station.stop()
        pragmas = [pragma for pragma in database_room._PRAGMAS if not pragma.startswith("synchronous")]
        patch.setattr(database_room, "_PRAGMAS", (*pragmas, "synchronous=OFF"))
        patch.setattr(database_room, "_engine", cache(database_room._engine))  # statements compiled once, not a life
        patch.setattr(database_room.migrating, "bring_up_to_date", lambda *_: None)  # the template is
        patch.setattr(Drawing, "_own", _own)
        patch.setattr(logging.getLogger("app"), "handlers", [logging.NullHandler()])
        patch.setattr(logging.getLogger("app"), "propagate", False)  # the stories say more
        variant.breaks(patch)
        yield Path(folder)


def _own(_self: Drawing, row: PrintRow, waybill: Waybill) -> Drawn:
    return Drawn(f"{waybill.tracking_number} copy {row.copy}".encode())


def history(seed: int, workshop: Path, variant: Variant) -> tuple[Found, list[str]]:
    """One seed: what was found, each with the seed to play it again, and the story."""
    folder = workshop / "station"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(workshop / "template", folder)
    world = World(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(station_room, "Database", partial(MortalDatabase, world))
        try:
            found = History(world, folder, variant).live()
        except Exception as surprise:  # noqa: BLE001 - whatever the bench or a lane did not foresee is a finding
            found = Found(other=[place_of(surprise)])
    for kind in (found.lost, found.doubled, found.lies, found.other):
        kind[:] = [f"seed {seed}: {flaw}" for flaw in kind]
    return found, world.story


def shift(variant: Variant, seeds: range) -> Found:
    """Some seeds in one process. A broken product has been caught by the first that buys or prints twice."""
    found = Found()
    with workshop(variant) as folder:
        for seed in seeds:
            found.add(history(seed, folder, variant)[0])
            if variant is not PRODUCT and found.doubled:
                break
    return found


def run(*, is_long: bool, seed: int, runs: int | None = None) -> Row:
    """All seeds from `seed` on over two processes, and the broken variants until they are caught."""
    began = time.monotonic()
    count = runs or (LONG if is_long else SHORT)
    if count == 1:
        return _replay(seed, began)
    found, caught = Found(), []
    with multiprocessing.get_context("spawn").Pool(_PROCESSES) as pool:
        shifts = [range(at, min(at + _SHIFT, seed + count)) for at in range(seed, seed + count, _SHIFT)]
        breaking = [pool.apply_async(shift, (each, range(seed, seed + _MOST_TO_CATCH))) for each in VARIANTS]
        for done, more in enumerate(pool.imap_unordered(partial(shift, PRODUCT), shifts), start=1):
            found.add(more)
            sys.stderr.write(f"simulation: {min(done * _SHIFT, count)} of {count} seeds\n")
        for variant, result in zip(VARIANTS, breaking, strict=True):
            caught.append(bool(result.get().doubled))
            sys.stderr.write(f"simulation: {variant.name} caught: {caught[-1]}\n")
    names = ", ".join(variant.name for variant in VARIANTS)
    return Row(LAYER, count, "seeds", found, names, all(caught), time.monotonic() - began)


def _replay(seed: int, began: float) -> Row:
    """One seed again, its story told to a person."""
    with workshop(PRODUCT) as folder:
        found, story = history(seed, folder, PRODUCT)
    sys.stderr.write("\n".join([*story, ""]))
    return Row(LAYER, 1, "seeds", found, "not run in a replay", True, time.monotonic() - began)
