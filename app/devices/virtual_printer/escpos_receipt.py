"""Draws what Epson's receipt language prints: rasters (`GS v 0`, `GS ( L`, `GS 8 L`) one below the other.

Text is only noted, with its row; everything else that would have left ink is named.
"""

from __future__ import annotations

import re

from app.devices.virtual_printer.escpos_command import Command, commands, little
from app.devices.virtual_printer.sheet import HEIGHT_LIMIT, WIDTH_LIMIT, Drawn, Sheet

_HEAD_DOTS = 576
_LINE_DOTS = 30


def draw(document: bytes) -> Drawn:
    """What one document prints: as wide as its widest raster, as long as it is fed."""
    return _Receipt().draw(document)


class _Receipt:
    def __init__(self) -> None:
        self._sheet = Sheet(1, 1)
        self._row = self._widest = 0
        self._stored: tuple[int, bytes] | None = None

    def draw(self, document: bytes) -> Drawn:
        for command in commands(document):
            self._do(command, document[command.header.end() : command.end])
        if self._row > HEIGHT_LIMIT:
            self._sheet.blame("longer than the paper")
        self._sheet.resize(self._widest or _HEAD_DOTS, max(self._row, 1))
        return self._sheet.drawn(document)

    def _do(self, command: Command, payload: bytes) -> None:
        header = command.header
        match command.kind:
            case "raster":
                self._raster(header, payload)
            case "long":
                self._graphics(payload)
            case "sized" if header["kind"] == b"L":
                self._graphics(payload)
            case "text":
                words = header[0][:64].decode("ascii", "replace")
                self._sheet.note(f"text at {self._row}: {words}")
            case "feed":
                self._feed(header[0])
            case "column" | "barcode" | "unknown":
                self._sheet.blame(f"skipped {header[0][:2].hex(' ').upper()}")

    def _feed(self, word: bytes) -> None:
        if word == b"\n":
            self._row += _LINE_DOTS
        else:
            self._row += word[2] * (_LINE_DOTS if word[1:2] == b"d" else 1)

    def _raster(self, header: re.Match[bytes], payload: bytes) -> None:
        width, height, mode = little(header["row"]), little(header["rows"]), header[0][3] & 3
        self._burn(width, height, payload, x=1 + (mode & 1), y=1 + (mode >> 1))

    def _graphics(self, payload: bytes) -> None:
        """`m fn …`: 112 stores a raster (`a bx by c xL xH yL yH d…`), 2 or 50 prints it."""
        function = payload[1:2]
        if function == b"\x70" and len(payload) >= 10:
            dots, height = little(payload[6:8]), little(payload[8:10])
            self._stored = (dots, payload)
            if len(payload) - 10 != (dots + 7) // 8 * height:
                self._stored = None
                self._sheet.blame(f"graphic of {dots} x {height} dots in {len(payload) - 10} bytes")
        elif function in {b"\x02", b"\x32"} and self._stored:
            dots, stored = self._stored
            scale = [min(max(side, 1), 2) for side in stored[3:5]]
            self._burn((dots + 7) // 8, little(stored[8:10]), stored[10:], x=scale[0], y=scale[1])
            self._stored = None

    def _burn(self, width: int, height: int, rows: bytes, *, x: int, y: int) -> None:
        if not width or not height or len(rows) != width * height or width * 8 * x > WIDTH_LIMIT:
            self._sheet.blame(f"raster of {width} x {height}")
            return
        self._sheet.paste_rows((0, self._row), width, rows, scale=(x, y))
        self._row += height * y
        self._widest = max(self._widest, width * 8 * x)
