"""Who sits at the terminal and wants to see what is personal: asked, identified, and named in what is journalled."""

from __future__ import annotations

import getpass
import sys

from app.domain.actor import NOBODY, Actor, Role
from app.domain.outcome import OutcomeCode
from app.errors import Rejected
from app.login import Login
from app.settings import Settings
from app.store import people
from app.store.database import Database
from app.ui.messages_event import audit_word


def who_opens(database: Database, settings: Settings) -> Actor:
    """A person of the station by badge or PIN, or its owner where nobody is enrolled. Raises Rejected for a stranger;
    whether they may is for the caller to ask.
    """
    login = Login(database, Actor(settings.station.name, NOBODY, device="terminal"))
    with database.reading() as connection:
        if not people.is_anybody_enrolled(connection):
            return Actor(settings.station.name, getpass.getuser(), Role.ADMIN, "terminal")
    question = audit_word("who", settings.station.language)
    proof = getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    with database.transaction() as tx:
        found = login.identify(tx, proof)
    if isinstance(found, OutcomeCode):
        raise Rejected(found)  # only now, so that a wrong PIN stays counted
    return found.acting(login.at)
