"""A finished picture on its paper: moved by whole dots, as the test card asked, and within the head; never cut off."""

from __future__ import annotations

from PIL import Image

from app.domain.label import Calibration, Stock
from app.errors import Rejected
from app.labels.raster import Bitmap, dots_per_mm


def shifted(bitmap: Bitmap, stock: Stock, found: Calibration) -> Bitmap:
    """The picture moved to the right and down by what was found. Raises Rejected `label.shifted_off` when ink would
    leave the paper: half a barcode is worse than none.
    """
    per_mm = dots_per_mm(stock.dpi)
    right, down = round(found.shift_x_mm * per_mm), round(found.shift_y_mm * per_mm)
    if not right and not down:
        return bitmap
    ink = bitmap.to_ink()
    inked = ink.getbbox()
    if inked is None:
        return bitmap
    left, top, end, bottom = inked[0] + right, inked[1] + down, inked[2] + right, inked[3] + down
    if left < 0 or top < 0 or end > bitmap.width or bottom > bitmap.height:
        raise Rejected("label.shifted_off", f"{found.shift_x_mm:g} mm right, {found.shift_y_mm:g} mm down")
    moved = Image.new("1", ink.size)
    moved.paste(ink.crop(inked), (left, top))
    return Bitmap.from_ink(moved)


def within_head(bitmap: Bitmap, stock: Stock) -> Bitmap:
    """The picture without the white that lies beyond the head. Raises Rejected `label.beyond_head` when there is ink:
    printers leave it out and say nothing.
    """
    if not stock.head_dots or bitmap.width <= stock.head_dots:
        return bitmap
    ink = bitmap.to_ink()
    inked = ink.getbbox()
    if inked is not None and inked[2] > stock.head_dots:
        raise Rejected("label.beyond_head", f"{inked[2]} dots, the head has {stock.head_dots}")
    return Bitmap.from_ink(ink.crop((0, 0, stock.head_dots, bitmap.height)))
