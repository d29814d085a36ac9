"""The first engine: zxing-cpp. It reads every symbol, says its AIM identifier, and lets other threads run meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

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
_SQUARES = {Symbol.QR, Symbol.MICRO_QR, Symbol.DATA_MATRIX}
_VOICEABLE = frozenset("ｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ")
_NAMING = {b"]Q2", b"]Q4", b"]Q6", b"]d4", b"]d5", b"]d6"}
_SYMBOL_OF: dict[zxingcpp.BarcodeFormat | None, Symbol] = {
    kind: symbol for symbol, kinds in _ASKED.items() for kind in kinds
}


def read_with_zxing(
    view: View, wanted: Iterable[Symbol], *, thorough: bool = False, inverted: bool = False, flat: bool = False
) -> list[Sighting]:
    """What zxing-cpp sees in a view. `thorough`: also upright and smaller; `inverted`: also light on dark; `flat`: one
    threshold for the whole picture, which blurred squares like better.
    """

    def look(text_mode: zxingcpp.TextMode) -> list[zxingcpp.Barcode]:
        return zxingcpp.read_barcodes(
            view.pixels,
            zxingcpp.BarcodeFormats([kind for symbol in wanted for kind in _ASKED[symbol]]),
            try_rotate=thorough,
            try_downscale=thorough,
            try_invert=inverted,
            text_mode=text_mode,
            binarizer=zxingcpp.Binarizer.GlobalHistogram if flat else zxingcpp.Binarizer.LocalAverage,
        )

    found = [code for code in look(zxingcpp.TextMode.Plain) if _symbol(code) is not None and code.bytes]
    named: set[bytes] = set()
    if any(_is_guessed(code) for code in found):
        named = {code.bytes for code in look(zxingcpp.TextMode.HexECI) if _says_its_encoding(code)}
    return [
        Sighting(
            _SYMBOL_OF[_symbol(code)],
            code.text if not _is_guessed(code) or code.bytes in named else _unnamed(code.bytes, code.text),
            code.symbology_identifier,
            _outline(view, code),
            Engine.ZXING,
            view.rows,
        )
        for code in found
    ]


def _symbol(code: zxingcpp.Barcode) -> zxingcpp.BarcodeFormat | None:
    return next((kind for kind in (code.format, code.symbology) if kind in _SYMBOL_OF), None)


def _is_guessed(code: zxingcpp.Barcode) -> bool:
    """Whether the engine may have chosen the encoding: a square that holds more than ASCII."""
    return _SYMBOL_OF[_symbol(code)] in _SQUARES and not code.bytes.isascii()


def _says_its_encoding(code: zxingcpp.Barcode) -> bool:
    """By its AIM identifier, which is written before the bytes where they are asked for. 899 is no encoding."""
    whole = bytes.fromhex(code.text)
    return whole[:3] in _NAMING and not whole[3:].startswith(b"\\000899")


def _unnamed(content: bytes, guess: str) -> str:
    """The text of a square that does not name its encoding: UTF-8 if it can be, and else GB18030, as Chinese labels
    print it. The engine's guess stands where that fails, and for Japanese, which a QR packs in a mode of its own.
    """
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return guess if encoding == "gb18030" and _is_japanese(guess) else text
    return guess


def _is_japanese(text: str) -> bool:
    """Kana; signs without the half-wide kana that GB18030 turns into when it is taken for Shift-JIS; or half-wide kana
    alone, voiced twice where they can be, which Chinese hits upon once in thousands of texts.
    """
    if any("\u3041" <= sign <= "\u30fa" for sign in text):
        return True
    if not any("\uff61" <= sign <= "\uff9f" for sign in text):
        return any("\u4e00" <= sign <= "\u9fff" for sign in text)
    voiced = [before in _VOICEABLE for before, sign in pairwise(text) if sign in "\uff9e\uff9f"]
    alone = all(sign.isascii() or "\uff66" <= sign <= "\uff9f" for sign in text)
    return alone and len(voiced) >= 2 and all(voiced)


def _outline(view: View, code: zxingcpp.Barcode) -> Outline:
    at = code.position
    a, b, c, d = (
        (float(point.x), float(point.y)) for point in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    )
    return view.in_frame((a, b, c, d))
