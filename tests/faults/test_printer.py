"""The printer layer's short form: every fault at every fifth of a job, printers that are asked, broken variants."""

from __future__ import annotations

import pytest

from tests.faults import printer


@pytest.mark.timeout(400)
def test_no_printer_fault_doubles_a_label_or_makes_the_ledger_lie() -> None:
    row = printer.run(is_long=False, seed=1)
    assert row.runs >= 60
    assert row.found.is_clean, row.found
    assert row.caught
