"""What every printer transport keeps, and transports that break it, which must be caught."""

from __future__ import annotations

import itertools
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.devices.printer import LinkBroken, Printer
from app.devices.printer_file import FilePrinter
from app.devices.printer_network import NetworkPrinter, TcpLink
from app.devices.printer_words import MODELS
from app.devices.virtual_printer import Fault, VirtualPrinter
from app.domain.printing import Delivery, PrintOutcome

LABEL = b"^XA^PW16^LL2^FO0,0^GFA,4,4,2,80010180^FS^XZ"
LARGE = b"^XA^FX" + b"-" * 8_000_000 + b"^XZ"  # more than the buffers of both ends take
PATIENT = {"connect_timeout_s": 10.0, "stall_timeout_s": 10.0, "drain_timeout_s": 10.0}
QUICK = {"connect_timeout_s": 0.15, "stall_timeout_s": 0.15, "drain_timeout_s": 0.15}  # where a timer must run out

Make = Callable[[VirtualPrinter], Printer]


def a_network_printer(printer: VirtualPrinter) -> NetworkPrinter:
    return NetworkPrinter("label", "127.0.0.1", printer.port, **PATIENT)


def a_hasty_printer(printer: VirtualPrinter) -> NetworkPrinter:
    return NetworkPrinter("label", "127.0.0.1", printer.port, **QUICK)


def an_asking_printer(printer: VirtualPrinter) -> NetworkPrinter:
    return NetworkPrinter("label", "127.0.0.1", printer.port, profile=MODELS["zebra-link-os"], **PATIENT)


@pytest.fixture
def virtual(tmp_path: Path) -> Iterator[VirtualPrinter]:
    printer = VirtualPrinter("127.0.0.1", 0, tmp_path / "paper")
    printer.start()
    yield printer
    printer.stop()


class CarelessPrinter:
    """Broken on purpose: sends and closes, without its own end of stream and without waiting for the printer's."""

    name = "careless"

    def __init__(self, port: int) -> None:
        self._port = port

    def send(self, document: bytes) -> PrintOutcome:
        with socket.create_connection(("127.0.0.1", self._port)) as connection:
            connection.sendall(document)
        return PrintOutcome(Delivery.DELIVERED, bytes_sent=len(document))


class HopefulPrinter:
    """Broken on purpose: takes a reset for "nothing happened", so the label would be sent again by itself."""

    name = "hopeful"

    def __init__(self, port: int) -> None:
        self._printer = NetworkPrinter("hopeful", "127.0.0.1", port, **PATIENT)

    def send(self, document: bytes) -> PrintOutcome:
        outcome = self._printer.send(document)
        return PrintOutcome(Delivery.NOT_SENT, outcome.code) if outcome.code == "printer.reset" else outcome


def check_delivered_is_identical(make: Make, virtual: VirtualPrinter) -> None:
    documents = [LABEL, LABEL + b"\n" + LABEL.replace(b"80010180", b"FFFFFFFF")]
    for document in documents:
        assert make(virtual).send(document) == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(document))
    assert [label.document for label in virtual.labels] == [LABEL, LABEL, LABEL.replace(b"80010180", b"FFFFFFFF")]


def check_a_reset_is_unknown(make: Make, virtual: VirtualPrinter) -> None:
    for document, after_bytes in ((LABEL, 10), (LARGE, 100_000)):
        virtual.misbehave(Fault.RESET, after_bytes=after_bytes)
        outcome = make(virtual).send(document)
        assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.reset")
        assert outcome.bytes_sent > 0


def check_a_half_read_document_is_unknown(make: Make, virtual: VirtualPrinter) -> None:
    for document in (LABEL, LARGE):
        virtual.misbehave(Fault.HALF_READ, after_bytes=len(LABEL) // 2)
        outcome = make(virtual).send(document)
        assert outcome.delivery is Delivery.UNKNOWN
        assert outcome.code in {"printer.reset", "printer.closed_early"}
        assert list(virtual.labels) == []


def check_a_printer_that_stops_reading_is_unknown(make: Make, virtual: VirtualPrinter) -> None:
    virtual.misbehave(Fault.STALL, after_bytes=10)
    outcome = make(virtual).send(LABEL)
    assert outcome == PrintOutcome(Delivery.UNKNOWN, "printer.no_end", len(LABEL))
    outcome = make(virtual).send(LARGE)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.stalled")
    assert 0 < outcome.bytes_sent < len(LARGE)


def check_a_closed_port_is_not_sent(make: Make, virtual: VirtualPrinter) -> None:
    virtual.misbehave(Fault.REFUSE)
    assert make(virtual).send(LABEL) == PrintOutcome(Delivery.NOT_SENT, "printer.refused")
    virtual.recover()
    assert make(virtual).send(LABEL).delivery is Delivery.DELIVERED


@pytest.mark.parametrize(
    ("check", "make"),
    [
        (check_delivered_is_identical, a_network_printer),
        (check_a_reset_is_unknown, a_network_printer),
        (check_a_half_read_document_is_unknown, a_network_printer),
        (check_a_printer_that_stops_reading_is_unknown, a_hasty_printer),
        (check_a_closed_port_is_not_sent, a_network_printer),
        (check_a_reset_is_unknown, an_asking_printer),
        (check_a_half_read_document_is_unknown, an_asking_printer),
        (check_a_closed_port_is_not_sent, an_asking_printer),
    ],
)
def test_the_network_printer_keeps_the_contract(
    check: Callable[[Make, VirtualPrinter], None], make: Make, virtual: VirtualPrinter
) -> None:
    check(make, virtual)


@pytest.mark.parametrize(
    ("broken", "check"),
    [
        (CarelessPrinter, check_a_half_read_document_is_unknown),
        (CarelessPrinter, check_a_printer_that_stops_reading_is_unknown),
        (HopefulPrinter, check_a_reset_is_unknown),
    ],
)
def test_a_transport_that_claims_too_much_is_caught(
    broken: Callable[[int], Printer], check: Callable[[Make, VirtualPrinter], None], virtual: VirtualPrinter
) -> None:
    with pytest.raises((AssertionError, OSError)):
        check(lambda printer: broken(printer.port), virtual)


def test_a_printer_without_paper_takes_the_label_and_prints_it_when_paper_returns(virtual: VirtualPrinter) -> None:
    virtual.misbehave(Fault.PAPER_OUT)
    assert a_network_printer(virtual).send(LABEL).delivery is Delivery.DELIVERED
    assert list(virtual.labels) == []
    virtual.recover()
    assert [label.document for label in virtual.labels] == [LABEL]


def test_a_printer_without_paper_takes_no_more_than_its_buffer(virtual: VirtualPrinter) -> None:
    virtual.misbehave(Fault.PAPER_OUT)
    outcome = a_hasty_printer(virtual).send(LARGE)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.stalled")


def test_a_lying_printer_cannot_be_found_out_by_the_transport(virtual: VirtualPrinter) -> None:
    """Why `delivered` is not called printed."""
    virtual.misbehave(Fault.LIE)
    assert a_network_printer(virtual).send(LABEL).delivery is Delivery.DELIVERED
    assert list(virtual.labels) == []


def test_a_name_that_does_not_exist_is_not_sent() -> None:
    outcome = NetworkPrinter("label", "printer.invalid", **PATIENT).send(LABEL)
    assert outcome == PrintOutcome(Delivery.NOT_SENT, "printer.unreachable")


def test_a_connect_that_nobody_answers_is_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        callers = [socket.socket() for _ in range(4)]
        for caller in callers:  # fill the queue that is never served
            caller.setblocking(False)
            caller.connect_ex(address)
        outcome = NetworkPrinter("label", "127.0.0.1", address[1], **QUICK).send(LABEL)
        for caller in callers:
            caller.close()
    assert outcome == PrintOutcome(Delivery.NOT_SENT, "printer.unreachable")


def _serve_once(serve: Callable[[socket.socket], None]) -> tuple[int, threading.Thread]:
    listener = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        with listener, listener.accept()[0] as connection:
            serve(connection)

    thread = threading.Thread(target=run)
    thread.start()
    return listener.getsockname()[1], thread


def test_a_printer_that_talks_all_the_time_is_read_and_gets_every_byte() -> None:
    """Unread input would make the kernel cut the job off when we close."""
    received = bytearray()

    def talk(connection: socket.socket) -> None:
        while piece := connection.recv(65536):
            received.extend(piece)
            connection.sendall(b"\x02ready\x03\r\n" * 500)

    port, thread = _serve_once(talk)
    outcome = NetworkPrinter("label", "127.0.0.1", port, **PATIENT).send(LARGE)
    thread.join()
    assert outcome.delivery is Delivery.DELIVERED
    assert bytes(received) == LARGE


@pytest.mark.parametrize("document", [LABEL, LARGE], ids=["small", "large"])
def test_a_printer_that_talks_for_ever_does_not_hold_the_lane(document: bytes) -> None:
    """Words are no progress: neither the stall timer nor the last one is wound up by them."""

    def chatter(connection: socket.socket) -> None:
        try:
            while True:
                connection.sendall(b"\x02busy\x03\r\n" * 100)
        except OSError:
            pass

    port, thread = _serve_once(chatter)
    outcome = NetworkPrinter("label", "127.0.0.1", port, **QUICK).send(document)
    thread.join()
    assert outcome.delivery is Delivery.UNKNOWN
    assert outcome.code in {"printer.no_end", "printer.stalled"}


def test_a_printer_that_ends_before_we_do_proves_nothing() -> None:
    done = threading.Event()

    def end_first(connection: socket.socket) -> None:
        connection.shutdown(socket.SHUT_WR)
        done.wait(5)

    port, thread = _serve_once(end_first)
    outcome = NetworkPrinter("label", "127.0.0.1", port, **PATIENT).send(LARGE)
    done.set()
    thread.join()
    assert outcome.code == "printer.closed_early"
    assert outcome.delivery is (Delivery.UNKNOWN if outcome.bytes_sent else Delivery.NOT_SENT)


@contextmanager
def _two_ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """A TCP connection, our end and the printer's, whose buffer is small."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with socket.create_connection(listener.getsockname()) as ours, listener.accept()[0] as printers:
            yield ours, printers


class WatchedLink(TcpLink):
    """Lets the printer act at the one moment no thread can hit: after our end is sent, before its answer is awaited."""

    def __init__(self, connection: socket.socket, act: Callable[[], None]) -> None:
        super().__init__(connection)
        self._act = act
        self._waits_of_the_end = 0

    def _wait(self, timeout_s: float, *, wants_room: bool = False) -> tuple[int, bytes]:
        self._waits_of_the_end += not wants_room
        if self._waits_of_the_end == 2:
            self._act()
        return super()._wait(timeout_s, wants_room=wants_room)


def _pushed(link: TcpLink, document: bytes) -> str:
    """Everything handed over, and how the end went."""
    out = memoryview(document)
    while out:
        taken, _ = link.exchange(out, 10)
        out = out[taken:]
    end = link.finish(10)
    link.close(is_aborted=False)
    return end


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what has not been acknowledged")
def test_an_end_while_our_bytes_are_still_on_the_way_proves_nothing() -> None:
    with _two_ends() as (ours, printers):
        link = WatchedLink(ours, lambda: printers.shutdown(socket.SHUT_WR))
        assert _pushed(link, b"-" * 500_000) == "printer.closed_early"


def test_an_end_followed_by_a_reset_is_a_reset() -> None:
    with _two_ends() as (ours, printers):

        def end_then_close_unread() -> None:
            printers.shutdown(socket.SHUT_WR)
            printers.close()

        assert _pushed(WatchedLink(ours, end_then_close_unread), b"-" * 500_000) == "printer.reset"


def test_an_end_that_answers_ours_is_a_delivery() -> None:
    with _two_ends() as (ours, printers):

        def read_to_the_end() -> None:
            while printers.recv(65536):
                pass
            printers.close()

        assert _pushed(WatchedLink(ours, read_to_the_end), LABEL) == ""


def test_an_end_that_comes_before_ours_is_no_answer() -> None:
    with _two_ends() as (ours, printers):
        printers.shutdown(socket.SHUT_WR)
        assert _pushed(TcpLink(ours), b"") == "printer.closed_early"


def test_what_a_printer_says_is_handed_on_before_its_end_is_told() -> None:
    with _two_ends() as (ours, printers):
        link = TcpLink(ours)
        printers.sendall(b"ready")
        assert link.exchange(memoryview(b""), 10) == (0, b"ready")
        assert link.exchange(memoryview(b""), 0.01) == (0, b"")
        printers.shutdown(socket.SHUT_WR)
        with pytest.raises(LinkBroken, match=r"printer\.closed_early"):
            link.exchange(memoryview(b"more"), 10)
        link.close(is_aborted=True)


def test_a_slow_printer_is_not_a_stalled_one() -> None:
    """The timer runs from the last byte taken: here every look at the clock costs 40 % of it."""

    def read_slowly(connection: socket.socket) -> None:
        while connection.recv(4096):
            pass

    looks = itertools.count()
    port, thread = _serve_once(read_slowly)
    printer = NetworkPrinter("label", "127.0.0.1", port, **PATIENT, clock=lambda: next(looks) * 4.0)
    outcome = printer.send(LARGE)
    thread.join()
    assert outcome == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(LARGE))


def test_a_stalled_job_is_broken_off_not_left_to_dribble_out_later() -> None:
    """After a stall the printer must see a reset, not an orderly end that makes half a document look whole."""
    seen: list[str] = []
    given_up = threading.Event()

    def sleepy(connection: socket.socket) -> None:
        given_up.wait(5)
        try:
            while connection.recv(1 << 20):
                pass
            seen.append("end")
        except ConnectionResetError:
            seen.append("reset")

    port, thread = _serve_once(sleepy)
    outcome = NetworkPrinter("label", "127.0.0.1", port, **QUICK).send(LARGE)
    given_up.set()
    thread.join()
    assert outcome.code == "printer.stalled"
    assert seen == ["reset"]


def test_the_file_printer_delivers_identical_bytes_in_numbered_files(tmp_path: Path) -> None:
    printer = FilePrinter("label", tmp_path / "out")
    for document in (LABEL, b"\x00\xff\r\n"):
        assert printer.send(document) == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(document))
    FilePrinter("other", tmp_path / "out").send(b"x")
    FilePrinter("label", tmp_path / "out").send(b"third")
    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert files == {
        "label-000001.prn": LABEL,
        "label-000002.prn": b"\x00\xff\r\n",
        "label-000003.prn": b"third",
        "other-000001.prn": b"x",
    }


def test_a_folder_that_cannot_be_written_is_not_sent(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    outcome = FilePrinter("label", tmp_path / "file").send(LABEL)
    assert outcome == PrintOutcome(Delivery.NOT_SENT, "printer.folder")
