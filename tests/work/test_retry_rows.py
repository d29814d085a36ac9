"""Rows that did not come in, put right one by one: each order once, whole, and the report says how it stands then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.actor import Actor
from app.domain.glance import ImportReport
from app.domain.importing import Correction
from app.errors import Rejected
from app.interception import Interception
from app.store import journal
from app.store.database import Database
from app.work import bad_rows, intake
from tests.builders import a_database, an_interception
from tests.work.test_intake import HEAD, a_file, counted

ACTOR = Actor("Bench")
ROW = "{number},张三,{phone},浙江省,杭州市,西湖区,路1号,A,茶,{quantity}\n"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = a_database(tmp_path)
    yield database
    database.close()


@pytest.fixture
def interception(database: Database) -> Interception:
    return an_interception(database)


def brought_in(interception: Interception, folder: Path, *rows: tuple[str, str, str]) -> ImportReport:
    """Rows of (number, phone, quantity)."""
    path = folder / "orders.csv"
    lines = (ROW.format(number=number, phone=phone, quantity=quantity) for number, phone, quantity in rows)
    path.write_text(HEAD + "".join(lines), "utf-8")
    return intake.import_orders(interception, ACTOR, path)


def test_a_corrected_row_comes_in_at_once(interception: Interception, database: Database, tmp_path: Path) -> None:
    report = brought_in(interception, tmp_path, ("1", "", "1"), ("2", "13800001111", "1"))
    (row,) = report.bad_rows
    assert (row.row, row.column, report.value(row)) == (2, "phone", "")
    again = intake.retry_rows(interception, ACTOR, report, [Correction(row.order, row.row, "13800002222")])
    assert (again.added, again.bad, again.bad_rows) == (2, 0, ())
    assert counted(database) == 2
    with database.reading() as connection:
        assert journal.verify(connection) is None


def test_what_was_corrected_stays_corrected_until_the_whole_order_is_good(
    interception: Interception, database: Database, tmp_path: Path
) -> None:
    report = brought_in(interception, tmp_path, ("1", "13800001111", "x"), ("1", "13800001111", "y"))
    assert [row.code for row in report.bad_rows] == ["import.quantity", "import.quantity"]
    half = intake.retry_rows(interception, ACTOR, report, [Correction(0, 2, "1")])
    assert [(row.row, row.code) for row in half.bad_rows] == [(2, "import.order_incomplete"), (3, "import.quantity")]
    assert (half.bad, counted(database)) == (2, 0)
    whole = intake.retry_rows(interception, ACTOR, half, [Correction(0, 3, "2")])
    assert (whole.added, whole.bad, counted(database)) == (1, 0, 1)


def test_all_that_were_corrected_are_retried_together(
    interception: Interception, database: Database, tmp_path: Path
) -> None:
    report = brought_in(interception, tmp_path, ("1", "", "1"), ("2", "13800001111", "x"), ("3", "", "1"))
    given = [Correction(0, 2, "13800001111"), Correction(1, 3, "2")]
    again = intake.retry_rows(interception, ACTOR, report, given)
    assert (again.added, [row.row for row in again.bad_rows]) == (2, [4])
    assert counted(database) == 2


def test_an_order_corrected_twice_is_known_the_second_time(
    interception: Interception, database: Database, tmp_path: Path
) -> None:
    report = brought_in(interception, tmp_path, ("1", "", "1"))
    for expected in ((1, 0), (0, 1)):
        again = intake.retry_rows(interception, ACTOR, report, [Correction(0, 2, "13800001111")])
        assert (again.added, again.known) == expected
    assert counted(database) == 1


def test_a_correction_for_no_listed_cell_changes_nothing(interception: Interception, tmp_path: Path) -> None:
    report = brought_in(interception, tmp_path, ("1", "", "1"))
    assert intake.retry_rows(interception, ACTOR, report, [Correction(0, 7, "x"), Correction(5, 2, "x")]) == report


def test_of_very_many_bad_rows_the_first_thousand_orders_are_kept_and_no_book_is(
    interception: Interception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = intake.import_orders(interception, ACTOR, a_file(tmp_path, 2_500, bad_every=1))
    assert (report.bad, len(report.bad_rows), len(report.orders)) == (2_500, 1_000, 1_000)
    monkeypatch.setattr(bad_rows, "MOST_CHARACTERS", 2_000)
    small = intake.import_orders(interception, ACTOR, a_file(tmp_path, 2_500, bad_every=1))
    assert len(small.bad_rows) == 1_000
    assert 0 < len(small.orders) < 200
    assert small.bad_rows[-1].cell == -1


def test_the_rows_of_one_order_are_listed_all_or_none(interception: Interception, tmp_path: Path) -> None:
    rows = [(str(number // 3), "", "1") for number in range(1, 3_001)]
    report = brought_in(interception, tmp_path, *rows)
    last = report.bad_rows[-1]
    assert 1_000 <= len(report.bad_rows) <= 1_002
    assert sum(row.order == last.order for row in report.bad_rows) == len(report.orders[last.order].rows)


def test_orders_that_the_shop_leaves_out_are_counted_apart_and_not_written(
    interception: Interception, tmp_path: Path
) -> None:
    path = tmp_path / "orders.csv"
    rows = [ROW.format(number=number, phone="13800001111", quantity=1).strip() for number in (1, 2)]
    head = HEAD.strip() + ",status\n"
    path.write_text(f"{head}{rows[0]},cancelled\n{rows[1]},\n", "utf-8")
    report = intake.import_orders(interception, ACTOR, path)
    assert (report.added, report.bad, report.skipped) == (1, 1, 1)
    with pytest.raises(Rejected, match=r"import\.none_to_write"):
        intake.write_bad_rows(path, report, title="Reason", reason=lambda row: row.code)


def test_orders_with_a_row_that_cannot_be_read_are_not_written_in_part(
    interception: Interception, tmp_path: Path
) -> None:
    path = tmp_path / "orders.csv"
    good = ROW.format(number=1, phone="13800001111", quantity=1)
    torn = '1,"never closed\n'
    after = ROW.format(number=2, phone="13800001111", quantity=1)  # the torn row may have been its first
    path.write_text(HEAD + good + torn + after + ROW.format(number=3, phone="", quantity=1), "utf-8")
    report = intake.import_orders(interception, ACTOR, path)
    target, count = intake.write_bad_rows(path, report, title="Reason", reason=lambda row: row.code)
    assert count == 1
    assert "import.missing_phone" in target.read_text("utf-8-sig")
    assert not any(f"\n{number}," in target.read_text("utf-8-sig") for number in (1, 2))
