"""What lies on a virtual scale and what its display makes of it, look by look: no clock, so tests need not wait."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from app.domain.weighing import Unit, to_grams


class ScaleFault(StrEnum):
    """How real scales fail; the value is the word typed for it."""

    FREEZE = "freeze"
    """Repeats what it showed last, for ever, whatever is put on it."""
    OVERLOAD = "overload"
    UNDERLOAD = "underload"
    NOT_READY = "busy"
    GARBAGE = "garbage"
    """Sends noise, as with a wrong speed or parity."""
    SILENT = "silent"
    """Is there and says nothing: standby, or a serial server that lost its scale."""
    UNPLUG = "unplug"


@dataclass(frozen=True, slots=True)
class Display:
    """One look at the display. `amount` is in `unit`; with `trouble` it means nothing."""

    amount: Decimal
    unit: Unit
    is_stable: bool
    trouble: ScaleFault | None = None

    @property
    def grams(self) -> int:
        return to_grams(self.amount, self.unit)


_GRAMS_IN = {unit: to_grams(Decimal(1_000_000), unit) for unit in Unit}  # in a million of them
_DIVISION = {Unit.GRAM: 0, Unit.KILOGRAM: -3, Unit.OUNCE: -1, Unit.POUND: -2}
_OUNCES_IN_POUND = 16
_SHOWN = (ScaleFault.OVERLOAD, ScaleFault.UNDERLOAD, ScaleFault.NOT_READY)


class Plate:
    """Put something on it and look; threads may share it. After a change the display moves for `settle_looks` looks.

    `flips`: an ounce display turns to pounds from 16 oz on, as postal scales do by themselves.
    """

    def __init__(self, unit: Unit = Unit.GRAM, *, settle_looks: int = 2, flips: bool = False) -> None:
        self._lock = threading.Lock()
        self._unit = unit
        self._flips = flips
        self._settle_looks = settle_looks
        self._grams = 0
        self._drift_g = 0
        self._moving_looks = 0
        self._looks = 0
        self._last = Display(Decimal(0), unit, is_stable=True)
        self._fault: ScaleFault | None = None

    @property
    def fault(self) -> ScaleFault | None:
        return self._fault

    def put(self, grams: int, *, drift_g: int = 0) -> None:
        """Let so many grams lie on it, below zero too; with `drift_g` they grow at every look and never settle."""
        with self._lock:
            self._grams, self._drift_g = grams, drift_g
            self._moving_looks = self._settle_looks

    def show_in(self, unit: Unit) -> None:
        """Somebody pressed the unit key."""
        with self._lock:
            self._unit = unit

    def misbehave(self, fault: ScaleFault | None) -> None:
        """Fail like this from now on; None: be a good scale again."""
        with self._lock:
            self._fault = fault

    def look(self) -> Display:
        """What the display shows now."""
        with self._lock:
            if self._fault is ScaleFault.FREEZE:
                return self._last
            self._last = shown = self._next()
            return shown

    def _next(self) -> Display:
        self._looks += 1
        moves = self._moving_looks > 0 or self._drift_g != 0
        wobble_g = self._looks % 3 - 1 if self._moving_looks > 0 else 0
        self._moving_looks = max(0, self._moving_looks - 1)
        self._grams += self._drift_g
        grams = self._grams + wobble_g
        unit = self._unit
        amount = _amount(grams, unit)
        if self._flips and unit is Unit.OUNCE and abs(amount) >= _OUNCES_IN_POUND:
            unit, amount = Unit.POUND, _amount(grams, Unit.POUND)
        return Display(amount, unit, not moves, self._fault if self._fault in _SHOWN else None)


def _amount(grams: int, unit: Unit) -> Decimal:
    """In steps of the display."""
    exact = Decimal(grams) * 1_000_000 / _GRAMS_IN[unit]
    return exact.quantize(Decimal(1).scaleb(_DIVISION[unit]), ROUND_HALF_EVEN)
