"""What a scanner delivers, folded, split and refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.barcode import (
    Code,
    Command,
    Flaw,
    contained_gtin,
    expand_upc_e,
    has_check_digit,
    has_gtin_check_digit,
    is_retail,
    item_code,
    read_code,
    read_command,
    shown,
    with_check_digit,
)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("SF1234567890123", Code("SF1234567890123")),
        (" 6901234567892\r\n", Code("6901234567892")),
        ("]E06901234567892", Code("6901234567892", "]E0")),
        ("]C1010690123456789221A\x1d10B", Code("010690123456789221A\x1d10B", "]C1")),
        ("ＳＦ１２３４", Code("SF1234")),  # an input method made it wide
        ("订单１号", Code("订单1号")),
        ("", Flaw.EMPTY),
        ("   ", Flaw.EMPTY),
        ("x" * 513, Flaw.TOO_LONG),
        ("x" * 10_000_000, Flaw.TOO_LONG),
        ("AB\x00CD", Flaw.CONTROL_CHARACTERS),
        ("\x02AB\x03", Flaw.CONTROL_CHARACTERS),
        ("AB\x85", Flaw.CONTROL_CHARACTERS),
    ],
)
def test_a_scan_is_a_code_or_says_why_not(raw: str, code: Code | Flaw) -> None:
    assert read_code(raw) == code


@given(st.text(max_size=600))
def test_any_text_is_answered_and_shown_printably(raw: str) -> None:
    assert isinstance(read_code(raw), Code | Flaw)
    assert shown(raw).isprintable()
    assert len(shown(raw)) <= 41


@pytest.mark.parametrize("command", Command)
def test_commands_are_read_in_any_case(command: Command) -> None:
    assert read_command(Code(command.value.lower())) is command


def test_other_codes_are_no_commands() -> None:
    assert read_command(Code("PB.SOMETHING")) is None


@pytest.mark.parametrize("digits", ["96385074", "036000291452", "6901234567892", "10012345678902"])
def test_gtins_of_every_length_have_their_check_digit(digits: str) -> None:
    assert has_gtin_check_digit(digits)
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    assert not has_gtin_check_digit(wrong)


def test_only_true_gtins_are_padded() -> None:
    assert item_code("036000291452") == item_code("0036000291452") == "00036000291452"
    assert item_code("036000291453") == "036000291453"
    assert item_code("12345678901234567") == "12345678901234567"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("]c1010690123456789210l1a", Code("010690123456789210L1A", "]C1")),
        ("]D2010690123456789221s1", Code("010690123456789221S1", "]d2")),
        ("]q310aB", Code("10Ab", "]Q3")),
        ("]e06901234567892", Code("6901234567892", "]E0")),
        ("]E00106901234567892", Code("0106901234567892", "]e0")),
        ("]e00106901234567892", Code("0106901234567892", "]e0")),
        ("]E4abc", Code("abc", "]E4")),
        ("]C0ab", Code("ab", "]C0")),
        ("]Q1ab", Code("ab", "]Q1")),
        ("]I110012345678902", Code("10012345678902", "]I1")),
        ("]E0", Code("]E0")),
    ],
)
def test_an_identifier_shows_caps_lock_and_undoes_it(raw: str, code: Code) -> None:
    assert read_code(raw) == code


@pytest.mark.parametrize(
    ("text", "symbology", "is_item"),
    [
        ("6901234567892", "]E0", True),
        ("96385074", "]E4", True),
        ("16901234567899", "]I1", True),
        ("16901234567898", "]I1", False),  # a wrong check digit
        ("1690123456", "]I0", False),  # cut short, as ITF is when the scan line leaves the symbol
        ("6901234567892", "]C0", False),
        ("6901234567892", "", False),
    ],
)
def test_the_scanner_says_what_is_a_trade_item(text: str, symbology: str, *, is_item: bool) -> None:
    assert is_retail(Code(text, symbology)) is is_item


@pytest.mark.parametrize(
    ("case", "item"),
    [
        ("16901234567899", "06901234567892"),
        ("86901234567898", "06901234567892"),
        ("10036000291459", "00036000291452"),  # of a UPC-A
        ("06901234567892", None),  # the item itself
        ("96901234567895", None),  # by measure
        ("16901234567890", None),  # a wrong check digit
        ("6901234567892", None),
        ("1690123456789A", None),
        ("", None),
    ],
)
def test_a_case_names_the_item_inside(case: str, item: str | None) -> None:
    assert contained_gtin(case) == item


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(1, 8))
def test_every_case_of_an_item_leads_back_to_it(body: str, indicator: int) -> None:
    item = with_check_digit("0" + body)
    assert contained_gtin(with_check_digit(f"{indicator}{body}")) == item
    assert contained_gtin(item) is None


@given(st.text("0123456789", min_size=1, max_size=17), st.integers(0, 17), st.integers(1, 9))
def test_a_check_digit_sees_every_wrong_digit(digits: str, at: int, off: int) -> None:
    whole = with_check_digit(digits)
    assert has_check_digit(whole)
    at %= len(whole)
    wrong = whole[:at] + str((int(whole[at]) + off) % 10) + whole[at + 1 :]
    assert not has_check_digit(wrong)


@pytest.mark.parametrize(
    ("upc_e", "upc_a"),
    [
        ("01234505", "012000003455"),
        ("04252614", "042100005264"),
        ("01234531", "012300000451"),
        ("01234543", "012340000053"),
        ("01234558", "012345000058"),
        ("01234506", None),  # a wrong check digit
        ("21234505", None),
        ("0123450", None),
        ("0123450A", None),
    ],
)
def test_upc_e_is_expanded_for_who_asks(upc_e: str, upc_a: str | None) -> None:
    assert expand_upc_e(upc_e) == upc_a


def test_nothing_is_expanded_or_cut_up_by_itself() -> None:
    assert item_code("04252614") == "04252614"  # UPC-E
    assert item_code("2112345678900") == "02112345678900"  # a shop's own number with a price in it
    assert item_code("96385074") == "00000096385074"


def test_the_signs_of_a_message_are_separators_and_elsewhere_no_code() -> None:
    code = read_code("]U0[)>\x1e01\x1d9684170\x1d1Z12345675\x1e\x04")
    assert code == Code("[)>\x1d01\x1d9684170\x1d1Z12345675\x1d", "]U0")
    assert read_code("01\x1e9684170") is Flaw.CONTROL_CHARACTERS
    assert read_code("[)>\x1e01\x07") is Flaw.CONTROL_CHARACTERS
