"""Printers on a serial cable: pseudo terminals whose far end reads, sleeps, talks or is pulled out."""

from __future__ import annotations

import os
import select
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import serial

from app.devices.printer import Link, LinkBroken, Wire
from app.devices.printer_serial import Flow, PieceLink, SerialWire
from app.devices.printer_words import MODELS
from app.devices.stream_printer import StreamPrinter
from app.devices.virtual_printer import Fault
from app.domain.printer_status import Condition
from app.domain.printing import Delivery, PaperProof, PrintOutcome

if sys.platform == "win32":
    pytest.skip("pseudo terminals are POSIX", allow_module_level=True)
else:
    import tty

    from app.devices.virtual_printer.terminal import TerminalPrinter

LABEL = b"^XA^PW16^LL2^FO0,0^GFA,4,4,2,80010180^FS^XZ"
LARGE = b"^XA^FX" + bytes(range(256)) * 400 + b"^XZ"  # far more than the system's queue takes
PATIENT = {"answer_timeout_s": 10.0, "stall_timeout_s": 10.0, "drain_timeout_s": 10.0}
PATIENCE_S = 10.0  # of the far end, for bytes that do not come
QUICK = {"stall_timeout_s": 0.2, "drain_timeout_s": 0.2}


class FarEnd:
    """The printer's side of a cable."""

    def __init__(self) -> None:
        self.ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        self.address = os.ttyname(self._theirs)
        self.received = bytearray()
        self._thread: threading.Thread | None = None
        self._enough = 0
        self._says = b""

    def read(self, enough: int, *, saying: bytes = b"", then_unplug: bool = False) -> None:
        self._enough = enough
        self._says = saying
        self._thread = threading.Thread(target=self._run, args=(then_unplug,))
        self._thread.start()

    def _run(self, then_unplug: bool) -> None:
        while len(self.received) < self._enough and select.select([self.ours], [], [], PATIENCE_S)[0]:
            self.received += os.read(self.ours, min(4096, self._enough - len(self.received)))
            if self._says:
                os.write(self.ours, self._says)
        if then_unplug:
            self.unplug()

    def unplug(self) -> None:
        for end in (self.ours, self._theirs):
            os.close(end)
        self.ours = self._theirs = -1

    def all_received(self) -> bytes:
        assert self._thread
        self._thread.join()
        return bytes(self.received)

    def stop(self) -> None:
        if self._thread:
            self._thread.join()
        if self.ours >= 0:
            self.unplug()


def has_terminals() -> bool:
    try:
        ends = os.openpty()
    except OSError:
        return False
    for end in ends:
        os.close(end)
    return True


@pytest.fixture
def far() -> Iterator[FarEnd]:
    if not has_terminals():
        pytest.skip("no pseudo terminals here (is /dev/pts mounted?): a serial cable cannot be simulated")
    end = FarEnd()
    yield end
    end.stop()


Make = Callable[[FarEnd], Wire]


def an_exact_wire(far: FarEnd) -> Wire:
    return SerialWire(far.address, speed=115200, write_timeout_s=0.2)


def a_wire_in_pieces(far: FarEnd) -> Wire:
    """The way for Windows, over pyserial's own reading and writing."""
    return SerialWire(far.address, speed=115200, write_timeout_s=0.2, is_exact=False)


def check_handed_over_is_identical(make: Make, far: FarEnd) -> None:
    far.read(len(LABEL) + len(LARGE))
    printer = StreamPrinter("label", make(far), **PATIENT)
    for document in (LABEL, LARGE):
        outcome = printer.send(document)
        assert outcome == PrintOutcome(Delivery.HANDED_OVER, bytes_sent=len(document))
    assert far.all_received() == LABEL + LARGE


def check_a_printer_that_stops_reading_is_unknown(make: Make, far: FarEnd) -> None:
    began = time.monotonic()
    outcome = StreamPrinter("label", make(far), **QUICK).send(LARGE)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.stalled")
    assert 0 < outcome.bytes_sent < len(LARGE)
    assert time.monotonic() - began < 5


def check_pulled_out_half_way_is_unknown(make: Make, far: FarEnd) -> None:
    far.read(500, then_unplug=True)
    outcome = StreamPrinter("label", make(far), **PATIENT).send(LARGE)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.unplugged")
    assert 0 < outcome.bytes_sent < len(LARGE)


def check_nothing_there_is_not_sent(make: Make, far: FarEnd) -> None:
    far.unplug()
    printer = StreamPrinter("label", make(far), **QUICK)
    assert printer.send(LABEL) == PrintOutcome(Delivery.NOT_SENT, "printer.unplugged")
    assert printer.look().conditions == {Condition.AWAY}


def check_no_piece_is_ever_repeated(make: Make, far: FarEnd) -> None:
    """After a time-out nobody knows how much left; whatever is written again would be printed twice."""
    document = b"".join(b"%06d" % number for number in range(20_000))
    StreamPrinter("label", make(far), **QUICK).send(document)
    received = b""
    while select.select([far.ours], [], [], 0)[0]:
        received += os.read(far.ours, 65536)
    assert received
    assert document.startswith(received)


CHECKS = [check for name, check in list(globals().items()) if name.startswith("check_")]


@pytest.mark.parametrize("make", [an_exact_wire, a_wire_in_pieces])
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
def test_a_serial_printer_keeps_the_contract(check: Callable[[Make, FarEnd], None], make: Make, far: FarEnd) -> None:
    check(make, far)


class BrokenWire:
    """A good cable behind somebody who passes on with one mistake what it says."""

    def __init__(self, far: FarEnd) -> None:
        self._far = far

    def open(self) -> Link:
        self._link = a_wire_in_pieces(self._far).open()
        return self

    def exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
        return self._link.exchange(out, timeout_s)

    def finish(self, timeout_s: float) -> str:
        return self._link.finish(timeout_s)

    def close(self, *, is_aborted: bool) -> None:
        self._link.close(is_aborted=is_aborted)


class CountsOnBelief(BrokenWire):
    def exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
        try:
            _, said = self._link.exchange(out, timeout_s)
        except LinkBroken:
            return len(out), b""
        return len(out), said

    def finish(self, timeout_s: float) -> str:
        return "printer.handed_over"


class TakesATimeOutForNothing(BrokenWire):
    """Writes the piece again whose time ran out."""

    def exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
        link: Any = self._link
        taken, said = link.exchange(out, timeout_s)
        if not link._lost:
            return taken, said
        link._lost = ""
        os.read(self._far.ours, 1000)  # the printer reads on a little
        return 0, b""

    def close(self, *, is_aborted: bool) -> None:
        self._link._port.close()  # type: ignore[attr-defined]


class HopesAtOpening(BrokenWire):
    def open(self) -> Link:
        try:
            return super().open()
        except LinkBroken:
            return self

    def exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
        return len(out), b""

    def finish(self, timeout_s: float) -> str:
        return "printer.handed_over"

    def close(self, *, is_aborted: bool) -> None: ...


@pytest.mark.parametrize(
    ("broken", "check"),
    [
        (CountsOnBelief, check_handed_over_is_identical),
        (CountsOnBelief, check_a_printer_that_stops_reading_is_unknown),
        (CountsOnBelief, check_pulled_out_half_way_is_unknown),
        (TakesATimeOutForNothing, check_no_piece_is_ever_repeated),
        (HopesAtOpening, check_nothing_there_is_not_sent),
    ],
)
def test_a_cable_that_claims_too_much_is_caught(
    broken: Make, check: Callable[[Make, FarEnd], None], far: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "PATIENCE_S", 0.3)
    with pytest.raises(AssertionError):
        check(broken, far)


def test_a_printer_that_talks_all_the_time_is_read_and_gets_every_byte(far: FarEnd) -> None:
    far.read(len(LARGE), saying=b"\x02busy\x03\r\n" * 20)
    outcome = StreamPrinter("label", an_exact_wire(far), **PATIENT).send(LARGE)
    assert outcome.delivery is Delivery.HANDED_OVER
    assert far.all_received() == LARGE


@pytest.mark.parametrize("make", [an_exact_wire, a_wire_in_pieces])
def test_what_the_printer_says_arrives_without_anything_being_written(make: Make, far: FarEnd) -> None:
    link = make(far).open()
    os.write(far.ours, b"\x02030,0,0\x03\r\n")
    heard = b""
    while not heard.endswith(b"\n"):
        taken, said = link.exchange(memoryview(b""), 10)
        assert taken == 0
        heard += said
    assert heard == b"\x02030,0,0\x03\r\n"
    assert link.exchange(memoryview(b""), 0) == (0, b"")
    link.close(is_aborted=False)


@pytest.fixture
def virtual(tmp_path: Path) -> Iterator[TerminalPrinter]:
    if not has_terminals():
        pytest.skip("no pseudo terminals here (is /dev/pts mounted?): a serial cable cannot be simulated")
    printer = TerminalPrinter(tmp_path / "cable", tmp_path / "paper")
    printer.start()
    yield printer
    printer.stop()


@pytest.mark.parametrize("is_exact", [True, False])
def test_a_printer_that_counts_proves_its_paper_over_the_cable(
    virtual: TerminalPrinter, tmp_path: Path, is_exact: bool
) -> None:
    wire = SerialWire(str(tmp_path / "cable"), speed=115200, is_exact=is_exact)
    printer = StreamPrinter("label", wire, profile=MODELS["zebra-link-os"], **PATIENT)
    outcome = printer.send(LABEL)
    assert outcome == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(LABEL), proof=PaperProof.COUNTER)
    assert [label.document for label in virtual.labels] == [LABEL]
    virtual.misbehave(Fault.PAPER_OUT)
    assert printer.send(LABEL).delivery in {Delivery.NOT_SENT, Delivery.HANDED_OVER}  # one of them is silent then
    virtual.recover()


@pytest.mark.parametrize(("fault", "code"), [(Fault.STALL, "printer.stalled"), (Fault.POWER_CUT, "printer.unplugged")])
def test_a_printer_that_fails_half_way_is_unknown(
    virtual: TerminalPrinter, tmp_path: Path, fault: Fault, code: str
) -> None:
    virtual.misbehave(fault, after_bytes=2000)
    wire = SerialWire(str(tmp_path / "cable"), speed=115200)
    outcome = StreamPrinter("label", wire, stall_timeout_s=0.5, drain_timeout_s=0.5).send(LARGE)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, code)
    assert list(virtual.labels) == []
    virtual.recover()


def test_a_port_that_another_program_has_is_busy(far: FarEnd) -> None:
    with serial.Serial(far.address, exclusive=True):
        outcome = StreamPrinter("label", an_exact_wire(far), **QUICK).send(LABEL)
    assert outcome == PrintOutcome(Delivery.NOT_SENT, "printer.busy")


@pytest.mark.parametrize(
    ("address", "code"), [("/dev/null", "printer.port"), ("/dev/serial/by-id/none", "printer.unplugged")]
)
def test_what_is_no_serial_port_is_not_sent(address: str, code: str) -> None:
    assert StreamPrinter("label", SerialWire(address), **QUICK).send(LABEL) == PrintOutcome(Delivery.NOT_SENT, code)


def test_flow_control_by_two_byte_values_takes_no_document_with_one_of_them(far: FarEnd) -> None:
    printer = StreamPrinter("label", SerialWire(far.address, flow=Flow.XONXOFF), **QUICK)
    for byte in (b"\x11", b"\x13"):
        outcome = printer.send(b"^XA^GFB,1,1,1," + byte + b"^FS^XZ")
        assert outcome == PrintOutcome(Delivery.NOT_SENT, "printer.flow_binary")
    far.read(len(LABEL))
    assert printer.send(LABEL).delivery is Delivery.HANDED_OVER
    assert far.all_received() == LABEL


def test_a_link_in_pieces_says_that_something_left_when_it_cannot_know_how_much(far: FarEnd) -> None:
    link = a_wire_in_pieces(far).open()
    assert isinstance(link, PieceLink)
    sent = []
    with pytest.raises(LinkBroken, match=r"printer\.stalled"):
        sent.extend(iter(lambda: link.exchange(memoryview(LARGE), 0)[0], 0))
    assert sent
    assert sent[-1] == 1
    link.close(is_aborted=True)
