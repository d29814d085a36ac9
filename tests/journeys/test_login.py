"""Logging in and enrolling, at the level of the room."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.actor import Actor, Role
from app.domain.outcome import OutcomeCode
from app.errors import Rejected
from app.login import Login
from app.store import journal, people
from app.store.pins import Pins
from tests.builders import a_database
from tests.journeys.enrolled import ADMIN_PIN, BADGE, HERE, MINUTE_S, PIN, QUICK, WRONG, House, all_acts


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.database.close()


@pytest.mark.parametrize("text", [BADGE, BADGE.lower(), f"]C0{BADGE}", f"7*{PIN}", f"7 {PIN}", f"007*{PIN}\r\n"])
def test_a_badge_or_number_and_pin_say_who_it_is(house: House, text: str) -> None:
    assert house.says(text) == "wu"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("PB.BADGE.AAAAAAAAAAAAAAAA", OutcomeCode.BADGE_UNKNOWN),
        ("1001", OutcomeCode.BADGE_UNKNOWN),
        ("", OutcomeCode.BADGE_UNKNOWN),
        ("\x01\x02", OutcomeCode.BADGE_UNKNOWN),
        (f"7*{WRONG}", OutcomeCode.PIN_WRONG),
        (f"8*{PIN}", OutcomeCode.PIN_WRONG),
        (f"1*{PIN}", OutcomeCode.PIN_WRONG),
        ("7*471", OutcomeCode.PIN_WRONG),
    ],
)
def test_anything_else_is_nobody(house: House, text: str, answer: OutcomeCode) -> None:
    assert house.says(text) == answer


def test_five_wrong_pins_block_for_a_minute_then_five_then_fifteen(house: House) -> None:
    assert house.fail(5) == [OutcomeCode.PIN_WRONG] * 4 + [OutcomeCode.PERSON_BLOCKED]
    for minutes in (1, 5, 15, 15):
        house.clock.pass_s(minutes * MINUTE_S - 0.001)
        assert house.says(f"7*{PIN}") == OutcomeCode.PERSON_BLOCKED
        house.clock.pass_s(0.001)
        assert house.fail(1) == [OutcomeCode.PERSON_BLOCKED]
    house.clock.pass_s(15 * MINUTE_S)
    assert house.says(f"7*{PIN}") == "wu"


def test_trying_while_blocked_neither_helps_nor_lengthens(house: House) -> None:
    house.fail(5)
    house.clock.pass_s(30)
    assert house.fail(20) == [OutcomeCode.PERSON_BLOCKED] * 20
    house.clock.pass_s(30)
    assert house.says(f"7*{PIN}") == "wu"


def test_the_right_pin_ends_the_count(house: House) -> None:
    house.fail(4)
    assert house.says(f"7*{PIN}") == "wu"
    assert house.fail(4) == [OutcomeCode.PIN_WRONG] * 4


def test_a_block_is_one_persons(house: House) -> None:
    house.fail(5)
    assert house.says(f"1*{ADMIN_PIN}") == "boss"


def test_a_new_pin_lifts_the_block(house: House) -> None:
    house.fail(5)
    house.do(lambda tx: house.login.set_pin(tx, house.admin, house.packer, "30819274"))
    assert house.says("7*30819274") == "wu"
    assert house.says(f"7*{PIN}") == OutcomeCode.PIN_WRONG


def test_who_has_no_pin_gets_in_by_badge_alone(house: House) -> None:
    person = house.enroll("li", 8, Role.PACKER)
    assert [house.says("8*4711") for _ in range(9)] == [OutcomeCode.PIN_WRONG] * 9
    house.do(lambda tx: house.login.give_badge(tx, house.admin, person, "card-4711"))
    assert house.says("CARD-4711") == "li"


def test_a_pin_of_older_parameters_is_sealed_anew_at_the_next_login(house: House) -> None:
    house.login = Login(house.database, HERE, Pins(passes=2, memory_kib=16))
    with house.database.reading() as connection:
        before = people.pin_of(connection, 7)
    assert house.says(f"7*{PIN}") == "wu"
    with house.database.reading() as connection:
        after = people.pin_of(connection, 7)
    assert before is not None
    assert after is not None
    assert "m=8,t=1" in before.sealed
    assert "m=16,t=2" in after.sealed
    assert house.says(f"7*{PIN}") == "wu"


def test_the_first_person_is_an_admin_with_a_pin_whoever_enrolls_them(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    login, anybody = Login(database, HERE, QUICK), Actor(HERE.station)
    for role, pin, code in ((Role.LEAD, PIN, "people.first_is_admin"), (Role.ADMIN, "", "people.admin_needs_pin")):
        with pytest.raises(Rejected, match=code), database.transaction() as tx:
            login.enroll(tx, anybody, handle="boss", number=1, role=role, pin=pin)
    with database.transaction() as tx:
        login.enroll(tx, anybody, handle="boss", number=1, role=Role.ADMIN, pin=ADMIN_PIN)
    with pytest.raises(Rejected, match=r"people\.not_allowed"), database.transaction() as tx:
        login.enroll(tx, anybody, handle="second", number=2, role=Role.ADMIN, pin=PIN)
    database.close()


@pytest.mark.parametrize(
    ("handle", "number", "role", "pin", "code"),
    [
        ("WU", 8, Role.PACKER, "", "people.handle_taken"),
        ("gone", 8, Role.PACKER, "", "people.handle_taken"),
        ("li", 7, Role.PACKER, "", "people.number_taken"),
        ("li", 9, Role.PACKER, "", "people.number_taken"),
        ("li", 0, Role.PACKER, "", "people.number_range"),
        ("Li Na", 8, Role.PACKER, "", "people.handle_shape"),
        ("li", 8, Role.PACKER, "1234", "people.pin_obvious"),
        ("li", 8, Role.PACKER, "8888", "people.pin_obvious"),
        ("li", 8, Role.PACKER, "471", "people.pin_shape"),
        ("li", 8, Role.ADMIN, "", "people.admin_needs_pin"),
        ("li", 8, Role.ADMIN, PIN, ""),
        ("li", 8, Role.PACKER, "", ""),
    ],
)
def test_what_is_refused_at_enrolment(house: House, handle: str, number: int, role: Role, pin: str, code: str) -> None:
    gone = house.enroll("gone", 9, Role.PACKER)
    house.do(lambda tx: house.login.retire(tx, house.admin, gone))
    assert code == house.refusal(
        lambda tx: house.login.enroll(tx, house.admin, handle=handle, number=number, role=role, pin=pin)
    )


@pytest.mark.parametrize(
    ("badge", "code"),
    [(BADGE, "people.badge_taken"), ("PB.CANCEL", "people.badge_shape"), ("7*4711", "people.badge_shape")],
)
def test_a_badge_that_means_something_else_already_is_refused(house: House, badge: str, code: str) -> None:
    assert house.refusal(lambda tx: house.login.give_badge(tx, house.admin, house.boss, badge)) == code


def test_an_admin_needs_a_pin_before_the_role(house: House) -> None:
    person = house.enroll("li", 8, Role.LEAD)
    promote = lambda tx: house.login.change_role(tx, house.admin, person, Role.ADMIN)  # noqa: E731
    assert house.refusal(promote) == "people.admin_needs_pin"
    house.do(lambda tx: house.login.set_pin(tx, house.admin, person, "30819274"))
    assert house.refusal(promote) == ""


def test_who_left_is_nobody_and_cannot_be_changed(house: House) -> None:
    house.do(lambda tx: house.login.retire(tx, house.admin, house.packer))
    assert [house.says(text) for text in (BADGE, f"7*{PIN}")] == [OutcomeCode.BADGE_UNKNOWN, OutcomeCode.PIN_WRONG]
    for act in all_acts(house, house.admin)[1:]:
        assert house.refusal(act) == "people.unknown"


def test_every_change_is_journalled_with_who_did_it_where(house: House) -> None:
    login, admin = house.login, house.admin
    second = house.enroll("li", 8, Role.LEAD, "30819274")
    house.do(lambda tx: login.change_role(tx, admin, second, Role.ADMIN))
    house.do(lambda tx: login.set_pin(tx, replace(second, role=Role.ADMIN).acting(HERE), second, PIN))
    house.do(lambda tx: login.retire(tx, admin, second))
    house.fail(1)
    house.says("5*4711")
    with house.database.reading() as connection:
        rows = [json.loads(line) for line in journal.export(connection)]
        assert journal.verify(connection) is None
    assert [(row["event"], row["packer"], row["detail"]) for row in rows] == [
        ("person.enrolled", "owner", '{"handle": "boss", "number": 1, "role": "admin"}'),
        ("person.enrolled", "boss", '{"device": "scanner", "handle": "wu", "number": 7, "role": "packer"}'),
        ("person.badge", "boss", '{"device": "scanner", "handle": "wu"}'),
        ("person.enrolled", "boss", '{"device": "scanner", "handle": "li", "number": 8, "role": "lead"}'),
        ("person.role", "boss", '{"device": "scanner", "handle": "li", "role": "admin"}'),
        ("person.pin", "li", '{"device": "scanner", "handle": "li"}'),
        ("person.retired", "boss", '{"device": "scanner", "handle": "li"}'),
        ("person.refused", "-", '{"device": "scanner", "failures": 1, "handle": "wu"}'),
        ("person.refused", "-", '{"code": "person.pin_wrong", "device": "scanner"}'),
    ]
    assert {row["station"] for row in rows} == {"Bench 7"}


def test_what_must_stay_out_of_the_journal_is_known_also_when_it_does_not_look_like_a_secret(house: House) -> None:
    house.do(lambda tx: house.login.give_badge(tx, house.admin, house.boss, "00421107"))
    with house.database.reading() as connection:
        for secret in (BADGE, "PB.BADGE.CUT", f"7*{PIN}", "00421107", "]C000421107"):
            assert house.login.holds_secret(connection, secret)
        for code in ("1001", "2000000000015", "", "\x01", "PB.CANCEL"):
            assert not house.login.holds_secret(connection, code)
