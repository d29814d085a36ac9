"""IPP printers that babble, drip and never end: no answer, bounded memory, and no waiting for ever."""

from __future__ import annotations

import socket
import threading

import pytest

from app.devices.ipp.operations import Operation
from app.domain.printer_status import Condition
from app.domain.printing import Delivery
from tests.devices.test_ipp_printer import LABEL, CrookedPrinter, a_printer, crooked, status

__all__ = ["crooked"]


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\x00" * 100,
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nxxxx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 900000000000\r\n\r\nxxxx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nxxxxx\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 " + b"K" * 100_000,
        b"SSH-2.0-printer\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
    ],
)
def test_babble_is_no_answer(said: bytes, crooked: CrookedPrinter) -> None:
    babble = {operation: (lambda line, _: line.sendall(said)) for operation in Operation}
    crooked.hooks = dict(babble)
    outcome = a_printer(crooked).send(LABEL)
    assert outcome.delivery is Delivery.NOT_SENT
    assert outcome.code in {"printer.reset", "printer.nonsense", "printer.http"}
    assert a_printer(crooked).look().conditions == {Condition.SILENT}
    crooked.hooks = {Operation.PRINT_JOB: babble[Operation.PRINT_JOB], Operation.GET_JOBS: status(0)}
    assert a_printer(crooked).send(LABEL).delivery is Delivery.UNKNOWN


def test_a_printer_that_never_ends_is_hung_up_on(crooked: CrookedPrinter) -> None:
    said = 0

    def babble(line: socket.socket, _: bytes) -> None:
        nonlocal said
        line.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n")  # all that is there
        while said < 100_000_000:
            said += line.send(b"-" * 100_000)

    crooked.hooks = {Operation.PRINT_JOB: babble, Operation.GET_JOBS: status(0)}
    outcome = a_printer(crooked).send(LABEL)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.nonsense")
    assert said < 50_000_000


def test_a_printer_that_drips_is_not_listened_to_for_ever(crooked: CrookedPrinter) -> None:
    over = threading.Event()

    def drip(line: socket.socket, _: bytes) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        while not over.wait(0.01):
            line.sendall(b"X")

    crooked.hooks[Operation.PRINT_JOB] = drip
    crooked.hooks[Operation.GET_JOBS] = status(0)
    outcome = None

    def send() -> None:
        nonlocal outcome
        outcome = a_printer(crooked, answer_timeout_s=0.2).send(LABEL)

    sender = threading.Thread(target=send)
    sender.start()
    sender.join(10)
    over.set()
    assert not sender.is_alive()
    assert outcome is not None
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.no_answer")
