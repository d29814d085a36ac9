"""A laid-out label in few bytes, for slow serial links: the printer itself draws Code 128 and plain text.

All else is one well packed picture: boxes, QR symbols, Chinese. On a 100x150 mm label a `^GB` for each box or a picture
for each line costs as many bytes or more; and a printer that draws a QR symbol itself may mask it in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy

import zxingcpp
from PIL import Image

from app.labels.languages.zpl import graphic_field, zpl_format
from app.labels.page import Page, Stamp
from app.labels.raster import Bitmap
from app.labels.symbol import LINEAR_QUIET, Symbol
from app.labels.text import LINE_PITCH, Writing

_PLAIN = re.compile(r"[0-9A-Za-z .,:;/()+*=%&!?'-]+")
"""What may stand in `^FD` as it is: no part of a command or an escape, nothing that another `^CI` prints otherwise.
All other text is part of the picture, so that none can ever become a command.
"""
_NUMBER = re.compile(r"([A-Za-z]*)([0-9]+)([A-Za-z]*)")
_PLAIN_CODE128 = "]C0"
_CAPITALS_BEGIN = 0.2
"""Below a line's top, in parts of the size: our fonts leave that much room, the printer's font 0 leaves none."""
_WIDEST_MODULE = 10


def encode_zpl_native(page: Page, *, copies: int = 1) -> bytes:
    """One format with the symbols at the same dots as in the page's bitmap. Text is in the printer's own font 0, which
    is narrower than ours, so that what fits the layout fits the label; it does not look the same.
    """
    rest = copy(page)
    rest.stamps, bars = [], []
    for stamp in page.stamps:
        if number := _number(stamp):
            bars.append((stamp, number))
        else:
            rest.stamps.append(stamp)
    rest.writings = [writing for writing in page.writings if not _is_plain(writing)]
    fields = [_picture(rest), *(_bars(stamp, number) for stamp, number in bars)]
    for writing in page.writings:
        if _is_plain(writing):
            fields += _lines(writing)
    return zpl_format(page.width, page.height, b"".join(fields), copies=copies)


def _picture(page: Page) -> bytes:
    bitmap = Bitmap.from_ink(page.paint())
    return b"^FO0,0%b^FS" % graphic_field(bitmap, level=9) if any(bitmap.rows) else b""


def _bars(stamp: Stamp, number: str) -> bytes:
    box = stamp.box
    field = f"^BY{stamp.dots}^FO{box.left},{box.top}^BCN,{box.height},N,N,N,A^FD{number}^FS"
    return field.encode("ascii")


def _number(stamp: Stamp) -> str:
    """What stands in `^FD` for a Code 128 of exactly the stamp's modules, empty when that is not sure: digits with
    letters before or around them are as wide however they are packed, letters behind an odd count of digits are not.
    """
    if stamp.symbol.is_square or stamp.dots > _WIDEST_MODULE:
        return ""
    number = _read(stamp.symbol)
    parts = _NUMBER.fullmatch(number)
    if parts is None or (parts[3] and not parts[1]):
        return ""
    return number if _automatic_width(*map(len, parts.groups())) == stamp.symbol.width else ""


def _automatic_width(letters: int, digits: int, tail: int) -> int:
    """Modules of a Code 128 that the printer packs by itself (`^BC` mode A): letters in subset B, four and more digits
    in pairs in subset C, an odd one in B. Start, check sign and each change of subset are a code, the stop 13 modules.
    """
    codes = digits
    if digits >= 4:
        odd = digits % 2
        codes = digits // 2 + odd + bool(letters or odd) + bool(tail)
    return 11 * (letters + codes + tail + 2) + 13


def _read(symbol: Symbol) -> str:
    """What the symbol says, empty when it is no plain Code 128: a GS1-128 has a sign that is not in its text."""
    dots, height = 2, 20
    quiet = LINEAR_QUIET * dots
    paper = Image.new("L", (symbol.width * dots + 2 * quiet, height + 2 * quiet), 255)
    paper.paste(0, (quiet, quiet), symbol.ink(dots, height))
    pixels = memoryview(paper.tobytes()).cast("B", (paper.height, paper.width))
    read = zxingcpp.read_barcode(pixels, text_mode=zxingcpp.TextMode.Plain)
    return read.text if read and read.symbology_identifier == _PLAIN_CODE128 else ""


def _is_plain(writing: Writing) -> bool:
    return not writing.is_white and all(_PLAIN.fullmatch(line) for line in writing.lines)


def _lines(writing: Writing) -> Iterator[bytes]:
    box, size, pitch = writing.box, writing.size, round(writing.size * LINE_PITCH)
    above = 0 if writing.is_top else max(0, (box.height - pitch * len(writing.lines)) // 2)
    top = box.top + above + round(size * _CAPITALS_BEGIN)
    for number, line in enumerate(writing.lines):
        align = "" if not writing.align else f"^FB{box.width},1,0,{'R' if writing.align == 1 else 'C'}"
        yield f"^FO{box.left},{top + number * pitch}^A0N,{size},{size}{align}^FD{line}^FS".encode("ascii")
