"""A durable piece of background work and the states it may be in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class JobKind(StrEnum):
    """What is to be done, and of what the job's subject is the id."""

    ISSUE_WAYBILL = "issue_waybill"  # a waybill
    VOID_WAYBILL = "void_waybill"  # a waybill
    PRINT_LABEL = "print_label"  # a print, of whatever paper: the ledger says which


class JobState(StrEnum):
    """Only `queued` and `uncertain` jobs are taken up by a lane; `held` ones wait for a person."""

    QUEUED = "queued"
    RUNNING = "running"
    UNCERTAIN = "uncertain"  # it may have happened: to be settled under the same reference, never begun anew
    DONE = "done"
    REJECTED = "rejected"
    HELD = "held"


JOB_STEPS: frozenset[tuple[JobState, JobState]] = frozenset(
    {
        (JobState.QUEUED, JobState.RUNNING),
        (JobState.QUEUED, JobState.REJECTED),  # taken back before it was begun
        (JobState.RUNNING, JobState.DONE),
        (JobState.RUNNING, JobState.REJECTED),
        (JobState.RUNNING, JobState.HELD),
        (JobState.RUNNING, JobState.QUEUED),  # nothing happened
        (JobState.RUNNING, JobState.UNCERTAIN),
        (JobState.UNCERTAIN, JobState.RUNNING),
        (JobState.UNCERTAIN, JobState.REJECTED),  # a person decided
        (JobState.UNCERTAIN, JobState.DONE),
        (JobState.HELD, JobState.UNCERTAIN),
        (JobState.HELD, JobState.REJECTED),
        (JobState.HELD, JobState.DONE),
    }
)
"""The only ways from one state to another; a trigger in the database refuses all others. None leads from a purchase
that may have happened back to one that has not.
"""


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job. `was_uncertain`: an earlier attempt may have happened; `attempt` counts from 1."""

    sequence: int
    lane: str
    kind: JobKind
    subject_id: str
    attempt: int
    was_uncertain: bool


def carrier_lane(carrier: str) -> str:
    return f"carrier:{carrier}"


def printer_lane(printer: str) -> str:
    return f"printer:{printer}"
