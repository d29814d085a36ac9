"""Symbols read back from dots. Only kinds that check themselves are believed wherever they are found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import zxingcpp
from PIL import Image

from app.labels.text import Box

_F = zxingcpp.BarcodeFormat
STRIPED = (_F.Code128, _F.Code93, _F.EANUPC, _F.DataBar, _F.PDF417, _F.MicroPDF417)
SQUARE = (_F.QRCode, _F.MicroQRCode, _F.RMQRCode, _F.DataMatrix, _F.Aztec, _F.MaxiCode)
CHECKED = STRIPED + SQUARE
"""Symbols that check themselves. Codabar, ITF and Code 39 need no check sign: a reader finds them in printed words too,
and a good label would be refused for it.
"""
UNCHECKED = (_F.ITF, _F.Code39, _F.Codabar)
"""Believed only where bars stand that nothing else explains (DHL's Leitcode is such an ITF)."""
SQUARE_QUIET = {"QR Code": 4, "Data Matrix": 1, "PDF417": 2, "MaxiCode": 1, "Aztec": 0}
"""White modules around a symbol: ISO/IEC 18004, 16022, 15438, 16023, 24778."""
_LINEAR = {"Code 128", "Code 93", "Code 39", "ITF", "ITF-14", "Codabar", "EAN-13", "EAN-8", "UPC-A", "UPC-E"}


@dataclass(frozen=True)
class Seen:
    """One symbol as the reader found it: corners in dots, `text` without FNC1 and without brackets."""

    barcode: zxingcpp.Barcode

    @cached_property
    def kind(self) -> str:
        return str(self.barcode.format)

    @cached_property
    def text(self) -> str:
        return self.barcode.bytes.decode("utf-8", "replace") if self.is_gs1 else self.barcode.text

    @property
    def writable(self) -> str:
        """What a writer of symbols makes the same symbol from: application identifiers in brackets."""
        return self.barcode.text

    @property
    def is_linear(self) -> bool:
        return self.kind in _LINEAR

    @property
    def is_gs1(self) -> bool:
        """Whether FNC1 says that the text is made of application identifiers."""
        return self.barcode.content_type == zxingcpp.ContentType.GS1

    @property
    def orientation(self) -> int:
        """Degrees, -180 to 180; 0 is upright."""
        return self.barcode.orientation

    @property
    def is_upright(self) -> bool:
        """Whether it is read from left to right or from right to left; else from top to bottom or upwards."""
        return abs(self.orientation) <= 45 or abs(self.orientation) >= 135

    @property
    def slant(self) -> int:
        """Dots by which its edges miss the horizontal and the vertical."""
        at = self.barcode.position
        level = ((at.top_left, at.top_right), (at.bottom_left, at.bottom_right))
        upright = ((at.top_left, at.bottom_left), (at.top_right, at.bottom_right))
        if not self.is_upright:
            level, upright = upright, level
        return max(*(abs(a.y - b.y) for a, b in level), *(abs(a.x - b.x) for a, b in upright))

    @property
    def box(self) -> Box:
        at = self.barcode.position
        corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
        left, top = min(corner.x for corner in corners), min(corner.y for corner in corners)
        return Box(left, top, max(c.x for c in corners) - left, max(c.y for c in corners) - top)

    @property
    def modules(self) -> tuple[int, int]:
        """Columns and rows of a QR or Data Matrix symbol; zeros for others."""
        version = self._extra("Version")
        if self.kind == "QR Code" and version.isdigit():
            return (17 + 4 * int(version),) * 2
        rows, _, columns = version.partition("x")
        return (int(columns), int(rows)) if self.kind == "Data Matrix" and rows.isdigit() else (0, 0)

    @property
    def spare_correction(self) -> float:
        """The part of the error correction that was not used up, 1 where the symbol says nothing of it."""
        return float(self._extra("UEC") or 1.0)

    @property
    def ec_level(self) -> str:
        return self.barcode.ec_level

    def _extra(self, name: str) -> str:
        extra: Any = self.barcode.extra or {}
        return str(extra.get(name, ""))


def read(
    picture: Image.Image,
    formats: tuple[zxingcpp.BarcodeFormat, ...] = CHECKED,
    *,
    turned: bool = True,
    is_grey: bool = True,
) -> list[Seen]:
    """Every symbol of a picture of mode `L`, black on white, standing in any direction.

    Not `turned`: upright or upside down only, which takes a third of the time. Not `is_grey`: all dots are black or
    white, and nothing has to be found out about where between them ink begins.
    """
    pixels = memoryview(picture.tobytes()).cast("B", (picture.height, picture.width))
    barcodes = zxingcpp.read_barcodes(
        pixels,
        formats=list(formats),  # type: ignore[arg-type]  # a list is what it asks for; its stub is behind
        try_rotate=turned,
        try_downscale=False,
        try_invert=False,
        text_mode=zxingcpp.TextMode.HRI,
        binarizer=zxingcpp.Binarizer.LocalAverage if is_grey else zxingcpp.Binarizer.FixedThreshold,
        return_errors=True,
    )
    return [Seen(barcode) for barcode in barcodes]


def read_either_way(picture: Image.Image, *, has_stripes: bool, is_grey: bool = True) -> list[Seen]:
    """As `read`, but linear symbols and PDF417 on their side only where the dots have stripes (`Rows.has_stripes`)."""
    return [
        *read(picture, SQUARE, is_grey=is_grey),
        *read(picture, STRIPED, turned=has_stripes, is_grey=is_grey),
    ]
