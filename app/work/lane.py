"""A lane: one ordered queue and the one thread that works it off. Claim, do, settle; only here errors become states.

`Unavailable`: the whole lane waits, so the order is kept. `Uncertain`: the job is settled later under the same
reference. `Rejected`: the job ends, the lane goes on. `Misconfigured`: the lane stops until a person starts it again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from app.domain.facts import Fact, LaneChanged
from app.domain.job import Job, JobState
from app.errors import Misconfigured, PackbenchError, Unavailable, Uncertain
from app.logs import place_of
from app.store import jobs
from app.store.database import Database, Transaction

_log = logging.getLogger(__name__)
T = TypeVar("T")
_FIRST_DELAY_MS = 1_000
_LONGEST_DELAY_MS = 300_000
_LONGEST_SLEEP_S = 1.0  # work queued by another process is found at the latest after this


@dataclass(frozen=True, slots=True)
class Done:
    """What a job came to: `write` puts it into the transaction that settles the job, `fact` is the news afterwards,
    `wakes` names the lanes for which `write` leaves jobs, once it has.
    """

    write: Callable[[Transaction], None]
    fact: Fact | None = None
    wakes: Sequence[str] = ()


class Work(Protocol):
    """What a lane does with its jobs."""

    @property
    def settle_ms(self) -> int:
        """How long to wait before settling a job that may have happened."""

    @property
    def can_settle(self) -> bool:
        """Whether what may have happened can be found out without a person."""

    @property
    def blind_ms(self) -> int:
        """How long a look for what may have happened proves nothing: so long nobody looks, whoever is in a hurry and
        whatever is done to the clock. 0 where doing it again is safe at any time.
        """

    @property
    def shortest_interval_ms(self) -> int:
        """The rate limit: the least time from one job's start to the next one's."""

    def do(self, job: Job) -> Done:
        """Do the job outside of any transaction; raises one of the four errors."""

    def failed(self, tx: Transaction, job: Job, error: PackbenchError) -> Fact | None:
        """Write down what the error means for the subject, in the transaction that puts the job back or ends it."""

    def interrupted(self, tx: Transaction, job: Job) -> JobState:
        """After a crash in the middle of the job: write down what is known of its subject, say how the job goes on."""


def _tried(act: Callable[[], T]) -> T | Exception:
    """The house's one broad except: a bug in one job must take neither the lane's other parcels nor its thread."""
    try:
        return act()
    except Exception as error:
        return error


class Lane:
    """Works off one lane. `step()` does at most one job, so that tests and simulations can drive it by hand."""

    def __init__(
        self,
        name: str,
        database: Database,
        work: Work,
        *,
        announce: Callable[[Fact], None],
        wake: Callable[[str], None],
        random: Callable[[], float],
        monotonic_ms: Callable[[], int],
    ) -> None:
        """`monotonic_ms` keeps the rate limit and the settling, whatever is done to the wall clock."""
        self.name = name
        self._database = database
        self._work = work
        self._announce = announce
        self._wake_lane = wake
        self._random = random
        self._monotonic_ms = monotonic_ms
        self._next_start_ms = 0
        self._born_ms = monotonic_ms()  # what an earlier process has begun may go on until now
        self._uncertain_since: dict[int, int] = {}
        self._woken = threading.Event()
        self._stopping = threading.Event()

    def recover(self) -> None:
        """Before the first step, and whenever a job could not be settled: what was left half done is written down."""
        with self._database.transaction() as tx:
            jobs.restart_lane(tx, self.name)
            for job in jobs.left_running(tx):
                if job.lane != self.name:
                    continue
                state = self._work.interrupted(tx, job)
                if state is JobState.UNCERTAIN:
                    self._uncertain_since[job.sequence] = self._monotonic_ms()
                    at = self._database.now_ms() + self._work.settle_ms
                    jobs.put_back(tx, self._database, job, not_before=at, code="interrupted", uncertain=True)
                elif state is JobState.QUEUED:
                    now = self._database.now_ms()
                    jobs.put_back(tx, self._database, job, not_before=now, code="interrupted", uncertain=False)
                else:
                    jobs.settle(tx, self._database, job, state, "interrupted")

    def step(self) -> bool:
        """Do the next due job; whether there was one."""
        if self._monotonic_ms() < self._next_start_ms:
            return False
        with self._database.transaction() as tx:
            job = jobs.claim(tx, self._database, self.name)
            blind_ms = self._still_blind_ms(job) if job else 0
            if job and blind_ms:
                jobs.put_off(tx, self._database, job, blind_ms)
        if job is None:
            return False
        if blind_ms:
            return True  # others may pass
        self._next_start_ms = self._monotonic_ms() + self._work.shortest_interval_ms
        match _tried(lambda: self._work.do(job)):
            case Done() as done:
                self._settle(job, done)
            case PackbenchError() as error:
                self._settle_failure(job, error)
            case Exception() as bug:
                self._settle_failure(job, Uncertain("bug", place_of(bug)), is_bug=True)
        return True

    def run(self) -> None:
        """The thread: steps until `stop()`; sleeps while nothing is due."""
        act: Callable[[], float] = self._turn
        while not self._stopping.is_set():
            self._woken.clear()
            slept_s = _tried(act)
            act = self._turn
            if isinstance(slept_s, Exception):  # what was done could not be written down: the disk is full, or a bug
                _log.error("lane %s: %s", self.name, place_of(slept_s))
                slept_s, act = _LONGEST_SLEEP_S, self._recovered_turn
            if slept_s:
                self._woken.wait(slept_s)

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        self._stopping.set()
        self._woken.set()

    def hurry(self) -> None:
        """A person wants it tried again now."""
        with self._database.transaction() as tx:
            jobs.hurry_lane(tx, self._database, self.name)
        self.wake()

    def _turn(self) -> float:
        """One step; how long to sleep after it, in seconds."""
        return 0.0 if self.step() else self._sleep_s()

    def _recovered_turn(self) -> float:
        self.recover()
        return self._turn()

    def _sleep_s(self) -> float:
        with self._database.reading() as connection:
            due = jobs.next_due_at(connection, self.name)
        if due is None:
            return _LONGEST_SLEEP_S
        wait_ms = max(due - self._database.now_ms(), self._next_start_ms - self._monotonic_ms())
        return min(max(wait_ms, 1) / 1000, _LONGEST_SLEEP_S)

    def _still_blind_ms(self, job: Job) -> int:
        if not job.was_uncertain:
            return 0
        since = self._uncertain_since.get(job.sequence, self._born_ms)
        return max(0, since + self._work.blind_ms - self._monotonic_ms())

    def _settle(self, job: Job, done: Done) -> None:
        with self._database.transaction() as tx:
            done.write(tx)
            jobs.settle(tx, self._database, job, JobState.DONE)
            was_news = jobs.free_lane(tx, self.name)
        self._uncertain_since.pop(job.sequence, None)
        for lane in done.wakes:
            self._wake_lane(lane)
        self._tell(done.fact, changed=was_news)

    def _settle_failure(self, job: Job, error: PackbenchError, *, is_bug: bool = False) -> None:
        now = self._database.now_ms()
        if isinstance(error, Uncertain):
            self._uncertain_since[job.sequence] = self._monotonic_ms()
        with self._database.transaction() as tx:
            fact = self._work.failed(tx, job, error)
            match error:
                case Unavailable():
                    failures = jobs.failures(tx, self.name) + 1
                    at = now + self._delay_ms(failures, error.retry_after_s)
                    jobs.put_back(tx, self._database, job, not_before=now, code=error.code, uncertain=False)
                    jobs.delay_lane(tx, self._database, self.name, failures=failures, not_before=at, code=error.code)
                case Uncertain() if is_bug or error.needs_person or not self._work.can_settle:
                    jobs.settle(tx, self._database, job, JobState.HELD, error.code)
                case Uncertain():
                    at = now + max(self._work.settle_ms, self._delay_ms(job.attempt, None))
                    jobs.put_back(tx, self._database, job, not_before=at, code=error.code, uncertain=True)
                case Misconfigured():
                    jobs.put_back(tx, self._database, job, not_before=now, code=error.code, uncertain=False)
                    jobs.stop_lane(tx, self._database, self.name, error.code)
                case _:
                    jobs.settle(tx, self._database, job, JobState.REJECTED, error.code)
                    jobs.free_lane(tx, self.name)
        _log.warning("job %s of lane %s: %s", job.sequence, self.name, error)
        self._tell(fact, changed=True)

    def _delay_ms(self, failures: int, retry_after_s: float | None) -> int:
        """Exponential with jitter, so that stations do not come back all at once; never less than was asked for."""
        longest = min(_FIRST_DELAY_MS * 2 ** min(failures - 1, 20), _LONGEST_DELAY_MS)
        jittered = int(longest * (0.5 + self._random() / 2))
        return max(jittered, int((retry_after_s or 0) * 1000))

    def _tell(self, fact: Fact | None, *, changed: bool) -> None:
        if fact is not None:
            self._announce(fact)
        if changed:
            self._announce(LaneChanged(self.name))
