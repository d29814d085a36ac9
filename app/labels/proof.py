"""Proof before print: the very dots that would be burned are read back, and must say the tracking number, cleanly."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Any

import zxingcpp

from app.errors import Rejected
from app.labels.raster import Bitmap
from app.labels.symbol import LINEAR_QUIET, QR_QUIET
from app.labels.text import Box

_F = zxingcpp.BarcodeFormat
_CHECKED = [
    *(_F.Code128, _F.Code93, _F.EANUPC, _F.DataBar, _F.QRCode, _F.MicroQRCode, _F.RMQRCode),
    *(_F.DataMatrix, _F.Aztec, _F.PDF417, _F.MicroPDF417, _F.MaxiCode),
]
"""Symbols that check themselves. Codabar, ITF and Code 39 need no check sign: a reader finds them in printed words too,
and a good label would be refused for it.
"""
_EDGE = 1 / 200
"""White along each edge, as a part of the width: printers place the picture to about half a millimetre."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One symbol that was read: what kind, what it says, where (dots), how wide a module is (dots)."""

    kind: str
    text: str
    box: Box
    module: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What was read in the bitmap with this hash: all of it says the tracking number."""

    tracking_number: str
    readings: tuple[Reading, ...]
    sha256: str


def prove(bitmap: Bitmap, tracking_number: str) -> Proof:
    """Read every symbol of the bitmap. Raises Rejected `label.proof_failed`, its detail naming the first fault.

    At least one Code 128 and one QR symbol must say exactly the tracking number and no symbol anything else; quiet
    zones are white, bars are whole dots and unbroken, everything that looks like bars is readable, edges are white.
    """
    rows = _Rows(bitmap)
    rows.check_edges()
    pixels = memoryview(bitmap.to_ink().point(_PAPER, mode="L").tobytes()).cast("B", (bitmap.height, bitmap.width))
    symbols = zxingcpp.read_barcodes(
        pixels,
        formats=_CHECKED,  # type: ignore[arg-type]  # a list is what it asks for; its stub is behind
        try_downscale=False,
        try_invert=False,
        text_mode=zxingcpp.TextMode.Plain,
    )
    readings = tuple(_read(rows, symbol, tracking_number) for symbol in symbols)
    kinds = {reading.kind for reading in readings}
    if "Code 128" not in kinds:
        raise _failed("no readable Code 128")
    if "QR Code" not in kinds:
        raise _failed("no readable QR symbol")
    rows.check_all_bars_are_read([reading.box for reading in readings if reading.kind == "Code 128"])
    return Proof(tracking_number, readings, bitmap.sha256)


def _read(rows: _Rows, symbol: zxingcpp.Barcode, tracking_number: str) -> Reading:
    kind = str(symbol.format)
    if symbol.text != tracking_number:
        raise _failed(f"a {kind} says something else")
    if kind not in {"Code 128", "QR Code"} or abs(symbol.orientation) > 1:
        raise _failed(f"a {kind} at {symbol.orientation} degrees is no part of a label")
    corners = (symbol.position.top_left, symbol.position.bottom_right)
    (left, top), (right, bottom) = ((corner.x, corner.y) for corner in corners)
    if kind == "Code 128":
        box, module = rows.check_bars(left, top, right, bottom)
        return Reading(kind, symbol.text, box, module)
    extra: Any = symbol.extra
    modules = 17 + 4 * int(extra["Version"])
    module = round((right - left) / modules)
    box = Box(left, top, modules * module, modules * module)
    rows.check_square(box, module)
    return Reading(kind, symbol.text, box, module)


class _Rows:
    """The bitmap's rows as numbers (leftmost dot highest) and as strings of 0 and 1."""

    def __init__(self, bitmap: Bitmap) -> None:
        step, spare = bitmap.bytes_per_row, bitmap.bytes_per_row * 8 - bitmap.width
        self._width, self._height = bitmap.width, bitmap.height
        self._numbers = [
            int.from_bytes(bitmap.rows[at : at + step], "big") >> spare for at in range(0, len(bitmap.rows), step)
        ]

    def check_edges(self) -> None:
        margin = max(1, round(self._width * _EDGE))
        if any(self._numbers[:margin]) or any(self._numbers[-margin:]):
            raise _failed("ink at the upper or lower edge")
        ink = 0
        for number in self._numbers:
            ink |= number
        if ink >> (self._width - margin) or ink & ((1 << margin) - 1):
            raise _failed("ink at the left or right edge")

    def check_bars(self, left: int, top: int, right: int, bottom: int) -> tuple[Box, int]:
        """The exact place of a linear symbol that was read about here, and the dots of its module."""
        line = self._line(self._numbers[(top + bottom) // 2])
        while left > 0 and line[left] == "0":  # the reader's corner may lie one dot beside the first bar
            left += 1
        while right > left and line[right] == "0":
            right -= 1
        runs = [len(list(dots)) for _, dots in itertools.groupby(line[left : right + 1])]
        module = min(runs)
        if any(run % module or run > 4 * module for run in runs) or sum(runs) // module % 11 != 2:
            raise _failed("bars that are not whole modules")
        quiet = LINEAR_QUIET * module
        if left < quiet or right + quiet >= self._width:
            raise _failed("the quiet zone of a Code 128 runs over the edge")
        zone = slice(left - quiet, right + quiet + 1)
        wanted = "0" * quiet + line[left : right + 1] + "0" * quiet
        if any(self._line(number)[zone] != wanted for number in self._numbers[top + 1 : bottom]):
            raise _failed("broken bars, or ink in the quiet zone of a Code 128")
        return Box(left, top, right - left + 1, bottom - top + 1), module

    def check_square(self, box: Box, module: int) -> None:
        """White around a QR symbol. The reader's corners may lie one dot outside, so that one dot is not looked at."""
        quiet = QR_QUIET * module
        around = slice(box.left - quiet, box.right + quiet)
        if around.start < 0 or box.top < quiet or around.stop > self._width or box.bottom + quiet > self._height:
            raise _failed("the quiet zone of a QR symbol runs over the edge")
        for y in range(box.top - quiet, box.bottom + quiet):
            line = self._line(self._numbers[y])[around]
            if box.top - 1 <= y <= box.bottom:
                line = line[: quiet - 1] + line[1 - quiet :]
            if "1" in line:
                raise _failed("ink in the quiet zone of a QR symbol")

    def check_all_bars_are_read(self, read: list[Box]) -> None:
        """Twelve and more dark bars side by side, taller than any letter, are a bar code: it must have been read."""
        tall = self._height // 30  # 5 mm
        wide = self._height // 64  # 2.3 mm: four modules of 0.5 mm, less than a quiet zone
        several = re.compile(f"(?:1{{1,{wide}}}0{{1,{wide}}}){{12,}}1{{1,{wide}}}")
        for top in range(0, self._height - tall, tall // 4):
            for bars in several.finditer(self._steady(top, tall)):
                if not any(
                    box.left <= bars.start() and bars.end() <= box.right and box.top - tall < top < box.bottom
                    for box in read
                ):
                    raise _failed("bars that cannot be read")

    def _steady(self, top: int, tall: int) -> str:
        """For each column: 1 or 0 where all rows agree, else x; nothing when there are too few bars to look at."""
        always, ever = self._numbers[top], 0
        for number in self._numbers[top : top + tall]:
            always &= number
            ever |= number
        if (always ^ always >> 1).bit_count() < 24:  # fewer edges than twelve bars have: quick, and true of most rows
            return ""
        columns = zip(self._line(always), self._line(ever), strict=True)
        return "".join(low if low == high else "x" for low, high in columns)

    def _line(self, number: int) -> str:
        return f"{number:0{self._width}b}"


def _failed(detail: str) -> Rejected:
    return Rejected("label.proof_failed", detail)


_PAPER = [255 if ink == 0 else 0 for ink in range(256)]
