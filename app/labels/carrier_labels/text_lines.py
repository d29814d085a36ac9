"""How high the lines of text on a picture are, found without reading them: strokes that stand close are a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.labels.proof.rows import Rows
from app.labels.raster import Bitmap

_RULE_MM = 8.0
"""Straight ink this long is a rule, a frame or a black field, no stroke of a letter."""
_GAP_MM = 1.2
"""The stars of a masked address stand farther apart than letters."""
_HEIGHT_MM = (0.9, 8.0)
_LONG = 2.5
"""A line is this many times as wide as high; what is shorter may be a crumb of a picture."""


@dataclass(slots=True)
class _Line:
    left: int
    right: int
    top: int
    bottom: int


def text_lines_mm(bitmap: Bitmap, per_mm: float) -> list[tuple[float, float]]:
    """Width and height of each line of text in millimetres; the height is that of its highest letter."""
    numbers = Rows(bitmap).numbers
    numbers = [row & ~rule for row, rule in zip(numbers, _rules(numbers, round(_RULE_MM * per_mm)), strict=True)]
    gap = round(_GAP_MM * per_mm)
    found = []
    for line in _components([_closed(row, gap) for row in numbers], bitmap.width):
        width, height = (line.right - line.left) / per_mm, (line.bottom - line.top) / per_mm
        if _HEIGHT_MM[0] <= height <= _HEIGHT_MM[1] and width >= _LONG * height:
            found.append((width, height))
    return found


def _rules(numbers: list[int], long: int) -> list[int]:
    """Row by row the dots of straight runs of `long` dots and more, across or down."""
    down = numbers
    for step in _steps(long):
        down = [row & (down[y + step] if y + step < len(down) else 0) for y, row in enumerate(down)]
    for step in _steps(long):
        down = [row | (down[y - step] if y >= step else 0) for y, row in enumerate(down)]
    return [_opened(row, long) | below for row, below in zip(numbers, down, strict=True)]


def _steps(length: int) -> list[int]:
    """Shifts that together reach `length` - 1 dots, each at most what the ones before reached and one more."""
    steps, reach = [], 1
    while reach < length:
        step = min(reach, length - reach)
        steps.append(step)
        reach += step
    return steps


def _opened(row: int, length: int) -> int:
    for step in _steps(length):
        row &= row >> step
    for step in _steps(length):
        row |= row << step
    return row


def _closed(row: int, gap: int) -> int:
    steps = _steps(gap + 1)
    for step in steps:
        row |= row << step
    for step in steps:
        row &= row >> step
    return row


def _components(rows: list[int], width: int) -> list[_Line]:
    """Runs of ink that touch from row to row, joined."""
    done: list[_Line] = []
    open_lines: list[tuple[int, int, _Line]] = []
    for y, row in enumerate([*rows, 0]):
        now: list[tuple[int, int, _Line]] = []
        for left, right in _runs(row, width):
            touching = [line for first, last, line in open_lines if first <= right and left <= last]
            line = _Line(left, right, y, y + 1)
            for other in touching:
                line = _Line(min(line.left, other.left), max(line.right, other.right), min(line.top, other.top), y + 1)
            now = [(a, b, line if any(o is t for t in touching) else o) for a, b, o in now]
            open_lines = [(a, b, line if any(o is t for t in touching) else o) for a, b, o in open_lines]
            now.append((left, right, line))
        kept = {id(line) for _, _, line in now}
        done += {id(line): line for _, _, line in open_lines if id(line) not in kept}.values()
        open_lines = now
    return done


def _runs(row: int, width: int) -> Iterator[tuple[int, int]]:
    """First and last column of each run of ink."""
    line, at = f"{row:0{width}b}" if row else "", 0
    while (left := line.find("1", at)) >= 0:
        at = line.find("0", left)
        at = len(line) if at < 0 else at
        yield left, at - 1
