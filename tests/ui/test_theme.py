"""Colors that can be read, and told apart by every eye."""

from __future__ import annotations

from itertools import combinations

import pytest

from app.ui.glyphs import _SHAPES
from app.ui.messages import Tone
from app.ui.theme import BANNER, HERO, PALETTES, Palette, look_for

# Full color blindness of the three kinds (Machado, Oliveira and Fernandes 2009), on linear light.
KINDS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
EACH = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)


def linear(color: str) -> tuple[float, ...]:
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def contrast(one: str, other: str) -> float:
    lights = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    r, g, b = (min(1.0, max(0.0, c)) for c in rgb)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: str, other: str, kind: str) -> float:
    seen = [
        lab(tuple(sum(w * c for w, c in zip(row, linear(color), strict=True)) for row in KINDS[kind]))
        for color in (one, other)
    ]
    return sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5


def pairs(palette: Palette) -> list[tuple[str, str]]:
    grounds = (palette.surface, palette.window, palette.raised, palette.selected)
    words = (palette.text, palette.muted)
    return [
        *((ground, word) for ground in grounds for word in words),
        *((palette.surface, mark) for mark in palette.marks.values()),
        *((palette.selected, mark) for mark in palette.marks.values()),
        *((paint.fill, paint.ink) for paint in palette.tones.values()),
        (palette.accent.fill, palette.accent.ink),
        (palette.mode.fill, palette.mode.ink),
        (palette.surface, palette.mode.fill),
        (palette.surface, palette.accent.fill),
    ]


@EACH
def test_every_word_can_be_read(palette: Palette) -> None:
    assert {pair: round(contrast(*pair), 2) for pair in pairs(palette) if contrast(*pair) < 4.5} == {}


@EACH
@pytest.mark.parametrize("kind", KINDS)
def test_the_tones_stay_apart_for_every_eye(palette: Palette, kind: str) -> None:
    near = {
        (one, other): round(distance(palette.tones[one].fill, palette.tones[other].fill, kind), 1)
        for one, other in combinations(Tone, 2)
        if distance(palette.tones[one].fill, palette.tones[other].fill, kind) < 15
    }
    assert near == {}


def test_a_green_and_a_brown_of_one_lightness_would_not_stay_apart() -> None:
    assert distance("#5B8C3A", "#A8742F", "none") > 15
    assert distance("#5B8C3A", "#A8742F", "deuteranopia") < 15


def test_every_tone_has_a_shape_of_its_own() -> None:
    outlines = [_SHAPES[tone].toFillPolygon().toList() for tone in Tone]
    assert all(one != other for one, other in combinations(outlines, 2))


def test_the_next_step_is_read_from_two_metres() -> None:
    look = look_for("light", "en", 1920, 1080)
    assert look.hero_font(HERO).pixelSize() >= 40
    assert look.hero_font(BANNER).pixelSize() >= 34
    small = look_for("light", "en", 1366, 768)
    assert small.hero_font(HERO).pixelSize() >= 36


def test_larger_type_is_larger() -> None:
    sizes = [look_for("light", "en", 1920, 1080, zoom).font(20).pixelSize() for zoom in (1.0, 1.3, 1.5)]
    assert sizes == [20, 26, 30]
