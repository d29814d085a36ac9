"""What a GS1 element string says, and every way in which it must be refused instead of guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.barcode import Code, with_check_digit
from app.domain.gs1 import Gs1, Gs1Flaw, looks_like_gs1, read_gs1

TODAY = date(2026, 6, 1)
GS = "\x1d"
ITEM = "0109501101530003"  # (01) and the GTIN of the examples in the General Specifications


def read(text: str, symbology: str = "]C1", *, kept: bool = False, today: date = TODAY) -> Gs1 | Gs1Flaw:
    return read_gs1(Code(text, symbology), today=today, separators_kept=kept)


def elements(text: str, symbology: str = "]C1", *, kept: bool = False) -> tuple[tuple[str, str], ...]:
    found = read(text, symbology, kept=kept)
    assert isinstance(found, Gs1), found
    return found.elements


def test_the_example_of_the_general_specifications_is_read() -> None:
    text = f"01095040000591012112345678p901{GS}101234567p{GS}171411208200http://www.gs1.org/demo/"  # figure 4.15.1-2
    assert read(text, "]d2") == Gs1(
        gtin="09504000059101",
        serial="12345678p901",
        lot="1234567p",
        expiry=date(2014, 11, 20),
        elements=(
            ("01", "09504000059101"),
            ("21", "12345678p901"),
            ("10", "1234567p"),
            ("17", "141120"),
            ("8200", "http://www.gs1.org/demo/"),
        ),
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{ITEM}1714070410AB-123",
        f"{ITEM}17140704{GS}10AB-123{GS}",
        f"{GS}{ITEM}10AB-123{GS}17140704",
        "(01)09501101530003(17)140704(10)AB-123",
        "(01) 09501101530003 (10) AB-123 (17) 140704",
    ],
)
def test_one_reading_of_every_spelling(text: str) -> None:
    found = read(text)
    assert isinstance(found, Gs1)
    assert (found.gtin, found.expiry, found.lot) == ("09501101530003", date(2014, 7, 4), "AB-123")


def test_every_field_has_its_place() -> None:
    found = read(f"{ITEM}1126010115270900162708003103000195240RED{GS}21S1{GS}17280200")
    assert isinstance(found, Gs1)
    assert found.produced == date(2026, 1, 1)
    assert found.best_before == date(2027, 9, 30)
    assert found.sell_by == date(2027, 8, 31)
    assert found.expiry == date(2028, 2, 29)
    assert (found.weight_g, found.additional_id, found.serial, found.lot) == (195, "RED", "S1", "")
    assert found.has_unit
    carton = read(f"00123456789012345675020950110153000337120{GS}")
    assert isinstance(carton, Gs1)
    assert (carton.sscc, carton.content_gtin, carton.gtin, carton.count) == (
        "123456789012345675",
        "09501101530003",
        "",
        120,
    )
    assert not carton.has_unit
    assert read(f"{ITEM}30{GS}") is Gs1Flaw.INCOMPLETE
    by_time = read(f"{ITEM}70032609151530")
    assert isinstance(by_time, Gs1)
    assert by_time.expiry == date(2026, 9, 15)


@pytest.mark.parametrize(
    ("element", "grams"),
    [("3100000002", 2000), ("3102000150", 1500), ("3103000195", 195), ("3104000195", 20), ("3105000049", 0)],
)
def test_net_weight_is_whole_grams(element: str, grams: int) -> None:
    found = read(ITEM + element)
    assert isinstance(found, Gs1)
    assert found.weight_g == grams


@pytest.mark.parametrize(
    ("digits", "today", "day"),
    [
        ("260600", date(2026, 6, 1), date(2026, 6, 30)),
        ("760101", date(2026, 6, 1), date(2076, 1, 1)),  # 50 ahead
        ("770101", date(2026, 6, 1), date(1977, 1, 1)),  # 49 back
        ("000229", date(2026, 6, 1), date(2000, 2, 29)),
        ("000200", date(2080, 6, 1), date(2100, 2, 28)),
        ("990101", date(2102, 6, 1), date(2099, 1, 1)),
    ],
)
def test_two_digit_years_lie_around_today(digits: str, today: date, day: date) -> None:
    found = read(f"{ITEM}17{digits}", today=today)
    assert isinstance(found, Gs1)
    assert found.expiry == day


@pytest.mark.parametrize("stand_in", ["{GS}", "<GS>", "{gs}", "[GS]", "␝", "^]", "|", "]", "^"])
def test_a_separator_the_scanner_could_not_type_is_understood(stand_in: str) -> None:
    assert elements(f"{ITEM}10L1{stand_in}21S1") == (("01", "09501101530003"), ("10", "L1"), ("21", "S1"))


def test_a_mark_is_no_separator_unless_the_scanner_says_gs1() -> None:
    assert read(f"{ITEM}10L1|21S1", "") is Gs1Flaw.BAD_FORMAT
    assert elements(f"{ITEM}10L1{{GS}}21S1", "")[1:] == (("10", "L1"), ("21", "S1"))


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Gs1Flaw.INCOMPLETE),
        (GS, Gs1Flaw.INCOMPLETE),
        ("0109501101530004", Gs1Flaw.CHECK_DIGIT),
        ("0209501101530004", Gs1Flaw.CHECK_DIGIT),
        ("00123456789012345676", Gs1Flaw.CHECK_DIGIT),
        ("4109501101530004", Gs1Flaw.CHECK_DIGIT),
        ("010950110153000", Gs1Flaw.INCOMPLETE),
        (f"010950110{GS}153000310L1", Gs1Flaw.INCOMPLETE),
        (f"{ITEM}10", Gs1Flaw.INCOMPLETE),
        (f"{ITEM}10{GS}21S1", Gs1Flaw.INCOMPLETE),
        (f"{ITEM}1726", Gs1Flaw.INCOMPLETE),
        (f"{ITEM}17261301", Gs1Flaw.BAD_DATE),
        (f"{ITEM}17260001", Gs1Flaw.BAD_DATE),
        (f"{ITEM}17260230", Gs1Flaw.BAD_DATE),
        (f"{ITEM}17270229", Gs1Flaw.BAD_DATE),
        (f"{ITEM}15260432", Gs1Flaw.BAD_DATE),
        (f"{ITEM}8912", Gs1Flaw.UNKNOWN_AI),
        (f"{ITEM}5", Gs1Flaw.UNKNOWN_AI),
        ("ABC", Gs1Flaw.UNKNOWN_AI),
        ("01A9501101530003", Gs1Flaw.BAD_FORMAT),
        (f"{ITEM}10Ü{GS}", Gs1Flaw.BAD_FORMAT),
        (f"{ITEM}10A B{GS}", Gs1Flaw.BAD_FORMAT),
        (f"{ITEM}30AB", Gs1Flaw.BAD_FORMAT),
        (f"{ITEM}10{'A' * 21}{GS}21S1", Gs1Flaw.TOO_LONG),
        (f"(01)09501101530003(10){'A' * 21}", Gs1Flaw.TOO_LONG),
        ("(01)09501101530003(05)1", Gs1Flaw.UNKNOWN_AI),
        ("(01)09501101530004", Gs1Flaw.CHECK_DIGIT),
        ("(01)09501101530003(10)", Gs1Flaw.INCOMPLETE),
        ("(01)09501101530003(17)261301", Gs1Flaw.BAD_DATE),
        (f"{ITEM}10A{GS}10B", Gs1Flaw.CONTRADICTION),
        (f"{ITEM}0209501101530003", Gs1Flaw.CONTRADICTION),
        (f"{ITEM}375", Gs1Flaw.CONTRADICTION),
        (f"375{GS}{ITEM}", Gs1Flaw.CONTRADICTION),
    ],
)
def test_what_cannot_be_trusted_is_refused_with_its_reason(text: str, flaw: Gs1Flaw) -> None:
    assert read(text) is flaw


@pytest.mark.parametrize(
    "text",
    [
        f"{ITEM}10L121S1",  # lot L1 and serial S1, or lot L121S1
        f"{ITEM}10L117261231",
        f"{ITEM}21S110L1",
        f"{ITEM}1726123110L121S1",
        f"{ITEM}10B2024",  # lot B and variant 24
        f"{ITEM}10L2403",  # lot L and additional id 3
        f"{ITEM}21{'7' * 21}",  # longer than any serial
        f"{ITEM}10{'A' * 30}",
        f"{ITEM}375" + "10L1",
        f"{ITEM}10A91internal",
        f"{ITEM}10A3103000195",
        "10L1" + ITEM,
        f"{ITEM}24012317261231",
        f"{ITEM}10L121S1".lower(),
        f"{ITEM}42215610L1",
    ],
)
def test_a_lost_separator_is_refused_and_never_guessed(text: str) -> None:
    assert read(text) is Gs1Flaw.LOST_SEPARATOR
    assert read(text, "") is Gs1Flaw.LOST_SEPARATOR


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (f"{ITEM}10L1", ("10", "L1")),
        (f"{ITEM}1726123121SN0001", ("21", "SN0001")),
        (f"{ITEM}10ABC123", ("10", "ABC123")),
        (f"{ITEM}10A17261331", ("10", "A17261331")),  # no thirteenth month, so no date follows
        (f"{ITEM}10A4108888888888880", ("10", "A4108888888888880")),  # no location with a true check digit follows
        (f"{ITEM}10A375", ("10", "A375")),  # a single item has no count of contents
        ("1020", ("10", "20")),
        ("1010", ("10", "10")),
    ],
)
def test_the_last_field_needs_no_separator_when_it_can_be_read_in_one_way_only(
    text: str, last: tuple[str, str]
) -> None:
    assert elements(text)[-1] == last


def test_a_scanner_that_sends_separators_is_believed() -> None:
    assert elements(f"{ITEM}10L121S1", kept=True)[-1] == ("10", "L121S1")
    assert elements(f"{GS}{ITEM}10L121S1")[-1] == ("10", "L121S1")
    assert elements(f"{ITEM}10L121S1{GS}17261231")[1] == ("10", "L121S1")
    assert read(f"{ITEM}10{'A' * 21}", kept=True) is Gs1Flaw.TOO_LONG


def test_the_same_field_twice_is_harmless_when_it_says_the_same() -> None:
    assert elements(f"400ABC{GS}400ABC") == (("400", "ABC"),)
    assert read(f"400ABC{GS}400AB") is Gs1Flaw.CONTRADICTION


def test_brackets_inside_a_value_stay_in_it() -> None:
    assert elements("(01)09501101530003(10)A(B)C", "")[1:] == (("10", "A(B)C"),)


# Vectors of the GS1 Syntax Engine (test_ai_processAIdata); ^ stands for the separator. The first is the symbol's own.
@pytest.mark.parametrize(
    "text",
    [
        "991234", "0112345678901231", "0112345678901231^", "0112345678901231991234", "0112345678901231^991234",
        "2421", "24212", "242123", "2421234", "24212345", "242123456", "242123456^10ABC123", "242123456^",
        "81111234", "81111234^10ABC123", "800112341234512398", "800112341234512398^0112345678901231",
        "7007211225211231", "7007211225", "800302112345678900ABC", "800302112345678900",
        "800302112345678900^10ABC123", "800302112345678900ABCDEFGHIJKLMNOP",
        "7230121234567890123456789012345678", "7230123",
    ],
)  # fmt: skip
def test_what_the_syntax_engine_accepts_is_read(text: str) -> None:
    assert elements(text.replace("^", GS), kept=True)


@pytest.mark.parametrize(
    "text",
    [
        "", "891234", "99~ABC", "99ABC~", "01A2345678901231", "011234567890123A", "0112345678901234",
        "011234567890123", "01123456789012312", "011234567890123^", "01123456789012345^",
        "01123456789012345^991234", "2421234567", "8111123", "811112345", "80011234123451239",
        "8001123412345123981", "80011234123451239^0112345678901231", "8001123412345123981^01123456789012312",
        "70072112252", "700721122521", "7007211225211", "70072112252112", "700721122521123", "70072112252212311",
        "800302112345678901ABC", "800302112345678900ABCDEFGHIJKLMNOPQ", "72301212345678901234567890123456789",
        "723012", "0195012345678902" + "3103000123", "0195012345678903" + "11131313",
    ],
)  # fmt: skip
def test_what_the_syntax_engine_refuses_is_refused(text: str) -> None:
    assert isinstance(read(text.replace("^", GS), kept=True), Gs1Flaw)
    assert isinstance(read(text.replace("^", GS)), Gs1Flaw)


@pytest.mark.parametrize(
    ("text", "symbology", "looks"),
    [
        ("anything", "]C1", True),
        ("anything", "]C0", False),
        (f"10L1{GS}21S1", "", True),
        ("(10)L1", "", True),
        (ITEM, "", True),
        (f"{ITEM}10L1", "]C0", True),
        ("0109501101530004", "", False),  # the check digit is wrong
        ("01095011015300", "", False),
        ("00123456789012345675", "", True),
        ("00123456789012345676", "", False),
        ("001234567890123456751", "", False),
        ("9501101530003", "", False),
        ("4006381333931", "", False),  # (400)6381333931, but an EAN-13
    ],
)
def test_what_is_read_as_an_element_string(text: str, symbology: str, *, looks: bool) -> None:
    assert looks_like_gs1(Code(text, symbology)) is looks


_CSET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
# Few characters, many accidents: values full of what looks like further fields.
_TRICKY = st.text("0127A3", min_size=1, max_size=12)
_TEXT = st.one_of(_TRICKY, st.text(_CSET_82, min_size=1, max_size=20))
_DAY = st.dates(date(1980, 1, 1), date(2070, 12, 31)).map(lambda day: day.strftime("%y%m%d"))
_PREDEFINED = {
    "01": st.text("0123456789", min_size=13, max_size=13).map(with_check_digit),
    "00": st.text("0123456789", min_size=17, max_size=17).map(with_check_digit),
    "11": _DAY,
    "15": _DAY,
    "17": _DAY,
    "20": st.text("0123456789", min_size=2, max_size=2),
    "3103": st.text("0123456789", min_size=6, max_size=6),
}
_VARIABLE = dict.fromkeys(("10", "21", "22", "240", "241", "251", "400", "710", "90", "91"), _TEXT)
_VARIABLE["30"] = st.text("0123456789", min_size=1, max_size=8)


@st.composite
def _fields(draw: st.DrawFn) -> tuple[tuple[str, str], ...]:
    ais = draw(st.lists(st.sampled_from([*_PREDEFINED, *_VARIABLE]), min_size=1, max_size=7, unique=True))
    return tuple((ai, draw((_PREDEFINED | _VARIABLE)[ai])) for ai in ais)


def _printed(fields: tuple[tuple[str, str], ...]) -> str:
    return "".join(f"{ai}{value}{GS if ai in _VARIABLE else ''}" for ai, value in fields)


@given(_fields())
def test_what_was_printed_is_read_back(fields: tuple[tuple[str, str], ...]) -> None:
    assert elements(_printed(fields), "]d2", kept=True) == fields
    assert elements(_printed(fields).rstrip(GS), "]d2", kept=True) == fields


@given(_fields())
def test_without_its_separators_a_code_is_refused_or_read_the_same(fields: tuple[tuple[str, str], ...]) -> None:
    found = read(_printed(fields).replace(GS, ""), "]d2")
    assert isinstance(found, Gs1Flaw) or found.elements == fields


_SHORT = st.text("0127A3", min_size=1, max_size=9)


@given(_SHORT, _SHORT)
def test_a_lost_separator_between_lot_and_serial_is_always_seen(lot: str, serial: str) -> None:
    text = f"{ITEM}10{lot}21{serial}"
    assert read(text) is Gs1Flaw.LOST_SEPARATOR
    assert elements(text, kept=True) != elements(f"{ITEM}10{lot}{GS}21{serial}")  # what believing would have made of it


@given(st.text(_CSET_82 + GS + "Ü", max_size=120))
def test_any_text_is_answered(text: str) -> None:
    assert isinstance(read(text), Gs1 | Gs1Flaw)
    assert isinstance(read(f"{ITEM}10{text}"), Gs1 | Gs1Flaw)
    assert isinstance(read(f"(10){text}", ""), Gs1 | Gs1Flaw)
