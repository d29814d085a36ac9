"""The card a printer is set up by: what it is read by stands where it must, whatever the paper."""

from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image, ImageOps

from app.domain.label import Stock
from app.errors import Misconfigured
from app.labels import test_card as card
from app.labels.page import Page
from app.labels.raster import Bitmap
from app.labels.text import Box

CODES = {
    "bars-2": "PB.CARD.L1.2", "bars-3": "PB.CARD.L1.3", "bars-4": "PB.CARD.L1.4",
    "qr": "PB.CARD.L1.QR", "datamatrix": "PB.CARD.L1.DM",
}  # fmt: skip
STOCKS = [
    Stock(width, height, dpi)
    for width, height in ((100, 150), (101.6, 152.4), (76, 130), (100, 180), (72, 0), (80, 0), (210, 297), (105, 148))
    for dpi in (203, 300)
]
stocks = pytest.mark.parametrize("stock", STOCKS, ids=lambda s: f"{s.width_mm:g}x{s.height_mm:g}@{s.dpi}")


def _read(page: Page) -> set[str]:
    paper = ImageOps.invert(Bitmap.from_ink(page.paint()).to_ink().convert("L"))
    pixels = memoryview(paper.tobytes()).cast("B", (paper.height, paper.width))
    return {found.text for found in zxingcpp.read_barcodes(pixels)}


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


@stocks
def test_every_code_on_the_card_reads_and_is_in_the_dots_it_says(stock: Stock) -> None:
    page = card.test_card(stock, CODES)
    wanted = {CODES[f"bars-{stamp.dots}"] for stamp in page.stamps if not stamp.symbol.is_square}
    assert len(wanted) >= 1
    assert _read(page) == wanted | {CODES["qr"], CODES["datamatrix"]}
    if stock.width_mm >= 100 and stock.dpi == 203:
        assert len(wanted) == 3


@stocks
def test_nothing_of_it_overlaps_or_leaves_the_paper(stock: Stock) -> None:
    page = card.test_card(stock, CODES)
    places = [writing.box for writing in page.writings] + [picture.box for picture in page.pictures]
    for stamp in page.stamps:
        quiet, box = stamp.dots * stamp.symbol.quiet, stamp.box
        above = quiet if stamp.symbol.is_square else 0
        places.append(Box(box.left - quiet, box.top - above, box.width + 2 * quiet, box.height + 2 * above))
    letters = [w.box for w in page.writings if "".join(w.lines) in card.LETTERS]
    assert [(a, b) for at, a in enumerate(places) for b in places[:at] if _overlap(a, b) and a not in letters] == []
    for box in [*places, *page.fills]:
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= page.width
        assert box.bottom <= page.height
    assert not [(a, b) for a in places if a not in letters for b in page.fills if _overlap(a, b)]
    assert not any(line.endswith("…") for writing in page.writings for line in writing.lines)


def _first_whole(paper: Image.Image, ticks: list[int]) -> str:
    """The letter of the first tick of which nothing is missing. `ticks`: where each was drawn, in dots."""
    top = round(card._letters_top(150) * 8)
    for at, (letter, left) in enumerate(zip(card.LETTERS, ticks, strict=True)):
        tick = (left, top + at * 24, left + 2, top + at * 24 + 21)
        if left >= 0 and left + 2 <= paper.width and paper.crop(tick).getextrema() == (255, 255):
            return letter
    return ""


@pytest.mark.parametrize("moved_mm", [-4, -1, 0, 2, 5])
def test_a_shifted_card_says_by_how_much(moved_mm: int) -> None:
    """A printer is played: its picture lies beside its place, and what leaves the paper is gone."""
    page = card.test_card(Stock(100, 150, 203), CODES)
    paper = Image.new("L", (page.width, page.height))
    paper.paste(Bitmap.from_ink(page.paint()).to_ink().convert("L"), (moved_mm * 8, 0))
    steps = [at * 8 for at in range(len(card.LETTERS))]
    left = _first_whole(paper, [moved_mm * 8 + step for step in steps])
    right = _first_whole(paper, [moved_mm * 8 + page.width - (step or 2) for step in steps])
    assert card.shift_of(left, right) == pytest.approx(-moved_mm, abs=1)  # ticks are a millimetre apart


def test_a_picture_larger_than_the_paper_is_moved_to_its_middle() -> None:
    assert card.shift_of("C", "A") == 2.0
    assert card.shift_of("A", "D") == -3.0
    assert card.shift_of("B", "D") == -1.0
    assert card.shift_of("A", "A") == 0.0


def test_codes_that_are_not_asked_for_are_left_out_and_make_no_gap() -> None:
    page = card.test_card(Stock(100, 150, 203), {"bars-3": "PB.CARD.1"})
    assert _read(page) == {"PB.CARD.1"}
    assert page.stamps[0].box.top / 8 < 20


@pytest.mark.parametrize("stock", [Stock(50, 30, 203), Stock(60, 0, 203), Stock(100, 100, 203)])
def test_paper_without_room_for_it_is_refused(stock: Stock) -> None:
    with pytest.raises(Misconfigured, match=r"label\.stock_unsupported"):
        card.test_card(stock, CODES)
