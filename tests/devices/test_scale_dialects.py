"""What scales say, byte for byte, and what noise, cuts and flipped bits make of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.devices.scale_dialects import DIALECTS, DialectParser
from app.devices.scale_hid import HidParser
from app.devices.virtual_scale import Plate
from app.devices.virtual_scale.words import SAY, say_hid
from app.domain.weighing import Reading, ScaleTrouble, Unit

STABLE, MOVING = True, False
HELD_BY_CHECKSUM = ("toledo-checksum", "yaohua")

SAID = [
    ("mt-sics", b"S S     100.00 g\r\n", (100, STABLE)),
    ("mt-sics", b"S D      -0.25 kg\r\n", (-250, MOVING)),
    ("mt-sics", b"S S       1.00 lb\r\n", (454, STABLE)),
    ("mt-sics", b"S S         12 PCS\r\n", ScaleTrouble.WRONG_UNIT),
    ("mt-sics", b"S +\r\n", ScaleTrouble.OVERLOAD),
    ("mt-sics", b"S -\r\n", ScaleTrouble.UNDERLOAD),
    ("mt-sics", b"S I\r\n", ScaleTrouble.NOT_READY),
    ("mt-sics", b"ES\r\n", None),
    ("toledo", b"\x02\x2d\x30\x20  1234000000\r", (1234, STABLE)),  # kg with three decimals, leading zeros blank
    ("toledo", b"\x02\x2d\x38\x20001234000000\r", (1234, MOVING)),
    ("toledo", b"\x02\x2d\x32\x20001234000000\r", (-1234, STABLE)),
    ("toledo", b"\x02\x2c\x20\x20000100000000\r", (454, STABLE)),  # 1.00 lb
    ("toledo", b"\x02\x2b\x20\x23000160\r", (454, STABLE)),  # 16.0 oz, without a tare
    ("toledo", b"\x02\x2a\x30\x21001234000000\r", (1234, STABLE)),  # grams
    ("toledo", b"\x02\x29\x30\x21000123000000\r", (1230, STABLE)),  # a dummy zero behind the six digits
    ("toledo", b"\x02\x2d\x34\x20      000000\r", ScaleTrouble.OVERLOAD),
    ("toledo", b"\x02\x2d\x36\x20      000000\r", ScaleTrouble.UNDERLOAD),
    ("toledo", b"\x02\x2d\x70\x20000000000000\r", ScaleTrouble.NOT_READY),  # not zeroed since power-up
    ("toledo", b"\x02\x2d\x30\x30012340000000\r", ScaleTrouble.NOT_READY),  # display ten times finer
    ("toledo", b"\x02\x2d\x30\x22001234000000\r", ScaleTrouble.WRONG_UNIT),  # tons
    ("toledo", b"\x02\x2d\x30\x2012 456000000\r", None),
    ("yaohua", b"\x02+00200021B\x03", (20_000, MOVING)),  # +20.00 as a vendor's table has it
    ("yaohua", b"\x02+00200021C\x03", None),
    ("st-gs", b"ST,GS,+   1.234kg\r\n", (1234, STABLE)),
    ("st-gs", b"US,NT,-   0.250 kg\r\n", (-250, MOVING)),
    ("st-gs", b"ST,+00123.45  g\r\n", (123, STABLE)),
    ("st-gs", b"ST,GS    20.7g  \r\n", (21, STABLE)),
    ("st-gs", b"ST,GS,   245.6 g\r\n", (246, STABLE)),
    ("st-gs", b"ST,GS,+    2.00LB\r\n", (907, STABLE)),
    ("st-gs", b"OL,+9999999E+19\r\n", ScaleTrouble.OVERLOAD),
    ("st-gs", b"OL,GS,- ------ kg\r\n", ScaleTrouble.UNDERLOAD),
    ("st-gs", b"QT,+0000012 PC\r\n", ScaleTrouble.WRONG_UNIT),
    ("st-gs", b"ST,TR,+   0.100kg\r\n", None),  # the tare is not the weight
]

Heard = tuple[int, bool] | ScaleTrouble | None


def heard_of(parser: DialectParser | HidParser, *pieces: bytes) -> list[Heard]:
    reports = [report for piece in pieces for report in parser.feed(piece, 1)]
    return [(report.grams, report.is_stable) if isinstance(report, Reading) else report for report in reports]


@pytest.mark.parametrize(("dialect", "said", "meant"), SAID, ids=[f"{name} {said!r}" for name, said, _ in SAID])
def test_what_is_said_is_understood(dialect: str, said: bytes, meant: Heard) -> None:
    assert heard_of(DialectParser(DIALECTS[dialect]), said) == ([] if meant is None else [meant])


HID = [
    (b"\x03\x04\x02\x00\x90\x00", (144, STABLE)),
    (b"\x03\x03\x02\x00\x90\x00", (144, MOVING)),
    (b"\x03\x02\x02\x00\x00\x00", (0, STABLE)),
    (b"\x03\x04\x0b\xff\x34\x19", (18291, STABLE)),  # 645.2 oz: the exponent is signed (usbscale #11)
    (b"\x03\x04\x0c\xfe\x10\x01", (1234, STABLE)),  # 2.72 lb
    (b"\x03\x04\x02\x01\x7b\x00", (1230, STABLE)),
    (b"\x09\x04\x02\x00\x90\x00", (144, STABLE)),  # a report number of its own (usbscale #14)
    (b"\x03\x04\x02\x00\x90\x00\x00\x00", (144, STABLE)),  # padded
    (b"\x03\x05\x02\x00\x90\x00", ScaleTrouble.UNDERLOAD),
    (b"\x03\x06\x02\x00\x90\x00", ScaleTrouble.OVERLOAD),
    (b"\x03\x01\x02\x00\x90\x00", ScaleTrouble.NOT_READY),
    (b"\x03\x07\x02\x00\x90\x00", ScaleTrouble.NOT_READY),
    (b"\x03\x08\x02\x00\x90\x00", ScaleTrouble.NOT_READY),
    (b"\x03\x04\x04\x00\x90\x00", ScaleTrouble.WRONG_UNIT),  # carats
    (b"\x03\x00\x02\x00\x90\x00", None),
    (b"\x03\x04\x02\x40\x90\x00", None),
    (b"\x03\x04\x02\x00\x90", None),
    (b"", None),
]


@pytest.mark.parametrize(("report", "meant"), HID)
def test_a_hid_report_is_understood(report: bytes, meant: Heard) -> None:
    assert heard_of(HidParser(), report) == ([] if meant is None else [meant])


def test_a_hid_scale_may_leave_the_report_number_out() -> None:
    assert heard_of(HidParser(has_number=False), b"\x04\x02\x00\x90\x00") == [(144, STABLE)]


def test_a_unit_set_for_the_scale_overrides_its_word() -> None:
    parser = DialectParser(DIALECTS["toledo"], Unit.GRAM)
    assert heard_of(parser, b"\x02\x2a\x30\x20000500000000\r") == [(500, STABLE)]
    assert heard_of(DialectParser(DIALECTS["yaohua"], Unit.POUND), b"\x02+000100218\x03") == [(454, MOVING)]
    assert heard_of(HidParser(unit=Unit.OUNCE), b"\x03\x04\x00\x00\x01\x00") == [(28, STABLE)]


def test_a_scale_without_a_word_for_it_is_stable_when_it_shows_one_number_long_enough() -> None:
    parser = DialectParser(DIALECTS["yaohua"], still_ms=500)
    one, other = b"\x02+00200021B\x03", b"\x02+00210021A\x03"
    told = [(one, 0), (one, 300), (other, 400), (one, 500), (one, 900), (one, 1000), (one, 1600), (one, 2000)]
    reports = [parser.feed(said, at_ms)[0] for said, at_ms in told]
    # 1600 comes after a gap in which anything may have happened
    stable = [report.is_stable for report in reports if isinstance(report, Reading)]
    assert stable == [False, False, False, False, False, True, False, False]


WEIGHTS = st.lists(st.integers(-90_000, 90_000), min_size=1, max_size=6)


def words(dialect: str, weights: list[int]) -> bytes:
    plate = Plate(settle_looks=1)
    said = b""
    for grams in weights:
        plate.put(grams)
        plate.look()
        said += SAY[dialect](plate.look())
    return said


@pytest.mark.parametrize("dialect", DIALECTS)
@given(weights=WEIGHTS)
def test_what_the_virtual_scale_shows_is_what_is_understood(dialect: str, weights: list[int]) -> None:
    heard = heard_of(DialectParser(DIALECTS[dialect]), words(dialect, weights))
    assert [report[0] for report in heard if isinstance(report, tuple)] == weights


@pytest.mark.parametrize("dialect", DIALECTS)
@given(noise=st.binary(max_size=200), weights=WEIGHTS, cuts=st.lists(st.integers(0, 400), max_size=12))
def test_bytes_may_come_in_any_pieces(dialect: str, noise: bytes, weights: list[int], cuts: list[int]) -> None:
    said = noise[:30] + words(dialect, weights) + noise[30:60]
    places = sorted({0, len(said), *(cut for cut in cuts if cut < len(said))})
    pieces = [said[start:end] for start, end in pairwise(places)]
    assert heard_of(DialectParser(DIALECTS[dialect]), *pieces) == heard_of(DialectParser(DIALECTS[dialect]), said)


@pytest.mark.parametrize("dialect", DIALECTS)
@given(noise=st.binary(max_size=500), weights=WEIGHTS)
def test_after_any_noise_the_second_good_report_is_understood(dialect: str, noise: bytes, weights: list[int]) -> None:
    parser = DialectParser(DIALECTS[dialect])
    heard_of(parser, noise, words(dialect, weights[:1]))
    heard = heard_of(parser, words(dialect, weights))
    assert [report[0] for report in heard if isinstance(report, tuple)][-len(weights) :] == weights


@pytest.mark.parametrize("dialect", HELD_BY_CHECKSUM)
@given(grams=st.integers(-90_000, 90_000), place=st.integers(0, 30), byte=st.integers(0, 255))
def test_a_checksum_lets_no_changed_byte_become_another_weight(dialect: str, grams: int, place: int, byte: int) -> None:
    said = bytearray(words(dialect, [grams]))
    said[place % len(said)] = byte
    heard = heard_of(DialectParser(DIALECTS[dialect]), bytes(said))
    assert {report[0] for report in heard if isinstance(report, tuple)} <= {grams}


@given(st.lists(st.binary(max_size=70), max_size=10))
def test_no_bytes_at_all_are_too_much_for_a_parser(pieces: list[bytes]) -> None:
    for parser in (*(DialectParser(dialect) for dialect in DIALECTS.values()), HidParser()):
        heard_of(parser, *pieces)


@given(st.integers(0, 60_000))
def test_a_hid_report_of_the_virtual_scale_is_understood(grams: int) -> None:
    plate = Plate(settle_looks=0)
    plate.put(grams)
    assert heard_of(HidParser(), say_hid(plate.look())) == [(grams, STABLE)]


def test_a_reading_is_as_old_as_its_first_byte() -> None:
    parser = DialectParser(DIALECTS["st-gs"])
    said = b"ST,GS,+   1.234kg\r\n"
    assert parser.feed(said + said[:4], 100) == [Reading(1234, is_stable=True, at_ms=100)]
    assert parser.feed(said[4:] + said, 900) == [
        Reading(1234, is_stable=True, at_ms=100),
        Reading(1234, is_stable=True, at_ms=900),
    ]
