"""Upgrade: the process dies, or the disk fails, at any call of an opening that migrates an older file.

Afterwards a normal start must succeed with everything kept and a readable copy of the older file beside it; and an
older program refuses the newer file and leaves it as it is.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import Connection, event

from app.errors import Misconfigured, PackbenchError
from app.logs import place_of
from app.store import alembic_run, migrating
from app.store.database import Database
from app.store.sealing import Sealer
from tests.builders import KEY, Clock
from tests.faults.lives import Lives, Tracing
from tests.faults.packer import Diary
from tests.faults.report import Found, Row

_FROZEN = Path(__file__).resolve().parents[1] / "store" / "frozen"
_CALLS = ("openat", "pwrite64", "fsync", "fdatasync", "ftruncate", "unlink", "pread64", "fcntl", "fstat", "newfstatat")
_ERRORS = ("EIO", "ENOSPC")
_FAILING = ("openat", "pwrite64", "fsync", "fdatasync", "ftruncate")
_ENDINGS = ("", "-wal", "-journal")
_KILLED = -9
Content = dict[str, list[dict[str, Any]]]  # rows by table


def run(*, is_long: bool, seed: int) -> Row:
    started = time.monotonic()
    found, dice = Found(), random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="packbench-upgrade-") as scratch, Lives(f"{__name__}:open_store") as lives:
        runs, caught = 0, True
        for revision in migrating.REVISIONS[:-1]:
            upgrade = Upgrade(Path(scratch).resolve() / revision, revision, seed)
            kills, fails = upgrade.every_injection(lives)
            _say(f"{len(kills)} calls to die in and {len(fails)} ways to fail while {revision} is upgraded")
            chosen = _some(kills, 1000 if is_long else 80, dice) + _some(fails, 1000 if is_long else 40, dice)
            for inject in chosen:
                found.add(upgrade.meet(lives, inject))
            found.add(upgrade.refuse())
            runs += len(chosen) + 2
            caught = caught and upgrade.find_piecemeal(lives, kills, dice)
    variant = "a commit after every statement"
    return Row("upgrade", runs, "kills and faults", found, variant, caught, time.monotonic() - started)


class Upgrade:
    """The upgrade of one older revision's file, again and again from the same beginning."""

    def __init__(self, folder: Path, revision: str, seed: int) -> None:
        self._seed = seed
        self._revision = revision
        self._old = folder / "old.db"
        self._station = folder / "station"
        self._path = self._station / "packbench.db"
        self._copy = self._station / f"packbench.before-{revision}.db"
        self._diary, self._trace = folder / "diary", folder / "trace"
        folder.mkdir()
        shutil.copy(_FROZEN / f"{revision}.db", self._old)
        fill(self._old)
        self._before = content_of(self._old)
        self._begin()
        _open(self._path).close()
        self._after = content_of(self._path)

    def every_injection(self, lives: Lives) -> tuple[list[str], list[str]]:
        """Every call of an undisturbed upgrade, as strace counts them: to be the last one, and to fail."""
        self._live(lives, ",".join(_CALLS), "")
        names = [line.partition("(")[0] for line in self._trace.read_text("ascii").splitlines()]
        counts = {call: names.count(call) for call in _CALLS}
        kills = [f"{call}:signal=SIGKILL:when={at}" for call in _CALLS for at in range(1, counts[call] + 1)]
        fails = [
            f"{call}:error={error}:when={at}"
            for call in _FAILING
            for at in range(1, counts[call] + 1)
            for error in _ERRORS
        ]
        return kills, fails

    def meet(self, lives: Lives, inject: str, *, variant: str = "") -> Found:
        """One disturbed opening, then a normal one, and what came of the file."""
        status = self._live(lives, inject.partition(":")[0], inject, variant=variant)
        found = Found()
        if status != (_KILLED if "SIGKILL" in inject else 0):
            found.other.append(f"the opening ended with {status}")
        elif "error=" in inject and "(INJECTED)" not in self._trace.read_text("ascii"):
            found.other.append("the fault never came, so nothing was shown")
        found.other += [f"not one of the four errors: {words[1]}" for words in self.said if words[0] == "bug"]
        try:
            _open(self._path).close()
            self._compare(found)
        except PackbenchError as error:
            found.other.append(f"does not open: {error}")
        except Exception as bug:  # noqa: BLE001  # the broken variant leaves files that fail in any way
            found.other.append(f"does not open: {place_of(bug)}")
        for kind in (found.lost, found.other):
            kind[:] = [f"seed {self._seed}, {self._revision}, {inject}: {what}" for what in kind]
        return found

    def refuse(self) -> Found:
        """An older program on the upgraded file: at rest, and as a crash of the newer one left it, its WAL unread."""
        found = Found()
        self._begin()
        database = _open(self._path)
        with database.transaction() as tx:
            tx.exec_driver_sql("INSERT INTO item_codes (code, sku) VALUES ('new', 'new')")
        crashed = {path.name: path.read_bytes() for path in self._station.iterdir() if not path.name.endswith("-shm")}
        database.close()
        self._refused(found, "at rest", is_same_to_the_byte=True)
        shutil.rmtree(self._station)
        self._station.mkdir()
        for name, content in crashed.items():
            (self._station / name).write_bytes(content)
        self._refused(found, "after a crash", is_same_to_the_byte=False)
        return found

    def find_piecemeal(self, lives: Lives, kills: Sequence[str], dice: random.Random) -> bool:
        """Whether the checks find out an upgrade that is not one transaction."""
        for inject in _some([kill for kill in kills if kill.startswith(("pwrite64", "fsync"))], 30, dice):
            found = self.meet(lives, inject, variant="piecemeal")
            if not found.is_clean:
                _say(f"caught: {(found.lost + found.other)[0]}")
                return True
        return False

    @property
    def said(self) -> list[list[str]]:
        """How the last disturbed opening ended, by its own words; nothing when it was killed."""
        return [json.loads(line) for line in self._diary.read_text("utf-8").splitlines()]

    def _begin(self) -> None:
        shutil.rmtree(self._station, ignore_errors=True)
        self._station.mkdir()
        shutil.copy(self._old, self._path)
        self._diary.write_bytes(b"")

    def _live(self, lives: Lives, calls: str, inject: str, *, variant: str = "") -> int:
        self._begin()
        files = [base.with_name(base.name + end) for base in (self._path, self._copy) for end in _ENDINGS]
        tracing = Tracing((self._station, *files), calls, self._trace, inject)
        return lives.live(tracing, path=str(self._path), diary=str(self._diary), variant=variant)

    def _compare(self, found: Found) -> None:
        if content_of(self._path) != self._after:
            found.lost.append("the upgraded file differs from the one of an undisturbed upgrade")
        if not keeps(self._before, self._after):
            found.lost.append("the upgrade itself drops or changes what was there")
        if not self._copy.exists():
            found.other.append("no copy of the older file is kept")
        elif content_of(self._copy) != self._before:
            found.other.append("the copy of the older file is not what the file was")

    def _refused(self, found: Found, when: str, *, is_same_to_the_byte: bool) -> None:
        bytes_before = self._path.read_bytes()
        newer, migrating.REVISIONS = migrating.REVISIONS, migrating.REVISIONS[:-1]
        try:
            _open(self._path).close()
            found.other.append(f"{when}: the older program opened the newer file")
        except Misconfigured as error:
            if error.code != "store.newer":
                found.other.append(f"{when}: the older program says {error.code} of a newer file")
        finally:
            migrating.REVISIONS = newer
        if is_same_to_the_byte and self._path.read_bytes() != bytes_before:
            found.other.append(f"{when}: the older program changed the newer file")
        if ("new", "new") not in [(row["code"], row["sku"]) for row in content_of(self._path)["item_codes"]]:
            found.lost.append(f"{when}: the older program lost what the newer one had written")


def open_store(path: str, diary: str, variant: str = "") -> None:
    """The life: an opening, its end written down unless it is killed."""
    book = Diary(Path(diary))
    try:
        if variant == "piecemeal":
            _upgrade_piecemeal()
        _open(Path(path)).close()
        book.write("ended")
    except PackbenchError as error:
        book.write("refused", error.code)
    except Exception as bug:  # noqa: BLE001  # whatever it is, it stands in the table
        book.write("bug", place_of(bug))


def warm_up() -> None:
    """Alembic is imported late, and its templates later still."""
    with tempfile.TemporaryDirectory() as folder:
        _open(Path(folder) / "packbench.db").close()


def content_of(path: Path) -> Content:
    """Every row of every table, and the shape of the file; the file itself is left as it is."""
    with closing(pysqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.row_factory = pysqlite3.Row
        shape = [dict(row) for row in connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name")]
        tables = [row["name"] for row in shape if row["sql"] and row["sql"].lstrip().startswith("CREATE TABLE")]
        rows = {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY 1")] for name in tables}
        damage = connection.execute("PRAGMA integrity_check").fetchone()[0]
    return rows | {"shape": shape, "integrity": [{"answer": damage}]}


def keeps(before: Content, after: Content) -> bool:
    """Whether every older row is still there, with every value that it had."""
    tables = before.keys() - {"shape", "integrity", "alembic_version"}
    return all(
        len(before[name]) == len(after.get(name, ()))
        and all(old.items() <= new.items() for old, new in zip(before[name], after[name], strict=True))
        for name in tables
    )


def fill(path: Path) -> None:
    """Give a frozen file what a busy station's has: rows in every state, written in the words of its own revision."""
    with closing(pysqlite3.connect(path)) as connection, connection:
        order = connection.execute("SELECT * FROM orders").fetchone()
        columns = len(order)
        sequence, last = connection.execute("SELECT sequence, hash FROM journal ORDER BY sequence DESC").fetchone()
        for number in range(400):
            row = (f"order-{number:03d}", f"F{number}", *order[2:columns])
            connection.execute(f"INSERT INTO orders VALUES ({', '.join('?' * columns)})", row)
            line = "INSERT INTO order_lines (order_id, position, sku, barcode, title, quantity, packed)"
            connection.execute(f"{line} VALUES (?, 1, 'A', '', 'Goods A', 2, 1)", (row[0],))
            last = _append(connection, sequence + 1 + number, last, row[0])
        for number, state in enumerate(_states(connection, "waybills")):
            parcel, waybill = f"parcel-{number}", f"waybill-{number}"
            columns_of_parcel = "id, order_id, sequence, sealed_at, units, packer"
            connection.execute(
                f"INSERT INTO parcels ({columns_of_parcel}) VALUES (?, ?, 1, 0, 1, '')", (parcel, f"order-{number:03d}")
            )
            connection.execute(
                "INSERT INTO waybills (id, parcel_id, attempt, carrier, service, reference, state, tracking_number,"
                " requested_at) VALUES (?, ?, 1, 'kdniao', 'ZTO', ?, ?, ?, 0)",
                (waybill, parcel, waybill, state, f"N{number}"),
            )
            for copy, of_print in enumerate(_states(connection, "prints"), start=1):
                _print(connection, f"print-{number}-{copy}", waybill, copy, of_print)
        for number, state in enumerate(_states(connection, "jobs")):
            connection.execute(
                "INSERT INTO jobs (lane, kind, subject_id, state, not_before, queued_at)"
                " VALUES ('carrier:kdniao', 'issue_waybill', ?, ?, 0, 0)",
                (f"waybill-{number}", state),
            )
        connection.execute("INSERT INTO lanes (name, code) VALUES ('carrier:kdniao', 'kdniao.105')")


def _print(connection: Any, print_id: str, waybill: str, copy: int, state: str) -> None:
    """Since 0004 a print names the paper it is of, and what proves that it came out."""
    values = {
        "id": print_id,
        "waybill_id": waybill,
        "printer": "label",
        "copy": copy,
        "reason": "first",
        "packer": "",
        "state": state,
        "asked_at": 0,
    }
    if any(row[1] == "subject_id" for row in connection.execute("PRAGMA table_info(prints)")):
        values |= {"subject_id": waybill, "proof": "scan" if state == "confirmed" else ""}
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(f"INSERT INTO prints ({', '.join(values)}) VALUES ({marks})", values)


def _states(connection: Any, table: str) -> list[str]:
    """The states that the file's own CHECK names."""
    (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    listed = sql.partition("CHECK (state IN (")[2].partition(")")[0]
    return [word.strip(" '") for word in listed.split(",")]


def _append(connection: Any, sequence: int, previous: bytes, subject: str) -> bytes:
    """A row of the chain, hashed as the journal has done from its first day."""
    values = (0, "Bench 7", "", "order.seen", subject, "{}", None)
    canonical = json.dumps(list(values), ensure_ascii=False)
    digest = hashlib.sha256(previous + canonical.encode()).digest()
    connection.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (sequence, *values, digest))
    return digest


def _open(path: Path) -> Database:
    return Database(path, Sealer(KEY), now_ms=Clock())


def _upgrade_piecemeal() -> None:
    """The broken variant: every statement of the upgrade is committed by itself."""
    upgrade: Callable[[Connection], None] = alembic_run.upgrade

    def piecemeal(connection: Connection) -> None:
        @event.listens_for(connection, "after_cursor_execute")
        def commit(_connection: Connection, cursor: Any, statement: str, *_rest: object) -> None:
            if statement.lstrip().split()[0] in ("ALTER", "CREATE", "INSERT", "UPDATE", "DROP"):
                cursor.connection.execute("COMMIT")
                cursor.connection.execute("BEGIN IMMEDIATE")

        upgrade(connection)

    alembic_run.upgrade = piecemeal


def _some(injections: Sequence[str], count: int, dice: random.Random) -> list[str]:
    return dice.sample(injections, min(count, len(injections)))


def _say(sentence: str) -> None:
    sys.stderr.write(f"upgrade: {sentence}\n")
