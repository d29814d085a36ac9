"""What every condition looks like on the wire, byte for byte, and who is silent when."""

from __future__ import annotations

import pytest

from app.devices.virtual_printer import MODELS, Fault
from app.devices.virtual_printer.answers import Answers, answers_of
from app.devices.virtual_printer.faults import HOLDING
from app.devices.virtual_printer.mechanism import Dials
from app.devices.virtual_printer.models import model_of
from app.domain.printer_status import Condition
from app.domain.printing import Language

GETVAR = b'! U1 getvar "odometer.total_label_count"\r\n'


def dials(*conditions: Condition, **others: int) -> Dials:
    return Dials(frozenset(conditions), counter=7, identity="SN1", **others)


def answers(model: str) -> Answers:
    return answers_of(MODELS[model])


def host_status(first: str = "", second: str = "") -> bytes:
    """`~HS` with the given fields in the place of those of a printer at rest: `3=1` is the fourth of its line."""
    rested = ("030,0,0,1218,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000")
    lines = [line.split(",") for line in rested]
    for line, changes in zip(lines, (first, second), strict=True):
        for change in changes.split():
            at, _, field = change.partition("=")
            line[int(at)] = field
    return b"".join(b"\x02%b\x03\r\n" % ",".join(line).encode("ascii") for line in (*lines, ["1234", "0"]))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, host_status()),
        (Condition.PAUSED, host_status("2=1")),
        (Condition.BUFFER_FULL, host_status("5=1")),
        (Condition.LABEL_WAITING, host_status("", "7=1")),
        (Condition.PAPER_JAM, host_status()),  # it has no word for that
        (Condition.PAPER_LOW, host_status()),
        (Condition.PAPER_OUT, b""),
        (Condition.RIBBON_OUT, b""),
        (Condition.HEAD_OPEN, b""),
        (Condition.TOO_HOT, b""),
    ],
)
def test_zebras_host_status_is_silent_where_the_guide_says_so(condition: Condition | None, expected: bytes) -> None:
    asked = dials(condition) if condition else dials()
    assert answers("zebra-link-os").answer(b"~HS", asked) == expected
    assert answers("zebra-old").answer(b"~hs", asked) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition.PAPER_OUT, host_status("1=1")),
        (Condition.RIBBON_OUT, host_status("", "3=1")),
        (Condition.HEAD_OPEN, host_status("", "2=1")),
        (Condition.TOO_HOT, host_status("11=1")),
    ],
)
def test_others_that_speak_zpl_also_answer_in_trouble(condition: Condition, expected: bytes) -> None:
    assert answers("zpl-emulation").answer(b"~HS", dials(condition)) == expected


def test_host_status_counts_what_waits_and_what_is_left_of_the_batch() -> None:
    told = answers("zebra-link-os").answer(
        b"~HS", dials(Condition.BUSY, formats_waiting=3, labels_remaining=25, label_length=812)
    )
    assert told == host_status("3=0812 4=003", "8=00000025")


@pytest.mark.parametrize(
    ("conditions", "errors"),
    [
        ((), 0),
        ((Condition.PAPER_OUT,), 0x1),
        ((Condition.RIBBON_OUT, Condition.HEAD_OPEN), 0x6),
        ((Condition.TOO_HOT,), 0x10),
        ((Condition.PAPER_JAM,), 0x1000),
        ((Condition.PAUSED,), 0x10000),
        ((Condition.LABEL_WAITING,), 0),
    ],
)
def test_error_status_names_the_trouble_in_the_columns_that_hosts_read(
    conditions: tuple[Condition, ...], errors: int
) -> None:
    told = answers("zebra-link-os").answer(b"~HQES", dials(*conditions)).decode("ascii")
    assert (told[70], told[72:80], told[81:89]) == (str(int(errors > 0)), "00000000", f"{errors:08X}")
    assert "WARNINGS:       0 00000000 00000000 \r\n\x03" in told


def test_a_roll_near_its_end_is_a_warning() -> None:
    told = answers("zebra-link-os").answer(b"~HQES", dials(Condition.PAPER_LOW))
    assert b"ERRORS:         0 00000000 00000000 \r\n   WARNINGS:       1 00000000 00000008 \r\n\x03" in told


def test_zebra_tells_its_counter_and_its_names_also_without_paper() -> None:
    zebra = answers("zebra-link-os")
    for asked in (dials(), dials(Condition.PAPER_OUT)):
        assert zebra.answer(GETVAR, asked) == b'"7"'
        assert zebra.answer(b'! U1 getvar "device.unique_id"', asked) == b'"SN1"'
        assert zebra.answer(b"~HI", asked) == b"\x02ZD421-203dpi,V84.20.23Z,8,8176KB\x03\r\n"
    assert zebra.answer(b'! U1 getvar "no.such_thing"', dials()) == b'"?"'


@pytest.mark.parametrize(
    ("conditions", "byte"),
    [
        ((), 0x00),
        ((Condition.HEAD_OPEN,), 0x01),
        ((Condition.PAPER_JAM,), 0x02),
        ((Condition.PAPER_OUT,), 0x04),
        ((Condition.PAPER_OUT, Condition.HEAD_OPEN), 0x05),
        ((Condition.RIBBON_OUT,), 0x08),
        ((Condition.PAUSED,), 0x10),
        ((Condition.BUSY,), 0x20),
        ((Condition.TOO_HOT,), 0x80),
        ((Condition.PAPER_LOW,), 0x00),
    ],
)
def test_tspl_says_it_in_one_byte(conditions: tuple[Condition, ...], byte: int) -> None:
    assert answers("tsc").answer(b"\x1b!?", dials(*conditions)) == bytes((byte,))
    assert answers("gprinter").answer(b"\x1b!?", dials(*conditions)) == bytes((byte,))


@pytest.mark.parametrize(
    ("conditions", "status"),
    [
        ((), b"@@@@"),
        ((Condition.PAUSED,), b"`@@@"),
        ((Condition.BUSY,), b"P@@@"),
        ((Condition.LABEL_WAITING,), b"L@@@"),
        ((Condition.BUFFER_FULL,), b"@H@@"),
        ((Condition.TOO_HOT,), b"E@A@"),
        ((Condition.PAPER_OUT,), b"E@@A"),
        ((Condition.PAPER_JAM,), b"E@@B"),
        ((Condition.RIBBON_OUT,), b"E@@D"),
        ((Condition.HEAD_OPEN,), b"E@@`"),
        ((Condition.PAPER_OUT, Condition.RIBBON_OUT), b"E@@E"),
    ],
)
def test_tspl_says_more_in_four(conditions: tuple[Condition, ...], status: bytes) -> None:
    assert answers("tsc").answer(b"\x1b!S", dials(*conditions)) == b"\x02" + status + b"\x03\r\n"
    assert answers("gprinter").answer(b"\x1b!S", dials(*conditions)) == b""


def test_tspl_tells_its_name_and_kilometers() -> None:
    far = Dials(frozenset(), counter=20_000, label_length=1200)  # of 150 mm
    assert (answers("tsc").answer(b"~!T", far), answers("tsc").answer(b"~!@", far)) == (b"TTP-244 Plus\r", b"3\r")


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ((), b"00\r\n"),
        ((Condition.BUSY, Condition.PAPER_LOW), b"00\r\n"),
        ((Condition.PAPER_OUT,), b"07\r\n"),
        ((Condition.RIBBON_OUT,), b"07\r\n"),
        ((Condition.HEAD_OPEN,), b"11\r\n"),
        ((Condition.TOO_HOT,), b"62\r\n"),
        ((Condition.PAUSED,), b"92\r\n"),
        ((Condition.PAPER_JAM,), b"99\r\n"),
        ((Condition.PAPER_OUT, Condition.RIBBON_OUT, Condition.HEAD_OPEN), b"07,11\r\n"),
    ],
)
def test_epl_says_it_in_codes(conditions: tuple[Condition, ...], expected: bytes) -> None:
    assert answers("zebra-epl").answer(b"^ee", dials(*conditions)) == expected


@pytest.mark.parametrize(
    ("condition", "short", "extended"),
    [
        (None, 0x00, 0x00),
        (Condition.PAPER_OUT, 0x02, 0x00),
        (Condition.HEAD_OPEN, 0x04, 0x00),
        (Condition.PAPER_JAM, 0x00, 0x10),
        (Condition.LABEL_WAITING, 0x00, 0x20),
        (Condition.PAPER_LOW, 0x00, 0x40),
        (Condition.RIBBON_OUT, 0x00, 0x80),
    ],
)
def test_cpcl_says_it_in_two_bytes(condition: Condition | None, short: int, extended: int) -> None:
    mobile = answers("zebra-mobile")
    asked = dials(condition) if condition else dials()
    assert mobile.answer(b"\x1bh", asked) == bytes((short | 0x10,))  # it was switched on
    assert mobile.answer(b"\x1bN", asked) == b""
    assert mobile.answer(b"\x1bh", asked) == bytes((short,))
    assert mobile.answer(b"\x1bi", asked) == bytes((extended,))
    assert mobile.answer(b"\x1bv", asked) == b"QLn320 V68.20.23Z SN1\0"


def test_cpcl_is_silent_until_the_label_before_is_finished() -> None:
    mobile = answers("zebra-mobile")
    assert [
        mobile.answer(word, dials(Condition.BUSY, formats_waiting=1)) for word in (b"\x1bh", b"\x1bi", b"\x1bv")
    ] == [b""] * 3


@pytest.mark.parametrize(
    ("conditions", "real_time", "sensors", "unasked"),
    [
        ((), "12 12 12 12", 0x00, "10 00 00 0F"),
        ((Condition.PAPER_LOW,), "12 12 12 1E", 0x03, "10 00 03 0F"),
        ((Condition.PAPER_OUT,), "1A 32 12 72", 0x0C, "18 00 0C 0F"),
        ((Condition.PAPER_OUT, Condition.PAPER_LOW), "1A 32 12 7E", 0x0F, "18 00 0F 0F"),
        ((Condition.HEAD_OPEN,), "1A 16 12 12", 0x00, "38 00 00 0F"),
        ((Condition.PAPER_JAM,), "1A 52 1A 12", 0x00, "18 08 00 0F"),
        ((Condition.TOO_HOT,), "1A 52 52 12", 0x00, "18 40 00 0F"),
        ((Condition.PAUSED,), "1A 12 12 12", 0x00, "18 00 00 0F"),
        ((Condition.BUSY,), "12 12 12 12", 0x00, "10 00 00 0F"),
    ],
)
def test_epson_says_it_at_once_in_its_turn_and_unasked(
    conditions: tuple[Condition, ...], real_time: str, sensors: int, unasked: str
) -> None:
    epson = answers("epson")
    asked = dials(*conditions)
    assert b"".join(epson.answer(bytes((0x10, 4, n)), asked) for n in (1, 2, 3, 4)) == bytes.fromhex(real_time)
    assert epson.answer(b"\x1dr\x01", asked) == bytes((sensors,))
    assert epson.answer(b"\x1da\xff", asked) == bytes.fromhex(unasked)
    assert epson.is_change_told()
    assert epson.answer(b"\x1da\x00", asked) == b""
    assert not epson.is_change_told()


def test_the_answers_of_an_epson_can_be_told_apart_by_their_fixed_bits() -> None:
    for condition in (*HOLDING.values(), None):
        asked = dials(condition) if condition else dials()
        epson = answers("epson")
        for n in (1, 2, 3, 4):
            assert epson.answer(bytes((0x10, 4, n)), asked)[0] & 0b10010011 == 0b00010010
        first, *rest = epson.unasked(asked)
        assert first & 0b10010011 == 0b00010000
        assert all(byte & 0b10010000 == 0 for byte in (*rest, *epson.answer(b"\x1dr\x01", asked)))


@pytest.mark.parametrize(
    ("request_id", "expected"),
    [
        (b"\x06\x0000abcd", b"\x37\x22abcd\0"),
        (b"\x06\x0000 ~09", b"\x37\x22 ~09\0"),
        (b"\x06\x0000abc\x01", b""),
        (b"\x03\x00100", b""),
    ],
)
def test_an_epson_gives_the_process_id_back(request_id: bytes, expected: bytes) -> None:
    assert answers("epson").answer(b"\x1d(H" + request_id, dials()) == expected


def test_an_epson_tells_its_names() -> None:
    told = [answers("epson").answer(b"\x1dI" + letter, dials()) for letter in (b"A", b"B", b"C", b"D", b"\x01", b"Z")]
    assert told == [b"_30.70\0", b"_EPSON\0", b"_TM-T88VI\0", b"_SN1\0", b"\x20", b""]


@pytest.mark.parametrize(
    ("model", "heard"),
    [
        ("zebra-old", {b"~HS"}),
        ("zpl-clone", set()),
        ("tspl-clone", set()),
        ("epl-clone", set()),
        ("cpcl-clone", set()),
        ("escpos-clone", {b"\x10\x04\x01"}),
        ("escpos-silent", set()),
    ],
)
def test_clones_answer_little_or_nothing(model: str, heard: set[bytes]) -> None:
    words = {
        Language.ZPL: (b"~HS", b"~HQES", b"~HI", GETVAR),
        Language.TSPL: (b"\x1b!?", b"\x1b!S", b"~!T", b"~!@"),
        Language.EPL: (b"^ee",),
        Language.CPCL: (b"\x1bh", b"\x1bi", b"\x1bv"),
        Language.ESCPOS: (b"\x10\x04\x01", b"\x1dr\x01", b"\x1da\xff", b"\x1dIC", b"\x1d(H\x06\x0000abcd"),
    }[MODELS[model].language]
    assert {word for word in words if answers(model).answer(word, dials())} == heard


def test_a_model_speaks_one_language() -> None:
    assert model_of(Language.TSPL, "") is MODELS["tsc"]
    with pytest.raises(ValueError, match="no tspl printer is called epson"):
        model_of(Language.TSPL, "epson")
    with pytest.raises(ValueError, match="no page printer"):
        model_of(Language.PAGE, "")


def test_every_fault_that_holds_paper_back_has_its_word() -> None:
    assert {fault.value for fault in HOLDING} == {condition.value for condition in HOLDING.values()}
    assert set(HOLDING) < set(Fault)
