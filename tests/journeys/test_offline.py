"""Carrier or printer away, slow, or struck by a crash: packing goes on, nothing is lost, nothing is bought twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.carriers.sandbox import SandboxFault
from app.domain.glance import LaneState
from app.domain.printing import Delivery, PrintOutcome, PrintState
from app.domain.shipment import Waybill, WaybillRequest, WaybillState
from app.errors import Misconfigured
from app.store import orders
from tests.builders import Rig, a_consignee, a_draft, lines_of


def pack(rig: Rig, *numbers: str) -> None:
    rig.orders(*(a_draft(number, lines_of(A=1)) for number in numbers))
    for number in numbers:
        assert rig.scan(number, "A") == ["order.opened", "order.complete"]


def numbers_printed(rig: Rig) -> list[str]:
    parcels = rig.station.recent_parcels(1000)
    return [parcel.order_number for parcel in reversed(parcels) if parcel.print_state is PrintState.SENT]


def test_an_offline_carrier_delays_the_label_and_loses_nothing(rig: Rig) -> None:
    rig.carrier.online = False
    pack(rig, *(str(number) for number in range(200)))
    rig.work()
    carrier, printer = rig.station.lanes()
    assert (carrier.state, carrier.code, carrier.waiting) == (LaneState.WAITING, "sandbox.offline", 200)
    assert printer.state is LaneState.IDLE
    rig.carrier.online = True
    rig.clock.pass_s(600)
    rig.work()
    assert numbers_printed(rig) == [str(number) for number in range(200)]
    assert len(rig.printer.documents) == 200
    assert rig.station.lanes()[0].state is LaneState.IDLE


def test_a_printer_that_is_away_delays_labels_and_keeps_their_order(rig: Rig) -> None:
    rig.printer.answers = PrintOutcome(Delivery.NOT_SENT, "printer.refused")
    pack(rig, "1", "2", "3")
    for _ in range(20):
        rig.work()
        rig.clock.pass_s(1)
    assert rig.station.lanes()[1].code == "printer.refused"
    rig.printer.answers = PrintOutcome(Delivery.DELIVERED)
    rig.clock.pass_s(600)
    rig.work()
    assert numbers_printed(rig) == ["1", "2", "3"]
    assert len(rig.carrier.orders) == 3


def test_waiting_grows_but_never_beyond_five_minutes(rig: Rig) -> None:
    rig.carrier.online = False
    pack(rig, "1")
    waits = []
    for _ in range(15):
        rig.work()
        waits.append(rig.station.lanes()[0].next_try_at_ms - rig.clock.now_ms)
        rig.clock.now_ms += waits[-1]
    assert waits[0] <= 1_000
    assert 150_000 <= waits[-1] <= 300_000


def test_a_person_may_hurry_a_waiting_lane(rig: Rig) -> None:
    rig.carrier.online = False
    pack(rig, "1")
    rig.work()
    rig.carrier.online = True
    rig.work()
    assert rig.carrier.orders == {}
    rig.station.retry_lane("carrier:sandbox")
    rig.work()
    assert len(rig.carrier.orders) == 1


def test_a_lost_answer_is_settled_under_the_same_reference(rig: Rig) -> None:
    rig.carrier.fault = SandboxFault.LOST_ANSWER
    pack(rig, "1")
    rig.step()
    assert rig.station.recent_parcels()[0].waybill_state is WaybillState.UNCERTAIN
    rig.clock.pass_s(10)
    rig.work()
    assert rig.station.recent_parcels()[0].print_state is PrintState.SENT
    assert len(rig.carrier.orders) == 1


def test_while_a_purchase_is_uncertain_nobody_can_buy_or_void_it(rig: Rig) -> None:
    rig.carrier.fault = SandboxFault.LOST_ANSWER
    pack(rig, "1")
    rig.step()
    assert rig.scan("PB.LABEL", "PB.VOID", "PB.VOID", "PB.REPRINT.MISSING") == [
        "label.exists",
        "void.confirm",
        "void.unsettled",
        "reprint.no_waybill",
    ]


def test_a_refusal_is_shown_and_the_next_parcel_goes_on(rig: Rig) -> None:
    rig.carrier.fault = SandboxFault.REFUSED
    pack(rig, "1", "2")
    rig.work()
    second, first = rig.station.recent_parcels()
    assert (first.waybill_state, first.code) == (WaybillState.REJECTED, "sandbox.refused")
    assert second.print_state is PrintState.SENT
    assert rig.scan("1", "PB.LABEL") == ["order.already_packed", "label.queued"]
    rig.clock.pass_s(1)
    rig.work()
    assert numbers_printed(rig) == ["1", "2"]


def test_a_refused_address_is_mended_in_the_shop_and_by_a_second_import(rig: Rig) -> None:
    rig.carrier.fault = SandboxFault.REFUSED
    pack(rig, "1", "2")
    rig.work()
    database = rig.station.database
    with database.transaction() as tx:
        mended = [a_draft(number, consignee=a_consignee("王五", street="新地址9号")) for number in ("1", "2")]
        (corrected,) = orders.correct(tx, database, mended)
        assert orders.get(tx, database, corrected).number == "1"  # the other one has its waybill: it stays as it was
        assert orders.correct(tx, database, mended) == ()
    assert rig.scan("1", "PB.LABEL") == ["order.already_packed", "label.queued"]
    rig.work()
    assert numbers_printed(rig) == ["1", "2"]
    assert [reference[-2:] for reference in rig.carrier.orders] == ["-1", "-1"]


def test_a_wrong_set_up_stops_the_lane_until_a_person_starts_it(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_request: WaybillRequest) -> Waybill:
        raise Misconfigured("kdniao.104")

    with monkeypatch.context() as wrong:
        wrong.setattr(rig.carrier, "issue_waybill", refuse)
        pack(rig, "1")
        rig.work()
        rig.clock.pass_s(3600)
        rig.work()
        assert (rig.station.lanes()[0].state, rig.station.lanes()[0].code) == (LaneState.STOPPED, "kdniao.104")
    rig.station.retry_lane("carrier:sandbox")
    rig.work()
    assert numbers_printed(rig) == ["1"]


def test_a_start_with_the_set_up_mended_lets_a_stopped_lane_go_on(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_request: WaybillRequest) -> Waybill:
        raise Misconfigured("kdniao.104")

    with monkeypatch.context() as wrong:
        wrong.setattr(rig.carrier, "issue_waybill", refuse)
        pack(rig, "1")
        rig.work()
        rig.restart()
        rig.work()
        assert rig.station.lanes()[0].state is LaneState.STOPPED  # nothing was mended: it stops again
    rig.restart()
    rig.work()
    assert numbers_printed(rig) == ["1"]


def test_a_bug_holds_its_job_and_the_lane_goes_on(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    issue = rig.carrier.issue_waybill

    def fail_once(request: WaybillRequest) -> Waybill:
        monkeypatch.setattr(rig.carrier, "issue_waybill", issue)
        raise ZeroDivisionError

    monkeypatch.setattr(rig.carrier, "issue_waybill", fail_once)
    pack(rig, "1", "2")
    rig.work()
    assert numbers_printed(rig) == ["2"]
    assert rig.station.lanes()[0].held == 1
    assert "ZeroDivisionError" in caplog.text
    rig.station.retry_lane("carrier:sandbox")
    rig.clock.pass_s(1)
    rig.work()
    assert numbers_printed(rig) == ["1", "2"]


def test_a_print_that_may_have_come_out_is_never_repeated_by_itself(rig: Rig) -> None:
    rig.printer.answers = PrintOutcome(Delivery.UNKNOWN, "printer.reset", 300)
    pack(rig, "1")
    rig.work()
    rig.printer.answers = PrintOutcome(Delivery.DELIVERED)
    rig.clock.pass_s(100_000)
    rig.work()
    rig.restart()
    rig.work()
    assert len(rig.printer.documents) == 1
    (parcel,) = rig.station.recent_parcels()
    assert (parcel.print_state, parcel.code) == (PrintState.UNKNOWN, "printer.reset")


class Killed(BaseException):
    """The process ends here: nothing after it is done, and nobody catches it."""


def killed_in(what: Callable[[], object], *, after: bool) -> Callable[..., object]:
    """`what`, with the process killed before it or after it."""

    def call(*arguments: object, **_: object) -> object:
        if after:
            what(*arguments)
        raise Killed

    return call


@pytest.mark.parametrize("after", [False, True])
def test_a_crash_during_a_purchase_buys_once(rig: Rig, monkeypatch: pytest.MonkeyPatch, after: bool) -> None:
    pack(rig, "1")
    with monkeypatch.context() as dying:
        dying.setattr(rig.carrier, "issue_waybill", killed_in(rig.carrier.issue_waybill, after=after))
        with pytest.raises(Killed):
            rig.step()
    rig.restart()
    assert rig.station.recent_parcels()[0].waybill_state is WaybillState.UNCERTAIN
    rig.clock.pass_s(1)
    rig.work()
    assert numbers_printed(rig) == ["1"]
    assert len(rig.carrier.orders) == 1


def test_a_crash_while_sending_leaves_the_print_unknown(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    pack(rig, "1")
    with monkeypatch.context() as dying:
        dying.setattr(rig.printer, "send", killed_in(rig.printer.send, after=True))
        with pytest.raises(Killed):
            rig.work()
    rig.restart()
    rig.work()
    (parcel,) = rig.station.recent_parcels()
    assert (parcel.print_state, parcel.code) == (PrintState.UNKNOWN, "interrupted")
    assert len(rig.printer.documents) == 1


def test_a_crash_before_sending_prints_after_all(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    pack(rig, "1")
    with monkeypatch.context() as dying:
        dying.setattr("app.work.drawing.render_label", killed_in(lambda: None, after=False))
        with pytest.raises(Killed):
            rig.work()
    rig.restart()
    rig.work()
    assert numbers_printed(rig) == ["1"]
