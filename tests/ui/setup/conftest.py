"""A place where nobody has set up anything, with devices around it, and the window as `packbench run` opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import keyring
import keyring.backend
import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app import printer_desk
from app.carriers.kdniao.simulator import KdniaoSimulator
from app.devices.finding import Found, Source
from app.devices.virtual_printer import VirtualPrinter
from app.devices.virtual_scale import Plate, TcpPlug, VirtualScale
from app.domain.printing import Language
from app.settings import load_settings
from app.station import OpenStation, Station, open_station
from app.ui.main_window import MainWindow
from app.ui.sounds import Sounds
from app.ui.start import House
from tests.ui.conftest import Keyboard, RecordingPlayer

BUSINESS_ID, API_KEY = "test1598586", "a-key-that-nobody-may-see"


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that lives as long as the test."""

    priority = 1  # type: ignore[assignment]  # the library's own way to say it

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


class Place:
    """The station's folder, a printer, a scale and a carrier's service beside it, each only when a test asks for it."""

    def __init__(self, folder: Path, ring: MemoryKeyring, devices: ExitStack) -> None:
        self.folder = folder
        self.ring = ring
        self._devices = devices

    def printer(self, *, language: Language = Language.ZPL) -> VirtualPrinter:
        model = "zebra-link-os" if language is Language.ZPL else "tspl-clone"
        printer = VirtualPrinter("127.0.0.1", 0, self.folder / "came-out", language=language, model=model)
        printer.start()
        self._devices.callback(printer.stop)
        return printer

    def scale(self, grams: int) -> tuple[TcpPlug, Plate]:
        plug, plate = TcpPlug("127.0.0.1", 0), Plate(settle_looks=1)
        scale = VirtualScale("st-gs", plug, plate, interval_s=0.02)
        scale.start()
        plate.put(grams)
        self._devices.callback(scale.stop)
        return plug, plate

    def carrier(self) -> KdniaoSimulator:
        """A person's file leads to it; all else of the account is asked."""
        carrier = KdniaoSimulator(business_id=BUSINESS_ID, api_key=API_KEY)
        carrier.start()
        self._devices.callback(carrier.stop)
        self.write(f'[carrier]\nurl = "{carrier.url}"\nallow_plain_http = true\n')
        return carrier

    def write(self, station_toml: str) -> None:
        (self.folder / "station.toml").write_text(station_toml, "utf-8")

    def kept(self) -> str:
        """The file that the set-up wrote."""
        return (self.folder / "set-up.toml").read_text("utf-8")

    def printed_codes(self) -> set[str]:
        """What stands in bars on the papers that came out."""
        papers = sorted((self.folder / "came-out").glob("*.png"))
        return {bars.text for paper in papers for bars in zxingcpp.read_barcodes(Image.open(paper).convert("L"))}


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def place(tmp_path: Path, ring: MemoryKeyring) -> Iterator[Place]:
    with ExitStack() as devices:
        yield Place(tmp_path, ring, devices)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Found]:
    """What a search for printers brings: the network itself is not asked."""
    there: list[Found] = []
    monkeypatch.setattr(printer_desk, "find_printers", lambda **_ask: tuple(there))
    return there


def as_found(printer: VirtualPrinter, *, model: str = "ZTC ZD421-203dpi ZPL", language: Language | None) -> Found:
    return Found("Printer", f"127.0.0.1:{printer.port}", frozenset({Source.MDNS}), "", model, language)


@pytest.fixture
def bare_window(qtbot: QtBot, player: RecordingPlayer) -> MainWindow:
    """The window, with a scanner so fast that a hand is known after 30 ms."""
    window = MainWindow(language="zh_CN", sounds=Sounds(player), gap_ms=10)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is window.windowHandle())
    return window


class Bench:
    """A person at the window: types, scans, reads."""

    def __init__(self, window: MainWindow, qtbot: QtBot, keyboard: Keyboard, place: Place) -> None:
        self.window, self.place = window, place
        self._qtbot, self._keyboard = qtbot, keyboard
        self.opened: list[OpenStation] = []
        self.before_opened: Callable[[], object] = lambda: None
        self.house = House(window, self._open)

    def _open(self) -> OpenStation:
        opened = open_station(load_settings(self.place.folder))
        self.opened.append(opened)
        self.before_opened()
        return opened

    def start(self) -> Bench:
        self.house.open()
        self.wait(lambda: self.window._station is not None)
        return self

    def close(self) -> None:
        self.window.close()
        self.house.close()

    @property
    def station(self) -> Station:
        assert self.window._station is not None
        return self.window._station

    def wait(self, happened: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(happened, timeout=10_000)

    def hand(self, *texts: str) -> None:
        """Keys one by one, with a person's pauses."""
        for text in texts:
            for sign in text:
                self._keyboard.key(self.window, sign, 2_000)
                self.wait(lambda: not self.window.wedge._text)

    def enter(self) -> None:
        self.hand("\r")

    def scan(self, *codes: str, end: str = "\r") -> None:
        """As a scanner types, a millisecond a key."""
        for code in codes:
            for at, sign in enumerate(code + end):
                self._keyboard.key(self.window, sign, 1 if at else 100)

    @property
    def step(self) -> str:
        return self.window.setup._place

    @property
    def asked(self) -> str:
        return self.window.setup._page.title.text()

    @property
    def said(self) -> str:
        """What came of it last."""
        return self.window.setup._page.note.text

    def to(self, step: str) -> None:
        """By the key that goes from step to step."""
        while self.step != step:
            QTest.keyClick(self.window.windowHandle(), Qt.Key.Key_PageDown)

    def escape(self) -> None:
        QTest.keyClick(self.window.windowHandle(), Qt.Key.Key_Escape)


@pytest.fixture
def bench(bare_window: MainWindow, qtbot: QtBot, place: Place, found: list[Found]) -> Iterator[Bench]:
    bench = Bench(bare_window, qtbot, Keyboard(), place)
    yield bench
    bench.close()
