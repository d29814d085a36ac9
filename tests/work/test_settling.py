"""What may have happened is not looked for before its carrier can have finished: not in a hurry, not by the clock."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.carriers.carrier import Capability, Repetition
from app.carriers.sandbox import Sandbox
from app.domain.shipment import Waybill, WaybillRequest
from app.errors import Uncertain
from app.station import Station
from tests.builders import Clock, Rig, a_draft, some_settings

SETTLE_S = 90.0


class Slow(Sandbox):
    """A carrier that can be asked what it sold, and buys twice for one reference; its first answer is never heard."""

    repetition = Repetition.LOOKUP_BY_REF

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    @property
    def capability(self) -> Capability:
        return Capability(self.repetition, settle_s=SETTLE_S, calls_per_s=50.0)

    def issue_waybill(self, _request: WaybillRequest) -> Waybill:
        raise Uncertain("slow.no_answer")

    def recover_waybill(self, request: WaybillRequest) -> Waybill:
        self.asked += 1
        return super().issue_waybill(request)


class Waiting(Rig):
    """A parcel of which nobody knows yet whether its waybill was bought; the wall clock and the true one part."""

    def __init__(self, folder: Path, carrier: Slow) -> None:
        self.true = Clock(0)
        super().__init__(folder, carrier=carrier)
        self.orders(a_draft("1"))
        self.scan("1", "A")
        self.step()

    def _open(self) -> Station:
        settings = some_settings(self.folder)
        station = Station(
            settings, carrier=self.carrier, printer=self.printer, now_ms=self.clock, monotonic_ms=self.true
        )
        for lane in station.work.values():
            lane.recover()
        return station

    def wait_s(self, seconds: float) -> None:
        self.clock.pass_s(seconds)
        self.true.pass_s(seconds)
        for _ in range(3):
            self.step()
            self.clock.pass_s(0.02)
            self.true.pass_s(0.02)

    def hurry(self) -> None:
        for lane in self.station.work.values():
            lane.hurry()

    def decide(self) -> None:
        (incident,) = self.station.lead.incidents()
        self.station.lead.decide(incident, incident.decisions[0], why="now")


@pytest.mark.parametrize("impatience", ["hurry", "decide", "forward", "back", "restart"])
def test_nobody_looks_before_the_carrier_can_have_finished(tmp_path: Path, impatience: str) -> None:
    carrier = Slow()
    rig = Waiting(tmp_path, carrier)
    rig.wait_s(10)
    match impatience:
        case "hurry":
            rig.hurry()
        case "decide":
            rig.decide()
        case "forward":
            rig.clock.pass_s(86_400)
        case "back":
            rig.clock.pass_s(-3_600)
        case _:
            rig.restart()
            rig.clock.pass_s(86_400)
    rig.wait_s(1)
    assert carrier.asked == 0
    rig.wait_s(SETTLE_S)
    assert carrier.asked == 1
    rig.wait_s(1)
    assert len(rig.printer.documents) == 1


def test_where_asking_again_is_safe_a_person_need_not_wait(tmp_path: Path) -> None:
    carrier = Slow()
    carrier.repetition = Repetition.NATIVE_KEY
    rig = Waiting(tmp_path, carrier)
    rig.hurry()
    rig.wait_s(1)
    assert carrier.asked == 1


def test_a_job_that_still_settles_lets_others_pass(tmp_path: Path) -> None:
    rig = Waiting(tmp_path, Slow())
    rig.orders(a_draft("2"))
    rig.scan("2", "A")
    rig.hurry()
    rig.wait_s(1)
    states = [parcel.waybill_state for parcel in rig.station.recent_parcels()]
    assert states == ["uncertain", "uncertain"]  # the second was asked for, too
