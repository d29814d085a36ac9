"""The file: opened safely or refused with the reason, and what a transaction promises."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from enum import StrEnum
from pathlib import Path

import pysqlite3
import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import IntegrityError

from app.domain.job import JOB_STEPS, JobState
from app.domain.printing import PRINT_STEPS, PrintState
from app.domain.shipment import WAYBILL_STEPS, WaybillState
from app.errors import Misconfigured, Unavailable
from app.store import alembic_run, journal, migrating, orders
from app.store.database import Database, check_sqlite
from app.store.sealing import Sealer
from app.store.tables_desk import metadata
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


def shape_of(connection: Connection) -> dict[str, object]:
    """Columns, keys, checks and indexes of every table, whatever the order and the way they came to be."""
    shape: dict[str, object] = {}
    rows = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    )
    for table, sql in rows.all():
        if table == "alembic_version":
            continue
        columns = connection.execute(
            text(f"SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{table}')")
        )
        checks = re.findall(r"CONSTRAINT (\w+) CHECK \((.*?)\)(?:,|\n|$)", sql)
        foreign = connection.execute(text(f'SELECT "from", "table", "to" FROM pragma_foreign_key_list(\'{table}\')'))
        shape[table] = (sorted(map(tuple, columns)), sorted(checks), sorted(map(tuple, foreign)), "STRICT" in sql)
    indexes = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
    shape["indexes"] = {name: re.sub(r"\s+", "", sql) for name, sql in indexes}
    keys = connection.execute(
        text(
            "SELECT m.name, i.origin, group_concat(c.name) FROM sqlite_master m, pragma_index_list(m.name) i,"
            " pragma_index_info(i.name) c WHERE m.type = 'table' AND i.origin <> 'c' GROUP BY i.name ORDER BY 1, 2, 3"
        )
    )
    shape["keys"] = [tuple(key) for key in keys if key[0] != "alembic_version"]
    return shape


def test_what_the_migrations_make_is_what_the_tables_say(database: Database) -> None:
    engine = create_engine("sqlite://", module=pysqlite3.dbapi2)
    with engine.begin() as wanted, database.reading() as found:
        metadata.create_all(wanted)
        assert shape_of(found) == shape_of(wanted)
        assert len(shape_of(found)["indexes"]) > 10  # type: ignore[arg-type]  # so the comparison sees something
    engine.dispose()


@pytest.mark.parametrize(
    ("table", "states", "steps"),
    [("waybills", WaybillState, WAYBILL_STEPS), ("prints", PrintState, PRINT_STEPS), ("jobs", JobState, JOB_STEPS)],
)
def test_the_database_allows_just_the_steps_the_domain_names(
    database: Database, table: str, states: type[StrEnum], steps: frozenset[tuple[StrEnum, StrEnum]]
) -> None:
    fill = {
        "waybills": "INSERT INTO waybills (id, parcel_id, attempt, carrier, service, reference, state, tracking_number,"
        " requested_at) VALUES ('x', 'p', 1, '', '', 'x', :state, 'n', 0)",
        "prints": "INSERT INTO prints (id, subject_id, waybill_id, printer, copy, reason, packer, asked_at, proof,"
        " state) VALUES ('x', 'w', 'w', '', 1, 'first', '', 0, 'scan', :state)",
        "jobs": "INSERT INTO jobs (lane, kind, subject_id, state, not_before, queued_at)"
        " VALUES ('', 'print_label', 'x', :state, 0, 0)",
    }[table]
    allowed = set()
    for old in states:
        for new in states:
            with closing(pysqlite3.connect(database.path, isolation_level=None)) as connection:
                connection.execute("BEGIN")
                connection.execute(fill, {"state": old.value})
                try:
                    connection.execute(f"UPDATE {table} SET state = ?", (new.value,))
                except pysqlite3.IntegrityError:
                    pass
                else:
                    allowed.add((old, new))
                connection.execute("ROLLBACK")
    assert allowed == steps | {(state, state) for state in states}


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

    current = migrating.REVISIONS[-1]
    monkeypatch.setattr(migrating, "REVISIONS", (*migrating.REVISIONS, "9998"))
    with monkeypatch.context() as broken:
        broken.setattr(alembic_run, "upgrade", fail_halfway)
        with pytest.raises(RuntimeError):
            a_database(tmp_path)
    with closing(pysqlite3.connect(tmp_path / "packbench.db")) as connection:
        assert connection.execute("SELECT count(*) FROM order_lines").fetchone() == (0,)
    assert (tmp_path / f"packbench.before-{current}.db").exists()


def test_the_revisions_known_to_the_program_are_those_on_disk() -> None:
    on_disk = sorted(p.name.split("_")[0] for p in Path("app/store/migrations/versions").glob("[0-9]*.py"))
    assert tuple(on_disk) == migrating.REVISIONS


def test_a_second_live_waybill_is_refused_by_the_database_itself(database: Database) -> None:
    with database.transaction() as tx:
        orders.add(tx, database, [a_draft()])
        order_id = tx.execute(text("SELECT id FROM orders")).scalar_one()
        parcel = (
            "INSERT INTO parcels (id, order_id, sequence, sealed_at, units, packer) VALUES ('p', :order, 1, 0, 1, '')"
        )
        tx.execute(text(parcel), {"order": order_id})
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
