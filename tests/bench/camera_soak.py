"""Whether a camera's two processes grow: pictures through the process that sees, as fast as it looks at them.

    python -m tests.bench.camera_soak [--frames 20000] [--seed 1]

2,600,000 are 24 hours at 30 a second. Over real HTTP the next picture is sent when one was looked at, so all the work
is done and nothing waits for a clock; the preview is on every other tenth. Resident memory is Linux's; it must not grow
after the second tenth.
"""

from __future__ import annotations

import argparse
import os
import socket
import sys
import threading
import time
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

from app.devices.camera import ChildCamera
from app.devices.camera.talk import Seen
from app.devices.virtual_camera import Film, play
from app.domain.expecting import Expectation
from app.domain.sighting import Symbol
from app.errors import PackbenchError

DAY = 2_592_000
"""Pictures."""
_TELLING = 200_000
"""So many pictures, at least, for what memory does by chance not to look like a slope."""
_MOST_GROWN_MB = 8.0
_AHEAD = 4
"""Pictures on their way at a time."""
_CODES = (
    ("4006381333931", Symbol.EAN_13),
    ("JT1234567890123", Symbol.CODE_128),
    ("09506000134352", Symbol.ITF),
    ("https://goods.example/p/42", Symbol.QR),
    ("(01)09506000134352(17)271231(10)L7", Symbol.DATA_MATRIX),
)


class Feed:
    """A network camera that sends the next of its pictures when it is told that one was looked at."""

    def __init__(self, pictures: Sequence[bytes]) -> None:
        self._pictures = cycle(pictures)
        self._looked_at = threading.Semaphore(_AHEAD)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        self.sent = 0
        self.callers = 0
        threading.Thread(target=self._run, daemon=True).start()

    def go_on(self) -> None:
        self._looked_at.release()

    def _run(self) -> None:
        while True:
            caller, _ = self._listener.accept()
            self.callers += 1
            try:
                self._serve(caller)
            except OSError:
                caller.close()

    def _serve(self, caller: socket.socket) -> None:
        caller.recv(8192)
        caller.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=b\r\n\r\n")
        for picture in self._pictures:
            self._looked_at.acquire(timeout=0.1)  # one that was overwritten is never looked at
            caller.sendall(b"--b\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(picture))
            caller.sendall(picture + b"\r\n")
            self.sent += 1


class Counted(ChildCamera):
    """Tells the feed of every picture that was looked at."""

    feed: Feed
    looked_at = 0

    def _hear(self, life: Any, word: Any, wish: Any) -> None:
        super()._hear(life, word, wish)
        if isinstance(word, Seen):
            self.looked_at += 1
            self.feed.go_on()

    @property
    def process(self) -> int:
        return self._life.child.pid if self._life else 0


def resident_mb(process: int | str) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return float("nan")
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), float("nan"))


def soak(camera: Counted, frames: int) -> list[tuple[int, float, float]]:
    """Pictures looked at, and the megabytes of both processes, after each tenth."""
    rows: list[tuple[int, float, float]] = []
    counted, began_s = 0, time.monotonic()
    while len(rows) < 10:
        try:
            counted += camera.read(0.2) is not None
        except PackbenchError:
            continue
        if camera.looked_at >= frames * (len(rows) + 1) / 10:
            rows.append((camera.looked_at, resident_mb(camera.process), resident_mb(os.getpid())))
            camera.show(is_shown=len(rows) % 2 == 1)
            jpeg = camera.picture(5.0)
            speed = camera.looked_at / (time.monotonic() - began_s)
            print(f"{camera.looked_at:>10,} {rows[-1][1]:10.1f} {rows[-1][2]:10.1f} {speed:8.0f} {counted:8} "
                  f"{camera.feed.sent:>10,} {camera.feed.callers:6} {len(jpeg):8}", flush=True)  # fmt: skip
    return rows


def slope(rows: Sequence[tuple[int, float]]) -> float:
    """Megabytes a picture, by least squares."""
    middle_x, middle_y = (sum(row[i] for row in rows) / len(rows) for i in (0, 1))
    spread = sum((x - middle_x) ** 2 for x, _ in rows)
    return sum((x - middle_x) * (y - middle_y) for x, y in rows) / spread


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    feed = Feed([shot.jpeg for shot in play(Film(arguments.seed), _CODES, hold_s=1.0, gap_s=0.3)])
    nothing = Expectation()
    camera = Counted("soak", feed.address, expected=lambda: nothing, clock=lambda: time.monotonic_ns() // 1_000_000)
    camera.feed = feed
    print(f"{'looked at':>10} {'child MB':>10} {'station MB':>10} {'a second':>8} {'counted':>8} {'sent':>10} "
          f"{'opened':>6} {'picture':>8}")  # fmt: skip
    try:
        rows = soak(camera, arguments.frames)
    finally:
        camera.close()
    is_met = True
    for name, column in (("child", 1), ("station", 2)):
        later = [(row[0], row[column]) for row in rows[1:]]
        grown = later[-1][1] - later[0][1]
        is_met = is_met and grown <= _MOST_GROWN_MB
        long = f", by its slope {slope(later) * DAY:+.0f} MB in 24 h" if arguments.frames >= _TELLING else ""
        print(
            f"  {'met ' if grown <= _MOST_GROWN_MB else 'MISS'}  {name}: {grown:+.1f} MB after the second tenth{long}"
        )
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
