"""Each thing around the bench is unplugged: within three seconds the page says so, with what to do, and when it is
back it says that too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication

from app.device_desk import DeviceDesk
from app.devices.virtual_printer import Fault
from app.domain.glance import Light
from app.domain.weighing import ScaleTrouble
from app.errors import Unavailable
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from app.ui.screens.devices.screen import DevicesScreen
from tests.ui.devices.bench import DeviceBench, choose, glance, spoken

MOST_S = 3


@dataclass(frozen=True)
class Unplugging:
    """What is done to a thing, and undone; what the page must say then, and which words its remedy must hold."""

    key: str
    unplug: Callable[[DeviceBench], object]
    plug_in: Callable[[DeviceBench], object]
    light: Light
    code: str
    remedy: str
    is_asked: bool = True  # else it tells by itself


def set_trouble(name: str, trouble: str) -> Callable[[DeviceBench], object]:
    error = Unavailable(trouble) if trouble else None
    return lambda bench: setattr(getattr(bench, name), "trouble", error)


def put(name: str, value: object) -> Callable[[DeviceBench], object]:
    return lambda bench: setattr(bench, name, value)


def scale_shows(shown: object) -> Callable[[DeviceBench], object]:
    return lambda bench: setattr(bench.scale, "shows", shown)


RED, AMBER = Light.RED, Light.AMBER
UNPLUGGINGS = {
    "a printer's cable": Unplugging(
        "printer:label",
        lambda b: b.main.misbehave(Fault.REFUSE),
        lambda b: b.main.recover(),
        RED,
        "printer.away",
        "cable",
    ),
    "a mute printer's cable": Unplugging(
        "printer:spare",
        lambda b: b.spare.misbehave(Fault.POWER_CUT),
        lambda b: b.spare.recover(),
        RED,
        "printer.away",
        "cable",
    ),
    "a printer's paper": Unplugging(
        "printer:label",
        lambda b: b.main.misbehave(Fault.PAPER_OUT),
        lambda b: b.main.recover(),
        RED,
        "printer.paper_out",
        "Put paper in",
    ),
    "a scanner": Unplugging(
        "scanner:gun", set_trouble("gun", "scanner.gone"), set_trouble("gun", ""), RED, "scanner.gone", "cable", False
    ),
    "a camera": Unplugging(
        "camera:above",
        set_trouble("camera", "scanner.silent"),
        set_trouble("camera", ""),
        RED,
        "scanner.silent",
        "Unplug it and plug it in again",
        False,
    ),
    "the scale": Unplugging(
        "scale:", set_trouble("scale", "scale.gone"), set_trouble("scale", ""), RED, "scale.gone", "cable", False
    ),
    "the scale's power": Unplugging(
        "scale:", scale_shows(ScaleTrouble.SILENT), scale_shows((0, True)), RED, "scale.silent", "power", False
    ),
    "a scale that never comes back": Unplugging(
        "scale:", put("scale_is_heard", False), put("scale_is_heard", True), RED, "scale.silent", "power", False
    ),
    "the carrier's server": Unplugging(
        "carrier:kdniao",
        lambda b: setattr(b.server, "online", False),
        lambda b: setattr(b.server, "online", True),
        AMBER,
        "http.connect",
        "by itself",
    ),
    "the network": Unplugging(
        "network:", put("has_network", False), put("has_network", True), RED, "network.none", "network cable"
    ),
    "the shops' folder": Unplugging(
        "news:", lambda b: b.news.rmdir(), lambda b: b.news.mkdir(), RED, "news.unreadable", ""
    ),
    "room on the disk": Unplugging(
        "disk:", put("free_bytes", 100_000_000), put("free_bytes", 250_000_000_000), AMBER, "doctor.disk_low", "Free"
    ),
}


def seconds_until(window: MainWindow, bench: DeviceBench, key: str, code: str) -> int:
    """How many seconds go by until the page says this of that; a second more than allowed where it does not."""
    for second in range(MOST_S):
        if glance(window, key).code == code:
            return second
        bench.second(window)
    return MOST_S if glance(window, key).code == code else MOST_S + 1


def opened(window: MainWindow, bench: DeviceBench) -> DevicesScreen:
    window.wedge.scanned.emit("PB.DEVICES")
    for _ in range(2):
        bench.second(window)
    return window.visits.devices


@pytest.mark.parametrize(
    "things", [("printer",), ("scanner", "camera", "scale"), ("carrier", "network", "news", "disk")]
)
def test_what_is_unplugged_is_told_within_three_seconds_with_what_to_do(
    window: MainWindow, bench: DeviceBench, things: tuple[str, ...]
) -> None:
    screen = opened(window, bench)
    for name, case in UNPLUGGINGS.items():
        if not case.key.startswith(things):
            continue
        choose(window, case.key)
        before = glance(window, case.key)
        assert before.code != case.code, name
        case.unplug(bench)
        assert seconds_until(window, bench, case.key, case.code) <= MOST_S, name
        now = glance(window, case.key)
        assert (now.light, now.event) == (case.light, case.code), name
        assert {RED: "not working", AMBER: "take a look"}[case.light] in spoken(window, case.key)
        assert screen.detail.head.mark.tone is {RED: Tone.STOP, AMBER: Tone.WRONG}[case.light]
        assert case.remedy in screen.detail.head.do.text(), name
        assert screen.code_in_view == case.code
        case.plug_in(bench)
        assert seconds_until(window, bench, case.key, before.code) <= MOST_S, name
        assert glance(window, case.key).light is before.light


def test_a_page_that_does_not_ask_is_caught(
    window: MainWindow, bench: DeviceBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(window, bench)
    monkeypatch.setattr(DeviceDesk, "look", lambda _desk, _key: None)
    for key, case in {case.key: case for case in UNPLUGGINGS.values() if case.is_asked}.items():
        case.unplug(bench)
        assert seconds_until(window, bench, key, case.code) > MOST_S
        case.plug_in(bench)
    assert screen.isVisible()


def test_a_desk_that_takes_an_old_word_of_the_scale_is_caught(
    window: MainWindow, bench: DeviceBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(window, bench)
    monkeypatch.setattr(DeviceDesk, "weight", property(lambda desk: desk._heard[0]))
    bench.scale_is_heard = False
    assert seconds_until(window, bench, "scale:", "scale.silent") > MOST_S


def test_another_print_program_is_named_with_its_port(window: MainWindow, bench: DeviceBench) -> None:
    screen = opened(window, bench)
    for name, program in bench.programs.items():
        assert glance(window, "component:").code == "component.none"
        program.begin()
        bench.second(window)
        choose(window, f"component:{name}")
        found = glance(window, f"component:{name}")
        assert (found.light, found.event) == (AMBER, f"component.{name}")
        assert screen.detail.cells["where"][1].text() == f"127.0.0.1:{program.port}"
        assert "Close it" in screen.detail.head.do.text()
        program.end()
        bench.second(window)
    assert glance(window, "component:").light is Light.GREEN


def test_all_of_it_in_one_line(window: MainWindow, bench: DeviceBench) -> None:
    window.wedge.scanned.emit("PB.DEVICES")
    screen = window.visits.devices
    assert screen.summary.says.text() == "Looking at everything…"
    for _ in range(2):
        bench.second(window)
    assert screen.summary.says.text() == "1 thing needs a look: Shops' news"  # which were never heard of
    bench.main.misbehave(Fault.REFUSE)
    bench.second(window)
    assert screen.summary.says.text() == "2 things need a look: Printer label, Shops' news"
    assert screen.summary.mark.tone is Tone.STOP


def test_the_page_opens_at_the_worst(window: MainWindow, bench: DeviceBench) -> None:
    bench.scale.trouble = Unavailable("scale.gone")
    bench.second()
    opened(window, bench)
    assert window.visits.devices.devices.chosen() == glance(window, "scale:")


def test_nothing_is_asked_while_nobody_looks(window: MainWindow, bench: DeviceBench) -> None:
    opened(window, bench)
    window.wedge.scanned.emit("PB.DEVICES")
    assert window.packing.isVisible()
    looks: list[str] = []
    bench.station.devices.look = looks.append  # type: ignore[method-assign]
    window.visits.devices.ask()
    window.visits.devices._now_and_then.timeout.emit()
    QApplication.processEvents()
    assert looks == []
    assert not window.visits.devices._now_and_then.isActive()


def test_a_printer_is_not_asked_while_it_is_sent_something(window: MainWindow, bench: DeviceBench) -> None:
    opened(window, bench)
    bench.station.bench.scan("1001")
    bench.station.bench.scan("A")
    asked: list[str] = []
    printer = bench.station.work["printer:label"]._work._printer  # type: ignore[attr-defined]
    send, look = printer.send, printer.look

    def sending(document: bytes) -> object:
        bench.second(window)
        assert "printer:label" not in asked
        return send(document)

    printer.send, printer.look = sending, lambda: (asked.append("printer:label"), look())[1]
    bench.work()
    assert asked == []
    bench.second(window)
    assert asked == ["printer:label"]
    assert glance(window, "printer:label").event == "device.sent"
