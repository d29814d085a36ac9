"""How long a scan takes from code to outcome with many open orders: own CPU time, and with the disk.

    python -m tests.bench.scan [ORDERS]

The ratio is to a bare commit of one journal-sized row through the driver, in the same run on the same disk.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pysqlite3

from app.store import orders
from tests.bench.table import HEAD, row
from tests.builders import Rig, a_draft, lines_of

_SCANNED = 500


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder))
        _fill(rig, count)
        codes = [code for number in range(_SCANNED // 5) for code in (str(number * 7), "A", "A", "wrong", "B")]
        wall, cpu = _timed(rig.station.bench.scan, codes)
        screen, _ = _timed(
            lambda _code: (rig.station.next_orders(), rig.station.recent_parcels(), rig.station.lanes()), codes
        )
        bare, _ = _timed(_bare_commit(Path(folder) / "bare.db"), codes)
        rig.station.stop()
    print(f"{count} open orders, {len(codes)} scans")
    print(HEAD)
    print(row("bare commit (WAL, FULL), one row", bare, baseline_s=bare))
    print(row("scan to outcome, with the disk", wall, baseline_s=bare))
    print(row("scan to outcome, own CPU", cpu, baseline_s=bare))
    print(row("what a screen re-reads after it", screen, baseline_s=bare))


def _fill(rig: Rig, count: int) -> None:
    database = rig.station.database
    for start in range(0, count, 5_000):
        with database.transaction() as tx:
            drafts = [a_draft(str(number), lines_of(A=2, B=1)) for number in range(start, min(start + 5_000, count))]
            orders.add(tx, database, drafts)


def _timed(act: Callable[[str], object], codes: list[str]) -> tuple[list[float], list[float]]:
    wall, cpu = [], []
    for code in codes:
        wall_from, cpu_from = time.perf_counter(), time.thread_time()
        act(code)
        wall.append(time.perf_counter() - wall_from)
        cpu.append(time.thread_time() - cpu_from)
    return wall, cpu


def _bare_commit(path: Path) -> Callable[[str], object]:
    connection = pysqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE rows (at INTEGER, text TEXT)")

    def commit(code: str) -> None:
        with closing(connection.cursor()) as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("INSERT INTO rows VALUES (1, ?)", (code * 20,))
            cursor.execute("COMMIT")

    return commit


if __name__ == "__main__":
    main()
