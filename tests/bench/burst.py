"""Fifty scans a second through the window, with many open orders and busy lanes: nothing lost, and memory stays flat.

    QT_QPA_PLATFORM=offscreen python -m tests.bench.burst [--minutes 10] [--orders 100000] [--per-second 50]

The carrier and the printer stand in processes of their own; the carrier takes 100 ms a call, so that its lane is never
done. *Own CPU* is what the window's thread used for the scan, from Enter to the answer, and for the frame that shows
it; *wall* is the time from when Enter was due to the end of that frame.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import threading
import time
from array import array
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication

from app.domain.facts import Fact, LabelSent
from app.domain.scanner import WEDGE
from app.station import Station
from app.store import journal, orders
from app.ui.main_window import MainWindow
from app.ui.sounds import Sounds
from tests.bench.lanes import settings_of
from tests.bench.street import a_carrier, a_printer
from tests.bench.table import HEAD, percentile, row
from tests.builders import a_draft, lines_of
from tests.field.trigger import Trigger

_SCANS = ("", "TEA1", "CUP2", "TEA1")  # of one order: its number and its units
_LATENCY_S = 0.1
_SAMPLE_S = 10
_BATCH = 5_000
_FRAME_S = 0.016


def code_of(at: int) -> str:
    return _SCANS[at % 4] or f"B{at // 4:06d}"


class Mute:
    """Plays nothing: other programs' memory and time are not ours."""

    name = "mute"

    def play(self, path: Path) -> None: ...


class WatchedWindow(MainWindow):
    """Knows when each answer had been painted, and what its thread had used by then."""

    def __init__(self) -> None:
        super().__init__(language="en", sounds=Sounds(Mute()))
        self.painted_s, self.frame_cpu_s, self.answered_cpu_s = array("d"), array("d"), array("d")

    def _on_scanned(self, text: str, scanner: str = WEDGE) -> None:
        super()._on_scanned(text, scanner)
        self.answered_cpu_s.append(time.thread_time())

    def event(self, event: QEvent) -> bool:
        before = time.thread_time()
        taken = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest:
            now, spent = time.perf_counter(), time.thread_time() - before
            for _ in range(len(self.answered_cpu_s) - len(self.painted_s)):
                self.painted_s.append(now)
                self.frame_cpu_s.append(spent)
        return taken


class Memory:
    """Resident bytes of this process, by seconds since the first scan."""

    def __init__(self) -> None:
        self.at_s, self.mb = array("d"), array("d")
        self._began_s = time.perf_counter()

    def look(self) -> None:
        self.at_s.append(time.perf_counter() - self._began_s)
        self.mb.append(_resident_mb())

    def slope(self, since_s: float) -> float:
        """MB a minute, the least squares over what was seen after `since_s`."""
        seen = [(at / 60, mb) for at, mb in zip(self.at_s, self.mb, strict=True) if at >= since_s]
        if len(seen) < 2:
            return 0.0
        middle, mean = (sum(values) / len(seen) for values in zip(*seen, strict=True))
        spread = sum((at - middle) ** 2 for at, _ in seen)
        return sum((at - middle) * (mb - mean) for at, mb in seen) / spread


def _resident_mb() -> float:
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=10.0)
    options.add_argument("--orders", type=int, default=100_000)
    options.add_argument("--per-second", type=float, default=50.0)
    chosen = options.parse_args()
    count = int(chosen.minutes * 60 * chosen.per_second) // 4 * 4
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        url = stack.enter_context(a_carrier(_LATENCY_S))
        port = stack.enter_context(a_printer(Path(folder) / "paper"))
        station = Station(settings_of(Path(folder), url, port))
        _fill(station, max(chosen.orders, count // 4))
        labels = _count_labels(station)
        station.start()
        window, memory = WatchedWindow(), Memory()
        window.attach(station)
        window.show()
        window.activateWindow()
        trigger = Trigger(code_of, count, per_s=chosen.per_second)
        _run(application, trigger, window, memory)
        print(f"{chosen.orders} open orders, {count} scans at {chosen.per_second:g}/s, {labels()} labels meanwhile")
        _compare(station, count)
        _times(trigger, window)
        _memory(memory)
        window.close()
        station.stop()


def _fill(station: Station, count: int) -> None:
    database = station.database
    for start in range(0, count, _BATCH):
        drafts = [
            a_draft(f"B{number:06d}", lines_of(TEA1=2, CUP2=1)) for number in range(start, min(start + _BATCH, count))
        ]
        with database.transaction() as tx:
            orders.add(tx, database, drafts)


def _count_labels(station: Station) -> Callable[[], int]:
    sent, lock = [0], threading.Lock()

    def heard(fact: Fact) -> None:
        if isinstance(fact, LabelSent):
            with lock:
                sent[0] += 1

    station.listen(heard)
    return lambda: sent[0]


def _run(application: QApplication, trigger: Trigger, window: WatchedWindow, memory: Memory) -> None:
    """Until every code is typed and its answer painted."""
    looking = QTimer(interval=_SAMPLE_S * 1000)
    looking.timeout.connect(memory.look)
    ending = QTimer(interval=50)
    ending.timeout.connect(lambda: application.quit() if len(window.painted_s) == trigger.count else None)
    memory.look()
    looking.start()
    ending.start()
    QTimer.singleShot(200, trigger.pull)
    application.exec()
    memory.look()


def _compare(station: Station, count: int) -> None:
    """What the journal holds against what was typed."""
    with station.database.reading() as connection:
        came = [text for _, text in journal.scans(connection, station.database)]
        is_whole = journal.verify(connection) is None
        packed, sealed, units = connection.exec_driver_sql(
            "SELECT (SELECT sum(packed) FROM order_lines), (SELECT count(*) FROM parcels),"
            " (SELECT sum(units) FROM parcels)"
        ).one()
    sent = [code_of(at) for at in range(count)]
    lost, doubled = max(0, count - len(came)), max(0, len(came) - count)
    print(f"lost {lost}, doubled {doubled}, in order: {came == sent}, journal whole: {is_whole}")
    is_exact = (packed, sealed, units) == (count // 4 * 3, count // 4, count // 4 * 3)
    print(f"units packed {packed}, parcels {sealed}, units in them {units}: {'exact' if is_exact else 'WRONG'}")
    if came != sent or not is_whole or not is_exact:
        sys.exit("scans were lost or doubled")


def _times(trigger: Trigger, window: WatchedWindow) -> None:
    wall = [painted - due for painted, due in zip(window.painted_s, trigger.due_s, strict=True)]
    answered = [after - before for after, before in zip(window.answered_cpu_s, trigger.cpu_s, strict=True)]
    cpu = [scan + frame for scan, frame in zip(answered, window.frame_cpu_s, strict=True)]
    print(HEAD)
    print(row("scan to painted frame, own CPU", cpu))
    print(row("of it until the answer is given", answered))
    for name, places in (("order opened", (0,)), ("item counted", (1, 2)), ("order complete", (3,))):
        print(row(f"{name} to painted frame, own CPU", [each for at, each in enumerate(cpu) if at % 4 in places]))
    print(row("scan to painted frame, wall", wall))
    print(f"own CPU p99: {percentile(cpu, 0.99) * 1000:.1f} ms (goal: {_FRAME_S * 1000:.0f} ms)")


def _memory(memory: Memory) -> None:
    minutes = [f"{memory.mb[0]:.1f} at the start"]
    for at, mb in zip(memory.at_s, memory.mb, strict=True):
        if at >= 60 * len(minutes):
            minutes.append(f"{mb:.1f} after {len(minutes)} min")
    minutes.append(f"{memory.mb[-1]:.1f} at the end")
    print(f"memory in MB: {', '.join(minutes)}")
    since_s = min(60.0, memory.at_s[-1] / 2)
    print(f"growth after the first {since_s:.0f} s: {memory.slope(since_s):+.2f} MB/min")


if __name__ == "__main__":
    main()
