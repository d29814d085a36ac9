"""The people of the station. Badges are kept as blind index, PINs as hash; what a leaver knew is forgotten.

Handles and numbers are never given to a second person: the journal shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, func, insert, select, update

from app.domain.actor import Role
from app.domain.people import Person, badge_text
from app.store.database import Database
from app.store.tables_desk import people

_ACTIVE = people.c.is_active == 1
_PERSON = (people.c.id, people.c.handle, people.c.number, people.c.role, people.c.volume, people.c.language)


@dataclass(frozen=True, slots=True)
class PinRow:
    """An active person with what is known of their PIN; `sealed` is empty for who has none."""

    person: Person
    sealed: str
    failures: int
    blocked_until_ms: int


def is_anybody_enrolled(connection: Connection) -> bool:
    return bool(connection.execute(select(exists().where(_ACTIVE))).scalar_one())


def active(connection: Connection) -> tuple[Person, ...]:
    """Everybody who works here, by number."""
    rows = connection.execute(select(*_PERSON).where(_ACTIVE).order_by(people.c.number))
    return tuple(_person(row) for row in rows)


def get(connection: Connection, person_id: str) -> Person | None:
    """The active person, as they are now: role and volume may have changed since they logged in."""
    return _one(connection, people.c.id == person_id)


def by_handle(connection: Connection, handle: str) -> Person | None:
    return _one(connection, people.c.handle == handle)


def by_badge(connection: Connection, database: Database, badge: str) -> Person | None:
    return _one(connection, people.c.badge_index == database.sealer.badge_index(badge_text(badge)))


def pin_of(connection: Connection, number: int) -> PinRow | None:
    """None when nobody active has this number."""
    query = select(*_PERSON, people.c.pin_hash, people.c.failures, people.c.locked_until)
    row = connection.execute(query.where(_ACTIVE, people.c.number == number)).one_or_none()
    return PinRow(_person(row), row.pin_hash, row.failures, row.locked_until) if row else None


def is_handle_taken(connection: Connection, handle: str) -> bool:
    """Also by somebody who left, and in any case of letters: two people must not look alike in the journal."""
    taken = connection.execute(select(people.c.handle)).scalars()
    return handle.casefold() in {name.casefold() for name in taken}


def is_number_taken(connection: Connection, number: int) -> bool:
    return bool(connection.execute(select(exists().where(people.c.number == number))).scalar_one())


def count_admins(connection: Connection) -> int:
    query = select(func.count()).where(_ACTIVE, people.c.role == Role.ADMIN)
    return connection.execute(query).scalar_one()


def add(tx: Connection, database: Database, handle: str, number: int, role: Role, language: str) -> Person:
    person = Person(database.new_id(), handle, number, role, language=language)
    tx.execute(insert(people).values(id=person.id, handle=handle, number=number, role=role, language=language))
    return person


def retire(tx: Connection, person_id: str) -> None:
    """They can log in no more; badge and PIN are forgotten, the badge may be given to another."""
    _set(tx, person_id, is_active=0, badge_index=None, pin_hash="", failures=0, locked_until=0)


def set_role(tx: Connection, person_id: str, role: Role) -> None:
    _set(tx, person_id, role=role)


def set_badge(tx: Connection, database: Database, person_id: str, badge: str) -> None:
    """The one badge this person has from now on."""
    _set(tx, person_id, badge_index=database.sealer.badge_index(badge_text(badge)))


def set_pin(tx: Connection, person_id: str, sealed: str) -> None:
    """A new PIN has no failures."""
    _set(tx, person_id, pin_hash=sealed, failures=0, locked_until=0)


def note_failures(tx: Connection, person_id: str, failures: int, blocked_until_ms: int) -> None:
    _set(tx, person_id, failures=failures, locked_until=blocked_until_ms)


def set_volume(tx: Connection, person_id: str, volume: int) -> None:
    _set(tx, person_id, volume=volume)


def set_language(tx: Connection, person_id: str, language: str) -> None:
    _set(tx, person_id, language=language)


def _set(tx: Connection, person_id: str, **values: object) -> None:
    tx.execute(update(people).where(people.c.id == person_id).values(**values))


def _one(connection: Connection, condition: Any) -> Person | None:
    row = connection.execute(select(*_PERSON).where(_ACTIVE, condition)).one_or_none()
    return _person(row) if row else None


def _person(row: Any) -> Person:
    return Person(row.id, row.handle, row.number, Role(row.role), row.volume, row.language)
