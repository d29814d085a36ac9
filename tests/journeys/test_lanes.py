"""Lanes beside each other and through time: one dead carrier, a clock that jumps, a carrier that asks for patience."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.carriers.sandbox import Sandbox
from app.domain.glance import LaneState
from app.domain.printing import PrintState
from app.domain.shipment import Waybill, WaybillRequest
from app.errors import Unavailable
from app.settings import CarrierSettings, load_settings
from app.station import Station
from tests.builders import Clock, Rig, SwitchedPrinter, a_draft, some_settings


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path, confirm="off")
    yield rig
    rig.station.stop()


def pack(rig: Rig, number: str) -> None:
    rig.orders(a_draft(number))
    assert rig.scan(number, "A") == ["order.opened", "order.complete"]


def test_one_dead_carrier_never_blocks_another(tmp_path: Path) -> None:
    clock = Clock()
    settings = some_settings(tmp_path, confirm="off", kind="sandbox")
    second = CarrierSettings(kind="sandbox", name="express", services=("SF",))
    dead = Sandbox()
    dead.online = False
    station = Station(
        replace(settings, other_carriers=(second,)),
        carrier=dead,
        printer=SwitchedPrinter(),
        now_ms=clock,
        monotonic_ms=clock,
    )
    rig = Rig.__new__(Rig)
    rig.station, rig.clock = station, clock
    rig.orders(a_draft("1", service="ZTO"), a_draft("2", service="SF"))
    rig.scan("1", "A", "2", "A")
    rig.work()
    parcels = {parcel.order_number: parcel for parcel in station.recent_parcels()}
    assert parcels["2"].print_state is PrintState.SENT
    assert parcels["1"].print_state is None
    states = {lane.lane: lane.state for lane in station.lanes()}
    assert states["carrier:sandbox"] is LaneState.WAITING
    assert states["carrier:express"] is LaneState.IDLE
    station.stop()


def test_a_clock_set_back_by_a_year_delays_nothing(rig: Rig) -> None:
    rig.carrier.online = False
    pack(rig, "1")
    for _ in range(10):
        rig.work()
        rig.clock.now_ms = max(rig.clock.now_ms, rig.station.lanes()[0].next_try_at_ms)
    rig.carrier.online = True
    rig.clock.pass_s(-365 * 86_400)
    rig.work()
    assert rig.station.recent_parcels()[0].print_state is PrintState.SENT


def test_a_clock_set_forward_does_not_break_the_rate_limit(rig: Rig) -> None:
    pack(rig, "1")
    pack(rig, "2")
    lane = rig.station.work["carrier:sandbox"]
    frozen = rig.clock.now_ms
    lane._monotonic_ms = lambda: frozen
    assert lane.step()
    rig.clock.pass_s(86_400)
    assert not lane.step()


def test_the_reason_survives_a_restart_and_the_lane_tries_at_once(rig: Rig) -> None:
    rig.carrier.online = False
    pack(rig, "1")
    rig.work()
    rig.restart()
    lane = rig.station.lanes()[0]
    assert (lane.state, lane.code) == (LaneState.WAITING, "sandbox.offline")
    rig.carrier.online = True
    rig.work()
    assert rig.station.recent_parcels()[0].print_state is PrintState.SENT


def test_a_carrier_that_asks_for_patience_is_left_alone_that_long(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def busy(request: WaybillRequest) -> Waybill:
        calls.append(request.reference)
        raise Unavailable("http.503", retry_after_s=120)

    monkeypatch.setattr(rig.carrier, "issue_waybill", busy)
    pack(rig, "1")
    rig.work()
    rig.clock.pass_s(119)
    rig.work()
    assert len(calls) == 1
    rig.clock.pass_s(1)
    rig.work()
    assert len(calls) == 2


def test_several_accounts_are_read_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text(
        '[carrier]\nkind = "sandbox"\n'
        '[[other_carriers]]\nkind = "kdniao"\nname = "second"\nservices = ["SF", "JD"]\nprice = "12.00"\n'
        '[other_carriers.accounts.SF]\nmonth_code = "1"\n',
        "utf-8",
    )
    settings = load_settings(tmp_path)
    assert [name for name, _ in settings.carriers] == ["sandbox", "second"]
    assert (settings.carrier_of("SF"), settings.carrier_of("ZTO")) == ("second", "sandbox")
    assert settings.other_carriers[0].accounts == (("SF", (("month_code", "1"),)),)
