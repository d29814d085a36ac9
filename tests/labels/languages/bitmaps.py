"""Random bitmaps: the same in every run, of sizes that no label has, some of them all white or all black."""

from __future__ import annotations

import random
from collections.abc import Iterator

from app.labels.raster import Bitmap


def random_bitmaps(count: int, seed: int) -> Iterator[Bitmap]:
    dice = random.Random(seed)
    for _ in range(count):
        yield a_bitmap(dice)


def a_bitmap(dice: random.Random) -> Bitmap:
    """Every third is as a label is: white rows at top and bottom, long runs, rows like the one before."""
    width = dice.choice((1, 7, 8, 9, dice.randrange(1, 90), dice.randrange(1, 900)))
    height = dice.choice((1, dice.randrange(1, 40), dice.randrange(1, 600)))
    step = (width + 7) // 8
    padding = bytes([255] * (step - 1) + [0xFF << (step * 8 - width) & 0xFF])
    kind = dice.randrange(6)
    rows: list[bytes] = []
    while len(rows) < height:
        if kind == 0:
            row = dice.choice((b"\0", b"\xff")) * step
        elif kind < 4:
            row = dice.randbytes(step)
        else:
            row = b"".join(
                bytes([dice.choice((0, 0, 255, dice.randrange(256)))]) * dice.randrange(1, 30) for _ in range(9)
            )
            row = row.ljust(step, b"\0")[:step]
        row = bytes(dots & mask for dots, mask in zip(row, padding, strict=True))
        rows += [row] * (dice.randrange(1, 20) if kind > 2 else 1)
    if dice.random() < 0.4:
        top, bottom = dice.randrange(height + 1), dice.randrange(height + 1)
        rows[:top] = [bytes(step)] * top
        rows[height - bottom :] = [bytes(step)] * bottom
    return Bitmap(width, height, b"".join(rows[:height]))
