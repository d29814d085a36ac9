"""What moves in a virtual printer of any language: buffer, paper, odometer, and the labels that come out."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from app.devices.numbered import next_number, write_numbered
from app.devices.virtual_printer.faults import HOLDING, Fault
from app.devices.virtual_printer.sheet import Drawn
from app.domain.printer_status import Condition

_REMEMBERED = 100
_PAPER_LOW = 10


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """One piece of paper that came out: its dots (`rows` as in a bitmap, 1 is black), the bytes that made it, its
    picture; the `copy`-th of the `copies` that its document asked for.
    """

    number: int
    width: int
    height: int
    rows: bytes
    copies: int
    document: bytes
    problems: tuple[str, ...]
    picture: Path
    notes: tuple[str, ...] = ()
    copy: int = 1


@dataclass(frozen=True, slots=True)
class Dials:
    """What the printer knows of itself when it is asked; a good word may be a lie, as with real ones."""

    conditions: frozenset[Condition]
    counter: int
    formats_waiting: int = 0
    labels_remaining: int = 0
    label_length: int = 1218
    drawer_pulses: int = 0
    identity: str = ""


@dataclass(slots=True)
class _Job:
    document: bytes
    drawn: Drawn | None = None
    done: int = 0
    due_s: float | None = None

    @property
    def size(self) -> int:
        return len(self.document)


@dataclass(frozen=True, slots=True)
class _Deed:
    do: Callable[[], None]
    size: int


class Mechanism:
    """Prints what it took, one label after the other, `seconds_per_label` each (0: at once), while nothing holds it.

    `paper` labels are on its roll (None: no end); `change_paper` puts on another. `draw` says what a document prints.
    """

    def __init__(
        self,
        folder: Path,
        suffix: str,
        draw: Callable[[bytes], Drawn],
        *,
        paper: int | None,
        seconds_per_label: float,
        on_label: Callable[[PrintedLabel], None] | None,
    ) -> None:
        self.labels: deque[PrintedLabel] = deque(maxlen=_REMEMBERED)
        self.lost: deque[bytes] = deque(maxlen=_REMEMBERED)
        self.fault: Fault | None = None
        self.counter = 0
        self.drawer_pulses = 0
        self.paper_left = paper
        self.buffered_bytes = 0
        self._roll = paper
        self._folder = folder
        self._suffix = suffix
        self._draw = draw
        self._seconds_per_label = seconds_per_label
        self._on_label = on_label
        self._queue: deque[_Job | _Deed] = deque()
        self._jobs = 0
        self._label_length = 1218

    def load(self) -> None:
        """The odometer goes on where the folder's last label stands."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self.counter = next_number(self._folder, "label") - 1

    def change_paper(self) -> None:
        self.paper_left = self._roll

    @property
    def is_held(self) -> bool:
        """Nothing can come out now."""
        return self.fault in HOLDING or self.fault is Fault.STUCK_MECHANISM or self.paper_left == 0

    @property
    def is_busy(self) -> bool:
        """What is read now has to wait."""
        return self.is_held or bool(self._queue)

    def take(self, document: bytes) -> None:
        """A whole document was read."""
        if self.fault is Fault.LIE:
            self.lost.append(document)
        else:
            self._enter(_Job(document))

    def when_printed(self, do: Callable[[], None], size: int) -> None:
        """Do it when all that was taken before is on paper; it takes so many bytes of the buffer until then."""
        self._enter(_Deed(do, size))

    def _enter(self, entry: _Job | _Deed) -> None:
        self._queue.append(entry)
        self.buffered_bytes += entry.size
        self._jobs += isinstance(entry, _Job)

    def _leave(self) -> None:
        entry = self._queue.popleft()
        self.buffered_bytes -= entry.size
        self._jobs -= isinstance(entry, _Job)

    def forget(self) -> None:
        """Without power the buffer is empty."""
        self.lost += (job.document for job in self._queue if isinstance(job, _Job))
        self._queue.clear()
        self.buffered_bytes = self._jobs = 0

    def work(self, now_s: float) -> float | None:
        """Print what is due; how many seconds until the next label is, None when nothing moves."""
        while self._queue and not self.is_held:
            entry = self._queue[0]
            if isinstance(entry, _Deed):
                self._leave()
                entry.do()
                continue
            if entry.due_s is None:
                entry.due_s = now_s + self._seconds_per_label
            if entry.due_s > now_s:
                return entry.due_s - now_s
            drawn = self._drawn(entry)
            entry.done, entry.due_s = entry.done + 1, None
            if entry.done >= drawn.copies:
                self._leave()
            self._print(drawn, entry.done)
        if (job := self._first_job()) is not None:
            job.due_s = None  # held in the middle of a label, it begins anew
        return None

    def dials(self, *, identity: str) -> Dials:
        conditions = {HOLDING[self.fault]} if self.fault in HOLDING else set()
        if self.paper_left is not None and self.fault is not Fault.STUCK_MECHANISM:
            if self.paper_left == 0:
                conditions.add(Condition.PAPER_OUT)
            elif self.paper_left <= _PAPER_LOW:
                conditions.add(Condition.PAPER_LOW)
        job = self._first_job()
        if job is not None and job.due_s is not None:
            conditions.add(Condition.BUSY)
        remaining = self._drawn(job).copies - job.done if job else 0
        return Dials(
            frozenset(conditions),
            self.counter,
            self._jobs,
            remaining,
            self._label_length,
            self.drawer_pulses,
            identity,
        )

    def _first_job(self) -> _Job | None:
        return next((entry for entry in self._queue if isinstance(entry, _Job)), None) if self._jobs else None

    def _drawn(self, job: _Job) -> Drawn:
        if job.drawn is None:
            job.drawn = self._draw(job.document)
            self._label_length = job.drawn.height
        return job.drawn

    def _print(self, drawn: Drawn, copy: int) -> None:
        rows = bytes(len(drawn.rows)) if self.fault is Fault.BLANK else drawn.rows
        png = io.BytesIO()
        ImageOps.invert(Image.frombytes("1", (drawn.width, drawn.height), rows)).save(png, "PNG")
        number = self.counter + 1
        write_numbered(self._folder, "label", number, self._suffix, drawn.document)
        picture = write_numbered(self._folder, "label", number, "png", png.getvalue())
        self.counter = number
        if self.paper_left is not None:
            self.paper_left -= 1
        label = PrintedLabel(
            number,
            drawn.width,
            drawn.height,
            rows,
            drawn.copies,
            drawn.document,
            drawn.problems,
            picture,
            drawn.notes,
            copy,
        )
        self.labels.append(label)
        if self._on_label is not None:
            self._on_label(label)
