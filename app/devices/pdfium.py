"""PDF pages as dots. Nobody may call pdfium from two threads at once, not even with two documents: one lock for all.

Left to itself pdfium widens every upright box to whole dots, so a bar of 2 dots comes out as 3. A page that leans by a
hair (a third of a dot over an A4 page at 600 dpi) is drawn by what each dot is covered by, and bars keep their width.
"""

from __future__ import annotations

import math
import threading
from functools import cache
from typing import Any

from PIL import Image

PDFIUM = threading.RLock()
_POINTS_AN_INCH = 72
_LEAN = 5e-5
_CRISP = [0 if gray < 8 else 255 if gray > 247 else gray for gray in range(256)]
"""Without the traces of the lean beside each bar."""


@cache
def pdfium() -> Any:
    """The library pypdfium2, which brings no types. Here and not above: it takes a sixth of a second to import, which
    no station without such a printer should pay at its start.
    """
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415

    return pypdfium2


def draw_page(document: Any, number: int, *, dpi: int, turn: int = 0) -> Image.Image:
    """One page (from 0) of a PdfDocument in gray and true size, turned clockwise by so many degrees (0, 90, 180, 270).

    Raises PdfiumError for a page that cannot be read.
    """
    raw = pdfium().raw
    scale = dpi / _POINTS_AN_INCH
    with PDFIUM:
        page = document[number]
        page.set_rotation((page.get_rotation() + turn) % 360)
        width, height = (max(1, math.ceil(length * scale - 0.01)) for length in page.get_size())
        bitmap = pdfium().PdfBitmap.new_native(width, height, raw.FPDFBitmap_Gray)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        matrix = raw.FS_MATRIX(scale, 0, _LEAN, scale, 0, 0)
        clip = raw.FS_RECTF(0, 0, width, height)
        flags = raw.FPDF_ANNOT | raw.FPDF_GRAYSCALE | raw.FPDF_PRINTING
        raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, flags)
        picture: Image.Image = bitmap.to_pil().point(_CRISP)
        bitmap.close()
        page.close()
    return picture
