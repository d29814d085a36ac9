"""Raw bytes through the Windows spooler (`RAW`): every piece's count is checked, and the job is watched to its end.

Tested over a fake spooler; not run on Windows yet, above all whether a job can be kept after printing everywhere.
"""

from __future__ import annotations

import hashlib
import threading

from app.devices.printer import LinkBroken
from app.devices.windows_queue import OpenQueue, QueueIdentity, open_queue
from app.devices.windows_spooler import Windows
from app.domain.printer_status import Condition, PrinterStatus
from app.domain.printing import Delivery, PrintOutcome

_PIECE = 64 * 1024


def job_name(printer: str, document: bytes) -> str:
    """What stands in the Windows queue: ours, this document's, and nothing of what is in it."""
    return f"Packbench {printer} {hashlib.sha256(document).hexdigest()[:16]}"


def look_at(windows: Windows, identity: QueueIdentity) -> PrinterStatus:
    """A queue's bad words; without any it is `silent`, since it calls every printer ready. `away` without a queue."""
    try:
        with open_queue(windows, identity, set()) as queue:
            conditions = queue.conditions()
    except LinkBroken:
        return PrinterStatus(frozenset({Condition.AWAY}))
    return PrinterStatus(conditions or frozenset({Condition.SILENT}))


class WindowsPrinter:
    """The queue of that identity. `job_timeout_s`: how long a job is watched once the spooler has it."""

    def __init__(
        self,
        name: str,
        identity: QueueIdentity,
        windows: Windows,
        *,
        job_timeout_s: float = 20.0,
        poll_s: float = 0.1,
    ) -> None:
        self._name = name
        self._identity = identity
        self._windows = windows
        self._job_timeout_s = job_timeout_s
        self._poll_s = poll_s
        self._kept: set[int] = set()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._name

    def send(self, document: bytes) -> PrintOutcome:
        """Not sent: as open_queue, `printer.raw_refused`, `printer.cancelled`. Unknown: `printer.short_write` or what
        broke it half-way, or as OpenQueue.watch; handed over as there.
        """
        with self._lock:
            try:
                with open_queue(self._windows, self._identity, self._kept) as queue:
                    return self._spool(queue, document)
            except LinkBroken as broken:
                return PrintOutcome(Delivery.NOT_SENT, broken.code)

    def look(self) -> PrinterStatus:
        with self._lock:
            return look_at(self._windows, self._identity)

    def _spool(self, queue: OpenQueue, document: bytes) -> PrintOutcome:
        """Raises LinkBroken only while there is no job."""
        with self._windows.wall():
            job_id = self._windows.spool.StartDocPrinter(queue.handle, 1, (job_name(self._name, document), None, "RAW"))
        writing = _Writing(self._windows, queue.handle)
        try:
            writing.write(document)
            queue.keep_after_printing(job_id)
            writing.end()
        except LinkBroken as broken:
            writing.abort()
            delivery = Delivery.UNKNOWN if writing.may_be_out else Delivery.NOT_SENT
            return PrintOutcome(delivery, broken.code, writing.taken, str(job_id))
        delivery, code = queue.watch(job_id, timeout_s=self._job_timeout_s, poll_s=self._poll_s)
        return PrintOutcome(delivery, code, writing.taken, str(job_id))


class _Writing:
    """One document on its way into the spooler. Most queues begin to print before the spooler has all of it."""

    def __init__(self, windows: Windows, handle: object) -> None:
        self.taken = 0
        self.may_be_out = False
        self._windows = windows
        self._handle = handle

    def write(self, document: bytes) -> None:
        """Raises LinkBroken."""
        spool = self._windows.spool
        with self._windows.wall():
            spool.StartPagePrinter(self._handle)
            for start in range(0, len(document), _PIECE):
                piece = document[start : start + _PIECE]
                self.may_be_out = True  # a write that fails does not tell how much it took
                taken = spool.WritePrinter(self._handle, piece)
                self.taken += taken
                self.may_be_out = self.taken > 0
                if taken != len(piece):
                    raise LinkBroken("printer.short_write")
            spool.EndPagePrinter(self._handle)

    def end(self) -> None:
        """Raises LinkBroken."""
        with self._windows.wall():
            self._windows.spool.EndDocPrinter(self._handle)

    def abort(self) -> None:
        """Half a document must not print as if it were a whole one."""
        try:
            self._windows.spool.AbortPrinter(self._handle)
        except self._windows.error:
            pass  # then it may still come out, which the outcome says anyway
