"""What was seen is believed only on two witnesses, on error correction, or where it was expected."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import pytest

from app.domain.barcode import Code
from app.domain.sighting import Doubt, Engine, Ground, Judgment, Outline, Read, Sighting, Symbol, judge

HERE: Outline = ((0, 0), (100, 0), (100, 40), (0, 40))
ELSEWHERE: Outline = ((500, 300), (600, 300), (600, 340), (500, 340))
EAN = "4006381333931"
MISREAD = "7034759003930"  # of 5030159003930: its check digit is true


def seen(
    text: str,
    symbol: Symbol = Symbol.EAN_13,
    engine: Engine = Engine.ZXING,
    rows: str = "frame",
    *,
    frame: int = 0,
    at: Outline = HERE,
    identifier: str = "]E0",
) -> Sighting:
    return Sighting(symbol, text, identifier if engine is Engine.ZXING else "", at, engine, rows, frame)


def by_zbar(text: str, symbol: Symbol = Symbol.EAN_13, rows: str = "frame", **more: int) -> Sighting:
    return seen(text, symbol, Engine.ZBAR, rows, **more)


def test_one_engine_once_is_not_believed() -> None:
    judgment = judge([seen(EAN)])
    assert judgment.read == ()
    assert judgment.doubted[0].doubt is Doubt.ALONE


def test_the_same_rows_worked_on_are_no_second_witness() -> None:
    assert judge([seen(EAN), seen(EAN), seen(EAN)]).read == ()


@pytest.mark.parametrize(
    ("second", "ground"),
    [
        (by_zbar(EAN), Ground.ENGINES_AGREE),
        (seen(EAN, frame=1), Ground.FRAMES_AGREE),
        (seen(EAN, rows="upper"), Ground.LOOKS_AGREE),
    ],
)
def test_a_second_witness_is_believed(second: Sighting, ground: Ground) -> None:
    assert judge([seen(EAN), second]).read == (Read(Code(EAN, "]E0"), Symbol.EAN_13, HERE, ground),)


def test_likeness_is_a_witness_as_engines_are() -> None:
    by_likeness = seen(EAN, engine=Engine.LIKENESS)
    assert judge([by_likeness]).read == ()
    assert judge([by_likeness, seen(EAN)]).read[0].ground is Ground.ENGINES_AGREE
    assert judge([by_likeness, seen(EAN, engine=Engine.LIKENESS, rows="upper")]).read[0].ground is Ground.LOOKS_AGREE
    assert judge([by_likeness, seen(MISREAD)]).read == ()


def test_two_places_of_the_second_engine_alone_are_not_believed() -> None:
    assert judge([by_zbar(EAN), by_zbar(EAN, rows="upper")]).read == ()


def test_an_engine_that_contradicts_itself_is_not_believed_however_often_it_repeats() -> None:
    repeated = [seen("9074932437075", rows=rows) for rows in ("frame", "upper", "lower")]
    assert judge(repeated).read
    assert judge([*repeated, seen("8574731738478", rows="middle")]).read == ()


def test_what_was_expected_is_believed_at_once_in_whatever_length_it_is_printed() -> None:
    judgment = judge([seen("0036000291452")], {"00036000291452"})
    assert [read.ground for read in judgment.read] == [Ground.EXPECTED]


def test_what_was_expected_is_not_believed_against_another_reading_of_the_same_bars() -> None:
    judgment = judge([seen(EAN), by_zbar(MISREAD)], {"0" + EAN})
    assert judgment.read == ()


def test_what_others_read_elsewhere_is_no_dispute() -> None:
    other = [seen(MISREAD, at=ELSEWHERE), seen(MISREAD, at=ELSEWHERE, rows="upper")]
    assert len(judge([seen(EAN), by_zbar(EAN), *other]).read) == 2


def test_three_different_misreadings_dispute_two_witnesses_of_one() -> None:
    rivals = [seen(text, rows=text) for text in ("3540731738478", "8574731738478", "0023942431015")]
    judgment = judge([seen("9074932437075"), by_zbar("9074932437075"), *rivals])
    assert judgment.read == ()
    assert judgment.doubted[0].doubt is Doubt.DISPUTED


def test_error_correcting_symbols_are_believed_at_once() -> None:
    judgment = judge([seen("https://x.example", Symbol.QR, identifier="]Q1")])
    assert judgment.read[0].ground is Ground.ERROR_CORRECTION
    assert judgment.read[0].code == Code("https://x.example", "]Q1")


@pytest.mark.parametrize("text", ["1139544491", "070429", "00123456"])
def test_an_itf_of_other_than_14_digits_is_not_believed_by_two_engines(text: str) -> None:
    pair = [seen(text, Symbol.ITF, identifier="]I1"), by_zbar(text, Symbol.ITF)]
    assert judge(pair).doubted[0].doubt is Doubt.LENGTH
    assert judge(pair, {text}).read[0].ground is Ground.EXPECTED


def test_an_itf_of_14_digits_needs_its_check_digit() -> None:
    assert judge([seen("11395444913013", Symbol.ITF), by_zbar("11395444913013", Symbol.ITF)]).read
    wrong = judge([seen("11395444913014", Symbol.ITF), by_zbar("11395444913014", Symbol.ITF)])
    assert wrong.doubted[0].doubt is Doubt.CHECK_DIGIT


def test_an_itf_cut_short_does_not_dispute_the_whole_one_and_other_digits_do() -> None:
    whole = [seen("11395444913013", Symbol.ITF), by_zbar("11395444913013", Symbol.ITF)]
    cut = [by_zbar(text, Symbol.ITF, "near1") for text in ("1139544491", "395444913013")]
    assert [read.code.text for read in judge([*whole, *cut]).read] == ["11395444913013"]
    other = [by_zbar(text, Symbol.ITF, "near1") for text in ("1139544492", "12345678901231")]
    assert judge([*whole, *other]).read == ()


@pytest.mark.parametrize("symbol", [Symbol.CODE_39, Symbol.CODABAR, Symbol.UPC_E, Symbol.ITF])
def test_symbols_without_a_good_check_need_both_engines_or_two_frames(symbol: Symbol) -> None:
    text = {Symbol.UPC_E: "0012345000065", Symbol.ITF: "11395444913013"}.get(symbol, "A123")
    assert judge([seen(text, symbol), seen(text, symbol, rows="upper"), seen(text, symbol, rows="lower")]).read == ()
    assert judge([seen(text, symbol), seen(text, symbol, frame=1)]).read
    assert judge([seen(text, symbol), by_zbar(text, symbol)]).read


def test_the_identifier_is_kept_from_the_engine_that_tells_it() -> None:
    pair = [by_zbar("0104006381333931", Symbol.CODE_128), seen("0104006381333931", Symbol.CODE_128, identifier="]C1")]
    assert judge(pair).read[0].code.symbology == "]C1"


WRONG_READS = [  # as engines made them of photographs: one engine, two that differ, several that differ
    [seen(MISREAD)],
    [by_zbar("9711010200137")],
    [seen("9074932437075"), by_zbar("3540731738478")],
    [by_zbar("9074932437075", rows="field0.0"), by_zbar("9074932437075", rows="field0.2")],
    [seen("5780407014989"), seen("5780407014989")],
    [by_zbar("0002780000034", Symbol.UPC_E), by_zbar("0002780000034", Symbol.UPC_E, "near")],
    [by_zbar("1139544491", Symbol.ITF), seen("1139544491", Symbol.ITF)],
    [by_zbar("T", Symbol.CODE_39)],
    [seen("A9004A", Symbol.CODABAR), seen("A9004A", Symbol.CODABAR, rows="upper")],
]
Judge = Callable[[Iterable[Sighting], Collection[str]], Judgment]


def wrongly_believed(judging: Judge) -> int:
    return sum(len(judging(case, ()).read) for case in WRONG_READS)


def believe_anything(sightings: Iterable[Sighting], _expected: Collection[str] = ()) -> Judgment:
    """A reader as many are: whatever an engine returns is read."""
    return Judgment(
        tuple(Read(Code(s.text, s.identifier), s.symbol, s.outline, Ground.EXPECTED) for s in sightings), ()
    )


def believe_two_of_anything(sightings: Iterable[Sighting], _expected: Collection[str] = ()) -> Judgment:
    """One that counts looks without asking whose, and at what."""
    found = list(sightings)
    twice = [s for s in found if sum(o.text == s.text for o in found) > 1]
    return believe_anything(twice)


def test_no_wrong_read_of_the_corpus_is_believed() -> None:
    assert wrongly_believed(judge) == 0


@pytest.mark.parametrize("broken", [believe_anything, believe_two_of_anything])
def test_a_reader_that_believes_too_much_is_caught_by_the_corpus(broken: Judge) -> None:
    assert wrongly_believed(broken) >= 4
