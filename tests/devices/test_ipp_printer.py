"""IPP printers that break off, refuse, lie and babble: what is said of the document is never too much."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Self

import pytest

from app.devices.ipp.address import parse_address
from app.devices.ipp.message import Attribute, Group, GroupTag, Message, Tag, decode, encode
from app.devices.ipp.operations import Operation
from app.devices.printer_ipp import IppPrinter
from app.domain.printer_status import Condition
from app.domain.printing import Delivery, Language, PaperProof, PrintOutcome

LABEL = b"^XA" + b"-" * 3000 + b"^XZ"
LARGE = b"^XA" + b"-" * 6_000_000 + b"^XZ"
READY: dict[str, tuple[int, tuple[object, ...]]] = {
    "printer-state": (Tag.ENUM, (3,)),
    "printer-state-reasons": (Tag.KEYWORD, ("none",)),
    "printer-is-accepting-jobs": (Tag.BOOLEAN, (True,)),
    "document-format-supported": (Tag.MIME_TYPE, ("application/octet-stream",)),
}


@dataclass
class CrookedPrinter:
    """An IPP printer on loopback. `hooks`: what it does with an operation instead of answering well."""

    printer: dict[str, tuple[int, tuple[object, ...]]] = field(default_factory=lambda: dict(READY))
    job_states: list[int] = field(default_factory=lambda: [9])
    job_reasons: tuple[str, ...] = ("none",)
    begun: int | None = 5
    hooks: dict[int, Callable[[socket.socket, bytes], None]] = field(default_factory=dict)
    cut_at: int | None = None  # resets once so many bytes of a Print-Job were read
    operations: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=8)
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        socket.create_connection(self._listener.getsockname()).close()
        self._thread.join()
        self._listener.close()

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    def _serve(self) -> None:
        while not self._is_over.is_set():
            line, _ = self._listener.accept()
            with line:
                try:
                    self._answer(line)
                except OSError:
                    pass  # the caller hung up

    def _answer(self, line: socket.socket) -> None:
        content = bytearray()
        while b"\r\n\r\n" not in content:
            if not (piece := line.recv(65536)):
                return
            content += piece
        head, _, body = bytes(content).partition(b"\r\n\r\n")
        length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        operation = int.from_bytes(body[2:4], "big")
        self.operations.append(operation)
        count = len(body)
        while count < length:
            if operation == Operation.PRINT_JOB and self.cut_at is not None and count >= self.cut_at:
                reset(line)
                return
            piece = line.recv(65536)
            if not piece:
                return
            body = (body + piece)[:4096]
            count += len(piece)
        if operation == Operation.PRINT_JOB:
            self.names.append(decode(body).group(GroupTag.OPERATION).text("job-name"))
        hook = self.hooks.get(operation)
        if hook:
            hook(line, body)
        else:
            say(line, Message(0, self._groups(operation)))

    def _groups(self, operation: int) -> tuple[Group, ...]:
        if operation == Operation.GET_PRINTER_ATTRIBUTES:
            told = tuple(Attribute(name, tag, values) for name, (tag, values) in self.printer.items())  # type: ignore[arg-type]
            return (Group(GroupTag.PRINTER, told),)
        if operation == Operation.GET_JOBS:
            jobs = (
                (Attribute("job-id", Tag.INTEGER, (70 + at,)), Attribute("job-name", Tag.NAME, (name,)))
                for at, name in enumerate(self.names)
            )
            return tuple(Group(GroupTag.JOB, job) for job in jobs)
        if operation == Operation.CANCEL_JOB:
            self.job_states = [7]
            return ()
        state = self.job_states.pop(0) if len(self.job_states) > 1 else self.job_states[0]
        begun = Attribute("time-at-processing", Tag.INTEGER, (self.begun,))
        if self.begun is None:
            begun = Attribute("time-at-processing", Tag.NO_VALUE, ())
        told = (
            Attribute("job-id", Tag.INTEGER, (70,)),
            Attribute("job-state", Tag.ENUM, (state,)),
            Attribute("job-state-reasons", Tag.KEYWORD, self.job_reasons),
            begun,
        )
        return (Group(GroupTag.JOB, told),)


def say(line: socket.socket, message: Message) -> None:
    say_http(line, 200, encode(message))


def say_http(line: socket.socket, status: int, content: bytes = b"") -> None:
    line.sendall(b"HTTP/1.1 %d Word\r\nContent-Length: %d\r\n\r\n" % (status, len(content)) + content)


def reset(line: socket.socket, _: bytes = b"") -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def status(code: int, *groups: Group) -> Callable[[socket.socket, bytes], None]:
    return lambda line, _: say(line, Message(code, groups))


@pytest.fixture
def crooked() -> Iterator[CrookedPrinter]:
    with CrookedPrinter() as printer:
        yield printer


def a_printer(crooked: CrookedPrinter, *, path: str = "/ipp/print", **timers: float) -> IppPrinter:
    given = {"stall_timeout_s": 5.0, "answer_timeout_s": 5.0, "job_timeout_s": 5.0} | timers
    return IppPrinter(
        "label",
        parse_address(f"ipp://127.0.0.1:{crooked.port}{path}"),
        language=Language.ZPL,
        station="bench-1",
        **given,
    )


def test_a_printer_by_itself_has_read_what_it_calls_completed(crooked: CrookedPrinter) -> None:
    crooked.job_states = [3, 5, 5, 9]
    assert a_printer(crooked).send(LABEL) == PrintOutcome(Delivery.DELIVERED, "", len(LABEL), "70")


@pytest.mark.parametrize("mark", ["device-uri", "smi2699-device-uri", "smi55357-device-uri"])
def test_whoever_stands_before_the_printer_has_only_taken_it(mark: str, crooked: CrookedPrinter) -> None:
    crooked.printer[mark] = (Tag.URI, ("usb://Zebra/ZD421?serial=S1",))
    outcome = a_printer(crooked).send(LABEL)
    assert (outcome.delivery, outcome.proof) == (Delivery.HANDED_OVER, PaperProof.NONE)


def check_a_line_that_breaks_inside_the_document_is_unknown(
    make: Callable[[CrookedPrinter], IppPrinter | HopefulPrinter], crooked: CrookedPrinter
) -> None:
    for cut_at in (60_000, 500_000, 1_000_000):
        crooked.cut_at = cut_at
        outcome = make(crooked).send(LARGE)
        assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.reset")
        assert 0 < outcome.bytes_sent < len(LARGE)
    assert crooked.operations.count(Operation.PRINT_JOB) == 3


def test_a_line_that_breaks_inside_the_document_is_unknown(crooked: CrookedPrinter) -> None:
    check_a_line_that_breaks_inside_the_document_is_unknown(a_printer, crooked)


class HopefulPrinter:
    """Broken on purpose: takes a broken line for "nothing happened", so the label would be sent again by itself."""

    def __init__(self, crooked: CrookedPrinter) -> None:
        self._printer = a_printer(crooked)

    def send(self, document: bytes) -> PrintOutcome:
        outcome = self._printer.send(document)
        return PrintOutcome(Delivery.NOT_SENT, outcome.code) if outcome.code == "printer.reset" else outcome


def test_a_client_that_takes_a_broken_line_for_nothing_is_caught(crooked: CrookedPrinter) -> None:
    with pytest.raises(AssertionError):
        check_a_line_that_breaks_inside_the_document_is_unknown(HopefulPrinter, crooked)


@pytest.mark.parametrize(("is_cups", "delivery"), [(True, Delivery.HANDED_OVER), (False, Delivery.UNKNOWN)])
def test_an_answer_that_is_lost_is_settled_by_the_jobs_name_where_a_job_means_all_of_it(
    is_cups: bool, delivery: Delivery, crooked: CrookedPrinter
) -> None:
    if is_cups:
        crooked.printer["operations-supported"] = (Tag.ENUM, (0x0002, Operation.CUPS_GET_PRINTERS))
    crooked.hooks[Operation.PRINT_JOB] = reset
    outcome = a_printer(crooked, path="/printers/label").send(LABEL)
    assert (outcome.delivery, outcome.job_id, outcome.bytes_sent) == (delivery, "70", len(LABEL))
    assert crooked.operations.count(Operation.PRINT_JOB) == 1
    assert crooked.names[0].startswith("packbench-")


def test_an_answer_that_is_lost_and_a_job_that_is_not_listed_is_unknown(crooked: CrookedPrinter) -> None:
    crooked.hooks |= {Operation.PRINT_JOB: reset, Operation.GET_JOBS: status(0)}
    outcome = a_printer(crooked).send(LABEL)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.reset")


@pytest.mark.parametrize(
    ("code", "delivery", "word"),
    [
        (0x0400, Delivery.NOT_SENT, "printer.refused_job"),
        (0x0403, Delivery.NOT_SENT, "printer.not_allowed"),
        (0x0406, Delivery.NOT_SENT, "printer.unknown_queue"),
        (0x040A, Delivery.NOT_SENT, "printer.format"),
        (0x0506, Delivery.NOT_SENT, "printer.rejecting"),
        (0x0507, Delivery.NOT_SENT, "printer.busy"),
        (0x0411, Delivery.UNKNOWN, "printer.refused_job"),  # it has read into the document
        (0x0500, Delivery.UNKNOWN, "printer.refused_job"),
        (0x0504, Delivery.UNKNOWN, "printer.refused_job"),  # a jam, while it prints
        (0x0508, Delivery.UNKNOWN, "printer.refused_job"),  # canceled while it came in
        (0x7FFF, Delivery.UNKNOWN, "printer.refused_job"),
    ],
)
def test_a_refusal_is_not_sent_only_where_it_says_that_no_job_was_made(
    code: int, delivery: Delivery, word: str, crooked: CrookedPrinter
) -> None:
    crooked.hooks[Operation.PRINT_JOB] = status(code)
    outcome = a_printer(crooked).send(LABEL)
    assert (outcome.delivery, outcome.code) == (delivery, word)


def test_a_refusal_with_a_job_is_unknown(crooked: CrookedPrinter) -> None:
    job = Group(GroupTag.JOB, (Attribute("job-id", Tag.INTEGER, (7,)),))
    crooked.hooks[Operation.PRINT_JOB] = status(0x0507, job)
    outcome = a_printer(crooked).send(LABEL)
    assert (outcome.delivery, outcome.job_id) == (Delivery.UNKNOWN, "7")


@pytest.mark.parametrize(
    ("http", "delivery", "code"),
    [
        (401, Delivery.NOT_SENT, "printer.not_allowed"),
        (404, Delivery.NOT_SENT, "printer.unknown_queue"),
        (413, Delivery.NOT_SENT, "printer.http"),
        (400, Delivery.UNKNOWN, "printer.http"),
        (408, Delivery.UNKNOWN, "printer.http"),
        (500, Delivery.UNKNOWN, "printer.http"),
    ],
)
def test_a_refusal_by_http_is_not_sent_unless_it_may_have_been_read(
    http: int, delivery: Delivery, code: str, crooked: CrookedPrinter
) -> None:
    crooked.hooks[Operation.PRINT_JOB] = lambda line, _: say_http(line, http)
    crooked.hooks[Operation.GET_JOBS] = status(0)
    outcome = a_printer(crooked).send(LABEL)
    assert (outcome.delivery, outcome.code) == (delivery, code)


@pytest.mark.parametrize("operation", [Operation.GET_PRINTER_ATTRIBUTES, Operation.VALIDATE_JOB])
def test_what_breaks_before_the_document_is_not_sent(operation: Operation, crooked: CrookedPrinter) -> None:
    crooked.hooks[operation] = reset
    assert a_printer(crooked).send(LABEL) == PrintOutcome(Delivery.NOT_SENT, "printer.reset")
    assert Operation.PRINT_JOB not in crooked.operations


@pytest.mark.parametrize(
    ("states", "reasons", "delivery", "code"),
    [
        ([5, 8], "none", Delivery.UNKNOWN, "printer.job_aborted"),
        ([5, 7], "job-canceled-by-operator", Delivery.UNKNOWN, "printer.job_canceled"),
        ([9], "job-completed-with-errors", Delivery.UNKNOWN, "printer.job_errors"),
        ([6], "printer-stopped", Delivery.HANDED_OVER, "printer.job_stopped"),
    ],
)
def test_a_job_that_ends_otherwise_is_never_called_delivered(
    states: list[int], reasons: str, delivery: Delivery, code: str, crooked: CrookedPrinter
) -> None:
    crooked.job_states, crooked.job_reasons = states, (reasons,)
    outcome = a_printer(crooked).send(LABEL)
    assert (outcome.delivery, outcome.code) == (delivery, code)


def test_a_job_that_vanished_is_unknown(crooked: CrookedPrinter) -> None:
    crooked.hooks[Operation.GET_JOB_ATTRIBUTES] = status(0x0406)
    outcome = a_printer(crooked).send(LABEL)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.job_vanished")


@pytest.mark.parametrize(
    ("begun", "delivery", "code"),
    [(None, Delivery.NOT_SENT, "printer.busy"), (5, Delivery.UNKNOWN, "printer.taken_back")],
)
def test_a_waiting_job_is_taken_back_and_was_not_sent_only_if_it_never_began(
    begun: int | None, delivery: Delivery, code: str, crooked: CrookedPrinter
) -> None:
    crooked.job_states, crooked.begun = [3], begun
    outcome = a_printer(crooked, job_timeout_s=0.05).send(LABEL)
    assert (outcome.delivery, outcome.code) == (delivery, code)
    assert Operation.CANCEL_JOB in crooked.operations


@pytest.mark.parametrize(
    ("reason", "condition"),
    [
        ("media-empty-error", Condition.PAPER_OUT),
        ("media-jam-warning", Condition.PAPER_JAM),
        ("cover-open-report", Condition.HEAD_OPEN),
        ("marker-supply-empty-error", Condition.RIBBON_OUT),
        ("offline-report", Condition.OFFLINE),
        ("media-low-warning", None),
        ("none", None),
        ("com.maker.something", None),
    ],
)
def test_what_it_says_of_itself_is_told_and_stops_only_when_it_has_stopped(
    reason: str, condition: Condition | None, crooked: CrookedPrinter
) -> None:
    crooked.printer["printer-state-reasons"] = (Tag.KEYWORD, (reason,))
    assert a_printer(crooked).look().stop is condition
    assert a_printer(crooked).send(LABEL).delivery is Delivery.DELIVERED  # it may have another tray
    crooked.printer["printer-state"] = (Tag.ENUM, (5,))
    stopped = condition or Condition.OFFLINE
    assert a_printer(crooked).send(LABEL) == PrintOutcome(Delivery.NOT_SENT, f"printer.{stopped}")


def test_a_printer_of_the_old_standard_is_asked_in_its_words(crooked: CrookedPrinter) -> None:
    def old(line: socket.socket, body: bytes) -> None:
        is_new = body[0] > 1
        say(line, Message(0x0503 if is_new else 0, () if is_new else crooked._groups(int.from_bytes(body[2:4], "big"))))

    crooked.hooks = {operation: old for operation in Operation}  # noqa: C420 # one function for all of them
    assert a_printer(crooked).send(LABEL).delivery is Delivery.DELIVERED
    assert crooked.operations.count(Operation.PRINT_JOB) == 1


def test_a_printer_that_forgets_the_standard_it_spoke_is_not_given_the_document_again(crooked: CrookedPrinter) -> None:
    crooked.hooks[Operation.PRINT_JOB] = status(0x0503)
    assert a_printer(crooked).send(LABEL).delivery is Delivery.NOT_SENT
    assert crooked.operations.count(Operation.PRINT_JOB) == 1


NOWHERE = (
    ("ipp://127.0.0.1:1/", "printer.refused"),
    ("ipp://printer.invalid/", "printer.unreachable"),
    ("ipp://printer..invalid/", "printer.unreachable"),
)


def test_nobody_there_is_not_sent_and_away() -> None:
    for text, code in NOWHERE:
        printer = IppPrinter("label", parse_address(text), language=Language.ZPL, station="bench-1")
        assert printer.send(LABEL) == PrintOutcome(Delivery.NOT_SENT, code)
        assert printer.look().conditions == {Condition.AWAY}
