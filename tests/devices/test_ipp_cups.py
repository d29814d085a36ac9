"""Queues of a real cupsd, before printers that reset, run dry and lie: what is said of a label is never too much."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.devices.ipp.address import parse_address
from app.devices.ipp.message import Attribute, Group, GroupTag, Message, Tag, encode
from app.devices.ipp.operations import IppPort, Operation
from app.devices.ipp.transport import _head
from app.devices.printer import Printer
from app.devices.printer_ipp import IppPrinter
from app.devices.virtual_printer import Fault, VirtualPrinter
from app.domain.label import Stock
from app.domain.printer_status import Condition
from app.domain.printing import Delivery, Language, PaperProof, PrintOutcome
from tests.devices.cups import NO_CUPSD, Cups, a_page, running_cups

pytestmark = pytest.mark.skipif(bool(NO_CUPSD), reason=NO_CUPSD)

LABEL = b"^XA^PW16^LL2^FO0,0^GFA,4,4,2,80010180^FS^XZ"
LARGE = b"^XA^FX" + b"-" * 8_000_000 + b"^XZ"  # more than the buffers on the way take
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def cups() -> Iterator[Cups]:
    with running_cups() as server:
        yield server


@pytest.fixture
def virtual(tmp_path: Path) -> Iterator[VirtualPrinter]:
    printer = VirtualPrinter("127.0.0.1", 0, tmp_path / "paper")
    printer.start()
    yield printer
    printer.stop()


@pytest.fixture
def queue(cups: Cups, virtual: VirtualPrinter) -> Iterator[str]:
    """A raw queue to the virtual printer; its jobs go with it."""
    name = f"label{next(NUMBERS)}"
    cups.add_raw_queue(name, virtual.port)
    yield name
    cups.admin("cancel", "-a", "-x")


def a_printer(cups: Cups, queue: str, *, identity: str = "", job_timeout_s: float = 10.0) -> IppPrinter:
    return IppPrinter(
        "label",
        parse_address(cups.uri(queue)),
        language=Language.ZPL,
        station="bench-1",
        identity=identity,
        job_timeout_s=job_timeout_s,
    )


def test_a_label_reaches_the_printer_byte_for_byte(cups: Cups, queue: str, virtual: VirtualPrinter) -> None:
    outcome = a_printer(cups, queue).send(LABEL)
    assert (outcome.delivery, outcome.code, outcome.bytes_sent) == (Delivery.HANDED_OVER, "", len(LABEL))
    assert outcome.job_id.isdecimal()
    assert [label.document for label in virtual.labels] == [LABEL]


def test_the_print_server_is_reached_by_its_own_socket(cups: Cups, queue: str, virtual: VirtualPrinter) -> None:
    address = parse_address(f"cups:{queue}", cups_socket=cups.socket)
    printer = IppPrinter("label", address, language=Language.ZPL, station="bench-1")
    assert printer.send(LABEL).delivery is Delivery.HANDED_OVER
    assert [label.document for label in virtual.labels] == [LABEL]
    assert printer.look().conditions == {Condition.READY}


def test_a_job_is_known_by_our_number_and_by_the_station(cups: Cups, queue: str) -> None:
    port = IppPort(parse_address(cups.uri(queue)), user="bench-1")
    names = iter(["packbench-one", "packbench-two"])
    printer = IppPrinter(
        "label",
        parse_address(cups.uri(queue)),
        language=Language.ZPL,
        station="bench-1",
        new_job_name=lambda: next(names),
    )
    first, second = printer.send(LABEL), printer.send(LABEL)
    assert [port.find_job(name) for name in ("packbench-one", "packbench-two", "packbench-three")] == [
        int(first.job_id),
        int(second.job_id),
        None,
    ]
    job = port.get_job_attributes(int(first.job_id), ["job-originating-user-name"]).group(GroupTag.JOB)
    assert job.text("job-originating-user-name") == "bench-1"


@pytest.mark.parametrize("lost", [0, 1])
def test_a_job_is_made_only_of_a_document_that_came_whole(lost: int, cups: Cups, queue: str) -> None:
    """Why a job that is found by its name after a broken line is a whole one: without the last byte there is none."""
    address, name = parse_address(cups.uri(queue)), f"packbench-{lost}"
    words = (
        Attribute("attributes-charset", Tag.CHARSET, ("utf-8",)),
        Attribute("attributes-natural-language", Tag.LANGUAGE, ("en",)),
        Attribute("printer-uri", Tag.URI, (address.uri,)),
        Attribute("job-name", Tag.NAME, (name,)),
    )
    request = encode(Message(Operation.PRINT_JOB, (Group(GroupTag.OPERATION, words),)))
    with socket.create_connection((address.host, address.port)) as line:
        line.sendall(_head(address, len(request) + len(LABEL)) + request + LABEL[: len(LABEL) - lost])
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            pass
    found = IppPort(address, user="bench-1").find_job(name)
    assert (found is None) == bool(lost)


@pytest.mark.parametrize("size", [200, 20_000, 1_000_000])
@pytest.mark.parametrize("fault", [Fault.RESET, Fault.HALF_READ, Fault.LIE])
def test_what_a_queue_calls_completed_is_no_more_than_handed_over(
    fault: Fault, size: int, cups: Cups, queue: str, virtual: VirtualPrinter
) -> None:
    virtual.misbehave(fault, after_bytes=size * 3 // 100)
    outcome = a_printer(cups, queue).send(b"^XA^FX" + b"-" * (size - 9) + b"^XZ")
    assert outcome.delivery in {Delivery.HANDED_OVER, Delivery.UNKNOWN}
    assert outcome.proof is PaperProof.NONE
    assert list(virtual.labels) == []
    if outcome.delivery is Delivery.UNKNOWN:
        assert outcome.code == "printer.taken_back"


@pytest.mark.parametrize(("fault", "document"), [(Fault.STALL, LARGE), (Fault.PAPER_OUT, LARGE), (Fault.REFUSE, LABEL)])
def test_a_job_that_stays_in_the_queue_is_handed_over_and_waiting(
    fault: Fault, document: bytes, cups: Cups, queue: str, virtual: VirtualPrinter
) -> None:
    virtual.misbehave(fault)
    outcome = a_printer(cups, queue, job_timeout_s=0.4).send(document)
    assert (outcome.delivery, outcome.code) == (Delivery.HANDED_OVER, "printer.waiting")
    assert list(virtual.labels) == []


def test_a_job_that_would_begin_anew_by_itself_is_taken_back(cups: Cups, queue: str, virtual: VirtualPrinter) -> None:
    """CUPS puts a job back when its backend fails, and would print all of it again half a minute later."""
    outcome = PrintOutcome(Delivery.HANDED_OVER)
    for _ in range(20):  # sometimes its backend does not see the reset at all
        virtual.misbehave(Fault.RESET, after_bytes=30_000)
        outcome = a_printer(cups, queue).send(b"^XA^FX" + b"-" * 1_000_000 + b"^XZ")
        if outcome.delivery is Delivery.UNKNOWN:
            break
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.taken_back")
    port = IppPort(parse_address(cups.uri(queue)), user="bench-1")
    job = port.get_job_attributes(int(outcome.job_id), ["job-state"]).group(GroupTag.JOB)
    assert job.number("job-state") == 7  # canceled


def test_a_job_that_never_began_is_taken_back_and_was_not_sent(cups: Cups, queue: str, virtual: VirtualPrinter) -> None:
    virtual.misbehave(Fault.STALL)
    assert a_printer(cups, queue, job_timeout_s=0.1).send(LARGE).code == "printer.waiting"
    outcome = a_printer(cups, queue, job_timeout_s=0.1).send(LABEL)  # behind the one that does not get on
    assert (outcome.delivery, outcome.code, outcome.bytes_sent) == (Delivery.NOT_SENT, "printer.busy", 0)
    cups.admin("cancel", "-a")
    virtual.recover()
    assert a_printer(cups, queue).send(LABEL.replace(b"8001", b"0001")).delivery is Delivery.HANDED_OVER
    assert LABEL not in [label.document for label in virtual.labels]


def test_a_queue_that_holds_its_jobs_gets_none(cups: Cups, queue: str) -> None:
    cups.admin("lpadmin", "-p", queue, "-o", "job-hold-until-default=indefinite")
    outcome = a_printer(cups, queue, job_timeout_s=0.1).send(LABEL)
    assert outcome.delivery is Delivery.NOT_SENT


@pytest.mark.parametrize(
    ("stop", "start", "code", "condition"),
    [
        ("cupsdisable", "cupsenable", "printer.paused", Condition.PAUSED),
        ("cupsreject", "cupsaccept", "printer.rejecting", Condition.OFFLINE),
    ],
)
def test_a_queue_that_is_stopped_gets_nothing(
    stop: str, start: str, code: str, condition: Condition, cups: Cups, queue: str, virtual: VirtualPrinter
) -> None:
    cups.admin(stop, queue)
    assert a_printer(cups, queue).look().stop is condition
    assert a_printer(cups, queue).send(LABEL) == PrintOutcome(Delivery.NOT_SENT, code)
    cups.admin(start, queue)
    assert a_printer(cups, queue).send(LABEL).delivery is Delivery.HANDED_OVER
    assert len(virtual.labels) == 1


def test_a_queue_that_is_gone_gets_nothing_and_neither_does_the_default(
    cups: Cups, queue: str, virtual: VirtualPrinter
) -> None:
    printer, other = a_printer(cups, queue), f"other{next(NUMBERS)}"
    cups.admin("lpadmin", "-x", queue)
    cups.add_raw_queue(other, virtual.port)  # renamed: the same printer under another name
    cups.admin("lpadmin", "-d", other)
    assert printer.send(LABEL) == PrintOutcome(Delivery.NOT_SENT, "printer.unknown_queue")
    assert printer.look().conditions == {Condition.AWAY}
    for path in ("ipp/print", "", "printers/"):
        nobody = parse_address(f"ipp://127.0.0.1:{cups.port}/{path}")
        outcome = IppPrinter("label", nobody, language=Language.ZPL, station="bench-1").send(LABEL)
        assert outcome.delivery is Delivery.NOT_SENT
    assert list(virtual.labels) == []


def test_a_queue_that_leads_to_another_device_now_gets_nothing(
    cups: Cups, queue: str, virtual: VirtualPrinter, tmp_path: Path
) -> None:
    identity = a_printer(cups, queue).look().identity
    assert identity == f"socket://127.0.0.1:{virtual.port}"
    assert a_printer(cups, queue, identity=identity).send(LABEL).delivery is Delivery.HANDED_OVER
    other = VirtualPrinter("127.0.0.1", 0, tmp_path / "other")
    other.start()
    try:
        cups.add_raw_queue(queue, other.port)
        bound = a_printer(cups, queue, identity=identity)
        assert bound.send(LABEL) == PrintOutcome(Delivery.NOT_SENT, "printer.other_device")
        assert list(other.labels) == []
    finally:
        other.stop()


def test_a_group_of_queues_is_no_printer(cups: Cups, queue: str, virtual: VirtualPrinter) -> None:
    group = f"group{next(NUMBERS)}"
    cups.admin("lpadmin", "-p", queue, "-c", group)
    cups.admin("cupsenable", group)
    cups.admin("cupsaccept", group)
    for path in ("classes", "printers"):
        address = parse_address(f"ipp://127.0.0.1:{cups.port}/{path}/{group}")
        outcome = IppPrinter("label", address, language=Language.ZPL, station="bench-1").send(LABEL)
        assert outcome.delivery is Delivery.NOT_SENT
        assert outcome.code in {"printer.queue_is_group", "printer.unknown_queue"}
    assert list(virtual.labels) == []


def test_a_page_is_not_given_to_a_queue_that_draws_none(cups: Cups, queue: str, virtual: VirtualPrinter) -> None:
    stock = Stock(100, 150, 203)
    page = IppPrinter(
        "slip", parse_address(cups.uri(queue)), language=Language.PAGE, station="bench-1", stock=stock
    ).send(a_page(100, 150))
    assert page == PrintOutcome(Delivery.NOT_SENT, "printer.no_driver")
    assert virtual.bytes_taken == 0


# --- Broken on purpose ------------------------------------------------------------------------------------------------


class TrustfulPrinter:
    """Broken on purpose: takes the queue's `completed` for the printer's."""

    name = "trustful"

    def __init__(self, printer: IppPrinter) -> None:
        self._printer = printer

    def send(self, document: bytes) -> PrintOutcome:
        outcome = self._printer.send(document)
        is_completed = outcome.delivery is Delivery.HANDED_OVER and not outcome.code
        return PrintOutcome(Delivery.DELIVERED, proof=PaperProof.COUNTER) if is_completed else outcome


def check_a_reset_at_three_percent_is_never_called_delivered(
    make: Callable[[], IppPrinter | TrustfulPrinter], virtual: VirtualPrinter
) -> None:
    for _ in range(20):
        virtual.misbehave(Fault.RESET, after_bytes=6)
        outcome = make().send(b"^XA^FX" + b"-" * 191 + b"^XZ")
        assert outcome.delivery not in {Delivery.DELIVERED, Delivery.NOT_SENT}
        assert outcome.proof is PaperProof.NONE


def test_a_reset_at_three_percent_is_never_called_delivered(cups: Cups, queue: str, virtual: VirtualPrinter) -> None:
    check_a_reset_at_three_percent_is_never_called_delivered(lambda: a_printer(cups, queue), virtual)


def test_a_client_that_takes_completed_for_printed_is_caught(cups: Cups, queue: str, virtual: VirtualPrinter) -> None:
    with pytest.raises(AssertionError):
        check_a_reset_at_three_percent_is_never_called_delivered(
            lambda: TrustfulPrinter(a_printer(cups, queue)), virtual
        )


def test_the_ipp_printer_is_a_printer(cups: Cups, queue: str) -> None:
    printer: Printer = a_printer(cups, queue)
    assert printer.name == "label"
