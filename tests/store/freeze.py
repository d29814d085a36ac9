"""Keeps a file of today's shape for ever: run on the day a revision is released, from the project's root.

python -m tests.store.freeze
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from app.domain.actor import Actor
from app.store import journal, migrating, orders
from tests.builders import a_database, a_draft


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = a_database(Path(folder))
        with database.transaction() as tx:
            orders.add(tx, database, [a_draft()])
            journal.append(tx, database, Actor("Bench 7"), "orders.imported", added=1)
        database.close()
        target = Path(__file__).parent / "frozen" / f"{migrating.REVISIONS[-1]}.db"
        target.parent.mkdir(exist_ok=True)
        shutil.copy(database.path, target)


if __name__ == "__main__":
    main()
