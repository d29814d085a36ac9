"""What is known about a print, in words that never claim more than that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PrintState(StrEnum):
    """A print's life in the ledger. Nothing is called printed unless somebody saw it: `confirmed`."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"


PRINT_STEPS: frozenset[tuple[PrintState, PrintState]] = frozenset(
    {
        (PrintState.QUEUED, PrintState.SENDING),
        (PrintState.QUEUED, PrintState.FAILED),  # it cannot be drawn, or failed its proof
        (PrintState.QUEUED, PrintState.CANCELLED),
        (PrintState.SENDING, PrintState.QUEUED),  # only when no byte left
        (PrintState.SENDING, PrintState.SENT),
        (PrintState.SENDING, PrintState.UNKNOWN),
        (PrintState.SENDING, PrintState.CONFIRMED),
        (PrintState.SENT, PrintState.CONFIRMED),
        (PrintState.SENT, PrintState.FAILED),  # a person looked: it did not come out
        (PrintState.UNKNOWN, PrintState.CONFIRMED),
        (PrintState.UNKNOWN, PrintState.FAILED),
        (PrintState.FAILED, PrintState.CONFIRMED),  # it came out after all and was scanned
    }
)
"""The only ways from one state to another; a trigger in the database refuses all others."""


class PrintReason(StrEnum):
    """Why a print was asked for. Every print after the first needs one of the others."""

    FIRST = "first"
    MISSING = "missing"
    DAMAGED = "damaged"
    OTHER = "other"


class Delivery(StrEnum):
    """How far a document came on its way to the paper."""

    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """What a printer's transport can honestly say after one document.

    `not_sent`: no byte left the process, sending again is safe. `unknown`: some bytes left and no proof came back.
    `delivered`: the printer read the document to its end; whether paper came out is another question.
    `code` says why (`printer.refused`, `printer.stalled`, `printer.reset`), empty when delivered.
    """

    delivery: Delivery
    code: str = ""
    bytes_sent: int = 0
