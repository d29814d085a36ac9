"""The journal: every row bound to the one before, none changed, scans sealed."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.domain.actor import Actor
from app.errors import Misconfigured
from app.store import journal
from app.store.database import Database


@pytest.fixture
def written(database: Database) -> Database:
    with database.transaction() as tx:
        for number in range(5):
            journal.append(
                tx, database, Actor("Bench 7", "Wu"), "scan", str(number), scan=f"code {number}", units=number
            )
    return database


def test_an_untouched_chain_verifies(written: Database) -> None:
    with written.reading() as connection:
        assert journal.verify(connection) is None
        assert journal.scans(connection, written) == [("scan", f"code {number}") for number in range(5)]


@pytest.mark.parametrize("statement", ["UPDATE journal SET detail = '{}'", "DELETE FROM journal"])
def test_the_database_refuses_to_change_it(written: Database, statement: str) -> None:
    with pytest.raises(Misconfigured, match=r"store\.conflict"), written.transaction() as tx:
        tx.execute(text(statement))


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE journal SET detail = '{\"units\": 9}' WHERE sequence = 3",
        "UPDATE journal SET at = at + 1 WHERE sequence = 3",
        "UPDATE journal SET packer = 'Li' WHERE sequence = 3",
        "UPDATE journal SET scan_sealed = zeroblob(40) WHERE sequence = 3",
        "DELETE FROM journal WHERE sequence = 3",
    ],
)
def test_whoever_gets_around_that_is_seen(written: Database, tampering: str) -> None:
    with written.transaction() as tx:
        tx.execute(text("DROP TRIGGER journal_refuses_update"))
        tx.execute(text("DROP TRIGGER journal_refuses_delete"))
        tx.execute(text(tampering))
    with written.reading() as connection:
        assert journal.verify(connection) == 3
