"""PNG and GIF labels: opened within bounds, laid on white, at the printer's dots."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

from app.domain.document import CarrierLabel, LabelFormat
from app.domain.label import Stock
from app.errors import Rejected
from app.labels.raster import dots_per_mm

_MOST_PIXELS = 20_000_000
_COMMON_DPI = (203, 300, 600, 200, 150, 400, 96)
"""In the order in which carriers use them."""
_SPARE_MM = 3.5
_LONGEST_MM = 450.0
_TROUBLE = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, Image.DecompressionBombError)
"""What Pillow raises for pictures that are none."""


def draw_picture(label: CarrierLabel, per_mm: float, stock: Stock) -> Image.Image:
    """The picture as grey at `per_mm` dots a millimetre. Never resampled when its resolution is the printer's.

    Raises Rejected `label.broken`, `label.too_large`, `label.animated`, `label.unknown_size`.
    """
    grey, own_dpi = _opened(label)
    own = dots_per_mm(label.dpi or _dpi(label, grey, own_dpi, stock))
    size = round(grey.width * per_mm / own), round(grey.height * per_mm / own)
    if max(size) > _LONGEST_MM * per_mm:
        raise Rejected("label.too_large", f"{grey.width / own:.0f}x{grey.height / own:.0f} mm")
    if abs(per_mm / own - 1) < 0.002:  # 203 and 203.2 are the same head
        return grey
    way = Image.Resampling.BOX if per_mm < own else Image.Resampling.NEAREST
    return grey.resize(size, way)


def _opened(label: CarrierLabel) -> tuple[Image.Image, float]:
    """Grey on white and the resolution that the file itself names, 0 when none. Size is checked before any pixel."""
    width, height = _size(label)
    if width * height > _MOST_PIXELS:
        raise Rejected("label.too_large", f"{width}x{height} dots")
    try:
        with Image.open(io.BytesIO(label.content), formats=["PNG", "GIF"]) as picture:
            if getattr(picture, "is_animated", False):
                raise Rejected("label.animated", label.format)
            if picture.size != (width, height):
                raise Rejected("label.broken", label.format)
            own_dpi = float(picture.info.get("dpi", (0, 0))[0])
            picture.load()
            return _on_white(picture), own_dpi
    except _TROUBLE:
        raise Rejected("label.broken", label.format) from None


def _size(label: CarrierLabel) -> tuple[int, int]:
    shape, start = (">II", 16) if label.format is LabelFormat.PNG else ("<HH", 6)
    try:
        width, height = struct.unpack_from(shape, label.content, start)
    except struct.error:
        raise Rejected("label.broken", label.format) from None
    return width, height


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):  # 16 bits of grey
        return picture.point(lambda grey: grey * (1 / 256)).convert("L")
    if picture.mode in {"L", "1", "RGB"} and "transparency" not in picture.info:
        return picture.convert("L")
    colors = picture.convert("RGBA")
    white = Image.new("RGBA", colors.size, "white")
    return Image.alpha_composite(white, colors).convert("L")


def _dpi(label: CarrierLabel, grey: Image.Image, own_dpi: float, stock: Stock) -> int:
    """What the millimetres say, else the file when it speaks of printing, else what makes it as large as the paper."""
    if label.width_mm:
        return round(grey.width * 25.4 / label.width_mm)
    if own_dpi >= 150:
        return round(own_dpi)
    for dpi in (stock.dpi, *_COMMON_DPI):
        wide, high = grey.width / dots_per_mm(dpi), grey.height / dots_per_mm(dpi)
        for paper in ((stock.width_mm, stock.height_mm), (stock.height_mm, stock.width_mm)):
            if abs(wide - paper[0]) <= _SPARE_MM and abs(high - paper[1]) <= _SPARE_MM:
                return dpi
    raise Rejected("label.unknown_size", f"{grey.width}x{grey.height} dots")
