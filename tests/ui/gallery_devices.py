"""Draws the page of devices: python -m tests.ui.gallery_devices FOLDER [LANGUAGE THEME WIDTHxHEIGHT]."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.devices.virtual_printer import Fault
from app.errors import Unavailable
from app.ui.main_window import MainWindow
from app.ui.sounds import Silence, Sounds
from tests.ui.devices.bench import DeviceBench, choose, settle


def calm(window: MainWindow, bench: DeviceBench) -> None:
    """Everything that is under way is over and painted."""
    bench.second(window)
    screen = window._stack.devices
    screen.banner._pulse.stop()
    screen.banner._on_pulse(0.0)
    for _ in range(4):
        QApplication.processEvents()


def states(window: MainWindow, bench: DeviceBench) -> Iterator[str]:
    """Bring the window into one state after the other."""
    scan, screen = window.wedge.scanned.emit, window._stack.devices
    window.attach(bench.station)
    bench.station.scanners.watches["gun"].step()
    scan("PB.DEVICES")
    yield "90-well"
    choose(window, "scale:")
    bench.scale.shows = (1250, True)
    bench.second(window)
    screen.press("T")
    yield "91-weight"
    choose(window, "wedge:")
    screen.press("T")
    yield "92-scan"
    scan("6901234567892")
    yield "93-scanned"
    choose(window, "carrier:kdniao")
    screen.press("T")
    settle(window)
    yield "94-call"
    bench.main.misbehave(Fault.PAPER_OUT)
    choose(window, "printer:label")
    yield "95-paper-out"
    bench.gun.trouble = Unavailable("scanner.gone")
    bench.scale.trouble = Unavailable("scale.gone")
    bench.server.online = False
    bench.programs["cainiao"].begin()
    bench.has_network = False
    for _ in range(2):
        bench.second(window)
    choose(window, "carrier:kdniao")
    yield "96-unplugged"
    choose(window, "component:cainiao")
    yield "97-component"
    choose(window, "network:")
    yield "98-network"
    choose(window, "disk:")
    yield "99-disk"


def main(folder: Path, looks: list[tuple[str, str, int, int]]) -> None:
    """Every state in every look."""
    application = QApplication([])
    for language, theme, width, height in looks:
        with tempfile.TemporaryDirectory() as scratch, DeviceBench(Path(scratch)) as bench:
            window = MainWindow(language=language, theme=theme, sounds=Sounds(Silence()))
            window.resize(width, height)
            window.show()
            for name in states(window, bench):
                calm(window, bench)
                window.grab().save(str(folder / f"{name}-{language}-{theme}-{width}.png"))
            window.close()
    application.quit()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    chosen = sys.argv[2:]
    if chosen:
        wide, high = chosen[2].split("x")
        main(target, [(chosen[0], chosen[1], int(wide), int(high))])
    else:
        sizes = ((1366, 768), (1920, 1080))
        main(target, [(la, th, w, h) for la in ("zh_CN", "en") for th in ("light", "dark") for w, h in sizes])
