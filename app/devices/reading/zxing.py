"""The first engine: zxing-cpp. It reads every symbol, says its AIM identifier, and lets other threads run meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

import zxingcpp

from app.devices.reading.image_work import View
from app.domain.sighting import Engine, Outline, Sighting, Symbol

_F = zxingcpp.BarcodeFormat
_ASKED: dict[Symbol, tuple[zxingcpp.BarcodeFormat, ...]] = {
    Symbol.EAN_13: (_F.EAN13, _F.UPCA),
    Symbol.EAN_8: (_F.EAN8,),
    Symbol.UPC_E: (_F.UPCE,),
    Symbol.ITF: (_F.ITF,),
    Symbol.CODE_128: (_F.Code128,),
    Symbol.CODE_93: (_F.Code93,),
    Symbol.CODE_39: (_F.Code39,),
    Symbol.CODABAR: (_F.Codabar,),
    Symbol.DATABAR: (_F.DataBarOmni, _F.DataBarStk, _F.DataBarStkOmni),
    Symbol.DATABAR_LIMITED: (_F.DataBarLtd,),
    Symbol.DATABAR_EXPANDED: (_F.DataBarExp, _F.DataBarExpStk),
    Symbol.QR: (_F.QRCode,),
    Symbol.MICRO_QR: (_F.MicroQRCode, _F.RMQRCode),
    Symbol.DATA_MATRIX: (_F.DataMatrix,),
    Symbol.AZTEC: (_F.Aztec,),
    Symbol.MAXICODE: (_F.MaxiCode,),
    Symbol.PDF417: (_F.PDF417,),
    Symbol.MICRO_PDF417: (_F.MicroPDF417,),
}
_SYMBOL_OF = {kind: symbol for symbol, kinds in _ASKED.items() for kind in kinds}


def read_with_zxing(
    view: View, wanted: Iterable[Symbol], *, thorough: bool = False, inverted: bool = False, flat: bool = False
) -> list[Sighting]:
    """What zxing-cpp sees in a view. `thorough`: also upright and smaller; `inverted`: also light on dark; `flat`: one
    threshold for the whole picture, which blurred squares like better.
    """
    found = zxingcpp.read_barcodes(
        view.pixels,
        zxingcpp.BarcodeFormats([kind for symbol in wanted for kind in _ASKED[symbol]]),
        try_rotate=thorough,
        try_downscale=thorough,
        try_invert=inverted,
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=zxingcpp.Binarizer.GlobalHistogram if flat else zxingcpp.Binarizer.LocalAverage,
    )
    return [
        Sighting(symbol, _text(code), code.symbology_identifier, _outline(view, code), Engine.ZXING, view.rows)
        for code in found
        if (symbol := _symbol(code)) is not None and code.bytes
    ]


def _symbol(code: zxingcpp.Barcode) -> Symbol | None:
    return _SYMBOL_OF.get(code.format) or _SYMBOL_OF.get(code.symbology)


def _text(code: zxingcpp.Barcode) -> str:
    """The text that was put in. Where the symbol says its encoding, the engine knows; where it does not, bytes are
    UTF-8 if they can be, and else GB18030, as Chinese labels print them (engines guess Big5, Shift-JIS or Latin-1).
    """
    if code.content_type not in {zxingcpp.ContentType.Binary, zxingcpp.ContentType.UnknownECI}:
        return str(code.text)
    content = bytes(code.bytes)
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _outline(view: View, code: zxingcpp.Barcode) -> Outline:
    at = code.position
    a, b, c, d = (
        (float(point.x), float(point.y)) for point in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    )
    return view.in_frame((a, b, c, d))
