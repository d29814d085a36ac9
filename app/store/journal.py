"""What happened, one row each, never changed: every row's hash covers the row and the hash before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from app.domain.actor import Actor
from app.store.database import Database
from app.store.tables import journal

_FIRST_HASH = bytes(32)
_HASHED = (
    journal.c.at,
    journal.c.station,
    journal.c.packer,
    journal.c.event,
    journal.c.subject_id,
    journal.c.detail,
    journal.c.scan_sealed,
)
_LAST = select(journal.c.sequence, journal.c.hash).order_by(journal.c.sequence.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One row as it stands; `detail` is JSON text, `previous` the hash of the row before (of the first: 32 zero bytes).
    `at` is UTC epoch milliseconds.
    """

    sequence: int
    at: int
    station: str
    packer: str
    event: str
    subject_id: str
    detail: str
    scan_sealed: bytes | None
    hash: bytes
    previous: bytes


def append(
    tx: Connection,
    database: Database,
    actor: Actor,
    event: str,
    subject_id: str = "",
    *,
    scan: str | None = None,
    **detail: Any,
) -> None:
    """Write one row. `detail` holds ids, counts and codes, as JSON takes them, and the actor's device; what was scanned
    goes sealed into `scan`, since a code on a parcel may hold a name and an address.
    """
    last = tx.execute(_LAST).one_or_none()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, _FIRST_HASH)
    if actor.device:
        detail["device"] = actor.device
    sealed = None if scan is None else database.sealer.seal("journal.scan", str(sequence), scan)
    text = json.dumps(detail, ensure_ascii=False, sort_keys=True)
    values = (database.now_ms(), actor.station, actor.packer, event, subject_id, text, sealed)
    row = dict(zip((column.name for column in _HASHED), values, strict=True))
    tx.execute(insert(journal).values(sequence=sequence, hash=_hash(previous, values), **row))


def rows(connection: Connection) -> Iterator[JournalRow]:
    """Every row in order, each with the hash of the one before."""
    previous = _FIRST_HASH
    for row in connection.execute(select(journal.c.sequence, *_HASHED, journal.c.hash).order_by(journal.c.sequence)):
        yield JournalRow(*row, previous)
        previous = row.hash


def rows_about(connection: Connection, ids: Collection[str]) -> tuple[JournalRow, ...]:
    """The rows whose subject is one of these, in order, each with the hash of the row before it in the journal."""
    before = journal.alias()
    query = (
        select(journal.c.sequence, *_HASHED, journal.c.hash, func.coalesce(before.c.hash, _FIRST_HASH))
        .outerjoin(before, before.c.sequence == journal.c.sequence - 1)
        .where(journal.c.subject_id.in_(text("SELECT value FROM json_each(:ids)")))
        .order_by(journal.c.sequence)
    )
    return tuple(JournalRow(*tuple(row)) for row in connection.execute(query, {"ids": json.dumps(sorted(ids))}))


def opened(row: JournalRow, database: Database) -> str:
    """What was scanned, or somebody's own words, in clear. Whoever asks for it is written down: `audit.opened`."""
    return _opened(row, database)


def verify(connection: Connection) -> int | None:
    """Walk the chain; the sequence of the first row that does not fit, or None when all do."""
    previous = _FIRST_HASH
    rows = connection.execute(select(journal.c.sequence, *_HASHED, journal.c.hash).order_by(journal.c.sequence))
    for expected, row in enumerate(rows, start=1):
        if row.sequence != expected or row.hash != _hash(previous, tuple(row[1:-1])):
            return expected
        previous = row.hash
    return None


def export(connection: Connection) -> Iterator[str]:
    """Every row as one line of JSON, for outsiders. They need no key to verify it: with `previous` the hash of the line
    before (32 zero bytes before the first), `hash` is SHA-256 over `previous` followed by the JSON text of the list
    [at, station, packer, event, subject_id, detail, scan_sealed] as UTF-8, separated by ", " and not escaped to ASCII.
    What was scanned stays sealed, as hexadecimal.
    """
    rows = connection.execute(select(journal.c.sequence, *_HASHED, journal.c.hash).order_by(journal.c.sequence))
    for row in rows:
        named = {name: value.hex() if isinstance(value, bytes) else value for name, value in row._mapping.items()}  # noqa: SLF001  # SQLAlchemy's public name
        yield json.dumps(named, ensure_ascii=False)


def scans(connection: Connection, database: Database) -> list[tuple[str, str]]:
    """Every journalled scan in order, as (event, text); for tests, replays and support."""
    rows = connection.execute(
        select(journal.c.sequence, journal.c.event, journal.c.scan_sealed)
        .where(journal.c.scan_sealed.is_not(None))
        .order_by(journal.c.sequence)
    )
    return [(row.event, _opened(row, database)) for row in rows]


def _opened(row: Any, database: Database) -> str:
    return database.sealer.open("journal.scan", str(row.sequence), row.scan_sealed)


def _hash(previous: bytes, values: tuple[object, ...]) -> bytes:
    canonical = json.dumps([v.hex() if isinstance(v, bytes) else v for v in values], ensure_ascii=False)
    return hashlib.sha256(previous + canonical.encode()).digest()
