"""Roles and rights, and the rules of badge and PIN."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.actor import Actor, Right, Role, may
from app.domain.barcode import Command
from app.domain.people import (
    BADGE_BYTES,
    TRIES,
    CredentialFlaw,
    Person,
    badge_flaw,
    badge_text,
    block_ms,
    blocked_until_ms,
    fresh_badge,
    is_badge_like,
    name_flaw,
    pin_flaw,
    read_login,
)

RANKED = (Role.PACKER, Role.LEAD, Role.ADMIN)
BADGE = fresh_badge(bytes(range(BADGE_BYTES)))
MINUTE = 60_000
LONGEST = 15 * MINUTE


@given(st.sampled_from(RANKED), st.sampled_from(RANKED), st.sampled_from(list(Right)))
def test_who_stands_higher_may_all_that_who_stands_lower_may(one: Role, other: Role, right: Right) -> None:
    lower, higher = sorted((one, other), key=RANKED.index)
    assert may(higher, right) or not may(lower, right)


def test_every_role_has_its_rank_here() -> None:
    assert set(RANKED) == set(Role)


@pytest.mark.parametrize("right", list(Right))
def test_a_packer_has_no_right_a_lead_all_but_enrolment_an_admin_all(right: Right) -> None:
    assert not may(Role.PACKER, right)
    assert may(Role.LEAD, right) is (right is not Right.ENROLL)
    assert may(Role.ADMIN, right)


def test_who_acts_is_named_by_handle_with_station_and_device() -> None:
    person = Person("id", "wu", 7, Role.LEAD)
    actor = person.acting(Actor("Bench 7", device="scanner"))
    assert actor == Actor("Bench 7", "wu", Role.LEAD, "scanner")
    assert actor.may(Right.VOID)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("7*4711", (7, "4711")),
        ("7 4711", (7, "4711")),
        ("007*4711", (7, "4711")),
        ("  7*4711\r\n", (7, "4711")),
        ("７＊４７１１", (7, "4711")),
        ("7   47110815", (7, "47110815")),
        ("7*471", (7, "471")),
        ("9999*123456789", (9999, "123456789")),
        ("7 471", None),
        ("7*", None),
        ("7*47a1", None),
        ("*4711", None),
        ("74711", None),
        ("12345*4711", None),
        ("7*٤٧١١", None),
        ("", None),
        (BADGE, None),
    ],
)
def test_number_and_pin_are_told_from_other_codes(text: str, meant: tuple[int, str] | None) -> None:
    assert read_login(text) == meant


@pytest.mark.parametrize(
    "text",
    [BADGE, BADGE.lower(), f"]C0{BADGE}", f"{BADGE}{BADGE}", f"1001{BADGE}", BADGE[3:], BADGE[:12], f"{BADGE}\x00",
     f" {BADGE}\r\n", "ＰＢ．ＢＡＤＧＥ．ＡＡ", "7*4711", "7 4711", "7*1"],
)  # fmt: skip
def test_what_gives_a_badge_or_a_pin_away_is_known_by_its_look(text: str) -> None:
    assert is_badge_like(text)


@pytest.mark.parametrize(
    "text", ["", "PB20260001", "2000000000015", "SF1234567890123", "1001 2", "20261001 4711", *Command]
)
def test_orders_items_labels_and_commands_do_not_look_like_one(text: str) -> None:
    assert not is_badge_like(text)


def test_a_fresh_badge_is_80_bits_after_its_mark() -> None:
    assert BADGE == "PB.BADGE.AAAQEAYEAUDAOCAJ"
    assert badge_flaw(BADGE) is None


@pytest.mark.parametrize(
    "text", ["", "12345", "PB.CANCEL", "pb.cancel", "1234*4711", "7 471100", "\x01" * 9, "x" * 600]
)
def test_a_code_that_means_something_else_or_nothing_is_no_badge(text: str) -> None:
    assert badge_flaw(text) is CredentialFlaw.BADGE_SHAPE


@pytest.mark.parametrize("text", ["004211", "Card-4711-b", f"]C0{BADGE}", "员工卡第四十七号"])
def test_any_other_code_may_be_a_companys_badge(text: str) -> None:
    assert badge_flaw(text) is None


def test_caps_lock_and_symbology_make_no_other_badge() -> None:
    assert badge_text("cARD-4711") == badge_text("]C0Card-4711 ") == "card-4711"


@pytest.mark.parametrize(
    ("pin", "number", "flaw"),
    [
        ("471", 7, CredentialFlaw.PIN_SHAPE),
        ("471108155", 7, CredentialFlaw.PIN_SHAPE),
        ("47 1", 7, CredentialFlaw.PIN_SHAPE),
        ("４７１１", 7, CredentialFlaw.PIN_SHAPE),
        ("", 7, CredentialFlaw.PIN_SHAPE),
        ("0000", 7, CredentialFlaw.PIN_OBVIOUS),
        ("99999999", 7, CredentialFlaw.PIN_OBVIOUS),
        ("1234", 7, CredentialFlaw.PIN_OBVIOUS),
        ("0123", 7, CredentialFlaw.PIN_OBVIOUS),
        ("7890", 7, CredentialFlaw.PIN_OBVIOUS),
        ("87654321", 7, CredentialFlaw.PIN_OBVIOUS),
        ("1212", 7, CredentialFlaw.PIN_OBVIOUS),
        ("471471", 7, CredentialFlaw.PIN_OBVIOUS),
        ("4711", 4711, CredentialFlaw.PIN_OBVIOUS),
        ("0471", 471, CredentialFlaw.PIN_OBVIOUS),
        ("4714", 471, CredentialFlaw.PIN_OBVIOUS),
        ("47114711", 4711, CredentialFlaw.PIN_OBVIOUS),
        ("4711", 7, None),
        ("1235", 7, None),
        ("0815", 7, None),
        ("47110815", 4711, None),
    ],
)
def test_pins_that_everybody_tries_first_are_refused(pin: str, number: int, flaw: CredentialFlaw | None) -> None:
    assert pin_flaw(pin, number) is flaw


def test_most_pins_are_left_to_choose_from() -> None:
    refused = sum(pin_flaw(f"{pin:04}", 7) is not None for pin in range(10_000))
    assert 100 < refused < 150


@pytest.mark.parametrize(
    ("handle", "number", "flaw"),
    [
        ("wu", 1, None),
        ("小吴", 9999, None),
        ("wu.2-b_c", 1, None),
        ("", 1, CredentialFlaw.HANDLE_SHAPE),
        ("Wu Fang", 1, CredentialFlaw.HANDLE_SHAPE),
        (".wu", 1, CredentialFlaw.HANDLE_SHAPE),
        ("wu\n", 1, CredentialFlaw.HANDLE_SHAPE),
        ("w" * 21, 1, CredentialFlaw.HANDLE_SHAPE),
        ("wu", 0, CredentialFlaw.NUMBER_RANGE),
        ("wu", -7, CredentialFlaw.NUMBER_RANGE),
        ("wu", 10_000, CredentialFlaw.NUMBER_RANGE),
    ],
)
def test_handles_are_one_word_and_numbers_short(handle: str, number: int, flaw: CredentialFlaw | None) -> None:
    assert name_flaw(handle, number) is flaw


def test_the_fifth_wrong_pin_blocks_and_each_further_one_longer() -> None:
    blocks = [block_ms(failures) // MINUTE for failures in range(10)]
    assert blocks == [0, 0, 0, 0, 0, 1, 5, 15, 15, 15]


TIMES = st.integers(min_value=0, max_value=4_000_000_000_000)


@given(st.integers(TRIES, 50), TIMES, TIMES)
def test_wherever_the_clock_is_set_a_block_lasts_its_time_from_the_next_try_on_and_no_longer(
    failures: int, began_ms: int, now_ms: int
) -> None:
    until_ms = began_ms + block_ms(failures)
    seen_ms = blocked_until_ms(failures, until_ms, now_ms)
    if now_ms < until_ms:
        assert now_ms < seen_ms <= now_ms + block_ms(failures) <= now_ms + LONGEST
        assert now_ms >= began_ms or seen_ms == now_ms + block_ms(failures)  # set back: the whole block anew
        assert blocked_until_ms(failures, seen_ms, seen_ms - 1) == seen_ms
        assert blocked_until_ms(failures, seen_ms, seen_ms) == 0
    else:
        assert seen_ms == 0
