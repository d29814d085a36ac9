"""A station without threads beside real virtual printers: a Zebra, a clone that says nothing, and one not set up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from app.devices.virtual_printer import VirtualPrinter
from app.domain.printing import Language
from app.settings import PrinterSettings, Settings
from app.station import Station
from tests.builders import Rig, a_draft, lines_of, some_settings

NUMBERS = ("1001", "1002", "1003", "1004")


class PrinterBench(Rig):
    """`main` prints labels and falls back on `spare`, `third` is in the settings without an address."""

    def __init__(self, folder: Path) -> None:
        self.main = VirtualPrinter("127.0.0.1", 0, folder / "main", model="zebra-link-os", identity="52J173104425")
        self.spare = VirtualPrinter(
            "127.0.0.1", 0, folder / "spare", language=Language.TSPL, model="tspl-clone", identity="CLONE7"
        )
        for printer in (self.main, self.spare):
            printer.start()
        super().__init__(folder)
        self.orders(*(a_draft(number, lines_of(A=1)) for number in NUMBERS))

    def _open(self) -> Station:
        self._settings = self._printing(some_settings(self.folder))
        station = Station(
            self._settings,
            carrier=self.carrier,
            now_ms=self.clock,
            monotonic_ms=self.clock.steady,
        )
        for lane in station.work.values():
            lane.recover()
        return station

    def _printing(self, settings: Settings) -> Settings:
        main = PrinterSettings(address=f"127.0.0.1:{self.main.port}", model="zebra-link-os", fallback="spare")
        spare = PrinterSettings(name="spare", address=f"127.0.0.1:{self.spare.port}", language="tspl", fallback="label")
        office = PrinterSettings(name="office", width_mm=210.0, height_mm=297.0, language="page")
        return replace(settings, printer=main, other_printers=(spare, office))

    def pack(self, number: str) -> None:
        """An order of one unit, to the end of what its label can do just now."""
        self.scan(number, "A")
        self.work()

    def look(self) -> None:
        """Ask every printer, as the watch does."""
        for name in ("label", "spare", "office"):
            self.station.printers.look(name)

    def close(self) -> None:
        self.station.stop()
        for printer in (self.main, self.spare):
            printer.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()
