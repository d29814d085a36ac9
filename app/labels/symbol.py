"""Bar codes in modules (1 is black): Code 128 in the shortest mix of its subsets, QR and others; pages make dots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import zxingcpp
from PIL import Image

from app.domain.barcode import Code
from app.domain.gs1 import Gs1Flaw, read_gs1
from app.errors import Rejected

LINEAR_QUIET = 10
"""White modules beside a Code 128 (ISO/IEC 15417, 10 X)."""
QR_QUIET = 4
"""White modules around a QR symbol (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class SymbolKind:
    """A kind of code: what it may say, and how many white modules it needs beside or around it."""

    format: zxingcpp.BarcodeFormat
    pattern: re.Pattern[str]
    quiet: int
    is_square: bool = False
    is_gs1: bool = False
    error: str = "label.bad_code"


_F = zxingcpp.BarcodeFormat
_NUMBER = re.compile(r"[!-~]{4,48}")
_TEXT = re.compile(r"[!-~]{1,200}")
SYMBOLS = {
    "code128": SymbolKind(_F.Code128, _NUMBER, LINEAR_QUIET, error="label.bad_tracking_number"),
    "gs1_128": SymbolKind(_F.Code128, re.compile(r"(\([0-9]{2,4}\)[!-'*-~]+)+"), LINEAR_QUIET, is_gs1=True),
    "ean13": SymbolKind(_F.EAN13, re.compile(r"[0-9]{13}"), 11),
    "itf14": SymbolKind(_F.ITF, re.compile(r"[0-9]{14}"), LINEAR_QUIET),
    "qr": SymbolKind(_F.QRCode, _TEXT, QR_QUIET, is_square=True, error="label.bad_tracking_number"),
    "datamatrix": SymbolKind(_F.DataMatrix, _TEXT, 2, is_square=True),  # ISO/IEC 16022 asks for 1; 2 is read sooner
}
"""The codes that a paper may bear, by the name a template gives them."""


_ANY_DAY = date(2026, 1, 1)
"""It only says in which century a date of two digits lies."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A code without its quiet zone, one pixel a module (set is black); a linear one is a single row."""

    modules: Image.Image
    quiet: int = LINEAR_QUIET

    @property
    def width(self) -> int:
        return self.modules.width

    @property
    def is_square(self) -> bool:
        return self.modules.height > 1

    def ink(self, dots: int, height: int) -> Image.Image:
        """The symbol with modules exactly `dots` dots wide, scaled to `height` dots: nothing is ever resampled."""
        return self.modules.resize((self.width * dots, height), Image.Resampling.NEAREST)


def code128(number: str) -> Symbol:
    """One row of modules. Raises Rejected `label.bad_tracking_number` for what no carrier gives."""
    return barcode("code128", number)


def qr(number: str) -> Symbol:
    """A square of modules. Raises as `code128`."""
    return barcode("qr", number)


@lru_cache(maxsize=128)
def barcode(kind: str, text: str) -> Symbol:
    """A code of one of the `SYMBOLS`; what a `gs1_128` says is written with brackets, `(00)006141411234567890`.

    Raises Rejected `label.bad_code` (or `label.bad_tracking_number`) for what such a code cannot or may not say, a
    wrong check digit among it.
    """
    rule = SYMBOLS[kind]
    is_flawed = rule.is_gs1 and isinstance(read_gs1(Code(text), today=_ANY_DAY), Gs1Flaw)
    if is_flawed or not rule.pattern.fullmatch(text):
        raise Rejected(rule.error, f"{len(text)} characters")
    try:
        drawn = zxingcpp.create_barcode(text, rule.format, **({"gs1": True} if rule.is_gs1 else {}))
    except ValueError as error:  # its text would repeat what the code says
        raise Rejected(rule.error, f"{len(text)} characters") from error
    pixels: Any = drawn.to_image(scale=1)
    height, width = pixels.shape
    ink = Image.frombytes("L", (width, height), memoryview(pixels).tobytes()).point(_IS_INK, mode="1")
    left, top, right, bottom = ink.getbbox() or (0, 0, width, height)
    return Symbol(ink.crop((left, top, right, bottom if rule.is_square else top + 1)), rule.quiet)


_IS_INK = [255 if grey < 128 else 0 for grey in range(256)]
