"""People on disk: no secret in the file, one owner per badge, handle and number; old PIN hashes are known as such."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.domain.actor import Role
from app.domain.people import Person, fresh_badge
from app.errors import Misconfigured
from app.store import people
from app.store.database import Database
from app.store.pins import Pins
from app.store.sealing import Sealer

BADGE = fresh_badge(b"0123456789")
QUICK = Pins(passes=1, memory_kib=8)


def enrolled(database: Database, handle: str = "wu", number: int = 7, role: Role = Role.PACKER) -> Person:
    with database.transaction() as tx:
        return people.add(tx, database, handle, number, role, "zh_CN")


def test_a_person_is_found_by_handle_number_badge_and_id(database: Database) -> None:
    person = enrolled(database)
    with database.transaction() as tx:
        people.set_badge(tx, database, person.id, BADGE)
    with database.reading() as connection:
        row = people.pin_of(connection, 7)
        assert row is not None
        found = (
            people.get(connection, person.id),
            people.by_handle(connection, "wu"),
            people.by_badge(connection, database, BADGE.lower()),
            row.person,
            *people.active(connection),
        )
    assert set(found) == {Person(person.id, "wu", 7, Role.PACKER, 80, "zh_CN")}
    assert (row.sealed, row.failures, row.blocked_until_ms) == ("", 0, 0)


def test_a_new_badge_replaces_the_old_one(database: Database) -> None:
    person = enrolled(database)
    with database.transaction() as tx:
        people.set_badge(tx, database, person.id, BADGE)
        people.set_badge(tx, database, person.id, "card-4711")
        assert people.by_badge(tx, database, BADGE) is None
        assert people.by_badge(tx, database, "CARD-4711") == person


def test_two_people_cannot_have_one_badge(database: Database) -> None:
    first, second = enrolled(database), enrolled(database, "li", 8)
    with database.transaction() as tx:
        people.set_badge(tx, database, first.id, BADGE)
    with pytest.raises(Misconfigured, match=r"store\.conflict"), database.transaction() as tx:
        people.set_badge(tx, database, second.id, BADGE)


def test_who_left_is_found_no_more_but_keeps_handle_and_number(database: Database) -> None:
    person = enrolled(database)
    with database.transaction() as tx:
        people.set_badge(tx, database, person.id, BADGE)
        people.set_pin(tx, person.id, QUICK.seal(b"digest"))
        people.retire(tx, person.id)
    with database.reading() as connection:
        assert not people.is_anybody_enrolled(connection)
        assert people.active(connection) == ()
        assert people.get(connection, person.id) is None
        assert people.by_handle(connection, "wu") is None
        assert people.by_badge(connection, database, BADGE) is None
        assert people.pin_of(connection, 7) is None
        assert people.is_handle_taken(connection, "WU")
        assert people.is_number_taken(connection, 7)
        kept = connection.execute(text("SELECT badge_index, pin_hash FROM people")).one()
    assert tuple(kept) == (None, "")


def test_only_admins_who_work_here_are_counted(database: Database) -> None:
    enrolled(database)
    admins = [enrolled(database, f"admin{number}", number, Role.ADMIN) for number in (1, 2, 3)]
    with database.transaction() as tx:
        people.retire(tx, admins[0].id)
        people.set_role(tx, admins[1].id, Role.LEAD)
        assert people.count_admins(tx) == 1


def test_volume_and_language_are_each_persons_own(database: Database) -> None:
    first, second = enrolled(database), enrolled(database, "li", 8)
    with database.transaction() as tx:
        people.set_volume(tx, first.id, 30)
        people.set_language(tx, first.id, "en")
        assert people.get(tx, first.id) == Person(first.id, "wu", 7, Role.PACKER, 30, "en")
        assert people.get(tx, second.id) == second
    with pytest.raises(Misconfigured, match=r"store\.conflict"), database.transaction() as tx:
        people.set_volume(tx, first.id, 101)


def test_neither_badge_nor_pin_lies_in_the_file(database: Database) -> None:
    person, pin = enrolled(database), "47110815"
    with database.transaction() as tx:
        people.set_badge(tx, database, person.id, BADGE)
        people.set_pin(tx, person.id, QUICK.seal(database.sealer.pin_digest(person.id, pin)))
    written = b"".join(path.read_bytes() for path in database.path.parent.glob("packbench.db*"))
    assert person.id.encode() in written  # what is looked for would be seen
    for secret in (BADGE, BADGE.lower(), BADGE[-16:], pin):
        assert secret.encode() not in written


def test_a_pin_fits_only_its_person_and_this_station() -> None:
    ours, theirs = Sealer(bytes(32)), Sealer(bytes(range(32)))
    sealed = QUICK.seal(ours.pin_digest("wu", "4711"))
    assert QUICK.fits(sealed, ours.pin_digest("wu", "4711"))
    assert not QUICK.fits(sealed, ours.pin_digest("wu", "4712"))
    assert not QUICK.fits(sealed, ours.pin_digest("li", "4711"))
    assert not QUICK.fits(sealed, theirs.pin_digest("wu", "4711"))
    assert not QUICK.fits("", ours.pin_digest("wu", "4711"))


def test_no_two_seals_of_one_pin_are_alike() -> None:
    assert QUICK.seal(b"digest") != QUICK.seal(b"digest")


def test_a_badges_index_is_the_stations_own() -> None:
    assert Sealer(bytes(32)).badge_index("card") != Sealer(bytes(range(32))).badge_index("card")


def test_a_seal_of_other_parameters_still_fits_and_is_known_as_outdated() -> None:
    sealed, newer = QUICK.seal(b"digest"), Pins(passes=2, memory_kib=16)
    assert newer.fits(sealed, b"digest")
    assert newer.is_outdated(sealed)
    assert not QUICK.is_outdated(sealed)


def test_what_people_use_is_as_slow_and_large_as_it_is_meant_to_be() -> None:
    assert Pins().seal(b"digest").startswith("$argon2id$v=19$m=32768,t=3,p=1$")
