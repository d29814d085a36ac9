"""Epson's commands by their length: whoever skips one by a wrong length prints its bytes as text.

Source: Epson ESC/POS reference, by command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
INK = frozenset({"raster", "long", "column", "barcode", "text"})


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its kind, its header, where its payload begins and how long it is."""

    kind: str
    header: re.Match[bytes]
    owed: int

    @property
    def end(self) -> int:
        return self.header.end() + self.owed


def next_command(stream: bytes | bytearray, at: int, *, is_whole: bool) -> Command | None:
    """The command that begins there, None when more must be heard; a lone byte that begins none is one of its own."""
    header = _COMMAND.match(stream, at, at + _LONGEST)
    if header is None:
        begun = _BEGUN.match(stream, at)
        if begun and not is_whole and len(stream) - at < (_LONGEST if begun["endless"] else _LONGEST_HEADER):
            return None
        header = _ANY.match(stream, at)
        return Command("unknown", header, 0) if header else None
    kind = header.lastgroup or ""  # the outermost of those that matched
    return Command(kind, header, _owed(kind, header))


def _owed(kind: str, header: re.Match[bytes]) -> int:
    match kind:
        case "raster":
            return little(header["row"]) * little(header["rows"])
        case "long":
            return little(header["long_size"])
        case "sized":
            return little(header["size"])
        case "column":
            return little(header["columns"]) * (3 if header["density"][0] in (32, 33) else 1)
        case "barcode":
            return little(header["bars"]) if header["bars"] else 0
    return 0


def little(digits: bytes) -> int:
    return int.from_bytes(digits, "little")


def commands(document: bytes) -> Iterator[Command]:
    """All of a whole document."""
    at = 0
    while at < len(document) and (command := next_command(document, at, is_whole=True)):
        yield command
        at = command.end
