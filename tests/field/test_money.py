"""Money: labels bought twice, and labels lost. Each case happened to somebody; its source stands under its name."""

from __future__ import annotations

from typing import Any

import pytest

from app.carriers.sandbox import Sandbox, SandboxFault
from app.domain.incident import IncidentKind
from app.domain.printing import Delivery, PrintOutcome, PrintState
from app.domain.shipment import Cancellation, WaybillState
from app.errors import Rejected, Unavailable, Uncertain
from app.store import waybills
from app.work.courier import Courier
from app.work.lane import Done
from tests.builders import Rig, a_draft, lines_of
from tests.field.cases import (
    at_once,
    buys_anew_each_time,
    buys_at_the_click,
    caught,
    claims_without_marking,
    labeled,
    live,
    packed,
    says,
    tell,
    the_parcel,
)

Patch = pytest.MonkeyPatch


def check_twelve_clicks(rig: Rig) -> None:
    rig.carrier.online = False  # nothing happens, so the packer presses again
    packed(rig, "1001")
    answers = rig.scan(*["PB.LABEL"] * 12)
    rig.carrier.online = True
    rig.clock.pass_s(600)
    rig.work()
    answers += rig.scan(*["PB.LABEL"] * 12)
    assert len(rig.carrier.orders) == 1, "bought twice"
    assert answers == ["label.exists"] * 24
    assert rig.scan(*["PB.REPRINT.MISSING"] * 12) == ["reprint.queued"] + ["reprint.under_way"] * 11
    rig.work()
    assert (len(rig.carrier.orders), len(rig.printer.documents)) == (1, 2)


def test_twelve_clicks_on_a_dead_button_buy_one_label(rig: Rig) -> None:
    """github.com/Automattic/woocommerce-services/issues/1893"""
    check_twelve_clicks(rig)


def test_a_button_that_buys_at_every_click_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    buys_at_the_click(rig, monkeypatch)
    caught(check_twelve_clicks, rig, "bought twice")


def check_two_steps(rig: Rig) -> None:
    packed(rig, "1001")
    rig.scan("PB.LABEL", "A", "1001", "PB.LABEL", "PB.OK")
    rig.restart()
    rig.scan("1001", "PB.LABEL")
    rig.work()
    rig.scan("1001", "PB.LABEL")
    rig.work()
    assert len(rig.carrier.orders) == 1, "bought twice"


def test_a_label_that_two_steps_of_the_order_ask_for_is_bought_once(rig: Rig) -> None:
    """solidusio-contrib/solidus_easypost #42, #113"""
    check_two_steps(rig)


def test_a_step_that_buys_again_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    buys_at_the_click(rig, monkeypatch)
    caught(check_two_steps, rig, "bought twice")


def check_label_error(rig: Rig) -> None:
    rig.printer.answers = PrintOutcome(Delivery.UNKNOWN, "printer.reset", 10)
    (number,) = labeled(rig, "1001")
    assert the_parcel(rig).print_state is PrintState.UNKNOWN
    rig.scan("PB.LABEL", "PB.LABEL")  # F10, the key that asks for a label
    rig.printer.answers = PrintOutcome(Delivery.DELIVERED)
    rig.work()
    assert len(rig.carrier.orders) == 1, "bought twice"
    assert rig.scan("PB.REPRINT.DAMAGED") == ["reprint.queued"]
    rig.work()
    assert [says(document) for document in rig.printer.documents] == [number, number]


def test_f10_after_a_label_error_makes_no_second_shipment(rig: Rig) -> None:
    """shipstorev5.helpdocsite.com/faq/duplicate-shipments-in-shipping-history"""
    check_label_error(rig)


def test_buying_and_printing_in_one_action_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    buys_at_the_click(rig, monkeypatch)
    caught(check_label_error, rig, "bought twice")


def check_sale_not_written_down(rig: Rig, patch: Patch) -> None:
    packed(rig, "1001")
    with patch.context() as disk:
        disk.setattr(waybills, "mark_issued", _disk_is_full)
        with pytest.raises(Unavailable):
            rig.step()
    assert len(rig.carrier.orders) == 1
    for lane in rig.station.work.values():
        lane.recover()
    rig.clock.pass_s(600)
    rig.work()
    assert len(rig.carrier.orders) == 1, "bought twice"
    assert the_parcel(rig).waybill_state is WaybillState.ISSUED
    assert the_parcel(rig).tracking_number == says(rig.printer.documents[0])


def _disk_is_full(*_arguments: Any, **_named: Any) -> None:
    raise Unavailable("store.full")


def test_a_sale_that_could_not_be_written_down_is_found_again(rig: Rig, monkeypatch: Patch) -> None:
    """odoo/odoo PR 190320; OCA/delivery-carrier #370, #1074, #659: created at the carrier, rolled back here"""
    check_sale_not_written_down(rig, monkeypatch)


def test_a_rollback_that_forgets_the_key_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    buys_anew_each_time(monkeypatch)
    caught(lambda rig: check_sale_not_written_down(rig, monkeypatch), rig, "bought twice")


def test_one_refused_parcel_takes_no_other_of_its_batch_back(rig: Rig) -> None:
    """odoo/odoo PR 190320: some parcels created, all of them rolled back here"""
    packed(rig, "1", "2", "3")
    rig.step()
    rig.clock.pass_s(0.05)
    rig.carrier.fault = SandboxFault.REFUSED
    rig.work()
    states = {parcel.order_number: parcel.waybill_state for parcel in rig.station.recent_parcels()}
    assert states == {"1": WaybillState.ISSUED, "2": WaybillState.REJECTED, "3": WaybillState.ISSUED}
    assert len(live(rig)) == len(rig.printer.documents) == 2


def check_retry(rig: Rig) -> None:
    packed(rig, "1001")
    for _ in range(3):  # bought, and the answer never arrives
        rig.carrier.fault = SandboxFault.LOST_ANSWER
        rig.work()
        rig.clock.pass_s(600)
    rig.work()
    assert len(rig.carrier.orders) == 1, "bought twice"
    assert [says(document) for document in rig.printer.documents] == [the_parcel(rig).tracking_number]


def test_a_retry_after_a_timeout_buys_nothing_new(rig: Rig) -> None:
    """open-mercato #3294"""
    check_retry(rig)


def test_a_retry_without_a_key_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    buys_anew_each_time(monkeypatch)
    caught(check_retry, rig, "bought twice")


def check_two_at_once(rig: Rig) -> None:
    packed(rig, "1001")
    at_once(rig.station.work["carrier:sandbox"].step)
    rig.clock.pass_s(600)
    at_once(rig.station.work["carrier:sandbox"].step)
    assert len(rig.carrier.orders) == 1, "bought twice"


def test_two_calls_at_once_buy_one_label(rig: Rig) -> None:
    """karrio at deea10f, serializers/shipment.py: two parallel calls both pass the only guard"""
    check_two_at_once(rig)


def test_two_calls_that_both_pass_are_caught(rig: Rig, monkeypatch: Patch) -> None:
    buys_anew_each_time(monkeypatch)
    claims_without_marking(monkeypatch)
    caught(check_two_at_once, rig, "bought twice")


def check_order_codes(rig: Rig) -> None:
    packed(rig, "1001")
    rig.carrier.fault = SandboxFault.LOST_ANSWER
    rig.work()
    rig.clock.pass_s(600)
    rig.work()
    rig.carrier.online = False
    assert rig.scan("1001", "PB.VOID", "PB.VOID")[1:] == ["void.confirm", "void.queued"]
    rig.scan("PB.LABEL")  # the void is not confirmed yet
    rig.work()
    rig.carrier.online = True
    rig.clock.pass_s(600)
    rig.work()
    assert [reference[-2:] for reference in rig.carrier.orders] == ["-1"], "a code too many"
    assert rig.scan("PB.LABEL") == ["label.queued"]
    rig.work()
    assert [reference[-2:] for reference in rig.carrier.orders] == ["-1", "-2"]
    assert [reference[-2:] for reference in live(rig)] == ["-2"]


def test_a_retry_keeps_its_order_code_and_only_a_confirmed_void_gives_the_next(rig: Rig) -> None:
    """apifox 2538027, csdn 122827277: a doubled OrderCode is refused with 106, one that was cancelled is dead"""
    check_order_codes(rig)


def test_a_new_order_code_for_every_call_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    buys_anew_each_time(monkeypatch)
    caught(check_order_codes, rig, "a code too many")


def check_cancel_timed_out(rig: Rig, patch: Patch) -> None:
    labeled(rig, "1001")
    with patch.context() as carrier:
        carrier.setattr(Sandbox, "cancel_waybill", _never_arrived)
        rig.scan("PB.VOID", "PB.VOID")
        rig.work()
        assert the_parcel(rig).waybill_state is WaybillState.CANCELLING, "called void while it is valid"
        assert rig.scan("PB.LABEL", "PB.REPRINT.MISSING") == ["label.exists", "reprint.no_waybill"]
        assert IncidentKind.VOID_UNCLEAR in [each.kind for each in rig.station.lead.incidents()]
    rig.clock.pass_s(600)
    rig.work()
    assert the_parcel(rig).waybill_state is WaybillState.CANCELLED
    assert live(rig) == []


def _never_arrived(_self: Sandbox, _cancellation: Cancellation) -> None:
    raise Uncertain("http.timeout")


def test_a_cancel_that_timed_out_is_neither_done_nor_forgotten(rig: Rig, monkeypatch: Patch) -> None:
    """developers.weixin ewaybill cancel: 10025030 cancel timed out, 10025011 update conflict"""
    check_cancel_timed_out(rig, monkeypatch)


def test_a_time_out_taken_for_a_cancel_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    void = Courier._void

    def hopeful(self: Courier, row: Any, job: Any) -> Done:
        try:
            return void(self, row, job)
        except Uncertain:
            return Done(lambda tx: waybills.mark_voided(tx, rig.station.database, row.id))

    monkeypatch.setattr(Courier, "_void", hopeful)
    caught(lambda rig: check_cancel_timed_out(rig, monkeypatch), rig, "called void while it is valid")


def test_two_labels_of_one_order_are_two_boxes_and_say_so(rig: Rig) -> None:
    """support.shiptheory.com 24000038432: two labels because there were two boxes, taken for a printing fault"""
    rig.orders(a_draft("1001", lines_of(A=1, B=1)))
    rig.scan("1001", "A")
    closed = rig.station.bench.scan("PB.CLOSE")
    complete = rig.station.bench.scan("B")
    assert [(said.code, said.parcel) for said in (closed, complete)] == [("box.closed", 1), ("order.complete", 2)]
    rig.work()
    numbers = {parcel.tracking_number for parcel in rig.station.recent_parcels()}
    assert {says(document) for document in rig.printer.documents} == numbers
    assert len(numbers) == 2


def check_after_a_void(rig: Rig) -> None:
    (old,) = labeled(rig, "1001")
    rig.scan("PB.VOID", "PB.VOID")
    rig.work()
    assert (the_parcel(rig).waybill_state, the_parcel(rig).units) == (WaybillState.CANCELLED, 1)
    rig.scan("PB.LABEL")
    rig.work()
    new = the_parcel(rig)
    assert new.waybill_state is WaybillState.ISSUED, "no new label"
    assert rig.scan(old, new.tracking_number) == ["label.voided", "label.confirmed"]
    assert len(live(rig)) == 1


def test_after_a_refund_the_parcel_gets_a_new_label_and_the_old_one_is_an_alarm(rig: Rig) -> None:
    """woocommerce-services #553; woocommerce-android #3788"""
    check_after_a_void(rig)


def test_a_parcel_that_keeps_its_dead_label_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    monkeypatch.setattr(waybills, "live_of_parcel", waybills.latest_of_parcel)
    caught(check_after_a_void, rig, "no new label")


def check_cancel_cascades(rig: Rig) -> None:
    (number,) = labeled(rig, "1001")
    tell(rig, "1001")
    assert rig.scan(number) == ["stopped.cancel"], "no alarm"
    (incident,) = (each for each in rig.station.lead.incidents() if each.kind is IncidentKind.LABEL_STOPPED)
    assert incident.tracking_number == number
    assert rig.scan("PB.HANDOVER", number, "PB.CANCEL")[1] == "handover.stopped"
    rig.scan("1001", "PB.RETURNED")
    rig.work()
    assert live(rig) == [], "paid for, and usable"


def test_the_paid_label_of_a_cancelled_order_is_given_back(rig: Rig) -> None:
    """spree PR 14572: a cancelled return keeps its paid label usable"""
    check_cancel_cascades(rig)


def test_a_cancel_that_forgets_the_label_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    monkeypatch.setattr("app.labeling.Labeling.void", lambda *_: None)
    caught(check_cancel_cascades, rig, "paid for, and usable")


def test_a_label_that_the_carrier_refused_is_asked_for_under_the_same_code(rig: Rig) -> None:
    """apifox 2538027: what was refused was not sold, so its code is not used up"""
    rig.carrier.fault = SandboxFault.REFUSED
    packed(rig, "1001")
    rig.work()
    assert the_parcel(rig).waybill_state is WaybillState.REJECTED
    rig.scan("PB.LABEL", "PB.LABEL")
    rig.work()
    assert [reference[-2:] for reference in rig.carrier.orders] == ["-1"]


def test_a_void_that_the_carrier_refuses_leaves_the_label_valid_and_says_so(rig: Rig, monkeypatch: Patch) -> None:
    """woocommerce-android #3788: stale state after a refund"""
    (number,) = labeled(rig, "1001")

    def refuse(_self: Sandbox, _cancellation: Cancellation) -> None:
        raise Rejected("sandbox.refused")

    monkeypatch.setattr(Sandbox, "cancel_waybill", refuse)
    rig.scan("PB.VOID", "PB.VOID")
    rig.work()
    parcel = the_parcel(rig)
    assert (parcel.waybill_state, parcel.code) == (WaybillState.ISSUED, "sandbox.refused")
    assert parcel.tracking_number == number
