"""A station over a written `station.toml` with printers on real sockets: lanes by hand, a clock of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from app.carriers.sandbox import Sandbox
from app.devices.virtual_printer import VirtualPrinter
from app.domain.printing import PrintState
from app.settings import load_settings
from app.station import Station
from tests.builders import SHIPPER, Clock, Rig, a_draft, lines_of

_HEAD = f"""
[station]
name = "Bench 7"
packer = "Wu"
key_storage = "file"
language = "en"
[shipper]
name = "{SHIPPER.name}"
phone = "{SHIPPER.phone}"
province = "{SHIPPER.province}"
city = "{SHIPPER.city}"
district = "{SHIPPER.district}"
street = "{SHIPPER.street}"
"""
NOBODY = "127.0.0.1:9"  # the discard port: nobody listens there


class Plug(Protocol):
    """Makes a printer that runs until the test ends."""

    def __call__(self, name: str, **making: Any) -> VirtualPrinter: ...


class PrintRoom(Rig):
    """`text` is what stands in `station.toml` of printers, routes and papers."""

    def __init__(self, folder: Path, text: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.clock = Clock()
        self.carrier = Sandbox(folder / "sandbox.jsonl")
        self.write(text)
        self.station = self._open()

    def write(self, text: str) -> None:
        """Other settings, from the next start on."""
        (self.folder / "station.toml").write_text(_HEAD + text, "utf-8")

    def _open(self) -> Station:
        station = Station(
            load_settings(self.folder), carrier=self.carrier, now_ms=self.clock, monotonic_ms=self.clock.steady
        )
        for lane in station.work.values():
            lane.recover()
        return station

    def pack(self, *numbers: str, service: str = "") -> None:
        """One box each; their waybills are bought and whatever can be printed is."""
        self.orders(*(a_draft(number, lines_of(A=1), service=service) for number in numbers))
        for number in numbers:
            assert self.scan(number, "A") == ["order.opened", "order.complete"]
        self.work()

    def buy(self, *numbers: str) -> None:
        """As `pack`, and no printer's lane has done anything yet."""
        self.orders(*(a_draft(number, lines_of(A=1)) for number in numbers))
        for number in numbers:
            self.scan(number, "A")
            while self.station.work["carrier:sandbox"].step():
                self.clock.pass_s(0.1)
            self.clock.pass_s(0.1)

    def look(self) -> None:
        """Every printer is asked how it is, whether it was well or not."""
        for name, _ in self.station.settings.printers:
            self.station.printers.look(name)

    def fall_back(self) -> None:
        self.station.printers.rounds["fallback"].go_round()

    def later(self, seconds: float) -> None:
        self.clock.pass_s(seconds)
        self.work()

    def ledger(self, columns: str = "document, printer, position, copy, state, code") -> list[tuple[Any, ...]]:
        """The prints in the order in which they were asked for."""
        with self.station.database.reading() as connection:
            rows = connection.exec_driver_sql(f"SELECT {columns} FROM prints ORDER BY rowid")
            return [tuple(row) for row in rows]

    def states(self, document: str = "label") -> list[PrintState]:
        return [PrintState(state) for kind, state in self.ledger("document, state") if kind == document]

    def events(self, name: str) -> int:
        with self.station.database.reading() as connection:
            counted = connection.exec_driver_sql("SELECT count(*) FROM journal WHERE event = ?", (name,))
            return int(counted.scalar_one())

    def lane(self, printer: str) -> Any:
        return {each.lane: each for each in self.station.lanes()}[f"printer:{printer}"]

    def parcel(self, number: str) -> Any:
        return {each.order_number: each for each in self.station.recent_parcels(100)}[number]


def at(printer: VirtualPrinter) -> str:
    return f"127.0.0.1:{printer.port}"


MakeRoom = Callable[[str], PrintRoom]
