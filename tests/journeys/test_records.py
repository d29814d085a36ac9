"""One order or parcel whole, with everything that happened to it, and what a scanned code leads to."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import app.records
from app.domain.incident import Decision, IncidentKind
from app.domain.order import OrderState
from app.domain.outcome import OutcomeCode
from app.domain.record import OrderFilter, OrderRecord, ParcelFilter, ParcelRecord, Question, Sort
from app.domain.shipment import WaybillState
from app.records import FoundOrder, FoundParcel, Records
from app.store import auditing, journal
from tests.builders import Rig, a_consignee, a_draft, lines_of
from tests.journeys.whole_day import label_of, order_id, release, stop, tell_all
from tests.store.test_scan_queries import plan_of

NAME, PHONE, STREET = "欧阳独一无二", "13700009999", "无名巷4号后院"
PERSONAL = (NAME, PHONE, STREET, "why so secret")


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    rig = Rig(tmp_path_factory.mktemp("day"))
    tell_all(rig)
    yield rig
    rig.station.stop()


def whole(record: OrderRecord | ParcelRecord | None) -> Any:
    assert record is not None
    return record


def events_of(record: OrderRecord | ParcelRecord | None) -> list[str]:
    return [moment.event for moment in whole(record).story]


def in_order(wanted: list[str], events: list[str]) -> bool:
    """Whether these happened one after another, whatever else happened between."""
    rest = iter(events)
    return all(each in rest for each in wanted)


def a_long_life(rig: Rig) -> None:
    """Bought, printed, stopped and decided on, given back, bought again, handed over."""
    person = a_consignee(NAME, PHONE, STREET)
    rig.orders(a_draft("X", lines_of(A=1), consignee=person), a_draft("Y", lines_of(A=1), consignee=person))
    rig.scan("X", "A")
    rig.work()
    stop(rig, "X", "hold", reason="why so secret")
    incident = next(each for each in rig.station.lead.incidents() if each.kind is IncidentKind.LABEL_STOPPED)
    assert rig.station.lead.decide(incident, Decision.KEEP, why="why so secret").code == OutcomeCode.DECIDED
    release(rig, "X")
    rig.scan("PB.VOID", "PB.OK")
    rig.work()
    rig.scan("PB.LABEL")
    rig.work()
    rig.scan("PB.HANDOVER", label_of(rig, "X"), "PB.MANIFEST", "PB.ASIDE")


def test_a_story_tells_purchase_print_decision_void_and_hand_over_in_their_order(rig: Rig) -> None:
    a_long_life(rig)
    record = whole(rig.station.records.order(order_id(rig, "X")))
    events = [moment.event for moment in record.story]
    decision = next(event for event in events if event.startswith("decided."))
    first_label = ["parcel.sealed", "waybill.requested", "waybill.issued", "print.asked", "print.sent"]
    second_label = ["void.asked", "waybill.voided", "waybill.requested", "waybill.issued", "print.sent"]
    last = ["handover.taken", "manifest.closed"]
    assert in_order([*first_label, "news.stopped", decision, "stop.released", *second_label, *last], events)
    assert not in_order(["manifest.closed", "waybill.issued"], events)
    places = [moment.sequence for moment in record.story]
    assert places == sorted(set(places))
    assert {moment.packer for moment in record.story} >= {"Wu", "chen"}


def test_the_story_of_a_parcel_is_its_own(rig: Rig) -> None:
    rig.orders(a_draft("V", lines_of(A=2)))
    rig.scan("V", "A", "PB.CLOSE", "A")
    rig.work()
    records = rig.station.records
    order = whole(records.order(order_id(rig, "V")))
    one, two = (whole(records.parcel(row.glance.parcel_id)) for row in order.parcels)
    assert [row.sequence for row in order.parcels] == [1, 2]
    assert events_of(order).count("waybill.issued") == 2
    for parcel, other in ((one, two), (two, one)):
        assert events_of(parcel).count("waybill.issued") == 1
        assert other.row.glance.parcel_id not in {moment.subject_id for moment in parcel.story}
        assert parcel.contents == (("A", "Goods A", 1),)


def test_orders_that_travel_together_have_one_story_and_the_parcel_is_found_by_either(rig: Rig) -> None:
    rig.orders(a_draft("M1", lines_of(A=2)), a_draft("M2", lines_of(B=1)))
    rig.scan("M1", "A", "PB.MERGE", "M2", "A", "B")
    rig.work()
    records = rig.station.records
    first, second = (whole(records.order(order_id(rig, number))) for number in ("M1", "M2"))
    assert first.story == second.story
    assert "order.merged" in events_of(first)
    assert second.order.merged_into == "M1"
    (row,) = records.parcels(Question("m2"), 0, 60)
    assert row.glance.order_number == "M1"


def test_no_record_and_no_row_holds_anything_personal(rig: Rig) -> None:
    a_long_life(rig)
    records = rig.station.records
    shown: list[Any] = [records.orders(Question(), 0, 60), records.parcels(Question(), 0, 60)]
    shown += [records.order(row.glance.order_id) for row in shown[0]]
    shown += [records.parcel(row.glance.parcel_id) for row in shown[1]]
    content = pickle.dumps(shown)
    assert "欧*****".encode() in content  # masked, so the person is there to be shown
    assert [word for word in PERSONAL if word.encode() in content] == []


def test_a_record_that_is_not_masked_is_found_out(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.records, "mask_consignee", lambda consignee: consignee)
    rig.orders(a_draft("X", consignee=a_consignee(NAME, PHONE, STREET)))
    content = pickle.dumps(rig.station.records.order(order_id(rig, "X")))
    assert [word for word in PERSONAL if word.encode() in content] == [NAME, PHONE, STREET]


def test_every_order_and_parcel_of_a_day_with_everything_in_it_can_be_told(day: Rig) -> None:
    records = day.station.records
    rows = records.orders(Question(), 0, 1000)
    parcels = records.parcels(Question(), 0, 1000)
    assert (len(rows), len(parcels)) == (records.count_orders(Question()), records.count_parcels(Question()))
    assert {row.glance.state for row in rows} == set(OrderState)
    for row in rows:
        record = whole(records.order(row.glance.order_id))
        assert record.row == row
        assert [each.glance.order_id for each in record.parcels] == [row.glance.order_id] * row.parcels
    for each in parcels:
        told = whole(records.parcel(each.glance.parcel_id))
        assert told.row == each
        assert "parcel.sealed" in events_of(told)
        assert sum(units for _, _, units in told.contents) == each.glance.units
    content = pickle.dumps([records.order(row.glance.order_id) for row in rows])
    assert [word for word in ("李小龙", "13912345678", "中关村大街27号") if word.encode() in content] == []


def test_a_story_by_id_is_the_story_by_number(day: Rig) -> None:
    records = day.station.records
    with day.station.database.reading() as connection:
        for row in records.orders(Question(), 0, 1000):
            by_number = journal.rows_about(connection, auditing.story_ids(connection, row.glance.number))
            record = whole(records.order(row.glance.order_id))
            assert [each.sequence for each in by_number] == [moment.sequence for moment in record.story]


def test_a_story_reads_nothing_but_itself(day: Rig) -> None:
    with day.station.database.reading() as connection:
        for ask in (auditing.story_ids, auditing.story_ids_of_order, auditing.story_ids_of_parcel):
            plan = plan_of(connection, lambda ask=ask: ask(connection, "x"))
            tables = ("orders", "parcels", "waybills", "prints", "stops")
            assert not [step for step in plan for table in tables if step.startswith(f"SCAN {table}")], plan


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (OrderFilter.OPEN, OrderState.OPEN),
        (OrderFilter.ASIDE, OrderState.ASIDE),
        (OrderFilter.PACKING, OrderState.PACKING),
        (OrderFilter.PACKED, OrderState.PACKED),
        (OrderFilter.CANCELLED, OrderState.CANCELLED),
    ],
)
def test_a_filter_by_state_shows_just_those(day: Rig, chosen: OrderFilter, expected: OrderState) -> None:
    rows = day.station.records.orders(Question(filter=chosen), 0, 1000)
    assert {row.glance.state for row in rows} == {expected}


def test_a_label_in_trouble_is_one_that_the_lead_is_asked_about(day: Rig) -> None:
    rows = day.station.records.parcels(Question(filter=ParcelFilter.TROUBLE, sort=Sort.NUMBER), 0, 60)
    asked = {incident.parcel_id for incident in day.station.lead.incidents()}
    assert rows
    assert {row.glance.parcel_id for row in rows} <= asked
    assert all(row.handed_over_at_ms == 0 for row in rows)


def test_a_handed_over_parcel_names_its_manifest_and_one_on_the_pile_does_not(rig: Rig) -> None:
    rig.orders(a_draft("H1"), a_draft("H2"))
    for number in ("H1", "H2"):
        rig.scan(number, "A")
        rig.work()
    rig.scan("PB.HANDOVER", label_of(rig, "H1"), "PB.MANIFEST", label_of(rig, "H2"))
    records = rig.station.records
    (gone,) = records.parcels(Question(filter=ParcelFilter.HANDED_OVER), 0, 60)
    (here,) = records.parcels(Question(filter=ParcelFilter.HERE), 0, 60)
    assert (gone.glance.order_number, gone.manifest.startswith("sandbox-"), gone.handed_over_at_ms > 0) == (
        "H1",
        True,
        True,
    )
    assert (here.glance.order_number, here.manifest, here.handed_over_at_ms) == ("H2", "", 0)


def test_today_ends_at_local_midnight(rig: Rig) -> None:
    rig.orders(a_draft("T1"), a_draft("T2"))
    rig.scan("T1", "A")
    rig.clock.pass_s(86_400)
    rig.scan("T2", "A")
    records = rig.station.records
    (row,) = records.parcels(Question(filter=ParcelFilter.TODAY), 0, 60)
    assert row.glance.order_number == "T2"
    rig.clock.pass_s(86_400)
    assert records.count_parcels(Question(filter=ParcelFilter.TODAY)) == 0
    assert records.count_parcels(Question()) == 2


def test_a_list_sees_what_was_scanned_a_moment_ago(rig: Rig) -> None:
    rig.orders(a_draft("1"))
    records = rig.station.records
    assert records.count_orders(Question(filter=OrderFilter.OPEN)) == 1
    rig.scan("1", "A")
    assert records.count_orders(Question(filter=OrderFilter.OPEN)) == 0
    (row,) = records.orders(Question(filter=OrderFilter.PACKED), 0, 60)
    assert (row.parcels, row.glance.units_packed) == (1, 1)
    (parcel,) = records.parcels(Question(), 0, 60)
    assert parcel.glance.waybill_state is WaybillState.REQUESTED


# What a scan leads to.


@pytest.fixture
def packed(rig: Rig) -> Records:
    """Order 1001 packed into one parcel, 1002 open, and two shops' 1003."""
    rig.orders(a_draft("N-1001"), a_draft("1002"), a_draft("1003", shop="a"), a_draft("1003", shop="b"))
    rig.scan("N-1001", "A")
    rig.work()
    return rig.station.records


def test_an_order_number_leads_to_its_order_also_under_caps_lock(rig: Rig, packed: Records) -> None:
    assert packed.find_code("1002") == FoundOrder(order_id(rig, "1002"))
    assert packed.find_code("n-1001") == FoundOrder(order_id(rig, "N-1001"))


def test_a_label_or_a_license_plate_leads_to_its_parcel(rig: Rig, packed: Records) -> None:
    (row,) = packed.parcels(Question(), 0, 60)
    parcel = FoundParcel(row.glance.parcel_id)
    assert packed.find_code(row.glance.tracking_number) == parcel
    assert packed.find_code("N-1001-1") == parcel
    assert packed.find_code(row.glance.parcel_id.replace("-", "")[-12:].upper()) == parcel


def test_a_voided_label_still_leads_to_its_parcel(rig: Rig, packed: Records) -> None:
    (row,) = packed.parcels(Question(), 0, 60)
    rig.scan("PB.VOID", "PB.OK")
    rig.work()
    assert packed.find_code(row.glance.tracking_number) == FoundParcel(row.glance.parcel_id)


@pytest.mark.parametrize("code", ["1003", "9999", "", "N-1001-2", "N-1001-x", "-", "\x00", "x" * 5000, "0" * 12])
def test_a_number_of_several_orders_and_what_nobody_knows_lead_nowhere(packed: Records, code: str) -> None:
    assert packed.find_code(code) is None


@pytest.mark.parametrize("nobody", ["", "x", "'; --"])
def test_an_id_that_nobody_knows_has_no_record(tmp_path: Path, rig: Rig, nobody: str) -> None:
    assert rig.station.records.order(nobody) is None
    assert rig.station.records.parcel(nobody) is None
