"""A reader of Zebra's language of its own: it shares no line with the room that writes it, so each checks the other.

Knows what a label of one picture needs (`^PW ^LL ^LH ^FO ^GF ^FS ^PQ`) and names every other command it skips.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from dataclasses import dataclass

from PIL import Image

FORMAT_LIMIT = 8 * 1024 * 1024
"""A format longer than this is thrown away: the memory of a printer ends too."""
_DOTS_LIMIT = (4096, 16384)
_BYTES_LIMIT = 4096 * 16384 // 8
_MARK = re.compile(rb"\^XA|\^XZ|~HS", re.IGNORECASE)
_COMMAND = re.compile(rb"[\^~]([A-Z@][A-Z0-9@])([^\^~]*)", re.IGNORECASE)
_RUN = re.compile(r"([G-Yg-z]*)([0-9A-Fa-f])|([,!:])")


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """`~HS`: the host asks how the printer is."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One format as it comes out on paper: `rows` as in a bitmap (1 is black), `problems` in words of the language."""

    width: int
    height: int
    rows: bytes
    copies: int
    document: bytes
    problems: tuple[str, ...]


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
        while mark := _MARK.search(self._kept, self._searched):
            word = mark[0].upper()
            if word == b"~HS":
                found.append(StatusQuestion())
                del self._kept[mark.start() : mark.end()]
                self._searched = mark.start()
            elif word == b"^XA":  # also inside a format: what was begun is never finished
                del self._kept[: mark.start()]
                self._searched, self._is_inside = 3, True
            else:
                if self._is_inside:
                    found.append(bytes(self._kept[: mark.end()]))
                del self._kept[: mark.end()]
                self._searched, self._is_inside = 0, False
        self._keep_little()
        return found

    def _keep_little(self) -> None:
        if self._is_inside and len(self._kept) > FORMAT_LIMIT:
            self.overflows += 1
            self._is_inside = False
        if not self._is_inside:
            del self._kept[:-2]  # a mark may be split over two pieces
        self._searched = max(0, len(self._kept) - 2)


def draw(document: bytes) -> Drawn:
    """What one format prints."""
    return _Sheet().draw(document)


class _Sheet:
    def __init__(self) -> None:
        self._width, self._height, self._copies = 812, 1218, 1
        self._home = self._origin = (0, 0)
        self._pictures: list[tuple[int, int, Image.Image]] = []
        self._problems: list[str] = []

    def draw(self, document: bytes) -> Drawn:
        for command in _COMMAND.finditer(document):
            self._do(command[1].upper().decode("ascii"), command[2].decode("ascii", "replace").strip())
        sheet = Image.new("1", (self._width, self._height))
        for left, top, picture in self._pictures:
            sheet.paste(1, (left, top), picture)
        return Drawn(self._width, self._height, sheet.tobytes(), self._copies, document, tuple(self._problems))

    def _do(self, command: str, text: str) -> None:
        numbers = [int(number) if number.strip().isdigit() else 0 for number in text.split(",")[:4]]
        match command:
            case "PW":
                self._width = min(max(numbers[0], 1), _DOTS_LIMIT[0])
            case "LL":
                self._height = min(max(numbers[0], 1), _DOTS_LIMIT[1])
            case "LH":
                self._home = (numbers[0], numbers[1] if len(numbers) > 1 else 0)
            case "FO":
                self._origin = (numbers[0], numbers[1] if len(numbers) > 1 else 0)
            case "PQ":
                self._copies = max(numbers[0], 1)
            case "GF":
                self._graphic(text)
            case "XA" | "XZ" | "FS":
                pass
            case _:
                self._problems.append(f"skipped {command}")

    def _graphic(self, text: str) -> None:
        try:
            picture = _picture(text)
        except (ValueError, zlib.error) as error:
            self._problems.append(f"graphic {error}")
            return
        self._pictures.append((self._home[0] + self._origin[0], self._home[1] + self._origin[1], picture))


def _picture(text: str) -> Image.Image:
    """`a,b,c,d,data` of `^GF`: a kind, b bytes sent, c bytes in all, d bytes a row."""
    kind, _, total_text, width_text, pixels = text.split(",", 4)
    total, width = int(total_text), int(width_text)
    if kind.upper() != "A" or not 0 < total <= _BYTES_LIMIT or not 0 < width <= total:
        raise ValueError(f"{kind} of {total} bytes in rows of {width}")
    rows = _compressed(pixels, total) if pixels.startswith(":") else _hexadecimal(pixels, total, width)
    height = total // width
    return Image.frombytes("1", (width * 8, height), rows[: width * height])


def _compressed(text: str, total: int) -> bytes:
    """`:Z64:` or `:B64:`, base64, `:`, four digits of CRC-16 over the base64 text."""
    parts = text.split(":")
    if len(parts) != 4 or parts[1] not in {"Z64", "B64"}:
        raise ValueError("of an unknown encoding")
    _, kind, packed, crc = parts
    if _crc16(packed.encode("ascii")) != int(crc[:4], 16):
        raise ValueError("with a wrong CRC")
    try:
        content = base64.b64decode(packed, validate=True)
    except binascii.Error as error:
        raise ValueError("that is no base64") from error
    if kind == "Z64":
        content = zlib.decompressobj().decompress(content, total + 1)
    if len(content) != total:
        raise ValueError(f"of {len(content)} instead of {total} bytes")
    return content


def _crc16(text: bytes) -> int:
    """CRC-16/XMODEM bit by bit: polynomial 0x1021, start 0."""
    crc = 0
    for byte in text:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def _hexadecimal(text: str, total: int, width: int) -> bytes:
    """Hexadecimal with run lengths: `G`-`Y` 1-19 and `g`-`z` 20-400 times the next digit; `,` `!` `:` end a row."""
    rows: list[str] = []
    row = ""
    for count, digit, end in _RUN.findall(text):
        row += digit * min(sum(_times(letter) for letter in count) or 1, 2 * total + 1)
        if end == ":":
            rows.append(rows[-1] if rows else "0" * (2 * width))
        elif end:
            row = row.ljust(2 * width, "0" if end == "," else "F")
        if len(row) + 2 * width * len(rows) > 2 * total:
            raise ValueError(f"of more than {total} bytes")
        while len(row) >= 2 * width:
            rows.append(row[: 2 * width])
            row = row[2 * width :]
    whole = bytes.fromhex("".join(rows) + row.ljust(2 * width, "0") if row else "".join(rows))
    if len(whole) > total:
        raise ValueError(f"of more than {total} bytes")
    return whole.ljust(total, b"\0")


def _times(letter: str) -> int:
    return ord(letter) - ord("F") if letter <= "Y" else 20 * (ord(letter) - ord("f"))
