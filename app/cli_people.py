"""The people of the station from the terminal: enroll, list, badge, PIN, role, retire.

Whoever asks proves by badge or number and PIN that they are an admin; secrets are read without echo, never as a word of
the command line, which other users and the shell's history would see.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.actor import Actor, Right, Role
from app.domain.outcome import OutcomeCode
from app.domain.people import BADGE_BYTES, Person, fresh_badge
from app.errors import Rejected
from app.labels.badge import badge_pdf, badge_png, lay_out_badge
from app.login import Login
from app.settings import Settings
from app.station import open_database
from app.store import people
from app.ui import messages


def add_people_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`packbench people …`; each command sets `act`, which takes arguments and settings."""
    actions = commands.add_parser("people", help="who works at this station").add_subparsers(required=True)

    def action(name: str, act: Callable[[argparse.Namespace, _Desk], None], told: str) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=told)
        parser.set_defaults(act=lambda arguments, settings: _at_desk(act, arguments, settings))
        if act is not _list:
            parser.add_argument("handle", help="the word the journal knows the person by; no real name")
        return parser

    add = action("add", _add, "enroll a person; the first one of a station must be an admin")
    add.add_argument("--number", type=int, required=True, help="what the person types before the PIN: 7*PIN")
    add.add_argument("--role", type=Role, choices=list(Role), default=Role.PACKER)
    add.add_argument("--language", choices=messages.LANGUAGES, default="", help="default: the station's")
    action("list", _list, "everybody who can log in")
    badge = action("badge", _badge, "make a new badge and write it to a file to be printed")
    kind = badge.add_mutually_exclusive_group(required=True)
    kind.add_argument("--out", type=Path, help="a .png or .pdf file, 100x54 mm")
    kind.add_argument("--scan", action="store_true", help="use a badge the person has; read from standard input")
    action("pin", _pin, "set a PIN; also lifts a block")
    role = action("role", _role, "change what a person may do")
    role.add_argument("role", type=Role, choices=list(Role))
    action("retire", _retire, "end a person's right to log in")


@dataclass(frozen=True, slots=True)
class _Desk:
    """The open store, and the admin who stands there; nobody as long as nobody is enrolled."""

    login: Login
    language: str
    admin: Actor | None

    def actor(self) -> Actor:
        if self.admin is None:
            raise Rejected("people.unknown")
        return self.admin

    def person(self, handle: str) -> Person:
        with self.login.database.reading() as connection:
            person = people.by_handle(connection, handle)
        if person is None:
            raise Rejected("people.unknown")
        return person

    def ask(self, key: str, **values: str) -> str:
        return _read_secret(messages.word(key, self.language, **values))

    def ask_pin(self, handle: str) -> str:
        """Twice where a person types it blindly."""
        pin = self.ask("people.pin", handle=handle)
        if sys.stdin.isatty() and pin != self.ask("people.pin_again"):
            raise Rejected("people.pin_differs")
        return pin

    def say(self, key: str, **values: object) -> None:
        sys.stdout.write(messages.word(key, self.language, **values) + "\n")


def _at_desk(
    act: Callable[[argparse.Namespace, _Desk], None], arguments: argparse.Namespace, settings: Settings
) -> int:
    with _opened(settings) as login:
        language = settings.station.language
        act(arguments, _Desk(login, language, _admin(login, language)))
    return 0


@contextmanager
def _opened(settings: Settings) -> Iterator[Login]:
    database = open_database(settings)
    try:
        yield Login(database, Actor(settings.station.name, device="terminal"))
    finally:
        database.close()


def _admin(login: Login, language: str) -> Actor | None:
    """Who asks; raised only after the transaction, so that a wrong PIN stays counted."""
    with login.database.reading() as connection:
        if not people.is_anybody_enrolled(connection):
            return None
    proof = _read_secret(messages.word("people.who", language))
    with login.database.transaction() as tx:
        found = login.identify(tx, proof)
    if isinstance(found, OutcomeCode):
        raise Rejected(found)
    actor = found.acting(login.at)
    if not actor.may(Right.ENROLL):
        raise Rejected("people.not_allowed")
    return actor


def _add(arguments: argparse.Namespace, desk: _Desk) -> None:
    login, handle = desk.login, arguments.handle
    actor = desk.admin or Actor(login.at.station, handle, arguments.role, login.at.device)
    pin = desk.ask_pin(handle)
    with login.database.transaction() as tx:
        person = login.enroll(
            tx,
            actor,
            handle=handle,
            number=arguments.number,
            role=arguments.role,
            pin=pin,
            language=arguments.language,
        )
    desk.say("people.added", handle=person.handle, number=person.number)


def _list(_arguments: argparse.Namespace, desk: _Desk) -> None:
    with desk.login.database.reading() as connection:
        everybody = people.active(connection)
    for person in everybody:
        desk.say("people.row", number=person.number, handle=person.handle, role=_role_word(person.role, desk))
    if not everybody:
        desk.say("people.none")


def _badge(arguments: argparse.Namespace, desk: _Desk) -> None:
    person = desk.person(arguments.handle)
    if arguments.scan:
        _give(desk, person, desk.ask("people.badge", handle=person.handle))
        desk.say("people.badge_given", handle=person.handle)
        return
    badge = fresh_badge(os.urandom(BADGE_BYTES))
    # The file first: a badge on paper that opens nothing yet does no harm, one that is in force and nowhere does.
    page = lay_out_badge(badge, person.handle)
    is_pdf = _is_pdf(arguments.out)
    _write(arguments.out, badge_pdf(page, person.handle, desk.language) if is_pdf else badge_png(page))
    _give(desk, person, badge)
    desk.say("people.badge_made", handle=person.handle, file=arguments.out.name)


def _give(desk: _Desk, person: Person, badge: str) -> None:
    with desk.login.database.transaction() as tx:
        desk.login.give_badge(tx, desk.actor(), person, badge)


def _pin(arguments: argparse.Namespace, desk: _Desk) -> None:
    person = desk.person(arguments.handle)
    pin = desk.ask_pin(person.handle)
    with desk.login.database.transaction() as tx:
        desk.login.set_pin(tx, desk.actor(), person, pin)
    desk.say("people.pin_set", handle=person.handle)


def _role(arguments: argparse.Namespace, desk: _Desk) -> None:
    person = desk.person(arguments.handle)
    with desk.login.database.transaction() as tx:
        desk.login.change_role(tx, desk.actor(), person, arguments.role)
    desk.say("people.role_set", handle=person.handle, role=_role_word(arguments.role, desk))


def _retire(arguments: argparse.Namespace, desk: _Desk) -> None:
    person = desk.person(arguments.handle)
    with desk.login.database.transaction() as tx:
        desk.login.retire(tx, desk.actor(), person)
    desk.say("people.retired", handle=person.handle)


def _role_word(role: Role, desk: _Desk) -> str:
    return messages.word(f"role.{role}", desk.language)


def _read_secret(prompt: str) -> str:
    return getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _is_pdf(target: Path) -> bool:
    if target.suffix.lower() not in {".png", ".pdf"}:
        raise Rejected("people.unwritable", target.suffix[:20])
    return target.suffix.lower() == ".pdf"


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all, readable by its owner only: whoever has the picture has the badge."""
    scratch = target.with_name(target.name + ".part")
    try:
        scratch.unlink(missing_ok=True)
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        scratch.replace(target)
    except OSError as error:
        raise Rejected("people.unwritable", type(error).__name__) from error
