"""Each rule of security is a check that holds for the product, and that finds its deliberately broken variants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain import people as rules
from app.domain.actor import Actor, Right, Role
from app.domain.outcome import OutcomeCode
from app.domain.people import Person
from app.errors import Rejected
from app.login import Login
from app.store import journal, people
from app.store.database import Database, Transaction
from app.store.pins import Pins
from tests.journeys.enrolled import ADMIN_PIN, BADGE, HERE, MINUTE_S, PIN, WRONG, House, all_acts


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.database.close()


def a_restart_gives_no_new_tries(house: House) -> bool:
    house.fail(3)
    house.restart()
    house.fail(2)
    house.restart()
    return house.says(f"7*{PIN}") == OutcomeCode.PERSON_BLOCKED


def a_clock_set_back_opens_nothing_early(house: House) -> bool:
    house.fail(5)
    house.clock.pass_s(-3600)
    early = [house.says(f"7*{PIN}")]
    house.clock.pass_s(MINUTE_S - 0.001)
    return [*early, house.says(f"7*{PIN}")] == [OutcomeCode.PERSON_BLOCKED] * 2


def a_clock_set_back_blocks_nobody_for_ever(house: House) -> bool:
    house.fail(5)
    house.clock.pass_s(-365 * 86_400)
    house.says(f"7*{PIN}")
    house.clock.pass_s(MINUTE_S)
    return house.says(f"7*{PIN}") == "wu"


def a_badge_is_never_blocked(house: House) -> bool:
    house.fail(6)
    return house.says(BADGE) == "wu"


def every_no_costs_the_same(house: House) -> bool:
    """Counted in hashes and in rows on disk, which are all of the time, for whatever is unknown or wrong."""
    counted: list[str] = []

    class Counted(Pins):
        def seal(self, digest: bytes) -> str:
            counted.append("seal")
            return super().seal(digest)

        def fits(self, sealed: str, digest: bytes) -> bool:
            counted.append("fits")
            return super().fits(sealed, digest)

    def rows() -> int:
        with house.database.reading() as connection:
            return sum(1 for _ in journal.export(connection))

    house.enroll("li", 8, Role.PACKER)
    house.login = Login(house.database, HERE, Counted(passes=1, memory_kib=8))
    works = []
    for text in (f"7*{WRONG}", f"5*{WRONG}", f"8*{WRONG}", "PB.BADGE.AAAAAAAAAAAAAAAA", "nonsense", "\x01"):
        counted.clear()
        before = rows()
        house.says(text)
        works.append((list(counted), rows() - before))
    return all(work == (["fits"], 1) for work in works)


def only_an_admin_of_today_changes_people(house: House) -> bool:
    """A packer, a lead, an admin who was demoted or retired meanwhile, an invented one, an admin acting as less."""
    actors = [house.packer.acting(HERE), house.enroll("lead", 3, Role.LEAD).acting(HERE)]
    for number, act in ((4, "demoted"), (5, "retired")):
        other = house.enroll(act, number, Role.ADMIN, PIN)
        actors.append(other.acting(HERE))
        if act == "retired":
            house.do(lambda tx, other=other: house.login.retire(tx, house.admin, other))
        else:
            house.do(lambda tx, other=other: house.login.change_role(tx, house.admin, other, Role.LEAD))
    actors += [Actor(HERE.station, "nobody", Role.ADMIN), Actor(HERE.station, "", Role.ADMIN)]
    actors.append(Actor(HERE.station, "boss", Role.LEAD))
    acts = [act for actor in actors for act in all_acts(house, actor)]
    return all(house.refusal(act) == "people.not_allowed" for act in acts)


def the_last_admin_stays(house: House) -> bool:
    other = house.enroll("other", 2, Role.ADMIN, PIN)
    house.do(lambda tx: house.login.retire(tx, house.admin, other))
    acts: list[Callable[..., object]] = [
        lambda tx: house.login.retire(tx, house.admin, house.boss),
        lambda tx: house.login.change_role(tx, house.admin, house.boss, Role.LEAD),
        lambda tx: house.login.change_role(tx, house.admin, house.boss, Role.PACKER),
    ]
    return all(house.refusal(act) == "people.last_admin" for act in acts)


def no_secret_is_written_down(house: House) -> bool:
    """Badges and PINs, right and wrong ones: in no file of the folder, in no text of an error."""
    wrong_badge, obvious = "PB.BADGE.ZZZZ7777ZZZZ7777", "98765432"
    house.says(wrong_badge)
    house.fail(2)
    house.says(BADGE)
    texts = [str(error) for error in refused_texts(house, obvious)]
    house.database.close()
    written = b"".join(path.read_bytes() for path in house.database.path.parent.iterdir())
    house.open()
    secrets = (BADGE[9:], wrong_badge[9:], PIN, WRONG, ADMIN_PIN, obvious)
    everything = written.decode("latin-1").casefold() + "".join(texts).casefold()
    return not any(secret.casefold() in everything for secret in secrets)


def refused_texts(house: House, obvious: str) -> list[Rejected]:
    acts: list[Callable[..., object]] = [
        lambda tx: house.login.give_badge(tx, house.admin, house.boss, BADGE),
        lambda tx: house.login.set_pin(tx, house.admin, house.packer, obvious),
    ]
    refused = []
    for act in acts:
        with pytest.raises(Rejected) as raised:
            house.do(act)
        refused.append(raised.value)
    return refused


def counted_in_memory(patch: pytest.MonkeyPatch) -> None:
    """The count lives with the program; a restart forgets it."""
    counts: dict[int, tuple[int, int]] = {}
    pin_of, opened = people.pin_of, House.open

    def remembered(tx: Transaction, number: int) -> people.PinRow | None:
        row = pin_of(tx, number)
        failures, until_ms = counts.get(number, (0, 0))
        return row and people.PinRow(row.person, row.sealed, failures, until_ms)

    def forget(self: House) -> None:
        counts.clear()
        opened(self)

    patch.setattr(people, "pin_of", remembered)
    patch.setattr(
        people, "note_failures", lambda _tx, _id, failures, until_ms: counts.update({7: (failures, until_ms)})
    )
    patch.setattr(House, "open", forget)


def trusts_the_clock(patch: pytest.MonkeyPatch) -> None:
    """Blocked as long as the clock is before the stored time, however far."""
    patch.setattr(rules, "blocked_until_ms", lambda _failures, until_ms, now_ms: until_ms if until_ms > now_ms else 0)


def distrusts_the_stored_time(patch: pytest.MonkeyPatch) -> None:
    """A stored time that is too far away cannot be true, so nobody is blocked."""
    real = rules.blocked_until_ms

    def forgiving(failures: int, until_ms: int, now_ms: int) -> int:
        return 0 if until_ms - now_ms > rules.block_ms(failures) else real(failures, until_ms, now_ms)

    patch.setattr(rules, "blocked_until_ms", forgiving)


def never_notes_the_new_block(patch: pytest.MonkeyPatch) -> None:
    """Shortens what it says and not what is stored: after every look the block is as long as before."""
    real = people.note_failures

    def unless_shortened(tx: Transaction, person_id: str, failures: int, until_ms: int) -> None:
        row = people.pin_of(tx, 7)
        if row is None or row.failures != failures:
            real(tx, person_id, failures, until_ms)

    patch.setattr(people, "note_failures", unless_shortened)


def blocks_badges_too(patch: pytest.MonkeyPatch) -> None:
    real = people.by_badge

    def unblocked(tx: Transaction, database: Database, badge: str) -> Person | None:
        person = real(tx, database, badge)
        row = people.pin_of(tx, person.number) if person else None
        return None if row and row.blocked_until_ms > database.now_ms() else person

    patch.setattr(people, "by_badge", unblocked)


def answers_at_once_for_unknown_numbers(patch: pytest.MonkeyPatch) -> None:
    real = Login.identify

    def hasty(self: Login, tx: Transaction, text: str) -> Person | OutcomeCode:
        typed = rules.read_login(text)
        if typed and people.pin_of(tx, typed[0]) is None:
            return OutcomeCode.PIN_WRONG
        return real(self, tx, text)

    patch.setattr(Login, "identify", hasty)


def writes_only_what_it_counts(patch: pytest.MonkeyPatch) -> None:
    """A known number costs a write to disk, an unknown one none."""
    patch.setattr(Login, "_nobody", lambda self, _tx, code, _text: self.pins.fits("", b"") or code)


def believes_the_caller(patch: pytest.MonkeyPatch) -> None:
    """The role that the actor brings is enough."""

    def believing(_self: Login, _tx: Transaction, actor: Actor) -> None:
        if not actor.may(Right.ENROLL):
            raise Rejected("people.not_allowed")

    patch.setattr(Login, "_require_right", believing)


def asks_only_the_store(patch: pytest.MonkeyPatch) -> None:
    """Who is an admin somewhere is one wherever their handle is named, also when acting as less."""
    patch.setattr(Actor, "may", lambda _self, _right: True)


def counts_leavers_as_admins(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(people, "count_admins", lambda _tx: 2)


def journals_what_was_scanned(patch: pytest.MonkeyPatch) -> None:
    real = people.by_badge

    def talkative(tx: Transaction, database: Database, badge: str) -> Person | None:
        journal.append(tx, database, HERE, "badge.asked", badge)
        return real(tx, database, badge)

    patch.setattr(people, "by_badge", talkative)


Check = Callable[[House], bool]
Break = Callable[[pytest.MonkeyPatch], None]
RULES: list[tuple[Check, tuple[Break, ...]]] = [
    (a_restart_gives_no_new_tries, (counted_in_memory,)),
    (a_clock_set_back_opens_nothing_early, (distrusts_the_stored_time,)),
    (a_clock_set_back_blocks_nobody_for_ever, (trusts_the_clock, never_notes_the_new_block)),
    (a_badge_is_never_blocked, (blocks_badges_too,)),
    (every_no_costs_the_same, (answers_at_once_for_unknown_numbers, writes_only_what_it_counts)),
    (only_an_admin_of_today_changes_people, (believes_the_caller, asks_only_the_store)),
    (the_last_admin_stays, (counts_leavers_as_admins,)),
    (no_secret_is_written_down, (journals_what_was_scanned,)),
]


@pytest.mark.parametrize("rule", [rule for rule, _ in RULES], ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule: Check, house: House) -> None:
    assert rule(house)


@pytest.mark.parametrize(
    ("rule", "broken"),
    [(rule, broken) for rule, variants in RULES for broken in variants],
    ids=lambda part: part.__name__,
)
def test_a_broken_variant_of_the_rule_is_caught(
    rule: Check, broken: Break, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch)
    assert not rule(house)
