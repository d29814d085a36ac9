"""A reader of Comtec's CPCL of its own. Source: Zebra CPCL programming guide; a set bit of CG and EG is black."""

from __future__ import annotations

import re

from app.devices.virtual_printer.reader import LineReader
from app.devices.virtual_printer.sheet import Drawn, Sheet, number

_WIDTH = 832
_LOOKED_AT = 200
"""Bytes of a line that are searched for its word and its places."""
_SETTINGS = frozenset(
    {"FORM", "PRINT", "CONTRAST", "TONE", "SPEED", "JOURNAL", "NO-PACE", "BAR-SENSE", "GAP-SENSE", "LEFT"}
)
_FIRST = re.compile(
    rb"! (?P<offset>-?\d{1,5}) \d{1,4} \d{1,4} (?P<height>\d{1,6}) (?P<copies>\d{1,9})\s*\Z",
)


class CpclReader(LineReader):
    """A session goes from `! 0 200 200 H n` to `PRINT`; the escape questions are heard between sessions only."""

    graphic = re.compile(
        rb"[ \t]*(?:CG|COMPRESSED-GRAPHICS) (?P<width>\d{1,6}) (?P<height>\d{1,6}) (?P<left>\d{1,6}) (?P<top>\d{1,6}) ",
        re.IGNORECASE,
    )
    first = _FIRST
    last = re.compile(rb"[ \t]*PRINT\s*\Z", re.IGNORECASE)
    anywhere = re.compile(rb"\x1b[hivN]")

    def draw(self, document: bytes, dpi: int = 203) -> Drawn:  # noqa: ARG002 - everything is in dots
        return draw(document)


def draw(document: bytes) -> Drawn:
    """What one session prints."""
    return _Label().draw(document)


class _Label:
    def __init__(self) -> None:
        self._sheet = Sheet(_WIDTH, 1)
        self._offset = 0
        self._has_width = False

    def draw(self, document: bytes) -> Drawn:
        for line, header, payload in CpclReader.commands(document):
            if header:
                self._graphic(header["width"], header["height"], (header["left"], header["top"]), payload)
            elif begun := _FIRST.match(line):
                self._offset = number(begun["offset"])
                self._sheet.resize(height=number(begun["height"]))
                self._sheet.order(number(begun["copies"]))
            else:
                word, *parts = line[:_LOOKED_AT].split(b" ")
                self._do(word[:24].upper().decode("ascii", "replace"), parts, line)
        if not self._has_width:
            self._sheet.blame("no PAGE-WIDTH")
        return self._sheet.drawn(document)

    def _do(self, word: str, parts: list[bytes], line: bytes) -> None:
        places = [number(part) for part in (*parts, b"", b"", b"", b"", b"")]
        match word:
            case "PAGE-WIDTH" | "PW":
                self._has_width = True
                self._sheet.resize(width=places[0])
            case "EG" | "EXPANDED-GRAPHICS":
                self._expanded(line)
            case "BOX":
                left, right = sorted((places[0], places[2]))
                top, bottom = sorted((places[1], places[3]))
                self._sheet.box(left + self._offset, top, right - left, bottom - top, max(places[4], 1))
            case "LINE" | "L":
                self._line(places)
            case _ if word not in _SETTINGS:
                self._sheet.blame(f"skipped {word}")

    def _line(self, places: list[int]) -> None:
        """Thickness goes right of an upright line and below a lying one; slanted ones are not drawn."""
        left, right = sorted((places[0], places[2]))
        top, bottom = sorted((places[1], places[3]))
        thick = max(places[4], 1)
        if left != right and top != bottom:
            self._sheet.blame("skipped slanted LINE")
            return
        width, height = (thick, bottom - top) if left == right else (right - left, thick)
        self._sheet.box(left + self._offset, top, width, height, max(width, height))

    def _expanded(self, line: bytes) -> None:
        """`EG w h x y` and two digits a byte."""
        parts = line.split(None, 5)
        try:
            payload = bytes.fromhex(parts[5].decode("ascii")) if len(parts) == 6 else b""
        except ValueError:
            payload = b""
        width, height, left, top = (*parts[1:5], *[b""] * 4)[:4]
        self._graphic(width, height, (left, top), payload)

    def _graphic(self, width_text: bytes, height_text: bytes, place: tuple[bytes, bytes], payload: bytes) -> None:
        width, height = number(width_text), number(height_text)
        if not width or not height or len(payload) != width * height:
            self._sheet.blame(f"graphic of {width} x {height}")
            return
        self._sheet.paste_rows((number(place[0]) + self._offset, number(place[1])), width, payload)
