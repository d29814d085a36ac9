"""The station's one file: opened safely, written by one hand at a time, read without disturbing the writer.

WAL with `synchronous=FULL`: what was answered survives the power cut. Transactions hold no network, printer or drawing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pysqlite3
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from app.domain.identity import IdSource
from app.errors import Misconfigured, PackbenchError, Unavailable
from app.store import migrating
from app.store.sealing import Sealer
from app.store.turn import Turn

_OLDEST_SQLITE = (3, 51, 3)  # older ones can corrupt a WAL that several connections write (sqlite.org/wal.html)
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "cache_size=-8000",
    "mmap_size=0",
    "journal_size_limit=67108864",
    "trusted_schema=OFF",
)


Transaction = Connection
"""What `transaction()` gives and the query modules take; other rooms pass it on and look no further."""


def system_now_ms() -> int:
    """UTC now as epoch milliseconds."""
    return time.time_ns() // 1_000_000


def system_monotonic_ms() -> int:
    """Milliseconds of a clock that nobody sets."""
    return time.monotonic_ns() // 1_000_000


class Database:
    """The open file and the clock its rows are stamped by.

    `transaction()` commits or leaves nothing behind; `reading()` sees one consistent moment.
    """

    def __init__(
        self,
        path: Path,
        sealer: Sealer,
        *,
        now_ms: Callable[[], int] = system_now_ms,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        """Open or create the file and bring it to this version's shape, keeping a copy of it before that.

        Raises Misconfigured: `store.sqlite_too_old`, `store.newer` (written by a newer Packbench), `store.not_ours`,
        `store.unwritable`; Unavailable `store.full`.
        """
        check_sqlite(pysqlite3.sqlite_version_info)
        self.path = path
        self.sealer = sealer
        self.now_ms = now_ms
        self.new_id = IdSource(now_ms, random)
        self._turn = Turn()
        self._writer = _engine(path, "BEGIN IMMEDIATE", pool_size=1)
        self._reader = _engine(path, "BEGIN", pool_size=8, pragmas=("query_only=ON",))
        with translated():
            path.parent.mkdir(parents=True, exist_ok=True)
            migrating.bring_up_to_date(self._writer, path)

    @contextmanager
    def transaction(self, *, urgent: bool = False) -> Iterator[Connection]:
        """A write: committed to disk when the block ends, undone when it raises. `urgent`: a person waits for it."""
        with self._turn.taken(urgent=urgent), translated(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with translated(), self._reader.begin() as connection:
            yield connection

    def check(self) -> str:
        """SQLite's own quick check: `ok`, or what it found."""
        with self.reading() as connection:
            return str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())

    @property
    def sqlite_version(self) -> str:
        return str(pysqlite3.sqlite_version)

    def close(self) -> None:
        self._reader.dispose()
        self._writer.dispose()


def check_sqlite(version: tuple[int, ...]) -> None:
    if version < _OLDEST_SQLITE:
        raise Misconfigured("store.sqlite_too_old", ".".join(map(str, version)))


def _engine(path: Path, begin: str, *, pool_size: int, pragmas: tuple[str, ...] = ()) -> Engine:
    module: ModuleType = pysqlite3.dbapi2
    engine = create_engine(  # parameters stay out of error texts: they may be personal
        URL.create("sqlite", database=str(path)),
        module=module,
        pool_size=pool_size,
        max_overflow=8,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late and not for every statement
        for pragma in _PRAGMAS + pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


@contextmanager
def translated() -> Iterator[None]:
    """Say in our words what went wrong below: disk full, disk broken, file not ours."""
    try:
        yield
    except (DatabaseError, pysqlite3.Error) as error:  # the copy before an upgrade is made below SQLAlchemy
        raise _translation(error) from error
    except OSError as error:
        raise Misconfigured("store.unwritable", type(error).__name__) from error


def _translation(error: Exception) -> PackbenchError:
    cause = getattr(error, "orig", error)
    name = getattr(cause, "sqlite_errorname", "") or ""
    text = str(cause)
    if name.startswith("SQLITE_FULL") or "disk is full" in text:
        return Unavailable("store.full")
    if name.startswith("SQLITE_NOTADB") or "not a database" in text:
        return Misconfigured("store.not_ours")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_IOERR")) or "malformed" in text or "disk I/O" in text:
        return Misconfigured("store.broken", name or text)
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")) or "unable to open" in text:
        return Misconfigured("store.unwritable", name or text)
    if isinstance(error, IntegrityError | pysqlite3.IntegrityError):
        return Misconfigured("store.conflict", name)
    if isinstance(error, OperationalError | pysqlite3.OperationalError):
        return Unavailable("store.busy", name or text)
    raise error
