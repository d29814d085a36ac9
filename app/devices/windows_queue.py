"""A queue of the Windows spooler: bound to its port, never the default one, and what it says of a job and of itself.

A queue's good word is worth nothing (it calls an unplugged printer ready); a bad one is believed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app.devices.printer import LinkBroken
from app.devices.windows_spooler import (
    ERROR_INVALID_PARAMETER,
    JOB_CONTROL_RELEASE,
    JOB_CONTROL_RETAIN,
    PRINTER_ATTRIBUTE_DIRECT,
    PRINTER_ATTRIBUTE_WORK_OFFLINE,
    PRINTER_ENUM_CONNECTIONS,
    PRINTER_ENUM_LOCAL,
    Windows,
    code_of,
    number_of,
)
from app.domain.printer_status import Condition, PrinterStatus
from app.domain.printing import Delivery

_ASKING_PORTS = frozenset({"file:", "portprompt:"})
"""Ports that open a window and ask for a file name: the bench would wait for it for ever."""

_DONE = 0x80 | 0x1000  # PRINTED, COMPLETE
_DELETED = 0x4 | 0x100  # DELETING, DELETED
_JOB_WORDS = {
    0x001: Condition.PAUSED,
    0x002: Condition.FAULT,
    0x020: Condition.OFFLINE,
    0x040: Condition.PAPER_OUT,
    0x200: Condition.FAULT,  # BLOCKED_DEVQ: the driver cannot print it
    0x400: Condition.FAULT,  # USER_INTERVENTION
}
_QUEUE_WORDS = {
    0x000001: Condition.PAUSED,
    0x000002: Condition.FAULT,
    0x000004: Condition.FAULT,  # PENDING_DELETION
    0x000008: Condition.PAPER_JAM,
    0x000010: Condition.PAPER_OUT,
    0x000020: Condition.FAULT,  # MANUAL_FEED
    0x000040: Condition.FAULT,  # PAPER_PROBLEM
    0x000080: Condition.OFFLINE,
    0x000800: Condition.FAULT,  # OUTPUT_BIN_FULL
    0x001000: Condition.OFFLINE,  # NOT_AVAILABLE
    0x040000: Condition.RIBBON_OUT,  # NO_TONER
    0x080000: Condition.FAULT,  # PAGE_PUNT
    0x100000: Condition.FAULT,  # USER_INTERVENTION
    0x200000: Condition.FAULT,  # OUT_OF_MEMORY
    0x400000: Condition.HEAD_OPEN,  # DOOR_OPEN
}


@dataclass(frozen=True, slots=True)
class QueueIdentity:
    """What a printer is bound to. A queue of that name with another port, or another driver where one is named, is
    another device.
    """

    queue: str
    port: str
    driver: str = ""


@dataclass(frozen=True, slots=True)
class FoundQueue:
    """A queue that the spooler knows. `is_direct`: its jobs pass by the spooler, so printing to it could block."""

    identity: QueueIdentity
    is_default: bool
    is_offline: bool
    is_direct: bool


def queues(windows: Windows) -> tuple[FoundQueue, ...]:
    """All queues of this machine and user. Raises LinkBroken (`printer.spooler_stopped`)."""
    with windows.wall():
        found = windows.spool.EnumPrinters(PRINTER_ENUM_LOCAL | PRINTER_ENUM_CONNECTIONS, None, 2)
    try:
        default = windows.spool.GetDefaultPrinterW()
    except windows.error:
        default = ""  # there is none: an error on Windows
    return tuple(
        FoundQueue(
            QueueIdentity(queue["pPrinterName"], queue["pPortName"], queue["pDriverName"]),
            queue["pPrinterName"] == default,
            bool(queue["Attributes"] & PRINTER_ATTRIBUTE_WORK_OFFLINE),
            bool(queue["Attributes"] & PRINTER_ATTRIBUTE_DIRECT),
        )
        for queue in found
    )


@contextmanager
def open_queue(windows: Windows, identity: QueueIdentity, kept: set[int]) -> Iterator[OpenQueue]:
    """That queue and no other; `kept` are the numbers of its printer's earlier jobs that still waited.

    Raises LinkBroken, before any job: `printer.unknown_queue`, `printer.other_device`, `printer.direct_queue`,
    `printer.file_port`, `printer.access_denied`, `printer.spooler_stopped`.
    """
    if not identity.queue:  # OpenPrinter would take "" for the print server
        raise LinkBroken("printer.unknown_queue")
    with windows.wall():
        handle = windows.spool.OpenPrinter(identity.queue)
    try:
        queue = OpenQueue(windows, handle, kept)
        queue.check(identity)
        queue.let_go_of_printed()
        yield queue
    finally:
        try:
            windows.spool.ClosePrinter(handle)
        except windows.error:
            pass  # the spooler is gone; what became of the document is known without it


class OpenQueue:
    """One queue while it is held open."""

    def __init__(self, windows: Windows, handle: object, kept: set[int]) -> None:
        self._windows = windows
        self._kept = kept
        self.handle = handle

    def state(self) -> Mapping[str, Any]:
        """PRINTER_INFO_2: `pPortName`, `Status`, `Attributes`, `pDevMode` and so on."""
        with self._windows.wall():
            return self._windows.spool.GetPrinter(self.handle, 2)

    def check(self, identity: QueueIdentity) -> None:
        """Raises LinkBroken as open_queue says."""
        state = self.state()
        if state["pPrinterName"].casefold() != identity.queue.casefold():
            raise LinkBroken("printer.unknown_queue")  # the name led elsewhere: a share, or "queue,option"
        if state["pPortName"] != identity.port or identity.driver not in {"", state["pDriverName"]}:
            raise LinkBroken("printer.other_device")
        if state["pPortName"].casefold() in _ASKING_PORTS:
            raise LinkBroken("printer.file_port")
        if state["Attributes"] & PRINTER_ATTRIBUTE_DIRECT:
            raise LinkBroken("printer.direct_queue")

    def conditions(self) -> frozenset[Condition]:
        """Only what keeps it from printing."""
        state = self.state()
        said = {condition for bit, condition in _QUEUE_WORDS.items() if state["Status"] & bit}
        is_offline = state["Attributes"] & PRINTER_ATTRIBUTE_WORK_OFFLINE
        return frozenset(said | {Condition.OFFLINE} if is_offline else said)

    def keep_after_printing(self, job_id: int) -> None:
        """Without it a job is gone the moment it is through, and nobody can tell that from one that was deleted. To be
        said when all of it is written and nothing is ended yet: before, it could keep what is broken off.
        """
        self._command(job_id, JOB_CONTROL_RETAIN)

    def let_go_of_printed(self) -> None:
        """Only those: Windows deletes a job that is let go of while it waits (cloud-print-connector, issue 301)."""
        for job_id in list(self._kept):
            try:
                if self._status(job_id) & (_DONE | _DELETED):
                    self._command(job_id, JOB_CONTROL_RELEASE)
                    self._kept.discard(job_id)
            except LinkBroken:
                self._kept.discard(job_id)

    def watch(
        self, job_id: int, *, timeout_s: float, poll_s: float, clock: Callable[[], float] = time.monotonic
    ) -> tuple[Delivery, str]:
        """What became of a job that the spooler has whole, and the code that says it.

        Handed over without a code: its port took all of it. Handed over with the code of what keeps it (it comes out
        once that is mended, so it must not be sent again), or `printer.still_queued` when the time is up. Unknown:
        `printer.job_deleted` (by somebody), `printer.job_vanished`, `printer.spooler_stopped`.
        """
        deadline = clock() + timeout_s
        try:
            while (said := self._ask(job_id)) is None:
                if clock() >= deadline:
                    said = Delivery.HANDED_OVER, "printer.still_queued"
                    break
                time.sleep(poll_s)
        except LinkBroken as broken:
            return Delivery.UNKNOWN, broken.code
        self._kept.add(job_id)
        self.let_go_of_printed()
        return said

    def _ask(self, job_id: int) -> tuple[Delivery, str] | None:
        """None while it is under way. A job that is deleted also says "printed" on its way out, so that comes first."""
        status = self._status(job_id)
        if status & _DELETED:
            return Delivery.UNKNOWN, "printer.job_deleted"
        if status & _DONE:
            return Delivery.HANDED_OVER, ""
        words = frozenset(condition for bit, condition in _JOB_WORDS.items() if status & bit)
        stop = PrinterStatus(words | self.conditions()).stop
        return (Delivery.HANDED_OVER, f"printer.{stop}") if stop else None

    def _status(self, job_id: int) -> int:
        """Raises LinkBroken (`printer.job_vanished`, or the spooler's own trouble)."""
        try:
            return int(self._windows.spool.GetJob(self.handle, job_id, 1)["Status"])
        except self._windows.error as error:
            is_gone = number_of(error) == ERROR_INVALID_PARAMETER  # Windows' word for "no such job"
            raise LinkBroken("printer.job_vanished" if is_gone else code_of(error)) from error

    def _command(self, job_id: int, command: int) -> None:
        try:
            self._windows.spool.SetJob(self.handle, job_id, 0, None, command)
        except self._windows.error:
            pass  # not allowed here, or the job is gone: then its end is not seen, which is "unknown" and no lie
