"""Puts the house together: store, bench, carrier, printer, a thread a lane. The only file that knows every room."""

from __future__ import annotations

import getpass
import logging
import random
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from app.bench import Bench, Services
from app.carriers.carrier import Carrier
from app.devices.printer import Printer
from app.domain.actor import Actor, Role
from app.domain.closing import ConfirmPolicy
from app.domain.desk import PackingRules
from app.domain.facts import Fact, OrdersImported
from app.domain.glance import DayGlance, ImportReport, LaneGlance, OrderGlance, ParcelGlance
from app.domain.job import carrier_lane, printer_lane
from app.domain.label import Stock
from app.domain.money import read_money
from app.domain.order import Address, OrderState, Shipper
from app.domain.weighing import WeightRule
from app.equipment import build_carriers, build_printer
from app.errors import Misconfigured, PackbenchError
from app.handing_over import Handover
from app.interception import Interception
from app.keys import Secrets
from app.labeling import Labeling
from app.lead import Lead
from app.login import Login
from app.settings import Settings, ShipperSettings, remember_preferences
from app.shops.files import ColumnMap
from app.store import jobs, orders, parcels
from app.store.database import Database, system_monotonic_ms, system_now_ms
from app.store.sealing import Sealer
from app.work import intake
from app.work.courier import Courier
from app.work.guard import Guard
from app.work.lane import Lane, Work
from app.work.spooler import Spooler

_log = logging.getLogger(__name__)
_SWITCH_S = 0.0005  # a scan takes the interpreter back from a lane that draws a label ten times as soon as by default
_GUARD_EVERY_S = 60.0
_LIST_EVERY_MS = 86_400_000


class Station:
    """One packing station. Build it, `start()` it, scan; `stop()` waits for what the lanes have in hand.

    `work` holds the lanes by name: who does not `start()` lets them `recover()` once and `step()` by hand.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        carrier: Carrier | None = None,
        printer: Printer | None = None,
        now_ms: Callable[[], int] = system_now_ms,
        monotonic_ms: Callable[[], int] = system_monotonic_ms,
    ) -> None:
        """Open the store and restore the table. `carrier` (the main one), `printer` and the clocks stand in for the
        real ones.

        Raises Misconfigured: `station.second_instance`, `keys.*`, `store.*`.
        """
        self.settings = settings
        self._lock = take_folder(settings.folder)
        try:
            self.database = open_database(settings, now_ms)
            self._carriers = build_carriers(settings, main=carrier)
            self._printer = printer or build_printer(settings.printer)
            # Where nobody is enrolled the desk belongs to whoever started the program.
            owner = settings.station.packer or getpass.getuser()
            self._actor = Actor(settings.station.name, owner, Role.ADMIN)
            self._listeners: list[Callable[[Fact], None]] = []
            self._threads: list[threading.Thread] = []
            self._stopping = threading.Event()
            labeling = Labeling(self.database, settings.carrier.service, settings.carrier_of, self._printer.name)
            self._interception = Interception(labeling)
            self.work = self._build_lanes(monotonic_ms, self._interception)
            policy = ConfirmPolicy(settings.printer.confirm)
            unseen_after_ms = None if policy is ConfirmPolicy.OFF else int(settings.printer.confirm_within_s * 1000)
            services = build_services(settings, labeling, policy, monotonic_ms)
            self.bench = Bench(services, self._actor, wake=self._wake_all)
            self.lead = Lead(self.database, self._actor, labeling, unseen_after_ms=unseen_after_ms, wake=self._wake_all)
            self.guard = build_guard(settings, self.database, self._carriers, labeling)
        except BaseException:
            self._lock.release()
            raise

    def start(self) -> None:
        """Write down what a crash left half done, then let the lanes work."""
        sys.setswitchinterval(_SWITCH_S)
        for lane in self.work.values():
            lane.recover()
        runs = {name: lane.run for name, lane in self.work.items()} | {"guard": self._guard_money}
        for name, run in runs.items():
            thread = threading.Thread(target=run, name=name)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        self._stopping.set()
        for lane in self.work.values():
            lane.stop()
        for thread in self._threads:
            thread.join()
        self._threads.clear()
        for carrier in self._carriers.values():
            carrier.close()
        self.database.close()
        self._lock.release()

    def listen(self, heard: Callable[[Fact], None]) -> None:
        """Tell `heard` every fact, on the thread on which it happened."""
        self._listeners.append(heard)

    def recent_parcels(self, limit: int = 20) -> tuple[ParcelGlance, ...]:
        with self.database.reading() as connection:
            return parcels.recent(connection, self.database, limit)

    def next_orders(self, limit: int = 20) -> tuple[OrderGlance, ...]:
        with self.database.reading() as connection:
            return orders.next_to_pack(connection, self.database, limit)

    def lanes(self) -> tuple[LaneGlance, ...]:
        with self.database.reading() as connection:
            return jobs.glances(connection, tuple(self.work))

    def day(self) -> DayGlance:
        return day_of(self.database)

    def import_orders(
        self,
        path: Path,
        *,
        columns: ColumnMap | None = None,
        progress: Callable[[int, int], None] = lambda _read, _total: None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> ImportReport:
        report = intake.import_orders(
            self._interception, self._actor, path, columns=columns, progress=progress, is_cancelled=is_cancelled
        )
        self._announce(OrdersImported(report.added))
        return report

    def retry_lane(self, lane: str) -> None:
        self.work[lane].hurry()

    def papers(self) -> tuple[Path, ...]:
        """What came out of the demo's virtual printer, newest first; nothing on a station with a real one."""
        return tuple(sorted((self.settings.folder / "paper").glob("*.png"), reverse=True))

    def remember(self, *, language: str, theme: str) -> None:
        """Keep what the packer likes for the next start."""
        station = replace(self.settings.station, language=language, theme=theme)
        self.settings = replace(self.settings, station=station)
        remember_preferences(self.settings.folder, language=language, theme=theme)

    def _build_lanes(self, monotonic_ms: Callable[[], int], interception: Interception) -> dict[str, Lane]:
        background = Actor(self.settings.station.name)
        shipper = shipper_of(self.settings.shipper)
        printer = self.settings.printer
        named: dict[str, Work] = {}
        for name, account in self.settings.carriers:
            named[carrier_lane(name)] = Courier(
                self.database,
                self._carriers[name],
                shipper=shipper,
                printer=self._printer.name,
                actor=background,
                interception=interception,
                price=read_money(account.price, account.currency),
            )
        spooler = Spooler(
            self.database,
            self._printer,
            Stock(printer.width_mm, printer.height_mm, printer.dpi),
            shipper=shipper,
            actor=background,
            interception=interception,
            carrier_title=lambda service: self._carriers[self.settings.carrier_of(service)].title(service),
            local_time=_local_time,
            masks_consignee=printer.masks_consignee,
        )
        named[printer_lane(self._printer.name)] = spooler
        return {
            name: Lane(
                name,
                self.database,
                work,
                announce=self._announce,
                wake=self._wake,
                random=random.random,
                monotonic_ms=monotonic_ms,
            )
            for name, work in named.items()
        }

    def _guard_money(self) -> None:
        """The guard's thread: rules every minute, the carriers' lists once a day."""
        next_list_ms = 0
        while not self._stopping.wait(_GUARD_EVERY_S):
            try:
                self.guard.step()
                if system_monotonic_ms() >= next_list_ms:
                    self.guard.reconcile()
                    next_list_ms = system_monotonic_ms() + _LIST_EVERY_MS
            except PackbenchError as error:  # the disk is full or broken: the bench says so on every scan
                _log.error("guard: %s", error)

    def _wake_all(self) -> None:
        for lane in self.work.values():
            lane.wake()

    def _wake(self, lane: str) -> None:
        if lane in self.work:
            self.work[lane].wake()

    def _announce(self, fact: Fact) -> None:
        for heard in self._listeners:
            heard(fact)


@dataclass(frozen=True, slots=True)
class OpenStation:
    """A started station, for whoever has to stop it."""

    station: Station

    def stop(self) -> None:
        self.station.stop()


def open_station(settings: Settings) -> OpenStation:
    """Build and start. Raises Misconfigured."""
    station = Station(settings)
    try:
        station.start()
    except BaseException:
        station.stop()
        raise
    return OpenStation(station)


def open_database(settings: Settings, now_ms: Callable[[], int] = system_now_ms) -> Database:
    """The station's file under its key. Raises Misconfigured."""
    secrets = Secrets(settings.folder, settings.station.key_storage)
    key = secrets.data_key(has_data=settings.database.exists())
    return Database(settings.database, Sealer(key), now_ms=now_ms)


def day_of(database: Database) -> DayGlance:
    """The day so far, from local midnight on."""
    midnight = datetime.fromtimestamp(database.now_ms() / 1000, UTC).astimezone()
    midnight = midnight.replace(hour=0, minute=0, second=0, microsecond=0)
    with database.reading() as connection:
        counts = orders.count_to_pack(connection)
        packed = parcels.count_since(connection, int(midnight.timestamp() * 1000))
    return DayGlance(counts.get(OrderState.OPEN, 0), counts.get(OrderState.ASIDE, 0), packed)


def build_services(
    settings: Settings, labeling: Labeling, policy: ConfirmPolicy, steady_ms: Callable[[], int]
) -> Services:
    """What the desk works with, by the settings."""
    packing, database = settings.packing, labeling.database

    def rules() -> PackingRules:
        return PackingRules(
            carton_required=packing.carton_required,
            weighs=packing.weight_required,
            remark_stops=packing.remark_stops,
            flag_stops=packing.flag_stops,
            today=_local(database.now_ms()).date().isoformat(),
        )

    return Services(
        database,
        labeling,
        Handover(database, policy, lambda at_ms: _local(at_ms).strftime("%Y%m%d")),
        Interception(labeling),
        Login(database, Actor(settings.station.name)),
        policy,
        rules,
        WeightRule(packing.tolerance_g, int(packing.tolerance_percent)),
        int(packing.lock_after_s * 1000),
        steady_ms,
    )


def take_folder(folder: Path) -> FileLock:
    """Two stations on one folder would pack one order twice: the second is refused."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "station.lock", timeout=0, thread_local=False)
        lock.acquire()
    except Timeout as error:
        raise Misconfigured("station.second_instance") from error
    except OSError as error:
        raise Misconfigured("store.unwritable", type(error).__name__) from error
    return lock


def build_guard(settings: Settings, database: Database, carriers: Mapping[str, Carrier], labeling: Labeling) -> Guard:
    rules = {name: int(account.void_unused_before_h * 3_600_000) for name, account in settings.carriers}
    background = Actor(settings.station.name)
    return Guard(
        database, carriers, labeling, background, void_before_ms={name: ms for name, ms in rules.items() if ms}
    )


def shipper_of(settings: ShipperSettings) -> Shipper:
    place = Address(settings.province, settings.city, settings.district, settings.street, settings.postcode)
    return Shipper(settings.name, settings.phone, place, settings.company)


def _local_time(at_ms: int) -> str:
    return _local(at_ms).strftime("%Y-%m-%d %H:%M")


def _local(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone()
