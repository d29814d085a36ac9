"""Stopping orders from the terminal, and letting them go on: `packbench orders cancel|hold|release NUMBER`."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.actor import Actor, Right, Role
from app.domain.interception import Reach, StopKind, StopSource
from app.domain.outcome import OutcomeCode
from app.errors import Rejected
from app.interception import Interception
from app.labeling import labeling_for
from app.login import Login
from app.settings import Settings
from app.station import open_database
from app.store import people, stops
from app.store.database import Transaction
from app.ui import messages

_LONGEST_REASON = 500
_KINDS = {"cancel": StopKind.CANCEL, "hold": StopKind.HOLD}


def add_news_commands(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Under `packbench orders`; each command sets `act`, which takes arguments and settings."""
    told = {
        "cancel": "an order must not go out: nothing more is bought, printed or handed over for it",
        "hold": "an order must wait",
        "release": "an order may go on; asks for a lead's badge or number and PIN where people are enrolled",
    }
    for name, help_text in told.items():
        command = actions.add_parser(name, help=help_text)
        command.add_argument("number")
        command.add_argument("--shop", default="", help="needed when several shops have the number")
        command.add_argument("--reason", default="", help="why; - reads it from standard input")
        command.set_defaults(act=_tell, action=name)


@contextmanager
def open_interception(settings: Settings) -> Iterator[Interception]:
    """The station's file, opened beside a running station, with what may be asked of its orders."""
    database = open_database(settings)
    try:
        yield Interception(labeling_for(settings, database))
    finally:
        database.close()


def _tell(arguments: argparse.Namespace, settings: Settings) -> int:
    language = settings.station.language
    with open_interception(settings) as interception:
        is_release = arguments.action == "release"
        actor = _releasing(interception, settings) if is_release else _owner(settings)
        reason = (sys.stdin.readline().strip() if arguments.reason == "-" else arguments.reason)[:_LONGEST_REASON]
        with interception.labeling.database.transaction() as tx:
            order_id = _order_of(tx, arguments.number, arguments.shop)
            if is_release:
                if interception.release(tx, actor, order_id, reason=reason).code is not OutcomeCode.DECIDED:
                    raise Rejected("news.nothing_to_release")
                said = "released"
            else:
                kind = _KINDS[arguments.action]
                said = interception.stop(tx, actor, order_id, kind, source=StopSource.COMMAND, reason=reason)
    sys.stdout.write(messages.word(f"news.{said}", language, order=arguments.number) + "\n")
    return 1 if said == Reach.TOO_LATE else 0


def _order_of(tx: Transaction, number: str, shop: str) -> str:
    found = stops.orders_numbered(tx, number, shop)
    if len(found) != 1:
        raise Rejected("news.ambiguous" if found else "news.unknown_order")
    return found[0]


def _owner(settings: Settings) -> Actor:
    """Whoever sits at the station's terminal and has its key."""
    return Actor(settings.station.name, getpass.getuser(), Role.LEAD, "terminal")


def _releasing(interception: Interception, settings: Settings) -> Actor:
    """Who lets an order go: a lead where people are enrolled, else the owner."""
    login = Login(interception.labeling.database, Actor(settings.station.name, device="terminal"))
    with login.database.reading() as connection:
        if not people.is_anybody_enrolled(connection):
            return _owner(settings)
    proof = _read_secret(messages.word("news.who", settings.station.language))
    with login.database.transaction() as tx:
        found = login.identify(tx, proof)
    if isinstance(found, OutcomeCode):
        raise Rejected(found)  # only now, so that a wrong PIN stays counted
    actor = found.acting(login.at)
    if not actor.may(Right.RELEASE_STOP):
        raise Rejected("people.not_allowed")
    return actor


def _read_secret(question: str) -> str:
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
