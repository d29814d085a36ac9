"""The file: opened safely or refused with the reason, and what a transaction promises."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from pathlib import Path

import pysqlite3
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, CreateTable

from app.errors import Misconfigured, Unavailable
from app.store import alembic_run, journal, migrating, orders
from app.store.database import Database, check_sqlite
from app.store.sealing import Sealer
from app.store.tables import metadata
from tests.builders import KEY, Clock, a_database, a_draft

FROZEN = Path(__file__).parent / "frozen"


def test_a_commit_is_on_disk_before_it_returns(database: Database) -> None:
    with database.transaction() as tx:
        assert tx.execute(text("PRAGMA synchronous")).scalar_one() == 2  # FULL: NORMAL loses scans in a power cut
        assert tx.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert tx.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as tx:
            orders.add(tx, database, [a_draft()])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.reading() as connection:
        assert orders.find_by_number(connection, database, "1001") == ()


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(Misconfigured, match=r"store\.unwritable"), database.reading() as connection:
        connection.execute(text("DELETE FROM orders"))


def test_a_reader_sees_one_moment_while_the_writer_goes_on(database: Database) -> None:
    with database.reading() as connection:
        assert orders.find_by_number(connection, database, "1001") == ()
        with database.transaction() as tx:
            orders.add(tx, database, [a_draft()])
        assert orders.find_by_number(connection, database, "1001") == ()
    with database.reading() as connection:
        assert len(orders.find_by_number(connection, database, "1001")) == 1


def test_an_old_sqlite_is_refused() -> None:
    with pytest.raises(Misconfigured, match=r"store\.sqlite_too_old"):
        check_sqlite((3, 51, 2))
    check_sqlite((3, 51, 3))


def test_the_file_of_a_newer_packbench_is_refused_and_left_alone(tmp_path: Path) -> None:
    a_database(tmp_path).close()
    path = tmp_path / "packbench.db"
    with closing(pysqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    with pytest.raises(Misconfigured, match=r"store\.newer: 9999"):
        a_database(tmp_path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "packbench.db"
    path.write_bytes(b"these are somebody's notes" * 100)
    with pytest.raises(Misconfigured, match=r"store\.not_ours"):
        a_database(tmp_path)
    assert path.read_bytes().startswith(b"these are")


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with closing(pysqlite3.connect(tmp_path / "packbench.db")) as connection, connection:
        connection.execute("CREATE TABLE notes (text)")
    with pytest.raises(Misconfigured, match=r"store\.not_ours"):
        a_database(tmp_path)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Misconfigured, match=r"store\.unwritable"):
        Database(tmp_path / "file" / "packbench.db", Sealer(KEY))


def test_a_full_disk_is_said_and_loses_nothing(database: Database) -> None:
    with database.transaction() as tx:
        orders.add(tx, database, [a_draft("1")])
        tx.execute(text("PRAGMA max_page_count = 1"))  # SQLite's own full disk: no page more than there are
    drafts = [a_draft(str(number)) for number in range(2, 2000)]

    def add_all() -> None:
        with database.transaction() as tx:
            orders.add(tx, database, drafts)

    with pytest.raises(Unavailable, match=r"store\.full"):
        add_all()
    with database.reading() as connection:
        assert len(orders.next_to_pack(connection, database, 10)) == 1


def test_what_the_migrations_make_is_what_the_tables_say(database: Database) -> None:
    def shape(sql: str) -> str:
        return re.sub(r"\s+", "", sql)

    wanted = {table.name: shape(str(CreateTable(table).compile(database._writer))) for table in metadata.sorted_tables}
    for table in metadata.sorted_tables:
        wanted |= {str(i.name): shape(str(CreateIndex(i).compile(database._writer))) for i in table.indexes}
    with database.reading() as connection:
        rows = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')")
        )
        found = {name: shape(sql) for name, sql in rows if name != "alembic_version"}
    assert found == wanted


def test_every_released_file_opens_after_an_upgrade_with_a_copy_kept(tmp_path: Path) -> None:
    """Frozen files are made by `python tests/store/freeze.py` on the day a revision is released."""
    for revision in migrating.REVISIONS:
        folder = tmp_path / revision
        folder.mkdir()
        shutil.copy(FROZEN / f"{revision}.db", folder / "packbench.db")
        database = a_database(folder)
        with database.reading() as connection:
            (order,) = orders.find_by_number(connection, database, "1001")
            assert order.consignee.name == "李小龙"
            assert journal.verify(connection) is None
        database.close()
        is_old = revision != migrating.REVISIONS[-1]
        assert (folder / f"packbench.before-{revision}.db").exists() == is_old


def test_an_upgrade_that_fails_halfway_leaves_the_old_file_and_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_database(tmp_path).close()

    def fail_halfway(connection: Connection) -> None:
        connection.execute(text("DROP TABLE order_lines"))
        raise RuntimeError

    monkeypatch.setattr(migrating, "REVISIONS", ("0001", "0002"))
    with monkeypatch.context() as broken:
        broken.setattr(alembic_run, "upgrade", fail_halfway)
        with pytest.raises(RuntimeError):
            a_database(tmp_path)
    with closing(pysqlite3.connect(tmp_path / "packbench.db")) as connection:
        assert connection.execute("SELECT count(*) FROM order_lines").fetchone() == (0,)
    assert (tmp_path / "packbench.before-0001.db").exists()


def test_the_revisions_known_to_the_program_are_those_on_disk() -> None:
    on_disk = sorted(p.name.split("_")[0] for p in Path("app/store/migrations/versions").glob("[0-9]*.py"))
    assert tuple(on_disk) == migrating.REVISIONS


def test_a_second_live_waybill_is_refused_by_the_database_itself(database: Database) -> None:
    with database.transaction() as tx:
        orders.add(tx, database, [a_draft()])
        order_id = tx.execute(text("SELECT id FROM orders")).scalar_one()
        tx.execute(text("INSERT INTO parcels VALUES ('p', :order, 1, 0, 1, '')"), {"order": order_id})
        statement = text(
            "INSERT INTO waybills (id, parcel_id, attempt, carrier, service, reference, state, requested_at)"
            " VALUES (:id, 'p', :attempt, 'kdniao', 'ZTO', :id, :state, 0)"
        )
        tx.execute(statement, {"id": "a", "attempt": 1, "state": "cancelled"})
        tx.execute(statement, {"id": "b", "attempt": 2, "state": "uncertain"})
        with pytest.raises(IntegrityError, match="UNIQUE"):
            tx.execute(statement, {"id": "c", "attempt": 3, "state": "requested"})


def test_the_clock_of_the_store_is_the_one_it_was_given(tmp_path: Path) -> None:
    clock = Clock(42)
    database = a_database(tmp_path, clock)
    with database.transaction() as tx:
        orders.add(tx, database, [a_draft()])
        assert tx.execute(text("SELECT imported_at FROM orders")).scalar_one() == 42
    database.close()
