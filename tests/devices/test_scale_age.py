"""Old reports: what lay in a buffer, lags behind or answers an earlier question is never the weight now."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import pytest

from app.devices.scale import LineScale, ScaleLine, ScaleParser
from app.devices.scale_dialects import DIALECTS, DialectParser
from app.devices.scale_hid import ScaleUsb, hid_scale
from app.devices.scale_serial import ScalePort, serial_scale
from app.devices.virtual_scale import Plate, VirtualReports
from app.domain.weighing import FRESH_MS, Reading, ScaleTrouble
from app.errors import Misconfigured, Unavailable


def said(grams: int) -> bytes:
    return f"ST,GS,+{grams:>8} g\r\n".encode("ascii")


class Wire:
    """A line and its time: what is due arrives in its buffer, and waiting is what moves the clock."""

    def __init__(self) -> None:
        self.now_ms = 5_000
        self.buffer = b""
        self.due: deque[tuple[int, bytes]] = deque()
        self.answers: deque[bytes] = deque()
        self.sent: list[int] = []
        self.opened = 0

    def clock(self) -> int:
        return self.now_ms

    def open(self) -> Wire:
        self.opened += 1
        return self

    def receive(self, timeout_s: float) -> bytes:
        until = self.now_ms + round(timeout_s * 1000)
        while not self._arrived() and self.now_ms < until:
            self.now_ms += 1
        piece, self.buffer = self.buffer, b""
        self.now_ms += 0 if piece else 1
        return piece

    def _arrived(self) -> bool:
        while self.due and self.due[0][0] <= self.now_ms:
            self.buffer += self.due.popleft()[1]
        return bool(self.buffer)

    def send(self, request: bytes) -> None:
        assert request == b"SI\r\n"
        self.sent.append(self.now_ms)
        if self.answers:
            self.due.append((self.now_ms + 5, self.answers.popleft()))

    def close(self) -> None: ...


class HastyScale(LineScale):
    """Broken on purpose: takes whatever is in the line for news."""

    def __init__(self, name: str, open_line: Callable[[], ScaleLine], parser: ScaleParser, **timing: object) -> None:
        super().__init__(name, open_line, parser)
        self._wire = open_line()
        self._said = parser

    def read(self, timeout_s: float = 1.0) -> Reading | ScaleTrouble:
        assert isinstance(self._wire, Wire)
        if self._said.request:
            self._wire.send(self._said.request)
        return self._said.feed(self._wire.receive(timeout_s), self._wire.now_ms)[-1]


Make = type[LineScale]


def a_scale(make: Make, wire: Wire, dialect: str = "st-gs") -> LineScale:
    return make("scale", wire.open, DialectParser(DIALECTS[dialect]), clock=wire.clock)


def check_what_lay_there_from_before_is_no_weight(make: Make) -> None:
    wire = Wire()
    wire.buffer = said(700) * 3
    wire.due.append((5_200, said(0)))
    heard = a_scale(make, wire).read()
    assert isinstance(heard, Reading)
    assert heard.grams == 0


def check_after_a_long_pause_only_new_reports_count(make: Make) -> None:
    wire = Wire()
    scale = a_scale(make, wire)
    wire.due.extend([(5_100, said(0)), (5_200, said(700)), (5_300, said(700))])
    scale.read()
    wire.now_ms += 60_000
    wire.due.append((wire.now_ms + 100, said(10)))
    heard = scale.read()
    assert isinstance(heard, Reading)
    assert heard.grams == 10
    assert wire.now_ms - heard.at_ms < 200


def check_the_age_is_never_told_too_low(make: Make) -> None:
    wire = Wire()
    scale = a_scale(make, wire)
    wire.due.extend([(5_100, said(0)), (5_110, said(700))])
    scale.read()
    wire.now_ms += FRESH_MS // 2
    heard = scale.read()
    assert isinstance(heard, Reading)
    assert heard.at_ms <= 5_110


def check_only_the_newest_counts(make: Make) -> None:
    wire = Wire()
    scale = a_scale(make, wire)
    wire.due.append((5_100, said(0)))
    scale.read()
    wire.due.extend([(wire.now_ms + 10, said(1) + said(2) + said(3))])
    heard = scale.read()
    assert isinstance(heard, Reading)
    assert heard.grams == 3


def check_an_answer_to_an_earlier_question_is_none_to_this_one(make: Make) -> None:
    wire = Wire()
    scale = a_scale(make, wire, "mt-sics")
    wire.answers.extend([b"", b"S S       0.00 g\r\n", b"S S       0.00 g\r\n"])
    assert scale.read() is ScaleTrouble.SILENT
    wire.due.append((wire.now_ms + 1, b"S S     700.00 g\r\n"))  # a second late
    heard = scale.read()
    assert isinstance(heard, Reading)
    assert (heard.grams, heard.at_ms) == (0, wire.sent[-1])


CHECKS = [check for name, check in globals().items() if name.startswith("check_")]


@pytest.mark.parametrize("check", CHECKS)
def test_old_reports_do_not_count(check: Callable[[Make], None]) -> None:
    check(LineScale)


@pytest.mark.parametrize("check", [check for check in CHECKS if check is not check_only_the_newest_counts])
def test_a_scale_that_takes_them_for_news_is_caught(check: Callable[[Make], None]) -> None:
    with pytest.raises((AssertionError, IndexError)):
        check(HastyScale)


def test_a_scale_is_not_asked_faster_than_its_pace() -> None:
    wire = Wire()
    scale = a_scale(LineScale, wire, "mt-sics")
    wire.answers.extend([b"S S       1.00 g\r\n"] * 3)
    for _ in range(3):
        scale.read()
    assert [later - earlier for earlier, later in zip(wire.sent, wire.sent[1:], strict=False)] >= [100, 100]


def test_a_line_that_floods_ends_the_reading_in_time() -> None:
    wire = Wire()
    scale = a_scale(LineScale, wire)
    wire.due.extend((ms, said(5)) for ms in range(5_001, 9_000))
    started = wire.now_ms
    assert isinstance(scale.read(1.0), Reading | ScaleTrouble)
    assert wire.now_ms - started <= 1_001


def test_a_line_that_stays_silent_is_opened_anew() -> None:
    wire = Wire()
    scale = a_scale(LineScale, wire)
    for _ in range(12):
        assert scale.read(1.0) is ScaleTrouble.SILENT
    assert wire.opened == 3


def test_reports_that_waited_in_the_usb_queue_are_dropped() -> None:
    """Seen in the field: the value of a HID scale lags and freezes (qzind/tray #81)."""
    plate = Plate(settle_looks=0)
    reports = VirtualReports(plate, interval_s=0.001)
    reports.waiting.extend([b"\x03\x04\x02\x00\xbc\x02"] * 30)
    heard = hid_scale(ScaleUsb("scale"), open_line=reports.open).read()
    assert isinstance(heard, Reading)
    assert (heard.grams, list(reports.waiting)) == (0, [])


def test_a_dialect_nobody_speaks_is_a_wrong_setting() -> None:
    with pytest.raises(Misconfigured, match=r"scale\.dialect"):
        serial_scale(ScalePort("scale", "COM3", "klingon"))


@pytest.mark.parametrize("address", ["no-such-port", "127.0.0.1:9", "[::1]:9"])
def test_a_scale_that_is_not_there_is_unavailable(address: str) -> None:
    with pytest.raises(Unavailable, match=r"scale\.gone"):
        serial_scale(ScalePort("scale", address, "st-gs")).read()


def test_a_speed_no_port_has_is_a_wrong_setting() -> None:
    with pytest.raises(Misconfigured, match=r"scale\.port"):
        serial_scale(ScalePort("scale", "no-such-port", "st-gs", data_bits=11)).read()
