"""A reader of Zebra's language of its own: it shares no line with the room that writes it, so each checks the other.

Draws pictures, boxes and symbols, notes text with its place (it has no font), and names every command it skips.
"""

from __future__ import annotations

import re

from app.devices.virtual_printer.reader import DOCUMENT_LIMIT, StatusQuestion
from app.devices.virtual_printer.sheet import Drawn, Sheet, Stroke, numbers
from app.devices.virtual_printer.zpl_graphic import read_graphic
from app.devices.virtual_printer.zpl_symbol import Style, draw_symbol, read_style

_DEFAULT = (812, 1218)
_INSIDE = re.compile(rb"\^XA|\^XZ|~HS|~HI|~HQES", re.IGNORECASE)
_OUTSIDE = re.compile(rb'\^XA|\^XZ|~HS|~HI|~HQES|! U1 getvar "[^"\r\n]{0,64}"[ \t]{0,8}\r?\n', re.IGNORECASE)
_LONGEST_MARK = 100
_COMMAND = re.compile(rb"[\^~]([A-Z@][A-Z0-9@])([^\^~]*)", re.IGNORECASE)
_HEX = re.compile(rb"([0-9A-Fa-f]{2})")
_QUIET = frozenset({"XA", "XZ", "CI", "PR", "MD", "MM", "MN", "MT", "SD", "TA", "CF", "FX"})
_AS_IT_IS = frozenset({"LS0", "LT0", "PMN", "PON", "LRN"})
_SYMBOLS = frozenset({"BC", "BQ", "BX", "B7"})


class ZplReader:
    """Cuts a stream into formats, however it is split into pieces; what stands outside `^XA…^XZ` is ignored."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._searched = 0
        self._is_inside = False
        self.overflows = 0

    @property
    def held(self) -> int:
        """Bytes waiting for their end."""
        return len(self._kept)

    def feed(self, piece: bytes) -> list[bytes | StatusQuestion]:
        """The formats (from `^XA` to `^XZ`) and questions that this piece completes."""
        self._kept += piece
        found: list[bytes | StatusQuestion] = []
        while mark := (_INSIDE if self._is_inside else _OUTSIDE).search(self._kept, self._searched):
            word = mark[0].upper()
            if word == b"^XA":  # also inside a format: what was begun is never finished
                del self._kept[: mark.start()]
                self._searched, self._is_inside = 3, True
            elif word == b"^XZ":
                if self._is_inside:
                    found.append(bytes(self._kept[: mark.end()]))
                del self._kept[: mark.end()]
                self._searched, self._is_inside = 0, False
            else:
                found.append(StatusQuestion(mark[0].strip()))
                del self._kept[mark.start() : mark.end()]
                self._searched = mark.start()
        self._keep_little()
        return found

    def finish(self) -> list[bytes | StatusQuestion]:
        """Half a label is none."""
        return []

    def draw(self, document: bytes, dpi: int = 203) -> Drawn:  # noqa: ARG002 - everything is in dots
        return draw(document)

    def _keep_little(self) -> None:
        if self._is_inside and len(self._kept) > DOCUMENT_LIMIT:
            self.overflows += 1
            self._is_inside = False
        if not self._is_inside:  # a mark may be split over two pieces
            begun = (self._kept.rfind(byte, max(0, len(self._kept) - _LONGEST_MARK)) for byte in b"^~!")
            kept_from = min((at for at in begun if at >= 0), default=len(self._kept))
            del self._kept[:kept_from]
        self._searched = 0 if not self._is_inside else max(0, len(self._kept) - 4)


def draw(document: bytes) -> Drawn:
    """What one format prints."""
    return _Label().draw(document)


class _Label:
    def __init__(self) -> None:
        self._sheet = Sheet(*_DEFAULT)
        self._home = self._origin = (0, 0)
        self._style = Style()
        self._symbol = ""
        self._escape = b""
        self._is_reversed = False

    def draw(self, document: bytes) -> Drawn:
        for command in _COMMAND.finditer(document):
            self._do(command[1].upper().decode("ascii"), command[2])
        return self._sheet.drawn(document)

    def _do(self, command: str, raw: bytes) -> None:
        text = raw.decode("latin-1").strip()
        match command:
            case "PW":
                self._sheet.resize(width=max(numbers(text, 1)[0], 1))
            case "LL":
                self._sheet.resize(height=max(numbers(text, 1)[0], 1))
            case "LH":
                self._home = (numbers(text, 2)[0], numbers(text, 2)[1])
            case "FO":
                self._origin = (numbers(text, 2)[0], numbers(text, 2)[1])
            case "PQ":
                self._sheet.order(numbers(text, 1)[0])
            case "BY":
                self._style = read_style(text, self._style)
            case "FS":
                self._symbol, self._escape, self._is_reversed = "", b"", False
            case _ if command not in _QUIET and command + text not in _AS_IT_IS:
                self._field(command, raw, text)

    def _field(self, command: str, raw: bytes, text: str) -> None:
        match command:
            case "GF":
                self._graphic(text)
            case "GB":
                self._box(text)
            case "FH":
                self._escape = raw[:1] if raw[:1] > b" " else b"_"
            case "FR":
                self._is_reversed = True
            case "FD":
                self._data(raw)
            case _ if command in _SYMBOLS:
                self._symbol = f"{command}{text}"
            case _ if command.startswith("A"):
                self._symbol = ""
            case _:
                self._sheet.blame(f"skipped {command}")

    @property
    def _place(self) -> tuple[int, int]:
        return self._home[0] + self._origin[0], self._home[1] + self._origin[1]

    @property
    def _stroke(self) -> Stroke:
        return Stroke.XOR if self._is_reversed else Stroke.INK

    def _graphic(self, text: str) -> None:
        if not self._sheet.affords(0):
            return
        try:
            width, rows = read_graphic(text)
        except ValueError as error:
            self._sheet.blame(f"graphic {error}")
            return
        self._sheet.paste_rows(self._place, width, rows, stroke=self._stroke)

    def _box(self, text: str) -> None:
        """`w,h,t,c,r`: never smaller than its line; W is white; corners are drawn square."""
        width, height, thickness = numbers(text, 3)
        thickness = max(thickness, 1)
        is_white = text.upper().split(",")[3:4] == ["W"]
        stroke = Stroke.WHITE if is_white else self._stroke
        self._sheet.box(*self._place, max(width, thickness), max(height, thickness), thickness, stroke)

    def _data(self, raw: bytes) -> None:
        content = _unescaped(raw.replace(b"\r", b"").replace(b"\n", b""), self._escape)
        text = content.decode("utf-8", "replace")
        left, top = self._place
        if not self._symbol:
            self._sheet.note(f"text at {left},{top}: {text[:200]}")
            return
        problem = draw_symbol(self._sheet, (left, top), self._symbol, text, self._style, self._stroke)
        if problem:
            self._sheet.blame(problem)


def _unescaped(content: bytes, escape: bytes) -> bytes:
    """`^FH_`: `_5E` stands for the byte 5E."""
    if not escape:
        return content
    pattern = re.compile(re.escape(escape) + _HEX.pattern)
    return pattern.sub(lambda found: bytes.fromhex(found[1].decode("ascii")), content)
