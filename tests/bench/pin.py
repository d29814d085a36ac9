"""How long a login takes, and how much memory a PIN's hash. Run: python tests/bench/pin.py

Every answer that says no must take the same time as a wrong PIN, or the times would tell which numbers exist.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.domain.actor import Actor, Role
from app.domain.people import fresh_badge
from app.login import Login
from app.store.pins import Pins
from tests.bench.table import HEAD, row
from tests.builders import a_database

TIMES = 40
HERE = Actor("Bench 7")


def times_s(login: Login, text: str) -> list[float]:
    """Each login as the bench asks for it: in a transaction of its own, until it is on disk."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        with login.database.transaction() as tx:
            login.identify(tx, text)
        taken.append(time.perf_counter() - began)
        with login.database.transaction() as tx:  # the block would answer at once from the fifth failure on
            login.identify(tx, "1*90210733")
    return taken


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        login = Login(a_database(Path(folder)), HERE)
        badge = fresh_badge(b"0123456789")
        with login.database.transaction() as tx:
            boss = login.enroll(tx, HERE, handle="boss", number=1, role=Role.ADMIN, pin="90210733")
            login.give_badge(tx, boss.acting(HERE), boss, badge)
        pins = Pins()
        print(f"argon2id, {pins.passes} passes, {pins.memory_kib / 1024:.0f} MiB, 1 thread; {TIMES} logins each")
        print(HEAD)
        texts = {"right PIN": "1*90210733", "wrong PIN": "1*90210734", "unknown number": "2*90210733"}
        for name, text in (texts | {"unknown badge": "PB.BADGE.NOBODY", "badge": badge}).items():
            print(row(name, times_s(login, text)))
        login.database.close()


if __name__ == "__main__":
    main()
