"""The shipped fonts: which characters they have, how wide each is, and its picture in dots, kept once drawn."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache, lru_cache

from PIL import Image, ImageDraw, ImageFont

from app.resources import resource

MISSING = "〓"
"""Stands for a character that no shipped font has: typesetters' mark for a missing letter."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A weight: the files that are asked for a character one after the other."""

    files: tuple[str, ...]


REGULAR = Face(("NotoSansCJKsc-Regular.otf", "NotoSans-Regular.ttf"))
BOLD = Face(("NotoSansCJKsc-Bold.otf", "NotoSans-Bold.ttf"))


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character in dots: `ink` (None for a blank) stands `left`, `top` dots from the pen on the base line."""

    left: int
    top: int
    ink: Image.Image | None


def has_glyph(face: Face, character: str) -> bool:
    """Whether one of the face's files can draw the character."""
    return ord(character) in _coverage(face)


def has_all(face: Face, text: str) -> bool:
    """Whether the face can draw every character of the text."""
    return _coverage(face).issuperset(map(ord, text))


@cache
def _coverage(face: Face) -> frozenset[int]:
    return frozenset().union(*(covered(file) for file in face.files))


@cache
def covered(file: str) -> frozenset[int]:
    """The code points of a shipped font, read from its `cmap` (formats 4 and 12: runs of consecutive characters)."""
    font = resource(f"fonts/{file}").read_bytes()
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[at : at + 4]: struct.unpack_from(">L", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    cmap = tables[b"cmap"]
    subtables = struct.unpack_from(">H", font, cmap + 2)[0]
    starts = {cmap + struct.unpack_from(">L", font, cmap + 8 + 8 * n)[0] for n in range(subtables)}
    runs = [run for start in starts for run in _runs(font, start)]
    return frozenset(code for first, last in runs for code in range(first, last + 1))


def _runs(font: bytes, at: int) -> list[tuple[int, int]]:
    kind = struct.unpack_from(">H", font, at)[0]
    if kind == 12:
        groups = struct.unpack_from(">L", font, at + 12)[0]
        return [struct.unpack_from(">LL", font, at + 16 + 12 * group) for group in range(groups)]
    if kind == 4:
        twice = struct.unpack_from(">H", font, at + 6)[0]
        shape = f">{twice // 2 - 1}H"  # the last run is 0xFFFF, no character
        lasts, firsts = struct.unpack_from(shape, font, at + 14), struct.unpack_from(shape, font, at + 16 + twice)
        return list(zip(firsts, lasts, strict=True))
    return []


@lru_cache(maxsize=128)
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(resource(f"fonts/{file}"), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _file(face: Face, character: str) -> str:
    return next(file for file in face.files if ord(character) in covered(file))


@lru_cache(maxsize=8192)
def _width_per_em(face: Face, character: str) -> float:
    """Measured once in a large size: a text is tried at many sizes, and drawing only to measure is slow."""
    return _font(_file(face, character), 1000).getlength(character) / 1000


@lru_cache(maxsize=65536)
def advance(face: Face, size: int, character: str) -> int:
    """How far the pen moves after the character, in dots."""
    return round(_width_per_em(face, character) * size)


@lru_cache(maxsize=4096)
def glyph(face: Face, size: int, character: str) -> Glyph:
    """The character at `size` dots, without grey."""
    font = _font(_file(face, character), size)
    left, top, right, bottom = (round(edge) for edge in font.getbbox(character, mode="1", anchor="ls"))
    if right <= left or bottom <= top:
        return Glyph(0, 0, None)
    ink = Image.new("1", (right - left, bottom - top))
    pen = ImageDraw.Draw(ink)
    pen.fontmode = "1"
    pen.text((-left, -top), character, fill=1, font=font, anchor="ls")
    box = ink.getbbox()
    if box is None:
        return Glyph(0, 0, None)
    return Glyph(left + box[0], top + box[1], ink.crop(box))
