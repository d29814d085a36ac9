"""What memory the window's process holds over the scripted shift, and how long each of its scans takes to the frame.

    QT_QPA_PLATFORM=offscreen python -m tests.bench.shift [--speed 60]

The shift is the demo's: 200 orders, three packers, stops, jams, outages and a crash, through the window by keys, with
its carrier and printer in the same process. *Own CPU* is what the window's thread used for one event of Qt.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from array import array
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.demo import start_shift
from app.ui.main_window import MainWindow
from app.ui.shift_player import ShiftPlayer
from app.ui.sounds import Sounds
from tests.bench.burst import Memory, Mute
from tests.bench.table import HEAD, percentile, row

_SAMPLE_MS = 1_000
_LATE_S = 0.05  # longer than this nothing may hold up the window


class Watched(QApplication):
    """Knows what each event cost the window's thread; those inside another one are the outer one's."""

    def __init__(self) -> None:
        super().__init__(sys.argv[:1])
        self.spent_s = array("d")
        self._depth = 0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        self._depth += 1
        before = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self._depth -= 1
            if not self._depth:
                self.spent_s.append(time.thread_time() - before)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--speed", type=float, default=60.0, help="times as fast as a calm packer")
    chosen = options.parse_args()
    application = Watched()
    with tempfile.TemporaryDirectory() as folder:
        opened = start_shift(Path(folder))
        window, memory = MainWindow(language="en", sounds=Sounds(Mute())), Memory()
        window.attach(opened.station)
        window.show()
        window.activateWindow()
        player = ShiftPlayer(window, opened.play, speed=chosen.speed)
        player.finished.connect(application.quit)
        looking = QTimer(interval=_SAMPLE_MS)
        looking.timeout.connect(memory.look)
        memory.look()
        looking.start()
        began_s = time.perf_counter()
        application.exec()
        memory.look()
        _tell(application.spent_s, memory, time.perf_counter() - began_s)
        window.close()
        opened.stop()


def _tell(spent_s: array[float], memory: Memory, took_s: float) -> None:
    busy = [each for each in spent_s if each > 0.0005]
    print(HEAD)
    print(row("an event that does anything, own CPU", busy))
    print(f"the longest {max(spent_s) * 1000:.1f} ms, {sum(each > _LATE_S for each in spent_s)} over 50 ms")
    print(f"resident: {memory.mb[0]:.0f} MB when open, {max(memory.mb):.0f} at most, {memory.mb[-1]:.0f} at the end")
    print(f"the shift took {took_s:.0f} s; p99 of what an event took {percentile(busy, 0.99) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
