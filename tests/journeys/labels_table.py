"""A packing table with printers on TCP ports, whose paper is read, and a carrier that draws its labels itself."""

from __future__ import annotations

import queue
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import zxingcpp
from PIL import Image, ImageChops

from app.carriers.carrier import Carrier
from app.carriers.kdniao import Contract, Kdniao, KdniaoSettings
from app.carriers.kdniao.simulator import KdniaoSimulator
from app.carriers.sandbox import Sandbox
from app.devices.virtual_printer import PrintedLabel, VirtualPrinter
from app.domain.glance import ParcelGlance
from app.domain.printing import Language, PrintReason
from app.http import HttpClient
from app.settings import PrinterSettings, RouteSettings
from app.station import Station
from tests.builders import Rig, a_draft

WAIT_S = 20
KEY = "the-key-of-the-simulator"


@dataclass
class Stand:
    """A printer on its port, with what came out of it. `paper` is what lies in it, in millimetres."""

    name: str
    language: Language
    paper: tuple[float, float]
    plug: VirtualPrinter
    out: queue.Queue[PrintedLabel] = field(default_factory=queue.Queue)
    refits: bool = False

    @property
    def settings(self) -> PrinterSettings:
        width, height = self.paper
        return PrinterSettings(
            name="" if self.name == "label" else self.name,
            address=f"127.0.0.1:{self.plug.port}",
            language=self.language.value,
            width_mm=width,
            height_mm=height,
            refits=self.refits,
            confirm="off",
        )

    def take(self) -> PrintedLabel:
        """The next label that comes out. All of it is drawn but the texts of EPL, for which the printer has no font."""
        label = self.out.get(timeout=WAIT_S)
        assert set(label.problems) <= {"skipped A"}
        return label


def said_by(label: PrintedLabel) -> set[str]:
    """What the codes on the paper say."""
    ink = Image.frombytes("1", (label.width, label.height), label.rows).convert("L")
    return {code.text for code in zxingcpp.read_barcodes(ImageChops.invert(ink))}


class LabelsTable(Rig):
    """The station with its real printers, stepped by hand. `routes` and the stands may change before a `restart()`."""

    def __init__(self, folder: Path, *stands: Stand, carrier: Carrier, kind: str = "sandbox") -> None:
        self.stands = stands
        self.routes: tuple[RouteSettings, ...] = ()
        folder.mkdir(exist_ok=True)
        super().__init__(folder, carrier=cast("Sandbox", carrier), confirm="off", kind=kind, service="STO")

    def _open(self) -> Station:
        main, *others = (stand.settings for stand in self.stands)
        self._settings = replace(self._settings, printer=main, other_printers=tuple(others), routes=self.routes)
        station = Station(self._settings, carrier=self.carrier, now_ms=self.clock, monotonic_ms=self.clock.steady)
        for lane in station.work.values():
            lane.recover()
        return station

    def pack(self, *numbers: str) -> None:
        self.orders(*(a_draft(number) for number in numbers))
        for number in numbers:
            assert self.scan(number, "A") == ["order.opened", "order.complete"]

    def buy(self) -> None:
        """Let the carrier's lane work, and no printer's."""
        lane = next(lane for name, lane in self.station.work.items() if name.startswith("carrier:"))
        while lane.step():
            self.clock.pass_s(1)

    def reprint(self) -> None:
        self.station.bench.reprint(self.parcel.parcel_id, PrintReason.MISSING)
        self.work()

    def close(self) -> None:
        self.station.stop()

    @property
    def parcel(self) -> ParcelGlance:
        (parcel,) = self.station.recent_parcels()
        return parcel


class Yard:
    """What stands on the table, taken down at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ending = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.close()

    def stand(
        self, language: Language = Language.ZPL, *, name: str = "label", paper: tuple[float, float] = (100, 150)
    ) -> Stand:
        out: queue.Queue[PrintedLabel] = queue.Queue()
        plug = VirtualPrinter("127.0.0.1", 0, self.folder / f"paper-{name}", language=language, on_label=out.put)
        plug.start()
        self._ending.callback(plug.stop)
        return Stand(name, language, paper, plug, out)

    def table(self, stands: Sequence[Stand], carrier: Carrier, kind: str = "sandbox") -> LabelsTable:
        table = LabelsTable(self.folder / "station", *stands, carrier=carrier, kind=kind)
        self._ending.callback(table.close)
        return table

    def kdniao(self, *, template_size: str = "180") -> tuple[Kdniao, KdniaoSimulator]:
        """An account whose contract asks for the carrier's label, and who sells to it."""
        simulator = KdniaoSimulator(business_id="test1", api_key=KEY, calls_per_s=1000)
        simulator.start()
        self._ending.callback(simulator.stop)
        contract = Contract(label="carrier", template_size=template_size)
        own = KdniaoSettings(simulator.url, "test1", KEY, {"STO": contract}, timeout_s=5.0, settle_s=0.0)
        return Kdniao(own, HttpClient("kdniao", 5.0)), simulator
