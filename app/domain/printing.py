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


class Language(StrEnum):
    """What a printer is spoken to in. `page`: whole pages as PDF, for whatever has a driver, a queue or IPP."""

    ZPL = "zpl"
    TSPL = "tspl"
    EPL = "epl"
    CPCL = "cpcl"
    ESCPOS = "escpos"
    PAGE = "page"


class Delivery(StrEnum):
    """How far a document came on its way to the paper."""

    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"
    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"


class PaperProof(StrEnum):
    """What says that paper came out. Only these may be called printed; a printer's "ready" is none of them."""

    NONE = ""
    COUNTER = "counter"  # the printer's own odometer rose by what was asked
    PROCESS_ID = "process_id"  # it gave back the number that stood behind the document
    SCAN = "scan"  # somebody held it in hand


BY_PRINTER = (PaperProof.COUNTER, PaperProof.PROCESS_ID)
"""Paper came out, and neither that it can be read nor on which box it is: only a scan says that."""


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """What a printer's transport can honestly say after one document.

    `not_sent`: no byte left the process, sending again is safe. `unknown`: some bytes left and no proof came back.
    `handed_over`: a spooler or a cable has all of it; whether the printer has, nobody says.
    `delivered`: the printer read the document to its end; whether paper came out is another question, which `proof`
    answers where the printer can.
    `code` says why (`printer.refused`, `printer.stalled`, `printer.paper_out`), empty when there is nothing to say.
    `job_id` is the spooler's or IPP printer's number of it.
    """

    delivery: Delivery
    code: str = ""
    bytes_sent: int = 0
    job_id: str = ""
    proof: PaperProof = PaperProof.NONE
