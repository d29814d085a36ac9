"""A lane's thread: it sleeps while nothing is due, wakes at once when called, and stops when told."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.domain.facts import Fact, LabelSent
from app.domain.job import Job, JobKind, JobState
from app.errors import PackbenchError, Unavailable
from app.store import jobs
from app.store.database import Database, system_monotonic_ms, system_now_ms
from app.store.sealing import Sealer
from app.work.lane import Done, Lane
from tests.builders import KEY


class Counting:
    """Work that only counts."""

    settle_ms = 0
    can_settle = True
    blind_ms = 0

    def __init__(self, shortest_interval_ms: int = 0) -> None:
        self.shortest_interval_ms = shortest_interval_ms
        self.started_at: list[float] = []
        self.fail_first: PackbenchError | None = None

    def do(self, job: Job) -> Done:
        self.started_at.append(time.monotonic())
        if self.fail_first is not None:
            error, self.fail_first = self.fail_first, None
            raise error
        return Done(lambda _tx: None, LabelSent(job.subject_id))

    def failed(self, _tx: Connection, _job: Job, _error: PackbenchError) -> Fact | None:
        return None

    def interrupted(self, _tx: Connection, _job: Job) -> JobState:
        return JobState.QUEUED


class Running:
    """A lane on its thread, and what it told."""

    def __init__(self, folder: Path, work: Counting) -> None:
        self.database = Database(folder / "packbench.db", Sealer(KEY), now_ms=system_now_ms)
        self.told: list[Fact] = []
        self.heard = threading.Semaphore(0)
        self.lane = Lane(
            "lane",
            self.database,
            work,
            announce=self._hear,
            wake=lambda _lane: None,
            random=lambda: 0.0,
            monotonic_ms=system_monotonic_ms,
        )
        self.thread = threading.Thread(target=self.lane.run)
        self.thread.start()

    def _hear(self, fact: Fact) -> None:
        self.told.append(fact)
        if isinstance(fact, LabelSent):
            self.heard.release()

    def queue(self, *subjects: str) -> None:
        with self.database.transaction() as tx:
            for subject in subjects:
                jobs.queue(tx, self.database, "lane", JobKind.PRINT_LABEL, subject)
        self.lane.wake()

    def wait_for(self, count: int) -> None:
        for _ in range(count):
            assert self.heard.acquire(timeout=10)

    def stop(self) -> None:
        self.lane.stop()
        self.thread.join(timeout=10)
        assert not self.thread.is_alive()
        self.database.close()


def test_a_lane_does_its_jobs_in_the_order_they_were_left(tmp_path: Path) -> None:
    running = Running(tmp_path, Counting())
    running.queue("a", "b")
    running.queue("c")
    running.wait_for(3)
    running.stop()
    assert [fact.parcel_id for fact in running.told if isinstance(fact, LabelSent)] == ["a", "b", "c"]


def test_a_lane_keeps_the_carriers_rate_limit(tmp_path: Path) -> None:
    work = Counting(shortest_interval_ms=50)
    running = Running(tmp_path, work)
    running.queue("a", "b", "c", "d")
    running.wait_for(4)
    running.stop()
    gaps = [later - earlier for earlier, later in zip(work.started_at, work.started_at[1:], strict=False)]
    assert min(gaps) >= 0.045


def test_a_lane_tries_again_by_itself_when_its_time_has_come(tmp_path: Path) -> None:
    work = Counting()
    work.fail_first = Unavailable("away")
    running = Running(tmp_path, work)
    running.queue("a")
    running.wait_for(1)
    running.stop()
    assert len(work.started_at) == 2


def test_a_server_that_asks_for_patience_gets_it(tmp_path: Path) -> None:
    work = Counting()
    work.fail_first = Unavailable("away", retry_after_s=3600)
    running = Running(tmp_path, work)
    running.queue("a")
    assert not running.heard.acquire(timeout=1.5)
    with running.database.reading() as connection:
        due = jobs.next_due_at(connection, "lane")
    assert due is not None
    assert due > system_now_ms() + 3_500_000
    running.lane.hurry()
    running.wait_for(1)
    running.stop()


@pytest.mark.parametrize("jobs_left", [0, 3])
def test_a_stopped_lane_ends_at_once(tmp_path: Path, jobs_left: int) -> None:
    running = Running(tmp_path, Counting(shortest_interval_ms=60_000))
    running.queue(*(str(number) for number in range(jobs_left)))
    began = time.monotonic()
    running.stop()
    assert time.monotonic() - began < 5


def test_a_job_done_while_the_disk_was_full_is_settled_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was done and could not be written down must not stay in hand for ever."""
    running = Running(tmp_path, Counting())
    settle = jobs.settle

    def full_once(*arguments: object, **more: object) -> None:
        monkeypatch.setattr(jobs, "settle", settle)
        raise Unavailable("store.full")

    monkeypatch.setattr(jobs, "settle", full_once)
    running.queue("a")
    running.wait_for(1)
    running.stop()
    with running.database.reading() as connection:
        assert jobs.left_running(connection) == ()
