"""A network that fails: real threads, Kdniao over a proxy that delays, cuts, drips and garbles, faults by seed.

The carrier's ledger is the judge: one live purchase a parcel, and every parcel ends with its label sent.
"""

from __future__ import annotations

import hashlib
import logging
import queue
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from app.carriers.kdniao import Kdniao, KdniaoSettings
from app.carriers.kdniao.simulator import KdniaoSimulator
from app.domain.facts import Fact as News
from app.domain.glance import LaneState
from app.domain.job import carrier_lane
from app.domain.shipment import Waybill, WaybillRequest
from app.errors import Unavailable, Uncertain
from app.http import Answer, HttpClient
from app.keys import Secrets
from app.logs import open_log
from app.settings import Settings
from app.station import Station
from app.store import orders
from tests.builders import SwitchedPrinter, a_consignee, a_draft, some_settings
from tests.faults.invariants import Purchase, examine
from tests.faults.printer_desk import MEMORY
from tests.faults.report import Found, Row
from tests.faults.tcp_proxy import Fault, Kind, TcpProxy

_ACCOUNT = {"business_id": "test1", "api_key": "key-of-the-fault-programme"}
_TIMEOUT_S, _SETTLE_S = 0.3, 0.2
_PATIENCE_S = 150.0
_LANE = carrier_lane("kdniao")
_SHORT, _LONG = (1, 60), (6, 100)  # runs of so many parcels
_VOIDED = 6
_PERSON = a_consignee("欧阳小燕", "13912345678", "桃花源路三号楼")


def run(*, is_long: bool, seed: int) -> Row:
    """Runs of a seeded schedule of faults each, then the broken variant."""
    began = time.monotonic()
    found, faults = Found(), 0
    runs, parcels = _LONG if is_long else _SHORT
    for each in range(runs):
        dice = random.Random(f"{seed} {each}")
        result, met = _played(dice, parcels)
        faults += met
        for kind in ("lost", "doubled", "lies", "other"):
            getattr(found, kind).extend(f"proxy --seed {seed}, run {each}: {text}" for text in getattr(result, kind))
    caught = is_naive_retry_caught()
    variant = "a lost answer tried again under a new reference"
    return Row("proxy", faults, "faults", found, variant, caught, time.monotonic() - began)


def a_fault(dice: random.Random) -> Fault:
    kind = dice.choice([kind for kind in Kind if kind is not Kind.PASS])
    match kind:
        case Kind.DELAY_REQUEST | Kind.DELAY_ANSWER:  # within our patience, or after we have gone
            return Fault(kind, seconds=dice.choice((0.05, _TIMEOUT_S * 1.5, _TIMEOUT_S + _SETTLE_S)))
        case Kind.DRIP:
            return Fault(kind, seconds=0.01)
        case Kind.TRUNCATE | Kind.GARBAGE:
            return Fault(kind, after_bytes=dice.randrange(400))
    return Fault(kind)


def a_schedule(dice: random.Random, parcels: int) -> list[Fault]:
    """What connection after connection meets: for each parcel, on the average, one fault."""
    return [a_fault(dice) if dice.random() < 0.6 else Fault(Kind.PASS) for _ in range(parcels * 5 // 3)]


def _played(dice: random.Random, parcels: int) -> tuple[Found, int]:
    """A day with a bad line: packed in three goes, the line dead in between, some labels given back and bought anew."""
    with a_bench() as bench:
        bench.proxy.script(*a_schedule(dice, parcels))
        for share in range(3):
            bench.pack(parcels // 3)
            if share < 2:
                bench.be_away()
        bench.await_labels()
        bench.proxy.script(*a_schedule(dice, 2 * _VOIDED))
        bench.give_back(_VOIDED)
        return bench.examine(), sum(kind is not Kind.PASS for kind in bench.proxy.met) + 2


def is_naive_retry_caught() -> bool:
    with a_bench(is_naive=True) as bench:
        bench.proxy.script(Fault(Kind.RESET_AFTER), Fault(Kind.PASS), Fault(Kind.TRUNCATE, after_bytes=50))
        bench.pack(5)
        bench.await_labels()
        return bool(bench.examine().doubled)


class NaiveHttp(HttpClient):
    """Broken on purpose: a lost answer counts as nothing happened."""

    def post_form(self, url: str, fields: Mapping[str, str], *, writes: bool, timeout_s: float | None = None) -> Answer:
        try:
            return super().post_form(url, fields, writes=writes, timeout_s=timeout_s)
        except Uncertain as error:
            raise Unavailable(error.code, error.detail) from error


class NaiveKdniao(Kdniao):
    """Broken on purpose: a reference of its own for every try."""

    _tries = 0

    def issue_waybill(self, request: WaybillRequest) -> Waybill:
        self._tries += 1
        return super().issue_waybill(replace(request, reference=f"{request.reference}{self._tries}"))


@contextmanager
def a_bench(*, is_naive: bool = False) -> Iterator[Bench]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        bench = Bench(Path(folder), is_naive=is_naive)
        try:
            yield bench
        finally:
            bench.stop()


class Bench:
    """A station with its threads, the proxy, and the simulator behind it."""

    def __init__(self, folder: Path, *, is_naive: bool = False) -> None:
        self.found = Found()
        self._folder = folder
        self._simulator = KdniaoSimulator(**_ACCOUNT)
        self._simulator.start()
        address = urlsplit(self._simulator.url)
        self.proxy = TcpProxy(("127.0.0.1", 0), ("127.0.0.1", address.port or 0))
        self.proxy.start()
        self._printer = SwitchedPrinter()
        self._acknowledged: list[tuple[str, str]] = []
        self._news: queue.Queue[News] = queue.Queue()
        self._packed = 0
        self._labels = 0
        url = f"http://127.0.0.1:{self.proxy.port}{address.path}"
        account = KdniaoSettings(url=url, **_ACCOUNT, timeout_s=_TIMEOUT_S, settle_s=_SETTLE_S)
        naive = NaiveKdniao(account, NaiveHttp("kdniao", _TIMEOUT_S)) if is_naive else None
        self.station = Station(self._settings(url), carrier=naive, printer=self._printer)
        self.station.listen(self._news.put)
        self.station.start()

    def _settings(self, url: str) -> Settings:
        open_log(self._folder)
        Secrets(self._folder, "file").write("kdniao.api_key", _ACCOUNT["api_key"])
        return some_settings(
            self._folder,
            kind="kdniao",
            url=url,
            business_id=_ACCOUNT["business_id"],
            timeout_s=_TIMEOUT_S,
            settle_s=_SETTLE_S,
        )

    def stop(self) -> None:
        self.station.stop()
        self.proxy.stop()
        self._simulator.stop()
        for handler in logging.getLogger("app").handlers:
            handler.close()
        logging.getLogger("app").handlers.clear()

    def pack(self, parcels: int) -> None:
        numbers = [f"N{self._packed + each + 1}" for each in range(parcels)]
        with self.station.database.transaction() as tx:
            orders.add(tx, self.station.database, [a_draft(number, consignee=_PERSON) for number in numbers])
        for code in (code for number in numbers for code in (number, "A")):
            self._acknowledged.append((str(self.station.bench.scan(code).code), code))
        self._packed += parcels
        self._labels += parcels

    def be_away(self) -> None:
        """Connections are refused until the lane has felt it; then somebody says that the line is back."""
        self.proxy.is_online = False
        self.pack(1)
        self._await("the lane waits", lambda: self.station.lanes()[0].state is LaneState.WAITING)
        self.proxy.is_online = True
        self.station.retry_lane(_LANE)

    def await_labels(self) -> None:
        self._await("every label is sent", lambda: self._count("prints WHERE state = 'sent'") == self._labels)

    def give_back(self, parcels: int) -> None:
        """Void the labels of the last parcels, then ask for new ones."""
        mine = [parcel.parcel_id for parcel in self.station.recent_parcels(parcels)]
        for parcel_id in mine:
            self.station.bench.void(parcel_id)
            self.station.bench.void(parcel_id)
        self._await("every void is settled", lambda: self._count("waybills WHERE state = 'cancelled'") == parcels)
        for parcel_id in mine:
            self.station.bench.request_label(parcel_id)
        self._labels += parcels
        self.await_labels()

    def examine(self) -> Found:
        """What every layer promises, and that the carrier charges for as many labels as there are parcels."""
        sold = self._simulator.orders
        found = examine(
            self.station.database,
            acknowledged=self._acknowledged,
            purchases=[Purchase(code, order.tracking_number, order.is_cancelled) for code, order in sold.items()],
            documents=[hashlib.sha256(document).hexdigest() for document in self._printer.documents],
            log_folder=self._folder / "logs",
            personal=(_PERSON.name, _PERSON.phone, _PERSON.address.street, _ACCOUNT["api_key"]),
        )
        found.add(self.found)
        live = sum(not order.is_cancelled for order in sold.values())
        if live != self._packed:
            (found.doubled if live > self._packed else found.other).append(
                f"{live} live labels, {self._packed} parcels"
            )
        return found

    def _count(self, rows: str) -> int:
        with self.station.database.reading() as connection:
            return int(connection.exec_driver_sql(f"SELECT count(*) FROM {rows}").scalar_one())

    def _await(self, what: str, is_so: Callable[[], bool]) -> None:
        """Until it is so; looks again whenever there is news. What never comes is a violation, not an error."""
        until = time.monotonic() + _PATIENCE_S
        while not is_so():
            try:
                self._news.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                self.found.other.append(f"not within {_PATIENCE_S:.0f} s: {what}")
                return
