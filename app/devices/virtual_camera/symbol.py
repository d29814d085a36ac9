"""Codes as they are printed on goods: black on white, with their quiet zone and the text below."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from app.domain.sighting import ERROR_CORRECTING, Symbol

Pixels = npt.NDArray[np.uint8]
DOTS = 4
"""Pixels a module is drawn with."""
_F = zxingcpp.BarcodeFormat
_DRAWN_AS = {
    Symbol.EAN_13: _F.EAN13,
    Symbol.EAN_8: _F.EAN8,
    Symbol.UPC_E: _F.UPCE,
    Symbol.ITF: _F.ITF,
    Symbol.CODE_128: _F.Code128,
    Symbol.CODE_93: _F.Code93,
    Symbol.CODE_39: _F.Code39,
    Symbol.CODABAR: _F.Codabar,
    Symbol.DATABAR: _F.DataBarOmni,
    Symbol.DATABAR_LIMITED: _F.DataBarLtd,
    Symbol.DATABAR_EXPANDED: _F.DataBarExp,
    Symbol.QR: _F.QRCode,
    Symbol.MICRO_QR: _F.MicroQRCode,
    Symbol.DATA_MATRIX: _F.DataMatrix,
    Symbol.AZTEC: _F.Aztec,
    Symbol.MAXICODE: _F.MaxiCode,
    Symbol.PDF417: _F.PDF417,
    Symbol.MICRO_PDF417: _F.MicroPDF417,
}
_AS_THEY_ARE = ERROR_CORRECTING | {Symbol.DATABAR_EXPANDED}
_MAXICODE_SIDE = 30


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """A code in black on white, `dots` pixels a module; `text` is what a scanner reads of it. The code itself, with
    its quiet zone, takes `height` rows from the top; below them stands its text.
    """

    text: str
    pixels: Pixels
    height: int
    dots: float


def print_code(text: str, symbol: Symbol) -> Print:
    """A text as a symbol. `(01)…(10)…` is GS1's: GS1-128, GS1 DataMatrix, GS1 QR. Raises ValueError where the symbol
    has no way to say it, or it would be a foot long.
    """
    is_gs1 = text.startswith("(") and symbol in {Symbol.CODE_128, Symbol.DATA_MATRIX, Symbol.QR}
    made = zxingcpp.create_barcode(text, _DRAWN_AS[symbol], **({"gs1": True} if is_gs1 else {}))
    code = np.asarray(made.to_image(scale=1, add_quiet_zones=False), np.uint8)
    dots = float(DOTS)
    if symbol not in _AS_THEY_ARE:
        code = _bars(code)
    elif symbol is Symbol.MAXICODE:
        dots = DOTS * code.shape[1] / _MAXICODE_SIDE
    if code.shape[1] > 400:
        raise ValueError("too long to be held before a camera")
    quiet = 2 if symbol in {Symbol.DATA_MATRIX, Symbol.AZTEC} else 4 if symbol in _AS_THEY_ARE else 10
    wide = np.kron(code, np.ones((DOTS, DOTS), np.uint8))
    framed = np.pad(wide, ((min(quiet, 4) * DOTS,), (quiet * DOTS,)), constant_values=255)
    below = _written(text if symbol not in ERROR_CORRECTING else "", framed.shape[1])
    return Print(_as_read(made), np.vstack([framed, below]).astype(np.uint8), framed.shape[0], dots)


def _bars(code: Pixels) -> Pixels:
    """One row of bars, without what a retail code prints beside them, made as high as on goods."""
    row = code[code.shape[0] // 4]
    ink = np.flatnonzero(row < 128)
    bars = row[ink[0] : ink[-1] + 1]
    return np.repeat(bars[None], max(45, len(bars) // 5), axis=0)


def _written(text: str, width: int) -> Pixels:
    if not text:
        return np.full((0, width), 255, np.uint8)
    paper = Image.new("L", (width, 48), 255)
    font = ImageFont.load_default(30)
    ImageDraw.Draw(paper).text((width / 2, 22), text[:60], fill=20, font=font, anchor="mm")
    return np.asarray(paper, np.uint8)


def _as_read(made: zxingcpp.Barcode) -> str:
    """What the symbol says, in plain: GS between elements, no brackets."""
    clean = np.asarray(made.to_image(scale=3, add_quiet_zones=True), np.uint8)
    found = zxingcpp.read_barcodes(
        clean, formats=zxingcpp.BarcodeFormats([made.format]), text_mode=zxingcpp.TextMode.Plain
    )
    if not found:
        raise ValueError("a text that cannot be read back")
    return str(found[0].text)
