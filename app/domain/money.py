"""Money as whole minor units of one currency: 2.50 CNY is 250. Never a float."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_MINOR_UNITS = 100  # every currency a Chinese or European carrier bills labels in


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount; `currency` is the ISO 4217 code."""

    currency: str
    minor: int

    def __str__(self) -> str:
        return f"{self.minor / _MINOR_UNITS:,.2f} {self.currency}"


def read_money(amount: str, currency: str) -> Money | None:
    """`2.5`, `CNY` → 250; None for anything that is no amount of whole minor units."""
    try:
        minor = Decimal(amount.strip()) * _MINOR_UNITS
    except InvalidOperation:
        return None
    if not minor.is_finite() or minor != minor.to_integral_value() or not 0 <= minor < 10**12:
        return None
    return Money(currency, int(minor))


def add_up(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """The sums by currency, in the currencies' alphabetical order: amounts of two currencies are never added."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    return tuple(Money(currency, minor) for currency, minor in sorted(sums.items()))
