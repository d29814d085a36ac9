"""Who is at the bench: badge or number and PIN, and the enrolment of people, inside the caller's transaction.

The right to enroll is read from the store, not from what the caller claims; wrong PINs are counted on disk.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.domain import people as rules
from app.domain.actor import NOBODY, Actor, Right, Role, may
from app.domain.outcome import OutcomeCode
from app.domain.people import CredentialFlaw, Person, is_badge_like
from app.errors import Rejected
from app.store import journal, people
from app.store.database import Database, Transaction
from app.store.people import PinRow
from app.store.pins import Pins


@dataclass(frozen=True, slots=True)
class Login:
    """`at` is the station and device at which people stand, with nobody logged in."""

    database: Database
    at: Actor
    pins: Pins = field(default_factory=Pins)

    @property
    def _stranger(self) -> Actor:
        return replace(self.at, packer=NOBODY)

    def identify(self, tx: Transaction, text: str) -> Person | OutcomeCode:
        """The person whose badge this is, or whose number and PIN (`7*4711`, `7 4711`).

        Else BADGE_UNKNOWN, PIN_WRONG (also for a number that nobody has: all three take the same time), or
        PERSON_BLOCKED after the fifth wrong PIN in a row. A badge is never blocked. The failure is in `tx`: commit it.
        """
        typed = rules.read_login(text)
        if typed is None:
            return people.by_badge(tx, self.database, text) or self._nobody(tx, OutcomeCode.BADGE_UNKNOWN, text)
        number, pin = typed
        row = people.pin_of(tx, number)
        if row is None or not row.sealed:
            return self._nobody(tx, OutcomeCode.PIN_WRONG, pin)
        return self._by_pin(tx, row, pin)

    def holds_secret(self, tx: Transaction, text: str) -> bool:
        """Whether the text must stay out of the journal: a badge that somebody has, or what looks like one or a PIN."""
        return is_badge_like(text) or people.by_badge(tx, self.database, text) is not None

    def enroll(
        self, tx: Transaction, actor: Actor, *, handle: str, number: int, role: Role, pin: str = "", language: str = ""
    ) -> Person:
        """A new person. The very first may be enrolled by anybody and is an admin; admins have a PIN.

        Raises Rejected, here and below: `people.not_allowed`, `people.*` for what is refused, never with a secret.
        """
        if people.is_anybody_enrolled(tx):
            self._require_right(tx, actor)
        elif role is not Role.ADMIN:
            raise Rejected("people.first_is_admin")
        _refuse(rules.name_flaw(handle, number) or (rules.pin_flaw(pin, number) if pin else None))
        if people.is_handle_taken(tx, handle):
            raise Rejected("people.handle_taken")
        if people.is_number_taken(tx, number):
            raise Rejected("people.number_taken")
        if role is Role.ADMIN and not pin:
            raise Rejected("people.admin_needs_pin")
        person = people.add(tx, self.database, handle, number, role, language)
        if pin:
            self._seal_pin(tx, person, pin)
        self._journal(tx, actor, "person.enrolled", person, number=number, role=role)
        return person

    def retire(self, tx: Transaction, actor: Actor, person: Person) -> None:
        """They log in no more. Raises Rejected `people.last_admin` for the last one who could enroll anybody."""
        self._keep_an_admin(tx, self._admitted(tx, actor, person))
        people.retire(tx, person.id)
        self._journal(tx, actor, "person.retired", person)

    def change_role(self, tx: Transaction, actor: Actor, person: Person, role: Role) -> None:
        """Raises as `retire` and `enroll` do."""
        stored = self._admitted(tx, actor, person)
        if role is not Role.ADMIN:
            self._keep_an_admin(tx, stored)
        elif not _has_pin(tx, person):
            raise Rejected("people.admin_needs_pin")
        people.set_role(tx, person.id, role)
        self._journal(tx, actor, "person.role", person, role=role)

    def give_badge(self, tx: Transaction, actor: Actor, person: Person, badge: str) -> None:
        """The badge, a fresh one or the company's, is this person's; one they had before is worth nothing now."""
        self._admitted(tx, actor, person)
        _refuse(rules.badge_flaw(badge))
        owner = people.by_badge(tx, self.database, badge)
        if owner is not None and owner.id != person.id:
            raise Rejected("people.badge_taken")
        people.set_badge(tx, self.database, person.id, badge)
        self._journal(tx, actor, "person.badge", person)

    def set_pin(self, tx: Transaction, actor: Actor, person: Person, pin: str) -> None:
        """A new PIN; it lifts a block."""
        self._admitted(tx, actor, person)
        _refuse(rules.pin_flaw(pin, person.number))
        self._seal_pin(tx, person, pin)
        self._journal(tx, actor, "person.pin", person)

    def _by_pin(self, tx: Transaction, row: PinRow, pin: str) -> Person | OutcomeCode:
        person, now_ms = row.person, self.database.now_ms()
        until_ms = rules.blocked_until_ms(row.failures, row.blocked_until_ms, now_ms)
        if until_ms:
            if until_ms != row.blocked_until_ms:
                people.note_failures(tx, person.id, row.failures, until_ms)
            return OutcomeCode.PERSON_BLOCKED
        if self.pins.fits(row.sealed, self._digest(person.id, pin)):
            if self.pins.is_outdated(row.sealed):
                self._seal_pin(tx, person, pin)
            elif row.failures:
                people.note_failures(tx, person.id, 0, 0)
            return person
        failures = row.failures + 1
        blocked_ms = rules.block_ms(failures)
        people.note_failures(tx, person.id, failures, now_ms + blocked_ms if blocked_ms else 0)
        self._journal(tx, self._stranger, "person.refused", person, failures=failures)
        return OutcomeCode.PERSON_BLOCKED if blocked_ms else OutcomeCode.PIN_WRONG

    def _nobody(self, tx: Transaction, code: OutcomeCode, secret: str) -> OutcomeCode:
        """The same hash and the same row on disk as for a wrong PIN: time must not tell which numbers exist."""
        self.pins.fits("", self._digest("", secret))
        journal.append(tx, self.database, self._stranger, "person.refused", scan=None, code=code)
        return code

    def _require_right(self, tx: Transaction, actor: Actor) -> None:
        """What the caller brings and what is enrolled today must both allow it: a role may have been taken away."""
        person = people.by_handle(tx, actor.packer)
        if person is None or not (actor.may(Right.ENROLL) and may(person.role, Right.ENROLL)):
            raise Rejected("people.not_allowed")

    def _admitted(self, tx: Transaction, actor: Actor, person: Person) -> Person:
        """The person as stored, for an actor who may change them. Raises Rejected `people.unknown` for a leaver."""
        self._require_right(tx, actor)
        stored = people.get(tx, person.id)
        if stored is None:
            raise Rejected("people.unknown")
        return stored

    def _keep_an_admin(self, tx: Transaction, stored: Person) -> None:
        if stored.role is Role.ADMIN and people.count_admins(tx) == 1:
            raise Rejected("people.last_admin")

    def _seal_pin(self, tx: Transaction, person: Person, pin: str) -> None:
        people.set_pin(tx, person.id, self.pins.seal(self._digest(person.id, pin)))

    def _digest(self, person_id: str, pin: str) -> bytes:
        return self.database.sealer.pin_digest(person_id, pin)

    def _journal(self, tx: Transaction, actor: Actor, event: str, person: Person, **detail: str | int) -> None:
        journal.append(tx, self.database, actor, event, person.id, scan=None, handle=person.handle, **detail)


def _has_pin(tx: Transaction, person: Person) -> bool:
    row = people.pin_of(tx, person.number)
    return row is not None and row.sealed != ""


def _refuse(flaw: CredentialFlaw | None) -> None:
    if flaw is not None:
        raise Rejected(flaw)
