"""Everything around the table of a shift: what can be seen from there, what happens to carrier, printer and shop."""

from __future__ import annotations

import csv
import os
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from app.carriers.kdniao.simulator import KdniaoSimulator
from app.demo.script import (
    LEAD,
    CarrierAway,
    CarrierBack,
    CarrierFails,
    Crash,
    Event,
    PrinterFails,
    PrinterMended,
    Release,
    Sight,
    Stop,
)
from app.devices.picture_scanner import scan_picture
from app.devices.virtual_printer import VirtualPrinter
from app.domain.actor import Actor, Role
from app.domain.desk import State
from app.domain.glance import LaneState
from app.domain.interception import StopSource
from app.domain.job import carrier_lane, printer_lane
from app.domain.printing import PrintState
from app.interception import Interception
from app.labeling import labeling_for
from app.settings import MAIN_PRINTER
from app.station import Station, open_database
from app.store import stops
from app.store.database import Transaction

_LOST_AFTER_S = 3.0
"""Longer than the station waits for an answer."""
_TICK_NS = 50_000_000
"""Longer than a file system's clock stands still."""


def restart() -> None:
    """The program ends here, whatever is under way, and begins anew: threads die, nothing is finished or closed."""
    words = [word for word in sys.orig_argv[1:] if word != "--fresh"]
    os.execv(sys.executable, [sys.executable, *words])  # noqa: S606  # our own command line


@dataclass(slots=True)
class Street:
    """A running station with its simulated carrier and virtual printer. `crash` ends the program."""

    station: Station
    carrier: KdniaoSimulator
    printer: VirtualPrinter
    crash: Callable[[], None] = restart
    _read: dict[str, str] = field(default_factory=dict)
    _numbers: tuple[str, ...] = ()
    _looked_at: int = 0

    @property
    def state(self) -> State:
        return self.station.bench.state

    def papers(self) -> tuple[str, ...]:
        """The tracking numbers on the labels that came out, each read from its paper."""
        tray = self.station.settings.folder / "paper"
        changed_at = tray.stat().st_mtime_ns
        if changed_at != self._looked_at:
            for path in sorted(tray.glob("*.png")):
                if path.name not in self._read:
                    self._read[path.name] = scan_picture(path)
            is_over = time.time_ns() - changed_at > _TICK_NS  # else another one may come at the same time
            self._looked_at = changed_at if is_over else 0
            self._numbers = tuple(self._read.values())
        return self._numbers

    def is_quiet(self) -> bool:
        lanes = self.station.lanes()
        return all(lane.state is LaneState.IDLE and lane.waiting == 0 for lane in lanes)

    def sees(self, sight: Sight) -> bool:
        match sight:
            case Sight.NEWS_LYING:
                return any(self._news.glob("*.csv"))
            case Sight.CARRIER_AWAY:
                return self._is_waiting(carrier_lane("kdniao"))
            case Sight.PRINTING:
                return self._has_print(PrintState.SENDING)
            case Sight.UNCLEAR:
                return self._has_print(PrintState.UNKNOWN) or self._is_waiting(printer_lane(MAIN_PRINTER))

    def happen(self, event: Event) -> None:
        """Let it happen."""
        match event:
            case Stop():
                self._stop(event)
            case Release(number):
                self._release(number)
            case PrinterFails(fault, after_bytes):
                self.printer.misbehave(fault, after_bytes=after_bytes)
            case PrinterMended():
                self.printer.recover()
            case CarrierAway():
                self.carrier.online = False
            case CarrierBack():
                self.carrier.online = True
            case CarrierFails():
                for each in event.faults:
                    self.carrier.misbehave(each, event.times, seconds=_LOST_AFTER_S)
            case Crash():
                self.crash()

    @property
    def _news(self) -> Path:
        return Path(self.station.settings.packing.news_folder)

    def _is_waiting(self, name: str) -> bool:
        return any(lane.lane == name and lane.state is LaneState.WAITING for lane in self.station.lanes())

    def _has_print(self, state: PrintState) -> bool:
        """Whether this is how it stands with the label of the box that was closed last."""
        return any(parcel.print_state is state for parcel in self.station.recent_parcels(1))

    def _stop(self, stop: Stop) -> None:
        if stop.by_file:
            self._drop(stop)
            return

        def told(interception: Interception, tx: Transaction, order_id: str) -> None:
            interception.stop(tx, self._terminal, order_id, stop.kind, source=StopSource.COMMAND, reason="顾客来电")

        self._at_terminal(stop.number, told)

    def _release(self, number: str) -> None:
        def told(interception: Interception, tx: Transaction, order_id: str) -> None:
            interception.release(tx, self._terminal, order_id, reason="")

        self._at_terminal(number, told)

    @property
    def _terminal(self) -> Actor:
        return Actor(self.station.settings.station.name, LEAD, Role.LEAD, "terminal")

    def _at_terminal(self, number: str, tell: Callable[[Interception, Transaction, str], None]) -> None:
        """As `packbench orders` does it: the file opened once more beside the running station."""
        settings = self.station.settings
        with closing(open_database(settings)) as database:
            labeling = labeling_for(settings, database)
            with database.transaction() as tx:
                (order_id,) = stops.orders_numbered(tx, number)
                tell(Interception(labeling), tx, order_id)

    def _drop(self, stop: Stop) -> None:
        """As a shop's program does it: under another name until the file is whole."""
        row = {"number": stop.number, "action": str(stop.kind), "reason": "顾客申请"}
        if stop.consignee is not None:
            place = stop.consignee.address
            row |= {"name": stop.consignee.name, "phone": stop.consignee.phone, "province": place.province}
            row |= {"city": place.city, "district": place.district, "street": place.street}
        scratch = self._news / f".{stop.number}.csv"
        with scratch.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, row)
            writer.writeheader()
            writer.writerow(row)
        scratch.replace(self._news / f"{stop.number}.csv")
