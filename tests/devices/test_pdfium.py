"""PDF pages come back from pdfium dot for dot as they were laid out: bars are bars of so many dots, on any paper."""

from __future__ import annotations

import pytest

from app.devices import pdfium as drawing
from app.devices.pdfium import PDFIUM, draw_page, pdfium
from app.domain.label import Stock
from app.domain.printing import Language
from app.labels.languages import encode
from app.labels.layout import lay_out
from app.labels.page import Area, Page
from app.labels.pdf import encode_pdf
from app.labels.raster import Bitmap
from app.labels.symbol import code128
from tests.labels.samples import a_label


def _office_page(dpi: int) -> Page:
    page = Page(Stock(210, 297, dpi))
    for row in range(8):
        page.linear(code128("SF1234567890123"), Area(8 + 3 * row, 10 + 35 * row, 180, 15))
        page.write(f"row {row}", Area(5, 27 + 35 * row, 190, 8), 8.0)
    return page


def _differing_dots(pdf: bytes, bitmap: Bitmap, dpi: int) -> int:
    with PDFIUM, pdfium().PdfDocument(pdf) as document:
        drawn = Bitmap.from_grey(draw_page(document, 0, dpi=dpi, size=(bitmap.width, bitmap.height)))
    return (int.from_bytes(drawn.rows, "big") ^ int.from_bytes(bitmap.rows, "big")).bit_count()


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_pages_of_rectangles_come_back_dot_for_dot_up_to_a4(dpi: int) -> None:
    for page in (lay_out(a_label(), Stock(100, 150, dpi)), _office_page(dpi)):
        pdf = encode_pdf([page], dpi=dpi, title="page", language="en")
        assert _differing_dots(pdf, Bitmap.from_ink(page.paint()), dpi) == 0


@pytest.mark.parametrize("dpi", [300, 600])
def test_a_label_as_one_picture_comes_back_dot_for_dot(dpi: int) -> None:
    stock = Stock(100, 150, dpi)
    bitmap = Bitmap.from_ink(lay_out(a_label(), stock).paint())
    assert _differing_dots(encode(bitmap, Language.PAGE, stock), bitmap, dpi) == 0


@pytest.mark.parametrize("dpi", [203, 600])
def test_drawing_without_that_hair_is_caught(dpi: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken on purpose: a page that is a ten-thousandth too large, as rounded numbers in a PDF make it."""
    monkeypatch.setattr(drawing, "_SHRINK", -1e-4)
    page = lay_out(a_label(), Stock(100, 150, dpi))
    pdf = encode_pdf([page], dpi=dpi, title="page", language="en")
    assert _differing_dots(pdf, Bitmap.from_ink(page.paint()), dpi) > 1000


def test_a_page_is_laid_on_the_papers_corner_and_cut_or_left_white_beyond() -> None:
    page = lay_out(a_label(), Stock(100, 150, 300))
    pdf = encode_pdf([page], dpi=300, title="page", language="en")
    with PDFIUM, pdfium().PdfDocument(pdf) as document:
        alone = draw_page(document, 0, dpi=300)
        small, large = (draw_page(document, 0, dpi=300, size=size) for size in ((900, 1000), (1300, 2000)))
    assert small.tobytes() == alone.crop((0, 0, 900, 1000)).tobytes()
    assert large.crop((0, 0, *alone.size)).tobytes() == alone.tobytes()
    assert large.getpixel((1299, 1999)) == 255
