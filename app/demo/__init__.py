"""The whole bench on one machine: a Kdniao simulator over real HTTP, a label printer that shows its paper, demo orders.

Nothing leaves the machine and nothing costs money; everything else is the product as it runs at a real bench.
"""

from __future__ import annotations

import importlib
import json
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from app.carriers.kdniao.simulator import LIST_REQUEST_TYPE, KdniaoSimulator
from app.demo.packer import Packer
from app.demo.play import Play, ShiftBook
from app.demo.script import LEAD, Shift, build_shift
from app.demo.street import Street
from app.devices.virtual_printer import VirtualPrinter
from app.domain.actor import Actor, Role
from app.keys import Secrets
from app.login import Login
from app.resources import resource
from app.settings import Settings, load_settings
from app.station import Station, open_database, take_folder
from app.store import journal, orders, stops
from app.store.database import Transaction

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
url = "<url>"
business_id = "{business_id}"
timeout_s = {timeout_s}
settle_s = {settle_s}
price = "2.50"
list_request_type = "{list_request_type}"

[printer]
address = "127.0.0.1:<port>"

[packing]
pictures = {pictures}
"""
# The shift's carrier is given up on sooner, so that who watches need not wait, and its shop has a folder for its news.
_OF_SHIFT = """\
news_folder = "{news}"
"""
_VIRTUAL = "virtual"
_CAMERA = """
[[scanners]]
name = "camera"
address = {address}
"""
_FILLED = {
    "business_id": _BUSINESS_ID,
    "list_request_type": LIST_REQUEST_TYPE,
    "pictures": json.dumps(resource("demo/pictures").as_posix()),
}
_BOSS_PIN = "90210733"


class Closing(Protocol):
    """The simulated camera."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo. `stop()` ends the station first, then what it talked to. `play` is a shift that packs itself."""

    station: Station
    carrier: KdniaoSimulator
    printer: VirtualPrinter
    play: Play | None = None
    camera: Closing | None = None

    def stop(self) -> None:
        self.station.stop()
        self.carrier.stop()
        self.printer.stop()
        if self.camera is not None:
            self.camera.close()


def start_demo(folder: Path, *, fresh: bool = False, camera: str = "") -> Demo:
    """Start everything in `folder`, with what was packed there before, or without (`fresh`). `camera` is the address of
    one, or `virtual`: before that always what the bench asks for is held.
    """
    if fresh:
        _forget(folder)
    content = _STATION.format(timeout_s=8, settle_s=2, **_FILLED)
    if camera != _VIRTUAL:
        return _started(folder, content + (_CAMERA.format(address=json.dumps(camera)) if camera else ""), _with_orders)
    desk: list[Station] = []
    # pictures are drawn with libraries that take 60 MB and half a second, which only this demo needs
    virtual = importlib.import_module("app.demo.before_camera").serve_wanted(desk)
    try:
        demo = _started(folder, content + _CAMERA.format(address=json.dumps(virtual.address)), _with_orders)
    except BaseException:
        virtual.close()
        raise
    desk.append(demo.station)
    return replace(demo, camera=virtual)


def start_shift(folder: Path, *, fresh: bool = False, seed: int = 1) -> Demo:
    """The same with a whole shift that packs itself. One that was left in the middle goes on; else it begins anew."""
    shift, book = build_shift(seed), ShiftBook(folder)
    if fresh or Packer(shift, book.recall()).is_done:
        _forget(folder)
    news = folder / "news"
    news.mkdir(parents=True, exist_ok=True)
    content = _STATION.format(timeout_s=2, settle_s=0.5, **_FILLED) + _OF_SHIFT.format(news=news.as_posix())
    demo = _started(folder, content, lambda settings: _with_shift(settings, shift), buffer_bytes=1)
    street = Street(demo.station, demo.carrier, demo.printer)
    return replace(demo, play=Play(Packer(shift, book.recall()), street, book))


def _started(folder: Path, content: str, build: Callable[[Settings], Station], *, buffer_bytes: int = 1 << 20) -> Demo:
    """`buffer_bytes` is what the printer takes without paper."""
    folder.mkdir(parents=True, exist_ok=True)
    carrier = KdniaoSimulator(
        "127.0.0.1", 0, business_id=_BUSINESS_ID, api_key=_API_KEY, state_file=folder / "carrier.jsonl"
    )
    printer = VirtualPrinter("127.0.0.1", 0, folder / "paper", buffer_bytes=buffer_bytes)
    carrier.start()
    printer.start()
    try:
        Secrets(folder, "file").write("kdniao.api_key", _API_KEY)
        content = content.replace("<url>", carrier.url).replace("<port>", str(printer.port))
        return Demo(_opened(build(_settings(folder, content))), carrier, printer)
    except BaseException:
        carrier.stop()
        printer.stop()
        raise


def _opened(station: Station) -> Station:
    try:
        station.start()
    except BaseException:  # a full disk: nothing may keep the folder, nor the process alive
        station.stop()
        raise
    return station


def _with_orders(settings: Settings) -> Station:
    station = Station(settings)
    try:
        station.import_orders(resource("demo/orders.csv"))
    except BaseException:
        station.stop()
        raise
    return station


def _with_shift(settings: Settings, shift: Shift) -> Station:
    """The shops' orders, and the people with their badges, unless they are here already."""
    terminal = Actor(settings.station.name, device="terminal")
    with closing(open_database(settings)) as database, database.transaction() as tx:
        added = orders.add(tx, database, shift.orders)
        if added:
            journal.append(tx, database, terminal, "orders.imported", added=added, format="shift")
            for shop in {order.shop for order in shift.orders}:
                stops.heard(tx, database, shop)
            _enroll(tx, Login(database, terminal), shift)
    return Station(settings)


def _enroll(tx: Transaction, login: Login, shift: Shift) -> None:
    boss = login.enroll(tx, login.at, handle="boss", number=1, role=Role.ADMIN, pin=_BOSS_PIN).acting(login.at)
    for number, (handle, badge) in enumerate(shift.badges.items(), start=2):
        role = Role.LEAD if handle == LEAD else Role.PACKER
        login.give_badge(tx, boss, login.enroll(tx, boss, handle=handle, number=number, role=role), badge)


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


def _settings(folder: Path, content: str) -> Settings:
    """A second start of a running demo must not change the first one's file, so the folder is taken for the writing."""
    with take_folder(folder):
        (folder / "station.toml").write_text(content, "utf-8")
    return load_settings(folder)
