"""Bar codes in modules (1 is black): Code 128 in the shortest mix of its subsets, QR. The layout makes dots of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import zxingcpp
from PIL import Image

from app.errors import Rejected

LINEAR_QUIET = 10
"""White modules beside a Code 128 (ISO/IEC 15417, 10 X)."""
QR_QUIET = 4
"""White modules around a QR symbol (ISO/IEC 18004)."""
_NUMBER = re.compile(r"[!-~]{4,48}")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A code without its quiet zone, one pixel a module (set is black); a linear one is a single row."""

    modules: Image.Image

    @property
    def width(self) -> int:
        return self.modules.width

    def ink(self, dots: int, height: int) -> Image.Image:
        """The symbol with modules exactly `dots` dots wide, scaled to `height` dots: nothing is ever resampled."""
        return self.modules.resize((self.width * dots, height), Image.Resampling.NEAREST)


@lru_cache(maxsize=64)
def code128(number: str) -> Symbol:
    """One row of modules. Raises Rejected `label.bad_tracking_number` for what no carrier gives."""
    picture = _picture(number, zxingcpp.BarcodeFormat.Code128)
    return Symbol(picture.crop((LINEAR_QUIET, 0, picture.width - LINEAR_QUIET, 1)))


@lru_cache(maxsize=64)
def qr(number: str) -> Symbol:
    """A square of modules. Raises as `code128`."""
    picture = _picture(number, zxingcpp.BarcodeFormat.QRCode)
    return Symbol(picture.crop((QR_QUIET, QR_QUIET, picture.width - QR_QUIET, picture.height - QR_QUIET)))


def _picture(number: str, kind: zxingcpp.BarcodeFormat) -> Image.Image:
    if not _NUMBER.fullmatch(number):
        raise Rejected("label.bad_tracking_number", f"{len(number)} characters")
    pixels: Any = zxingcpp.create_barcode(number, kind).to_image(scale=1)
    height, width = pixels.shape
    return Image.frombytes("L", (width, height), memoryview(pixels).tobytes()).point(_IS_INK, mode="1")


_IS_INK = [255 if grey < 128 else 0 for grey in range(256)]
