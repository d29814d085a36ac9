"""A bitmap in the language of TSC and its many clones: raw bits after a line of text, 0 is black."""

from __future__ import annotations

from app.domain.label import Stock
from app.labels.languages.ink import WHITE_IS_1, inked_rows
from app.labels.raster import Bitmap, dots_per_mm


def encode_tspl(bitmap: Bitmap, stock: Stock, *, copies: int = 1) -> bytes:
    """Lines end with CR LF; the bits begin at once after the last comma (TSPL/TSPL2 manual, BITMAP).

    `DIRECTION 1`: the label leaves the printer head first. Speed, density and sensor settings stay as they are.
    """
    top, rows = inked_rows(bitmap)
    high = stock.height_mm or bitmap.height / dots_per_mm(stock.dpi)  # of a roll: as long as the picture
    width, height = (f"{round(side, 3):g}" for side in (stock.width_mm, high))
    gap = f"{stock.gap_mm if stock.height_mm else 0:g}"
    head = f"SIZE {width} mm,{height} mm\r\nGAP {gap} mm,0 mm\r\nDIRECTION 1\r\nCLS\r\n"
    picture = b""
    if rows:
        step = bitmap.bytes_per_row
        picture = b"BITMAP 0,%d,%d,%d,0,%b\r\n" % (top, step, len(rows) // step, rows.translate(WHITE_IS_1))
    return b"%b%bPRINT 1,%d\r\n" % (head.encode("ascii"), picture, copies)
