"""Kill -9 at random points: nothing that was answered is lost, nothing is bought twice, and naive retry is found."""

from __future__ import annotations

import pytest

from tests.faults import kills


@pytest.mark.timeout(600)
def test_hundreds_of_kills_lose_double_and_falsify_nothing() -> None:
    row = kills.run(is_long=False, seed=1)
    assert not row.is_red, row
