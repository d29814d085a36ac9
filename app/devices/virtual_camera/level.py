"""How hard a virtual camera makes it: what its lens, its light and the packer's hand do to a code."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[float, float]
"""From, to."""


@dataclass(frozen=True, slots=True)
class Level:
    """`module_px` is the narrowest bar in pixels of the picture, `tilt_deg` how far the item leans and, unless it
    `turns` any way, lies askew; `noise` the sensor's, in gray levels (sigma); `defocus_px` a blur (sigma); `quality`
    the JPEG's.
    """

    name: str
    module_px: Span
    tilt_deg: float
    turns: bool
    noise: float
    defocus_px: Span
    exposure_s: float
    unevenness: float
    quality: int


EASY = Level("easy", (2.4, 3.2), 15, turns=False, noise=4, defocus_px=(0.5, 0.8), exposure_s=1 / 120, unevenness=0.2,
             quality=85)  # fmt: skip
MID = Level("mid", (1.7, 2.6), 30, turns=True, noise=6, defocus_px=(0.6, 1.0), exposure_s=1 / 60, unevenness=0.35,
            quality=75)  # fmt: skip
HARD = Level("hard", (1.2, 1.9), 35, turns=True, noise=9, defocus_px=(0.7, 1.2), exposure_s=1 / 30, unevenness=0.5,
             quality=60)  # fmt: skip
LEVELS = {level.name: level for level in (EASY, MID, HARD)}
