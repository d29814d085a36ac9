"""The symbols of Zebra's language: Code 128 in its modes, QR shifted down as real ones shift it, Data Matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import zxingcpp
from PIL import Image

from app.devices.virtual_printer.code128 import modules_of
from app.devices.virtual_printer.sheet import Sheet, Stroke, number

_QR_LEVELS = "LMQH"
_TURNS = {"R": Image.Transpose.ROTATE_270, "I": Image.Transpose.ROTATE_180, "B": Image.Transpose.ROTATE_90}
_LONGEST_CODE128 = 100
_IS_INK = [255 if grey < 128 else 0 for grey in range(256)]


@dataclass(frozen=True, slots=True)
class Style:
    """`^BY`: dots a module, and the height of what says none."""

    module: int = 2
    height: int = 10


def read_style(text: str, before: Style) -> Style:
    """`w,r,h`: what is not said stays as it was."""
    parts = [*text.split(","), "", "", ""]
    return Style(min(number(parts[0]) or before.module, 10), number(parts[2]) if parts[2] else before.height)


def draw_symbol(
    sheet: Sheet, place: tuple[int, int], command: str, text: str, style: Style, stroke: Stroke = Stroke.INK
) -> str:
    """Draw the symbol that `command` (`BCN,100,N,N,N,A`) ordered for the field's text; what is wrong, or empty."""
    kind, parts = command[:2], [*command[2:].upper().split(","), *[""] * 7]
    if not sheet.affords(1000 * len(text)):
        return ""
    try:
        match kind:
            case "BC":
                picture = _code128(parts, text, style)
                _note_text(sheet, place, parts, text)
            case "BQ":
                place = (place[0], place[1] + style.height)  # as the real ones do
                picture = _qr(number(parts[2]) or 3, text)
            case "BX":
                picture = _symbol(text, zxingcpp.BarcodeFormat.DataMatrix, number(parts[1]) or style.module)
            case _:
                return f"skipped {kind}"
    except ValueError as error:
        return f"{kind} that cannot be made: {str(error)[:60]}"
    turn = _TURNS.get(parts[0]) if kind != "BQ" else None
    sheet.paste(*place, picture if turn is None else picture.transpose(turn), stroke)
    return ""


def _note_text(sheet: Sheet, place: tuple[int, int], parts: list[str], text: str) -> None:
    if parts[2] != "N":
        sheet.note(f"text below {place[0]},{place[1]}: {text[:200]}")


def _code128(parts: list[str], text: str, style: Style) -> Image.Image:
    """`o,h,f,g,e,m`: mode A is the shortest mix of subsets, N subset B unless the text switches by `>`."""
    height = min(number(parts[1]) or style.height or 1, 4096)
    if len(text) > _LONGEST_CODE128:
        raise ValueError("too long")
    if parts[5] in {"A", "D"}:
        row = _symbol(text, zxingcpp.BarcodeFormat.Code128, 1)
        row = row.crop((0, 0, row.width, 1))
    else:
        modules = bytes(255 * int(module) for module in modules_of(text))
        row = Image.frombytes("L", (len(modules), 1), modules).convert("1", dither=Image.Dither.NONE)
    return row.resize((row.width * style.module, height), Image.Resampling.NEAREST)


def _qr(magnification: int, text: str) -> Image.Image:
    """The field begins with the error level and `A,` (automatic) or `M,` and a mode."""
    level, mode, content = text[:1].upper(), text[1:2].upper(), text[3:]
    if level not in _QR_LEVELS or mode not in {"A", "M"} or text[2:3] != ",":
        raise ValueError("no level and mode before the data")
    content = content[1:] if mode == "M" else content
    return _symbol(content, zxingcpp.BarcodeFormat.QRCode, magnification, ec_level=level)


def _symbol(text: str, kind: zxingcpp.BarcodeFormat, dots: int, **options: str) -> Image.Image:
    if len(text) > 4000:
        raise ValueError("too long")
    pixels: Any = zxingcpp.create_barcode(text, kind, **options).to_image(scale=1, add_quiet_zones=False)
    height, width = pixels.shape
    ink = Image.frombytes("L", (width, height), memoryview(pixels).tobytes()).point(_IS_INK, mode="1")
    dots = min(max(dots, 1), 10)
    return ink.resize((width * dots, height * dots), Image.Resampling.NEAREST)
