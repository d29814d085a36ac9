"""What stands around the bench, looked at together: how each thing is, what happened to it last, asked when wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from app.carriers.carrier import Carrier
from app.devices.surroundings import Surroundings, listens, reach
from app.domain.device import (
    NO_ANSWER,
    UNASKED,
    DeviceGlance,
    DeviceKind,
    Verdict,
    device_key,
    kind_of_scanner,
    of_carrier,
    of_disk,
    of_network,
    of_news,
    of_printer,
    of_scale,
    of_scanner,
)
from app.domain.facts import Fact, LaneChanged, PrinterSeen, ScaleLost, ScaleRead, ScannerSeen
from app.domain.glance import LaneGlance, LaneState, Light, PrinterReport
from app.domain.job import carrier_lane, printer_lane
from app.domain.scanner import ScannerReport
from app.domain.weighing import Reading, ScaleTrouble
from app.errors import Misconfigured, PackbenchError, Rejected
from app.handing_over import Handover
from app.printer_desk import PrinterDesk
from app.scanner_desk import ScannerDesk
from app.settings import CarrierSettings, Settings
from app.store import jobs
from app.store.database import Database
from app.work.device_events import DeviceEvents

SLOW_MS = 1800
"""So long after it was asked, a thing that has not answered is said not to."""
Heard = Reading | ScaleTrouble | str


class DeviceDesk:
    """`glances` asks nothing and is cheap; `look` asks one thing and takes as long as it takes, on any thread."""

    def __init__(
        self,
        settings: Settings,
        printers: PrinterDesk,
        scanners: ScannerDesk,
        carriers: Mapping[str, Carrier],
        handover: Handover,
        steady_ms: Callable[[], int],
    ) -> None:
        self.surroundings = Surroundings()
        self._settings = settings
        self._printers = printers
        self._scanners = scanners
        self._carriers = carriers
        self._handover = handover
        self._steady_ms = steady_ms
        self._lock = threading.Lock()
        self._asked_at_ms: dict[str, int] = {}
        self._answers: dict[str, tuple[Verdict, str]] = {}  # of what was asked, with what was measured
        self._refused: dict[str, Verdict] = {}  # what a person's test met: it stands until another one is passed
        self._events = DeviceEvents(handover.database.now_ms)
        self._heard: tuple[Heard, int] | None = None

    @property
    def askable(self) -> tuple[str, ...]:
        """The keys of what `look` may be called with; the others tell by themselves."""
        printers = (device_key(DeviceKind.PRINTER, name) for name, _ in self._settings.printers)
        carriers = (device_key(DeviceKind.CARRIER, name) for name in self._carriers)
        news = (device_key(DeviceKind.NEWS),) if self._settings.packing.news_folder else ()
        near = (device_key(kind) for kind in (DeviceKind.NETWORK, DeviceKind.DISK, DeviceKind.COMPONENT))
        return (*printers, *carriers, *news, *near)

    @property
    def weight(self) -> Heard | None:
        """What the scale shows now; the code of why it cannot be read; None where it was never heard."""
        with self._lock:
            heard = self._heard
        if heard is None:
            return None
        return ScaleTrouble.SILENT if self._steady_ms() - heard[1] > SLOW_MS else heard[0]

    def look(self, key: str) -> None:
        """Ask this thing now. Nothing is asked of a printer that is being sent something."""
        kind, _, name = key.partition(":")
        with self._lock:
            self._asked_at_ms[key] = self._steady_ms()
        try:
            match kind:
                case DeviceKind.PRINTER:
                    self._look_at_printer(name)
                case DeviceKind.CARRIER:
                    self._answer(key, self._carrier_verdict(name), "")
                case DeviceKind.NEWS:
                    self._answer(key, self._news_verdict(), self._settings.packing.news_folder)
                case DeviceKind.NETWORK:
                    self._answer(key, self._network_verdict(), "")
                case DeviceKind.DISK:
                    self._look_at_disk(key)
                case DeviceKind.COMPONENT:
                    self._look_for_components()
        finally:
            with self._lock:
                self._asked_at_ms.pop(key, None)

    def try_carrier(self, name: str) -> None:
        """Ask this account something that cannot buy; takes as long as a call, at most `CHECK_S`. Returns where network
        and account work. Raises Unavailable, Rejected or Misconfigured with the code that says why not.
        """
        key = device_key(DeviceKind.CARRIER, name)
        try:
            self._carriers[name].check_account()
        except PackbenchError as error:
            with self._lock:
                self._refused[key] = _of_error(error)
            self._events.note(key, error.code)
            raise
        with self._lock:
            self._refused.pop(key, None)
        self._events.note(key, "device.called")

    def hear(self, fact: Fact) -> None:
        """What happened in the background."""
        match fact:
            case ScaleRead(heard):
                self._hear_scale(heard)
            case ScaleLost(code):
                self._hear_scale(code)
            case PrinterSeen(name):
                self._events.note_change(device_key(DeviceKind.PRINTER, name))
            case ScannerSeen(name):
                for kind in (DeviceKind.SCANNER, DeviceKind.CAMERA):
                    self._events.note_change(device_key(kind, name))
            case LaneChanged(lane):
                self._events.note_change(
                    lane
                )  # `carrier:kdniao`, `printer:label`: a lane is called as what it leads to

    def hear_call(self, name: str, code: str) -> None:
        """A carrier was called: `ok`, or the code of the error."""
        self._events.note(device_key(DeviceKind.CARRIER, name), "device.called" if code == "ok" else code)

    def hear_scan(self, scanner: str) -> None:
        """A code came from this scanner."""
        for report in self._scanners.reports():
            if report.name == scanner:
                self._events.note(_scanner_key(report), "device.code_read")

    def glances(self) -> tuple[DeviceGlance, ...]:
        """Everything as it is known now, in the order of the page. Raises Unavailable of the store."""
        lanes = self._lanes()
        found = [
            *(self._printer(report) for report in self._printers.reports()),
            *self._components(),
            *(self._scanner(report) for report in self._scanners.reports()),
            *self._scale(),
            *(self._carrier(name, account, lanes[carrier_lane(name)]) for name, account in self._settings.carriers),
            self._surrounding(DeviceKind.NETWORK),
            *([self._surrounding(DeviceKind.NEWS)] if self._settings.packing.news_folder else []),
            self._surrounding(DeviceKind.DISK),
        ]
        return self._events.put_in(tuple(found))

    @property
    def _database(self) -> Database:
        return self._handover.database

    def _lanes(self) -> dict[str, LaneGlance]:
        names = tuple(carrier_lane(name) for name, _ in self._settings.carriers)
        with self._database.reading() as connection:
            return {lane.lane: lane for lane in jobs.glances(connection, names)}

    def _printer(self, report: PrinterReport) -> DeviceGlance:
        verdict = of_printer(report.status, report.lane)
        if report.address.startswith("file:") and verdict.light is Light.GREEN:
            verdict = Verdict(Light.AMBER, "doctor.printer_file")
        if report.lane.state is not LaneState.WORKING:  # else it waits behind what is being sent
            verdict = self._or_slow(device_key(DeviceKind.PRINTER, report.name), verdict)
        made = DeviceGlance(DeviceKind.PRINTER, report.name, verdict.light, verdict.code, report.address)
        if not report.ledger.sent_at_ms:
            return made
        return replace(made, event="device.sent", event_at_ms=report.ledger.sent_at_ms)

    def _components(self) -> tuple[DeviceGlance, ...]:
        """One row for each that listens; where none does, one that says so."""
        near = [(name, port) for name, port in self.surroundings.components.items() if self._is_listening(name)]
        rows = tuple(
            DeviceGlance(DeviceKind.COMPONENT, name, Light.AMBER, f"component.{name}", f"127.0.0.1:{port}")
            for name, port in near
        )
        return rows or (DeviceGlance(DeviceKind.COMPONENT, "", Light.GREEN, "component.none"),)

    def _is_listening(self, name: str) -> bool:
        with self._lock:
            return device_key(DeviceKind.COMPONENT, name) in self._answers

    def _scanner(self, report: ScannerReport) -> DeviceGlance:
        kind = kind_of_scanner(report.kind)
        verdict = of_scanner(report.state, report.code)
        if kind is DeviceKind.WEDGE:
            verdict = Verdict(Light.GREEN, "device.wedge")
        name = "" if kind is DeviceKind.WEDGE else report.name
        return DeviceGlance(kind, name, verdict.light, verdict.code, report.address)

    def _scale(self) -> tuple[DeviceGlance, ...]:
        own, heard = self._settings.scale, self.weight
        if not own.address and not self._settings.packing.weight_required:
            return ()
        verdict = Verdict(Light.AMBER, UNASKED) if heard is None else of_scale(heard)
        if not own.address:
            verdict = Verdict(Light.RED, "doctor.scale_missing")
        place = f"{own.address}, {own.protocol}" if own.address else ""
        return (DeviceGlance(DeviceKind.SCALE, "", verdict.light, verdict.code, place),)

    def _carrier(self, name: str, account: CarrierSettings, lane: LaneGlance) -> DeviceGlance:
        key = device_key(DeviceKind.CARRIER, name)
        verdict = of_carrier(lane, is_practice=account.kind == "sandbox")
        with self._lock:
            refused, asked = self._refused.get(key), self._answers.get(key)
        if lane.state is not LaneState.STOPPED and (refused or asked):
            verdict = refused if refused and refused.light is Light.RED else asked[0] if asked else verdict
        if lane.state is not LaneState.WORKING:
            verdict = self._or_slow(key, verdict)
        place = "" if account.kind == "sandbox" else urlsplit(account.url).netloc
        return DeviceGlance(DeviceKind.CARRIER, name, verdict.light, verdict.code, place)

    def _surrounding(self, kind: DeviceKind) -> DeviceGlance:
        key = device_key(kind)
        with self._lock:
            verdict, place = self._answers.get(key, (Verdict(Light.AMBER, UNASKED), ""))
        verdict = self._or_slow(key, verdict)
        return DeviceGlance(kind, "", verdict.light, verdict.code, place)

    def _or_slow(self, key: str, verdict: Verdict) -> Verdict:
        """What was asked and does not answer is no longer taken for well, whatever it said before."""
        with self._lock:
            asked_at_ms = self._asked_at_ms.get(key)
        is_slow = asked_at_ms is not None and self._steady_ms() - asked_at_ms > SLOW_MS
        return Verdict(Light.AMBER, NO_ANSWER) if is_slow and verdict.light is Light.GREEN else verdict

    def _look_at_printer(self, name: str) -> None:
        with self._database.reading() as connection:
            (lane,) = jobs.glances(connection, (printer_lane(name),))
        if lane.state is not LaneState.WORKING:
            self._printers.look(name)

    def _carrier_verdict(self, name: str) -> Verdict | None:
        """Whether its server is reached; the account itself is asked only by hand. None: nothing against it."""
        account = dict(self._settings.carriers)[name]
        try:
            if account.kind == "sandbox" or not account.business_id:
                self._carriers[name].check_account()  # in this computer, or not set up
            else:
                reach(account.url)
        except PackbenchError as error:
            return _of_error(error)
        return None

    def _news_verdict(self) -> Verdict:
        if not Path(self._settings.packing.news_folder).is_dir():
            return Verdict(Light.RED, "news.unreadable")
        with self._database.reading() as connection:
            return of_news(self._handover.news(connection))

    def _network_verdict(self) -> Verdict:
        is_needed = any(account.kind != "sandbox" for _, account in self._settings.carriers)
        return of_network(is_there=self.surroundings.has_network(), is_needed=is_needed)

    def _look_at_disk(self, key: str) -> None:
        try:
            free = self.surroundings.free_bytes(self._settings.folder)
        except OSError:
            self._answer(key, Verdict(Light.RED, "store.unwritable"), "")
        else:
            self._answer(key, of_disk(free), f"{free // 1_000_000_000} GB")

    def _look_for_components(self) -> None:
        for name, port in self.surroundings.components.items():
            key, code, was_there = device_key(DeviceKind.COMPONENT, name), f"component.{name}", self._is_listening(name)
            is_there = listens(port)
            self._answer(key, Verdict(Light.AMBER, code) if is_there else None, "")
            if is_there and not was_there:
                self._events.note(key, code)

    def _answer(self, key: str, verdict: Verdict | None, place: str) -> None:
        with self._lock:
            if verdict is None:
                self._answers.pop(key, None)
            else:
                self._answers[key] = (verdict, place)

    def _hear_scale(self, heard: Heard) -> None:
        with self._lock:
            self._heard = (heard, self._steady_ms())


def _scanner_key(report: ScannerReport) -> str:
    kind = kind_of_scanner(report.kind)
    return device_key(kind, "" if kind is DeviceKind.WEDGE else report.name)


def _of_error(error: PackbenchError) -> Verdict:
    """What is not reached is tried again by itself; the rest waits for a person."""
    needs_person = isinstance(error, Misconfigured | Rejected)
    return Verdict(Light.RED if needs_person else Light.AMBER, error.code)
