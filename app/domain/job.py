"""A durable piece of background work and the states it may be in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class JobKind(StrEnum):
    """What is to be done, and of what the job's subject is the id."""

    ISSUE_WAYBILL = "issue_waybill"  # a waybill
    VOID_WAYBILL = "void_waybill"  # a waybill
    PRINT_LABEL = "print_label"  # a print


class JobState(StrEnum):
    """Only `queued` and `uncertain` jobs are taken up by a lane; `held` ones wait for a person."""

    QUEUED = "queued"
    RUNNING = "running"
    UNCERTAIN = "uncertain"  # it may have happened: to be settled under the same reference, never begun anew
    DONE = "done"
    REJECTED = "rejected"
    HELD = "held"


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
