"""A scanned label: what it proves, and what a printer's own word leaves to be proven."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.closing import ConfirmPolicy, ScannedLabel, judge_label
from app.domain.handover import Ask, ParcelFacts, is_proof, judge
from app.domain.outcome import OutcomeCode
from app.domain.printing import PaperProof, PrintState
from app.domain.shipment import WaybillState

BY_PRINTER = (PaperProof.COUNTER, PaperProof.PROCESS_ID)
FACTS = ParcelFacts("p", "T1", "1001", "ZTO", 2, 500, WaybillState.ISSUED)


@pytest.mark.parametrize("proof", BY_PRINTER)
@pytest.mark.parametrize("state", [PrintState.SENT, PrintState.CONFIRMED])
def test_a_label_that_only_its_printer_vouches_for_is_news_when_it_is_scanned(
    state: PrintState, proof: PaperProof
) -> None:
    label = ScannedLabel("p", is_valid=True, print_state=state, proof=proof)
    assert judge_label(label, None) is OutcomeCode.LABEL_CONFIRMED
    assert judge_label(label, "another") is OutcomeCode.LABEL_OF_ANOTHER
    assert judge_label(replace(label, is_valid=False), None) is OutcomeCode.LABEL_VOIDED
    assert is_proof(replace(FACTS, print_state=state, proof=proof))


def test_a_label_that_was_scanned_is_no_news() -> None:
    label = ScannedLabel("p", is_valid=True, print_state=PrintState.CONFIRMED, proof=PaperProof.SCAN)
    assert judge_label(label, None) is None
    assert not is_proof(replace(FACTS, print_state=PrintState.CONFIRMED, proof=PaperProof.SCAN))


@pytest.mark.parametrize("proof", PaperProof)
@pytest.mark.parametrize("state", [None, PrintState.QUEUED, PrintState.CANCELLED])
def test_no_proof_of_a_printer_opens_the_gate_for_a_label_that_never_left(
    state: PrintState | None, proof: PaperProof
) -> None:
    facts = replace(FACTS, print_state=state, proof=proof)
    assert judge(facts, Ask("ZTO", ConfirmPolicy.REQUIRED)) is OutcomeCode.HANDOVER_UNSEEN
    assert not is_proof(facts)
