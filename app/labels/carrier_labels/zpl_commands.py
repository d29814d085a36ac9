"""Carriers' ZPL read command by command. What is not known to only draw is refused: nobody needs it on a label."""

from __future__ import annotations

import base64
import binascii
import re
import zlib

from app.errors import Rejected
from app.labels.carrier_labels.commands import Drawn, dots_of, unsafe
from app.labels.raster import Bitmap

_PROLOGUE = re.compile(rb"\s*CT~~CD,~CC\^~CT~")
"""ZebraDesigner begins so: it sets the three marks to what they are."""
_LINEAR = frozenset(f"B{kind}" for kind in "1235589ACEIJKLMPRUZ")
_SQUARE = frozenset(f"B{kind}" for kind in "047DFOQTX")
_DRAWING = frozenset(
    re.findall(
        r"\w\w",
        "XA XZ FB FC FD FE FH FM FN FO FP FR FS FT FV FW FX TB SN SF CF CI CW CV BY GB GC GD GE GF GS "
        "LH LL LR LS LT PW PQ PO PM PR PF PP MM MN MT MD MF MC JM JS PH SL",
    )
)
"""Fields and the settings of one label. `JM` halves the dots, and is refused unless it says no."""
_MOST_COMMANDS = 20_000
_MOST_GRAPHIC = 4 << 20
_COUNT = {chr(ord("G") + n): n + 1 for n in range(19)} | {chr(ord("g") + n): 20 * (n + 1) for n in range(20)}
_DATA = frozenset({"FD", "FV"})


def read_zpl(content: bytes) -> Drawn:
    """What one label draws. Raises Rejected `label.unsafe_command`, `label.broken`."""
    rest = _PROLOGUE.sub(b"", content, count=1)
    drawn, reader = Drawn(), _Reader()
    head, at = rest[: _next(rest, 0)], _next(rest, 0)
    if head.strip():
        raise unsafe("text before the label")
    for _ in range(_MOST_COMMANDS):
        if at >= len(rest):
            break
        prefix, name, parameters, at = _command(rest, at)
        reader.take(prefix, name, parameters, drawn)
    else:
        raise Rejected("label.too_large", "zpl")
    if reader.is_open or not drawn.fields:
        raise Rejected("label.broken", "zpl")
    return drawn


def _next(content: bytes, at: int) -> int:
    found = [place for mark in (b"^", b"~") if (place := content.find(mark, at)) >= 0]
    return min(found, default=len(content))


def _command(content: bytes, at: int) -> tuple[str, str, bytes, int]:
    """Mark, name, parameters and where the next command begins."""
    prefix, name = chr(content[at]), content[at + 1 : at + 3].decode("latin-1").upper()
    end = _next(content, at + 2 if name[:1] == "A" else at + 3)
    binary = re.match(rb"GF[BC],(\d{1,7}),\d{1,7},\d{1,5},", content[at + 1 : at + 40], re.IGNORECASE)
    if binary:
        end = _next(content, at + 1 + binary.end() + int(binary.group(1)))
    return prefix, name, content[at + 3 : end], end


class _Reader:
    """Follows fields and formats."""

    def __init__(self) -> None:
        self.is_open = False
        self._formats_with_fields = 0
        self._fields_before = 0
        self._kind = ""
        self._text = b""
        self._escape = b""
        self._home = (0, 0)

    def take(self, prefix: str, name: str, parameters: bytes, drawn: Drawn) -> None:
        if not self._is_known(prefix, name, parameters):
            raise unsafe(prefix + name)
        match name:
            case "XA":
                if self.is_open:
                    raise Rejected("label.broken", "zpl")
                self.is_open, self._fields_before = True, drawn.fields
            case "XZ":
                self._close(drawn, parameters)
            case "FS":
                self._end_field(drawn)
            case "FH":
                self._escape = parameters.strip()[:1] or b"_"
            case "GF":
                drawn.graphics.append(_graphic(parameters))
                drawn.fields += 1
            case _ if name in _DATA:
                self._text = parameters
                drawn.fields += 1
            case _ if name in _LINEAR or name in _SQUARE:
                self._kind = name
            case _:
                self._measure(name, parameters, drawn)

    def _is_known(self, prefix: str, name: str, parameters: bytes) -> bool:
        if prefix == "~":
            return name == "SD" and parameters.strip().isdigit()  # darkness, until the printer is switched off
        if not self.is_open and name != "XA":
            return False
        if name == "JM":
            return parameters.strip().upper() in {b"A", b""}
        if name == "ID":
            return parameters.strip().upper().startswith(b"R:")  # clears memory, never flash
        return name in _DRAWING or name in _LINEAR or name in _SQUARE or name[:1] == "A"

    def _close(self, drawn: Drawn, parameters: bytes) -> None:
        if not self.is_open or parameters.strip():
            raise Rejected("label.broken", "zpl")
        self._end_field(drawn)
        self.is_open = False
        self._formats_with_fields += drawn.fields > self._fields_before
        if self._formats_with_fields > 1:
            raise unsafe("^XA twice")

    def _end_field(self, drawn: Drawn) -> None:
        if self._kind and self._text:
            text = _unescaped(self._text, self._escape)
            if self._kind in _SQUARE:
                drawn.square.append(re.sub(r"^[HQML][AM],(?:[NAK])?", "", text) if self._kind == "BQ" else text)
            else:
                drawn.linear.append(_plain_code128(text) if self._kind == "BC" else text)
        self._kind, self._text, self._escape = "", b"", b""

    def _measure(self, name: str, parameters: bytes, drawn: Drawn) -> None:
        numbers = [dots_of(part) if part.isdigit() else 0 for part in parameters.strip().split(b",")] + [0, 0]
        match name:
            case "PW":
                drawn.width = numbers[0]
            case "LL":
                drawn.height = numbers[0]
            case "LH":
                self._home = numbers[0], numbers[1]
            case "FO" | "FT":
                drawn.right = max(drawn.right, numbers[0] + self._home[0])
                drawn.bottom = max(drawn.bottom, numbers[1] + self._home[1])
            case "PQ" if numbers[0] > 1 or numbers[2] > 1:
                raise unsafe(f"^PQ{numbers[0]}")
            case _:
                pass


def _unescaped(text: bytes, escape: bytes) -> str:
    if escape:
        text = re.sub(re.escape(escape) + rb"([0-9A-Fa-f]{2})", lambda code: bytes([int(code.group(1), 16)]), text)
    return text.decode("utf-8", "replace")


def _plain_code128(text: str) -> str:
    """Without the codes for start characters and FNC1; `>0` stands for itself."""
    return re.sub(r">([0-9:;<=>])", lambda code: ">" if code.group(1) == "0" else "", text)


def _graphic(parameters: bytes) -> Bitmap:
    """A `^GF` field. Raises Rejected `label.broken` when it does not decode to what it announces."""
    try:
        kind, _, total, per_row, dots = parameters.split(b",", 4)
        size, width = dots_of(total.strip()), dots_of(per_row.strip())
        if not 0 < width <= 4096 or not 0 < size <= _MOST_GRAPHIC:
            raise Rejected("label.too_large", "zpl graphic")
        raw = dots[:size] if kind.upper() == b"B" else _unpacked(dots.strip(), width, size)
        if len(raw) != size or size % width:
            raise Rejected("label.broken", "zpl graphic")
    except (ValueError, binascii.Error, zlib.error):
        raise Rejected("label.broken", "zpl graphic") from None
    return Bitmap(width * 8, size // width, raw)


def _unpacked(dots: bytes, width: int, size: int) -> bytes:
    packed = re.fullmatch(rb":(Z64|B64):([A-Za-z0-9+/=\s]+):([0-9A-Fa-f]{4})", dots)
    if packed is None:
        return _from_runs(dots.decode("ascii"), width * 2, size * 2)
    text = re.sub(rb"\s", b"", packed.group(2))
    if binascii.crc_hqx(text, 0) != int(packed.group(3), 16):
        raise Rejected("label.broken", "zpl graphic")
    raw = base64.b64decode(text, validate=True)
    return raw if packed.group(1) == b"B64" else zlib.decompressobj().decompress(raw, size + 1)


def _from_runs(text: str, width: int, size: int) -> bytes:
    """Hexadecimal with counts G-Z and g-z, `,` and `!` for the rest of a row, `:` for the row above once more."""
    digits: list[str] = []
    length = count = 0
    last = "0" * width
    row = ""
    for sign in text:
        if sign in _COUNT:
            count += _COUNT[sign]
            continue
        if sign in ",!":
            row += ("0" if sign == "," else "F") * (width - len(row))
        elif sign == ":":
            row = last
        elif not sign.isspace():
            row += sign * max(1, count)
        count = 0
        while len(row) >= width and row:
            last, row = row[:width], row[width:]
            digits.append(last)
            length += width
        if length > size:
            raise ValueError(size)
    return bytes.fromhex("".join(digits))
