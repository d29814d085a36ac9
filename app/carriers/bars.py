"""Black dots on white, enough for labels to train and test with: boxes, Code 128, digits; as GIF or PNG.

Real carriers send pictures that they drew themselves. The label room reads these as it reads those, and lends nothing.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass, field
from functools import cache

_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222"
    "123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321"
    "232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121"
    "313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224"
    "111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111"
    "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113"
    "114311411113411311113141114131311141411131211412211214211232"
)
"""ISO/IEC 15417: six bars and spaces a value, in modules."""
_STOP = "2331112"
_START_B, _START_C, _TO_B, _TO_C = 104, 105, 100, 99
_PARTS = re.compile(r"(?:[0-9]{2}){2,}|[ -~]")
"""Four digits and more are shorter in pairs."""
_LETTERS = {
    "0": "75557", "1": "26227", "2": "71747", "3": "71717", "4": "55711", "5": "74717", "6": "74757", "7": "71244",
    "8": "75757", "9": "75717", "-": "00700", "*": "05250", "P": "75744", "B": "65656", "S": "74717", "F": "74744",
}  # fmt: skip
"""Three dots by five, an octal digit a row."""


def code128(text: str) -> str:
    """The modules of a text, `1` is black, without quiet zones. Raises ValueError for what is not printable ASCII."""
    parts = _PARTS.findall(text)
    if not text or "".join(parts) != text:
        raise ValueError("no text for a Code 128")
    values: list[int] = []
    in_pairs = len(parts[0]) > 1
    values.append(_START_C if in_pairs else _START_B)
    for part in parts:
        if (len(part) > 1) != in_pairs:
            in_pairs = not in_pairs
            values.append(_TO_C if in_pairs else _TO_B)
        values += [int(part[at : at + 2]) for at in range(0, len(part), 2)] if in_pairs else [ord(part) - 32]
    checksum = (values[0] + sum(at * value for at, value in enumerate(values))) % 103
    widths = "".join(_WIDTHS[6 * value : 6 * value + 6] for value in (*values, checksum)) + _STOP
    return "".join("10"[at % 2] * int(width) for at, width in enumerate(widths))


@dataclass(slots=True)
class Dots:
    """A picture in dots. Each row is a number, its highest bit the leftmost dot, 1 is black."""

    width: int
    height: int
    rows: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = [0] * self.height

    def box(self, left: int, top: int, width: int, height: int) -> None:
        """A black rectangle, wholly inside."""
        ink = ((1 << width) - 1) << (self.width - left - width)
        for y in range(top, top + height):
            self.rows[y] |= ink

    def bars(self, text: str, left: int, top: int, *, module: int, height: int) -> int:
        """A Code 128 with modules of so many dots. How wide it came out."""
        modules = code128(text)
        for bar in re.finditer("1+", modules):
            self.box(left + bar.start() * module, top, (bar.end() - bar.start()) * module, height)
        return len(modules) * module

    def write(self, text: str, left: int, top: int, *, size: int) -> None:
        """Digits and the few letters of our numbers, each of their three by five dots `size` large."""
        for letter in text:
            for y, row in enumerate(_LETTERS.get(letter, "00000")):
                for x in range(3):
                    if int(row) >> (2 - x) & 1:
                        self.box(left + x * size, top + y * size, size, size)
            left += 4 * size

    def packed(self) -> bytes:
        """Row after row in whole bytes, 1 is black."""
        per_row = -(-self.width // 8)
        spare = per_row * 8 - self.width
        return b"".join((row << spare).to_bytes(per_row, "big") for row in self.rows)


def png(dots: Dots, dpi: int) -> bytes:
    """One bit of grey, with its resolution."""
    per_row = -(-dots.width // 8)
    white = bytes(byte ^ 0xFF for byte in dots.packed())
    lines = b"".join(b"\0" + white[at : at + per_row] for at in range(0, len(white), per_row))
    per_m = round(dpi / 0.0254)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", dots.width, dots.height, 1, 0, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", per_m, per_m, 1)),
            _chunk(b"IDAT", zlib.compress(lines)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


_CLEAR, _END, _FIRST, _CODE_BITS = 4, 5, 6, 3


def gif(dots: Dots) -> bytes:
    """Two colors. The table of its compression starts anew in each row, so equal rows need be packed only once."""
    packed_row = cache(lambda row: _lzw(f"{row:0{dots.width}b}"))
    stream = _bits(_CLEAR, _CODE_BITS) + "".join(map(packed_row, dots.rows)) + _bits(_END, _CODE_BITS)
    content = int(stream[::-1], 2).to_bytes(-(-len(stream) // 8), "little")
    blocks = (content[at : at + 255] for at in range(0, len(content), 255))
    size = struct.pack("<HH", dots.width, dots.height)
    return (
        b"GIF87a" + size + b"\x80\0\0" + b"\xff\xff\xff\0\0\0"  # color 0 is white
        + b"," + b"\0\0\0\0" + size + b"\0" + b"\x02"
        + b"".join(bytes([len(block)]) + block for block in blocks) + b"\0;"
    )  # fmt: skip


def _lzw(pixels: str) -> str:
    """The codes of one row, lowest bit first, then the code that clears the table."""
    table = {"0": 0, "1": 1}
    following, bits, known, codes = _FIRST, _CODE_BITS, "", []
    for pixel in pixels:
        if known + pixel in table:
            known += pixel
            continue
        codes.append(_bits(table[known], bits))
        table[known + pixel] = following
        bits += following == 1 << bits
        following += 1
        known = pixel
    codes.append(_bits(table[known], bits))
    return "".join(codes) + _bits(_CLEAR, bits + (following == 1 << bits))


def _bits(code: int, bits: int) -> str:
    return f"{code:0{bits}b}"[::-1]
