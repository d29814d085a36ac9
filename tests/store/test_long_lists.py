"""The long lists of orders and parcels: every filter, sort and search, page by page, held against a plain filter."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from app.domain.record import OrderFilter, ParcelFilter, Question, Sort
from app.records import Records
from app.station import hours_of_day
from app.store import order_list, orders, parcel_list, search
from app.store.database import Database
from tests.builders import a_consignee, a_database, a_draft, lines_of
from tests.sealed import a_sealed_parcel
from tests.store.many import NAMES, WORDS, Many, write_many
from tests.store.test_scan_queries import plan_of

ORDERS = [Question("", *each) for each in product(OrderFilter, Sort, (True, False))]
PARCELS = [Question("", *each) for each in product(ParcelFilter, Sort, (True, False))]


@pytest.fixture(scope="module", params=[1, 2])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    database = a_database(tmp_path_factory.mktemp("many"))
    many = write_many(database, request.param)
    yield database, many
    database.close()


def order_pages(records: Records, question: Question, size: int) -> list[str]:
    total = records.count_orders(question)
    pages = [records.orders(question, first, size) for first in range(0, total, size)]
    assert all(len(page) == size for page in pages[:-1])
    return [row.glance.order_id for page in pages for row in page]


def parcel_pages(records: Records, question: Question, size: int) -> list[str]:
    total = records.count_parcels(question)
    pages = [records.parcels(question, first, size) for first in range(0, total, size)]
    assert all(len(page) == size for page in pages[:-1])
    return [row.glance.parcel_id for page in pages for row in page]


def hold_against_a_plain_filter(database: Database, many: Many) -> None:
    """Every list, whole and page by page, is just what a filter over everything gives, in its order."""
    records = Records(database)
    midnight_ms = hours_of_day(database.now_ms())[0]
    for question in ORDERS:
        assert order_pages(records, question, 37) == many.order_ids(question), question
    for question in PARCELS:
        assert parcel_pages(records, question, 41) == many.parcel_ids(question, midnight_ms), question
    for words, chosen in product(WORDS, OrderFilter):
        question = Question(words, chosen)
        assert order_pages(records, question, 60) == many.order_ids(question), question
    for words, some in product(WORDS, ParcelFilter):
        question = Question(words, some, Sort.NUMBER, is_descending=False)
        assert parcel_pages(records, question, 60) == many.parcel_ids(question, midnight_ms), question


def test_every_question_has_just_the_rows_that_a_plain_filter_finds(filled: tuple[Database, Many]) -> None:
    hold_against_a_plain_filter(*filled)


BROKEN: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "a beginning that ends at z": lambda patch: patch.setattr(search, "_AFTER_ALL", "z"),
    "words taken as they were typed": lambda patch: patch.setattr(search, "spellings", lambda words: (words.strip(),)),
    "orders that travel along left out": lambda patch: patch.setitem(
        order_list._WHERE,
        OrderFilter.STOPPED,
        "orders.id IN (SELECT order_id FROM stops WHERE released_at IS NULL)",
    ),
    "trouble of an older label": lambda patch: patch.setitem(
        parcel_list._FILTERS,
        ParcelFilter.TROUBLE,
        parcel_list._IN_TROUBLE.replace("attempt = (SELECT max(attempt)", "0 < (SELECT max(attempt)"),
    ),
    "sorted by number alone": lambda patch: patch.setitem(order_list._SORTS, Sort.NUMBER, ("number",)),
    "any four signs taken for a phone": lambda patch: patch.setattr(search, "_digits", lambda words: words[-4:]),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_list_that_is_wrong_is_found_out(
    filled: tuple[Database, Many], broken: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch)
    with pytest.raises(AssertionError):
        hold_against_a_plain_filter(*filled)


def test_a_page_behind_the_end_is_empty_and_any_size_covers_every_row_once(filled: tuple[Database, Many]) -> None:
    database, many = filled
    records = Records(database)
    assert records.orders(Question(), len(many.orders), 60) == ()
    assert records.parcels(Question(), 10**9, 60) == ()
    for size in (1, 7, 60, 1000):
        assert sorted(order_pages(records, Question(), size)) == sorted(each.id for each in many.orders)
        assert sorted(parcel_pages(records, Question(), size)) == sorted(each.id for each in many.parcels)


def test_a_row_says_what_stops_its_order_and_how_far_its_parcels_are(filled: tuple[Database, Many]) -> None:
    database, many = filled
    records = Records(database)
    rows = {row.glance.order_id: row for row in records.orders(Question(), 0, 1000)}
    for order in many.orders:
        row = rows[order.id]
        assert (row.glance.number, row.glance.state, row.stop) == (order.number, order.state, many.stop_of(order))
        assert row.parcels == sum(each.order is order for each in many.parcels)
        assert row.due_at_ms == order.due_at
    listed = {row.glance.parcel_id: row for row in records.parcels(Question(), 0, 1000)}
    for parcel in many.parcels:
        seen = listed[parcel.id]
        assert (seen.sequence, seen.handed_over_at_ms > 0, seen.packer) == (parcel.sequence, parcel.is_gone, "Wu")
        assert (seen.glance.tracking_number, seen.glance.waybill_state) == parcel.labels[-1][:2]
        assert seen.glance.print_state is parcel.printed


def test_no_row_shows_a_person(filled: tuple[Database, Many]) -> None:
    records = Records(filled[0])
    shown = pickle.dumps((records.orders(Question(), 0, 1000), records.parcels(Question(), 0, 1000)))
    assert "王**".encode() in shown  # masked, so the names are there to be shown
    assert not [name for name in (*NAMES, "13812340007", "中关村") if name.encode() in shown]


def test_of_a_kind_the_last_thousand_are_found_and_a_filter_comes_before_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_FOUND", 5)
    database = a_database(tmp_path)
    with database.transaction() as tx:
        for at in range(20):
            a_sealed_parcel(tx, database, f"N{at:02d}")
        orders.add(tx, database, [a_draft(f"N{at}") for at in range(20, 40)])
    records = Records(database)
    asked = Question("N", sort=Sort.NUMBER)
    assert [row.glance.number for row in records.orders(asked, 0, 60)] == ["N39", "N38", "N37", "N36", "N35"]
    assert records.count_orders(asked) == 5
    packed = Question("N", OrderFilter.PACKED, Sort.NUMBER)
    assert [row.glance.number for row in records.orders(packed, 0, 60)] == ["N19", "N18", "N17", "N16", "N15"]
    assert records.count_parcels(asked) == 5
    database.close()


def test_an_order_that_nobody_said_a_time_for_is_due_at_none(database: Database) -> None:
    with database.transaction() as tx:
        orders.add(tx, database, [a_draft("1")])
    (row,) = Records(database).orders(Question(), 0, 60)
    assert (row.due_at_ms, row.imported_at_ms) == (0, database.now_ms())


def test_a_phone_that_is_empty_is_found_by_no_words(database: Database) -> None:
    with database.transaction() as tx:
        orders.add(tx, database, [a_draft("1", lines_of(A=1), consignee=a_consignee(phone=""))])
    assert Records(database).count_orders(Question("abcd")) == 0
    assert Records(database).count_orders(Question("- -")) == 0


def test_no_page_reads_or_sorts_more_rows_than_its_own(database: Database) -> None:
    with database.reading() as connection:
        for question in ORDERS:
            plan = plan_of(connection, partial(order_list.page, connection, database, question, first=60, count=60))
            walk_is_covered(plan, question.filter)
        for question in PARCELS:
            ask = partial(parcel_list.page, connection, database, question, first=60, count=60, midnight_ms=0)
            plan = plan_of(connection, ask)
            walk_is_covered(plan, question.filter)


def walk_is_covered(plan: list[str], chosen: OrderFilter | ParcelFilter) -> None:
    """The first statement walks an index that holds everything; the few that are stopped or in trouble are sorted."""
    is_few = chosen in (OrderFilter.STOPPED, ParcelFilter.TROUBLE)
    assert is_few or "COVERING INDEX" in plan[0], plan
    assert is_few or not any("TEMP B-TREE FOR ORDER BY" in step for step in plan[:2]), plan
    assert not any(step in ("SCAN orders", "SCAN parcels", "SCAN prints", "SCAN waybills") for step in plan), plan
