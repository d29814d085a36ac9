"""Orders, stations and what they talk to, for tests: only what matters to a test is spelled out in it."""

from __future__ import annotations

from pathlib import Path

from app.carriers.sandbox import Sandbox
from app.devices.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.order import Address, Consignee, Order, OrderDraft, OrderLine, OrderState
from app.domain.printer_status import Condition, PrinterStatus
from app.domain.printing import Delivery, PrintOutcome
from app.interception import Interception
from app.labeling import Labeling
from app.settings import CarrierSettings, PrinterSettings, Settings, ShipperSettings, StationSettings
from app.station import Station
from app.store import journal, orders
from app.store.database import Database
from app.store.sealing import Sealer

KEY = bytes(range(32))
SHIPPER = ShipperSettings(
    name="示范仓", phone="02112345678", province="上海", city="上海市", district="青浦区", street="示范路1号"
)


def a_line(sku: str, quantity: int = 1, *, position: int = 1, packed: int = 0, barcode: str = "") -> OrderLine:
    return OrderLine(position, sku, barcode, f"Goods {sku}", quantity, packed)


def lines_of(**units: int) -> tuple[OrderLine, ...]:
    """`lines_of(A=2, B=1)`: two of SKU A on the first line, one of B on the second."""
    return tuple(a_line(sku, quantity, position=at) for at, (sku, quantity) in enumerate(units.items(), start=1))


def a_consignee(name: str = "李小龙", phone: str = "13912345678", street: str = "中关村大街27号1101室") -> Consignee:
    return Consignee(name, phone, Address("北京", "北京市", "海淀区", street))


def a_draft(
    number: str = "1001",
    lines: tuple[OrderLine, ...] = lines_of(A=1),
    *,
    shop: str = "shop",
    consignee: Consignee | None = None,
    service: str = "",
) -> OrderDraft:
    return OrderDraft(number, shop, consignee or a_consignee(), lines, service=service)


def an_order(lines: tuple[OrderLine, ...] = lines_of(A=1), *, state: OrderState = OrderState.OPEN) -> Order:
    return Order("order-1", "1001", "shop", state, a_consignee(), lines)


class Clock:
    """Time that moves when a test says so."""

    def __init__(self, now_ms: int = 1_790_000_000_000) -> None:
        self.now_ms = now_ms
        self._seen_ms = self._steady_ms = now_ms

    def steady(self) -> int:
        """A second clock that goes on when this one does and stands still while it is set back."""
        self._steady_ms += max(0, self.now_ms - self._seen_ms)
        self._seen_ms = self.now_ms
        return self._steady_ms

    def __call__(self) -> int:
        return self.now_ms

    def pass_s(self, seconds: float) -> None:
        self.now_ms += int(seconds * 1000)


def a_database(folder: Path, clock: Clock | None = None) -> Database:
    return Database(folder / "packbench.db", Sealer(KEY), now_ms=clock or Clock())


def an_interception(database: Database) -> Interception:
    """What stops orders, over a bare store: one carrier, one printer."""
    return Interception(Labeling(database, "ZTO", lambda _service: "sandbox", lambda _demand: "label"))


MUTE = PrinterStatus(frozenset({Condition.SILENT}))


class SwitchedPrinter:
    """A printer with a switch: keeps what it was sent, and says what `answers` tells it to."""

    name = "label"

    def __init__(self) -> None:
        self.documents: list[bytes] = []
        self.answers = PrintOutcome(Delivery.DELIVERED)

    def send(self, document: bytes) -> PrintOutcome:
        if self.answers.delivery is not Delivery.NOT_SENT:
            self.documents.append(document)
        return self.answers

    def look(self) -> PrinterStatus:
        return MUTE


def some_settings(folder: Path, *, confirm: str = "ask", **carrier: str | float) -> Settings:
    return Settings(
        folder=folder,
        station=StationSettings(name="Bench 7", packer="Wu", key_storage="file"),
        shipper=SHIPPER,
        carrier=CarrierSettings(**carrier),  # type: ignore[arg-type]  # spelled by the test
        printer=PrinterSettings(confirm=confirm),
    )


class Rig:
    """A station without threads over a folder: real store, sandbox carrier, switched printer, a clock of its own."""

    def __init__(
        self, folder: Path, *, carrier: Sandbox | None = None, confirm: str = "ask", **account: str | float
    ) -> None:
        self.folder = folder
        self.clock = Clock()
        self.carrier = carrier or Sandbox(folder / "sandbox.jsonl")
        self.printer = SwitchedPrinter()
        self._settings = some_settings(folder, confirm=confirm, **account)
        self.station = self._open()

    def _open(self) -> Station:
        station = Station(
            self._settings,
            carrier=self.carrier,
            printer=self.printer,
            now_ms=self.clock,
            monotonic_ms=self.clock.steady,
        )
        station.devices.surroundings = Surroundings({}, lambda: True, lambda _folder: 250_000_000_000)
        for lane in station.work.values():
            lane.recover()
        return station

    def orders(self, *drafts: OrderDraft) -> None:
        with self.station.database.transaction() as tx:
            added = orders.add(tx, self.station.database, drafts)
            journal.append(tx, self.station.database, Actor("Bench 7", "Wu"), "orders.imported", added=added)

    def scan(self, *codes: str) -> list[str]:
        return [str(self.station.bench.scan(code).code) for code in codes]

    def step(self) -> bool:
        """One job of each lane; whether there was any."""
        return sum(lane.step() for lane in self.station.work.values()) > 0

    def work(self) -> None:
        """Let the lanes work until nothing is due, as fast as the carrier's rate limit lets them."""
        for _ in range(1000):
            busy = self.step()
            self.clock.pass_s(0.02)
            if not busy:
                return
        raise AssertionError("the lanes never came to rest")

    def restart(self) -> None:
        """Start again on the same folder, as after a crash: nothing of the old process is asked to finish."""
        self.station.stop()
        self.station = self._open()
