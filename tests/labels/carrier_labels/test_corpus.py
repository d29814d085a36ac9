"""What the proof passes and refuses, on labels made from a seed. The whole corpus: python tests/bench/proof.py"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import zxingcpp

from app.errors import Rejected
from app.labels.proof import prove, prove_codes
from app.labels.proof.carrying import carries
from tests.labels.carrier_labels.corpus import CORRUPTIONS, Case, clean_cases, corrupted_cases, own_cases

CLEAN, CORRUPTED = 0.2, 0.3
"""Shares of the corpus: the suite must stay quick."""


def _prove(case: Case) -> None:
    prove_codes(case.bitmap, case.numbers, stock=case.stock)


def _prove_own(case: Case) -> None:
    prove(case.bitmap, case.numbers[0])


def _looks_for_the_number_only(case: Case) -> None:
    """The broken variant: a proof that is content when the number can be read somewhere."""
    if not any(carries(symbol.text, case.numbers[0]) for symbol in zxingcpp.read_barcodes(case.bitmap.to_grey())):
        raise Rejected("label.proof_failed")


def _refused(case: Case, prove: Callable[[Case], None]) -> bool:
    try:
        prove(case)
    except Rejected as refusal:
        return refusal.code == "label.proof_failed" and not re.search(r"\d{5}", refusal.detail)
    return False


def test_every_clean_label_passes() -> None:
    refused = [case.name for case in clean_cases(7, times=CLEAN) if _refused(case, _prove)]
    assert refused == []


def test_harmful_labels_are_refused_and_a_proof_that_only_looks_for_the_number_is_caught() -> None:
    cases = list(corrupted_cases(7, times=CORRUPTED))
    passed = [case for case in cases if not _refused(case, _prove)]
    assert [case.name for case in passed if not case.is_readable] == []
    assert len(passed) <= 0.05 * len(cases), [case.name for case in passed]
    missed = [case for case in cases if not _refused(case, _looks_for_the_number_only)]
    assert len(missed) > 0.05 * len(cases)


def test_of_our_own_labels_every_clean_one_passes_and_every_harmed_one_is_refused() -> None:
    dice = random.Random(7)
    own = list(own_cases(dice, 8))
    assert [case.name for case in own if _refused(case, _prove_own)] == []
    for corruption in CORRUPTIONS:
        harmed = [case for case in (corruption(dice, source) for source in own) if case is not None]
        assert harmed
        assert [case.stock for case in harmed if not _refused(case, _prove_own)] == [], corruption.__name__
