"""Closing the loop: the packer scans the label that came out, which proves that it did, is legible, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.outcome import OutcomeCode
from app.domain.printing import BY_PRINTER, PaperProof, PrintState

_UNSEEN = (PrintState.SENDING, PrintState.SENT, PrintState.UNKNOWN, PrintState.FAILED)


class ConfirmPolicy(StrEnum):
    """Whether labels are scanned back. `required`: no next order before this parcel's label was seen."""

    OFF = "off"
    ASK = "ask"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class ScannedLabel:
    """The waybill a scanned number belongs to. `is_valid` is false for a label whose waybill was voided or is being."""

    parcel_id: str
    is_valid: bool
    print_state: PrintState | None
    proof: PaperProof = PaperProof.NONE


def can_be_seen_first(state: PrintState | None, proof: PaperProof) -> bool:
    """Whether a scan of the label is the first that anybody has seen of it. A printer's counter says that paper came
    out, and neither that it is legible nor on which box it is: only a scan says that.
    """
    return state in _UNSEEN or (state is PrintState.CONFIRMED and proof in BY_PRINTER)


def judge_label(label: ScannedLabel, awaited_parcel_id: str | None) -> OutcomeCode | None:
    """What a label says when it is scanned; None when it is news to nobody and only shows its order.

    `awaited_parcel_id` is the parcel on the table whose label has not been seen yet.
    """
    if not label.is_valid:
        return OutcomeCode.LABEL_VOIDED
    if awaited_parcel_id is not None and label.parcel_id != awaited_parcel_id:
        return OutcomeCode.LABEL_OF_ANOTHER
    if can_be_seen_first(label.print_state, label.proof):
        return OutcomeCode.LABEL_CONFIRMED
    return None
