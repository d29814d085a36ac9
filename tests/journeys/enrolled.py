"""A station's people for tests: an admin, and a packer with badge and PIN."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app.domain.actor import Actor, Role
from app.domain.people import Person, fresh_badge
from app.errors import Rejected
from app.login import Login
from app.store import journal, people
from app.store.database import Database
from app.store.pins import Pins
from tests.builders import Clock, a_database

T = TypeVar("T")
HERE = Actor("Bench 7", device="scanner")
ADMIN_PIN, PIN, WRONG = "90210733", "47110815", "5555551"
BADGE = fresh_badge(b"0123456789")
QUICK = Pins(passes=1, memory_kib=8)
MINUTE_S = 60


class House:
    """A station's file with an admin (number 1) and a packer (number 7, with a badge)."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self._folder = folder
        self.open()
        self.boss = self.first()
        self.admin = self.boss.acting(HERE)
        self.packer = self.enroll("wu", 7, Role.PACKER, PIN)
        self.do(lambda tx: self.login.give_badge(tx, self.admin, self.packer, BADGE))

    def open(self) -> None:
        self.database: Database = a_database(self._folder, self.clock)
        self.login = Login(self.database, HERE, QUICK)

    def restart(self) -> None:
        self.database.close()
        self.open()

    def do(self, act: Callable[..., T]) -> T:
        with self.database.transaction() as tx:
            return act(tx)

    def first(self) -> Person:
        anybody = Actor(HERE.station, "owner")
        return self.do(
            lambda tx: self.login.enroll(tx, anybody, handle="boss", number=1, role=Role.ADMIN, pin=ADMIN_PIN)
        )

    def enroll(self, handle: str, number: int, role: Role, pin: str = "") -> Person:
        return self.do(lambda tx: self.login.enroll(tx, self.admin, handle=handle, number=number, role=role, pin=pin))

    def says(self, text: str) -> str:
        found = self.do(lambda tx: self.login.identify(tx, text))
        return found.handle if isinstance(found, Person) else found

    def fail(self, times: int) -> list[str]:
        return [self.says(f"7*{WRONG}") for _ in range(times)]

    def refusal(self, act: Callable[..., object]) -> str:
        """The code with which something is refused; empty when it is not. Nothing of it may stay in the file."""
        before = self.everything()
        try:
            self.do(act)
        except Rejected as error:
            assert self.everything() == before
            return error.code
        return ""

    def everything(self) -> list[str]:
        with self.database.reading() as connection:
            return [*map(repr, people.active(connection)), *journal.export(connection)]


def all_acts(house: House, actor: Actor) -> list[Callable[..., object]]:
    """Everything that only an admin may do."""
    login, person = house.login, house.packer
    return [
        lambda tx: login.enroll(tx, actor, handle="new", number=99, role=Role.PACKER),
        lambda tx: login.retire(tx, actor, person),
        lambda tx: login.change_role(tx, actor, person, Role.LEAD),
        lambda tx: login.give_badge(tx, actor, person, "card-4711"),
        lambda tx: login.set_pin(tx, actor, person, "30819274"),
    ]
