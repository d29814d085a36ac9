"""The operations of IPP that printing needs (RFC 8011, CUPS-Get-Printers), asked of one printer or print server."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import IntEnum

from app.devices.ipp.address import IppAddress
from app.devices.ipp.message import Attribute, Group, GroupTag, Message, Tag, Value, encode
from app.devices.ipp.transport import post


class Operation(IntEnum):
    PRINT_JOB = 0x0002
    VALIDATE_JOB = 0x0004
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B
    CUPS_GET_PRINTERS = 0x4002


class Status(IntEnum):
    """The answers that mean something of their own here (RFC 8011 appendix B)."""

    FIRST_FAILURE = 0x0100
    BAD_REQUEST = 0x0400
    FORBIDDEN = 0x0401
    NOT_AUTHENTICATED = 0x0402
    NOT_AUTHORIZED = 0x0403
    NOT_POSSIBLE = 0x0404
    NOT_FOUND = 0x0406
    GONE = 0x0407
    FORMAT_NOT_SUPPORTED = 0x040A
    ATTRIBUTES_NOT_SUPPORTED = 0x040B
    CHARSET_NOT_SUPPORTED = 0x040D
    CONFLICTING_ATTRIBUTES = 0x040E
    OPERATION_NOT_SUPPORTED = 0x0501
    SERVICE_UNAVAILABLE = 0x0502
    VERSION_NOT_SUPPORTED = 0x0503
    NOT_ACCEPTING = 0x0506
    BUSY = 0x0507

    @staticmethod
    def is_harmless(code: int) -> bool:
        """Whether this failure says that no job was made. The others (an error inside of the document, of the device,
        of the server, a cancelation while it came in) may come after the first of it was on paper.
        """
        return code in set(Status) and code != Status.FIRST_FAILURE


_REFUSALS = {
    Status.FORBIDDEN: "printer.not_allowed",
    Status.NOT_AUTHENTICATED: "printer.not_allowed",
    Status.NOT_AUTHORIZED: "printer.not_allowed",
    Status.NOT_FOUND: "printer.unknown_queue",
    Status.GONE: "printer.unknown_queue",
    Status.FORMAT_NOT_SUPPORTED: "printer.format",
    Status.NOT_ACCEPTING: "printer.rejecting",
    Status.SERVICE_UNAVAILABLE: "printer.busy",
    Status.BUSY: "printer.busy",
}


def refusal_code(status: int) -> str:
    """Why it said no; `printer.refused_job` for what only its own log explains."""
    return next((code for known, code in _REFUSALS.items() if known == status), "printer.refused_job")


class IppPort:
    """Where one printer, or a print server, is asked. `user` is who asks, a station and never a person.

    Timers in seconds: for the connection, for no byte taken, for the answer. Every method raises IppTrouble when there
    is no answer; an answer that says no is returned like any other.
    """

    def __init__(
        self,
        address: IppAddress,
        *,
        user: str,
        connect_timeout_s: float = 3.0,
        stall_timeout_s: float = 8.0,
        answer_timeout_s: float = 15.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.address = address
        self._user = user
        self._connect_timeout_s = connect_timeout_s
        self._stall_timeout_s = stall_timeout_s
        self._answer_timeout_s = answer_timeout_s
        self._clock = clock
        self._version = (2, 0)
        self._numbers = itertools.count(1)

    def get_printer_attributes(self, names: Sequence[str]) -> Message:
        return self._ask(Operation.GET_PRINTER_ATTRIBUTES, wanted(names))

    def validate_job(self, job_name: str, document_format: str, template: Sequence[Attribute]) -> Message:
        """Would it take this job? No document, no job."""
        return self._ask(Operation.VALIDATE_JOB, *_job(job_name, document_format), template=template)

    def print_job(self, job_name: str, document_format: str, template: Sequence[Attribute], document: bytes) -> Message:
        """The document, once: the only operation here that puts something on paper is never repeated."""
        return self._ask(Operation.PRINT_JOB, *_job(job_name, document_format), template=template, document=document)

    def get_job_attributes(self, job_id: int, names: Sequence[str]) -> Message:
        return self._ask(Operation.GET_JOB_ATTRIBUTES, attribute("job-id", Tag.INTEGER, job_id), wanted(names))

    def cancel_job(self, job_id: int) -> Message:
        return self._ask(Operation.CANCEL_JOB, attribute("job-id", Tag.INTEGER, job_id))

    def find_job(self, job_name: str) -> int | None:
        """The number of the job with this name, whether it waits, prints or has ended; None when none is listed."""
        for which in ("not-completed", "completed"):
            answer = self._ask(
                Operation.GET_JOBS, attribute("which-jobs", Tag.KEYWORD, which), wanted(["job-id", "job-name"])
            )
            for job in answer.all(GroupTag.JOB):
                number = job.number("job-id")
                if number is not None and job.text("job-name") == job_name:
                    return number
        return None

    def cups_get_printers(self, names: Sequence[str]) -> Message:
        """All queues of a CUPS server, one group of printer attributes each."""
        return self._ask(Operation.CUPS_GET_PRINTERS, wanted(names), is_of_printer=False)

    def _ask(
        self,
        operation: Operation,
        *attributes: Attribute,
        template: Sequence[Attribute] = (),
        document: bytes = b"",
        is_of_printer: bool = True,
    ) -> Message:
        """IPP 2.0, and 1.1 for good once that was all the printer knew. A document is not sent again for that: whoever
        prints has asked something else before.
        """
        target = [attribute("printer-uri", Tag.URI, self.address.uri)] if is_of_printer else []
        user = attribute("requesting-user-name", Tag.NAME, self._user)
        groups = [
            Group(GroupTag.OPERATION, (*_GREETING, *target, *attributes, user)),
            *([Group(GroupTag.JOB, tuple(template))] if template else []),
        ]
        request = Message(operation, tuple(groups), next(self._numbers), self._version)
        answer = self._post(request, document)
        if answer.code == Status.VERSION_NOT_SUPPORTED and self._version != (1, 1) and not document:
            self._version = (1, 1)
            answer = self._post(replace(request, version=self._version), b"")
        return answer

    def _post(self, request: Message, document: bytes) -> Message:
        return post(
            self.address,
            encode(request),
            document,
            connect_timeout_s=self._connect_timeout_s,
            stall_timeout_s=self._stall_timeout_s,
            answer_timeout_s=self._answer_timeout_s,
            clock=self._clock,
        )


def attribute(name: str, tag: Tag, *values: Value) -> Attribute:
    return Attribute(name, tag, values)


def wanted(names: Sequence[str]) -> Attribute:
    return Attribute("requested-attributes", Tag.KEYWORD, tuple(names))


def _job(job_name: str, document_format: str) -> tuple[Attribute, Attribute]:
    return (
        attribute("job-name", Tag.NAME, job_name),
        attribute("document-format", Tag.MIME_TYPE, document_format),
    )


_GREETING = (  # RFC 8011 section 4.1.4 wants these two first
    attribute("attributes-charset", Tag.CHARSET, "utf-8"),
    attribute("attributes-natural-language", Tag.LANGUAGE, "en"),
)
