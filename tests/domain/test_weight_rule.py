"""What a scale shows in whole grams, and a weight held against the expected one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.weighing import Unit, WeightRule, WeightVerdict, judge_weight, to_grams

GRAMS = {Unit.GRAM: Fraction(1), Unit.KILOGRAM: Fraction(1000), Unit.POUND: Fraction("453.59237")}
GRAMS[Unit.OUNCE] = GRAMS[Unit.POUND] / 16


@given(st.decimals(-100_000, 100_000, allow_nan=False, allow_infinity=False, places=5), st.sampled_from(Unit))
def test_grams_are_the_nearest_ones_and_halves_go_to_the_even_one(amount: Decimal, unit: Unit) -> None:
    assert to_grams(amount, unit) == round(Fraction(amount) * GRAMS[unit])  # which rounds halves to even, exactly


@pytest.mark.parametrize(
    ("amount", "unit", "grams"),
    [
        ("0.5", Unit.GRAM, 0),
        ("1.5", Unit.GRAM, 2),
        ("2.5", Unit.GRAM, 2),
        ("-2.5", Unit.GRAM, -2),
        ("1.2345", Unit.KILOGRAM, 1234),
        ("16", Unit.OUNCE, 454),
        ("1", Unit.POUND, 454),
        ("0.1", Unit.OUNCE, 3),
    ],
)
def test_what_scales_show_in_grams(amount: str, unit: Unit, grams: int) -> None:
    assert to_grams(Decimal(amount), unit) == grams


@pytest.mark.parametrize(
    ("grams", "expected_g", "verdict"),
    [
        (1000, 1000, WeightVerdict.OK),
        (970, 1000, WeightVerdict.OK),
        (969, 1000, WeightVerdict.TOO_LIGHT),
        (1030, 1000, WeightVerdict.OK),
        (1031, 1000, WeightVerdict.TOO_HEAVY),
        (80, 100, WeightVerdict.OK),  # the grams are more than the percent
        (79, 100, WeightVerdict.TOO_LIGHT),
        (1, 10, WeightVerdict.OK),
        (123, 0, WeightVerdict.NOT_EXPECTED),
    ],
)
def test_a_weight_is_held_against_the_expected_one(grams: int, expected_g: int, verdict: WeightVerdict) -> None:
    assert judge_weight(grams, expected_g, WeightRule(tolerance_g=20, tolerance_percent=3)) is verdict


def test_without_any_tolerance_every_gram_counts() -> None:
    exact = WeightRule(tolerance_g=0, tolerance_percent=0)
    assert [judge_weight(grams, 500, exact) for grams in (499, 500, 501)] == [
        WeightVerdict.TOO_LIGHT,
        WeightVerdict.OK,
        WeightVerdict.TOO_HEAVY,
    ]


def test_a_tolerance_below_zero_is_none() -> None:
    with pytest.raises(ValueError, match="below zero"):
        WeightRule(tolerance_g=-1)
