"""How a printer says it is. A good word proves nothing; a bad one is believed; silence means nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Condition(StrEnum):
    """What a printer says of itself, or what its silence means."""

    READY = "ready"
    BUSY = "busy"
    PAUSED = "paused"
    PAPER_OUT = "paper_out"
    PAPER_LOW = "paper_low"
    RIBBON_OUT = "ribbon_out"
    HEAD_OPEN = "head_open"  # or any other cover
    PAPER_JAM = "paper_jam"
    CUTTER = "cutter"
    TOO_HOT = "too_hot"
    BUFFER_FULL = "buffer_full"
    LABEL_WAITING = "label_waiting"  # the last one has not been taken off the peeler
    FAULT = "fault"  # something else, not named
    OFFLINE = "offline"  # switched off line by hand, or stopped in its spooler
    SILENT = "silent"  # reached, but it does not answer: cannot tell
    AWAY = "away"  # not reached at all


STOPPING: frozenset[Condition] = frozenset(
    {
        Condition.PAUSED,
        Condition.PAPER_OUT,
        Condition.RIBBON_OUT,
        Condition.HEAD_OPEN,
        Condition.PAPER_JAM,
        Condition.CUTTER,
        Condition.TOO_HOT,
        Condition.BUFFER_FULL,
        Condition.LABEL_WAITING,
        Condition.FAULT,
        Condition.OFFLINE,
        Condition.AWAY,
    }
)
"""With one of these nothing comes out until a person has helped. Silence is not among them: most clones say nothing."""


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """One answer. `labels_printed` is the odometer, `formats_waiting` what lies in its buffer, None where it does not
    tell; `identity` its serial number, MAC or UUID, `model` its own name for itself, empty where it does not tell.
    """

    conditions: frozenset[Condition]
    labels_printed: int | None = None
    formats_waiting: int | None = None
    identity: str = ""
    model: str = ""

    @property
    def stop(self) -> Condition | None:
        """The worst that keeps it from printing, None when nothing that it says does."""
        return next((condition for condition in Condition if condition in self.conditions & STOPPING), None)
