"""A finished picture moved on its paper by whole dots, as the printer's test card asked; nothing is ever cut off."""

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
