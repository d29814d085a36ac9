"""Watches the window's thread while much goes on: python -m tests.ui.watchdog [--broken reads|computes] [--seconds 7].

An import of 20,000 orders on its thread, lanes with 2,000 jobs to do, 20 scans a second, and every screen gone to. What
each event costs the window's thread of its *own* time is measured around its delivery (other threads may have the
processor meanwhile), and where it is long another thread takes down what it was at. Prints the ten longest.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.barcode import Command
from app.station import Station
from app.store import orders
from app.ui.main_window import MainWindow
from app.ui.sounds import Silence, Sounds
from tests.builders import SwitchedPrinter, a_draft, lines_of, some_settings

WALL_S = 0.050
LOOKS_EVERY_S = 0.004
SUSPECT_S = 0.030
IMPORTED = 20_000
WORST = 10
THEME = "another theme"  # a style sheet is taken over by all widgets at once: a person asked for it, and it has a wall
THEME_WALL_S = 0.500  # of its own


@dataclass(frozen=True, slots=True)
class Seen:
    """One delivery of an event: its own time in the window's thread, to whom, and what it was at when it was long."""

    own_s: float
    what: str
    stack: str


@dataclass
class Watchdog:
    """Knows what is being delivered just now, and remembers the longest."""

    window_thread: int
    began_s: float = 0.0
    stack: str = ""
    worst: list[Seen] = field(default_factory=list)
    delivered: int = 0
    theme_s: float = 0.0
    is_over: bool = False

    def begin(self) -> float:
        self.stack = ""
        self.began_s = time.thread_time()
        return self.began_s

    def end(self, what: Callable[[], str]) -> None:
        own_s = time.thread_time() - self.began_s
        self.began_s = 0.0
        self.delivered += 1
        if what().endswith(THEME):
            self.theme_s = max(self.theme_s, own_s)
            return
        if len(self.worst) < WORST or own_s > self.worst[-1].own_s:
            self.worst.append(Seen(own_s, what(), self.stack))
            self.worst.sort(key=lambda seen: -seen.own_s)
            del self.worst[WORST:]

    def look(self, clock: int) -> None:
        """From another thread: take down what the window is at once it takes long."""
        while not self.is_over:
            began_s = self.began_s
            if began_s and time.clock_gettime(clock) - began_s > SUSPECT_S:
                frame = sys._current_frames().get(self.window_thread)
                told = traceback.format_stack(frame)[-12:] if frame is not None else []
                if self.began_s == began_s:
                    self.stack = "".join(told)
            time.sleep(LOOKS_EVERY_S)


class WatchedApplication(QApplication):
    """Delivers every event under the watchdog's eye; what is delivered within another belongs to that one."""

    watchdog: Watchdog | None = None
    _depth = 0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        watchdog = self.watchdog
        if watchdog is None or self._depth or threading.get_ident() != watchdog.window_thread:
            return super().notify(receiver, event)
        kind = event.type()
        name = receiver.objectName() or type(receiver).__name__
        self._depth += 1
        watchdog.begin()
        try:
            return super().notify(receiver, event)
        finally:
            self._depth -= 1
            watchdog.end(lambda: f"{kind.name} to {name}")


class BrokenScreen(QWidget):
    """What must be caught: reads a long list, or computes, in the window's thread."""

    def __init__(self, station: Station, how: str) -> None:
        super().__init__()
        self._station, self._how = station, how
        self._timer = QTimer(self, interval=1_000)
        self._timer.timeout.connect(self._on_time)
        self._timer.start()

    def _on_time(self) -> None:
        if self._how == "reads":
            with self._station.database.reading() as connection:
                rows = connection.exec_driver_sql(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n"
                ).all()
            assert len(rows) == 100_000
        else:
            until_s = time.thread_time() + 0.060
            while time.thread_time() < until_s:
                pass


def a_file(folder: Path) -> Path:
    path = folder / "orders.csv"
    rows = (f"I{at:06d},张三,13800001111,浙江省,杭州市,西湖区,路1号,A,茶,1\n" for at in range(IMPORTED))
    path.write_text("number,name,phone,province,city,district,street,sku,title,quantity\n" + "".join(rows), "utf-8")
    return path


@contextmanager
def a_busy_station(folder: Path, jobs: int) -> Iterator[Station]:
    """With so many jobs for its lanes (a waybill and a label a parcel) and orders to scan."""
    station = Station(some_settings(folder, confirm="off"), printer=SwitchedPrinter())
    try:
        drafts = [a_draft(f"B{at:05d}", lines_of(A=1)) for at in range(jobs // 2 + 1_000)]
        with station.database.transaction() as tx:
            orders.add(tx, station.database, drafts)
        for code in islice(scans(0), jobs):
            station.bench.scan(code)
        station.start()
        yield station
    finally:
        station.stop()


def scans(first: int) -> Iterator[str]:
    """One order after the other: its number, and its one unit."""
    for at in count(first):
        yield from (f"B{at:05d}", "A")


def walk(window: MainWindow) -> Iterator[str]:
    """What a person does meanwhile, step by step; the name of each."""
    screens = (
        Command.INCIDENTS,
        Command.ORDERS,
        Command.PARCELS,
        Command.PRINTERS,
        Command.SCANNERS,
        Command.DEVICES,
        Command.SETUP,
        Command.HELP,
    )
    while True:
        for command in screens:
            window._on_command(command)
            yield f"to {command.name}"
        window._on_import_asked()
        yield "to the import"
        window._on_language_asked()
        yield "another language"


def watch(folder: Path, *, seconds: float, jobs: int, broken: str) -> Watchdog:
    """Let all of it go on for so long."""
    application = WatchedApplication([])
    watchdog = Watchdog(threading.get_ident())
    clock = time.pthread_getcpuclockid(threading.get_ident())
    with ExitStack() as stack:
        station = stack.enter_context(a_busy_station(folder, jobs))
        window = MainWindow(language="en", sounds=Sounds(Silence()))
        window.show()
        window.attach(station)
        settled_s = time.monotonic() + 1.0  # opening has a time of its own: `tests.bench.start`
        while time.monotonic() < settled_s:
            application.processEvents()
        window.order_file.bring_in(a_file(folder))
        codes, steps = scans(jobs // 2), walk(window)
        timers = [QTimer(interval=50), QTimer(interval=350), QTimer(interval=3_000)]
        for timer, name in zip(timers, ("a scan", "a step of the walk", THEME), strict=True):
            timer.setObjectName(name)
        timers[0].timeout.connect(lambda: window.wedge.scanned.emit(next(codes)))
        timers[1].timeout.connect(lambda: next(steps))
        timers[2].timeout.connect(window._on_theme_asked)
        wrong = BrokenScreen(station, broken) if broken else None
        looker = threading.Thread(target=watchdog.look, args=(clock,), name="watchdog")
        looker.start()
        for timer in timers:
            timer.start()
        WatchedApplication.watchdog = watchdog
        QTimer.singleShot(int(seconds * 1000), application.quit)
        application.exec()
        WatchedApplication.watchdog = None
        watchdog.is_over = True
        looker.join()
        for timer in timers:
            timer.stop()
        del wrong
        window.close()
    return watchdog


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--broken", choices=("", "reads", "computes"), default="")
    parser.add_argument("--seconds", type=float, default=7.0)
    parser.add_argument("--jobs", type=int, default=2_000)
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        watchdog = watch(Path(folder), seconds=arguments.seconds, jobs=arguments.jobs, broken=arguments.broken)
    sys.stdout.write(f"{watchdog.delivered:,} events\n")
    for seen in watchdog.worst:
        sys.stdout.write(f"{seen.own_s * 1000:7.1f} ms  {seen.what}\n{seen.stack if seen.own_s > WALL_S else ''}")
    sys.stdout.write(f"{watchdog.theme_s * 1000:7.1f} ms  {THEME}\n")
    return int(watchdog.worst[0].own_s > WALL_S or watchdog.theme_s > THEME_WALL_S)


if __name__ == "__main__":
    sys.exit(main())
