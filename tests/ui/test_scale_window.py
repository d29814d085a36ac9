"""A real scale on a TCP line: what it shows reaches the box on the table, and so does its silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.carriers.sandbox import Sandbox
from app.devices.virtual_scale import Plate, TcpPlug, VirtualScale
from app.domain.actor import Role
from app.domain.facts import ScaleRead
from app.domain.weighing import NotYet, Reading
from app.settings import PackingSettings, ScaleSettings
from app.station import Station
from app.store import orders
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from tests.builders import SwitchedPrinter, a_draft, a_line, some_settings
from tests.ui.people import BADGES, enroll_at

Keys = Callable[..., None]


@pytest.fixture
def scale() -> Iterator[VirtualScale]:
    plug = TcpPlug("127.0.0.1", 0)
    scale = VirtualScale("st-gs", plug, Plate(settle_looks=1), interval_s=0.02)
    scale.start()
    yield scale
    scale.stop()


def a_station(folder: Path, address: str, protocol: str = "st-gs") -> Station:
    """Weighing, with people, a packer at it, and two orders of 500 g a unit."""
    settings = replace(
        some_settings(folder),
        packing=PackingSettings(weight_required=True),
        scale=ScaleSettings(address=address, protocol=protocol),
    )

    def opened() -> Station:
        return Station(settings, carrier=Sandbox(folder / "sandbox.jsonl"), printer=SwitchedPrinter())

    station = opened()
    for handle, role in (("wu", Role.PACKER), ("li", Role.LEAD)):
        enroll_at(station, handle, role)
    lines = (replace(a_line("A", 2), weight_g=500),)
    with station.database.transaction() as tx:
        orders.add(tx, station.database, [a_draft("1001", lines), a_draft("1002", lines)])
    return station


@pytest.fixture
def station(tmp_path: Path, scale: VirtualScale) -> Iterator[Station]:
    plug = scale._plug
    assert isinstance(plug, TcpPlug)
    station = a_station(tmp_path, f"127.0.0.1:{plug.port}")
    station.start()
    yield station
    station.stop()


@pytest.fixture
def window(bare_window: MainWindow, station: Station, keys: Keys, qtbot: QtBot) -> MainWindow:
    bare_window.attach(station)
    keys(bare_window, BADGES["wu"])
    light = bare_window.header.lights["scale"]
    qtbot.waitUntil(lambda: light.isVisible() and light.words == "0 g", timeout=10_000)
    return bare_window


def filled(window: MainWindow, keys: Keys, number: str = "1001") -> None:
    keys(window, number, "A", "A")
    assert window.packing.step.step == "Put the box on the scale"


def test_a_good_weight_seals_the_box_and_the_header_shows_it(
    window: MainWindow, scale: VirtualScale, keys: Keys, qtbot: QtBot
) -> None:
    filled(window, keys)
    scale.obey("1010")
    qtbot.waitUntil(lambda: window.packing.banner.tone is Tone.COMPLETE)
    assert window.header.lights["scale"].words == "1,010 g"


def test_a_box_that_is_off_stops_and_is_weighed_again_when_it_was_mended(
    window: MainWindow, scale: VirtualScale, keys: Keys, qtbot: QtBot
) -> None:
    filled(window, keys)
    scale.obey("700")
    qtbot.waitUntil(lambda: window.packing.step.step == "Check the box, then weigh again")
    assert window.packing.banner.tone is not Tone.COMPLETE
    scale.obey("0")
    qtbot.waitUntil(lambda: window.header.lights["scale"].words == "0 g")
    scale.obey("1000")
    qtbot.waitUntil(lambda: window.packing.banner.tone is Tone.COMPLETE)


def test_a_weight_that_is_off_is_taken_with_a_leads_badge(
    window: MainWindow, scale: VirtualScale, keys: Keys, qtbot: QtBot
) -> None:
    filled(window, keys)
    scale.obey("700")
    qtbot.waitUntil(lambda: window.packing.step.step == "Check the box, then weigh again")
    keys(window, "PB.WEIGHT")
    assert window.packing.step.step == "Shift lead: scan your badge"
    keys(window, BADGES["wu"])
    assert window.packing.banner.sentence == "wu may not agree to that."
    keys(window, BADGES["li"])
    assert window.packing.banner.tone is Tone.COMPLETE
    assert window.header.person.text() == "wu · packer"


def test_a_scale_that_was_not_emptied_says_so_across_the_window(
    window: MainWindow, station: Station, scale: VirtualScale, keys: Keys, qtbot: QtBot
) -> None:
    filled(window, keys)
    scale.obey("1000")
    qtbot.waitUntil(lambda: window.packing.banner.tone is Tone.COMPLETE)
    filled(window, keys, "1002")
    qtbot.waitUntil(window.scale_note.isVisible)
    assert window.scale_note.text().startswith("The scale was not empty since the last parcel.")
    scale.obey("0")
    qtbot.waitUntil(lambda: station.bench.weight_waits_for is NotYet.EMPTY)
    assert not window.scale_note.isVisible()
    scale.obey("1000")
    qtbot.waitUntil(lambda: window.packing.banner.tone is Tone.COMPLETE)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("overload", "Too much is on the scale. Take something off."),
        ("unplug", "The scale is not connected. Check its power and cable."),
    ],
)
def test_a_scale_that_fails_is_a_yellow_light_and_names_the_reason_while_a_box_waits(
    window: MainWindow, scale: VirtualScale, keys: Keys, qtbot: QtBot, fault: str, said: str
) -> None:
    light = window.header.lights["scale"]
    scale.obey(fault)
    qtbot.waitUntil(lambda: light.tone is Tone.WRONG, timeout=10_000)
    assert said.split(".", maxsplit=1)[0] in light.toolTip()
    assert not window.scale_note.isVisible()
    scale.obey("ok")
    qtbot.waitUntil(lambda: light.tone is Tone.OK, timeout=10_000)
    filled(window, keys)
    scale.obey(fault)
    qtbot.waitUntil(window.scale_note.isVisible, timeout=10_000)
    assert window.scale_note.text() == said
    scale.obey("ok")
    scale.obey("1000")
    qtbot.waitUntil(lambda: window.packing.banner.tone is Tone.COMPLETE, timeout=10_000)


class _Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's own name
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_a_scale_that_shows_the_same_again_and_again_paints_nothing(window: MainWindow, qtbot: QtBot) -> None:
    heard: list[object] = []
    window.relay.fact.connect(heard.append)
    paints = [_Paints(part) for part in (window.header, window.header.lights["scale"], window.packing.step)]

    def is_quiet() -> bool:
        """Whether four readings pass without a stroke; what the log-in left to be painted comes before."""
        heard.clear()
        before = sum(each.count for each in paints)
        qtbot.waitUntil(lambda: sum(isinstance(fact, ScaleRead) for fact in heard) >= 4)
        return sum(each.count for each in paints) == before

    assert any(is_quiet() for _ in range(4))
    paints[1].count = 0
    window._on_fact(ScaleRead(Reading(77, True, 0)))
    qtbot.waitUntil(lambda: paints[1].count > 0)


def test_without_a_scale_there_is_no_light_and_with_an_unknown_kind_the_reason(
    bare_window: MainWindow, tmp_path: Path, keys: Keys, qtbot: QtBot
) -> None:
    assert not bare_window.header.lights["scale"].isVisible()
    station = a_station(tmp_path, "127.0.0.1:1", protocol="nonsense")
    station.start()
    try:
        bare_window.attach(station)
        light = bare_window.header.lights["scale"]
        qtbot.waitUntil(light.isVisible, timeout=10_000)
        assert (light.tone, light.toolTip().splitlines()[0]) == (Tone.WRONG, "Scale: waiting")
        keys(bare_window, BADGES["wu"])
        filled(bare_window, keys)
        qtbot.waitUntil(bare_window.scale_note.isVisible, timeout=10_000)
        assert bare_window.scale_note.text().startswith("The settings name an unknown kind of scale.")
    finally:
        station.stop()
