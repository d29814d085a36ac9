"""How many parcels each hour of the day had: what the day's curve is drawn from, read again at every sealed parcel."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from app.station import hours_of_day
from app.store import parcels
from app.store.database import Database
from tests.builders import Rig, a_database, a_draft
from tests.sealed import a_sealed_parcel

HOUR_MS = 3_600_000


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = a_database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A place where clocks are put forward and back."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_parcels_are_counted_from_each_moment_to_the_next(database: Database) -> None:
    with database.transaction() as tx:
        for number, at in enumerate((0, 999, 1000, 2999, 3000)):
            parcel = a_sealed_parcel(tx, database, str(number))
            tx.execute(text("UPDATE parcels SET sealed_at = :at WHERE id = :id"), {"at": at, "id": parcel})
    with database.reading() as connection:
        assert parcels.count_between(connection, (500, 1000, 2000, 3000)) == (1, 1, 1)
        assert parcels.count_between(connection, (5000,)) == ()


def test_counting_reads_the_index_of_the_day_and_no_other_parcel(database: Database) -> None:
    with database.reading() as connection:
        query = "EXPLAIN QUERY PLAN " + parcels._BETWEEN.text
        plan = " ".join(str(row) for row in connection.execute(text(query), {"spans": "[[1, 2]]"}))
    assert "COVERING INDEX parcels_by_time (sealed_at>? AND sealed_at<?)" in plan


def test_the_hours_of_a_day_begin_at_local_midnight_and_end_after_now(berlin: None) -> None:
    noon_ms = 1_764_068_400_000  # 25 November 2025, 12:00 in Berlin
    hours = hours_of_day(noon_ms + 60_000)
    assert (len(hours), hours[12], hours[13]) == (14, noon_ms, noon_ms + HOUR_MS)
    assert hours[0] == noon_ms - 12 * HOUR_MS


def test_an_hour_is_empty_where_clocks_go_forward_and_twice_as_long_where_they_go_back(berlin: None) -> None:
    spring = hours_of_day(1_774_778_400_000)  # 29 March 2026, noon
    assert {later - earlier for earlier, later in pairwise(spring)} == {0, HOUR_MS}
    autumn = hours_of_day(1_792_926_000_000)  # 25 October 2026, noon
    assert {later - earlier for earlier, later in pairwise(autumn)} == {HOUR_MS, 2 * HOUR_MS}


def test_a_sealed_parcel_counts_in_its_hour_and_the_plan_is_the_settings(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.orders(a_draft("1001"))
    rig.scan("1001")
    before = rig.station.day()
    for line in rig.station.bench.state.order.lines:  # type: ignore[union-attr]  # an order was just opened
        rig.scan(*[line.sku] * line.quantity)
    day = rig.station.day()
    rig.station.stop()
    assert (sum(before.by_hour), before.planned_per_hour) == (0, 0)
    assert (day.by_hour[-1], day.parcels_today) == (1, 1)


def test_an_order_is_due_only_where_somebody_said_so(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    due_ms = rig.clock() + HOUR_MS
    rig.orders(replace(a_draft("1"), due_at_ms=due_ms), replace(a_draft("2"), ordered_at_ms=5), a_draft("3"))
    due = [order.due_at_ms for order in rig.station.next_orders()]
    rig.station.stop()
    assert due == [due_ms, 0, 0]
