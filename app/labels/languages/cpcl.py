"""A bitmap in the language of Comtec's, now Zebra's, mobile printers: raw bits or hexadecimal, 1 is black."""

from __future__ import annotations

from app.domain.label import Stock
from app.labels.languages.ink import inked_rows
from app.labels.raster import Bitmap


def encode_cpcl(bitmap: Bitmap, stock: Stock, *, copies: int = 1, is_hex: bool = False) -> bytes:
    """One session: `CG` with raw bits, or `EG`, twice as long, for links that take some bytes for their own.

    `FORM` feeds to the next gap or mark, for which a printer would look in vain on continuous paper (Zebra, CPCL
    Programming Manual: sessions, sec. 7 graphics). The head is named 200 for 203 dots per inch, as in all of it.
    """
    dpi = 200 if stock.dpi == 203 else stock.dpi
    top, rows = inked_rows(bitmap)
    picture = b""
    if rows:
        step = bitmap.bytes_per_row
        word, dots = (b"EG", rows.hex().upper().encode("ascii")) if is_hex else (b"CG", rows)
        picture = b"%b %d %d 0 %d %b\r\n" % (word, step, len(rows) // step, top, dots)
    head = b"! 0 %d %d %d %d\r\nPAGE-WIDTH %d\r\n" % (dpi, dpi, bitmap.height, copies, bitmap.width)
    feed = b"FORM\r\n" if stock.height_mm and stock.gap_mm else b""
    return b"%b%b%bPRINT\r\n" % (head, picture, feed)
