"""Piles and manifests in the file: what is known of a parcel, what is closed for good, what the day leaves open."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from app.domain.actor import Actor
from app.domain.handover import EndKind, OpenEnd, ParcelFacts
from app.domain.printing import PrintState
from app.domain.shipment import WaybillState
from app.errors import Misconfigured
from app.store import journal, manifests, open_ends, waybills
from app.store.database import Database, Transaction
from tests.sealed import a_label, a_print, a_sealed_parcel, a_stop, news, order_of, release, void

ACTOR = Actor("Bench 7", "Wu")
DAY = "20261124"


def known(tx: Transaction, number: str) -> ParcelFacts:
    facts = manifests.find(tx, number)
    assert facts is not None
    return facts


def a_manifest(tx: Transaction, database: Database, *numbers: str, carrier: str = "ZTO", day: str = DAY) -> str:
    """A closed manifest with new parcels of these numbers; its number."""
    for number in numbers:
        a_sealed_parcel(tx, database, number, carrier=carrier)
        manifests.put_on(tx, database, known(tx, f"T{number}"), "Wu")
    pile = manifests.pile_of(tx, carrier)
    assert pile is not None
    return manifests.close(tx, database, ACTOR, pile, day).number


def test_a_sound_parcel_is_known_as_such(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001", units=3, weight_g=740)
        news(tx, "shop", 123)
        assert known(tx, "T1001") == ParcelFacts(
            parcel_id,
            "T1001",
            "1001",
            "ZTO",
            3,
            740,
            WaybillState.ISSUED,
            print_state=PrintState.SENT,
            news_at_ms=123,
        )
        assert manifests.find(tx, "T1002") is None


def test_a_stop_counts_until_it_is_released(database: Database) -> None:
    with database.transaction() as tx:
        a_sealed_parcel(tx, database, "1001")
        a_stop(tx, database, "1001", "hold")
        a_stop(tx, database, "1001", "cancel")
        assert known(tx, "T1001").stop == "cancel"  # the gravest of two
        release(tx, database, "1001")
        assert known(tx, "T1001").stop == ""


def test_an_order_that_is_cancelled_is_stopped_also_without_a_stop_of_its_own(database: Database) -> None:
    with database.transaction() as tx:
        a_sealed_parcel(tx, database, "1001")
        tx.execute(text("UPDATE orders SET state = 'cancelled'"))
        assert known(tx, "T1001").stop == "cancel"


def test_a_stop_of_an_order_that_travels_in_another_ones_parcel_stops_that(database: Database) -> None:
    with database.transaction() as tx:
        for number in ("1001", "1002", "1003", "1004"):
            a_sealed_parcel(tx, database, number)
        merge = text("UPDATE orders SET merged_into = :into WHERE number = :number")
        tx.execute(merge, {"number": "1002", "into": order_of(tx, "1001")})
        tx.execute(merge, {"number": "1003", "into": order_of(tx, "1002")})  # merged into what was merged
        a_stop(tx, database, "1003", "hold")
        assert known(tx, "T1001").stop == "hold"
        assert known(tx, "T1004").stop == ""


@pytest.mark.parametrize(
    "fault",
    [
        "UPDATE parcels SET units = 3",
        "UPDATE parcel_lines SET units = 1",
        "DELETE FROM parcel_lines",
        "UPDATE order_lines SET tracking = 'serial'",
    ],
)
def test_a_parcel_whose_units_do_not_add_up_is_unverified(database: Database, fault: str) -> None:
    with database.transaction() as tx:
        a_sealed_parcel(tx, database, "1001", units=2)
        assert known(tx, "T1001").is_verified
        tx.execute(text(fault))
        assert not known(tx, "T1001").is_verified


def test_a_tracked_line_is_verified_once_each_of_its_units_is_known(database: Database) -> None:
    insert = text(
        "INSERT INTO tracked_units (order_id, position, sku, serial, lot, expiry, units, parcel_id, packed_at)"
        " VALUES (:order, 1, 'A', :serial, '', '', 1, :parcel, 0)"
    )
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001", units=2)
        tx.execute(text("UPDATE order_lines SET tracking = 'serial'"))
        values = {"order": order_of(tx, "1001"), "parcel": parcel_id}
        tx.execute(insert, values | {"serial": "S1"})
        assert not known(tx, "T1001").is_verified
        tx.execute(insert, values | {"serial": "S2", "parcel": None})  # in the next box
        assert not known(tx, "T1001").is_verified
        tx.execute(insert, values | {"serial": "S3"})
        assert known(tx, "T1001").is_verified


def test_a_voided_label_stays_voided_when_its_parcel_has_a_new_one(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001")
        void(tx, database, parcel_id)
        a_label(tx, database, parcel_id, "T9", carrier="SF")
        assert known(tx, "T1001").waybill_state is WaybillState.CANCELLED
        assert (known(tx, "T9").waybill_state, known(tx, "T9").carrier) == (WaybillState.ISSUED, "SF")


def test_a_number_that_was_given_twice_means_the_waybill_that_counts(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001")
        void(tx, database, parcel_id)
        a_label(tx, database, parcel_id, "T1001")
        manifests.put_on(tx, database, known(tx, "T1001"), "Wu")
        pile = manifests.pile_of(tx, "ZTO")
        assert pile is not None
        assert [facts.waybill_state for facts in manifests.on_pile(tx, pile.id)] == [WaybillState.ISSUED]


def test_a_label_seen_before_its_reprint_stays_seen(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001", print_state=PrintState.CONFIRMED)
        live = waybills.live_of_parcel(tx, parcel_id)
        assert live is not None
        a_print(tx, database, live.id, PrintState.QUEUED)
        assert (known(tx, "T1001").was_seen, known(tx, "T1001").print_state) == (True, PrintState.QUEUED)


def test_each_carrier_has_a_pile_of_its_own_that_ends_with_its_last_parcel(database: Database) -> None:
    with database.transaction() as tx:
        first = a_sealed_parcel(tx, database, "1001", units=2)
        a_sealed_parcel(tx, database, "1002", units=3)
        a_sealed_parcel(tx, database, "1003", carrier="SF")
        manifests.put_on(tx, database, known(tx, "T1001"), "Wu")
        pile = manifests.put_on(tx, database, known(tx, "T1002"), "Wu")
        other = manifests.put_on(tx, database, known(tx, "T1003"), "Wu")
        assert (pile.parcels, pile.units) == (2, 5)
        assert (other.carrier, other.parcels) == ("SF", 1)
        assert manifests.pile_of(tx, "ZTO") == pile
        assert manifests.take_off(tx, first)
        assert not manifests.take_off(tx, first)
        assert manifests.take_off(tx, known(tx, "T1003").parcel_id)
        assert manifests.pile_of(tx, "SF") is None
        assert not known(tx, "T1001").is_on_pile


def test_a_manifest_is_closed_with_its_parcels_and_is_verified(database: Database) -> None:
    with database.transaction() as tx:
        number = a_manifest(tx, database, "1001", "1002")
        manifest = manifests.get(tx, number)
        assert manifest is not None
        assert (number, manifest.station, manifest.closed_by) == ("ZTO-20261124-1", "Bench 7", "Wu")
        assert [line.tracking_number for line in manifest.lines] == ["T1001", "T1002"]
        assert manifests.verify(tx, number)
        assert (known(tx, "T1001").is_handed_over, known(tx, "T1001").manifest_number) == (True, number)
        assert not manifests.take_off(tx, known(tx, "T1001").parcel_id)
    with database.reading() as connection:
        assert journal.verify(connection) is None


def test_numbers_count_each_carrier_and_day_by_itself(database: Database) -> None:
    with database.transaction() as tx:
        closed = [
            a_manifest(tx, database, "1"),
            a_manifest(tx, database, "2"),
            a_manifest(tx, database, "3", carrier="SF"),
            a_manifest(tx, database, "4", day="20261125"),
            a_manifest(tx, database, "5"),
        ]
    assert closed == ["ZTO-20261124-1", "ZTO-20261124-2", "SF-20261124-1", "ZTO-20261125-1", "ZTO-20261124-3"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE manifests SET sha256 = 'x'",
        "DELETE FROM manifests",
        "DELETE FROM manifest_parcels",
        "UPDATE manifest_parcels SET units = 9",
        "INSERT INTO manifest_parcels SELECT id, (SELECT id FROM manifests), '', '', 1, 0, 0, '' FROM parcels",
    ],
)
def test_the_file_itself_refuses_to_change_what_was_closed(database: Database, change: str) -> None:
    with database.transaction() as tx:
        a_manifest(tx, database, "1001")
        a_sealed_parcel(tx, database, "1002")
    with pytest.raises(Misconfigured, match=r"store\.conflict"), database.transaction() as tx:
        tx.execute(text(change))


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE manifest_parcels SET units = units + 1",
        "UPDATE manifest_parcels SET tracking_number = 'T9' WHERE tracking_number = 'T1001'",
        "DELETE FROM manifest_parcels WHERE tracking_number = 'T1001'",
        "UPDATE manifests SET closed_by = 'Li'",
        "UPDATE manifests SET parcels = 3",
        "UPDATE manifests SET sha256 = 'x'",
        "UPDATE parcels SET manifest_id = NULL WHERE units = 1",
    ],
)
def test_a_forged_manifest_is_seen_even_where_the_guards_were_taken_away(database: Database, forgery: str) -> None:
    with database.transaction() as tx:
        number = a_manifest(tx, database, "1001", "1002")
        for guard in ("manifests_refuse_update", "manifest_parcels_refuse_update", "manifest_parcels_refuse_delete"):
            tx.execute(text(f"DROP TRIGGER {guard}"))
        assert manifests.verify(tx, number)
        tx.execute(text(forgery))
        assert not manifests.verify(tx, number)
        assert [glance.is_intact for glance in manifests.closed(tx, 10)] == [False]


def test_a_scan_is_answered_by_indexes_alone(database: Database) -> None:
    queries = [(manifests._BY_NUMBER, {"number": "T1"}), (manifests._OF_PILE, {"pile": "x"})]
    with database.reading() as connection:
        for query, values in queries:
            plan = [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}"), values)]
            scanned = [step for step in plan if re.match(r"SCAN (?!travels|CONSTANT ROW)", step)]
            assert len(plan) > 5
            assert scanned == []


def ends(tx: Transaction, *, asks_for_labels: bool = True) -> list[OpenEnd]:
    return list(open_ends.list_all(tx, asks_for_labels=asks_for_labels))


def test_a_day_without_parcels_has_no_open_ends(database: Database) -> None:
    with database.transaction() as tx:
        assert ends(tx) == []
        a_manifest(tx, database, "1001")
        assert ends(tx) == []


def test_parcels_that_wait_for_the_courier_are_named_by_carrier_and_the_pile_apart(database: Database) -> None:
    seen = PrintState.CONFIRMED
    with database.transaction() as tx:
        for number, carrier in (("1", "ZTO"), ("2", "SF"), ("3", "ZTO"), ("4", "ZTO")):
            a_sealed_parcel(tx, database, number, carrier=carrier, print_state=seen)
        manifests.put_on(tx, database, known(tx, "T3"), "Wu")
        assert ends(tx) == [
            OpenEnd(EndKind.UNHANDED, 1, ("T2",), "SF"),
            OpenEnd(EndKind.UNHANDED, 2, ("T1", "T4"), "ZTO"),
            OpenEnd(EndKind.PILE, 1, ("T3",), "ZTO"),
        ]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("requested", EndKind.UNSENT),
        ("uncertain", EndKind.PURCHASE),
        ("rejected", EndKind.UNLABELED),
        ("cancelling", EndKind.VOID),
        ("cancelled", EndKind.UNLABELED),
    ],
)
def test_a_waybill_that_is_not_settled_is_an_open_end_of_its_kind(
    database: Database, state: str, kind: EndKind
) -> None:
    steps = {
        "requested": [],
        "uncertain": ["uncertain"],
        "rejected": ["rejected"],
        "cancelling": ["issued", "cancelling"],
        "cancelled": ["cancelled"],
    }
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001")
        void(tx, database, parcel_id)
        waybills.ask(tx, database, parcel_id, carrier="ZTO", service="ZTO")
        for step in steps[state]:
            tx.execute(
                text("UPDATE waybills SET state = :step, tracking_number = 'T2' WHERE attempt = 2"), {"step": step}
            )
        assert ends(tx) == [OpenEnd(kind, 1, ("1001",))]


@pytest.mark.parametrize("state", [PrintState.SENT, PrintState.UNKNOWN, PrintState.FAILED])
def test_a_label_that_nobody_saw_is_an_open_end(database: Database, state: PrintState) -> None:
    with database.transaction() as tx:
        a_sealed_parcel(tx, database, "1001", print_state=state)
        assert OpenEnd(EndKind.PRINT, 1, ("1001",)) in ends(tx)
        unclear = [end.kind for end in ends(tx, asks_for_labels=False) if end.kind is EndKind.PRINT]
        assert unclear == ([] if state is PrintState.SENT else [EndKind.PRINT])


def test_a_stopped_parcel_is_open_until_its_goods_are_back(database: Database) -> None:
    task = text(
        "INSERT INTO stock_returns (id, order_id, parcel_id, units, opened_at) VALUES ('r', :order, :parcel, 1, 0)"
    )
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001", print_state=PrintState.CONFIRMED)
        a_stop(tx, database, "1001")
        assert ends(tx) == [OpenEnd(EndKind.STOPPED, 1, ("1001",))]
        tx.execute(task, {"order": order_of(tx, "1001"), "parcel": parcel_id})
        assert ends(tx) == [OpenEnd(EndKind.STOPPED, 1, ("1001",))]
        waybill = waybills.live_of_parcel(tx, parcel_id)
        assert waybill is not None
        waybills.mark(tx, waybill.id, WaybillState.CANCELLING)
        assert ends(tx) == [OpenEnd(EndKind.VOID, 1, ("1001",)), OpenEnd(EndKind.STOPPED, 1, ("1001",))]
        waybills.mark_voided(tx, database, waybill.id)
        assert ends(tx) == [OpenEnd(EndKind.STOPPED, 1, ("1001",))]
        tx.execute(text("UPDATE stock_returns SET done_at = 1"))
        assert ends(tx) == []


def test_goods_that_are_back_do_not_hide_money_that_is_not(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001", print_state=PrintState.CONFIRMED)
        tx.execute(
            text("INSERT INTO stock_returns (id, order_id, parcel_id, units, opened_at, done_at)"
                 " VALUES ('r', :order, :parcel, 1, 0, 1)"),
            {"order": order_of(tx, "1001"), "parcel": parcel_id},
        )  # fmt: skip
        waybill = waybills.live_of_parcel(tx, parcel_id)
        assert waybill is not None
        waybills.mark(tx, waybill.id, WaybillState.CANCELLING)
        assert ends(tx) == [OpenEnd(EndKind.VOID, 1, ("1001",))]


@pytest.mark.parametrize("state", ["packing", "aside"])
def test_an_order_left_on_the_desk_is_an_open_end(database: Database, state: str) -> None:
    with database.transaction() as tx:
        a_manifest(tx, database, "1001")
        tx.execute(text("UPDATE orders SET state = :state"), {"state": state})
        assert ends(tx) == [OpenEnd(EndKind.ORDER, 1, ("1001",))]


def test_a_long_list_is_counted_in_full_and_named_in_part(database: Database) -> None:
    with database.transaction() as tx:
        for number in range(open_ends.FIRST + 5):
            a_sealed_parcel(tx, database, f"{number:03}", print_state=PrintState.CONFIRMED)
        (end,) = ends(tx)
    assert (end.count, len(end.first), end.first[0]) == (open_ends.FIRST + 5, open_ends.FIRST, "T000")
