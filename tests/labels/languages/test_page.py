"""The PDF page, read by PDFium."""

from __future__ import annotations

import random

import pypdfium2
import pytest

from app.domain.label import Stock
from app.domain.printing import Language
from app.labels.languages import encode
from app.labels.layout import render_label
from app.labels.raster import Bitmap
from tests.labels.languages.bitmaps import random_bitmaps
from tests.labels.samples import STOCKS, a_label

POINTS_PER_MM = 72 / 25.4


def drawn(document: bytes, bitmap: Bitmap, dots_per_inch: float) -> Bitmap:
    """PDFium's picture of the first page, at the head's own dots; it rounds a page's size up."""
    with pypdfium2.PdfDocument(document) as pdf:
        page = pdf[0].render(scale=dots_per_inch / 72, grayscale=True).to_pil()
    ink = page.point([255 if grey < 128 else 0 for grey in range(256)], mode="1")
    return Bitmap.from_ink(ink.crop((0, 0, bitmap.width, bitmap.height)))


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: f"{stock.width_mm}x{stock.height_mm}@{stock.dpi}")
def test_a_label_on_a_page_has_its_true_size_and_its_dots(stock: Stock) -> None:
    bitmap = render_label(a_label(), stock)
    document = encode(bitmap, Language.PAGE, stock)
    with pypdfium2.PdfDocument(document) as pdf:
        [size] = [page.get_size() for page in pdf]
    true_size = (stock.width_mm * POINTS_PER_MM, stock.height_mm * POINTS_PER_MM)
    assert size == pytest.approx(true_size, abs=0.1 * POINTS_PER_MM)
    assert drawn(document, bitmap, 203.2 if stock.dpi == 203 else stock.dpi) == bitmap
    assert b"/PrintScaling/None" in document


def test_any_bitmap_comes_out_of_the_page_dot_by_dot() -> None:
    for bitmap in random_bitmaps(120, seed=17):
        dpi = random.Random(bitmap.width).choice((203, 300, 600))
        document = encode(bitmap, Language.PAGE, Stock(100, 150, dpi))
        assert drawn(document, bitmap, 203.2 if dpi == 203 else dpi) == bitmap


def test_each_copy_is_a_page() -> None:
    with pypdfium2.PdfDocument(encode(Bitmap(8, 1, b"\x0f"), Language.PAGE, Stock(1, 1, 203), copies=3)) as pdf:
        assert len(pdf) == 3
