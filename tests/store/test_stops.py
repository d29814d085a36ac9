"""Stops on disk: whom they reach, what lies under lock, and how old the news is."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.interception import NewsGlance, Stage, StopKind, StopSource
from app.domain.order import Consignee
from app.errors import Misconfigured
from app.store import consignees, orders, stops
from app.store.database import Database
from tests.builders import Clock, a_consignee, a_database, a_draft

MOVED = a_consignee("王秀英", "13700001111", "人民路99号")


@pytest.fixture
def ids(database: Database) -> list[str]:
    with database.transaction() as tx:
        orders.add(tx, database, [a_draft(number) for number in "123"])
        return [stops.orders_numbered(tx, number)[0] for number in "123"]


def stopped(
    database: Database, order_id: str, kind: StopKind = StopKind.HOLD, consignee: Consignee | None = None
) -> str:
    with database.transaction() as tx:
        return stops.open_stop(
            tx, database, order_id, kind, source=StopSource.IMPORT, reason="李四 called", by="wu", consignee=consignee
        )


def test_a_second_open_stop_of_a_kind_is_refused_by_the_database_itself(database: Database, ids: list[str]) -> None:
    stop_id = stopped(database, ids[0])
    with pytest.raises(Misconfigured, match=r"store\.conflict"):
        stopped(database, ids[0])
    stopped(database, ids[0], StopKind.CANCEL)
    with database.transaction() as tx:
        stops.release(tx, database, stop_id, "chen")
        assert [stop.kind for stop in stops.of_order(tx, database, ids[0])] == [StopKind.CANCEL]
    stopped(database, ids[0])


def test_a_stop_reaches_the_order_in_whose_parcels_its_goods_travel(database: Database, ids: list[str]) -> None:
    first, second, third = ids
    with database.transaction() as tx:
        for merged, into in ((third, second), (second, first)):
            tx.execute(text("UPDATE orders SET merged_into = :into WHERE id = :id"), {"into": into, "id": merged})
    stopped(database, third)
    with database.reading() as connection:
        assert stops.kind_of(connection, first) is StopKind.HOLD
        assert stops.carrying(connection, third) == first
        assert set(stops.travelling(connection, first)) == set(ids)
    with database.transaction() as tx:
        tx.execute(text("UPDATE orders SET merged_into = ''"))
        assert stops.kind_of(tx, first) is None


def test_reason_and_new_address_lie_under_lock(database: Database, ids: list[str]) -> None:
    stopped(database, ids[0], StopKind.ADDRESS, MOVED)
    with database.reading() as connection:
        (stop,) = stops.of_order(connection, database, ids[0])
    assert stop.consignee == MOVED
    database.close()
    content = b"".join(path.read_bytes() for path in database.path.parent.glob(f"{database.path.name}*"))
    assert not any(word.encode() in content for word in ("王秀英", "13700001111", "人民路99号", "李四"))


def test_only_orders_whose_consignee_differs_are_found_and_taken_over(database: Database, ids: list[str]) -> None:
    drafts = [a_draft("1"), a_draft("2", consignee=MOVED), a_draft("9", consignee=MOVED)]
    with database.transaction() as tx:
        changed = consignees.changed(tx, database, drafts)
        assert list(changed) == [ids[1]]
        consignees.take_over(tx, database, ids[1], changed[ids[1]].consignee)
    with database.reading() as connection:
        assert consignees.changed(connection, database, drafts) == {}
        assert orders.get(connection, database, ids[1]).consignee == MOVED
        assert [found.number for found in orders.find_by_person(connection, database, "13700001111")] == ["2"]


def test_a_parcel_is_unlabeled_until_a_purchase_may_have_begun(database: Database, ids: list[str]) -> None:
    def stage() -> Stage:
        (parcel,) = stops.parcels_of(tx, ids[0])
        return parcel.stage

    with database.transaction() as tx:
        here = {"order": ids[0]}
        tx.execute(
            text(
                "INSERT INTO parcels (id, order_id, sequence, sealed_at, units, packer)"
                " VALUES ('p', :order, 1, 0, 1, '')"
            ),
            here,
        )
        assert stage() is Stage.UNLABELED
        tx.execute(
            text(
                "INSERT INTO waybills (id, parcel_id, attempt, carrier, service, reference, state, requested_at)"
                " VALUES ('w', 'p', 1, 'sandbox', 'ZTO', 'r', 'requested', 0)"
            )
        )
        tx.execute(
            text(
                "INSERT INTO jobs (lane, kind, subject_id, state, not_before, queued_at)"
                " VALUES ('carrier:sandbox', 'issue_waybill', 'w', 'queued', 0, 0)"
            )
        )
        assert stage() is Stage.UNLABELED
        tx.execute(text("UPDATE jobs SET state = 'running'"))
        assert stage() is Stage.LABELED
        tx.execute(text("UPDATE jobs SET state = 'rejected'"))
        tx.execute(text("UPDATE waybills SET state = 'rejected'"))
        assert stage() is Stage.UNLABELED
        tx.execute(text("UPDATE parcels SET handed_over_at = 1"))
        assert stage() is Stage.GONE


def test_the_age_of_the_news_is_that_of_the_shop_silent_longest(tmp_path: Path) -> None:
    clock = Clock()
    database = a_database(tmp_path, clock)
    with database.transaction() as tx:
        assert stops.news_age_ms(tx, clock.now_ms) is None
        stops.heard(tx, database, "north")
        clock.pass_s(60)
        stops.heard(tx, database, "south")
        clock.pass_s(30)
        assert stops.news_ages(tx, clock.now_ms) == (NewsGlance("north", 90_000), NewsGlance("south", 30_000))
        stops.heard(tx, database, "north")
        assert stops.news_age_ms(tx, clock.now_ms) == 30_000
        assert stops.news_age_ms(tx, clock.now_ms - 999_999) == 0  # the clock was set back
    database.close()
