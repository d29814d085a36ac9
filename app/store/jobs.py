"""The durable queue. A job is claimed before it is done, settled after; what a crash left `running` may have happened.

A lane is ordered: a job waits for the one before it, except that an uncertain one that is not due yet lets others pass.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, insert, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.glance import LaneGlance, LaneState
from app.domain.job import Job, JobKind, JobState
from app.store.database import Database
from app.store.tables import jobs, lanes

# A time to wait for was counted from a moment that still lies ahead: the clock was set back, and waiting for it to come
# again could take years. What waited then is due.
_PUT_BACK_AT = func.coalesce(jobs.c.put_back_at, jobs.c.queued_at)
_UNFINISHED: ColumnElement[bool] = literal_column("state IN ('queued', 'running', 'uncertain', 'held')")
_TO_DO: ColumnElement[bool] = literal_column("state IN ('queued', 'uncertain')")
# Every turn of every lane asks these: built once.
_LANE = select(lanes).where(lanes.c.name == bindparam("lane"))
_DUE = (
    select(jobs)
    .where(jobs.c.lane == bindparam("lane"), _UNFINISHED, _TO_DO)
    .where((jobs.c.not_before <= bindparam("now")) | (bindparam("now") < _PUT_BACK_AT))
    .order_by(jobs.c.sequence)
    .limit(1)
)
_NEXT_DUE_AT = select(func.min(jobs.c.not_before)).where(jobs.c.lane == bindparam("lane"), _UNFINISHED, _TO_DO)


def queue(tx: Connection, database: Database, lane: str, kind: JobKind, subject_id: str) -> None:
    """Leave a job for a lane, in the same transaction as what it follows from."""
    now = database.now_ms()
    values = {"lane": lane, "kind": kind, "subject_id": subject_id, "state": JobState.QUEUED}
    tx.execute(insert(jobs).values(**values, not_before=now, queued_at=now))


def claim(tx: Connection, database: Database, lane: str) -> Job | None:
    """The lane's next due job, now `running`; None when there is none or the lane waits or is stopped."""
    now = database.now_ms()
    row = tx.execute(_LANE, {"lane": lane}).one_or_none()
    if row and (row.is_stopped or row.delayed_at <= now < row.not_before):
        return None
    job = tx.execute(_DUE, {"lane": lane, "now": now}).one_or_none()
    if job is None:
        return None
    started = {"state": JobState.RUNNING, "started_at": now, "attempt": job.attempt + 1}
    tx.execute(update(jobs).where(jobs.c.sequence == job.sequence).values(**started))
    was_uncertain = job.state == JobState.UNCERTAIN
    return Job(job.sequence, lane, JobKind(job.kind), job.subject_id, job.attempt + 1, was_uncertain)


def settle(tx: Connection, database: Database, job: Job, state: JobState, code: str = "") -> None:
    """A claimed job ends, or goes to a person."""
    ended = database.now_ms() if state in (JobState.DONE, JobState.REJECTED) else None
    tx.execute(update(jobs).where(jobs.c.sequence == job.sequence).values(state=state, code=code, finished_at=ended))


def put_back(tx: Connection, database: Database, job: Job, *, not_before: int, code: str, uncertain: bool) -> None:
    """A claimed job is tried again later; once uncertain, always to be settled as uncertain."""
    state = JobState.UNCERTAIN if uncertain or job.was_uncertain else JobState.QUEUED
    values = {"state": state, "not_before": not_before, "code": code, "put_back_at": database.now_ms()}
    tx.execute(update(jobs).where(jobs.c.sequence == job.sequence).values(**values))


def put_off(tx: Connection, database: Database, job: Job, wait_ms: int) -> None:
    """A claimed job must not be done yet: it is uncertain as before, with its reason and its count of attempts."""
    now = database.now_ms()
    values = {"state": JobState.UNCERTAIN, "attempt": job.attempt - 1, "not_before": now + wait_ms, "put_back_at": now}
    tx.execute(update(jobs).where(jobs.c.sequence == job.sequence).values(**values))


def left_running(connection: Connection) -> tuple[Job, ...]:
    """Jobs that were being done when the process ended, in the order they were queued."""
    running = select(jobs).where(_UNFINISHED, jobs.c.state == JobState.RUNNING).order_by(jobs.c.sequence)
    return tuple(
        Job(row.sequence, row.lane, JobKind(row.kind), row.subject_id, row.attempt, was_uncertain=False)
        for row in connection.execute(running)
    )


def cancel_queued(tx: Connection, database: Database, kind: JobKind, subject_id: str, code: str) -> bool:
    """Take back a job that waits and of which nothing happened; False when it is being done or may have happened."""
    waiting = (jobs.c.kind == kind) & (jobs.c.subject_id == subject_id) & (jobs.c.state == JobState.QUEUED)
    values = {"state": JobState.REJECTED, "code": code, "finished_at": database.now_ms()}
    return tx.execute(update(jobs).where(waiting).values(**values)).rowcount == 1


def waiting(connection: Connection, lane: str) -> tuple[int, int]:
    """How many jobs of a lane have not been begun, and since when the oldest of them waits (epoch ms, 0 for none)."""
    not_begun = (jobs.c.lane == lane) & (jobs.c.state == JobState.QUEUED)
    counted = select(func.count(), func.coalesce(func.min(jobs.c.queued_at), 0)).where(_UNFINISHED, not_begun)
    count, since_ms = connection.execute(counted).one()
    return count, since_ms


def subjects_waiting(connection: Connection, lane: str) -> tuple[str, ...]:
    """What the jobs of a lane that have not been begun are about, in its order."""
    not_begun = (jobs.c.lane == lane) & (jobs.c.state == JobState.QUEUED)
    query = select(jobs.c.subject_id).where(_UNFINISHED, not_begun).order_by(jobs.c.sequence)
    return tuple(connection.execute(query).scalars())


def move(tx: Connection, database: Database, kind: JobKind, subject_id: str, lane: str) -> bool:
    """A job of which nothing happened goes to the end of another lane; False when it is being done or may have
    happened.
    """
    waiting = (jobs.c.kind == kind) & (jobs.c.subject_id == subject_id) & (jobs.c.state == JobState.QUEUED)
    last = select(func.max(jobs.c.sequence) + 1).scalar_subquery()
    values = {"sequence": last, "lane": lane, "not_before": database.now_ms(), "code": ""}
    return tx.execute(update(jobs).where(waiting, _UNFINISHED).values(**values)).rowcount == 1


def delay_lane(tx: Connection, database: Database, lane: str, *, failures: int, not_before: int, code: str) -> None:
    """The lane's way is not free; it tries again at `not_before`."""
    _set_lane(
        tx,
        database,
        lane,
        is_stopped=0,
        failures=failures,
        not_before=not_before,
        code=code,
        delayed_at=database.now_ms(),
    )


def stop_lane(tx: Connection, database: Database, lane: str, code: str) -> None:
    """The lane does nothing more until a person has mended the set-up and starts it again."""
    _set_lane(tx, database, lane, is_stopped=1, failures=0, not_before=0, code=code)


def restart_lane(tx: Connection, lane: str) -> None:
    """The station was started: whoever did that may have mended what the lane waits for. Its reason stays shown."""
    tx.execute(update(lanes).where(lanes.c.name == lane).values(is_stopped=0, not_before=0))


def free_lane(tx: Connection, lane: str) -> bool:
    """The lane's way is free (again); whether that is news."""
    busy = (lanes.c.name == lane) & ((lanes.c.code != "") | (lanes.c.is_stopped == 1))
    values = {"is_stopped": 0, "failures": 0, "not_before": 0, "code": ""}
    return tx.execute(update(lanes).where(busy).values(**values)).rowcount == 1


def hurry_lane(tx: Connection, database: Database, lane: str) -> None:
    """A person wants the lane to try again now, held jobs included: those as uncertain, for they may have happened."""
    now = database.now_ms()
    held = (jobs.c.lane == lane) & (jobs.c.state == JobState.HELD)
    tx.execute(update(jobs).where(held, _UNFINISHED).values(state=JobState.UNCERTAIN, not_before=now))
    tx.execute(update(lanes).where(lanes.c.name == lane).values(is_stopped=0, not_before=0))
    later = (jobs.c.lane == lane) & jobs.c.state.in_((JobState.QUEUED, JobState.UNCERTAIN)) & (jobs.c.not_before > now)
    tx.execute(update(jobs).where(later, _UNFINISHED).values(not_before=now))


def failures(connection: Connection, lane: str) -> int:
    """How often in a row the lane found its way not free."""
    return connection.execute(select(lanes.c.failures).where(lanes.c.name == lane)).scalar_one_or_none() or 0


def decided(tx: Connection, database: Database, kind: JobKind, subject_id: str, state: JobState) -> bool:
    """A person ended a job that was held or uncertain; False when it was neither (any more)."""
    waiting = (jobs.c.kind == kind) & (jobs.c.subject_id == subject_id)
    open_ones = waiting & jobs.c.state.in_((JobState.HELD, JobState.UNCERTAIN))
    ended = {"state": state, "code": "decided", "finished_at": database.now_ms()}
    return tx.execute(update(jobs).where(open_ones, _UNFINISHED).values(**ended)).rowcount == 1


def check_again(tx: Connection, database: Database, kind: JobKind, subject_id: str) -> bool:
    """A held or uncertain job is settled now, under the same reference; False when it is neither (any more)."""
    waiting = (jobs.c.kind == kind) & (jobs.c.subject_id == subject_id)
    open_ones = waiting & jobs.c.state.in_((JobState.HELD, JobState.UNCERTAIN))
    now = {"state": JobState.UNCERTAIN, "not_before": database.now_ms()}
    return tx.execute(update(jobs).where(open_ones, _UNFINISHED).values(**now)).rowcount == 1


def next_due_at(connection: Connection, lane: str) -> int | None:
    """When the lane has something to do next (epoch ms, maybe past); None when it has nothing or is stopped."""
    row = connection.execute(_LANE, {"lane": lane}).one_or_none()
    if row and row.is_stopped:
        return None
    due = connection.execute(_NEXT_DUE_AT, {"lane": lane}).scalar()
    return None if due is None else max(due, row.not_before if row else 0)


def glances(connection: Connection, names: tuple[str, ...]) -> tuple[LaneGlance, ...]:
    """How the named lanes are doing, in that order."""
    counted = connection.execute(
        select(
            jobs.c.lane,
            func.sum(case((jobs.c.state.in_((JobState.QUEUED, JobState.UNCERTAIN)), 1), else_=0)),
            func.sum(case((jobs.c.state == JobState.RUNNING, 1), else_=0)),
            func.sum(case((jobs.c.state == JobState.HELD, 1), else_=0)),
        )
        .where(_UNFINISHED)
        .group_by(jobs.c.lane)
    )
    seen = {name: LaneGlance(name, LaneState.IDLE, 0, 0) for name in names}
    for lane, waiting, running, held in counted:
        if lane in seen:
            state = LaneState.WORKING if running or waiting else LaneState.IDLE
            seen[lane] = LaneGlance(lane, state, waiting + running, held)
    for row in connection.execute(select(lanes).where(lanes.c.code != "")):
        if row.name in seen:
            state = LaneState.STOPPED if row.is_stopped else LaneState.WAITING
            seen[row.name] = replace(
                seen[row.name], state=state, code=row.code, since_ms=row.since, next_try_at_ms=row.not_before
            )
    return tuple(seen.values())


def _set_lane(tx: Connection, database: Database, lane: str, **values: int | str) -> None:
    """`since` keeps the moment at which this reason began."""
    statement = upsert(lanes).values(name=lane, since=database.now_ms(), **values)
    same_reason = lanes.c.code == statement.excluded.code
    since = case((same_reason, lanes.c.since), else_=statement.excluded.since)
    tx.execute(statement.on_conflict_do_update(index_elements=[lanes.c.name], set_={**values, "since": since}))
