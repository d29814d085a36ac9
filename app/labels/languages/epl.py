"""A bitmap in Eltron's page mode language, EPL2: raw bits, 0 is black."""

from __future__ import annotations

from app.domain.label import Stock
from app.labels.languages.ink import WHITE_IS_1, inked_rows
from app.labels.raster import Bitmap, dots_per_mm

_LEAST_GAP = 18
"""Dots: 16 at 203 dpi, 18 at 300 (EPL Programming Guide, Q). 0 is continuous paper."""


def encode_epl(bitmap: Bitmap, stock: Stock, *, copies: int = 1) -> bytes:
    """The first line is blank: it ends a command that was broken off. `q` and `Q` clear the image, so they stand
    before `GW` (Zebra, EPL Programming Guide 14245L-003; the bits' polarity: Zebra, "Details related to the GW EPL
    command").
    """
    top, rows = inked_rows(bitmap)
    picture = b""
    if rows:
        step = bitmap.bytes_per_row
        picture = b"GW0,%d,%d,%d,%b\r\n" % (top, step, len(rows) // step, rows.translate(WHITE_IS_1))
    gap = round(stock.gap_mm * dots_per_mm(stock.dpi)) if stock.height_mm else 0
    gap = gap and max(gap, _LEAST_GAP)
    return b"\r\nN\r\nq%d\r\nQ%d,%d\r\n%bP%d\r\n" % (bitmap.width, bitmap.height, gap, picture, copies)
