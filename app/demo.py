"""The whole bench on one machine: a Kdniao simulator over real HTTP, a label printer that shows its paper, demo orders.

Nothing leaves the machine and nothing costs money; everything else is the product as it runs at a real bench.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from app.carriers.kdniao.simulator import LIST_REQUEST_TYPE, KdniaoSimulator
from app.devices.virtual_printer import VirtualPrinter
from app.keys import Secrets
from app.resources import resource
from app.settings import (
    CarrierSettings,
    PrinterSettings,
    Settings,
    ShipperSettings,
    StationSettings,
    load_settings,
)
from app.station import Station, take_folder

_BUSINESS_ID = "test1598586"
_API_KEY = "demo-key-of-the-simulator"


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo. `stop()` ends the station first, then what it talked to."""

    station: Station
    carrier: KdniaoSimulator
    printer: VirtualPrinter

    def stop(self) -> None:
        self.station.stop()
        self.carrier.stop()
        self.printer.stop()


def start_demo(folder: Path, *, fresh: bool = False) -> Demo:
    """Start everything in `folder`, with what was packed there before, or without (`fresh`)."""
    if fresh:
        _forget(folder)
    folder.mkdir(parents=True, exist_ok=True)
    carrier = KdniaoSimulator(
        "127.0.0.1", 0, business_id=_BUSINESS_ID, api_key=_API_KEY, state_file=folder / "carrier.jsonl"
    )
    printer = VirtualPrinter("127.0.0.1", 0, folder / "paper")
    carrier.start()
    printer.start()
    try:
        Secrets(folder, "file").write("kdniao.api_key", _API_KEY)
        return Demo(_opened(_settings(folder, carrier.url, printer.port)), carrier, printer)
    except BaseException:
        carrier.stop()
        printer.stop()
        raise


def _opened(settings: Settings) -> Station:
    station = Station(settings)
    try:
        station.import_orders(resource("demo/orders.csv"))
        station.start()
    except BaseException:  # a full disk: nothing may keep the folder, nor the process alive
        station.stop()
        raise
    return station


def _forget(folder: Path) -> None:
    """Remove what was packed, unless a demo is at it right now. The log stays: it is open already."""
    with take_folder(folder):
        for path in folder.iterdir():
            if path.name in ("station.lock", "logs"):
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _settings(folder: Path, carrier_url: str, printer_port: int) -> Settings:
    remembered = load_settings(folder).station
    return Settings(
        folder=folder,
        station=StationSettings(
            name="Demo 1",
            packer="demo",
            language=remembered.language,
            theme=remembered.theme,
            key_storage="file",  # the demo holds no real person's data
        ),
        shipper=ShipperSettings(
            name="示范仓",
            company="派克示范贸易有限公司",
            phone="02112345678",
            province="上海",
            city="上海市",
            district="青浦区",
            street="华新镇示范路1号3号库",
        ),
        carrier=CarrierSettings(
            kind="kdniao",
            url=carrier_url,
            business_id=_BUSINESS_ID,
            timeout_s=8.0,
            settle_s=2.0,
            price="2.50",
            list_request_type=LIST_REQUEST_TYPE,
        ),
        printer=PrinterSettings(address=f"127.0.0.1:{printer_port}"),
    )
