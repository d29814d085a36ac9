"""Files of older versions, full of what a day brings: kept to the last value, guarded as new ones are, told anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pysqlite3
import pytest
from sqlalchemy import text

from app.domain.printing import PrintState
from app.replay import replay
from app.store.database import Database
from tests.builders import a_database

FROZEN = Path(__file__).parent / "frozen"
DAYS = sorted(FROZEN.glob("*-day.db"))
BEFORE_PAPERS = FROZEN / "0003-day.db"


def opened(folder: Path, day: Path) -> Database:
    shutil.copy(day, folder / "packbench.db")
    return a_database(folder)


@pytest.fixture
def upgraded(tmp_path: Path) -> Iterator[Database]:
    database = opened(tmp_path, BEFORE_PAPERS)
    yield database
    database.close()


def rows_of(path: Path, table: str) -> list[dict[str, Any]]:
    with closing(pysqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.row_factory = pysqlite3.Row
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY rowid")]


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day.stem)
def test_a_day_that_an_older_version_wrote_is_told_anew_after_the_upgrade(tmp_path: Path, day: Path) -> None:
    database = opened(tmp_path, day)
    with database.reading() as connection:
        assert replay(connection) is None
        assert connection.execute(text("SELECT count(*) FROM journal")).scalar_one() > 300
    database.close()


def test_there_is_a_day_of_every_revision_since_days_are_kept() -> None:
    """Made by `python -m tests.store.freeze` on the day a revision is released."""
    assert [day.stem for day in DAYS] == ["0003-day", "0004-day", "0005-day"]


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day.stem)
def test_parcels_of_an_older_version_know_the_number_of_their_order(tmp_path: Path, day: Path) -> None:
    database = opened(tmp_path, day)
    known = "SELECT count(*), sum(order_number = number) FROM parcels JOIN orders ON orders.id = order_id"
    with database.reading() as connection:
        of_all, by_number = connection.execute(text(known)).one()
    assert of_all == by_number > 20
    database.close()


def test_every_print_is_kept_as_a_label_and_what_was_seen_is_proven_by_its_scan(
    tmp_path: Path, upgraded: Database
) -> None:
    kept = Path(shutil.copy(BEFORE_PAPERS, tmp_path / "before.db"))  # SQLite leaves files beside what it reads
    before, after = rows_of(kept, "prints"), rows_of(upgraded.path, "prints")
    assert len(before) == len(after) > 20
    assert {row["state"] for row in before} == {"confirmed", "sent", "unknown", "failed"}
    for old, new in zip(before, after, strict=True):
        assert old.items() <= new.items()
        assert (new["document"], new["subject_id"], new["spool_job"]) == ("label", old["waybill_id"], "")
        assert new["proof"] == ("scan" if old["state"] == PrintState.CONFIRMED else "")


def test_an_upgraded_file_has_every_guard_that_a_new_one_has(tmp_path: Path, upgraded: Database) -> None:
    (tmp_path / "new").mkdir()
    new = a_database(tmp_path / "new")
    found = []
    for database in (upgraded, new):
        with database.reading() as connection:
            guards = connection.execute(text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"))
            found.append(sorted(map(tuple, guards)))
            assert connection.execute(text("PRAGMA foreign_key_check")).first() is None
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    new.close()
    assert found[0] == found[1]
    assert {name for name, table, _ in found[0] if table == "prints"} == {
        "prints_keep_their_place",
        "prints_keep_their_proof",
        "prints_take_legal_steps",
    }
