"""USB printers on Linux: a sysfs tree drawn in a folder, and a pair of sockets in the device's place."""

from __future__ import annotations

import errno
import os
import select
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.devices.printer import Link, LinkBroken, Wire
from app.devices.printer_usb import UsbLink, UsbPrinter, UsbWire, usb_printers
from app.devices.stream_printer import StreamPrinter
from app.domain.printer_status import Condition
from app.domain.printing import Delivery, PrintOutcome

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="usblp is Linux's")

LABEL = b"^XA^PW16^LL2^FO0,0^GFA,4,4,2,80010180^FS^XZ"
LARGE = b"^XA^FX" + bytes(range(256)) * 3000 + b"^XZ"
PATIENT = {"stall_timeout_s": 10.0, "drain_timeout_s": 10.0}
QUICK = {"stall_timeout_s": 0.2, "drain_timeout_s": 0.2}
PATIENCE_S = 10.0
ZEBRA = "MFG:Zebra Technologies ;CMD:ZPL,EPL;MDL:ZTC ZD421-203dpi ZPL;CLS:PRINTER;OPT:XRAM;"


class Desk:
    """USB sockets and what is plugged into them. `open` stands in for opening the device node."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.printers: list[socket.socket] = []
        self.opened: list[str] = []
        self.received = bytearray()
        self._enough = 0
        self._is_unplugged_then = False
        self._threads: list[threading.Thread] = []
        self.refusal = 0
        self.on_open: Callable[[], None] = lambda: None
        self.status: int | None = 0x18  # selected, no error, paper
        (root / "sys/class/usbmisc").mkdir(parents=True)
        (root / "dev/usb").mkdir(parents=True)

    def plug(self, node: str, usb_socket: str, *, kind: str = "0a5f:0166", serial: str = "", said: str = ZEBRA) -> None:
        device = self.root / "sys/devices/pci0000:00/usb1" / usb_socket
        interface = device / f"{usb_socket}:1.0"
        (interface / "usbmisc" / node).mkdir(parents=True)
        (interface / "usbmisc" / node / "device").symlink_to("../../../" + interface.name)
        (self.root / "sys/class/usbmisc" / node).symlink_to(interface / "usbmisc" / node)
        vendor, product = kind.split(":")
        attributes = {"idVendor": vendor, "idProduct": product, "manufacturer": "Maker", "product": "Product"}
        if serial:
            attributes["serial"] = serial
        for name, text in attributes.items():
            (device / name).write_text(text + "\n")
        (interface / "ieee1284_id").write_bytes(said.encode())

    def unplug_all(self) -> None:
        for node in (self.root / "sys/class/usbmisc").iterdir():
            node.unlink()

    def read(self, enough: int, *, then_unplug: bool = False) -> None:
        """What the printer does once it is opened."""
        self._enough = enough
        self._is_unplugged_then = then_unplug

    def open(self, path: Path) -> int:
        self.on_open()
        if self.refusal:
            raise OSError(self.refusal, os.strerror(self.refusal))
        ours, printer = socket.socketpair()
        ours.setblocking(False)
        self.opened.append(path.name)
        self.printers.append(printer)
        if self._enough:
            self._threads.append(threading.Thread(target=self._run, args=(printer,)))
            self._threads[-1].start()
        return ours.detach()

    def _run(self, printer: socket.socket) -> None:
        while len(self.received) < self._enough and select.select([printer], [], [], PATIENCE_S)[0]:
            piece = printer.recv(min(65536, self._enough - len(self.received)))
            if not piece:
                break
            self.received += piece
        if self._is_unplugged_then:
            printer.close()

    def all_received(self) -> bytes:
        for thread in self._threads:
            thread.join()
        return bytes(self.received)

    def stop(self) -> None:
        self.all_received()
        for printer in self.printers:
            printer.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.stop()


Make = Callable[[Desk], Wire]


def a_wire(desk: Desk, identity: str = "0a5f:0166:D4J1") -> UsbWire:
    return UsbWire(identity, root=desk.root, open_device=desk.open, port_status=lambda _: desk.status)


def check_handed_over_is_identical(make: Make, desk: Desk) -> None:
    desk.plug("lp0", "1-1", serial="D4J1")
    desk.read(len(LARGE))
    outcome = StreamPrinter("label", make(desk), **PATIENT).send(LARGE)
    assert desk.all_received() == LARGE
    assert outcome == PrintOutcome(Delivery.HANDED_OVER, bytes_sent=len(LARGE))


def check_a_printer_that_stops_reading_is_unknown(make: Make, desk: Desk) -> None:
    desk.plug("lp0", "1-1", serial="D4J1")
    outcome = StreamPrinter("label", make(desk), **QUICK).send(LARGE)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.stalled")
    assert 0 < outcome.bytes_sent < len(LARGE)


def check_pulled_out_half_way_is_unknown(make: Make, desk: Desk) -> None:
    desk.plug("lp0", "1-1", serial="D4J1")
    desk.read(100_000, then_unplug=True)
    outcome = StreamPrinter("label", make(desk), **PATIENT).send(LARGE)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.unplugged")
    assert 0 < outcome.bytes_sent < len(LARGE)


def check_the_right_one_prints_after_the_numbers_have_swapped(make: Make, desk: Desk) -> None:
    desk.plug("lp0", "1-1", serial="D4J1")
    desk.plug("lp1", "1-2", serial="D4J2")
    wire = make(desk)
    StreamPrinter("label", wire, **QUICK).send(LABEL)
    desk.unplug_all()
    desk.plug("lp1", "1-3", serial="D4J1")
    desk.plug("lp0", "1-4", serial="D4J2")
    StreamPrinter("label", wire, **QUICK).send(LABEL)
    assert desk.opened == ["lp0", "lp1"]


def check_nothing_there_is_not_sent(make: Make, desk: Desk) -> None:
    desk.plug("lp0", "1-2", serial="D4J2")  # another one of the same kind is not it
    printer = StreamPrinter("label", make(desk), **QUICK)
    assert printer.send(LABEL) == PrintOutcome(Delivery.NOT_SENT, "printer.unplugged")
    assert printer.look().conditions == {Condition.AWAY}
    assert desk.opened == []


CHECKS = [check for name, check in list(globals().items()) if name.startswith("check_")]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
def test_a_usb_printer_keeps_the_contract(check: Callable[[Make, Desk], None], desk: Desk) -> None:
    check(a_wire, desk)


def by_todays_number(desk: Desk) -> Wire:
    return a_wire(desk, "/dev/usb/lp0")


class CountsOnBelief:
    """Broken on purpose: takes everything for taken."""

    def __init__(self, desk: Desk) -> None:
        self._wire = a_wire(desk)

    def open(self) -> Link:
        self._link = self._wire.open()
        return self

    def exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
        try:
            self._link.exchange(out, min(timeout_s, 0.01))
        except LinkBroken:
            pass
        return len(out), b""

    def finish(self, timeout_s: float) -> str:
        return "printer.handed_over"

    def close(self, *, is_aborted: bool) -> None:
        self._link.close(is_aborted=is_aborted)


@pytest.mark.parametrize(
    ("broken", "check"),
    [
        (by_todays_number, check_the_right_one_prints_after_the_numbers_have_swapped),
        (by_todays_number, check_nothing_there_is_not_sent),
        (CountsOnBelief, check_a_printer_that_stops_reading_is_unknown),
        (CountsOnBelief, check_pulled_out_half_way_is_unknown),
        (CountsOnBelief, check_handed_over_is_identical),
    ],
)
def test_a_cable_that_claims_too_much_is_caught(
    broken: Make, check: Callable[[Make, Desk], None], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "PATIENCE_S", 0.3)
    with pytest.raises(AssertionError):
        check(broken, desk)


def test_printers_are_found_with_what_they_say_of_themselves(desk: Desk) -> None:
    desk.plug("lp0", "1-1", serial="D4J1")
    desk.plug("lp1", "1-2.3", kind="0483:5743", said="garbage;;:;CMD")
    desk.plug("lp2", "1-4", kind="04b8:0202", said="MANUFACTURER:EPSON;COMMAND SET:ESC/POS;MODEL:TM-T20II;SN:J58;")
    zebra, clone, epson = usb_printers(desk.root)
    assert zebra == UsbPrinter(
        desk.root / "dev/usb/lp0",
        "0a5f:0166:D4J1",
        "0a5f:0166:@1-1",
        "Zebra Technologies",
        "ZTC ZD421-203dpi ZPL",
        ("ZPL", "EPL"),
    )
    assert (clone.identity, clone.maker, clone.model, clone.command_sets) == (
        "0483:5743:@1-2.3",
        "Maker",
        "Product",
        (),
    )
    assert (epson.identity, epson.maker, epson.model) == ("04b8:0202:J58", "EPSON", "TM-T20II")


def test_twins_with_one_serial_number_are_told_apart_by_their_sockets_and_never_guessed(desk: Desk) -> None:
    desk.plug("lp0", "1-1", serial="0000001")
    desk.plug("lp1", "1-2", serial="0000001")
    assert [printer.identity for printer in usb_printers(desk.root)] == ["0a5f:0166:@1-1", "0a5f:0166:@1-2"]
    outcome = StreamPrinter("label", a_wire(desk, "0a5f:0166:0000001"), **QUICK).send(LABEL)
    assert outcome == PrintOutcome(Delivery.NOT_SENT, "printer.ambiguous")
    StreamPrinter("label", a_wire(desk, "0a5f:0166:@1-2"), **QUICK).send(LABEL)
    assert desk.opened == ["lp1"]


def test_a_printer_that_is_swapped_while_it_is_being_opened_gets_nothing(desk: Desk) -> None:
    desk.plug("lp0", "1-1", serial="D4J1")

    def swap() -> None:
        desk.unplug_all()
        desk.plug("lp1", "1-5", serial="D4J1")
        desk.plug("lp0", "1-6", serial="D4J2")

    desk.on_open = swap
    outcome = StreamPrinter("label", a_wire(desk), **QUICK).send(LABEL)
    assert outcome == PrintOutcome(Delivery.NOT_SENT, "printer.unplugged")
    assert desk.printers[0].recv(100) == b""  # opened, and closed without a word


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (errno.EBUSY, "printer.busy"),
        (errno.EACCES, "printer.access_denied"),
        (errno.ENODEV, "printer.unplugged"),
        (errno.EIO, "printer.unreachable"),
    ],
)
def test_a_device_that_cannot_be_opened_is_not_sent(desk: Desk, refusal: int, code: str) -> None:
    desk.plug("lp0", "1-1", serial="D4J1")
    desk.refusal = refusal
    outcome = StreamPrinter("label", a_wire(desk), **QUICK).send(LABEL)
    assert outcome == PrintOutcome(Delivery.NOT_SENT, code)


def test_its_own_word_for_no_paper_is_believed_and_its_good_word_is_not(desk: Desk) -> None:
    desk.plug("lp0", "1-1", serial="D4J1")
    for status, outcome in (
        (0x38, PrintOutcome(Delivery.UNKNOWN, "printer.paper_out", len(LABEL))),
        (0x00, PrintOutcome(Delivery.HANDED_OVER, "", len(LABEL))),  # many say so all their life
        (None, PrintOutcome(Delivery.HANDED_OVER, "", len(LABEL))),
    ):
        desk.status = status
        assert StreamPrinter("label", a_wire(desk), **QUICK).send(LABEL) == outcome


def test_the_last_piece_must_be_taken_before_anything_is_handed_over() -> None:
    ours, printers = socket.socketpair()
    with ours, printers:
        ours.setblocking(False)
        link = UsbLink(os.dup(ours.fileno()), lambda _: None)
        while link.exchange(memoryview(bytes(65536)), 0)[0]:
            pass
        assert link.finish(0.05) == "printer.stalled"
        printers.sendall(b"\x02ready\x03\r\n")
        while select.select([printers], [], [], 0)[0]:
            printers.recv(65536)
        assert link.finish(5) == "printer.handed_over"
        link.close(is_aborted=False)


def test_pulling_it_out_is_noticed_while_only_listening() -> None:
    ours, printers = socket.socketpair()
    link = UsbLink(ours.detach(), lambda _: None)
    printers.close()
    with pytest.raises(LinkBroken, match=r"printer\.unplugged"):
        link.exchange(memoryview(b""), 0.1)
    assert link.finish(0.1) == "printer.unplugged"
    link.close(is_aborted=True)


def test_a_bus_that_fails_on_the_first_piece_may_have_carried_some_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """usblp says EIO of a piece that had begun to leave, as of one that had not."""

    def failing(_device: int, _piece: memoryview) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("app.devices.descriptor.os.write", failing)
    ours, printers = socket.socketpair()
    with printers:
        link = UsbLink(ours.detach(), lambda _: None)
        outcome = StreamPrinter("label", OneLink(link), **QUICK).send(LABEL)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.unplugged")


class OneLink:
    """The way to a printer that is open already."""

    def __init__(self, link: UsbLink) -> None:
        self._link = link

    def open(self) -> Link:
        return self._link


def test_answers_without_anything_in_them_do_not_end_the_wait(tmp_path: Path) -> None:
    """As some printers give to every question of the bus: here a file at its end, which is always readable."""
    (tmp_path / "lp0").write_bytes(b"")
    device = os.open(tmp_path / "lp0", os.O_RDWR)
    link = UsbLink(device, lambda _: None)
    assert link.exchange(memoryview(b""), 0.02) == (0, b"")
    assert link.exchange(memoryview(LABEL), 0.02) == (len(LABEL), b"")
    link.close(is_aborted=False)


def test_a_real_node_is_opened_and_asked_for_its_port_status(tmp_path: Path) -> None:
    """The kernel's own calls: a file knows no port status, which is no word against the printer."""
    (tmp_path / "dev/usb").mkdir(parents=True)
    (tmp_path / "dev/usb/lp0").write_bytes(b"")
    outcome = StreamPrinter("label", UsbWire("/dev/usb/lp0", root=tmp_path), **QUICK).send(LABEL)
    assert outcome == PrintOutcome(Delivery.HANDED_OVER, bytes_sent=len(LABEL))
    assert (tmp_path / "dev/usb/lp0").read_bytes() == LABEL
