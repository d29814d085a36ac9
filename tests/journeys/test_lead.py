"""What a shift lead decides: each kind of incident, its decisions, and the journal afterwards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.carriers.carrier import Capability, Repetition
from app.carriers.sandbox import Sandbox, SandboxFault
from app.domain.incident import DECISIONS, Decision, Incident, IncidentKind
from app.domain.printing import Delivery, PrintOutcome, PrintState
from app.domain.shipment import Cancellation, Purchase, Waybill, WaybillRequest, WaybillState
from app.errors import Uncertain
from app.store import journal
from tests.builders import Rig, a_draft


class Forgetful(Sandbox):
    """A carrier that can neither be asked what it sold nor asked again without risk."""

    @property
    def capability(self) -> Capability:
        return replace(super().capability, repetition=Repetition.NONE)

    def recover_waybill(self, request: WaybillRequest) -> Waybill:
        raise AssertionError("nobody may ask this carrier again")


class Deaf(Sandbox):
    """Its answer to a cancellation never arrives."""

    def cancel_waybill(self, cancellation: Cancellation) -> None:
        super().cancel_waybill(cancellation)
        raise Uncertain("http.timeout")


def packed(rig: Rig, number: str = "1") -> None:
    rig.orders(a_draft(number))
    rig.scan(number, "A")
    rig.work()


def the_only(rig: Rig) -> Incident:
    (incident,) = rig.station.lead.incidents()
    return incident


@pytest.fixture
def unclear(tmp_path: Path) -> Rig:
    """A purchase of which nobody knows whether it happened, at a carrier that cannot tell."""
    rig = Rig(tmp_path, carrier=Forgetful(tmp_path / "sandbox.jsonl"), confirm="off")
    rig.carrier.fault = SandboxFault.LOST_ANSWER
    packed(rig)
    rig.clock.pass_s(100_000)
    rig.work()
    return rig


def test_what_only_a_person_can_find_out_waits_for_one(unclear: Rig) -> None:
    incident = the_only(unclear)
    assert (incident.kind, incident.code) == (IncidentKind.PURCHASE_UNCLEAR, "sandbox.lost_answer")
    assert len(unclear.carrier.orders) == 1
    unclear.station.stop()


def test_bought_takes_the_number_over_and_prints_its_label(unclear: Rig) -> None:
    (sold,) = unclear.carrier.orders.values()
    incident = the_only(unclear)
    assert unclear.station.lead.decide(incident, Decision.BOUGHT, why="portal").code == "decision.needs_number"
    unclear.station.lead.decide(incident, Decision.BOUGHT, why="portal", number=sold.tracking_number)
    unclear.work()
    (parcel,) = unclear.station.recent_parcels()
    assert (parcel.tracking_number, parcel.print_state) == (sold.tracking_number, PrintState.SENT)
    assert unclear.station.lead.incidents() == ()
    unclear.station.stop()


def test_the_number_of_another_parcel_is_not_taken_for_it(unclear: Rig) -> None:
    packed(unclear, "2")
    other = unclear.station.recent_parcels()[0].tracking_number
    answer = unclear.station.lead.decide(the_only(unclear), Decision.BOUGHT, why="scanned", number=other)
    assert (answer.code, answer.scanned) == ("decision.number_taken", other)
    assert the_only(unclear).reference in unclear.carrier.orders
    unclear.station.stop()


def test_not_bought_lets_the_label_be_asked_for_again(unclear: Rig) -> None:
    unclear.station.lead.decide(the_only(unclear), Decision.NOT_BOUGHT, why="portal shows nothing")
    refused = the_only(unclear)
    assert refused.kind is IncidentKind.PURCHASE_REFUSED
    assert unclear.station.lead.decide(refused, Decision.ASK_AGAIN, why="again").code == "label.queued"
    unclear.work()
    assert unclear.station.recent_parcels()[0].print_state is PrintState.SENT
    unclear.station.stop()


def test_a_decision_on_what_has_changed_meanwhile_does_nothing(unclear: Rig) -> None:
    incident = the_only(unclear)
    unclear.station.lead.decide(incident, Decision.NOT_BOUGHT, why="first")
    assert unclear.station.lead.decide(incident, Decision.NOT_BOUGHT, why="second").code == "decision.late"
    late = unclear.station.lead.decide(incident, Decision.BOUGHT, why="third", number="PB1234567890123")
    assert late.code == "decision.late"
    unclear.station.stop()


def test_every_decision_is_in_the_journal_with_who_and_why(unclear: Rig) -> None:
    unclear.station.lead.decide(the_only(unclear), Decision.NOT_BOUGHT, why="李四 looked into the portal")
    database = unclear.station.database
    with database.reading() as connection:
        assert journal.scans(connection, database)[-1] == ("decided.not_bought", "李四 looked into the portal")
        assert journal.verify(connection) is None
    unclear.station.stop()
    assert "李四".encode() not in database.path.read_bytes()


def test_an_uncertain_void_can_be_checked_or_decided(tmp_path: Path) -> None:
    rig = Rig(tmp_path, carrier=Deaf(tmp_path / "sandbox.jsonl"), confirm="off")
    packed(rig)
    rig.scan("PB.VOID", "PB.VOID")
    rig.work()
    assert the_only(rig).kind is IncidentKind.VOID_UNCLEAR
    rig.station.lead.decide(the_only(rig), Decision.VOIDED, why="portal")
    assert rig.station.recent_parcels()[0].waybill_state is WaybillState.CANCELLED
    assert rig.station.lead.incidents() == ()
    rig.clock.pass_s(10_000)
    rig.work()
    assert rig.station.recent_parcels()[0].waybill_state is WaybillState.CANCELLED
    rig.station.stop()


def test_an_unknown_print_is_confirmed_by_whoever_saw_it(tmp_path: Path) -> None:
    rig = Rig(tmp_path, confirm="off")
    rig.printer.answers = PrintOutcome(Delivery.UNKNOWN, "printer.reset", 10)
    packed(rig)
    assert rig.station.lead.decide(the_only(rig), Decision.CAME_OUT, why="on the box").code == "decided"
    assert rig.station.recent_parcels()[0].print_state is PrintState.CONFIRMED
    assert rig.station.lead.incidents() == ()
    rig.station.stop()


def test_a_label_that_was_bought_and_never_printed_is_shown_before_it_is_too_late(tmp_path: Path) -> None:
    rig = Rig(tmp_path, confirm="off")
    rig.printer.answers = PrintOutcome(Delivery.NOT_SENT, "printer.refused")
    packed(rig)
    assert rig.station.lead.incidents() == ()
    rig.clock.pass_s(13 * 3600)
    incident = the_only(rig)
    assert (incident.kind, str(incident.price)) == (IncidentKind.LABEL_UNUSED, "2.50 CNY")
    assert incident.until_ms > rig.clock.now_ms
    rig.station.lead.decide(incident, Decision.KEEP, why="printer comes tomorrow")
    assert rig.station.lead.incidents() == ()
    rig.station.stop()


def test_by_rule_it_is_given_back_without_anybody(tmp_path: Path) -> None:
    rig = Rig(tmp_path, confirm="off", void_unused_before_h=2.0)
    rig.printer.answers = PrintOutcome(Delivery.NOT_SENT, "printer.refused")
    packed(rig)
    rig.clock.pass_s(21 * 3600)
    assert rig.station.guard.step() == 0
    rig.clock.pass_s(2 * 3600)
    assert rig.station.guard.step() == 1
    rig.work()
    assert [order.is_cancelled for order in rig.carrier.orders.values()] == [True]
    rig.station.stop()


def test_a_printed_label_is_never_given_back_by_rule(tmp_path: Path) -> None:
    rig = Rig(tmp_path, confirm="off", void_unused_before_h=2.0)
    packed(rig)
    rig.clock.pass_s(23.5 * 3600)
    assert rig.station.guard.step() == 0
    rig.station.stop()


def test_the_carriers_list_shows_what_nobody_here_counts_on(tmp_path: Path) -> None:
    rig = Rig(tmp_path, confirm="off")
    packed(rig, "1")
    assert rig.station.guard.reconcile() == {"sandbox": ()}
    orphan = a_draft("stranger")
    rig.carrier.issue_waybill(
        WaybillRequest("STRANGER-1", "ZTO", orphan.consignee, rig.station.work["carrier:sandbox"]._work._shipper, ())  # type: ignore[attr-defined]
    )
    (found,) = rig.station.guard.reconcile()["sandbox"]  # type: ignore[misc]
    assert (found.code, str(found.price)) == ("money.orphan", "2.50 CNY")
    incident = the_only(rig)
    assert incident.kind is IncidentKind.ORPHAN
    rig.station.lead.decide(incident, Decision.VOID, why="nobody ordered it")
    assert rig.station.guard.step() == 1
    assert rig.carrier.orders["STRANGER-1"].is_cancelled
    assert rig.station.guard.reconcile() == {"sandbox": ()}
    assert rig.station.lead.incidents() == ()
    rig.station.stop()


def test_a_label_the_carrier_does_not_know_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rig = Rig(tmp_path, confirm="off")
    packed(rig, "1")
    (number,) = (order.tracking_number for order in rig.carrier.orders.values())
    monkeypatch.setattr(rig.carrier, "list_purchases", lambda _since: ())
    assert [d.code for d in rig.station.guard.reconcile()["sandbox"]] == ["money.unknown_there"]  # type: ignore[union-attr]
    cancelled = (Purchase("R-1", number, is_cancelled=True),)
    monkeypatch.setattr(rig.carrier, "list_purchases", lambda _since: cancelled)
    assert [d.code for d in rig.station.guard.reconcile()["sandbox"]] == ["money.voided_there"]  # type: ignore[union-attr]
    rig.station.stop()


def test_every_kind_of_incident_has_decisions() -> None:
    assert set(DECISIONS) == set(IncidentKind)
    assert all(DECISIONS.values())


def test_a_refusal_after_a_lost_answer_waits_for_a_person(tmp_path: Path) -> None:
    """What was refused today may have been bought yesterday: under the old address, so nobody may ask anew."""
    rig = Rig(tmp_path, confirm="off")
    rig.carrier.fault = SandboxFault.LOST_ANSWER
    rig.orders(a_draft("1"))
    rig.scan("1", "A")
    rig.step()
    rig.carrier.fault = SandboxFault.REFUSED
    rig.clock.pass_s(10)
    rig.work()
    incident = the_only(rig)
    assert (incident.kind, incident.code) == (IncidentKind.PURCHASE_UNCLEAR, "purchase.unsettled")
    assert rig.scan("1", "PB.LABEL") == ["order.already_packed", "label.exists"]
    rig.station.stop()
