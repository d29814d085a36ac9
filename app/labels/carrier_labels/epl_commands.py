"""Carriers' EPL2 read line by line. What is not known to only draw is refused: nobody needs it on a label."""

from __future__ import annotations

import re

from app.errors import Rejected
from app.labels.carrier_labels.commands import Drawn, dots_of, unsafe
from app.labels.raster import Bitmap

_DRAWING = re.compile(rb"(?:N|[AX]-?\d.*|L[OEWS]\d.*|[RSDI][\w,]*|Z[TB]|O[\w,]*|JF|JB|C\d.*|;.*|)")
"""Fields and the settings of one label; `O` are the print options, `I` the characters, `Z` the direction."""
_GRAPHIC = re.compile(rb"GW(\d{1,4}),(\d{1,4}),(\d{1,3}),(\d{1,5}),")
_BARS = re.compile(rb'B(\d+),(\d+),\d,[^,]*,\d+,\d+,\d+,[BN],"((?:[^"\\]|\\.)*)"')
_SQUARE = re.compile(rb'b(\d+),(\d+),([A-Z]\w*)(?:,[^"]*)?,"((?:[^"\\]|\\.)*)"')
_PRINT = re.compile(rb"P(\d+)(?:,(\d+))?")
_MOST_LINES = 5_000


def read_epl(content: bytes) -> Drawn:
    """What one label draws. Raises Rejected `label.unsafe_command`, `label.broken`."""
    drawn, at, printed = Drawn(), 0, 0
    for _ in range(_MOST_LINES):
        if at >= len(content):
            break
        graphic = _GRAPHIC.match(content, at)
        if graphic:
            at = _take_graphic(graphic, content, drawn)
            continue
        end = content.find(b"\n", at)
        line, at = content[at : end if end >= 0 else len(content)].strip(b"\r"), end + 1 if end >= 0 else len(content)
        printed += _take(line, drawn)
    else:
        raise Rejected("label.too_large", "epl")
    if printed > 1:
        raise unsafe("P twice")
    if not printed or not drawn.fields:
        raise Rejected("label.broken", "epl")
    return drawn


def _take(line: bytes, drawn: Drawn) -> int:
    """Follow one line. How many labels it prints."""
    if size := re.fullmatch(rb"(?:q(\d{1,5})|Q(\d{1,5}),.*)", line):
        drawn.width, drawn.height = int(size.group(1) or drawn.width), int(size.group(2) or drawn.height)
    elif bars := _BARS.fullmatch(line):
        drawn.linear.append(_text(bars.group(3)))
        _mark(drawn, bars)
    elif square := _SQUARE.fullmatch(line):
        drawn.square.append(_text(square.group(4)))
        _mark(drawn, square)
    elif printing := _PRINT.fullmatch(line):
        if dots_of(printing.group(1)) > 1 or dots_of(printing.group(2) or b"1") > 1:
            raise unsafe(line[:20].decode("ascii"))
        return dots_of(printing.group(1))
    elif not _DRAWING.fullmatch(line):
        raise unsafe(line[:2].decode("ascii", "replace"))
    elif line[:1] in b"AXL" and line:
        drawn.fields += 1
    return 0


def _mark(drawn: Drawn, at: re.Match[bytes]) -> None:
    drawn.fields += 1
    drawn.right, drawn.bottom = max(drawn.right, dots_of(at.group(1))), max(drawn.bottom, dots_of(at.group(2)))


def _text(quoted: bytes) -> str:
    return re.sub(rb"\\(.)", rb"\1", quoted).decode("latin-1")


def _take_graphic(graphic: re.Match[bytes], content: bytes, drawn: Drawn) -> int:
    """A `GW` field: bytes a row, rows, then the bytes themselves, 0 is ink."""
    per_row, height = dots_of(graphic.group(3)), dots_of(graphic.group(4))
    raw = content[graphic.end() : graphic.end() + per_row * height]
    if not raw or len(raw) != per_row * height:
        raise Rejected("label.broken", "epl graphic")
    drawn.graphics.append(Bitmap(per_row * 8, height, bytes(byte ^ 0xFF for byte in raw)))
    _mark(drawn, graphic)
    return graphic.end() + len(raw)
