"""How long after Enter the sound is asked for and handed to the sound system, in the window over a real station.

    QT_QPA_PLATFORM=offscreen python -m tests.bench.tone [SCANS]

Typed as a wedge does, without pauses: each sound also cuts the one before it, the dearest case. Where the machine has
no sound card the player ends at once; what the sound system itself needs until the loudspeaker moves is not in here.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.main_window import MainWindow
from app.ui.sounds import OneVoice, Player, ProgramPlayer, Sounds, find_player
from tests.bench.table import percentile
from tests.builders import Rig, a_draft, lines_of


class Watched:
    """A player, with the times at which it was asked and had handed the sound on."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self.asked: list[float] = []
        self.handed_on: list[float] = []

    @property
    def name(self) -> str:
        return self._player.name

    def play(self, path: Path) -> None:
        self.asked.append(time.perf_counter())
        self._player.play(path)
        self.handed_on.append(time.perf_counter())


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    application = QApplication(sys.argv[:1])
    found = find_player()
    player = found if found.name != "none" else ProgramPlayer(("sleep", "1"))
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder))
        rig.orders(a_draft("1001", lines_of(A=count)))
        watched, window = Watched(player), MainWindow(language="en")
        window.attach(rig.station)
        window.show()
        window.sounds = Sounds(watched)
        entered = _type(window, ["1001", *["A"] * (count - 1)])
        print(f"{len(entered)} scans, player: {player.name}{'' if player is found else ' (stands in for a player)'}")
        print(f"{'':34} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8}")
        _row("Enter to the sound asked for", entered, watched.asked)
        _row("Enter to the player started", entered, watched.handed_on)
        _row("own share of the window's time", watched.asked, watched.handed_on)
        burst = Watched(player)
        window.sounds = Sounds(OneVoice(burst))
        entered = _type(window, ["wrong", *["B"] * 49], every_s=0.02)
        early_ms = (entered[-1] - burst.asked[-1]) * 1000
        print(f"50 refused scans at 50/s: {len(burst.asked)} sounds, the last {early_ms:.0f} ms before the last scan")
        window.close()
        rig.station.stop()
    application.processEvents()


def _type(window: MainWindow, codes: list[str], *, every_s: float = 0.0) -> list[float]:
    """Type the codes; when Enter was pressed for each."""
    entered: list[float] = []
    target, began = window.windowHandle(), time.perf_counter()
    for number, code in enumerate(codes):
        while time.perf_counter() < began + number * every_s:
            QApplication.processEvents()
        for character in code:
            QTest.keyClick(target, character)
        entered.append(time.perf_counter())
        QTest.keyClick(target, Qt.Key.Key_Return)
    return entered


def _row(name: str, begins: list[float], ends: list[float]) -> None:
    waits = [(end - begin) * 1000 for begin, end in zip(begins, ends, strict=True)]
    print(f"{name:34} {percentile(waits, 0.5):8.2f} {percentile(waits, 0.95):8.2f} {max(waits):8.2f}")


if __name__ == "__main__":
    main()
