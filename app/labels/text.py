"""Text in boxes: cleaned, broken into lines and made smaller by steps until it fits; it never leaves its box."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image

from app.errors import Rejected
from app.labels.typeface import MISSING, REGULAR, Face, Glyph, advance, glyph, has_all, has_glyph

LINE_PITCH = 1.18
"""Base line to base line, in parts of the font's size: Han characters fill their square, so lines need air."""
_BASE_LINE = 0.93
_STEP = 0.92
_NEVER_FIRST = frozenset("，。、；：？！）》」』】〉”’%‰℃,.;:?!)]}…")
_NEVER_LAST = frozenset("（《「『【〈“‘([{￥$")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_PIECES = re.compile(r"[!-~\u00a1-\u024f\u0300-\u052f\u1e00-\u1eff]+| +|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the label, in dots from the upper left corner."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Sizes:
    """Font sizes in dots: tried from `largest` down to `smallest`."""

    largest: int
    smallest: int

    def steps(self) -> list[int]:
        sizes = [self.largest]
        while sizes[-1] > self.smallest:
            sizes.append(max(self.smallest, min(sizes[-1] - 1, int(sizes[-1] * _STEP))))
        return sizes


@dataclass(frozen=True, slots=True)
class Writing:
    """A text that fits its box: lines in one size. `align` is 0 left, 0.5 centered, 1 right. `is_white`: on black,
    `is_top`: at the box's upper edge, else in the middle of its height.
    """

    box: Box
    face: Face
    size: int
    lines: tuple[str, ...]
    align: float = 0.0
    is_white: bool = field(default=False, kw_only=True)
    is_top: bool = field(default=False, kw_only=True)


def clean(text: str) -> str:
    """One line of visible characters: composed, without control and invisible ones, blanks made single."""
    composed = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return " ".join("".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in composed).split())


def is_printable(text: str) -> bool:
    """Whether the shipped fonts have every character of the text."""
    return has_all(REGULAR, clean(text))


@lru_cache(maxsize=256)
def fit(text: str, box: Box, sizes: Sizes, face: Face, *, align: float = 0.0, is_white: bool = False) -> Writing:
    """The text in the largest size that fits; in the smallest size it is cut and ends with `…`."""
    shown, face = _drawable(text, face)
    for size in sizes.steps():
        lines = _break(shown, face, size, box.width)
        if len(lines) <= _capacity(box, size):
            return Writing(box, face, size, tuple(lines), align, is_white=is_white)
    size = sizes.smallest
    lines = _break(shown, face, size, box.width)[: _capacity(box, size)]
    if lines:
        lines[-1] = _cut(lines[-1], face, size, box.width)
    return Writing(box, face, size, tuple(lines), align, is_white=is_white)


def fit_whole(text: str, box: Box, sizes: Sizes, face: Face, *, align: float = 0.5, is_white: bool = False) -> Writing:
    """The text on one line, never cut: raises Rejected `label.does_not_fit` or `label.no_glyph` instead."""
    shown = clean(text)
    if not is_printable(shown):
        raise Rejected("label.no_glyph")
    shown, face = _drawable(shown, face)
    for size in sizes.steps():
        if width(shown, face, size) <= box.width and _capacity(box, size) >= 1:
            return Writing(box, face, size, (shown,) if shown else (), align, is_white=is_white)
    raise Rejected("label.does_not_fit", f"{len(shown)} characters")


def width(text: str, face: Face, size: int) -> int:
    """How wide a line is, in dots."""
    return sum([advance(face, size, character) for character in text])  # a list: half the time of a generator


def write(sheet: Image.Image, writing: Writing) -> None:
    """Draw the lines. Ink that would leave the box is left out."""
    box, pitch = writing.box, round(writing.size * LINE_PITCH)
    above = 0 if writing.is_top else max(0, (box.height - pitch * len(writing.lines)) // 2)
    base = box.top + above + round(writing.size * _BASE_LINE)
    for number, line in enumerate(writing.lines):
        drawn = _line(writing.face, writing.size, line)
        if drawn.ink is not None:
            pen = box.left + int(max(0, box.width - width(line, writing.face, writing.size)) * writing.align)
            _stamp(sheet, drawn.ink, pen + drawn.left, base + number * pitch + drawn.top, writing)


def _stamp(sheet: Image.Image, ink: Image.Image, left: int, top: int, writing: Writing) -> None:
    box, right, bottom = writing.box, left + ink.width, top + ink.height
    if left < box.left or top < box.top or right > box.right or bottom > box.bottom:
        ink = ink.crop((box.left - left, box.top - top, box.right - left, box.bottom - top))
        left, top = box.left, box.top
    sheet.paste(0 if writing.is_white else 1, (left, top), ink)


@lru_cache(maxsize=256)
def _line(face: Face, size: int, line: str) -> Glyph:
    """A whole line like one large character: most lines come again on the next label."""
    picture = Image.new("1", (width(line, face, size) + 2 * size, 3 * size))
    pen = size
    for character in line:
        drawn = glyph(face, size, character)
        if drawn.ink is not None:
            picture.paste(1, (pen + drawn.left, 2 * size + drawn.top), drawn.ink)
        pen += advance(face, size, character)
    box = picture.getbbox()
    return Glyph(box[0] - size, box[1] - 2 * size, picture.crop(box)) if box else Glyph(0, 0, None)


@lru_cache(maxsize=512)
def _drawable(text: str, face: Face) -> tuple[str, Face]:
    """The text with `〓` for what no font has, in bold only when the bold files have all of it."""
    shown = clean(text)
    if not has_all(REGULAR, shown):
        shown = "".join(c if has_glyph(REGULAR, c) else MISSING for c in shown)
    return shown, face if has_all(face, shown) else REGULAR


def _capacity(box: Box, size: int) -> int:
    return box.height // round(size * LINE_PITCH)


def _break(text: str, face: Face, size: int, room: int) -> list[str]:
    """Lines no wider than `room`: between words, after any Han character, inside a word only when it alone is wider."""
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text):
        wide = width(piece, face, size)
        if used + wide > room and line:
            lines.append(line.rstrip())
            line, used = "", 0
        *full, last = _split(piece, face, size, room) if wide > room else [piece]
        lines += full
        if line or not last.isspace():
            line, used = line + last, used + (width(last, face, size) if full else wide)
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    """What must stay together: words, a Han character with the signs that may not begin or end a line."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        if pieces and (piece[0] in _NEVER_FIRST or pieces[-1][-1] in _NEVER_LAST) and not pieces[-1].isspace():
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _split(word: str, face: Face, size: int, room: int) -> list[str]:
    parts, part, used = [], "", 0
    for character in word:
        wide = width(character, face, size)
        if part and used + wide > room:
            parts.append(part)
            part, used = "", 0
        part, used = part + character, used + wide
    return [*parts, part]


def _cut(line: str, face: Face, size: int, room: int) -> str:
    while line and width(line + "…", face, size) > room:
        line = line[:-1]
    return line.rstrip() + "…"
