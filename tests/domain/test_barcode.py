"""What a scanner delivers, folded, split and refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.barcode import Code, Command, Flaw, has_gtin_check_digit, item_code, read_code, read_command, shown


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
