"""A reader of Eltron's EPL2 of its own. Source: Zebra EPL programming guide 14245L-003.

A real printer keeps sizes and its picture from one document to the next; here each must say its own, or it is named.
Zebra's support page on GW: a clear bit is black, and its bytes begin behind a comma or a line's end.
"""

from __future__ import annotations

import re

from app.devices.virtual_printer.reader import LineReader
from app.devices.virtual_printer.sheet import Drawn, Sheet, Stroke, inverted, number, numbers

_DEFAULT = (832, 1218)
_SETTINGS = frozenset({"S", "D", "ZT", "ZB", "O", "I", "JF", "JB", "US", "UN", "OD", "OC", "OP"})
_COMMAND = re.compile(rb"([A-Za-z]+)(.*)", re.DOTALL)


class EplReader(LineReader):
    """`^ee` is a line of its own between commands."""

    graphic = re.compile(
        rb"[ \t]*GW(?P<place>\d{1,6},\d{1,6}),(?P<width>\d{1,6}),(?P<height>\d{1,6})(?:,|\r{0,4}\n)", re.IGNORECASE
    )
    last = re.compile(rb"P\d{1,9}(?:,\d{1,9})?\s*\Z")
    question_line = re.compile(rb"\^ee\s*\Z", re.IGNORECASE)

    def draw(self, document: bytes, dpi: int = 203) -> Drawn:  # noqa: ARG002 - everything is in dots
        return draw(document)


def draw(document: bytes) -> Drawn:
    """What one document prints."""
    return _Label().draw(document)


class _Label:
    def __init__(self) -> None:
        self._sheet = Sheet(*_DEFAULT)
        self._origin = (0, 0)
        self._seen: set[str] = set()

    def draw(self, document: bytes) -> Drawn:
        for line, header, payload in EplReader.commands(document):
            if header:
                self._graphic(header, payload)
            elif command := _COMMAND.match(line):
                self._do(command[1][:12].decode("ascii"), command[2])
            else:
                self._sheet.blame("skipped ?")
        for needed in ("N", "q", "Q"):
            if needed not in self._seen:
                self._sheet.blame(f"no {needed}")
        return self._sheet.drawn(document)

    def _do(self, command: str, rest: bytes) -> None:
        self._seen.add(command)
        match command:
            case "q":
                self._sheet.resize(width=numbers(rest, 1)[0])
            case "Q":
                self._sheet.resize(height=numbers(rest, 1)[0])
            case "R":
                x, y = numbers(rest, 2)
                self._origin = (x, y)
            case "LO" | "LE" | "LW":
                self._line({"LO": Stroke.INK, "LE": Stroke.XOR, "LW": Stroke.WHITE}[command], rest)
            case "P":
                sets, copies = numbers(rest, 2)
                self._sheet.order(max(sets, 1) * max(copies, 1))
            case _ if command != "N" and command not in _SETTINGS:
                self._sheet.blame(f"skipped {command}")

    def _line(self, stroke: Stroke, rest: bytes) -> None:
        x, y, width, height = numbers(rest, 4)
        self._sheet.box(self._origin[0] + x, self._origin[1] + y, width, height, max(width, height), stroke)

    def _graphic(self, header: re.Match[bytes], payload: bytes) -> None:
        width, height = number(header["width"]), number(header["height"])
        if not width or not height or len(payload) != width * height:
            self._sheet.blame(f"GW of {width} x {height}")
            return
        x, y = numbers(header["place"], 2)
        self._sheet.paste_rows((self._origin[0] + x, self._origin[1] + y), width, inverted(payload))
