"""Draws the page of devices, well and unplugged: python -m tests.ui.gallery_devices FOLDER."""

from __future__ import annotations

from collections.abc import Iterator

from app.devices.virtual_printer import Fault
from app.errors import Unavailable
from app.ui.main_window import MainWindow
from tests.ui.devices.bench import DeviceBench, choose
from tests.ui.devices.bench import settle as settle_page
from tests.ui.gallery_drawing import Scene, run, settle


def rest(window: MainWindow) -> None:
    """Everything was asked, has answered, and is painted."""
    for _ in range(2):
        window.visits.devices.ask()
        settle_page(window)
    settle(window)


def states(window: MainWindow, bench: DeviceBench) -> Iterator[str]:
    """Bring the window into one state after the other."""
    scan, screen = window.wedge.scanned.emit, window.visits.devices
    window.attach(bench.station)
    bench.hear_news()
    bench.second()
    scan("PB.DEVICES")
    yield "A0-well"
    choose(window, "scale:")
    bench.scale.shows = (1250, True)
    bench.second(window)
    screen.press("T")
    yield "A1-weight"
    choose(window, "wedge:")
    screen.press("T")
    yield "A2-scan"
    scan("6901234567892")
    yield "A3-scanned"
    choose(window, "carrier:kdniao")
    screen.press("T")
    settle_page(window)
    yield "A4-call"
    bench.main.misbehave(Fault.PAPER_OUT)
    choose(window, "printer:label")
    yield "A5-paper-out"
    bench.gun.trouble = Unavailable("scanner.gone")
    bench.scale.trouble = Unavailable("scale.gone")
    bench.server.online = False
    bench.programs["cainiao"].begin()
    bench.has_network = False
    for _ in range(2):
        bench.second(window)
    choose(window, "carrier:kdniao")
    yield "A6-unplugged"
    choose(window, "component:cainiao")
    yield "A7-component"
    choose(window, "network:")
    yield "A8-network"
    choose(window, "disk:")
    yield "A9-disk"


SCENES = (Scene(DeviceBench, states, rest),)

if __name__ == "__main__":
    run(SCENES)
