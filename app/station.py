"""Puts the house together: store, bench, carriers, devices, a thread each. The only file that knows every room."""

from __future__ import annotations

import getpass
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from app.bench import Bench
from app.carriers.carrier import Carrier
from app.desk_parts import (
    EVIDENCE,
    PAPERS,
    build_evidence,
    build_guard,
    build_handover,
    build_lanes,
    build_lead,
    build_rounds,
    build_scale_watch,
    build_services,
)
from app.device_desk import DeviceDesk
from app.devices.printer import Printer
from app.devices.scanner import Scanner
from app.domain.actor import Actor, Role
from app.domain.facts import CodeScanned, Fact
from app.domain.glance import DayGlance, ImportReport, LaneGlance, OrderGlance, ParcelGlance
from app.domain.job import printer_lane
from app.domain.order import OrderState
from app.equipment import build_carriers
from app.errors import Misconfigured
from app.floor import Floor
from app.handing_over import Handover
from app.interception import Interception
from app.keys import Secrets
from app.labeling import labeling_for
from app.printer_desk import build_printer_desk
from app.printer_rack import build_printers
from app.records import Records
from app.scanner_desk import build_scanner_desk
from app.settings import Settings, remember_preferences
from app.setup_desk import SetupDesk
from app.shops.files import ColumnMap
from app.store import jobs, orders, parcels
from app.store.database import Database, system_monotonic_ms, system_now_ms
from app.store.sealing import Sealer
from app.work.lane import Lane
from app.work.order_desk import OrderDesk
from app.work.rounds import Rounds
from app.work.scale_watch import ScaleWatch
from app.work.scanner_watch import ScannerWatch

_SWITCH_S = 0.0005  # a scan takes the interpreter back from a lane that draws a label ten times as soon as by default


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
        scanners: Mapping[str, Scanner] | None = None,
        now_ms: Callable[[], int] = system_now_ms,
        monotonic_ms: Callable[[], int] = system_monotonic_ms,
    ) -> None:
        """Open the store and restore the table. `carrier` (the main one), `printer`, `scanners` by their names and the
        clocks stand in for the real ones. Raises Misconfigured: `station.second_instance`, `keys.*`, `store.*`.
        """
        self.settings = settings
        self._lock = take_folder(settings.folder)
        try:
            self.database = open_database(settings, now_ms)
            self._carriers = build_carriers(
                settings, main=carrier, called=lambda call: self.devices.hear_call(call.name, call.code)
            )
            printers = build_printers(settings, main=printer)
            self._listeners: list[Callable[[Fact], None]] = []
            self._unheard: list[CodeScanned] = []
            self._ear = threading.Lock()
            self._threads: list[threading.Thread] = []
            labeling = labeling_for(settings, self.database)
            self._interception = Interception(labeling)
            self.work = build_lanes(
                settings,
                self._interception,
                self._carriers,
                printers,
                announce=self._announce,
                wake=self._wake,
                monotonic_ms=monotonic_ms,
            )
            handover = build_handover(settings, self.database)
            desk = build_services(settings, labeling, handover, monotonic_ms)
            self.bench = Bench(desk, _owner(settings), wake=self._wake_all)
            self.lead = build_lead(settings, labeling, handover, lambda: self.bench.actor, self._wake_all)
            self.order_desk = OrderDesk(
                self._interception, settings.folder, actor=lambda: self.bench.actor, announce=self._announce
            )
            self.guard = build_guard(settings, self.database, self._carriers, labeling)
            self.printers = build_printer_desk(
                settings,
                labeling,
                printers,
                self._carriers,
                actor=lambda: self.bench.actor,
                announce=self._announce,
                wake=self._wake,
                mended=self._hurry,
            )
            self._surround(handover, scanners or {}, monotonic_ms)
        except BaseException:
            self._lock.release()
            raise

    def _surround(
        self, handover: Handover, standing_in: Mapping[str, Scanner], monotonic_ms: Callable[[], int]
    ) -> None:
        """What stands around the table: scanners, cameras, the scale, and what is done again and again."""
        settings = self.settings
        self.scanners = build_scanner_desk(
            settings,
            self._interception.labeling,
            state=lambda: self.bench.state,
            actor=lambda: self.bench.actor,
            announce=self._announce,
            wake=self._wake,
            clock=monotonic_ms,
            standing_in=standing_in,
        )
        self._rounds = build_rounds(
            settings,
            self._interception,
            self.guard,
            announce=self._announce,
            wake=self._wake_all,
            monotonic_ms=monotonic_ms,
        )
        self._rounds[EVIDENCE] = build_evidence(settings, self.database, self.scanners.evidence)
        self.setup = SetupDesk(settings, self.database, self.printers, actor=lambda: self.bench.actor)
        heard = self.setup.trials.overhear(self._announce)
        self._scale_watch = build_scale_watch(settings, heard, monotonic_ms)
        self.devices = DeviceDesk(settings, self.printers, self.scanners, self._carriers, handover, monotonic_ms)
        self.floor = Floor(handover, settings.folder, self._rounds[PAPERS].wake)
        self.records = Records(self.database)

    def start(self) -> None:
        """Write down what a crash left half done, then let the lanes work."""
        sys.setswitchinterval(_SWITCH_S)
        for lane in self.work.values():
            lane.recover()
        for name, each in self._restless.items():
            thread = threading.Thread(target=each.run, name=name)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        for each in self._restless.values():
            each.stop()
        for thread in self._threads:
            thread.join()
        self._threads.clear()
        for carrier in self._carriers.values():
            carrier.close()
        self.database.close()
        self._lock.release()

    def listen(self, heard: Callable[[Fact], None]) -> None:
        """Tell `heard` every fact, on the thread on which it happened. Codes that nobody was there to hear come now."""
        with self._ear:
            self._listeners.append(heard)
            unheard, self._unheard = self._unheard, []
            for fact in unheard:
                heard(fact)

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
        return replace(day_of(self.database), planned_per_hour=self.settings.station.parcels_per_hour)

    def import_orders(
        self,
        path: Path,
        *,
        columns: ColumnMap | None = None,
        progress: Callable[[int, int], None] = lambda _read, _total: None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> ImportReport:
        return self.order_desk.bring_in(path, columns=columns, progress=progress, is_cancelled=is_cancelled)

    def retry_lane(self, lane: str) -> None:
        self.work[lane].hurry()

    def papers(self) -> tuple[Path, ...]:
        """What came out of the demo's virtual printer, newest first; nothing on a station with a real one."""
        return tuple(sorted((self.settings.folder / "paper").glob("*.png"), reverse=True))

    def remember(self, *, language: str, theme: str, type_percent: int = 100) -> None:
        """Keep what the packer likes for the next start."""
        station = replace(self.settings.station, language=language, theme=theme, type_percent=type_percent)
        self.settings = replace(self.settings, station=station)
        remember_preferences(self.settings.folder, language=language, theme=theme, type_percent=type_percent)

    @property
    def _restless(self) -> Mapping[str, Lane | Rounds | ScaleWatch | ScannerWatch]:
        """What has a thread of its own."""
        scale = {"scale": self._scale_watch} if self._scale_watch else {}
        scanners = {f"scanner:{name}": watch for name, watch in self.scanners.watches.items()}
        return {**self.work, **self._rounds, **self.printers.rounds, **scale, **scanners}

    def _hurry(self, printer: str) -> None:
        """What waited for a printer waits no longer than its trouble."""
        self.work[printer_lane(printer)].hurry()

    def _wake_all(self) -> None:
        for lane in self.work.values():
            lane.wake()
        self._rounds[EVIDENCE].wake()

    def _wake(self, lane: str) -> None:
        if lane in self.work:
            self.work[lane].wake()

    def _announce(self, fact: Fact) -> None:
        self.devices.hear(fact)
        if isinstance(fact, CodeScanned):
            with self._ear:  # the codes of one scanner stay in their order
                if not self._listeners:
                    self._unheard.append(fact)
                    return
        for heard in self._listeners:
            heard(fact)


def _owner(settings: Settings) -> Actor:
    """Where nobody is enrolled the desk belongs to whoever started the program."""
    return Actor(settings.station.name, settings.station.packer or getpass.getuser(), Role.ADMIN)


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
    with database.reading() as connection:
        counts = orders.count_to_pack(connection)
        packed = parcels.count_between(connection, hours_of_day(database.now_ms()))
    return DayGlance(counts.get(OrderState.OPEN, 0), counts.get(OrderState.ASIDE, 0), sum(packed), packed)


def hours_of_day(now_ms: int) -> tuple[int, ...]:
    """When each hour of the local day began, from midnight on, and when the one that runs now will end. Moments are UTC
    epoch milliseconds; where clocks are put forward or back an hour may be empty or two hours long.
    """
    now = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone().replace(tzinfo=None)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return tuple(int((midnight + timedelta(hours=at)).timestamp() * 1000) for at in range(now.hour + 2))


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
