"""The sheet that teaches a scanner: five codes that every scanner reads, each far from the next, with words large
enough to be followed.
"""

from __future__ import annotations

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageOps

from app.domain.label import Stock
from app.domain.lesson_codes import FIELDS_WRITTEN, LESSON_TEXTS, LessonStep
from app.errors import Misconfigured
from app.labels import scanner_sheet as sheet
from app.labels.page import Page
from app.labels.raster import Bitmap
from app.labels.scanner_sheet import A4, scanner_sheet, scanner_sheet_pdf
from app.labels.text import Box

STOCKS = [
    Stock(100, 150, 203),
    Stock(100, 150, 300),
    Stock(101.6, 152.4, 203),
    Stock(104, 0, 203),
    Stock(100, 180, 300),
    A4,
]
stocks = pytest.mark.parametrize("stock", STOCKS, ids=lambda s: f"{s.width_mm:g}x{s.height_mm:g}@{s.dpi}")
SAID = {
    LessonStep.LETTERS: "]C0", LessonStep.SIGNS: "]C0", LessonStep.FIELDS: "]C1", LessonStep.CHINESE: "]Q1",
    LessonStep.END: "]C0",
}  # fmt: skip
MEANT = [f"{SAID[step]}{text}" for step, text in LESSON_TEXTS.items()]


def codes_in(picture: Image.Image) -> list[str]:
    """Identifier and text of each code, from the top; separators as they are, QR from its bytes."""
    pixels = memoryview(picture.convert("L").tobytes()).cast("B", (picture.height, picture.width))
    found = zxingcpp.read_barcodes(pixels, text_mode=zxingcpp.TextMode.Plain)
    found.sort(key=lambda symbol: symbol.position.top_left.y)
    return [symbol.symbology_identifier + symbol.bytes.decode() for symbol in found]


def printed(page: Page) -> Image.Image:
    return ImageOps.invert(Bitmap.from_ink(page.paint()).to_ink().convert("L"))


@stocks
def test_every_code_reads_back_with_its_identifier_in_the_order_of_the_lesson(stock: Stock) -> None:
    assert codes_in(printed(scanner_sheet(stock))) == MEANT


@pytest.mark.parametrize("stock", STOCKS[:2], ids=["203", "300"])
@pytest.mark.parametrize("turn", [90, 180, 271])
def test_it_reads_however_it_is_held(stock: Stock, turn: int) -> None:
    picture = printed(scanner_sheet(stock)).rotate(turn, expand=True, fillcolor=255)
    assert sorted(codes_in(picture)) == sorted(MEANT)


@stocks
def test_quiet_zones_are_white_bars_wide_enough_and_codes_apart(stock: Stock) -> None:
    page = scanner_sheet(stock)
    ink, dots_per_mm = page.paint(), (8 if stock.dpi == 203 else stock.dpi / 25.4)
    for stamp in page.stamps:
        quiet, box = stamp.dots * stamp.symbol.quiet, stamp.box
        above = quiet if stamp.symbol.is_square else 0
        around = (box.left - quiet, box.top - above, box.right + quiet, box.bottom + above)
        assert around[0] >= 0
        assert around[2] <= page.width
        with_code = ink.crop(around)
        with_code.paste(0, (quiet, above, quiet + box.width, above + box.height))
        assert with_code.getbbox() is None
        assert 0.249 <= stamp.dots / dots_per_mm <= 1.3
        if not stamp.symbol.is_square:
            assert box.height / dots_per_mm >= 9
            assert box.width / dots_per_mm <= 124
    assert all((low.box.top - high.box.bottom) / dots_per_mm >= 10 for high, low in pairwise(page.stamps))


@stocks
def test_no_word_is_cut_off_and_nothing_overlaps(stock: Stock) -> None:
    page = scanner_sheet(stock)
    assert not [line for writing in page.writings for line in writing.lines if line.endswith("…")]
    assert [w.lines for w in page.writings if w.is_white] == [(str(number),) for number in range(1, 6)]
    places = [w.box for w in page.writings if not w.is_white] + [stamp.box for stamp in page.stamps]
    assert not [(a, b) for at, a in enumerate(places) for b in places[:at] if _overlap(a, b)]
    assert not [
        box for box in (*places, *page.fills) if box.left < 0 or box.right > page.width or box.bottom > page.height
    ]


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def test_what_stands_nearer_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "_SMALLEST_MM", (100.0, 100.0))
    with pytest.raises(AssertionError):
        test_quiet_zones_are_white_bars_wide_enough_and_codes_apart(Stock(100, 110, 203))


@pytest.mark.parametrize("stock", [Stock(76, 130, 203), Stock(72, 0, 203), Stock(100, 100, 300)])
def test_paper_on_which_bars_would_be_too_fine_is_refused(stock: Stock) -> None:
    with pytest.raises(Misconfigured, match=r"label\.stock_unsupported"):
        scanner_sheet(stock)


@pytest.mark.skipif(shutil.which("gs") is None, reason="no Ghostscript here")
@pytest.mark.parametrize("dpi", [203, 300])
def test_another_program_prints_the_same_codes_from_the_pdf(tmp_path: Path, dpi: int) -> None:
    (tmp_path / "sheet.pdf").write_bytes(scanner_sheet_pdf(language="zh-CN"))
    told = subprocess.run(
        ["gs", "-dSAFER", "-q", "-sDEVICE=pngmono", f"-r{dpi}", "-o", "page.png", "sheet.pdf"],
        cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert told.stdout + told.stderr == ""
    assert codes_in(Image.open(tmp_path / "page.png")) == MEANT


def test_the_same_sheet_is_the_same_bytes() -> None:
    assert scanner_sheet_pdf(language="en") == scanner_sheet_pdf(language="en")
    assert b"/Lang(zh_CN)" in scanner_sheet_pdf(language="zh_CN")


def test_the_gs1_code_says_what_is_written_below_it() -> None:
    plain = FIELDS_WRITTEN.replace("(21)", "\x1d21").replace("(01)", "01").replace("(10)", "10")
    assert plain == LESSON_TEXTS[LessonStep.FIELDS]
