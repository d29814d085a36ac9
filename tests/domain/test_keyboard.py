"""Which character stands on which key, country by country."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.keyboard import accented, char_of, is_dead, keys_of
from app.domain.wedge_profile import Country

ASCII = "".join(map(chr, range(32, 127)))
# What stands on no key of a country at all; scanners say these with Alt and numbers.
MISSING = {Country.IT: "`~"}


def typed(country: Country, text: str) -> str:
    """What the keys of a text give, one after the other, as a computer of that country takes them."""
    got, waiting = "", ""
    for scan_code, is_shift, is_altgr in keys_of(country, text):
        character = char_of(country, scan_code, is_shift=is_shift, is_altgr=is_altgr)
        if waiting:
            got, waiting = got + accented(waiting, character), ""
        elif is_dead(country, scan_code, is_shift=is_shift, is_altgr=is_altgr):
            waiting = character
        else:
            got += character
    return got + waiting


@pytest.mark.parametrize("country", Country)
def test_every_character_of_ascii_can_be_typed_in_every_country(country: Country) -> None:
    text = "".join(c for c in ASCII if c not in MISSING.get(country, ""))
    assert typed(country, text) == text


@given(st.sampled_from(Country), st.text(ASCII.replace("`", "").replace("~", ""), max_size=30))
def test_what_a_country_types_it_reads_back(country: Country, text: str) -> None:
    assert typed(country, text) == text


@pytest.mark.parametrize(
    ("country", "scan_code", "held", "character"),
    [
        (Country.US, 27, "", "]"),
        (Country.US, 43, "", "\\"),
        (Country.GB, 3, "shift", '"'),
        (Country.GB, 43, "", "#"),
        (Country.DE, 21, "", "z"),
        (Country.DE, 44, "", "y"),
        (Country.DE, 12, "", "ß"),
        (Country.DE, 10, "altgr", "]"),
        (Country.DE, 53, "", "-"),
        (Country.FR, 16, "", "a"),
        (Country.FR, 2, "", "&"),
        (Country.FR, 2, "shift", "1"),
        (Country.FR, 12, "altgr", "]"),
        (Country.FR, 39, "", "m"),
        (Country.ES, 27, "altgr", "]"),
        (Country.ES, 39, "", "ñ"),
        (Country.IT, 26, "altgr", "["),
        (Country.IT, 39, "altgr", "@"),
    ],
)
def test_keys_stand_where_their_country_has_them(country: Country, scan_code: int, held: str, character: str) -> None:
    assert char_of(country, scan_code, is_shift=held == "shift", is_altgr=held == "altgr") == character


@pytest.mark.parametrize("country", Country)
def test_the_number_pad_types_numbers_in_every_country(country: Country) -> None:
    keys = (82, 79, 80, 81, 75, 76, 77, 71, 72, 73)
    assert "".join(char_of(country, key, is_shift=False, is_altgr=False) for key in keys) == "0123456789"


def test_an_accent_sits_on_the_next_letter_or_stands_before_it() -> None:
    assert (accented("^", "a"), accented("´", "E"), accented("^", " "), accented("^", "x")) == ("â", "É", "^", "^x")


def test_a_dead_key_is_known_as_one_and_told_as_its_accent() -> None:
    assert char_of(Country.DE, 41, is_shift=False, is_altgr=False) == "^"
    assert is_dead(Country.DE, 41, is_shift=False, is_altgr=False)
    assert not is_dead(Country.FR, 10, is_shift=False, is_altgr=True)  # the one at 9 is ready at once


@pytest.mark.parametrize(("country", "text"), [(Country.US, "é"), (Country.IT, "~"), (Country.DE, "顺丰")])
def test_a_character_on_no_key_is_refused_without_saying_the_text(country: Country, text: str) -> None:
    with pytest.raises(ValueError, match="character 0"):
        keys_of(country, text)


def test_a_key_that_is_not_there_gives_nothing() -> None:
    assert char_of(Country.US, 999, is_shift=False, is_altgr=False) == ""
    assert char_of(Country.US, 30, is_shift=False, is_altgr=True) == ""


def test_the_ends_of_lines_are_keys_too() -> None:
    assert [key for key, _, _ in keys_of(Country.US, "a\r\t")] == [30, 28, 15]
