"""People with badges at a rig's station, for tests of the window."""

from __future__ import annotations

from app.domain.actor import Actor, Role
from app.domain.people import Person
from app.login import Login
from app.station import Station
from app.store import people
from app.store.pins import Pins
from tests.builders import Rig

PIN = "47110815"
BOSS_PIN = "90210733"
BADGES = {
    handle: f"PB.BADGE.{handle.upper().replace('.', '')}XXXXXXXX" for handle in ("wu", "li", "wang.fang", "li.lead")
}
NUMBERS = {"wu": 7, "li": 8, "wang.fang": 17, "li.lead": 18}


def enroll(rig: Rig, handle: str, role: Role, *, language: str = "en") -> Person:
    """A person with a badge and a PIN at the rig's station, which is restarted."""
    person = enroll_at(rig.station, handle, role, language=language)
    rig.restart()
    return person


def enroll_at(station: Station, handle: str, role: Role, *, language: str = "en") -> Person:
    """A person with a badge and a PIN; the station's admin is enrolled before them."""
    at = Actor(station.settings.station.name)
    login = Login(station.database, at, Pins(passes=1, memory_kib=8))
    boss = Actor(at.station, "boss", Role.ADMIN)
    with station.database.transaction() as tx:
        if not people.is_anybody_enrolled(tx):
            login.enroll(tx, boss, handle="boss", number=1, role=Role.ADMIN, pin=BOSS_PIN)
        person = login.enroll(tx, boss, handle=handle, number=NUMBERS[handle], role=role, pin=PIN, language=language)
        login.give_badge(tx, boss, person, BADGES[handle])
    return person
