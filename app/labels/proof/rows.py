"""The bitmap's rows as numbers: edges, bars and quiet zones are looked at in the very dots that would be burned."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from PIL import Image

from app.errors import Rejected
from app.labels.raster import Bitmap
from app.labels.text import Box

_CELL = 11
"""Modules of a Code 128 character: six runs (ISO/IEC 15417); the stop character has two modules and a run more."""
_RUNS = 6
TALL_MM = 5.0
"""Bars taller than any letter."""
WIDE_MM = 2.3
"""Four modules of 0.5 mm, less than a quiet zone."""
_FEWEST, _FEWEST_FAR = 8, 12
_WHITE, _BLACK, _MIXED = b"\1", b"\2", b"\3"
_EDGE = _BLACK + _WHITE
_CELL_INK = bytes([1 if cell == 0 else 2 if cell == 255 else 3 for cell in range(256)])
"""Eight dots side by side: white, black or both, as bits that can be laid over each other."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A linear symbol as it stands in the dots. `runs`: dots of each bar and space, from the first bar to the last."""

    box: Box
    runs: tuple[int, ...]

    @property
    def module(self) -> float:
        """Dots of one module of a Code 128; 0 when these are no whole characters."""
        characters, rest = divmod(len(self.runs) - 1, _RUNS)
        return self.box.width / (_CELL * characters + 2) if not rest and characters >= 3 else 0.0

    @property
    def decodability(self) -> float:
        """How far a Code 128 is from being misread, 1 at best: ISO/IEC 15416 grades 0.62 A, 0.50 B, 0.37 C, 0.25 D."""
        return max(_decodability(self.runs), _decodability(self.runs[::-1]))  # it may stand on its head


def _decodability(runs: tuple[int, ...]) -> float:
    worst = 0.0
    for start in range(0, len(runs) - _RUNS, _RUNS):
        cell = runs[start : start + _RUNS]
        for first, second in itertools.pairwise(cell[:5]):
            modules = (first + second) * _CELL / sum(cell)
            worst = max(worst, abs(modules - round(modules)))
    return 1 - 2 * worst


class Rows:
    """`numbers`: one a row, leftmost dot highest. Every fault raises Rejected `label.proof_failed`."""

    def __init__(self, bitmap: Bitmap) -> None:
        step, spare = bitmap.bytes_per_row, bitmap.bytes_per_row * 8 - bitmap.width
        self.width, self.height = bitmap.width, bitmap.height
        self._bitmap = bitmap
        self._turned: Rows | None = None
        self.numbers = [
            int.from_bytes(bitmap.rows[at : at + step], "big") >> spare for at in range(0, len(bitmap.rows), step)
        ]

    def turned(self) -> Rows:
        """The same dots a quarter turn clockwise: what stood upright in (x, y) is found in (height - 1 - y, x)."""
        if self._turned is None:
            turned = self._bitmap.to_ink().transpose(Image.Transpose.ROTATE_270)
            self._turned = Rows(Bitmap.from_ink(turned))
        return self._turned

    def check_edges(self, margin: int) -> None:
        """White for `margin` dots along each edge."""
        if any(self.numbers[:margin]) or any(self.numbers[-margin:]):
            raise failed("ink at the upper or lower edge")
        ink = 0
        for number in self.numbers:
            ink |= number
        if ink >> (self.width - margin) or ink & ((1 << margin) - 1):
            raise failed("ink at the left or right edge")

    def bars(self, left: int, top: int, right: int, bottom: int) -> Bars:
        """The exact place and runs of a linear symbol that was read about here: the same in every row."""
        middle = (top + bottom) // 2
        line = self._line(self.numbers[middle])
        while left < right and line[left] == "0":  # the reader's corner may lie some dots beside the first bar
            left += 1
        while left > 0 and line[left - 1] == "1":
            left -= 1
        while right > left and line[right] == "0":
            right -= 1
        while right + 1 < self.width and line[right + 1] == "1":
            right += 1
        wanted = int(line[left : right + 1], 2)
        shift, mask = self.width - 1 - right, (1 << (right - left + 1)) - 1
        first = last = middle
        while first > 0 and (self.numbers[first - 1] >> shift) & mask == wanted:
            first -= 1
        while last + 1 < self.height and (self.numbers[last + 1] >> shift) & mask == wanted:
            last += 1
        if first > top + 1 or last < bottom - 1:
            raise failed("broken or slanting bars")
        runs = tuple(len(list(dots)) for _, dots in itertools.groupby(line[left : right + 1]))
        return Bars(Box(left, first, right - left + 1, last - first + 1), runs)

    def check_white_beside(self, box: Box, quiet: int, what: str) -> None:
        """White for `quiet` dots left and right of the box."""
        if box.left < quiet or box.right + quiet > self.width:
            raise failed(f"the quiet zone of a {what} runs over the edge")
        ink = 0
        for number in self.numbers[box.top : box.bottom]:
            ink |= number
        mask = (1 << quiet) - 1
        if (ink >> (self.width - box.left)) & mask or (ink >> (self.width - box.right - quiet)) & mask:
            raise failed(f"ink in the quiet zone of a {what}")

    def check_ends(self, box: Box) -> None:
        """White right above and below the bars: each ends where the others end."""
        shift, mask = self.width - box.right, (1 << box.width) - 1
        for y in (box.top - 1, box.bottom):
            if 0 <= y < self.height and (self.numbers[y] >> shift) & mask:
                raise failed("bars that do not end together")

    def check_white_around(self, box: Box, quiet: int, what: str, *, slack: int = 1) -> None:
        """White around a square symbol. The reader's corners may lie `slack` dots off: those are not looked at."""
        if min(box.left, box.top) < quiet or max(box.right - self.width, box.bottom - self.height) + quiet > 0:
            raise failed(f"the quiet zone of a {what} runs over the edge")
        left, right = box.left - quiet, box.right + quiet
        shift, full = self.width - right, (1 << (right - left)) - 1
        inner = (1 << (box.width + 2 * slack)) - 1 << (quiet - slack)
        for y in range(box.top - quiet, box.bottom + quiet):
            near = box.top - slack <= y < box.bottom + slack
            if (self.numbers[y] >> shift) & (full & ~inner if near else full):
                raise failed(f"ink in the quiet zone of a {what}")

    def unread_bars(self, read: list[Box], *, tall: int, wide: int) -> list[Box]:
        """Eight and more dark bars side by side, at least `tall` dots high and no farther apart than `wide`, are a bar
        code: those that overlap nothing that was read. Bars may be wider: too much ink has let them run together.
        """
        several = re.compile(f"(?:1{{1,{4 * wide}}}0{{1,{wide}}}){{{_FEWEST - 1},}}1{{1,{4 * wide}}}")
        found = []
        for top in range(0, self.height - tall, max(1, tall // 4)):
            for bars in several.finditer(self._steady(top, tall)):
                place = Box(bars.start(), top, bars.end() - bars.start(), tall)
                if not any(covers(box, place) for box in read):
                    found.append(place)
        return found

    def has_stripes(self, tall: int, wide: int) -> bool:
        """Whether bars may lie one above the other, read from top to bottom: it costs less than to turn the label.

        True for all that `turned().unread_bars([], tall=tall, wide=wide)` finds, and for symbols of three fifths of
        that height. A stripe that long fills `cells` bytes of a row wherever it begins.
        """
        step = self._bitmap.bytes_per_row
        cells = max(1, (tall * 3 // 5 - 7) // 8)
        dots = found = int.from_bytes(self._bitmap.rows.translate(_CELL_INK), "big")
        for _ in range(cells - 1):
            dots >>= 8
            found |= dots
        rows = found.to_bytes(len(self._bitmap.rows), "big")
        return any(_has_many(rows[x::step].translate(None, _MIXED), wide) for x in range(cells - 1, step))

    def _steady(self, top: int, tall: int) -> str:
        """For each column: 1 or 0 where all rows agree, else 2; nothing when there are too few bars to look at."""
        always, ever = self.numbers[top], 0
        for number in self.numbers[top : top + tall]:
            always &= number
            ever |= number
        if (always ^ always >> 1).bit_count() < 2 * _FEWEST:  # fewer edges than bars have: quick, and true of most rows
            return ""
        digits = int(f"{always:b}", 16) + 2 * int(f"{always ^ ever:b}", 16)  # one hexadecimal digit a column
        return f"{digits:0{self.width}x}"

    def _line(self, number: int) -> str:
        return f"{number:0{self.width}b}"


def _has_many(column: bytes, wide: int) -> bool:
    """Whether a column of black and white cells has as many stripes as a symbol: eight close together, or twelve as far
    apart as those of a very large one.
    """
    near, far, dark = _WHITE * (wide + 1), _WHITE * (2 * wide + 1), _BLACK * (4 * wide + 1)
    for part in column.split(far) if column.count(_EDGE) >= _FEWEST - 1 else ():
        edges = part.count(_EDGE)
        if edges >= _FEWEST - 1 and _most_edges(part.split(near), dark) >= _FEWEST - 1:
            return True
        if edges >= _FEWEST_FAR - 1 and _most_edges([part], dark) >= _FEWEST_FAR - 1:
            return True
    return False


def _most_edges(parts: list[bytes], dark: bytes) -> int:
    near = (part for part in parts if part.count(_EDGE) >= _FEWEST - 1)
    return max((bars.count(_EDGE) for part in near for bars in part.split(dark)), default=0)


def covers(box: Box, place: Box) -> bool:
    """Whether bars found at `place` are those of a symbol in `box`."""
    beside = box.left <= place.left + 1 and place.right - 1 <= box.right
    return beside and box.top - place.height < place.top < box.bottom


def failed(detail: str) -> Rejected:
    """What every fault of a proof is raised as."""
    return Rejected("label.proof_failed", detail)
