"""What becomes of a job after the printer has taken it: asked until it ends, the printer stops, or the timer does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum

from app.devices.ipp.message import Group, GroupTag, Tag
from app.devices.ipp.operations import IppPort, Status
from app.devices.ipp.printer_facts import read_facts
from app.devices.ipp.transport import IppTrouble

_JOB = ("job-state", "job-state-reasons", "time-at-processing")
_PRINTER = ("printer-state", "printer-state-reasons")
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.02, 1.0


class JobState(IntEnum):
    """RFC 8011 section 5.3.7."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


class JobEnd(Enum):
    """How a job was left."""

    COMPLETED = "completed"
    UNFINISHED = "unfinished"  # it lies there and may come out at any time
    BROKEN = "broken"  # it ended otherwise: some of it may be on paper, and it will not go on
    NEVER_BEGUN = "never_begun"  # taken back before the printer had looked at it, by its own word


@dataclass(frozen=True, slots=True)
class Ending:
    kind: JobEnd
    code: str = ""


class JobCourse:
    """Follows one job at a time for at most `timeout_s`."""

    def __init__(
        self, port: IppPort, *, timeout_s: float, clock: Callable[[], float], wait: Callable[[float], None]
    ) -> None:
        self._port = port
        self._timeout_s = timeout_s
        self._clock = clock
        self._wait = wait

    def follow(self, job_id: int) -> Ending:
        """Codes as in `IppPrinter.send`; an answer that is missing once is asked for again until the timer ends."""
        deadline = self._clock() + self._timeout_s
        pause_s = _FIRST_PAUSE_S
        while True:
            ending = self._look(job_id, is_last=self._clock() >= deadline)
            if ending is not None:
                return ending
            self._wait(pause_s)
            pause_s = min(pause_s * 1.5, _LONGEST_PAUSE_S)

    def _look(self, job_id: int, *, is_last: bool) -> Ending | None:
        """None: it goes on."""
        try:
            job = self._job(job_id)
            if job is None:
                return Ending(JobEnd.BROKEN, "printer.job_vanished")
            ending = _ended(job)
            if ending is not None:
                return ending
            state, is_begun = job.number("job-state"), _is_begun(job)
            code, is_stopped = self._stop()
            if state in {JobState.PENDING, JobState.HELD} and (is_begun or is_stopped or is_last):
                return self._take_back(job_id, code)
            if not (is_stopped or is_last or state == JobState.STOPPED):
                return None
        except IppTrouble as trouble:
            return Ending(JobEnd.UNFINISHED, trouble.code) if is_last else None
        stuck = "printer.job_stopped" if state == JobState.STOPPED else "printer.waiting"
        return Ending(JobEnd.UNFINISHED, code or stuck)

    def _job(self, job_id: int) -> Group | None:
        """None for a job that the printer no longer knows. Raises IppTrouble."""
        answer = self._port.get_job_attributes(job_id, _JOB)
        if answer.code in {Status.NOT_FOUND, Status.GONE}:
            return None
        if answer.code >= Status.FIRST_FAILURE:
            raise IppTrouble("printer.no_answer")
        return answer.group(GroupTag.JOB)

    def _stop(self) -> tuple[str, bool]:
        """What stands in its way, and whether the printer has stopped. Raises IppTrouble."""
        facts = read_facts(self._port.get_printer_attributes(_PRINTER).group(GroupTag.PRINTER))
        return facts.stop_code, facts.is_stopped

    def _take_back(self, job_id: int, code: str) -> Ending:
        """A job that still waits does not stay behind to come out unasked later, nor does one that has begun and was
        put back to begin anew, as CUPS does when its backend fails: cancel it. Only where the printer says itself that
        it had not begun is that as good as never sent. Raises IppTrouble.
        """
        self._port.cancel_job(job_id)
        job = self._job(job_id)
        if job is None:
            return Ending(JobEnd.BROKEN, "printer.job_vanished")
        if job.number("job-state") != JobState.CANCELED:
            return _ended(job) or Ending(JobEnd.UNFINISHED, code or "printer.waiting")
        if _is_begun(job) is False:
            return Ending(JobEnd.NEVER_BEGUN, code or "printer.busy")
        return Ending(JobEnd.BROKEN, "printer.taken_back")


def _is_begun(job: Group) -> bool | None:
    """Whether the printer has ever worked on it; None where it does not say."""
    begun = job.get("time-at-processing")
    if begun is None:
        return None
    return False if begun.tag == Tag.NO_VALUE else bool(begun.values) or None


def _ended(job: Group) -> Ending | None:
    match job.number("job-state"):
        case JobState.COMPLETED:
            if "job-completed-with-errors" in job.texts("job-state-reasons"):
                return Ending(JobEnd.BROKEN, "printer.job_errors")
            return Ending(JobEnd.COMPLETED)
        case JobState.CANCELED:
            return Ending(JobEnd.BROKEN, "printer.job_canceled")
        case JobState.ABORTED:
            return Ending(JobEnd.BROKEN, "printer.job_aborted")
        case _:
            return None
