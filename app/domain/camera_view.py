"""What a camera sees, for a person to look at: the picture, and what was made of each code in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.sighting import Outline, Symbol


class Fate(StrEnum):
    """What became of a code in view."""

    TAKEN = "taken"  # it counted, now
    HELD = "held"  # it counted already and has not left the picture since
    WAITING = "waiting"  # believed; others are in view, or the one expected may yet come
    DOUBTED = "doubted"  # seen, not believed yet
    SEVERAL = "several"  # several that may be meant: one must be taken away


@dataclass(frozen=True, slots=True)
class Outlined:
    """A code in view. Corners are fractions of the picture's width and height, 0 to 1."""

    outline: Outline
    fate: Fate
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class Region:
    """The part of the picture that is looked at, in fractions of its sides, 0 to 1."""

    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0


@dataclass(frozen=True, slots=True)
class CameraView:
    """The newest picture, small: `rgb` holds `height` rows of `width` pixels of three bytes. `at_ms` is a steady
    clock's; `codes` is what the reader made of this picture or one just before it.
    """

    width: int
    height: int
    rgb: bytes
    region: Region
    codes: tuple[Outlined, ...]
    at_ms: int
