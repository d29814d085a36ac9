"""The label that came out is scanned back: that proves the print, and tells whose it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.incident import Decision, IncidentKind
from app.domain.printing import Delivery, PrintOutcome, PrintState
from tests.builders import Rig, a_draft, lines_of

Make = Callable[..., Rig]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    return lambda confirm: Rig(tmp_path, confirm=confirm)


def pack(rig: Rig, *numbers: str) -> list[str]:
    """Pack orders and let their labels out; their tracking numbers."""
    rig.orders(*(a_draft(number, lines_of(A=1)) for number in numbers))
    for number in numbers:
        rig.scan(number, "A")
        rig.work()
    by_order = {parcel.order_number: parcel.tracking_number for parcel in rig.station.recent_parcels()}
    return [by_order[number] for number in numbers]


def states(rig: Rig) -> dict[str, PrintState | None]:
    return {parcel.order_number: parcel.print_state for parcel in rig.station.recent_parcels()}


def test_only_a_scanned_label_is_called_confirmed(make: Make) -> None:
    rig = make("ask")
    (number,) = pack(rig, "1")
    assert states(rig) == {"1": PrintState.SENT}
    assert rig.scan(number) == ["label.confirmed"]
    assert states(rig) == {"1": PrintState.CONFIRMED}
    rig.station.stop()


def test_the_label_of_another_parcel_is_a_stop_alarm_that_names_whose_it_is(make: Make) -> None:
    rig = make("ask")
    first, second = pack(rig, "1", "2")
    outcome = rig.station.bench.scan(first)  # parcel 2 lies on the table
    assert (outcome.code, outcome.order_number) == ("label.of_another", "1")
    assert states(rig) == {"1": PrintState.SENT, "2": PrintState.SENT}
    assert rig.scan(second, first) == ["label.confirmed", "label.confirmed"]
    rig.station.stop()


def test_labels_swapped_between_two_parcels_are_caught_both_times(make: Make) -> None:
    rig = make("ask")
    rig.orders(a_draft("1"), a_draft("2"))
    numbers = {}
    caught = 0
    for mine, other in (("1", "2"), ("2", "1")):
        rig.scan(mine, "A")
        rig.work()
        numbers[mine] = rig.station.recent_parcels()[0].tracking_number
        if other in numbers:
            caught += rig.scan(numbers[other]) == ["label.of_another"]
    assert caught == 1
    rig.station.stop()


def test_a_voided_label_on_a_box_is_a_stop_alarm(make: Make) -> None:
    rig = make("ask")
    (number,) = pack(rig, "1")
    rig.scan(number, "PB.VOID", "PB.VOID")
    rig.work()
    assert rig.scan(number) == ["label.voided"]
    rig.station.stop()


def test_required_lets_nobody_go_on_before_the_label_was_seen(make: Make) -> None:
    rig = make("required")
    (number,) = pack(rig, "1")
    rig.orders(a_draft("2"))
    assert rig.scan("2", number, "2") == ["label.awaited", "label.confirmed", "order.opened"]
    rig.station.stop()


def test_required_holds_nobody_up_while_there_is_no_label(make: Make) -> None:
    rig = make("required")
    rig.carrier.online = False
    rig.orders(a_draft("1"), a_draft("2"))
    assert rig.scan("1", "A", "2") == ["order.opened", "order.complete", "order.opened"]
    rig.station.stop()


def test_off_shows_the_order_and_confirms_nothing(make: Make) -> None:
    rig = make("off")
    (number,) = pack(rig, "1")
    assert rig.scan(number) == ["order.already_packed"]
    assert states(rig) == {"1": PrintState.SENT}
    rig.clock.pass_s(100_000)
    assert rig.station.lead.incidents() == ()
    rig.station.stop()


def test_a_label_nobody_scans_is_asked_about(make: Make) -> None:
    """The printer said done and lied: the ledger says sent, and the lead is told that nobody saw it."""
    rig = make("ask")
    pack(rig, "1")
    assert rig.station.lead.incidents() == ()
    rig.clock.pass_s(121)
    (incident,) = rig.station.lead.incidents()
    assert (incident.kind, incident.order_number, incident.position) == (IncidentKind.LABEL_UNSEEN, "1", 1)
    assert rig.station.lead.decide(incident, Decision.REPRINT, why="jam").code == "reprint.queued"
    rig.work()
    assert len(rig.printer.documents) == 2
    assert len(rig.carrier.orders) == 1
    rig.station.stop()


def test_an_unknown_print_that_is_scanned_is_no_question_any_more(make: Make) -> None:
    rig = make("ask")
    rig.printer.answers = PrintOutcome(Delivery.UNKNOWN, "printer.reset", 10)
    (number,) = pack(rig, "1")
    assert [incident.kind for incident in rig.station.lead.incidents()] == [IncidentKind.PRINT_UNKNOWN]
    assert rig.scan(number) == ["label.confirmed"]
    assert rig.station.lead.incidents() == ()
    rig.station.stop()


def test_after_a_jam_the_lost_positions_are_printed_again(make: Make) -> None:
    rig = make("off")
    pack(rig, *(str(number) for number in range(1, 8)))
    assert rig.station.lead.reprint_positions(3, 5) == 3
    rig.work()
    assert len(rig.printer.documents) == 10
    copies = {parcel.order_number: parcel.copies for parcel in rig.station.recent_parcels()}
    assert [number for number, count in sorted(copies.items()) if count == 2] == ["3", "4", "5"]
    assert len(rig.carrier.orders) == 7
    rig.station.stop()
