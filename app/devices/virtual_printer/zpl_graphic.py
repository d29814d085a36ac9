"""The pictures of Zebra's language: `^GFA` in hexadecimal with run lengths, base64, or compressed base64."""

from __future__ import annotations

import base64
import binascii
import re
import zlib

from app.devices.virtual_printer.sheet import PICTURE_BYTES_LIMIT

_RUN = re.compile(r"([G-Yg-z]*)([0-9A-Fa-f])|([,!:])")


def read_graphic(text: str) -> tuple[int, bytes]:
    """`a,b,c,d,data` of `^GF`: a kind, b bytes sent, c bytes in all, d bytes a row. Returns d and whole rows of dots.

    Raises ValueError with what is wrong.
    """
    kind, _, total_text, width_text, pixels = text.split(",", 4)
    total, width = int(total_text), int(width_text)
    if kind.upper() != "A" or not 0 < total <= PICTURE_BYTES_LIMIT or not 0 < width <= total:
        raise ValueError(f"{kind} of {total} bytes in rows of {width}")
    rows = _compressed(pixels, total) if pixels.startswith(":") else _hexadecimal(pixels, total, width)
    return width, rows[: total // width * width]


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
        try:
            content = zlib.decompressobj().decompress(content, total + 1)
        except zlib.error as error:
            raise ValueError("that cannot be unpacked") from error
    if len(content) != total:
        raise ValueError(f"of {len(content)} instead of {total} bytes")
    return content


def _crc16(text: bytes) -> int:
    """CRC-16/XMODEM: polynomial 0x1021, start 0, byte by byte."""
    crc = 0
    for byte in text:
        crc = (crc << 8 & 0xFFFF) ^ _CRC_OF_BYTE[crc >> 8 ^ byte]
    return crc


def _crc_of(byte: int) -> int:
    crc = byte << 8
    for _ in range(8):
        crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


_CRC_OF_BYTE = tuple(_crc_of(byte) for byte in range(256))


def _hexadecimal(text: str, total: int, width: int) -> bytes:
    """Hexadecimal with run lengths: `G`-`Y` 1-19 and `g`-`z` 20-400 times the next digit; `,` `!` `:` end a row."""
    digits = bytearray()
    row, last = "", "0" * (2 * width)
    for found in _RUN.finditer(text):
        count, digit, end = found[1], found[2], found[3]
        if end == ":":
            row = last
        elif end:
            row = row.ljust(2 * width, "0" if end == "," else "F")
        else:
            row += digit * min(sum(_times(letter) for letter in count) or 1, 2 * total + 1)
        if len(row) + len(digits) > 2 * total:
            raise ValueError(f"of more than {total} bytes")
        if whole := len(row) // (2 * width) * (2 * width):
            digits += row[:whole].encode("ascii")
            last, row = row[whole - 2 * width : whole], row[whole:]
    if row:
        digits += row.ljust(2 * width, "0").encode("ascii")
    content = bytes.fromhex(digits.decode("ascii"))
    if len(content) > total:
        raise ValueError(f"of more than {total} bytes")
    return content.ljust(total, b"\0")


def _times(letter: str) -> int:
    return ord(letter) - ord("F") if letter <= "Y" else 20 * (ord(letter) - ord("f"))
