"""Bytes to codes: where one ends, what it says, and that nothing on a line ever becomes another valid code."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.devices.scanner_framing import BROKEN_MS, FIRST_PAUSE_MS, PAUSE_MS, StreamFraming, decode
from app.devices.scanner_hid import ReportFraming
from app.devices.scanner_line import Framing
from app.domain.barcode import Code, Flaw, read_code

EAN = b"4006381333931"
SILENCE = b""


class Line:
    """A framing, and a clock that moves only when told to."""

    def __init__(self, framing: Framing | None = None) -> None:
        self.framing = framing or StreamFraming()
        self.now = 0

    def send(self, *pieces: bytes) -> list[str]:
        return [code for piece in pieces for code in self.framing.feed(piece, self.now)]

    def silent(self, ms: int) -> list[str]:
        self.now += ms
        return self.framing.feed(SILENCE, self.now)


def known(end: bytes = b"\r") -> Line:
    """A line that has shown how its codes end."""
    line = Line()
    assert line.send(b"\x02" * (end == b"\x03") + b"first" + end) == ["first"]
    return line


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t", b"\x03", b"\r\n\r\n"])
@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_codes_end_wherever_the_pieces_are_cut(end: bytes, size: int) -> None:
    stream = end.join([EAN, b"]C101\x1d10", b"A 1", b""])
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    assert Line().send(*pieces) == [EAN.decode(), "]C101\x1d10", "A 1"]


def test_between_stx_and_etx_everything_is_content() -> None:
    line = Line()
    assert line.send(b"\x02one\r\ntwo\tthree\x03\x02four\x03") == ["one\r\ntwo\tthree", "four"]
    assert line.send(b"noise\x02fi", b"ve\x03\xff\x07\x02six\x03") == ["five", "six"]


def test_a_frame_cut_off_is_told_and_the_next_is_whole() -> None:
    line = known(b"\x03")
    cut, whole = line.send(b"\x024006381\x02" + EAN + b"\x03")
    assert read_code(cut) is Flaw.CONTROL_CHARACTERS
    assert whole == EAN.decode()


def test_one_stray_stx_swallows_nothing() -> None:
    line = Line()
    assert line.send(b"\x02" + EAN + b"\r") == []
    assert line.silent(FIRST_PAUSE_MS) == [EAN.decode()]
    assert line.send(b"\x02" + EAN + b"\r", EAN + b"\r") == [EAN.decode()] * 2


def test_silence_ends_the_codes_of_a_scanner_that_sends_no_end() -> None:
    line = Line()
    assert line.send(EAN) == []
    assert line.silent(FIRST_PAUSE_MS - 1) == []
    assert line.silent(1) == [EAN.decode()]
    assert line.send(EAN[:5]) == line.silent(PAUSE_MS - 1) == line.send(EAN[5:]) == []
    assert line.silent(PAUSE_MS) == [EAN.decode()]
    assert line.silent(PAUSE_MS) == []
    line.send(EAN)
    assert line.silent(10 * BROKEN_MS) == [EAN.decode()]  # whoever reads was busy


@pytest.mark.parametrize("end", [b"\r", b"\x03"])
def test_where_codes_have_an_end_silence_ends_none(end: bytes) -> None:
    line = known(end)
    assert line.send(b"\x02" * (end == b"\x03") + EAN[:8]) == []
    assert line.silent(BROKEN_MS - 1) == []
    assert line.send(EAN[8:] + end) == [EAN.decode()]


def test_the_rest_that_never_comes_makes_a_text_that_is_refused_and_the_line_learns_anew() -> None:
    line = known(b"\r")
    assert line.send(EAN[:8]) == []
    (cut,) = line.silent(BROKEN_MS)
    assert read_code(cut) is Flaw.CONTROL_CHARACTERS
    assert line.send(EAN) == []  # as one that was set up to send no end
    assert line.silent(FIRST_PAUSE_MS) == [EAN.decode()]


@pytest.mark.parametrize("inside", [b"\t", b"\x02", b"\x03", b"\x00", b"\x07"])
def test_a_byte_gone_wrong_never_makes_two_codes_or_a_shorter_one(inside: bytes) -> None:
    line = known(b"\r")
    (text,) = line.send(EAN[:4] + inside + EAN[4:] + b"\r")
    assert read_code(text) is Flaw.CONTROL_CHARACTERS


def test_a_tab_beside_a_firmer_end_is_content_from_the_first_code_on() -> None:
    assert Line().send(b"one\ttwo\r") == ["one\ttwo"]


def test_noise_around_codes_is_no_code() -> None:
    line = Line()
    assert line.send(b"\x00\x00\r\n\r", b"\x00" + EAN + b"\x00\r\n", b"\x00\r") == [EAN.decode()]
    assert line.silent(BROKEN_MS) == []
    assert line.send(b"\x00") + line.silent(BROKEN_MS) == []


@pytest.mark.parametrize("around", [(b"", b"\r"), (b"\x02", b"\x03")])
def test_what_is_too_long_is_told_once_and_at_once_and_the_rest_is_dropped(around: tuple[bytes, bytes]) -> None:
    head, end = around
    line = Line()
    said = line.send(head + b"9" * 700 + end)
    assert [(len(text), read_code(text)) for text in said] == [(513, Flaw.TOO_LONG)]
    said = line.send(head, *[b"9" * 1000] * 50)
    assert [len(text) for text in said] == [513]
    assert line.send(b"9" * 100 + end, head + EAN + end) == [EAN.decode()]
    assert line.send(head + b"9" * 512 + end) == ["9" * 512]
    assert (
        line.send(head + ("快" * 512).encode() + end, head + ("快" * 512).encode("gb18030") + end) == ["快" * 512] * 2
    )


def test_text_is_utf_8_else_gb18030_and_what_is_neither_is_refused() -> None:
    assert decode("测试ß🙂".encode()) == "测试ß🙂"
    assert decode("快递鸟，测试".encode("gb18030")) == "快递鸟，测试"
    for raw in (b"40063\xff81333931", b"\xff\xfe", EAN + b"\x81"):
        text = decode(raw)
        assert read_code(text) is Flaw.CONTROL_CHARACTERS
        assert len(text) <= len(raw)


def test_a_scanner_set_up_anew_costs_one_refusal_at_most() -> None:
    line = known(b"\x03")
    (text,) = line.send(EAN + b"\r")
    assert read_code(text) is Flaw.CONTROL_CHARACTERS
    assert line.silent(BROKEN_MS) == []
    assert line.send(EAN + b"\r") == [EAN.decode()]
    assert line.send(b"\x02" + EAN + b"\x03") == [EAN.decode()]
    assert known(b"\r").send(b"\x02" + EAN + b"\x03") == [EAN.decode()]


def test_what_is_forgotten_is_gone() -> None:
    line = known(b"\r")
    line.send(EAN[:7])
    line.framing.forget()
    assert line.send(EAN + b"\r") == [EAN.decode()]


PIECES = st.lists(
    st.one_of(st.binary(max_size=40), st.sampled_from([b"\x02", b"\x03", b"\r", b"\n", b"\t", b"", b"", b"9" * 600])),
    max_size=30,
)


@given(pieces=PIECES, pauses=st.lists(st.sampled_from([0, 10, 70, 300, 1500]), min_size=30, max_size=30))
def test_no_bytes_raise_or_grow(pieces: list[bytes], pauses: list[int]) -> None:
    for framing in (StreamFraming(), ReportFraming()):
        line = Line(framing)
        for piece, pause in zip(pieces, pauses, strict=False):
            line.now += pause
            codes = line.send(piece)
            assert all(0 < len(code) <= 513 for code in codes)
            assert len(framing._code.raw) < 4 * 513


@pytest.mark.parametrize("head", [b"", b"\x02"])
def test_a_megabyte_of_noise_ends_and_the_next_code_is_read(head: bytes) -> None:
    noise = random.Random(6).randbytes(1_000_000)
    line = Line()
    assert max(map(len, line.send(noise))) <= 513
    line.silent(BROKEN_MS)
    end = b"\x03" if head else b"\r"
    line.send(head + EAN + end)  # which may contradict what the noise has taught
    line.silent(BROKEN_MS)
    assert line.send(head + EAN + end) == [EAN.decode()]


CODES = [b"4006381333931", b"]C10104006381333931", b"SF1234567890123", b"96385074", b"123456789012"]


def damage(rng: random.Random, stream: bytes) -> bytes:
    """One byte lost, changed, or one more."""
    at = rng.randrange(len(stream))
    odd = bytes((rng.randrange(256),))
    return rng.choice(
        [stream[:at] + stream[at + 1 :], stream[:at] + odd + stream[at + 1 :], stream[:at] + odd + stream[at:]]
    )


def test_a_damaged_byte_never_makes_another_of_our_codes() -> None:
    """On a line whose ends are known. The codes that it does not touch come whole, but where their border is struck."""
    rng = random.Random(6)
    for _ in range(2000):
        line = known(b"\r")
        first, struck, last = (rng.choice(CODES) for _ in range(3))
        harmed = damage(rng, struck + b"\r")
        said = line.send(first + b"\r", harmed, last + b"\r") + line.silent(BROKEN_MS)
        assert said[0] == first.decode()
        assert said[-1] == last.decode() or not harmed.endswith(b"\r")
        assert {text.encode() for text in said[1:] if text.encode() in CODES} <= {struck, last}
        assert 2 <= len(said) <= 4


REPORT = bytes((2, 13)) + b"]E0" + EAN.ljust(56, b"\x00") + b"d\x00\x00"


def test_a_report_is_a_code_with_its_identifier() -> None:
    assert Line(ReportFraming()).send(REPORT) == ["]E0" + EAN.decode()]
    assert Line(ReportFraming()).send(REPORT[1:]) == ["]E0" + EAN.decode()]  # its number left out
    assert Line(ReportFraming()).send(REPORT[1:] + b"\x00") == ["]E0" + EAN.decode()]
    nothing_told = REPORT.replace(b"]E0", b"\x00\x00\x00")
    assert Line(ReportFraming()).send(nothing_told) == [EAN.decode()]
    newland = bytes((2, 13)) + EAN.ljust(61, b"\x00") + b"\x00"
    assert Line(ReportFraming()).send(newland, newland[1:]) == [EAN.decode()] * 2
    with_suffix = bytes((2, 14)) + b"]E0" + (EAN + b"\r").ljust(56, b"\x00") + b"d\x00\x00"
    assert Line(ReportFraming()).send(with_suffix) == ["]E0" + EAN.decode()]


def long_code(count: int, identifier: bytes = b"]Q1") -> list[bytes]:
    return [bytes((2, 56)) + identifier + b"7" * 56 + b"s\x00" + bytes((at < count - 1,)) for at in range(count)]


def test_a_code_goes_on_in_the_next_report() -> None:
    assert Line(ReportFraming()).send(*long_code(3)) == ["]Q1" + "7" * 168]
    tail_untold = [*long_code(2)[:1], long_code(2)[1].replace(b"]Q1", b"\x00\x00\x00")]
    assert Line(ReportFraming()).send(*tail_untold) == ["]Q1" + "7" * 112]
    said = Line(ReportFraming()).send(*long_code(60))
    assert [(len(text), read_code(text)) for text in said] == [(513, Flaw.TOO_LONG)]


def test_a_code_whose_next_report_is_lost_is_refused_and_never_joined_to_another() -> None:
    line = Line(ReportFraming())
    cut, whole = line.send(long_code(2)[0], REPORT)
    assert read_code(cut) is Flaw.CONTROL_CHARACTERS
    assert whole == "]E0" + EAN.decode()
    assert line.send(long_code(2)[0]) == line.silent(BROKEN_MS - 1) == []
    (cut,) = line.silent(1)
    assert read_code(cut) is Flaw.CONTROL_CHARACTERS


def test_reports_of_anything_else_are_no_codes() -> None:
    other = [
        b"",
        b"\x02",
        REPORT[:60],
        b"\x02\x00" + REPORT[2:],
        b"\x02\x39" + REPORT[2:],
        b"\x03\x05hello" + bytes(57),
    ]
    assert Line(ReportFraming()).send(*other) == []


def test_every_text_of_the_fuzz_that_counts_as_a_code_was_sent_whole() -> None:
    """Codes in frames with noise between them: none is lost and none invented."""
    rng = random.Random(7)
    line = known(b"\x03")
    for _ in range(500):
        noise = bytes(rng.choice([0, 7, 13, 10, 255, 129]) for _ in range(rng.randrange(5)))
        sent = rng.choice(CODES)
        said = [text for text in line.send(noise, b"\x02" + sent + b"\x03") if isinstance(read_code(text), Code)]
        assert said == [sent.decode()]
