"""Orders from a file into the store: in batches, told as they go, stopped when a person says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.actor import Actor
from app.domain.glance import ImportReport
from app.errors import Misconfigured, PackbenchError, Rejected
from app.store.database import Database
from app.work import intake
from tests.builders import a_database, an_interception

HEAD = "number,name,phone,province,city,district,street,sku,title,quantity\n"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = a_database(tmp_path)
    yield database
    database.close()


def a_file(folder: Path, count: int, *, bad_every: int = 0) -> Path:
    path = folder / "orders.csv"
    phones = ("" if bad_every and number % bad_every == 0 else "13800001111" for number in range(1, count + 1))
    rows = (f"{number},张三,{phone},浙江省,杭州市,西湖区,路1号,A,茶,1\n" for number, phone in enumerate(phones, 1))
    path.write_text(HEAD + "".join(rows), "utf-8")
    return path


def counted(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM orders")).scalar_one())


def test_progress_grows_to_the_end_of_the_file(database: Database, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = a_file(tmp_path, 3_500)
    report = intake.import_orders(an_interception(database), Actor("Bench"), path, progress=lambda *at: told.append(at))
    assert (report.added, report.known, report.bad) == (3_500, 0, 0)
    assert told == sorted(told)
    assert len(told) >= 3
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


def test_a_stopped_import_keeps_what_came_in_and_can_be_finished(database: Database, tmp_path: Path) -> None:
    path = a_file(tmp_path, 3_500)
    stopped = intake.import_orders(an_interception(database), Actor("Bench"), path, is_cancelled=lambda: True)
    assert stopped == ImportReport("packbench", 1_000, 0, 0, (), was_cancelled=True)
    assert counted(database) == 1_000
    finished = intake.import_orders(an_interception(database), Actor("Bench"), path)
    assert (finished.added, finished.known) == (2_500, 1_000)


def test_good_rows_come_in_and_bad_ones_are_told_with_their_line(database: Database, tmp_path: Path) -> None:
    report = intake.import_orders(an_interception(database), Actor("Bench"), a_file(tmp_path, 10, bad_every=4))
    assert (report.added, report.bad) == (8, 2)
    assert [(row.row, row.code, row.field) for row in report.bad_rows] == [
        (5, "import.missing_phone", "phone"),
        (9, "import.missing_phone", "phone"),
    ]


def test_of_very_many_bad_rows_the_first_thousand_are_listed_and_all_counted(
    database: Database, tmp_path: Path
) -> None:
    report = intake.import_orders(an_interception(database), Actor("Bench"), a_file(tmp_path, 2_500, bad_every=1))
    assert (report.added, report.bad, len(report.bad_rows)) == (0, 2_500, 1_000)


def test_a_binary_file_named_csv_is_refused(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(bytes(range(256)) * 400)
    with pytest.raises(Rejected, match=r"import\.not_a_table"):
        intake.import_orders(an_interception(database), Actor("Bench"), path)


def test_a_disk_that_is_full_in_the_middle_keeps_whole_batches(database: Database, tmp_path: Path) -> None:
    with database.transaction() as tx:
        pages = tx.execute(text("PRAGMA page_count")).scalar_one()
        tx.execute(text(f"PRAGMA max_page_count = {pages + 300}"))
    with pytest.raises(PackbenchError, match=r"store\.full") as caught:
        intake.import_orders(an_interception(database), Actor("Bench"), a_file(tmp_path, 20_000))
    assert not isinstance(caught.value, Misconfigured)
    assert counted(database) > 0
    assert counted(database) % 1_000 == 0
