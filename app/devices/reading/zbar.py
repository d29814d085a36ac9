"""The second opinion on bars: zbar. Where its library is missing (or Microsoft's runtime), the bench reads without it.

It returns no AIM identifier, cuts ITF short and guesses at Chinese text: its word counts for bars, never for squares.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from types import ModuleType
from typing import cast

from app.devices.reading.image_work import View
from app.domain.barcode import expand_upc_e
from app.domain.sighting import Engine, Outline, Sighting, Symbol

_NAMES = {
    Symbol.EAN_13: "EAN13",
    Symbol.EAN_8: "EAN8",
    Symbol.UPC_E: "UPCE",
    Symbol.ITF: "I25",
    Symbol.CODE_128: "CODE128",
    Symbol.CODE_93: "CODE93",
    Symbol.CODE_39: "CODE39",
    Symbol.CODABAR: "CODABAR",
}
_SYMBOL_OF = {name: symbol for symbol, name in _NAMES.items()}
_IDENTIFIERS = {Symbol.EAN_13: "]E0", Symbol.EAN_8: "]E4", Symbol.UPC_E: "]E0"}


@functools.cache
def zbar() -> ModuleType | None:
    """The engine, or None where this machine has none."""
    try:
        import pyzbar.pyzbar  # noqa: PLC0415  # here alone, and only when bars are read
    except (ImportError, OSError):  # no package; a package without its library, or without the runtime under that
        return None
    return cast("ModuleType", pyzbar.pyzbar)


def read_with_zbar(view: View, wanted: Iterable[Symbol]) -> list[Sighting]:
    """What zbar sees of the bars wanted; nothing where there is no zbar."""
    module = zbar()
    names = [_NAMES[symbol] for symbol in wanted if symbol in _NAMES]
    if module is None or not names:
        return []
    found = module.decode(view.pixels, [module.ZBarSymbol[name] for name in names])
    sightings = []
    for code in found:
        symbol = _SYMBOL_OF.get(code.type)
        text = _text(symbol, code.data)
        if symbol and text:
            box = view.in_frame(_corners(code.rect))
            sightings.append(Sighting(symbol, text, _IDENTIFIERS.get(symbol, ""), box, Engine.ZBAR, view.rows))
    return sightings


def _text(symbol: Symbol | None, content: bytes) -> str:
    """As zxing-cpp says it: UPC-E as the 13 digits it stands for; empty for what bars cannot say."""
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError:
        return ""
    if symbol is Symbol.UPC_E:
        return (expand_upc_e(text) or "").rjust(13, "0") if expand_upc_e(text) else ""
    return text


def _corners(box: tuple[int, int, int, int]) -> Outline:
    left, top, width, height = (float(side) for side in box)
    return (left, top), (left + width, top), (left + width, top + height), (left, top + height)
