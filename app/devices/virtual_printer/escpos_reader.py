"""A reader of Epson's receipt language of its own. A document ends where the paper is cut.

Rasters (`GS v 0`, `GS ( L`, `GS 8 L`) are drawn; text is only noted, with its row; everything else is skipped by its
length, and named when it would have left ink. Source: Epson ESC/POS reference, by command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.devices.virtual_printer.reader import DOCUMENT_LIMIT, StatusQuestion
from app.devices.virtual_printer.sheet import HEIGHT_LIMIT, PICTURE_BYTES_LIMIT, WIDTH_LIMIT, Drawn, Sheet

_HEAD_DOTS = 576
_LINE_DOTS = 30
_COMMAND = re.compile(
    rb"(?P<status>\x10\x04[\x01-\x06]|\x10\x04[\x07\x08\x12].)"
    rb"|(?P<ask>\x1d[raI].)"
    rb"|(?P<pulse>\x1bp...)"
    rb"|(?P<cut>\x1dV[\x00\x01\x30\x31]|\x1dV[\x41\x42\x61\x62\x67\x68].|\x1b[im])"
    rb"|(?P<raster>\x1dv0.(?P<row>..)(?P<rows>..))"
    rb"|(?P<long>\x1d8L(?P<long_size>....))"
    rb"|(?P<sized>[\x1d\x1b\x1c]\((?P<kind>.)(?P<size>..))"
    rb"|(?P<column>\x1b\*(?P<density>.)(?P<columns>..))"
    rb"|(?P<feed>\x0a|\x1b[dJ].)"
    rb"|(?P<barcode>\x1dk[\x00-\x06][^\x00]{0,255}\x00|\x1dk[\x41-\x4f](?P<bars>.))"
    rb"|(?P<other>\x1bD[^\x00]{0,32}\x00|\x1bc..|\x1b[$\\]..|\x1d[LWP\\$:]..|\x1cp..|\x1c[S].."
    rb"|\x1b[ !%\-3=?AEGKMQRTUVajrtu{].|\x1b[@2<LS\x0c]|\x1d[!BHfhwbTE].|\x1c[!C\-].|\x1c[&.]"
    rb"|\x10\x05.|\x10\x14...|[\x00-\x09\x0b-\x0f\x11-\x1a\x1e\x1f]|\x18)"
    rb"|(?P<text>[\x20-\xff]+)",
    re.DOTALL,
)
_LONGEST = 300
_LONGEST_HEADER = 8
_BEGUN = re.compile(
    rb"(?P<endless>\x1bD|\x1dk)|[\x10\x1b\x1c\x1d]\Z|\x10[\x04\x05\x14]"
    rb"|\x1b[pdJc$\\(* !%\-3=?AEGKMQRTUVajrtu{]|\x1d[raIV8v(LWP\\$:!BHfhwbTE]|\x1c[(pS!C\-]",
    re.DOTALL,
)
_ANY = re.compile(rb".", re.DOTALL)
_OWED = ("raster", "long", "sized", "column", "barcode")
_INK = frozenset({"raster", "long", "column", "barcode", "text"})


@dataclass(frozen=True, slots=True)
class _Command:
    """One command: its kind, its header, where its payload begins and how long it is."""

    kind: str
    header: re.Match[bytes]
    owed: int

    @property
    def end(self) -> int:
        return self.header.end() + self.owed


def _next_command(stream: bytes | bytearray, at: int, *, is_whole: bool) -> _Command | None:
    """The command that begins there, None when more must be heard; a lone byte that begins none is one of its own."""
    header = _COMMAND.match(stream, at, at + _LONGEST)
    if header is None:
        begun = _BEGUN.match(stream, at)
        if begun and not is_whole and len(stream) - at < (_LONGEST if begun["endless"] else _LONGEST_HEADER):
            return None
        header = _ANY.match(stream, at)
        return _Command("unknown", header, 0) if header else None
    kind = header.lastgroup or "text"
    for name in ("status", "ask", "pulse", "cut", *_OWED, "feed", "other", "text"):
        if header[name] is not None:
            kind = name
            break
    return _Command(kind, header, _owed(kind, header))


def _owed(kind: str, header: re.Match[bytes]) -> int:
    match kind:
        case "raster":
            return _little(header["row"]) * _little(header["rows"])
        case "long":
            return _little(header["long_size"])
        case "sized":
            return _little(header["size"])
        case "column":
            return _little(header["columns"]) * (3 if header["density"][0] in (32, 33) else 1)
        case "barcode":
            return _little(header["bars"]) if header["bars"] else 0
    return 0


def _little(digits: bytes) -> int:
    return int.from_bytes(digits, "little")


class EscposReader:
    """A request for a process id also ends a document: it is answered when what stands before it is on paper."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._at = self._skip = 0
        self._has_ink = self._is_spoiled = False
        self.overflows = 0

    @property
    def held(self) -> int:
        return len(self._kept)

    def feed(self, piece: bytes) -> list[bytes | StatusQuestion]:
        self._kept += piece
        found: list[bytes | StatusQuestion] = []
        while self._step(found):
            pass
        if len(self._kept) > DOCUMENT_LIMIT:
            self._spoil()
        return found

    def finish(self) -> list[bytes | StatusQuestion]:
        """Paper that is not cut came out all the same: what was read whole of it."""
        found: list[bytes | StatusQuestion] = []
        del self._kept[self._at :]
        self._end(found)
        return found

    def draw(self, document: bytes, dpi: int = 203) -> Drawn:  # noqa: ARG002 - a raster knows no other dots
        return draw(document)

    def _spoil(self) -> None:
        self.overflows += not self._is_spoiled
        del self._kept[: self._at]
        self._at, self._is_spoiled = 0, True

    def _step(self, found: list[bytes | StatusQuestion]) -> bool:
        if self._skip:
            gone = min(self._skip, len(self._kept) - self._at)
            del self._kept[self._at : self._at + gone]
            self._skip -= gone
            return self._skip == 0 and gone > 0
        if self._at >= len(self._kept):
            return False
        command = _next_command(self._kept, self._at, is_whole=False)
        if command is None:
            return False
        if command.owed > PICTURE_BYTES_LIMIT:
            self._spoil()
            self._skip = command.end - command.header.start()
            return True
        if command.end > len(self._kept):
            return False
        self._take(command, found)
        return True

    def _take(self, command: _Command, found: list[bytes | StatusQuestion]) -> None:
        whole = bytes(self._kept[self._at : command.end])
        match command.kind:
            case "status" | "ask":
                found.append(StatusQuestion(whole, is_immediate=command.kind == "status"))
                del self._kept[self._at : command.end]
                return
            case "sized" if whole.startswith(b"\x1d(H"):
                self._end(found)
                found.append(StatusQuestion(whole, is_immediate=False))
                del self._kept[: len(whole)]
                return
            case "pulse":
                found.append(StatusQuestion(whole, is_immediate=False))
        self._at = command.end
        self._has_ink = self._has_ink or command.kind in _INK or whole.startswith(b"\x1d(L")
        if command.kind == "cut":
            self._end(found)

    def _end(self, found: list[bytes | StatusQuestion]) -> None:
        """A document with ink is one; settings and a cut alone are none."""
        if self._has_ink and not self._is_spoiled:
            found.append(bytes(self._kept[: self._at]))
        del self._kept[: self._at]
        self._at = 0
        self._has_ink = self._is_spoiled = False


def draw(document: bytes) -> Drawn:
    """What one document prints: as wide as its widest raster, as long as it is fed."""
    return _Receipt().draw(document)


class _Receipt:
    def __init__(self) -> None:
        self._sheet = Sheet(1, 1)
        self._row = self._widest = 0
        self._stored: tuple[int, bytes] | None = None

    def draw(self, document: bytes) -> Drawn:
        for command in _commands(document):
            self._do(command, document[command.header.end() : command.end])
        if self._row > HEIGHT_LIMIT:
            self._sheet.blame("longer than the paper")
        self._sheet.resize(self._widest or _HEAD_DOTS, max(self._row, 1))
        return self._sheet.drawn(document)

    def _do(self, command: _Command, payload: bytes) -> None:
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
        width, height, mode = _little(header["row"]), _little(header["rows"]), header[0][3] & 3
        self._burn(width, height, payload, x=1 + (mode & 1), y=1 + (mode >> 1))

    def _graphics(self, payload: bytes) -> None:
        """`m fn …`: 112 stores a raster (`a bx by c xL xH yL yH d…`), 2 or 50 prints it."""
        function = payload[1:2]
        if function == b"\x70" and len(payload) >= 10:
            dots, height = _little(payload[6:8]), _little(payload[8:10])
            self._stored = (dots, payload)
            if len(payload) - 10 != (dots + 7) // 8 * height:
                self._stored = None
                self._sheet.blame(f"graphic of {dots} x {height} dots in {len(payload) - 10} bytes")
        elif function in {b"\x02", b"\x32"} and self._stored:
            dots, stored = self._stored
            scale = [min(max(side, 1), 2) for side in stored[3:5]]
            self._burn((dots + 7) // 8, _little(stored[8:10]), stored[10:], x=scale[0], y=scale[1])
            self._stored = None

    def _burn(self, width: int, height: int, rows: bytes, *, x: int, y: int) -> None:
        if not width or not height or len(rows) != width * height or width * 8 * x > WIDTH_LIMIT:
            self._sheet.blame(f"raster of {width} x {height}")
            return
        self._sheet.paste_rows((0, self._row), width, rows, scale=(x, y))
        self._row += height * y
        self._widest = max(self._widest, width * 8 * x)


def _commands(document: bytes) -> Iterator[_Command]:
    at = 0
    while at < len(document) and (command := _next_command(document, at, is_whole=True)):
        yield command
        at = command.end
