"""A packer at a real bench over the real store and lanes, who writes down what is heard, sold and printed.

The diary lies outside of the station's folder and is written line by line as it happens: it is the packer's, the
carrier's and the printer's own book, and what the station's file says later is held against it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import random
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app import station
from app.bench import Bench
from app.carriers.sandbox import Sandbox, SandboxFault, SandboxOrder
from app.domain.desk import Arm, Asking, Capture, ChoosingLine, Packing, Showing, Step
from app.domain.glance import LaneState
from app.domain.identity import IdSource
from app.domain.order import Order, OrderLine, UnitPolicy
from app.domain.outcome import OutcomeCode
from app.domain.printer_status import PrinterStatus
from app.domain.printing import Delivery, PrintOutcome
from app.errors import Misconfigured, PackbenchError, Unavailable
from app.logs import place_of
from app.station import Station
from app.store import database, orders
from app.store.database import Database, Transaction
from app.work.lane import Lane
from tests.builders import KEY, MUTE, Clock, a_draft, a_line, some_settings
from tests.faults.invariants import Purchase, examine
from tests.faults.report import Found

_ITEMS = ("A", "B", "C", "D")
_REFUSED = (OutcomeCode.STORE_FULL, OutcomeCode.STORE_BROKEN)
_MOST_SCANS_AN_ORDER = 40
logging.getLogger("app").addHandler(logging.NullHandler())  # faults are meant here; the diary says how they ended


class Diary:
    """A line an event. `records` are those of a file or of a part of it."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, event: str, *words: str) -> None:
        """One write call, so that the record is whole or not there."""
        os.write(self._descriptor, (json.dumps([event, *words]) + "\n").encode())

    def close(self) -> None:
        os.close(self._descriptor)


@dataclass(frozen=True, slots=True)
class Book:
    """What a diary says, sorted by whose it is."""

    heard: list[tuple[str, str]]  # outcome code, scanned text
    purchases: list[Purchase]
    documents: list[str]
    refusals: list[str]  # codes of the four errors with which the station did not start
    bugs: list[str]
    has_finished: bool  # every order packed, the lanes at rest

    @staticmethod
    def read(lines: Iterable[str]) -> Book:
        book = Book([], [], [], [], [], has_finished=False)
        sold: dict[str, Purchase] = {}
        finished = False
        for event, *words in map(json.loads, lines):
            match event:
                case "heard":
                    book.heard.append((words[0], words[1]))
                case "sold" | "voided":
                    sold[words[0]] = Purchase(words[0], words[1], is_cancelled=event == "voided")
                case "printed":
                    book.documents.append(words[0])
                case "refused":
                    book.refusals.append(words[0])
                case "bug":
                    book.bugs.append(words[0])
                case "finished":
                    finished = True
        return Book(book.heard, list(sold.values()), book.documents, book.refusals, book.bugs, has_finished=finished)


class BookingCarrier(Sandbox):
    """The sandbox, which also writes its sales into the diary and takes up the sales of an earlier one."""

    def __init__(self, diary: Diary, sold: Iterable[Purchase] = ()) -> None:
        super().__init__()
        self._diary = diary
        self._orders = {each.reference: SandboxOrder(each.tracking_number, each.is_cancelled) for each in sold}

    def _keep(self, reference: str, order: SandboxOrder) -> None:
        self._diary.write("voided" if order.is_cancelled else "sold", reference, order.tracking_number)
        super()._keep(reference, order)


class BookingPrinter:
    """Takes every document and writes it into the diary."""

    name = "label"

    def __init__(self, diary: Diary) -> None:
        self._diary = diary

    def look(self) -> PrinterStatus:
        return MUTE

    def send(self, document: bytes) -> PrintOutcome:
        self._diary.write("printed", hashlib.sha256(document).hexdigest())
        return PrintOutcome(Delivery.DELIVERED)


class HastyBench(Bench):
    """The broken variant: answers what it would have done, whether or not the disk has it."""

    def _use_case(self, act: Any, *where: str, **how: str) -> Any:
        steps: list[Step] = []

        def noted(tx: Transaction) -> Step:
            steps.append(act(tx))
            return steps[-1]

        outcome = super()._use_case(noted, *where, **how)
        return steps[-1].outcome if steps and outcome.code in _REFUSED else outcome


class Packer:
    """Scans whatever comes next, and now and then something wrong, until nothing is left or `scans` are done."""

    def __init__(self, folder: Path, diary: Diary, dice: random.Random, *, sold: Iterable[Purchase] = ()) -> None:
        """Open the station as a start does. Raises the four errors."""
        self._diary = diary
        self._dice = dice
        self.clock = Clock(1_790_000_000_000 + dice.randrange(86_400_000))
        self.carrier = BookingCarrier(diary, sold)
        self.station = Station(
            some_settings(folder),
            carrier=self.carrier,
            printer=BookingPrinter(diary),
            now_ms=self.clock,
            monotonic_ms=self.clock.steady,
        )
        self.station.database.new_id = IdSource(self.clock, dice.randbytes)
        self._to_recover = set(self.station.work)

    def pack(self, scans: int) -> None:
        """At most `scans` scans, the lanes working beside them."""
        for _ in range(scans):
            code = self._next_code()
            if code is None:
                break
            outcome = self.station.bench.scan(code)
            self._diary.write("heard", outcome.code, code)
            self.clock.pass_s(0.7)
            if self._dice.random() < 0.5:
                self._meet_fault()
                self._step_all()

    def rest(self) -> bool:
        """Let the lanes work until nothing is due for a long while; whether they came to rest."""
        self.carrier.fault, self.carrier.online = None, True
        idle = 0
        for _ in range(2000):
            idle = 0 if self._step_all() else idle + 1
            self.clock.pass_s(0.05 if idle < 5 else 120)
            if idle == 5:
                self._start_stopped_lanes()
            if idle > 12:
                return not self._to_recover
        return False

    def has_packed_all(self) -> bool:
        return not self.station.next_orders(1)

    def _start_stopped_lanes(self) -> None:
        """A person reads why a lane has stopped, and starts it again."""
        try:
            for lane in self.station.lanes():
                if lane.state is LaneState.STOPPED:
                    self.station.retry_lane(lane.lane)
        except PackbenchError:
            return  # the disk is not well yet

    def _next_code(self) -> str | None:
        luck = self._dice.random()
        if luck < 0.04:
            return self._dice.choice(("NOT-AN-ITEM", "PB.UNPACK", "PB.ASIDE", "PB.REPRINT.MISSING", "PB.LABEL"))
        match self.station.bench.state:
            case Packing(order, arm, _, capture):
                return self._next_of(order, arm, capture, luck)
            case Showing() if luck < 0.08:
                return "PB.VOID"
            case ChoosingLine():
                return "PB.1"
            case Asking():
                return self._dice.choice(("PB.OK", "PB.CANCEL"))
        try:
            waiting = self.station.next_orders(1)
        except PackbenchError:
            return "A"  # the list cannot be read just now; the packer takes up something all the same
        return waiting[0].number if waiting else None

    def _next_of(self, order: Order, arm: Arm | None, capture: Capture | None, luck: float) -> str:
        """What a packer with an order on the table scans next: an item, a serial number, a box closed, a unit short."""
        if capture is not None:
            return f"S{self._dice.randrange(10**9)}" if not capture.is_out else order.box.units[0].serial
        if luck < 0.08 and order.units_packed:
            return self._dice.choice(("PB.CLOSE", "PB.SHORT", "PB.FINISH", "PB.DAMAGE"))
        is_out = arm in (Arm.UNPACK, Arm.DAMAGE)
        wanted = [line for line in order.lines if (line.in_box > 0 if is_out else not line.is_complete)]
        return self._dice.choice(wanted or order.lines).sku

    def _meet_fault(self) -> None:
        luck = self._dice.random()
        self.carrier.fault = SandboxFault.LOST_ANSWER if luck < 0.1 else None
        self.carrier.online = not 0.1 <= luck < 0.15

    def _step_all(self) -> bool:
        return sum([self._step(lane) for lane in self.station.work.values()]) > 0

    def _step(self, lane: Lane) -> bool:
        """As `Lane.run` does it: what could not be written down is recovered at the next turn."""
        try:
            if lane.name in self._to_recover:
                lane.recover()
                self._to_recover.discard(lane.name)
            return lane.step()
        except PackbenchError:
            self._to_recover.add(lane.name)
            return False


def import_orders(database: Database, count: int, dice: random.Random) -> None:
    drafts = []
    for number in range(1, count + 1):
        skus = dice.sample(_ITEMS, dice.randint(1, 3))
        lines = tuple(_some_line(sku, at, dice) for at, sku in enumerate(skus, start=1))
        drafts.append(a_draft(f"{number:05d}", lines))
    with database.transaction() as tx:
        orders.add(tx, database, drafts)


def _some_line(sku: str, position: int, dice: random.Random) -> OrderLine:
    """One line in five has a serial number on every unit."""
    policy = UnitPolicy(serial=dice.random() < 0.2)
    return replace(a_line(sku, dice.randint(1, 3), position=position), policy=policy)


def prepare(folder: Path) -> None:
    """A folder whose key the tests know."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "secrets.json").write_text(json.dumps({"data-key": KEY.hex()}), "utf-8")


def finish(folder: Path, diary: Path, seed: int, scans: int, *, packs_all: bool = True) -> Found:
    """The next shift, on a healthy disk: pack on, let the lanes come to rest, and hold everything against the books."""
    book = Diary(diary)
    dice = random.Random(f"the shift after {seed}")  # an id must never come twice
    found = Found()
    try:
        packer = Packer(folder, book, dice, sold=Book.read(diary.read_text("utf-8").splitlines()).purchases)
        try:
            packer.pack(scans)
            if not packer.rest() or (packs_all and not packer.has_packed_all()):
                found.other.append("the station did not come to its end")
            whole = Book.read(diary.read_text("utf-8").splitlines())
            told = {"acknowledged": whole.heard, "purchases": whole.purchases, "documents": whole.documents}
            found.add(examine(packer.station.database, **told))
        finally:
            packer.station.stop()
    except Exception as error:  # noqa: BLE001  # whatever it is, it stands in the table
        found.other.append(f"the next start ended with {place_of(error)}")
    finally:
        book.close()
    return found


def work_shift(
    folder: str, diary: str, seed: int, scans: int = 0, new_orders: int = 0, ballast: str = "", variant: str = ""
) -> None:
    """One life: start, import, pack, rest, stop. Every end but a kill stands in the diary."""
    dice = random.Random(seed)
    os.urandom = dice.randbytes  # the same seed writes the same bytes
    random.seed(seed)
    book = Diary(Path(diary))
    sold = Book.read(Path(diary).read_text("utf-8").splitlines()).purchases
    try:
        _VARIANTS[variant]()
        packer = Packer(Path(folder), book, dice, sold=sold)
        if new_orders:
            import_orders(packer.station.database, new_orders, dice)
        packer.pack(scans)
        if ballast and Path(ballast).exists():
            Path(ballast).unlink()  # a person makes room
            packer.pack(scans)
        if packer.rest() and packer.has_packed_all():
            book.write("finished")
        packer.station.stop()
        book.write("ended")
    except (Unavailable, Misconfigured) as error:
        book.write("refused", error.code)
    except Exception as bug:  # noqa: BLE001  # whatever it is, it stands in the table
        book.write("bug", f"{place_of(bug)}: {bug}"[:300])


def warm_up() -> None:
    """Load everything that a shift loads on its way: fonts, encoders, and what is imported late."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder) / "station")
        diary = Path(folder) / "diary"
        diary.touch()
        work_shift(str(Path(folder) / "station"), str(diary), seed=0, scans=20, new_orders=2)


def _as_it_is() -> None:
    """The product."""


def _normal_sync() -> None:
    """The broken variant of the power cut: the WAL is synced at checkpoints only."""
    database._PRAGMAS = tuple(each.replace("synchronous=FULL", "synchronous=NORMAL") for each in database._PRAGMAS)


def _hasty() -> None:
    station.Bench = HastyBench


_VARIANTS = {"": _as_it_is, "normal": _normal_sync, "hasty": _hasty}
