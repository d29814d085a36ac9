"""A shift's devices without a window: what each is known to be, what happened to it last, and who is asked when."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import ifaddr
import pytest

from app.carriers.sandbox import Sandbox
from app.device_desk import SLOW_MS, DeviceDesk
from app.devices.surroundings import Surroundings, has_network, listens, reach
from app.domain.device import DeviceGlance, DeviceKind, Trial, Verdict, of_carrier, of_printer
from app.domain.facts import PrinterSeen
from app.domain.glance import LaneGlance, LaneState, Light
from app.domain.printer_status import Condition, PrinterStatus
from app.errors import Misconfigured, Unavailable
from tests.builders import Rig
from tests.ui.devices.bench import PrintProgram


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    rig.station.devices.surroundings = Surroundings({}, lambda: True, lambda _folder: 10**12)
    yield rig
    rig.station.stop()


def glance(desk: DeviceDesk, key: str) -> DeviceGlance:
    return next(each for each in desk.glances() if each.key == key)


def look_at_all(desk: DeviceDesk) -> None:
    for key in desk.askable:
        desk.look(key)


def test_what_was_not_asked_says_so_and_nothing_is_asked_by_a_glance(rig: Rig) -> None:
    desk = rig.station.devices
    assert glance(desk, "printer:label").code == "device.unasked"
    assert glance(desk, "disk:").code == "device.unasked"
    look_at_all(desk)
    assert {each.code for each in desk.glances()} == {
        "device.printer_mute",
        "component.none",
        "device.wedge",
        "doctor.carrier_sandbox",
        "network.there",
        "doctor.disk",
    }


def test_what_is_asked_and_does_not_answer_is_no_longer_taken_for_well(rig: Rig) -> None:
    desk, goes_on, is_asked = rig.station.devices, threading.Event(), threading.Event()
    look_at_all(desk)

    def hangs() -> bool:
        is_asked.set()
        return goes_on.wait(20)

    desk.surroundings = replace(desk.surroundings, has_network=hangs)
    thread = threading.Thread(target=desk.look, args=("network:",))
    thread.start()
    assert is_asked.wait(20)
    assert glance(desk, "network:").light is Light.GREEN
    rig.clock.pass_s((SLOW_MS + 1) / 1000)
    assert (glance(desk, "network:").light, glance(desk, "network:").code) == (Light.AMBER, "device.no_answer")
    goes_on.set()
    thread.join()
    assert glance(desk, "network:").light is Light.GREEN


def test_the_carrier_is_tried_by_a_call_that_buys_nothing(rig: Rig) -> None:
    desk = rig.station.devices
    desk.try_carrier("sandbox")
    assert glance(desk, "carrier:sandbox").event == "device.called"
    rig.carrier.online = False
    rig.clock.pass_s(60)
    with pytest.raises(Unavailable):
        desk.try_carrier("sandbox")
    assert glance(desk, "carrier:sandbox").event == "sandbox.offline"
    assert glance(desk, "carrier:sandbox").event_at_ms == rig.clock()
    assert rig.carrier.orders == {}


def test_an_account_that_was_refused_stays_red_until_it_is_let_in(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = rig.station.devices

    def refused(_carrier: Sandbox) -> None:
        raise Misconfigured("kdniao.102")

    with monkeypatch.context() as wrong:
        wrong.setattr(Sandbox, "check_account", refused)
        with pytest.raises(Misconfigured):
            desk.try_carrier("sandbox")
    desk.look("carrier:sandbox")
    assert (glance(desk, "carrier:sandbox").light, glance(desk, "carrier:sandbox").code) == (Light.RED, "kdniao.102")
    desk.try_carrier("sandbox")
    assert glance(desk, "carrier:sandbox").code == "doctor.carrier_sandbox"


def test_what_happened_while_nobody_looked_bears_its_own_time(rig: Rig) -> None:
    desk, watch = rig.station.devices, rig.station.printers._watch
    look_at_all(desk)
    desk.glances()
    rig.clock.pass_s(60)
    told_at_ms = rig.clock()
    watch._seen["label"] = PrinterStatus(frozenset({Condition.PAPER_OUT}))
    rig.station._announce(PrinterSeen("label"))
    rig.clock.pass_s(600)
    found = glance(desk, "printer:label")
    assert (found.event, found.event_at_ms) == ("printer.paper_out", told_at_ms)


def test_every_scan_is_the_last_event_of_its_scanner(rig: Rig) -> None:
    desk = rig.station.devices
    assert glance(desk, "wedge:").event == ""
    desk.hear_scan("wedge")
    assert glance(desk, "wedge:").event == "device.code_read"
    desk.hear_scan("no such scanner")


def test_a_lane_that_stands_still_is_red_whatever_its_server_says() -> None:
    stopped = LaneGlance("carrier:a", LaneState.STOPPED, 1, 0, "kdniao.104")
    waiting = replace(stopped, state=LaneState.WAITING, code="http.connect")
    assert of_carrier(stopped, is_practice=False) == Verdict(Light.RED, "kdniao.104")
    assert of_carrier(waiting, is_practice=True) == Verdict(Light.AMBER, "http.connect")


@pytest.mark.parametrize("condition", list(Condition))
def test_each_word_of_a_printer_has_its_light(condition: Condition) -> None:
    status = PrinterStatus(frozenset({condition}))
    verdict = of_printer(status, LaneGlance("printer:a", LaneState.IDLE, 0, 0))
    expected = Light.RED if status.stop else Light.AMBER if condition is Condition.PAPER_LOW else Light.GREEN
    assert verdict.light is expected


def test_only_what_can_be_tried_has_a_trial() -> None:
    tried = {kind: DeviceGlance(kind, "a", Light.GREEN, "doctor.disk").trial for kind in DeviceKind}
    assert tried[DeviceKind.CARRIER] is Trial.CALL
    assert [kind for kind, trial in tried.items() if trial is None] == [
        DeviceKind.COMPONENT,
        DeviceKind.NETWORK,
        DeviceKind.NEWS,
        DeviceKind.DISK,
    ]


def test_a_server_is_reached_by_its_address_alone() -> None:
    program = PrintProgram()
    program.begin()
    assert listens(program.port)
    reach(f"http://127.0.0.1:{program.port}/api")
    program.end()
    assert not listens(program.port)
    with pytest.raises(Unavailable, match=r"http\.connect"):
        reach(f"http://127.0.0.1:{program.port}/api")
    with pytest.raises(Misconfigured, match=r"http\.url"):
        reach("http://127.0.0.1:port/api")


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        (("127.0.0.1",), False),
        (("127.0.0.1", "169.254.7.7", "fe80::1%3"), False),  # made up, for want of a network
        (("127.0.0.1", "192.168.1.20"), True),
        (("2001:db8::1",), True),
    ],
)
def test_a_network_is_there_once_it_gave_an_address(
    addresses: tuple[str, ...], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ips = [ifaddr.IP((each, 0, 0) if ":" in each else each, 24, "a") for each in addresses]
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: [ifaddr.Adapter("no such adapter", "a", ips)])
    assert has_network() is expected
