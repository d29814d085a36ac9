"""A station beside everything that can be unplugged. Nothing has a thread: `second` does what threads would do."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtWidgets import QApplication

from app.carriers.kdniao import Kdniao, KdniaoSettings
from app.carriers.kdniao.simulator import KdniaoSimulator
from app.devices.surroundings import Surroundings
from app.devices.virtual_printer import VirtualPrinter
from app.domain.device import DeviceGlance
from app.domain.printing import Language
from app.domain.weighing import Reading, ScaleTrouble
from app.errors import PackbenchError
from app.http import HttpClient
from app.settings import CarrierSettings, PackingSettings, PrinterSettings, ScaleSettings, ScannerSettings
from app.station import Station
from app.store import orders
from app.ui.main_window import MainWindow
from app.work.scale_watch import ScaleWatch
from tests.builders import Clock, a_draft, lines_of, some_settings
from tests.ui.scanners.bench import SwitchedCamera, SwitchedScanner

BUSINESS_ID, API_KEY = "test1598586", "56da2cf8-c8a2-44b2-b6fa-476cd7d1ba17"  # the vendor's published example


class SwitchedScale:
    """Shows `shows`; while `trouble` is set, it says that instead."""

    name = "scale"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.shows: tuple[int, bool] | ScaleTrouble = (0, True)
        self.trouble: PackbenchError | None = None

    def read(self, timeout_s: float = 1.0) -> Reading | ScaleTrouble:
        if self.trouble is not None:
            raise self.trouble
        if isinstance(self.shows, ScaleTrouble):
            return self.shows
        return Reading(*self.shows, self._clock.steady())

    def close(self) -> None:
        """Nothing is open."""


class PrintProgram:
    """Another program that listens where print programs do, while it is on."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        with socket.create_server(("127.0.0.1", 0)) as any_free:
            self.port: int = any_free.getsockname()[1]

    def begin(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", self.port))

    def end(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class DeviceBench:
    """`has_network` and `free_bytes` are what the computer says of itself; `scale_is_heard` whether the scale's thread
    comes back from it.
    """

    api_key = API_KEY

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, Clock()
        self.has_network, self.free_bytes, self.scale_is_heard = True, 250_000_000_000, True
        self.main = VirtualPrinter("127.0.0.1", 0, folder / "main", model="zebra-link-os", identity="52J173104425")
        self.spare = VirtualPrinter("127.0.0.1", 0, folder / "spare", language=Language.TSPL, model="tspl-clone")
        self.printers = (self.main, self.spare)
        for printer in self.printers:
            printer.start()
        self.gun, self.camera, self.scale = SwitchedScanner("gun"), SwitchedCamera("above"), SwitchedScale(self.clock)
        self.server = KdniaoSimulator(business_id=BUSINESS_ID, api_key=API_KEY)
        self.server.start()
        self.programs = {name: PrintProgram() for name in ("cainiao", "pinduoduo", "kuaishou")}
        self.news = folder / "news"
        self.news.mkdir()
        self.station = self._open()
        with self.station.database.transaction() as tx:
            drafts = [a_draft(number, lines_of(A=1), shop="shop") for number in ("1001", "1002", "1003")]
            orders.add(tx, self.station.database, drafts)

    def _open(self) -> Station:
        account = KdniaoSettings(url=self.server.url, business_id=BUSINESS_ID, api_key=API_KEY, timeout_s=5.0)
        settings = replace(
            some_settings(self.folder),
            carrier=CarrierSettings(kind="kdniao", url=self.server.url, business_id=BUSINESS_ID),
            printer=PrinterSettings(address=f"127.0.0.1:{self.main.port}", model="zebra-link-os"),
            other_printers=(
                PrinterSettings(name="spare", address=f"127.0.0.1:{self.spare.port}", language="tspl", model="silent"),
            ),
            scanners=(ScannerSettings("gun", "usb:1234:5678"), ScannerSettings("above", "camera:0")),
            scale=ScaleSettings(address="COM7"),
            packing=PackingSettings(news_folder=str(self.news)),
        )
        station = Station(
            settings,
            carrier=Kdniao(account, HttpClient("kdniao", 5.0)),
            scanners={"gun": self.gun, "above": self.camera},
            now_ms=self.clock,
            monotonic_ms=self.clock.steady,
        )
        for lane in station.work.values():
            lane.recover()
        ports = {name: program.port for name, program in self.programs.items()}
        station.devices.surroundings = Surroundings(ports, lambda: self.has_network, lambda _folder: self.free_bytes)
        self._scale_watch = ScaleWatch(self.scale, station._announce, self.clock.steady)
        return station

    def second(self, window: MainWindow | None = None) -> None:
        """A second goes by: scanners and scale are heard, and where a window is open its clock strikes once."""
        self.clock.pass_s(1)
        for watch in self.station.scanners.watches.values():
            watch.step()
        if self.scale_is_heard:
            self._scale_watch.step()
        if window is not None and window.visits.devices.isVisible():
            window.visits.devices._now_and_then.timeout.emit()
            settle(window)

    def hear_news(self) -> None:
        """The shop has spoken."""
        (self.news / "today.csv").write_text("number,shop,action\n1003,shop,release\n", "utf-8")
        for _ in range(2):  # a file counts once it has stopped growing
            self.station._rounds["news"].go_round()
            self.clock.pass_s(10)

    def work(self) -> None:
        for _ in range(4):
            for lane in self.station.work.values():
                lane.step()

    def glance(self, key: str) -> DeviceGlance:
        return next(each for each in self.station.devices.glances() if each.key == key)

    def close(self) -> None:
        self.station.stop()
        self.server.stop()
        for printer in self.printers:
            printer.stop()
        for program in self.programs.values():
            program.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()


def settle(window: MainWindow) -> None:
    """What was asked has answered, and the page has read it."""
    for thread in threading.enumerate():
        if thread.name.startswith("devices: "):
            thread.join(20)
    QApplication.processEvents()
    window.visits.devices.read()


def glance(window: MainWindow, key: str) -> DeviceGlance:
    """As the page has it."""
    return next(each for each in window.visits.devices.devices.list.rows if each.key == key)


def spoken(window: MainWindow, key: str) -> str:
    return window.visits.devices.devices.spoken(glance(window, key))


def choose(window: MainWindow, key: str) -> None:
    window.visits.devices.devices.choose_named(key)
