"""A reader of TSC's language of its own: it shares no line with the room that writes it, so each checks the other.

A real printer keeps sizes and its picture from one document to the next; here each must say its own, or it is named.
Source: TSC TSPL/TSPL2 Programming Manual; a clear bit of a BITMAP is black.
"""

from __future__ import annotations

import re

from app.devices.virtual_printer.reader import LineReader
from app.devices.virtual_printer.sheet import Drawn, Sheet, Stroke, inverted, number, numbers

_DEFAULT = (812, 1218)
_SETTINGS = frozenset({b"GAP", b"BLINE", b"OFFSET", b"DIRECTION", b"SPEED", b"DENSITY", b"CODEPAGE", b"SET", b"CLS"})
_MODES = {0: Stroke.OVER, 1: Stroke.INK, 2: Stroke.XOR}
_SIDE = re.compile(rb"\s*(\d{1,5}(?:\.\d{1,4})?)\s*(mm|dot|)\s*", re.IGNORECASE)


class TsplReader(LineReader):
    """`ESC !` questions are heard at any time but inside of a graphic's bytes; `~!` questions take a line."""

    graphic = re.compile(
        rb"[ \t]*BITMAP[ \t]+(?P<place>\d{1,6},\d{1,6}),(?P<width>\d{1,6}),(?P<height>\d{1,6}),(?P<mode>\d),",
        re.IGNORECASE,
    )
    last = re.compile(rb"[ \t]*PRINT\b", re.IGNORECASE)
    anywhere = re.compile(rb"\x1b![?S]")
    question_line = re.compile(rb"~![@TI]\s*\Z")

    def draw(self, document: bytes, dpi: int = 203) -> Drawn:
        return draw(document, dpi)


def draw(document: bytes, dpi: int = 203) -> Drawn:
    """What one document prints; `SIZE` is in millimeters or inches, so the head's dots matter."""
    return _Label(dpi).draw(document)


class _Label:
    def __init__(self, dpi: int) -> None:
        self._dots_per_mm = 8.0 if dpi == 203 else dpi / 25.4
        self._sheet = Sheet(*_DEFAULT)
        self._origin = (0, 0)
        self._seen: set[bytes] = set()

    def draw(self, document: bytes) -> Drawn:
        for line, header, payload in TsplReader.commands(document):
            word, _, rest = line.partition(b" ")
            self._seen.add(word[:12].upper())
            if header:
                self._bitmap(header, payload)
            else:
                self._do(word.upper(), rest)
        for needed in (b"SIZE", b"CLS"):
            if needed not in self._seen:
                self._sheet.blame(f"no {needed.decode()}")
        return self._sheet.drawn(document)

    def _do(self, word: bytes, rest: bytes) -> None:
        match word:
            case b"SIZE":
                across, _, along = rest.partition(b",")
                self._sheet.resize(self._dots(across), self._dots(along))
            case b"REFERENCE":
                x, y = numbers(rest, 2)
                self._origin = (x, y)
            case b"BAR":
                x, y, width, height = numbers(rest, 4)
                self._sheet.box(self._origin[0] + x, self._origin[1] + y, width, height, height)
            case b"PRINT":
                sets, copies = numbers(rest, 2)
                self._sheet.order(max(sets, 1) * max(copies, 1))
            case _ if word not in _SETTINGS:
                self._sheet.blame(f"skipped {word[:12].decode('ascii', 'replace')}")

    def _dots(self, side: bytes) -> int:
        """`100 mm`, `800 dot`, or inches."""
        if not (found := _SIDE.fullmatch(side)):
            return 0
        per_unit = {b"mm": self._dots_per_mm, b"dot": 1.0, b"": self._dots_per_mm * 25.4}[found[2].lower()]
        return round(float(found[1]) * per_unit)

    def _bitmap(self, header: re.Match[bytes], payload: bytes) -> None:
        width, height, mode = number(header["width"]), number(header["height"]), number(header["mode"])
        if not width or not height or mode not in _MODES or len(payload) != width * height:
            self._sheet.blame(f"BITMAP of {width} x {height} in mode {mode}")
            return
        x, y = numbers(header["place"], 2)
        place = (self._origin[0] + x, self._origin[1] + y)
        self._sheet.paste_rows(place, width, inverted(payload), stroke=_MODES[mode])
