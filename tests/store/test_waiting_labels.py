"""Which labels wait to be scanned back: asked after every print, so it must stay quick."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.closing import can_be_seen_first
from app.domain.printing import PaperProof, PrintState
from app.store import waybills
from app.store.database import Database
from tests.builders import a_database
from tests.sealed import a_label, a_print, a_sealed_parcel, void


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = a_database(tmp_path)
    yield opened
    opened.close()


def waiting(database: Database) -> frozenset[str]:
    with database.reading() as connection:
        return waybills.waiting_labels(connection)


@pytest.mark.parametrize("state", list(PrintState))
@pytest.mark.parametrize("proof", list(PaperProof))
def test_a_label_waits_as_long_as_a_scan_would_be_the_first_to_see_it(
    database: Database, state: PrintState, proof: PaperProof
) -> None:
    if state is PrintState.CONFIRMED and not proof:
        return  # no such print can be
    with database.transaction() as tx:
        a_sealed_parcel(tx, database, "1", print_state=PrintState.SENT if state is PrintState.CONFIRMED else state)
        tx.execute(text("UPDATE prints SET state = :state, proof = :proof"), {"state": state, "proof": proof})
    assert waiting(database) == ({"T1"} if can_be_seen_first(state, proof) else set())


def test_only_the_latest_copy_of_a_waybill_that_counts_waits(database: Database) -> None:
    with database.transaction() as tx:
        reprinted = a_sealed_parcel(tx, database, "1")
        a_print(tx, database, waybills.live_of_parcel(tx, reprinted).id, PrintState.CONFIRMED)  # type: ignore[union-attr]
        given_back = a_sealed_parcel(tx, database, "2")
        void(tx, database, given_back)
        a_label(tx, database, given_back, "T2-NEW")
    assert waiting(database) == {"T2-NEW"}


def test_what_the_courier_took_waits_no_more(database: Database) -> None:
    with database.transaction() as tx:
        a_sealed_parcel(tx, database, "1")
        tx.execute(text("UPDATE parcels SET handed_over_at = 1"))
    assert waiting(database) == frozenset()


def test_the_newest_fifty_wait_also_behind_a_printer_that_stands(database: Database) -> None:
    with database.transaction() as tx:
        for at in range(60):
            a_sealed_parcel(tx, database, f"{at}")
        for at in range(100, 170):
            a_sealed_parcel(tx, database, f"{at}", print_state=PrintState.QUEUED)
    assert waiting(database) == {f"T{at}" for at in range(10, 60)}


def test_no_table_is_read_whole(database: Database) -> None:
    with database.reading() as connection:
        rows = connection.execute(text(f"EXPLAIN QUERY PLAN {waybills._AWAITED.text}"), {"limit": 50}).all()
    plan = [str(row[3]) for row in rows]
    assert sum("prints_to_see (state=?)" in step for step in plan) == 3, plan
    scanned = [step for step in plan if step.startswith("SCAN")]
    assert all("prints" not in step or step == "SCAN prints" for step in scanned), plan  # backwards, fifty of them
    assert not any("waybills" in step or "parcels" in step for step in scanned), plan
