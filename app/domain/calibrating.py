"""What a printed test card teaches: which of its codes a scanner reads, and how far its picture stands off."""

from __future__ import annotations

from app.domain.label import Calibration

CARD_CODES = {
    "bars-2": "PB.CARD.2",
    "bars-3": "PB.CARD.3",
    "bars-4": "PB.CARD.4",
    "qr": "PB.CARD.QR",
    "datamatrix": "PB.CARD.DM",
}
"""What the card's codes say, by their names on it; the ladder's are as many dots a module."""
FINEST = 2
"""Dots of the finest bars that a good head prints so that every scanner reads them."""
_SIDES = 4
_LETTERS = "ABCDEFGHI"


def dots_of(text: str) -> int | None:
    """The dots of the ladder's rung that was scanned, None for any other text."""
    return next((int(name[-1]) for name, code in CARD_CODES.items() if code == text and name[-1].isdigit()), None)


def darkness_advice(finest_dots: int | None) -> int:
    """By how many steps to darken when no finer bars than these could be read; 0 where all is well or nobody tried."""
    return 0 if finest_dots is None else max(0, finest_dots - FINEST)


def read_letters(text: str, *, dpi: int, finest_dots: int | None = None) -> Calibration | None:
    """From the letters of the first whole ticks at the left, upper, right and lower edge (`CBAA`), which stand a
    millimetre apart: the picture moves by half the difference. None where these are no four such letters.
    """
    letters = "".join(text.split()).upper()
    if len(letters) != _SIDES or any(letter not in _LETTERS for letter in letters):
        return None
    left, top, right, bottom = (_LETTERS.index(letter) for letter in letters)
    return Calibration((left - right) / 2, (top - bottom) / 2, dpi, darkness_advice(finest_dots))
