"""The courier comes: from the first scan to the signed list, with every fault on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.closing import ConfirmPolicy
from app.domain.desk import HandingOver, Idle
from app.domain.handover import EndKind
from app.domain.outcome import Outcome
from app.domain.outcome import OutcomeCode as C
from app.domain.printing import PrintState
from app.domain.shipment import WaybillState
from app.handing_over import Handover
from app.store import journal, manifests, waybills
from app.store.database import Database
from tests.builders import Clock, a_database
from tests.sealed import a_label, a_stop, news, release, void
from tests.yard import ACTOR, Yard, day, in_a_yard


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Clock]]:
    clock = Clock()
    database = a_database(tmp_path_factory.mktemp("yard"), clock)
    yield database, clock
    database.close()


@pytest.fixture
def yard(file: tuple[Database, Clock]) -> Iterator[Yard]:
    database, _ = file
    with database.transaction() as tx:
        yield Yard(tx, Handover(database, ConfirmPolicy.REQUIRED, day))
        tx.rollback()  # nothing of a story stays for the next one


def test_a_courier_is_served_from_the_first_scan_to_the_list(yard: Yard) -> None:
    for number, units in (("1", 2), ("2", 1), ("3", 4)):
        yard.parcel(number, units=units)
    assert yard.begin() == Outcome(C.HANDOVER_BEGUN)
    assert yard.scan("T1", "T2", "T3") == [C.HANDOVER_TAKEN] * 3
    assert yard.state == HandingOver("ZTO", 3)
    outcome, manifest = yard.close()
    assert manifest is not None
    assert (outcome.code, outcome.quantity, outcome.units, outcome.reason) == (C.MANIFEST_CLOSED, 3, 7, manifest.number)
    assert [line.tracking_number for line in manifest.lines] == ["T1", "T2", "T3"]
    assert (manifest.number, manifest.units) == (f"ZTO-{day(yard.database.now_ms())}-1", 7)
    assert manifests.verify(yard.tx, manifest.number)
    ended, ends = yard.room.day_end(yard.tx, ACTOR)
    assert (ended.code, ends.ends) == (C.DAY_ENDED, ())
    assert journal.verify(yard.tx) is None


Fault = Callable[[Yard, str], None]


def stopped(yard: Yard, parcel_id: str) -> None:
    a_stop(yard.tx, yard.database, "1", "hold")


def voided(yard: Yard, parcel_id: str) -> None:
    void(yard.tx, yard.database, parcel_id)


def being_voided(yard: Yard, parcel_id: str) -> None:
    live = waybills.live_of_parcel(yard.tx, parcel_id)
    assert live is not None
    waybills.mark(yard.tx, live.id, WaybillState.CANCELLING)


def unpaid(yard: Yard, parcel_id: str) -> None:
    """A label of which nobody knows that it was bought: an attempt after a void that came back without an answer."""
    void(yard.tx, yard.database, parcel_id)
    waybills.ask(yard.tx, yard.database, parcel_id, carrier="ZTO", service="ZTO")
    yard.tx.execute(text("UPDATE waybills SET tracking_number = 'old' WHERE state = 'cancelled'"))
    yard.tx.execute(text("UPDATE waybills SET state = 'uncertain', tracking_number = 'T1' WHERE state = 'requested'"))


def unverified(yard: Yard, parcel_id: str) -> None:
    yard.tx.execute(text("UPDATE parcels SET units = units + 1 WHERE id = :id"), {"id": parcel_id})


STANDING: list[tuple[Fault, C]] = [
    (stopped, C.HANDOVER_STOPPED),
    (voided, C.HANDOVER_VOIDED),
    (being_voided, C.HANDOVER_VOIDED),
    (unpaid, C.HANDOVER_UNPAID),
    (unverified, C.HANDOVER_UNVERIFIED),
]
each_fault = pytest.mark.parametrize(("fault", "code"), STANDING, ids=[fault.__name__ for fault, _ in STANDING])


@each_fault
def test_a_parcel_with_a_fault_is_refused_and_the_list_holds_the_rest(yard: Yard, fault: Fault, code: C) -> None:
    bad = yard.parcel("1")
    yard.parcel("2")
    fault(yard, bad)
    yard.begin()
    assert yard.scan("T1", "T2") == [code, C.HANDOVER_TAKEN]
    _, manifest = yard.close()
    assert manifest is not None
    assert [line.order_number for line in manifest.lines] == ["2"]


@each_fault
def test_a_fault_after_the_scan_holds_up_the_closing_until_its_parcel_is_taken_off(
    yard: Yard, fault: Fault, code: C
) -> None:
    bad = yard.parcel("1")
    yard.parcel("2")
    yard.begin()
    assert yard.scan("T2", "T1") == [C.HANDOVER_TAKEN] * 2
    fault(yard, bad)
    if fault is unpaid:  # the old label's number is what lies on the pile
        yard.tx.execute(text("UPDATE manifest_parcels SET tracking_number = 'T1' WHERE order_number = '1'"))
    outcome, manifest = yard.close()
    assert (outcome.code, outcome.order_number, manifest) == (code, "1", None)
    assert yard.state == HandingOver("ZTO", 2)
    assert yard.take_off("T1").code is C.HANDOVER_TAKEN_OFF
    outcome, manifest = yard.close()
    assert (outcome.code, outcome.quantity) == (C.MANIFEST_CLOSED, 1)
    handed_over = yard.tx.execute(text("SELECT handed_over_at FROM parcels WHERE id = :id"), {"id": bad})
    assert handed_over.scalar_one() is None


def test_all_that_holds_up_a_closing_is_named(yard: Yard) -> None:
    for number in ("1", "2", "3"):
        yard.parcel(number)
    yard.begin()
    yard.scan("T1", "T2", "T3")
    for number in ("1", "3"):
        a_stop(yard.tx, yard.database, number)
    outcome, _ = yard.close()
    assert (outcome.tracking_number, outcome.choices, outcome.reason) == ("T1", ("T3",), "cancel")
    for number in ("1", "3"):
        release(yard.tx, yard.database, number)
    assert yard.close()[0].code is C.MANIFEST_CLOSED


def test_unknown_duplicate_and_foreign_parcels_are_refused_with_what_is_known(yard: Yard) -> None:
    yard.parcel("1")
    yard.parcel("2", carrier="SF")
    yard.begin()
    assert yard.scan("T1", "T1", "nonsense") == [C.HANDOVER_TAKEN, C.HANDOVER_DUPLICATE, C.HANDOVER_UNKNOWN]
    wrong = yard.answer("T2")
    assert (wrong.code, wrong.reason, wrong.item) == (C.HANDOVER_WRONG_PILE, "SF", "ZTO")
    _, manifest = yard.close()
    assert manifest is not None
    yard.begin()
    again = yard.answer("T1")
    assert (again.code, again.reason) == (C.HANDOVER_DUPLICATE, manifest.number)
    assert yard.scan("T2") == [C.HANDOVER_TAKEN]


def test_caps_lock_changes_nothing(yard: Yard) -> None:
    yard.parcel("1")
    yard.begin()
    assert yard.answer("t1").tracking_number == "T1"
    assert yard.take_off("t1").code is C.HANDOVER_TAKEN_OFF


@pytest.mark.parametrize("state", [PrintState.SENT, PrintState.SENDING, PrintState.UNKNOWN, PrintState.FAILED])
def test_the_scan_proves_the_print_and_the_journal_says_so(yard: Yard, state: PrintState) -> None:
    parcel_id = yard.parcel("1", print_state=state)
    yard.begin()
    assert yard.scan("T1") == [C.HANDOVER_TAKEN]
    assert yard.unseen(parcel_id) is PrintState.CONFIRMED
    events = yard.tx.execute(text("SELECT event FROM journal ORDER BY sequence DESC LIMIT 2")).scalars().all()
    assert events == ["handover.taken", "print.confirmed"]


def test_a_number_that_no_printer_ever_got_was_read_from_a_screen(yard: Yard) -> None:
    parcel_id = yard.parcel("1", print_state=PrintState.QUEUED)
    yard.begin()
    assert yard.scan("T1") == [C.HANDOVER_UNSEEN]
    assert yard.unseen(parcel_id) is PrintState.QUEUED


def test_where_labels_need_not_be_seen_a_label_from_elsewhere_will_do(file: tuple[Database, Clock]) -> None:
    def story(yard: Yard) -> None:
        yard.parcel("1", print_state=None)
        yard.begin()
        assert yard.scan("T1") == [C.HANDOVER_TAKEN]

    in_a_yard(file[0], story, ConfirmPolicy.OFF)


def test_taking_off_is_for_one_scan_and_can_be_called_back(yard: Yard) -> None:
    yard.parcel("1")
    yard.parcel("2")
    yard.begin()
    assert yard.room.take_off(yard.tx, yard.state).outcome.code is C.PILE_EMPTY
    yard.scan("T1", "T2")
    armed = yard.room.take_off(yard.tx, yard.state)
    assert (armed.outcome.code, armed.state) == (C.HANDOVER_TAKE_OFF, HandingOver("ZTO", 2, is_taking_off=True))
    assert isinstance(armed.state, HandingOver)
    assert yard.room.take_off(yard.tx, armed.state).state == HandingOver("ZTO", 2)
    assert yard.take_off("T2").quantity == 1
    assert yard.take_off("T2").reason == "not_on_pile"
    assert yard.scan("T2") == [C.HANDOVER_TAKEN]
    assert yard.take_off("nonsense").code is C.HANDOVER_UNKNOWN
    assert yard.state.is_taking_off  # the parcel meant is still to come


def test_the_last_parcel_taken_off_leaves_the_pile_to_any_carrier(yard: Yard) -> None:
    yard.parcel("1")
    yard.parcel("2", carrier="SF")
    yard.begin()
    yard.scan("T1")
    yard.take_off("T1")
    assert yard.state == HandingOver()
    assert yard.close()[0].code is C.PILE_EMPTY
    assert yard.scan("T2") == [C.HANDOVER_TAKEN]


def test_what_a_manifest_holds_cannot_be_taken_off(yard: Yard) -> None:
    yard.parcel("1")
    yard.parcel("2")
    yard.begin()
    yard.scan("T1")
    yard.close()
    yard.begin()
    yard.scan("T2")
    assert yard.take_off("T1").code is C.HANDOVER_DUPLICATE


def test_a_relabeled_parcel_goes_out_under_its_new_number(yard: Yard) -> None:
    parcel_id = yard.parcel("1")
    yard.begin()
    yard.scan("T1")
    void(yard.tx, yard.database, parcel_id)
    a_label(yard.tx, yard.database, parcel_id, "T9")
    assert yard.close()[0].code is C.HANDOVER_VOIDED
    assert yard.scan("T9") == [C.HANDOVER_DUPLICATE]
    assert yard.take_off("T9").code is C.HANDOVER_TAKEN_OFF
    assert yard.scan("T1", "T9") == [C.HANDOVER_VOIDED, C.HANDOVER_TAKEN]
    _, manifest = yard.close()
    assert manifest is not None
    assert [line.tracking_number for line in manifest.lines] == ["T9"]


def test_two_couriers_at_once_have_a_pile_each(yard: Yard) -> None:
    yard.parcel("1")
    yard.parcel("2", carrier="SF")
    yard.parcel("3")
    yard.begin()
    yard.scan("T1")
    yard.begin(yard.state)
    assert yard.state == HandingOver()
    assert yard.scan("T2") == [C.HANDOVER_TAKEN]
    yard.begin(yard.state)
    assert yard.answer("T3").item == "ZTO"
    assert yard.state == HandingOver("ZTO", 2)
    _, manifest = yard.close()
    assert manifest is not None
    assert [line.order_number for line in manifest.lines] == ["1", "3"]
    assert yard.begin().item == "SF"


def test_an_open_pile_survives_the_end_of_the_program(tmp_path: Path) -> None:
    first = a_database(tmp_path)
    with first.transaction() as tx:
        yard = Yard(tx, Handover(first, ConfirmPolicy.ASK, day))
        yard.parcel("1", units=3)
        yard.begin()
        yard.scan("T1")
        left = yard.room.leave(yard.state)
        assert (left.outcome.code, left.outcome.quantity, left.state) == (C.HANDOVER_LEFT, 1, Idle())
    first.close()
    second = a_database(tmp_path)
    with second.transaction() as tx:
        yard = Yard(tx, Handover(second, ConfirmPolicy.ASK, day))
        begun = yard.begin()
        assert (begun.item, begun.quantity, begun.units) == ("ZTO", 1, 3)
        assert yard.close()[0].code is C.MANIFEST_CLOSED
    second.close()


def test_without_a_network_the_age_of_the_news_is_said(file: tuple[Database, Clock], yard: Yard) -> None:
    _, clock = file
    for number in ("1", "2", "3"):
        yard.parcel(number)
    yard.begin()
    assert yard.answer("T1").reason == "news.never"
    news(yard.tx, "shop", clock())
    assert yard.answer("T2").reason == ""
    clock.pass_s(5 * 3600)
    assert yard.answer("T3").reason == "news.old"
    glance = yard.room.glance(yard.tx, yard.state)
    assert (glance.parcels, glance.units, glance.news_age_s, glance.is_news_old) == (3, 3, 5 * 3600, True)
    yard.close()
    outcome, ends = yard.room.day_end(yard.tx, ACTOR)
    assert (outcome.reason, ends.news_age_s, ends.is_news_old) == ("news.old", 5 * 3600, True)


def test_the_day_ends_with_its_open_ends_named_and_written_down(yard: Yard) -> None:
    for number, carrier in (("1", "ZTO"), ("2", "ZTO"), ("3", "SF"), ("4", "ZTO")):
        yard.parcel(number, carrier=carrier, print_state=PrintState.CONFIRMED)
    a_stop(yard.tx, yard.database, "4")
    yard.begin()
    yard.scan("T1")
    outcome, ends = yard.room.day_end(yard.tx, ACTOR)
    assert (outcome.code, outcome.quantity) == (C.DAY_OPEN_ENDS, 4)
    assert outcome.choices == (EndKind.UNHANDED, EndKind.PILE, EndKind.STOPPED)
    assert [(end.kind, end.carrier, end.first) for end in ends.ends] == [
        (EndKind.UNHANDED, "SF", ("T3",)),
        (EndKind.UNHANDED, "ZTO", ("T2",)),
        (EndKind.PILE, "ZTO", ("T1",)),
        (EndKind.STOPPED, "", ("4",)),
    ]
    row = yard.tx.execute(text("SELECT event, detail FROM journal ORDER BY sequence DESC LIMIT 1")).one()
    assert (row.event, '"unhanded": 2' in row.detail) == ("day.ended", True)


def test_a_parcel_is_judged_by_its_own_shops_news_and_the_pile_by_the_oldest(yard: Yard) -> None:
    now = yard.database.now_ms()
    for shop, age_h in (("fresh", 1), ("silent", 9)):
        yard.parcel(shop, shop=shop)
        news(yard.tx, shop, now - age_h * 3_600_000)
    yard.begin()
    assert [yard.answer("Tfresh").reason, yard.answer("Tsilent").reason] == ["", "news.old"]
    assert yard.room.glance(yard.tx, yard.state).news_age_s == 9 * 3600
