from __future__ import annotations

import pytest

from app.domain.calibrating import CARD_CODES, darkness_advice, dots_of, read_letters
from app.domain.label import Calibration


@pytest.mark.parametrize(
    ("letters", "x_mm", "y_mm"), [("AAAA", 0, 0), ("CAAA", 1, 0), ("AA CB", -1, -0.5), ("bcad", 0.5, -0.5)]
)
def test_letters_at_the_edges_say_how_far_the_picture_moves(letters: str, x_mm: float, y_mm: float) -> None:
    assert read_letters(letters, dpi=203) == Calibration(x_mm, y_mm, 203)


@pytest.mark.parametrize("text", ["", "AAA", "AAAAA", "AAAZ", "1234", "ÄÖÜA"])
def test_anything_else_is_no_set_of_letters(text: str) -> None:
    assert read_letters(text, dpi=203) is None


def test_the_finest_bars_that_a_scanner_reads_say_how_dark_to_print() -> None:
    assert [dots_of(CARD_CODES[name]) for name in ("bars-2", "bars-3", "bars-4", "qr")] == [2, 3, 4, None]
    assert dots_of("PB.CLOSE") is None
    assert [darkness_advice(dots) for dots in (None, 2, 3, 4)] == [0, 0, 1, 2]
