"""The main job on real parts: a file of orders, threads, Kdniao's simulator over HTTP, a printer on a TCP port."""

from __future__ import annotations

import json
import logging
import queue
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from app.carriers.kdniao.simulator import Fault, KdniaoSimulator
from app.devices.virtual_printer import Fault as PrinterFault
from app.devices.virtual_printer import VirtualPrinter
from app.domain.facts import Fact, LabelSent, LaneChanged, PrintUnclear
from app.domain.glance import LaneState
from app.domain.printing import PrintReason, PrintState
from app.keys import Secrets
from app.logs import open_log
from app.settings import PrinterSettings, Settings
from app.station import Station
from tests.builders import some_settings

PERSONAL = ("欧阳小燕", "13912345678", "桃花源路三号楼")
ORDERS = "number,name,phone,province,city,district,street,sku,title,quantity\n" + "".join(
    f"{number},{PERSONAL[0]},{PERSONAL[1]},浙江省,杭州市,余杭区,{PERSONAL[2]},A,茶叶,1\n" for number in range(1, 21)
)
WAIT_S = 20


@dataclass
class Bench:
    """Everything that stands on the table, for real."""

    folder: Path
    carrier: KdniaoSimulator
    printer: VirtualPrinter
    station: Station
    news: queue.Queue[Fact] = field(default_factory=queue.Queue)

    def start(self) -> None:
        self.station.listen(self.news.put)
        self.station.start()

    def pack(self, *numbers: int) -> None:
        for number in numbers:
            codes = [self.station.bench.scan(code).code for code in (str(number), "A")]
            assert codes == ["order.opened", "order.complete"]

    def hear(self, kind: type[Fact], count: int = 1) -> list[Fact]:
        """Wait until `count` facts of a kind were told."""
        heard: list[Fact] = []
        while len(heard) < count:
            fact = self.news.get(timeout=WAIT_S)
            if isinstance(fact, kind):
                heard.append(fact)
        return heard

    def printed(self) -> list[str]:
        return [
            parcel.order_number for parcel in reversed(self.station.recent_parcels()) if parcel.print_state == "sent"
        ]


def settings_of(folder: Path, carrier: KdniaoSimulator, printer: VirtualPrinter) -> Settings:
    settings = some_settings(folder, kind="kdniao", url=carrier.url, business_id="test1", timeout_s=1.0, settle_s=0.2)
    return replace(settings, printer=PrinterSettings(address=f"127.0.0.1:{printer.port}"))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    carrier = KdniaoSimulator(
        "127.0.0.1", 0, business_id="test1", api_key="secret-api-key", state_file=tmp_path / "k.jsonl"
    )
    printer = VirtualPrinter("127.0.0.1", 0, tmp_path / "paper")
    carrier.start()
    printer.start()
    open_log(tmp_path)
    Secrets(tmp_path, "file").write("kdniao.api_key", "secret-api-key")
    station = Station(settings_of(tmp_path, carrier, printer))
    (tmp_path / "orders.csv").write_text(ORDERS, "utf-8")
    report = station.import_orders(tmp_path / "orders.csv")
    assert (report.added, report.bad) == (20, 0)
    bench = Bench(tmp_path, carrier, printer, station)
    yield bench
    bench.station.stop()
    carrier.stop()
    printer.stop()
    for handler in logging.getLogger("app").handlers:
        handler.close()
    logging.getLogger("app").handlers.clear()


def test_from_a_file_to_paper(bench: Bench) -> None:
    bench.start()
    bench.pack(1, 2, 3)
    bench.hear(LabelSent, 3)
    assert bench.printed() == ["1", "2", "3"]
    bought = [order.tracking_number for order in bench.carrier.orders.values()]
    assert [parcel.tracking_number for parcel in reversed(bench.station.recent_parcels())] == bought
    assert len(bench.printer.labels) == 3
    assert len(bench.station.papers()) == 3


def test_the_network_goes_away_in_the_middle_and_comes_back(bench: Bench) -> None:
    bench.start()
    bench.pack(1)
    bench.hear(LabelSent)
    bench.carrier.online = False
    bench.pack(*range(2, 11))
    bench.hear(LaneChanged)
    lane = bench.station.lanes()[0]
    assert (lane.state, lane.code) == (LaneState.WAITING, "http.connect")
    bench.carrier.online = True
    bench.station.retry_lane("carrier:kdniao")
    bench.hear(LabelSent, 9)
    assert bench.printed() == [str(number) for number in range(1, 11)]
    assert bench.carrier.billed == 10


@pytest.mark.parametrize(
    "fault",
    [Fault.DELAY, Fault.RESET_AFTER, Fault.ERROR_500_AFTER, Fault.HTML_PAGE, Fault.TRUNCATED, Fault.EMPTY_ORDER],
)
def test_an_order_whose_answer_is_lost_is_bought_once(bench: Bench, fault: Fault) -> None:
    bench.carrier.misbehave(fault, seconds=1.5)
    bench.start()
    bench.pack(1, 2)
    bench.hear(LabelSent, 2)
    assert sorted(bench.printed()) == ["1", "2"]
    assert bench.carrier.billed == 2


def test_the_station_stops_in_the_middle_and_goes_on(bench: Bench) -> None:
    bench.carrier.online = False
    bench.start()
    bench.pack(1, 2, 3)
    bench.hear(LaneChanged)
    bench.station.stop()
    bench.carrier.online = True
    bench.station = Station(settings_of(bench.folder, bench.carrier, bench.printer))
    bench.start()
    bench.station.retry_lane("carrier:kdniao")
    bench.hear(LabelSent, 3)
    assert bench.printed() == ["1", "2", "3"]


def test_the_printer_is_away_and_labels_come_out_in_order_when_it_is_back(bench: Bench) -> None:
    bench.printer.misbehave(PrinterFault.REFUSE)
    bench.start()
    bench.pack(1, 2, 3)
    bench.hear(LaneChanged)
    bench.printer.recover()
    bench.station.retry_lane("printer:label")
    bench.hear(LabelSent, 3)
    assert [parcel.order_number for parcel in bench.station.recent_parcels()] == ["3", "2", "1"]
    assert len(bench.printer.labels) == 3
    assert bench.carrier.billed == 3


def test_a_printer_reset_in_the_middle_is_unknown_and_a_reprint_buys_nothing(bench: Bench) -> None:
    bench.printer.misbehave(PrinterFault.RESET, after_bytes=200)
    bench.start()
    bench.pack(1)
    bench.hear(PrintUnclear)
    bench.printer.recover()
    (parcel,) = bench.station.recent_parcels()
    assert parcel.print_state is PrintState.UNKNOWN
    bench.station.bench.reprint(parcel.parcel_id, PrintReason.MISSING)
    bench.hear(LabelSent)
    assert (len(bench.printer.labels), bench.carrier.billed) == (1, 1)


def test_an_empty_number_pool_is_told_and_mended(bench: Bench) -> None:
    bench.carrier.misbehave(Fault.POOL_EMPTY)
    bench.start()
    bench.pack(1)
    bench.hear(LaneChanged)
    lane = bench.station.lanes()[0]
    assert (lane.state, lane.code, lane.waiting) == (LaneState.STOPPED, "kdniao.105.balance", 1)
    bench.station.retry_lane("carrier:kdniao")
    bench.hear(LabelSent)
    assert bench.carrier.billed == 1


def test_no_person_is_in_any_log_job_or_file(bench: Bench) -> None:
    """The canary: every fault on the way, then every byte that the station left behind."""
    faults = (Fault.RESET_AFTER, Fault.HTML_PAGE, Fault.CARRIER_105)
    for fault in faults:
        bench.carrier.misbehave(fault)
    bench.start()
    bench.pack(1, 2, 3, 4, 5)
    bench.station.bench.scan(f"QR;{PERSONAL[0]};{PERSONAL[1]}")  # a code on a parcel may hold a person
    bench.hear(LabelSent, 3)
    bench.station.stop()
    own = [path for path in bench.folder.rglob("*") if path.is_file() and path.parent.name != "paper"]
    own = [path for path in own if path.name not in ("orders.csv", "k.jsonl")]
    assert {"packbench.db", "packbench.log", "secrets.json"} <= {path.name for path in own}
    content = b"".join(path.read_bytes() for path in own)
    secrets = [*PERSONAL, PERSONAL[1][-8:], json.dumps(PERSONAL[0]).strip('"')]
    assert not [secret for secret in secrets if secret.encode() in content]
    log = (bench.folder / "logs" / "packbench.log").read_text("utf-8")
    assert "http." in log
    assert "secret-api-key" not in log
    bench.station = Station(settings_of(bench.folder, bench.carrier, bench.printer))
