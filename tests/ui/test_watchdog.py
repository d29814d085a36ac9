"""The window's rule of time: nothing holds it up for 50 ms of its own, and whoever waits for an answer may give up.

Anything over 300 ms says that it is under way; anything over 2 s ends by Escape: the window is free at once, and what
comes of it later is dropped. Each errand is listed below and its other end made to say nothing at all.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.barcode import Command
from app.domain.desk import Packing
from app.settings import PrinterSettings
from app.station import Station
from app.ui.errands import Errands
from app.ui.main_window import MainWindow
from app.ui.screens.printers.errands import ErrandFailed, Looked, PrinterNews
from tests.builders import Rig, a_draft, lines_of, some_settings

ROOT = Path(__file__).resolve().parents[2]


def watched(*arguments: str) -> tuple[bool, str]:
    """The watchdog in a process of its own: whether nothing was held up, and what it tells of the longest."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.watchdog", *arguments],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert " events\n" in done.stdout, done.stderr[-2_000:]
    return done.returncode == 0, done.stdout


def test_nothing_holds_the_window_up_while_a_file_comes_in_and_the_lanes_are_busy() -> None:
    """More jobs than the lanes can do meanwhile. By hand, `python -m tests.ui.watchdog` has 2,000 of them."""
    is_free, told = watched("--seconds", "6", "--jobs", "500")
    sys.stdout.write(told)
    assert is_free, told


@pytest.mark.parametrize("broken", ["reads", "computes"])
def test_a_screen_that_reads_or_computes_in_the_windows_thread_is_caught_with_the_place(broken: str) -> None:
    is_free, told = watched("--seconds", "2", "--jobs", "0", "--broken", broken)
    assert not is_free
    assert "in _on_time" in told


class SilentEnd:
    """A device that takes the call and never says a word."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listening.getsockname()[1]}"
        self.was_called = threading.Event()
        self._calls: list[socket.socket] = []
        self._thread = threading.Thread(target=self._answer)
        self._thread.start()

    def _answer(self) -> None:
        while True:
            try:
                call, _ = self._listening.accept()
            except OSError:
                return
            self._calls.append(call)
            self.was_called.set()

    def close(self) -> None:
        if self._listening.fileno() < 0:
            return
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()
        for call in self._calls:
            call.close()


class SilentRig(Rig):
    """A station whose printer is on the network and says nothing."""

    def __init__(self, folder: Path, address: str) -> None:
        self._address = address
        super().__init__(folder)

    def _open(self) -> Station:
        settings = replace(some_settings(self.folder), printer=PrinterSettings(address=self._address))
        station = Station(settings, carrier=self.carrier, now_ms=self.clock, monotonic_ms=self.clock.steady)
        for lane in station.work.values():
            lane.recover()
        return station


@pytest.fixture
def silent_end() -> Iterator[SilentEnd]:
    end = SilentEnd()
    yield end
    end.close()


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.windowHandle(), key)


def test_a_printer_that_says_nothing_is_asked_on_a_thread_and_escape_ends_the_waiting(
    bare_window: MainWindow, silent_end: SilentEnd, tmp_path: Path, qtbot: QtBot
) -> None:
    window, rig = bare_window, SilentRig(tmp_path, silent_end.address)
    try:
        window.attach(rig.station)
        window._on_command(Command.PRINTERS)
        window.printers.press("2")
        assert window.printers.banner.sentence.startswith("Asking")
        qtbot.waitUntil(silent_end.was_called.is_set)
        for _ in range(2):  # the waiting, then the screen; on a slow machine the printer is given up before that
            if window.printers.isVisible():
                press(window, Qt.Key.Key_Escape)
        assert window.packing.isVisible()
        assert not window.printers.errands.is_under_way("look")
    finally:
        silent_end.close()
        for thread in threading.enumerate():
            if thread.name.startswith("printers: "):
                thread.join(20)
        rig.station.stop()


class Stall:
    """The other end of an errand, silent until it is let go."""

    def __init__(self) -> None:
        self.may_go, self.was_begun = threading.Event(), threading.Event()

    def wait(self, *_: object, **__: object) -> None:
        self.was_begun.set()
        assert self.may_go.wait(30)
        raise AssertionError("nobody waits for this any more")


@dataclass(frozen=True)
class Waiting:
    """One errand of the window: what of the station is stalled, how it is begun, and where it says that it goes on."""

    stalled: Callable[[Station], tuple[object, str]]
    begin: Callable[[MainWindow], object]
    says: Callable[[MainWindow], str]
    word: str


def _begin(command: Command, screen: Callable[[MainWindow], object], *keys: str) -> Callable[[MainWindow], object]:
    def begin(window: MainWindow) -> None:
        window._on_command(command)
        for key in keys:
            screen(window).press(key)  # type: ignore[attr-defined]  # each is a Visit

    return begin


def _import(window: MainWindow) -> None:
    window._on_import_asked()
    window.order_file.bring_in(Path("orders.csv"))


ERRANDS: dict[str, Waiting] = {
    "looking for printers": Waiting(
        lambda station: (station.printers, "find"),
        _begin(Command.PRINTERS, lambda window: window.printers, "6"),
        lambda window: window.printers.found.says.text(),
        "Looking",
    ),
    "asking a printer": Waiting(
        lambda station: (station.printers, "look"),
        _begin(Command.PRINTERS, lambda window: window.printers, "2"),
        lambda window: window.printers.banner.sentence,
        "Asking",
    ),
    "drawing a paper": Waiting(
        lambda station: (station.printers, "preview"),
        _begin(Command.PRINTERS, lambda window: window.printers, "5"),
        lambda window: window.printers.preview.title.text(),
        "…",
    ),
    "looking for scanners": Waiting(
        lambda station: (station.scanners, "find"),
        _begin(Command.SCANNERS, lambda window: window.scanners, "f"),
        lambda window: window.scanners.found.says.text(),
        "Looking",
    ),
    "drawing the sheet that teaches a scanner": Waiting(
        lambda station: (station.scanners, "sheet"),
        _begin(Command.SCANNERS, lambda window: window.scanners, "t"),
        lambda window: window.scanners.teach.now.text(),
        "",  # the lesson asks for its scans meanwhile
    ),
    "bringing in orders": Waiting(
        lambda station: (station.order_desk, "bring_in"),
        _import,
        lambda window: window.visits.importing.running.text,
        "Bringing in orders.csv",
    ),
}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("errand", ERRANDS)
def test_what_takes_long_says_so_and_escape_frees_the_window_at_once(
    window: MainWindow, rig: Rig, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, errand: str
) -> None:
    waiting, stall = ERRANDS[errand], Stall()
    thing, name = waiting.stalled(rig.station)
    monkeypatch.setattr(thing, name, stall.wait)
    with ExitStack() as stack:
        stack.callback(stall.may_go.set)
        waiting.begin(window)
        qtbot.waitUntil(stall.was_begun.is_set)
        assert waiting.word in waiting.says(window)
        rig.orders(a_draft("1001", lines_of(A=2)))
        for _ in range(3):
            if not window.packing.isVisible():
                press(window, Qt.Key.Key_Escape)
        assert window.packing.isVisible()
        window._on_scanned("1001")
        assert isinstance(rig.station.bench.state, Packing)
        said = window.packing.banner.sentence
        window.visits.importing.stop_asked.emit()
        stall.may_go.set()
        for thread in threading.enumerate():
            if ": " in thread.name or thread.name == "order-import":
                thread.join(20)
        QApplication.processEvents()
        assert window.packing.banner.sentence == said  # the late answer is dropped


def test_an_errand_that_was_given_up_tells_nothing_and_may_be_asked_for_anew_at_once() -> None:
    told: list[PrinterNews] = []
    was_begun, may_go, was_told = threading.Event(), threading.Event(), threading.Event()

    def slow() -> PrinterNews:
        was_begun.set()
        assert may_go.wait(10)
        return Looked("slow", None)

    def tell(news: PrinterNews) -> None:
        told.append(news)
        was_told.set()

    errands: Errands[PrinterNews] = Errands("printers", tell, ErrandFailed)
    errands.ask("look", slow)
    assert was_begun.wait(10)
    (stuck,) = [thread for thread in threading.enumerate() if thread.name == "printers: look"]
    assert errands.cancel()
    assert not errands.is_under_way("look")
    errands.ask("look", lambda: Looked("anew", None))
    assert was_told.wait(10)
    may_go.set()
    stuck.join(10)
    errands.finish()
    assert told == [Looked("anew", None)]
    assert not errands.cancel()
