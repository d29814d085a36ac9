from __future__ import annotations

import pytest
from PIL import Image

from app.domain.label import Calibration, Stock
from app.errors import Rejected
from app.labels.placing import shifted, within_head
from app.labels.raster import Bitmap

STOCK = Stock(10, 10, 203)  # 80 dots a side


def _dot_at(x: int, y: int) -> Bitmap:
    ink = Image.new("1", (80, 80))
    ink.putpixel((x, y), 1)
    return Bitmap.from_ink(ink)


@pytest.mark.parametrize(
    ("x_mm", "y_mm", "place"), [(0, 0, (40, 40)), (1, 0, (48, 40)), (-1.5, 2, (28, 56)), (0.05, -0.05, (40, 40))]
)
def test_a_picture_moves_by_whole_dots(x_mm: float, y_mm: float, place: tuple[int, int]) -> None:
    assert shifted(_dot_at(40, 40), STOCK, Calibration(x_mm, y_mm)) == _dot_at(*place)


def test_ink_that_would_leave_the_paper_is_refused() -> None:
    for calibration in (Calibration(5.1, 0), Calibration(-5.1, 0), Calibration(0, 5), Calibration(0, -5.2)):
        with pytest.raises(Rejected) as caught:
            shifted(_dot_at(40, 40), STOCK, calibration)
        assert caught.value.code == "label.shifted_off"
    assert shifted(_dot_at(0, 0), STOCK, Calibration(9.8, 9.8)) == _dot_at(78, 78)


def test_a_blank_picture_stays_as_it_is() -> None:
    blank = Bitmap(80, 80, bytes(800))
    assert shifted(blank, STOCK, Calibration(20, 20)) == blank


def test_white_beyond_the_head_is_left_out_and_ink_is_refused() -> None:
    head = Stock(10, 10, 203, head_dots=64)
    narrow = within_head(_dot_at(63, 40), head)
    assert (narrow.width, narrow.height) == (64, 80)
    assert narrow.to_ink().getpixel((63, 40))
    with pytest.raises(Rejected) as caught:
        within_head(_dot_at(64, 40), head)
    assert caught.value.code == "label.beyond_head"
    assert within_head(_dot_at(64, 40), STOCK) == _dot_at(64, 40)
