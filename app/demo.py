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
from app.settings import Settings, load_settings
from app.station import Station, take_folder

_BUSINESS_ID = "test1598586"
_API_KEY = "demo-key-of-the-simulator"
# A file, so that the terminal's commands work on the demo's folder too. The keys lie in a file as well: the demo holds
# no real person's data.
_STATION = """\
# Written anew at every start of the demo.
[station]
name = "Demo 1"
packer = "demo"
key_storage = "file"

[shipper]
name = "示范仓"
company = "派克示范贸易有限公司"
phone = "02112345678"
province = "上海市"
city = "上海市"
district = "青浦区"
street = "华新镇示范路1号3号库"

[carrier]
kind = "kdniao"
url = "{url}"
business_id = "{business_id}"
timeout_s = 8
settle_s = 2
price = "2.50"
list_request_type = "{list_request_type}"

[printer]
address = "127.0.0.1:{port}"
"""


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
    """A second start of a running demo must not change the first one's file, so the folder is taken for the writing."""
    content = _STATION.format(
        url=carrier_url, business_id=_BUSINESS_ID, list_request_type=LIST_REQUEST_TYPE, port=printer_port
    )
    with take_folder(folder):
        (folder / "station.toml").write_text(content, "utf-8")
    return load_settings(folder)
