"""Keeps files of today's shape for ever: run on the day a revision is released, from the project's root.

python -m tests.store.freeze
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pysqlite3

from app.domain.actor import Actor
from app.store import journal, migrating, orders
from tests.builders import Rig, a_database, a_draft
from tests.journeys.whole_day import tell_all

FROZEN = Path(__file__).parent / "frozen"


def main() -> None:
    """One file with an order in it, and one with everything a day can bring, journalled as this version does it."""
    revision = migrating.REVISIONS[-1]
    with tempfile.TemporaryDirectory() as folder:
        database = a_database(Path(folder))
        with database.transaction() as tx:
            orders.add(tx, database, [a_draft()])
            journal.append(tx, database, Actor("Bench 7"), "orders.imported", added=1)
        database.close()
        shutil.copy(database.path, FROZEN / f"{revision}.db")
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder))
        tell_all(rig)
        rig.station.stop()
        with closing(pysqlite3.connect(Path(folder) / "packbench.db")) as connection:
            connection.execute("VACUUM")
        shutil.copy(Path(folder) / "packbench.db", FROZEN / f"{revision}-day.db")


if __name__ == "__main__":
    main()
