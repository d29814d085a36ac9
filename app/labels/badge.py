"""A person's badge on paper: the handle, and the code that a scanner reads. The code is not written out."""

from __future__ import annotations

import io

from PIL import ImageOps

from app.domain.label import Stock
from app.labels.page import Area, Page
from app.labels.pdf import encode_pdf
from app.labels.raster import Bitmap
from app.labels.symbol import code128
from app.labels.typeface import BOLD

_STOCK = Stock(100.0, 54.0, 300)
"""As high as a bank card, and as wide as the code needs in bars that every hand scanner reads."""


def lay_out_badge(code: str, handle: str) -> Page:
    """The badge of 100x54 mm at 300 dpi. Raises Rejected `label.does_not_fit` or `label.bad_tracking_number` for a code
    that is no Code 128 of that size.
    """
    page = Page(_STOCK)
    frame = Area(0.5, 0.5, _STOCK.width_mm - 1.0, _STOCK.height_mm - 1.0)
    page.frame(frame)
    name, bars = frame.inset(4.0, 4.0).cut(18.0)
    page.write(handle, name, 12.0, face=BOLD, align=0.5)
    page.linear(code128(code), Area(0.75, bars.top + 2.0, _STOCK.width_mm - 1.5, bars.height - 2.0))
    return page


def badge_png(badge: Page) -> bytes:
    """A picture that knows its true size."""
    file = io.BytesIO()
    ink = Bitmap.from_ink(badge.paint()).to_ink()  # packed: what Pillow drew as text is no clean bit before
    ImageOps.invert(ink).save(file, "PNG", dpi=(_STOCK.dpi, _STOCK.dpi))
    return file.getvalue()


def badge_pdf(badge: Page, handle: str, language: str) -> bytes:
    """A page of the badge's true size."""
    return encode_pdf([badge], dpi=_STOCK.dpi, title=handle, language=language.replace("_", "-"))
