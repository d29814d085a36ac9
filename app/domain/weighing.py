"""When a weight counts for a parcel, and what it says about what is inside.

It counts only if the scale stood still (the same number twice in a row), just now, after this parcel asked for it, and
was empty since the parcel before it: a frozen display or a forgotten box must never become the next parcel's weight.
Weights are whole grams inside; what a scale shows (g, kg, lb, oz) is converted exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum

FRESH_MS = 1000
"""A reading of this age or older says nothing of what is on the plate now."""

_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)


class Unit(StrEnum):
    """The units a parcel scale may show."""

    GRAM = "g"
    KILOGRAM = "kg"
    POUND = "lb"
    OUNCE = "oz"


_GRAMS = {
    Unit.GRAM: Decimal(1),
    Unit.KILOGRAM: Decimal(1000),
    Unit.POUND: Decimal("453.59237"),  # exact by the international yard and pound agreement of 1959
    Unit.OUNCE: Decimal("28.349523125"),
}


def to_grams(amount: Decimal, unit: Unit) -> int:
    """Whole grams of an amount of at most 40 digits, halves to the even one."""
    return int(_EXACT.to_integral_value(_EXACT.multiply(amount, _GRAMS[unit])))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the scale showed at `at_ms` or later, in the time of one steady clock that scale and judge share."""

    grams: int
    is_stable: bool
    at_ms: int


class ScaleTrouble(StrEnum):
    """Why the scale shows no weight; the value is the code of its sentence."""

    OVERLOAD = "scale.overload"
    UNDERLOAD = "scale.underload"
    NOT_READY = "scale.not_ready"
    """It warms up, tares, prints, or wants to be zeroed."""
    WRONG_UNIT = "scale.wrong_unit"
    """It shows pieces, percents, carats: no weight of a parcel."""
    GARBLED = "scale.garbled"
    """It talks, and not what it was said to speak: another protocol, speed or parity."""
    SILENT = "scale.silent"


class NotYet(StrEnum):
    """Why a reading does not count for the parcel that asks; the value is the code of its sentence."""

    NOBODY_ASKS = "weighing.nobody_asks"
    NOT_EMPTIED = "weighing.not_emptied"
    """The scale was not empty since the last parcel (or since the start): take everything off once."""
    TOO_OLD = "weighing.too_old"
    UNSTABLE = "weighing.unstable"
    EMPTY = "weighing.empty"
    BELOW_ZERO = "weighing.below_zero"


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weight that counts for this parcel."""

    parcel_id: str
    grams: int


@dataclass(frozen=True, slots=True)
class Weighing:
    """What the bench knows of its scale. The first parcel after a start needs an empty scale too: nobody knows whose
    box is on it.

    `parcel_id` asks since `asked_at_ms`; `emptied` is true when the scale was seen empty after the weighing of
    `last_parcel_id`, which may itself be weighed again as it stands (an item was added); `still` is the stable
    reading that the next one must repeat. `zero_g`: what still passes for an empty scale.
    """

    zero_g: int = 5
    parcel_id: str = ""
    asked_at_ms: int = 0
    emptied: bool = False
    last_parcel_id: str = ""
    last_at_ms: int = 0
    still: Reading | None = None


def ask_weight(state: Weighing, parcel_id: str, now_ms: int) -> Weighing:
    """From now on a parcel wants its weight."""
    return replace(state, parcel_id=parcel_id, asked_at_ms=now_ms, still=None)


def stop_asking(state: Weighing) -> Weighing:
    """The parcel left the table without its weight; whether the scale is empty is still known."""
    return replace(state, parcel_id="", still=None)


def judge_reading(
    state: Weighing, heard: Reading | ScaleTrouble, now_ms: int
) -> tuple[Weighing, Weighed | NotYet | ScaleTrouble]:
    """One answer of the scale, judged at `now_ms`; to be fed with every one, also while no parcel asks."""
    if isinstance(heard, ScaleTrouble):
        return replace(state, still=None), heard
    if not 0 <= now_ms - heard.at_ms < FRESH_MS:
        return replace(state, still=None), NotYet.TOO_OLD
    if not heard.is_stable:
        return replace(state, still=None), NotYet.UNSTABLE
    if abs(heard.grams) <= state.zero_g:
        emptied = state.emptied or not state.last_parcel_id or heard.at_ms > state.last_at_ms
        return replace(state, emptied=emptied, still=None), NotYet.EMPTY
    return _judge_load(state, heard)


def _judge_load(state: Weighing, heard: Reading) -> tuple[Weighing, Weighed | NotYet]:
    """A fresh, stable reading of a scale that is not empty."""
    if not state.parcel_id:
        return replace(state, still=None), NotYet.NOBODY_ASKS
    if heard.at_ms <= state.asked_at_ms:
        return replace(state, still=None), NotYet.TOO_OLD
    if heard.grams < 0:
        return replace(state, still=None), NotYet.BELOW_ZERO
    if not state.emptied and state.last_parcel_id != state.parcel_id:
        return replace(state, still=None), NotYet.NOT_EMPTIED
    if state.still is None or state.still.grams != heard.grams:
        return replace(state, still=heard), NotYet.UNSTABLE
    if state.still.at_ms == heard.at_ms:  # the same report twice says no more than once
        return state, NotYet.UNSTABLE
    weighed = Weighed(state.parcel_id, heard.grams)
    return Weighing(state.zero_g, last_parcel_id=state.parcel_id, last_at_ms=heard.at_ms), weighed


@dataclass(frozen=True, slots=True)
class WeightRule:
    """How far a parcel may be off: the larger of so many grams and so many percent of what was expected."""

    tolerance_g: int = 20
    tolerance_percent: int = 3

    def __post_init__(self) -> None:
        if self.tolerance_g < 0 or self.tolerance_percent < 0:
            raise ValueError(f"a tolerance below zero: {self}")

    def allowed_g(self, expected_g: int) -> int:
        """Grams above and below, fractions of a gram dropped."""
        return max(self.tolerance_g, expected_g * self.tolerance_percent // 100)


class WeightVerdict(StrEnum):
    """What a weight says; the value is the code of its sentence."""

    OK = "weight.ok"
    TOO_LIGHT = "weight.too_light"
    TOO_HEAVY = "weight.too_heavy"
    NOT_EXPECTED = "weight.not_expected"
    """Nobody knows what the parcel should weigh: nothing is judged."""


def judge_weight(grams: int, expected_g: int, rule: WeightRule) -> WeightVerdict:
    """Hold a weight against the expected one (0: unknown). The bounds themselves are still good."""
    if expected_g <= 0:
        return WeightVerdict.NOT_EXPECTED
    allowed_g = rule.allowed_g(expected_g)
    if grams < expected_g - allowed_g:
        return WeightVerdict.TOO_LIGHT
    return WeightVerdict.TOO_HEAVY if grams > expected_g + allowed_g else WeightVerdict.OK
