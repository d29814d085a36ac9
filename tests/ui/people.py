"""People with badges at a rig's station, for tests of the window."""

from __future__ import annotations

from app.domain.actor import Actor, Role
from app.domain.people import Person
from app.login import Login
from app.store.pins import Pins
from tests.builders import Rig

PIN = "47110815"
BOSS_PIN = "90210733"
BADGES = {
    handle: f"PB.BADGE.{handle.upper().replace('.', '')}XXXXXXXX" for handle in ("wu", "li", "wang.fang", "li.lead")
}
NUMBERS = {"wu": 7, "li": 8, "wang.fang": 17, "li.lead": 18}


def enroll(rig: Rig, handle: str, role: Role, *, language: str = "en") -> Person:
    """A person with a badge and a PIN; the station's admin is enrolled before them."""
    station = rig.station
    at = Actor(station.settings.station.name)
    login = Login(station.database, at, Pins(passes=1, memory_kib=8))
    with station.database.transaction() as tx:
        boss = Actor(at.station, "boss", Role.ADMIN)
        if not station.bench._has_people:
            login.enroll(tx, boss, handle="boss", number=1, role=Role.ADMIN, pin=BOSS_PIN)
            station.bench._has_people = True
        person = login.enroll(tx, boss, handle=handle, number=NUMBERS[handle], role=role, pin=PIN, language=language)
        login.give_badge(tx, boss, person, BADGES[handle])
    rig.restart()
    return person
