"""Puts the house together: store, bench, carrier, printer, a thread a lane. The only file that knows every room."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from app.bench import Bench
from app.carriers.carrier import Capability, Carrier, Repetition
from app.carriers.kdniao import Contract, Kdniao, KdniaoSettings
from app.carriers.sandbox import Sandbox
from app.devices.printer import Printer
from app.devices.printer_file import FilePrinter
from app.devices.printer_network import NetworkPrinter
from app.domain.actor import Actor
from app.domain.facts import Fact, OrdersImported
from app.domain.glance import DayGlance, ImportReport, LaneGlance, OrderGlance, ParcelGlance
from app.domain.job import carrier_lane, printer_lane
from app.domain.label import Stock
from app.domain.order import Address, OrderState, Shipper
from app.domain.printing import PrintOutcome
from app.domain.shipment import Cancellation, Waybill, WaybillRequest
from app.errors import Misconfigured
from app.http import Call, HttpClient
from app.keys import Secrets
from app.settings import PrinterSettings, Settings, ShipperSettings, remember_preferences
from app.shops.files import ColumnMap
from app.store import jobs, orders, parcels
from app.store.database import Database, system_now_ms
from app.store.sealing import Sealer
from app.work import intake
from app.work.courier import Courier
from app.work.lane import Lane, Work
from app.work.spooler import Spooler

_log = logging.getLogger(__name__)
LABEL_PRINTER = "label"


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
    ) -> None:
        """Open the store and restore the table. `carrier`, `printer` and `now_ms` stand in for the real ones.

        Raises Misconfigured: `station.second_instance`, `keys.*`, `store.*`.
        """
        self.settings = settings
        self._lock = take_folder(settings.folder)
        try:
            self.database = open_database(settings, now_ms)
            self.carrier = carrier or build_carrier(settings)
            self._printer = printer or build_printer(settings.printer)
            self._actor = Actor(settings.station.name, settings.station.packer)
            self._listeners: list[Callable[[Fact], None]] = []
            self.work = self._build_lanes()
            self._threads: list[threading.Thread] = []
            self.bench = Bench(
                self.database,
                self._actor,
                carrier=self.carrier.name,
                service=settings.carrier.service,
                printer=self._printer.name,
                wake=self._wake,
            )
        except BaseException:
            self._lock.release()
            raise

    def start(self) -> None:
        """Write down what a crash left half done, then let the lanes work."""
        for lane in self.work.values():
            lane.recover()
            thread = threading.Thread(target=lane.run, name=lane.name)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        for lane in self.work.values():
            lane.stop()
        for thread in self._threads:
            thread.join()
        self._threads.clear()
        self.carrier.close()
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
            self.database, self._actor, path, columns=columns, progress=progress, is_cancelled=is_cancelled
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

    def _build_lanes(self) -> dict[str, Lane]:
        background = Actor(self.settings.station.name)
        shipper = shipper_of(self.settings.shipper)
        printer = self.settings.printer
        courier = Courier(self.database, self.carrier, shipper=shipper, printer=self._printer.name, actor=background)
        spooler = Spooler(
            self.database,
            self._printer,
            Stock(printer.width_mm, printer.height_mm, printer.dpi),
            shipper=shipper,
            actor=background,
            carrier_title=self.carrier.title,
            local_time=_local_time,
            masks_consignee=printer.masks_consignee,
        )
        named: dict[str, Work] = {carrier_lane(self.carrier.name): courier, printer_lane(self._printer.name): spooler}
        return {
            name: Lane(name, self.database, work, announce=self._announce, wake=self._wake, random=random.random)
            for name, work in named.items()
        }

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
    station.start()
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


def build_carrier(settings: Settings) -> Carrier:
    """The carrier of the settings. One that is not set up stops its lane with the reason; packing goes on."""
    try:
        return _CARRIERS[settings.carrier.kind](settings)
    except Misconfigured as error:
        return Unready(settings.carrier.kind, error)


def _kdniao(settings: Settings) -> Carrier:
    carrier = settings.carrier
    api_key = Secrets(settings.folder, settings.station.key_storage).read("kdniao.api_key")
    if not carrier.business_id or not api_key:
        raise Misconfigured("kdniao.no_account")
    own = KdniaoSettings(
        url=carrier.url,
        business_id=carrier.business_id,
        api_key=api_key,
        contracts={service: Contract.read(dict(texts)) for service, texts in carrier.accounts},
        timeout_s=carrier.timeout_s,
        settle_s=carrier.settle_s,
    )
    return Kdniao(own, HttpClient("kdniao", carrier.timeout_s, _log_call, allow_plain=carrier.allow_plain_http))


def _sandbox(settings: Settings) -> Carrier:
    return Sandbox(settings.folder / "sandbox.jsonl")


_CARRIERS: dict[str, Callable[[Settings], Carrier]] = {"kdniao": _kdniao, "sandbox": _sandbox}


def build_printer(settings: PrinterSettings) -> Printer:
    """`host:port`, `file:FOLDER`, or nothing yet: then labels wait until a printer is set up."""
    if not settings.address:
        return Unready(LABEL_PRINTER, Misconfigured("printer.none"))
    if settings.address.startswith("file:"):
        return FilePrinter(LABEL_PRINTER, Path(settings.address.removeprefix("file:")))
    host, _, port = settings.address.rpartition(":")
    if not host or not port.isdigit():
        return Unready(LABEL_PRINTER, Misconfigured("printer.address", settings.address))
    return NetworkPrinter(LABEL_PRINTER, host.strip("[]"), int(port))


class Unready:
    """Stands where a carrier or printer is not set up: whoever uses it is told why."""

    capability = Capability(Repetition.NONE, settle_s=0.0, calls_per_s=1.0)

    def __init__(self, name: str, error: Misconfigured) -> None:
        self.name = name
        self._error = error

    def title(self, service: str) -> str:
        return service

    def issue_waybill(self, _request: WaybillRequest) -> Waybill:
        raise self._error

    def recover_waybill(self, _request: WaybillRequest) -> Waybill:
        raise self._error

    def cancel_waybill(self, _cancellation: Cancellation) -> None:
        raise self._error

    def send(self, _document: bytes) -> PrintOutcome:
        raise self._error

    def close(self) -> None:
        """Nothing is open."""


def shipper_of(settings: ShipperSettings) -> Shipper:
    place = Address(settings.province, settings.city, settings.district, settings.street, settings.postcode)
    return Shipper(settings.name, settings.phone, place, settings.company)


def _local_time(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def _log_call(call: Call) -> None:
    _log.info(
        "call %s %s status=%s %s ms %s bytes out %s in, %s",
        call.name,
        call.target,
        call.status,
        call.duration_ms,
        call.bytes_out,
        call.bytes_in,
        call.code,
    )
