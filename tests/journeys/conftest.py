"""A station over a folder, without threads and without Qt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.devices.virtual_printer import VirtualPrinter
from tests.builders import Rig
from tests.journeys.print_room import MakeRoom, Plug, PrintRoom


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    yield rig
    rig.station.stop()


@pytest.fixture
def plug(tmp_path: Path) -> Iterator[Plug]:
    """Printers on TCP, each with a folder of its own for what comes out."""
    made: list[VirtualPrinter] = []

    def plugged(name: str, **making: Any) -> VirtualPrinter:
        printer = VirtualPrinter("127.0.0.1", 0, tmp_path / "paper of" / name, **making)
        printer.start()
        made.append(printer)
        return printer

    yield plugged
    for printer in made:
        printer.stop()


@pytest.fixture
def make_room(tmp_path: Path) -> Iterator[MakeRoom]:
    made: list[PrintRoom] = []

    def room(text: str) -> PrintRoom:
        made.append(PrintRoom(tmp_path / "station", text))
        return made[-1]

    yield room
    for each in made:
        each.station.stop()
