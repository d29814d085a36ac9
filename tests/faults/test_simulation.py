"""The simulation: no seed finds anything, every broken product is found, and a seed is the same history every time."""

from __future__ import annotations

import pytest

from tests.faults import simulation


@pytest.mark.timeout(900)  # by far the longest test: thousands of histories
def test_no_history_loses_doubles_or_lies_and_every_broken_product_is_caught() -> None:
    row = simulation.run(is_long=False, seed=1)
    assert not row.is_red, row


def test_a_seed_is_the_same_history_every_time() -> None:
    with simulation.workshop(simulation.PRODUCT) as folder:
        stories = [simulation.history(7, folder, simulation.PRODUCT)[1] for _ in range(2)]
        other = simulation.history(8, folder, simulation.PRODUCT)[1]
    assert stories[0] == stories[1] != other
    assert len(stories[0]) > 20


@pytest.mark.parametrize("variant", simulation.VARIANTS, ids=lambda variant: variant.name)
def test_what_a_broken_product_does_is_told_with_its_seed(variant: simulation.Variant) -> None:
    found = simulation.shift(variant, range(1, 200))
    assert found.doubled
    assert all(flaw.startswith("seed ") for flaw in [*found.doubled, *found.lies, *found.other])
