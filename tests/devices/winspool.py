"""A Windows spooler that is not there: win32print and win32gui as far as this house uses them, with switches.

Shapes, argument order and error numbers are those of pywin32's source. Like Windows it drops a job the moment it is
printed (unless it is kept), deletes a waiting job that is released, and prints what a closed handle left unfinished.
"""
# ruff: noqa: N802 - Windows' own names

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from app.devices.windows_spooler import (
    DM_COPIES,
    DM_SCALE,
    LOGPIXELSX,
    LOGPIXELSY,
    PHYSICALHEIGHT,
    PHYSICALOFFSETX,
    PHYSICALOFFSETY,
    PHYSICALWIDTH,
    Box,
    Windows,
)

SPOOLING, PRINTING, PRINTED, RETAINED = 0x8, 0x10, 0x80, 0x2000
PAUSED, ERROR, DELETING, OFFLINE, PAPER_OUT, BLOCKED, USER_INTERVENTION = 0x1, 0x2, 0x4, 0x20, 0x40, 0x200, 0x400


class SpoolError(Exception):
    """pywintypes.error: number, function, text."""

    def __init__(self, winerror: int, funcname: str, strerror: str = "") -> None:
        super().__init__(winerror, funcname, strerror)


@dataclass
class DevMode:
    """PyDEVMODE, as far as it matters: what somebody left in the queue's settings."""

    Copies: int = 1
    Scale: int = 100
    Fields: int = DM_COPIES | DM_SCALE


@dataclass
class Job:
    name: str
    datatype: str | None
    spooled: bytearray = field(default_factory=bytearray)
    sheets: list[Image.Image] = field(default_factory=list)
    copies: int = 1
    status: int = SPOOLING
    is_kept: bool = False
    is_ended: bool = False


@dataclass
class Queue:
    """A queue and the printer behind it. `words`: what its jobs stop with until they are taken away again."""

    port: str = "USB001"
    driver: str = "ZDesigner ZD421"
    attributes: int = 0
    status: int = 0
    settings: DevMode | None = field(default_factory=DevMode)
    sheet: tuple[int, int] = (800, 1200)
    margins: tuple[int, int] = (0, 0)
    dpi: tuple[int, int] = (203, 203)

    is_denied: bool = False
    may_keep_jobs: bool = True
    start_error: int = 0
    page_error_at: int = 0  # the how many-th StartPage fails
    short_at: int | None = None  # takes no more bytes than that of one document
    fail_at: int | None = None
    fail_with: int = 1722
    words: int = 0
    is_slow: bool = False
    deletes: bool = False
    loses: bool = False
    on_write: Callable[[], None] = lambda: None

    jobs: dict[int, Job] = field(default_factory=dict)
    paper: list[bytes] = field(default_factory=list)
    printed: list[Image.Image] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def advance(self, job_id: int) -> None:
        """One step of a job's life each time somebody looks."""
        job = self.jobs[job_id]
        if self.words and not job.status & PRINTED:
            job.status = SPOOLING | self.words
        elif self.loses:
            del self.jobs[job_id]
        elif self.deletes:
            job.status |= DELETING | PRINTED  # its little dance on the way out
        elif job.status & DELETING or self.is_slow or not job.is_ended:
            pass
        elif job.status & PRINTING:
            self.finish(job_id)
        elif not job.status & PRINTED:
            job.status = PRINTING

    def finish(self, job_id: int) -> None:
        job = self.jobs[job_id]
        if job.datatype == "RAW":
            self.paper.append(bytes(job.spooled))
        self.printed += job.sheets * job.copies
        job.status = PRINTED | RETAINED
        if not job.is_kept:
            del self.jobs[job_id]


class Handle:
    """A PyPrinterHANDLE."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.job_id = 0


@dataclass
class Context:
    """A device context; its job begins with StartDoc."""

    name: str
    copies: int
    percent: int
    job_id: int = 0
    canvas: Image.Image | None = None
    started: int = 0


class FakeQueues:
    """What all of win32print's functions stand on, and those for queues and jobs."""

    def __init__(self) -> None:
        self.queues: dict[str, Queue] = {}
        self.default = ""
        self.service_runs = True
        self.handles: set[Handle] = set()
        self.contexts: dict[int, Context] = {}
        self._numbers = itertools.count(17)

    def _queue(self, handle: object, function: str) -> Queue:
        self._must_run(function)
        if not isinstance(handle, Handle) or handle not in self.handles:
            raise SpoolError(6, function, "The handle is invalid.")
        if handle.name not in self.queues:
            raise SpoolError(1905, function, "The printer has been deleted.")
        return self.queues[handle.name]

    def _must_run(self, function: str) -> None:
        if not self.service_runs:
            raise SpoolError(1722, function, "The RPC server is unavailable.")

    def OpenPrinter(self, printer: str, /) -> Handle:
        self._must_run("OpenPrinter")
        name = printer.partition(",Job ")[0] or self.default  # an option behind the name; no name leads elsewhere
        if name not in self.queues:
            raise SpoolError(1801, "OpenPrinter", "The printer name is invalid.")
        if self.queues[name].is_denied:
            raise SpoolError(5, "OpenPrinter", "Access is denied.")
        handle = Handle(name)
        self.handles.add(handle)
        return handle

    def ClosePrinter(self, handle: Any, /) -> None:
        self.handles.remove(handle)
        if handle.job_id in self.queues[handle.name].jobs:
            self.queues[handle.name].jobs[handle.job_id].is_ended = True
        self._must_run("ClosePrinter")

    def GetPrinter(self, handle: Any, level: int, /) -> dict[str, Any]:
        queue = self._queue(handle, "GetPrinter")
        assert level == 2
        return self._state(handle.name, queue)

    def _state(self, name: str, queue: Queue) -> dict[str, Any]:
        return {
            "pServerName": None,
            "pPrinterName": name,
            "pPortName": queue.port,
            "pDriverName": queue.driver,
            "pDevMode": queue.settings,
            "Attributes": queue.attributes,
            "Status": queue.status,
            "cJobs": len(queue.jobs),
        }

    def EnumPrinters(self, flags: int, name: None, level: int, /) -> tuple[dict[str, Any], ...]:
        self._must_run("EnumPrinters")
        assert (flags, name, level) == (6, None, 2)
        return tuple(self._state(each, queue) for each, queue in self.queues.items())

    def GetDefaultPrinterW(self) -> str:
        if not self.default:
            raise SpoolError(2, "GetDefaultPrinter", "The system cannot find the file specified.")
        return self.default

    def _start(self, queue: Queue, job: Job, function: str) -> int:
        if queue.start_error:
            raise SpoolError(queue.start_error, function)
        job_id = next(self._numbers)
        queue.jobs[job_id] = job
        queue.names.append(job.name)
        return job_id

    def GetJob(self, handle: Any, job_id: int, level: int, /) -> dict[str, Any]:
        queue = self._queue(handle, "GetJob")
        assert level == 1
        if job_id in queue.jobs:
            queue.advance(job_id)
        if job_id not in queue.jobs:
            raise SpoolError(87, "GetJob", "The parameter is incorrect.")
        return {"JobId": job_id, "pDocument": queue.jobs[job_id].name, "Status": queue.jobs[job_id].status}

    def SetJob(self, handle: Any, job_id: int, level: int, job: None, command: int, /) -> None:
        queue = self._queue(handle, "SetJob")
        assert (level, job) == (0, None)
        if not queue.may_keep_jobs:
            raise SpoolError(5, "SetJob", "Access is denied.")
        if job_id not in queue.jobs:
            raise SpoolError(87, "SetJob", "The parameter is incorrect.")
        queue.jobs[job_id].is_kept = command == 8
        if command == 9:
            del queue.jobs[job_id]  # whether it has printed or not


class FakeRawJobs(FakeQueues):
    """Bytes into a queue."""

    def StartDocPrinter(self, handle: Any, level: int, document: tuple[str, None, str], /) -> int:
        queue = self._queue(handle, "StartDocPrinter")
        name, file, datatype = document
        assert (level, file) == (1, None)
        handle.job_id = self._start(queue, Job(name, datatype), "StartDocPrinter")
        return handle.job_id

    def _job(self, handle: Any, function: str) -> Job:
        queue = self._queue(handle, function)
        if handle.job_id not in queue.jobs:
            raise SpoolError(3003, function, "A StartDocPrinter call was not issued.")
        return queue.jobs[handle.job_id]

    def StartPagePrinter(self, handle: Any, /) -> None:
        self._job(handle, "StartPagePrinter")
        if self.queues[handle.name].page_error_at:
            raise SpoolError(1722, "StartPagePrinter")

    def WritePrinter(self, handle: Any, piece: bytes, /) -> int:
        job = self._job(handle, "WritePrinter")
        assert isinstance(piece, bytes)
        queue = self.queues[handle.name]
        queue.on_write()
        if queue.fail_at is not None and len(job.spooled) + len(piece) > queue.fail_at:
            raise SpoolError(queue.fail_with, "WritePrinter")
        room = len(piece) if queue.short_at is None else queue.short_at - len(job.spooled)
        job.spooled += piece[: max(0, room)]
        return min(len(piece), max(0, room))

    def EndPagePrinter(self, handle: Any, /) -> None:
        self._job(handle, "EndPagePrinter")

    def EndDocPrinter(self, handle: Any, /) -> None:
        self._job(handle, "EndDocPrinter").is_ended = True

    def AbortPrinter(self, handle: Any, /) -> None:
        job = self._job(handle, "AbortPrinter")
        assert not job.is_kept, "a job that is kept may outlive its end"
        del self.queues[handle.name].jobs[handle.job_id]


class FakeSpooler(FakeRawJobs):
    """`win32print` and `win32gui` of one machine. `service_runs` is the switch of the spooler service."""

    def windows(self) -> Windows:
        return Windows(self, self, self.draw, SpoolError)

    def CreateDC(self, driver: str, device: str, devmode: DevMode | None, /) -> int:
        self._must_run("CreateDC")
        assert driver == "WINSPOOL"
        settings = devmode or DevMode()
        number = next(self._numbers)
        self.contexts[number] = Context(
            device,
            settings.Copies if settings.Fields & DM_COPIES else 1,
            settings.Scale if settings.Fields & DM_SCALE else 100,
        )
        return number

    def DeleteDC(self, hdc: int, /) -> None:
        del self.contexts[hdc]

    def GetDeviceCaps(self, hdc: int, index: int, /) -> int:
        queue = self.queues[self.contexts[hdc].name]
        return {
            PHYSICALWIDTH: queue.sheet[0],
            PHYSICALHEIGHT: queue.sheet[1],
            PHYSICALOFFSETX: queue.margins[0],
            PHYSICALOFFSETY: queue.margins[1],
            LOGPIXELSX: queue.dpi[0],
            LOGPIXELSY: queue.dpi[1],
        }[index]

    def StartDoc(self, hdc: int, document: tuple[str, None, None, int], /) -> int:
        self._must_run("StartDoc")
        context = self.contexts[hdc]
        name, file, datatype, kind = document
        assert (file, datatype, kind) == (None, None, 0)
        job = Job(name, datatype, copies=context.copies)
        context.job_id = self._start(self.queues[context.name], job, "StartDoc")
        return context.job_id

    def StartPage(self, hdc: int, /) -> None:
        context = self.contexts[hdc]
        queue = self.queues[context.name]
        context.started += 1
        if context.started == queue.page_error_at:
            raise SpoolError(1722, "StartPage")
        context.canvas = Image.new("L", queue.sheet, 255)

    def draw(self, hdc: int, picture: Image.Image, box: Box) -> None:
        """As ink falls: counted from the printable area's corner, scaled as the settings say, cut at its edges."""
        context = self.contexts[hdc]
        queue = self.queues[context.name]
        assert context.canvas
        left, top, right, bottom = (length * context.percent // 100 for length in box)
        drawn = picture.resize((right - left, bottom - top), Image.Resampling.NEAREST)
        inside = Image.new("L", (queue.sheet[0] - 2 * queue.margins[0], queue.sheet[1] - 2 * queue.margins[1]), 255)
        inside.paste(drawn, (left, top))
        context.canvas.paste(inside, queue.margins)

    def EndPage(self, hdc: int, /) -> None:
        context = self.contexts[hdc]
        assert context.canvas
        self.queues[context.name].jobs[context.job_id].sheets.append(context.canvas)

    def EndDoc(self, hdc: int, /) -> None:
        context = self.contexts[hdc]
        self.queues[context.name].jobs[context.job_id].is_ended = True

    def AbortDoc(self, hdc: int, /) -> None:
        context = self.contexts[hdc]
        del self.queues[context.name].jobs[context.job_id]
