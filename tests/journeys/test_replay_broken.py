"""The replay finds what is not as the journal tells it: a forgetful writer, or a hand behind the journal's back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, text

from app.domain.actor import Actor
from app.replay import COMPARED, EVENTS, Difference, replay
from app.store import desk as desk_store
from app.store import journal
from app.store.database import Database
from app.store.journal import JournalRow
from tests.builders import Rig, a_draft, lines_of
from tests.journeys.whole_day import OFF, difference, tell_all


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """Everything that can happen, in one file, for tests that leave it as it is."""
    rig = Rig(tmp_path_factory.mktemp("day"))
    tell_all(rig)
    yield rig
    rig.station.stop()


class UndoneError(Exception):
    """Nothing of a broken variant stays in the file."""


def after(rig: Rig, change: Callable[[Connection], object]) -> Difference | None:
    """What the replay says of the file once it was changed by a hand that gets around every guard; then undone."""
    found: list[Difference | None] = []
    try:
        with rig.station.database.transaction() as tx:
            tx.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
            tx.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for (name,) in tx.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
                tx.exec_driver_sql(f"DROP TRIGGER {name}")
            change(tx)
            found.append(replay(tx))
            raise UndoneError
    except UndoneError:
        return found[0]


COLUMNS = [
    (table, column)
    for table, spec in COMPARED.items()
    for column in (*spec.same, *spec.times)
    if (table, column) not in (("order_lines", "sku"), ("order_lines", "quantity"))  # sold: taken from the file itself
]
TELLING = {
    ("waybills", "code"): "state IN ('issued', 'cancelled')",
    ("prints", "code"): "state IN ('sent', 'confirmed')",
    ("prints", "sha256"): "state = 'sent'",
    ("orders", "likeness"): "merged_into <> ''",
    "item_codes": "learned_in <> ''",
}


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=str)
def test_a_value_changed_behind_the_journals_back_is_found_and_named(day: Rig, table: str, column: str) -> None:
    where = TELLING.get((table, column), TELLING.get(table, "1"))

    def change(tx: Connection) -> None:
        keys = " AND ".join(f"{name} IS :{name}" for name in COMPARED[table].key + COMPARED[table].by)
        row = (
            tx.exec_driver_sql(f"SELECT * FROM {table} WHERE {where} ORDER BY {column} IS NULL LIMIT 1")
            .mappings()
            .one()
        )
        value: object = "x" if row[column] is None else row[column]
        is_number = isinstance(value, int) or column.endswith(("_at", "_g", "_before"))
        wrong = (row[column] or 0) + 100_000 if is_number else '{"weight_g": 7}' if column == "box" else f"{value}x"
        update = text(f"UPDATE {table} SET {column} = :wrong WHERE {keys}")
        assert tx.execute(update, {**row, "wrong": wrong}).rowcount == 1

    found = after(day, change)
    assert found is not None
    assert (found.table, found.column) == (table, column)


@pytest.mark.parametrize("table", [table for table in COMPARED if table not in ("bench", "order_lines", "orphans")])
def test_a_row_deleted_behind_the_journals_back_is_found_and_named(day: Rig, table: str) -> None:
    where = TELLING.get(table, "1")
    key = COMPARED[table].key[0]
    last = f"SELECT max({key}) FROM {table} WHERE {where}"
    found = after(day, lambda tx: tx.exec_driver_sql(f"DELETE FROM {table} WHERE {where} AND {key} = ({last})"))
    assert found is not None
    assert found.table == table


@pytest.mark.parametrize("kind", ["issue_waybill", "print_label"])
def test_a_job_that_was_lost_is_found(rig: Rig, kind: str) -> None:
    rig.orders(a_draft())
    rig.scan("1001", "A")
    if kind == "print_label":
        rig.printer.answers = OFF
        rig.work()
    assert difference(rig) is None
    found = after(rig, lambda tx: tx.exec_driver_sql(f"DELETE FROM jobs WHERE kind = '{kind}'"))
    assert found is not None
    assert (found.table, found.key.split()[0]) == ("jobs", kind)


def test_a_changed_row_of_the_journal_is_found_by_its_chain(day: Rig) -> None:
    found = after(day, lambda tx: tx.exec_driver_sql("UPDATE journal SET packer = 'Li' WHERE sequence = 9"))
    assert found == Difference("journal", "9", "hash", 9)


@pytest.mark.parametrize("state", ["sending", "sent", "unknown", "failed", "confirmed"])
def test_a_print_that_left_its_printer_after_it_was_begun_is_found(day: Rig, state: str) -> None:
    where = f"FROM prints WHERE state = '{state}'" if state != "sending" else "FROM prints"

    def change(tx: Connection) -> None:
        print_id = tx.exec_driver_sql(f"SELECT id {where}").scalars().first()
        went = {"from": "label", "to": "spare"}
        lane = Actor("Bench 7", device="lane")
        if state == "sending":
            journal.append(tx, day.station.database, lane, "print.sending", str(print_id), sha256="0" * 64)
        journal.append(tx, day.station.database, lane, "print.redirected", str(print_id), scan=None, **went)

    found = after(day, change)
    assert found is not None
    assert (found.table, found.column) == ("prints", "printer")
    assert found.sequence  # torn where it was told, not only at the end


# What a later event says again, or what nobody but the consignee would see.
PASSING = {"print.waiting", "print.resumed", "print.stopped", "waybill.uncertain", "news.taken_over"}


def forgetting(monkeypatch: pytest.MonkeyPatch, change: Callable[[JournalRow], JournalRow | None]) -> None:
    """The journal as a writer would have left it that forgot something: with a chain that holds."""
    rows = journal.rows

    def forgetful(connection: Connection) -> Iterator[JournalRow]:
        return (changed for row in rows(connection) if (changed := change(row)) is not None)

    monkeypatch.setattr(journal, "rows", forgetful)


@pytest.mark.parametrize("event", sorted(set(EVENTS) - PASSING))
def test_a_writer_that_forgets_a_row_is_found(day: Rig, monkeypatch: pytest.MonkeyPatch, event: str) -> None:
    forgetting(monkeypatch, lambda row: None if row.event == event else row)
    assert difference(day) is not None


@pytest.mark.parametrize("event", ["scan.item.packed", "scan.order.opened", "decided.keep"])
def test_a_desk_that_forgets_a_row_is_found(day: Rig, monkeypatch: pytest.MonkeyPatch, event: str) -> None:
    forgetting(monkeypatch, lambda row: None if row.event == event else row)
    assert difference(day) is not None


@pytest.mark.parametrize(
    "effect",
    [
        *(
            "UnitsChanged",
            "OrderTaken",
            "OrderPutAside",
            "BoxChanged",
            "LineShortened",
            "DeviationNoted",
            "CodeLearned",
        ),
        *("ParcelSealed", "OrdersMerged", "OrdersParted", "OrdersCloned"),
    ],
)
def test_a_scan_that_forgets_an_effect_is_found(day: Rig, monkeypatch: pytest.MonkeyPatch, effect: str) -> None:
    def without(row: JournalRow) -> JournalRow:
        detail = json.loads(row.detail)
        kept = [each for each in detail.get("did", []) if each["did"] != effect]
        return replace(row, detail=json.dumps(detail | {"did": kept})) if "did" in detail else row

    forgetting(monkeypatch, without)
    assert difference(day) is not None


@pytest.mark.parametrize("event", ["parcel.sealed", "waybill.issued"])
def test_a_real_writer_that_forgets_is_found_at_once(rig: Rig, monkeypatch: pytest.MonkeyPatch, event: str) -> None:
    append = journal.append

    def forgetful(tx: Connection, database: Database, actor: Actor, name: str, *rest: Any, **detail: Any) -> None:
        if name != event:
            append(tx, database, actor, name, *rest, **detail)

    monkeypatch.setattr(journal, "append", forgetful)
    rig.orders(a_draft())
    rig.scan("1001", "A")
    rig.work()
    found = difference(rig)
    assert found is not None
    assert found.sequence or found.table == "waybills"


def test_a_writer_that_writes_something_else_than_it_journals_is_found(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a reader that calls the writers would repeat."""
    monkeypatch.setattr(desk_store, "shorten", lambda *_: None)
    rig.orders(a_draft("1001", lines_of(A=1, B=1)))
    rig.scan("1001", "PB.SHORT", "PB.1", "PB.ASIDE")
    found = difference(rig)
    assert found is not None
    assert (found.table, found.column) == ("order_lines", "short")
