"""Evidence in the journal: one row for each sealed parcel, saying which picture shows it or why none does.

The account is begun when pictures are first taken and ended when they are no longer: parcels sealed outside of it have
no row. Times are UTC epoch milliseconds.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text

from app.domain.actor import Actor
from app.store import journal
from app.store.database import Database

_ACCOUNT = "evidence"  # the subject of the rows that are about no single parcel
_LAST_SEALED = text("SELECT coalesce(max(rowid), 0) FROM parcels")
_OF_PARCEL = "FROM journal WHERE subject_id = parcels.id AND event IN ('evidence.taken', 'evidence.missed')"
# By the rowid, which no clock can set back.
_WAITING = text(
    "SELECT rowid, id, sealed_at FROM parcels WHERE rowid > :after AND rowid <= :until"  # noqa: S608  # our own words
    f" AND NOT EXISTS (SELECT 1 {_OF_PARCEL}) ORDER BY rowid LIMIT :limit"
)
_LATEST = "FROM journal WHERE subject_id = :account AND event"
_MARK = text(f"SELECT event, detail {_LATEST} IN ('evidence.begun', 'evidence.ended') ORDER BY sequence DESC LIMIT 1")
_PURGED = text(f"SELECT detail {_LATEST} = 'evidence.purged' ORDER BY sequence DESC LIMIT 1")
_FIND = text(
    "SELECT parcels.id, orders.number, parcels.sequence, sealed_at,"  # noqa: S608
    f" (SELECT event || ' ' || detail {_OF_PARCEL}) AS said FROM parcels JOIN orders ON orders.id = order_id"
    " WHERE parcels.id IN (SELECT parcel_id FROM waybills WHERE tracking_number = :number)"
    " OR order_id IN (SELECT id FROM orders WHERE number = :number"
    " UNION SELECT merged_into FROM orders WHERE number = :number AND merged_into <> '')"
    " ORDER BY sealed_at, parcels.id"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sealed parcel without a row; `number` grows with every parcel."""

    number: int
    parcel_id: str
    sealed_at_ms: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture: SHA-256 and bytes of the plain JPEG, SHA-256 of the sealed file, how long after the seal it was taken
    at the latest, and of how many parcels sealed together it is the one picture.
    """

    sha256: str
    file_sha256: str
    bytes: int
    late_ms: int
    parcels: int = 1


@dataclass(frozen=True, slots=True)
class Missed:
    """No picture, and why; `late_ms` after the seal that was certain."""

    code: str
    late_ms: int


@dataclass(frozen=True, slots=True)
class ParcelEvidence:
    """A sealed parcel and its row; None where it was sealed while no pictures were taken."""

    parcel_id: str
    order_number: str
    sequence: int
    sealed_at_ms: int
    row: Taken | Missed | None


def last_sealed(connection: Connection) -> int:
    """The number of the parcel sealed last, 0 while there is none."""
    return int(connection.execute(_LAST_SEALED).scalar_one())


def begun_after(connection: Connection) -> int | None:
    """The number of the parcel after which every one has a row or waits for it; None while no account is open."""
    row = connection.execute(_MARK, {"account": _ACCOUNT}).one_or_none()
    return int(json.loads(row.detail)["after"]) if row and row.event == "evidence.begun" else None


def begin(tx: Connection, database: Database, actor: Actor, after: int) -> None:
    """Every parcel after this one has its row from now on, and those before are settled."""
    journal.append(tx, database, actor, "evidence.begun", _ACCOUNT, scan=None, after=after)


def end(tx: Connection, database: Database, actor: Actor) -> None:
    """No pictures are taken any longer."""
    journal.append(tx, database, actor, "evidence.ended", _ACCOUNT)


def waiting(connection: Connection, *, after: int, until: int, limit: int) -> tuple[Waiting, ...]:
    """The parcels without a row whose numbers are above `after` and at most `until`, oldest first."""
    rows = connection.execute(_WAITING, {"after": after, "until": until, "limit": limit})
    return tuple(Waiting(*row) for row in rows)


def note(tx: Connection, database: Database, actor: Actor, parcel_id: str, row: Taken | Missed) -> None:
    """The parcel's one row."""
    if isinstance(row, Taken):
        journal.append(tx, database, actor, "evidence.taken", parcel_id, scan=None, **asdict(row))
    else:
        journal.append(tx, database, actor, "evidence.missed", parcel_id, scan=None, **asdict(row))


def find(connection: Connection, number: str) -> tuple[ParcelEvidence, ...]:
    """The parcels of an order number or a tracking number, in the order in which they were sealed."""
    rows = connection.execute(_FIND, {"number": number})
    return tuple(ParcelEvidence(row.id, row.number, row.sequence, row.sealed_at, _told(row.said)) for row in rows)


def note_opened(tx: Connection, database: Database, actor: Actor, parcel_id: str, row: Taken) -> None:
    """Somebody is given the picture in clear."""
    journal.append(tx, database, actor, "evidence.opened", parcel_id, scan=None, sha256=row.sha256)


def note_purged(
    tx: Connection, database: Database, actor: Actor, until: str, *, count: int, size: int, by: str
) -> None:
    """Pictures up to the key `until` (see `Pictures`) go, `count` of them now; `by` is `age` or `quota`."""
    told = {"until": until, "count": count, "bytes": size, "by": by}
    journal.append(tx, database, actor, "evidence.purged", _ACCOUNT, scan=None, **told)


def purged_until(connection: Connection) -> str:
    """The key up to which pictures are gone on purpose; empty when none is."""
    detail = connection.execute(_PURGED, {"account": _ACCOUNT}).scalar_one_or_none()
    return str(json.loads(detail)["until"]) if detail else ""


def _told(said: str | None) -> Taken | Missed | None:
    if said is None:
        return None
    event, _, text_of = said.partition(" ")
    detail = json.loads(text_of)
    kind: type[Taken | Missed] = Taken if event == "evidence.taken" else Missed
    return kind(**{name: detail[name] for name in kind.__dataclass_fields__})
