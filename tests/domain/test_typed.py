"""From keys back to what was read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.keyboard import char_of, keys_of
from app.domain.keystroke import Keystroke
from app.domain.typed import (
    ALT,
    LOST,
    Assembler,
    Transcript,
    shows_caps_lock,
    shows_wrong_layout,
    transcribe,
    unwrap,
)
from app.domain.wedge_profile import Country, SeparatorForm, WedgeProfile

KEYPAD = (82, 79, 80, 81, 75, 76, 77, 71, 72, 73)
ENTER = Keystroke("\r", 28)
EAN = "]E04006381333931"
GS1 = "]C1010400638133393110L1"


def typed(text: str, scanner: Country = Country.US, pc: Country = Country.US, *, caps: bool = False) -> list[Keystroke]:
    """A scanner's keys for a text, as a computer of another country tells them."""
    strokes = []
    for place, is_shift, is_altgr in keys_of(scanner, text):
        shown = char_of(pc, place, is_shift=is_shift, is_altgr=is_altgr)
        if caps and shown.isalpha():
            shown = shown.swapcase()
        strokes.append(Keystroke(shown, place, is_shift, is_altgr, is_altgr))
    return strokes


def numbered(number: str) -> list[Keystroke]:
    return [Keystroke("", KEYPAD[int(digit)], is_alt=True, is_keypad=True) for digit in number]


@pytest.mark.parametrize("scanner", Country)
@given(text=st.text("".join(map(chr, range(33, 127))).replace("`", "").replace("~", ""), max_size=30))
def test_places_say_what_was_read_whatever_the_computer_made_of_it(scanner: Country, text: str) -> None:
    for pc in Country:
        assert transcribe(typed(text, scanner, pc, caps=True), WedgeProfile(scanner)) == text


def test_without_places_a_table_of_characters_mends_the_layout() -> None:
    profile = WedgeProfile(translation=(("z", "y"), ("y", "z"), ("Z", "Y"), ("Y", "Z"), ("ß", "-")))
    assert transcribe([Keystroke(c) for c in "XZß1"], profile) == "XY-1"


@pytest.mark.parametrize(
    "strokes",
    [
        [Keystroke("\x1d", is_ctrl=True)],
        [Keystroke("\x1d", 27, is_ctrl=True)],
        [Keystroke("", 27, is_ctrl=True)],  # a German computer has + there
        [Keystroke("]", is_ctrl=True)],
        [Keystroke("\x1d")],
        numbered("0029"),
        numbered("29"),
        [*numbered("29"), Keystroke("", ALT), Keystroke("\u2194", ALT)],
        [Keystroke("\u2194", ALT)],
    ],
)
@pytest.mark.parametrize("profile", [None, WedgeProfile(Country.US), WedgeProfile(Country.FR)])
def test_the_separator_arrives_in_all_its_forms(strokes: list[Keystroke], profile: WedgeProfile | None) -> None:
    assert transcribe(strokes, profile) == "\x1d"


def test_a_function_key_is_the_separator_only_where_it_was_learned() -> None:
    keys = [Keystroke("1", 2), Keystroke("", 66), Keystroke("2", 3)]
    assert transcribe(keys, WedgeProfile(separator_form=SeparatorForm.KEY, separator="F8")) == "1\x1d2"
    assert transcribe(keys) == "12"


@pytest.mark.parametrize(
    ("number", "character"),
    [("65", "A"), ("0233", "é"), ("130", "é"), ("39034", "顺"), ("20013", "中"), ("54992", "中"), ("128512", "😀")],
)
def test_characters_come_as_numbers(number: str, character: str) -> None:
    assert transcribe([*numbered(number), Keystroke("", ALT)]) == character


@pytest.mark.parametrize("number", ["0129", "55296", "9999999", "63487"])
def test_a_number_that_is_no_character_is_refused(number: str) -> None:
    assert transcribe(numbered(number)) == LOST


def test_two_numbers_in_a_row_are_two_characters() -> None:
    transcript = Transcript()
    texts = []
    for number in ("39034", "20016"):
        texts += [transcript.take(stroke) for stroke in numbered(number)]
        texts.append(transcript.let_go())
    assert "".join(texts) == "顺丰"


def test_the_systems_own_character_for_a_number_is_no_second_one() -> None:
    keys = [*numbered("39034"), Keystroke("", ALT), Keystroke("z", ALT), Keystroke("1", 2)]
    assert transcribe(keys) == "顺1"


def test_a_hands_key_within_a_number_makes_no_other_character() -> None:
    keys = [*numbered("390"), Keystroke("q", 16, is_alt=True), *numbered("65")]
    assert LOST in transcribe(keys)


def test_an_arrow_of_the_number_pad_is_no_digit() -> None:
    assert transcribe([Keystroke("", 72), Keystroke("8", 72)], WedgeProfile(Country.US)) == "8"


WRAPPED = WedgeProfile(
    prefix="~P", suffix="#", has_identifier=True, separator_form=SeparatorForm.WORD, separator="{GS}"
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("~P]C110A{GS}21B#", "]C110A\x1d21B"),
        ("]C1~P10A{gs}21B#", "]C110A\x1d21B"),
        ("~p]C110A#", "]C110A"),  # Caps Lock
        ("～Ｐ］Ｃ１１０Ａ＃", "]C110A"),
    ],
)
def test_what_stands_around_a_code_is_taken_off(text: str, code: str) -> None:
    assert unwrap(text, WRAPPED) == code


@pytest.mark.parametrize("text", ["P]C110A#", "]C110A#", "~P]C110A", "~P10A#", "~PC110A#", "#", ""])
def test_a_code_that_lacks_what_every_code_has_is_refused(text: str) -> None:
    assert unwrap(text, WRAPPED).startswith(LOST)


def test_words_for_the_separator_stay_where_none_was_learned() -> None:
    assert unwrap("10A{GS}21B", WedgeProfile()) == "10A{GS}21B"


@pytest.mark.parametrize(
    ("stroke", "is_on"),
    [
        (Keystroke("a", 30), False),
        (Keystroke("A", 30, is_shift=True), False),
        (Keystroke("A", 30), True),
        (Keystroke("a", 30, is_shift=True), True),
        (Keystroke("Ａ", 30), True),
        (Keystroke("1", 2), None),
        (Keystroke("中", 30), None),
        (Keystroke("ß", 12), False),
        (Keystroke("A"), None),
        (Keystroke("A", 30, is_ctrl=True), None),
    ],
)
def test_caps_lock_shows_in_letters_alone(stroke: Keystroke, is_on: bool | None) -> None:
    assert shows_caps_lock(stroke) is is_on


@pytest.mark.parametrize("code", [EAN, GS1, "PB.BYHAND", "PB.MODE.ITEM", "pb.unpack"])
@pytest.mark.parametrize("pc", [Country.DE, Country.FR])
def test_a_wrong_layout_shows_where_a_code_reads_in_one_way_alone(code: str, pc: Country) -> None:
    is_same = transcribe(typed(code, pc=pc)).upper() == code.upper()
    assert shows_wrong_layout(typed(code, pc=pc)) is not is_same
    assert not shows_wrong_layout(typed(code))


@pytest.mark.parametrize("code", ["+E04006381333932", "$C1ABC", "SO-1001", "4006381333931", "+E0", ""])
@pytest.mark.parametrize("country", [Country.DE, Country.FR])
def test_a_code_that_may_be_meant_as_it_stands_suspects_nothing(code: str, country: Country) -> None:
    assert not shows_wrong_layout(typed(code, country, country))


def test_keys_without_places_suspect_nothing() -> None:
    assert not shows_wrong_layout([replace(stroke, scan_code=0) for stroke in typed(EAN, pc=Country.FR)])


def assembled(strokes: list[Keystroke], profile: WedgeProfile, *, gap_ms: int = 5) -> tuple[Assembler, list[str]]:
    assembler = Assembler(profile)
    codes: list[str] = []
    for number, stroke in enumerate(strokes):
        codes += assembler.take(replace(stroke, at_ms=number * gap_ms))
    return assembler, codes


def test_a_known_scanners_codes_need_no_timing() -> None:
    strokes = [*typed("A-1"), ENTER, *typed("B-2"), ENTER, Keystroke("\n", 28)]
    for gap_ms in (0, 5, 1900):
        assert assembled(strokes, WedgeProfile(Country.US), gap_ms=gap_ms)[1] == ["A-1", "B-2"]


def test_half_a_code_is_refused_and_touches_no_other() -> None:
    assembler, codes = assembled(typed("4006381"), WedgeProfile(Country.US))
    for stroke in [*typed("SO-1"), ENTER]:
        codes += assembler.take(replace(stroke, at_ms=60_000))
    assert codes == [LOST + "4006381", "SO-1"]


def test_silence_ends_a_code_where_nothing_else_does() -> None:
    profile = WedgeProfile(Country.US, ends_with="", gap_ms=50)
    assembler, codes = assembled(typed("SO-1"), profile)
    assert (codes, assembler.waits_for_silence, assembler.expire(50)) == ([], True, ())
    assert (assembler.expire(66), assembler.expire(1000)) == (("SO-1",), ())


def test_keys_without_end_stay_within_bounds() -> None:
    _, codes = assembled([*typed("9") * 50_000, ENTER], WedgeProfile(Country.US))
    assert [len(code) for code in codes] == [513]
