"""Colors as other eyes see them, and how far two of them are apart.

Linear light, as it is seen without the cones for red, green or blue: Viénot, Brettel and Mollon, "Digital video
colourmaps for checking the legibility of displays by dichromats" (1999) for red and green; Machado, Oliveira and
Fernandes, "A physiologically-based model for simulation of color vision deficiency" (2009), for blue, where Viénot's
short form does not hold; luminance alone (Rec. 709) for no color at all.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Lab = tuple[float, float, float]
SEEN: dict[str, tuple[tuple[float, float, float], ...]] = {
    "all colors": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "deuteranopia": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
    "gray": ((0.2126, 0.7152, 0.0722),) * 3,
}


def through(picture: npt.NDArray[np.uint8], kind: str) -> npt.NDArray[np.uint8]:
    """A picture, rows of RGB, as these eyes see it."""
    parts = picture.astype(float) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    seen_linear = np.clip(linear @ np.array(SEEN[kind]).T, 0, 1)
    coded = np.where(seen_linear <= 0.0031308, seen_linear * 12.92, 1.055 * seen_linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(coded * 255), dtype=np.uint8)


def seen(color: str, kind: str) -> Lab:
    """A color "#RRGGBB" in CIE L*a*b* (D65), as these eyes see it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    r, g, b = (min(1.0, max(0.0, sum(w * c for w, c in zip(row, linear, strict=True)))) for row in SEEN[kind])
    white = ((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505, 0.2126 * r + 0.7152 * g + 0.0722 * b)
    xyz = (*white, (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one: Lab, other: Lab) -> float:
    """The color difference of CIE 142-2001, in Sharma, Wu and Dalal's form (2005)."""
    mean = (math.hypot(*one[1:]) + math.hypot(*other[1:])) / 2
    green = 1.5 - 0.5 * math.sqrt(mean**7 / (mean**7 + 25**7))
    (l1, c1, h1), (l2, c2, h2) = (
        (light, math.hypot(a * green, b), math.degrees(math.atan2(b, a * green)) % 360) for light, a, b in (one, other)
    )
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = h1 + turn / 2 if c1 * c2 else h1 + h2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    waves = ((0.24, 2, 0), (-0.17, 1, -30), (0.32, 3, 6), (-0.20, 4, -63))
    t = 1 + sum(weight * math.cos(math.radians(times * hue + at)) for weight, times, at in waves)
    part_l = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    part_c = (c2 - c1) / (1 + 0.045 * chroma)
    part_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    blue = math.sin(math.radians(60 * math.exp(-(((hue % 360 - 275) / 25) ** 2))))
    both = -2 * blue * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * part_c * part_h
    return math.sqrt(part_l**2 + part_c**2 + part_h**2 + both)
