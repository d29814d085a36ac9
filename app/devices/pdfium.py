"""PDF pages as dots. Nobody may call pdfium from two threads at once, not even with two documents: one lock for all.

A box that is a hair wider than two dots comes out as three. So each page is drawn smaller by a ten-thousandth, around
its middle: what was laid out in whole dots comes out as these dots, on A4 at 600 dpi too.
"""

from __future__ import annotations

import math
import threading
from functools import cache
from typing import Any

from PIL import Image

PDFIUM = threading.RLock()
_POINTS_AN_INCH = 72
_SHRINK = 1e-4


@cache
def pdfium() -> Any:
    """The library pypdfium2, which brings no types. Here and not above: it takes a sixth of a second to import, which
    no station without such a printer should pay at its start.
    """
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415

    return pypdfium2


def draw_page(
    document: Any, number: int, *, dpi: int, size: tuple[int, int] | None = None, turn: int = 0
) -> Image.Image:
    """One page (from 0) of a PdfDocument in gray and true size, turned clockwise by so many degrees (0, 90, 180, 270).

    `size`: dots of the paper on whose upper left corner the page's is laid; without it the paper is as large as the
    page. Raises PdfiumError for a page that cannot be read.
    """
    raw = pdfium().raw
    scale = dpi / _POINTS_AN_INCH
    with PDFIUM:
        page = document[number]
        page.set_rotation((page.get_rotation() + turn) % 360)
        across, down = (length * scale for length in page.get_size())
        width, height = size or (max(1, math.ceil(length - 0.01)) for length in (across, down))
        bitmap = pdfium().PdfBitmap.new_native(width, height, raw.FPDFBitmap_Gray)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        smaller = scale * (1 - _SHRINK)
        matrix = raw.FS_MATRIX(smaller, 0, 0, smaller, across * _SHRINK / 2, down * _SHRINK / 2)
        clip = raw.FS_RECTF(0, 0, width, height)
        flags = raw.FPDF_ANNOT | raw.FPDF_GRAYSCALE | raw.FPDF_PRINTING
        raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, flags)
        picture: Image.Image = bitmap.to_pil().copy()
        bitmap.close()
        page.close()
    return picture
