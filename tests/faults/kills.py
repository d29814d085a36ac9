"""Layer 2: kill -9 of the real process at random points, with real threads, HTTP, TCP and SQLite.

The carrier and the printer live in this process and outlive every station. Each life is forked from a server that has
imported everything once; what the packer was told comes back through a pipe, written only after the bench had answered.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from app.carriers.kdniao.simulator import Fault, KdniaoSimulator
from app.devices.virtual_printer import PrintedLabel, VirtualPrinter
from app.domain.desk import Packing, Showing
from app.domain.glance import LaneState
from app.keys import Secrets
from app.logs import open_log
from app.settings import PrinterSettings, Settings
from app.station import Station, open_database
from app.store import orders
from tests.builders import a_consignee, a_draft, lines_of, some_settings
from tests.faults import broken
from tests.faults.invariants import Purchase, examine
from tests.faults.report import Found, Row

LAYER = "kills"
SHORT, LONG = 200, 1_000
_ORDERS_A_LIFE = 4
_MOST_TO_CATCH = 100
_LOOK_EVERY = 20
_PERSON = ("李小龙", "13912345678", "中关村大街27号1101室")
_FAULTS = (Fault.DELAY, Fault.RESET_AFTER, Fault.ERROR_500_AFTER)
_WAIT_S = 120.0
_FIRST_ANSWER_S = 5.0
_BREAKS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "the product": broken.unbroken,
    "naive retry": broken.naive_retry,
}


def pack(settings: Settings, variant: str, seed: int, told: Connection) -> None:
    """A life: packs as fast as a quick packer until it is killed, and tells what it heard."""
    station = _station(settings, variant)
    chance, pause = random.Random(seed), threading.Event()
    station.start()
    while True:
        code = _next_code(station, chance)
        outcome = station.bench.scan(code)
        told.send((str(outcome.code), code))
        pause.wait(chance.uniform(0.0, 0.03))


def finish(settings: Settings, variant: str) -> None:
    """The last life, which nobody disturbs: works until nothing is left to do."""
    station, pause = _station(settings, variant), threading.Event()
    station.start()
    until = time.monotonic() + _WAIT_S
    while time.monotonic() < until and any(lane.state is not LaneState.IDLE for lane in station.lanes()):
        for lane in station.work:
            station.retry_lane(lane)  # a person in a hurry
        pause.wait(0.2)
    station.stop()


def _station(settings: Settings, variant: str) -> Station:
    open_log(settings.folder)
    _BREAKS[variant](pytest.MonkeyPatch())  # for as long as this process lives
    return Station(settings)


def _next_code(station: Station, chance: random.Random) -> str:
    state, whim = station.bench.state, chance.random()
    if isinstance(state, Packing):
        missing = [line.sku for line in state.order.lines if not line.is_complete]
        return missing[0] if whim < 0.9 else chance.choice(["X", "A", "PB.UNPACK", "PB.ASIDE"])
    if isinstance(state, Showing) and whim < 0.15:
        return chance.choice(["PB.VOID", "PB.VOID", "PB.LABEL", "PB.REPRINT.DAMAGED"])
    waiting = station.next_orders(1)
    return waiting[0].number if waiting else "X"


@dataclass
class Street:
    """What outlives a station: its folder, the carrier, the printer with its paper, and the packer's memory."""

    settings: Settings
    carrier: KdniaoSimulator
    papers: list[str]
    variant: str
    told: list[tuple[str, str]] = field(default_factory=list)
    found: Found = field(default_factory=Found)

    def live(self, context: Any, seed: int) -> None:
        """One life of 5 to 200 ms, every second one counted from its first answer on; the carrier in a mood;
        and its sudden end.
        """
        chance = random.Random(seed)
        if chance.random() < 0.3:
            self.carrier.misbehave(chance.choice(_FAULTS), seconds=0.4)
        ear, mouth = context.Pipe(duplex=False)
        life = context.Process(target=pack, args=(self.settings, self.variant, seed, mouth))
        life.start()
        mouth.close()
        if chance.random() < 0.5:
            ear.poll(_FIRST_ANSWER_S)  # a busy machine must not let all of them die while starting
        life.join(chance.uniform(0.005, 0.2))
        if life.exitcode is not None:
            self.found.other.append(f"life {seed} ended by itself with {life.exitcode}")
        life.kill()
        life.join()
        with closing(ear):
            self.told += _heard(ear)

    def end(self, context: Any) -> None:
        self.carrier.behave()
        life = context.Process(target=finish, args=(self.settings, self.variant))
        life.start()
        life.join(_WAIT_S + 60)
        if life.exitcode != 0:
            self.found.other.append(f"the last life ended with {life.exitcode}")
            life.kill()
            life.join()

    def judge(self) -> Found:
        """The invariants, by the books of the carrier, the printer and the packer."""
        database = open_database(self.settings)
        with closing(database):
            found = examine(
                database,
                acknowledged=self.told,
                purchases=[
                    Purchase(code, sold.tracking_number, sold.is_cancelled)
                    for code, sold in self.carrier.orders.items()
                ],
                documents=self.papers,
                log_folder=self.settings.folder / "logs",
                personal=_PERSON,
            )
        found.add(self.found)
        return found


def _heard(ear: Connection) -> Iterator[tuple[str, str]]:
    """What had reached the pipe when the life ended, to the last whole word."""
    try:
        while ear.poll():
            yield ear.recv()
    except (EOFError, OSError):
        return


@contextmanager
def _street(variant: str, lives: int) -> Iterator[Street]:
    papers: list[str] = []

    def came_out(label: PrintedLabel) -> None:
        papers.append(hashlib.sha256(label.document + b"\n").hexdigest())  # its reader drops what ends a document

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        carrier = KdniaoSimulator(business_id="test1", api_key="secret-api-key", calls_per_s=10_000)
        printer = VirtualPrinter("127.0.0.1", 0, folder / "paper", on_label=came_out)
        carrier.start()
        printer.start()
        try:
            settings = some_settings(
                folder / "station", kind="kdniao", url=carrier.url, business_id="test1", timeout_s=0.25, settle_s=0.4
            )
            settings = replace(settings, printer=PrinterSettings(address=f"127.0.0.1:{printer.port}"))
            _furnish(settings, lives * _ORDERS_A_LIFE)
            yield Street(settings, carrier, papers, variant)
        finally:
            carrier.stop()
            printer.stop()


def _furnish(settings: Settings, count: int) -> None:
    Secrets(settings.folder, "file").write("kdniao.api_key", "secret-api-key")
    person = a_consignee(*_PERSON)
    drafts = [
        a_draft(f"N{at:05d}", lines_of(A=1) if at % 3 else lines_of(A=1, B=1), consignee=person) for at in range(count)
    ]
    with closing(open_database(settings)) as database, database.transaction() as tx:
        orders.add(tx, database, drafts)


def _server() -> Any:
    """Forks each life from a process that has imported everything; a system without fork starts each life anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", __name__, "tests.faults.warm"])
    return context


def run(*, is_long: bool, seed: int, runs: int | None = None) -> Row:
    """So many lives on one station, one after the other; then the same with the broken product until it is caught."""
    began, count, context = time.monotonic(), runs or (LONG if is_long else SHORT), _server()
    with _street("the product", count) as street:
        for at in range(count):
            street.live(context, seed + at)
            if (at + 1) % 50 == 0:
                sys.stderr.write(f"kills: {at + 1} of {count}, {len(street.told)} scans acknowledged\n")
        street.end(context)
        found = street.judge()
        sys.stderr.write(
            f"kills: {len(street.told)} scans, {street.carrier.billed} purchases, {len(street.papers)} labels,"
            f" {(time.monotonic() - began) / count:.2f} s a kill\n"
        )
    caught = _catch(context, seed)
    return Row(LAYER, count, "kills", found, "naive retry", caught, time.monotonic() - began)


def _catch(context: Any, seed: int) -> bool:
    """Whether the carrier's ledger shows a second live label, as it must soon."""
    with _street("naive retry", _MOST_TO_CATCH) as street:
        for at in range(_MOST_TO_CATCH):
            street.live(context, seed + at)
            if (at + 1) % _LOOK_EVERY == 0 and street.judge().doubled:
                sys.stderr.write(f"kills: naive retry caught after {at + 1} kills\n")
                return True
    return False
