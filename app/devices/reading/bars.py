"""Where bars run side by side, whatever their direction, and how they are laid level and straight: also those that fan
out because they were seen from aside, or lean because they go around a bottle.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from app.devices.reading.image_work import Gray, Matrix, Texture, View, gray
from app.domain.sighting import Outline

Profile = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

_QUIET = 0.08
"""Quiet zone beside a strip's bars, as a part of their length: ten modules of ninety-five."""
_ROWS = 12
_MOST_SAMPLED = 96
_FEWEST_EDGES = 14
_LEAST_AREA = 160
_STEEPEST = 0.6


@dataclass(frozen=True, slots=True)
class Bars:
    """A field of bars. `outline` is level to them, in pixels of the frame; `lean`: pixels to the side for each pixel
    down, in the middle, more of it by half a length to the right, and by the square of that.
    """

    outline: Outline
    lean: tuple[float, float, float] = (0.0, 0.0, 0.0)


def find_bars(of: Texture, most: int) -> list[Bars]:
    """The likeliest fields first, in pixels of the view the texture is of. Single edges are none."""
    strong = of.energy > max(2000.0, 0.02 * float(of.energy.max()))
    mask = cv2.morphologyEx(gray((of.sameness > 0.6) & strong), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    order = sorted(range(1, count), key=lambda index: -int(stats[index, cv2.CC_STAT_AREA]))
    ranked = []
    for index in order[: 3 * most]:
        left, top, wide, high, area = (int(number) for number in stats[index])
        if area >= _LEAST_AREA and max(wide, high) >= 20:
            box = np.s_[top : top + high, left : left + wide]
            for part in _of_one_direction(labels[box] == index, of.direction[box]):
                if found := _level(of, part, left, top):
                    bars, edges = found
                    ranked.append((min(edges, 40) * float(np.count_nonzero(part)) ** 0.5, bars))
    ranked.sort(key=lambda each: -each[0])
    return [Bars(of.small.in_frame(bars.outline), bars.lean) for _, bars in ranked[:most]]


def _of_one_direction(mask: Mask, direction: npt.NDArray[np.float32]) -> list[Mask]:
    """A patch, or its parts where bars of several directions meet in it."""
    parts = []
    for _ in range(3):
        vectors = direction[mask]
        if len(vectors) < _LEAST_AREA:
            break
        whole = vectors.sum(axis=0)
        if float(np.hypot(*whole)) > 0.9 * float(np.hypot(vectors[:, 0], vectors[:, 1]).sum()):
            parts.append(mask)
            break
        whole = _commonest(vectors)
        like = mask & (direction @ whole > 0.64 * np.hypot(direction[..., 0], direction[..., 1]))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(gray(like), connectivity=4)
        if count < 2:
            break
        largest = labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
        if np.count_nonzero(largest) >= _LEAST_AREA:
            parts.append(largest)
        mask = mask & ~largest
    return parts


def _commonest(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The unit vector most of these point along."""
    angles = np.arctan2(vectors[:, 1], vectors[:, 0])
    counts = np.histogram(angles, 24, (-np.pi, np.pi), weights=np.hypot(vectors[:, 0], vectors[:, 1]))[0]
    smooth = counts + np.roll(counts, 1) + np.roll(counts, -1)
    angle = (int(np.argmax(smooth)) + 0.5) / 24 * 2 * np.pi - np.pi
    return np.array([np.cos(angle), np.sin(angle)], np.float32)


def _level(of: Texture, mask: Mask, left: int, top: int) -> tuple[Bars, int] | None:
    """The bars of a patch of the texture at (left, top), and how many edges cross their middle; None: too few."""
    ys, xs = np.nonzero(mask)
    vectors = of.direction[ys + top, xs + left].astype(np.float64)
    whole = vectors.sum(axis=0)
    angle = float(np.arctan2(whole[1], whole[0])) / 2
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    points = np.stack([xs + left, ys + top], axis=1).astype(np.float64)
    level, height = points @ along, points @ across
    first, last = float(level.min()) - 4, float(level.max()) + 4
    middle, half = (first + last) / 2, (last - first) / 2
    if half < 12:
        return None
    low, high = (
        float(side)
        for side in np.partition(height, [height.size // 20, height.size * 19 // 20])[
            [height.size // 20, height.size * 19 // 20]
        ]
    )
    corners = [along * x + across * y for x, y in ((first, low), (last, low), (last, high), (first, high))]
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    profile = straightened(of.small.pixels, Bars((a, b, c, d)), (0.45, 0.55), round(2 * half), 2)[0].mean(axis=0)
    if (edges := _edges(profile)) < _FEWEST_EDGES:
        return None
    turn = np.array([np.cos(2 * angle), np.sin(2 * angle)])
    off = np.arctan2(vectors[:, 1] * turn[0] - vectors[:, 0] * turn[1], vectors @ turn) / 2
    lean = _fitted_lean((level - middle) / half, -np.tan(np.clip(off, -_STEEPEST, _STEEPEST)))
    return Bars((a, b, c, d), lean), edges


def _fitted_lean(at: Profile, lean: Profile) -> tuple[float, float, float]:
    powers = np.stack([np.ones_like(at), at, at * at])
    constant, slope, bend = np.linalg.solve(powers @ powers.T + np.diag([0.0, 1.0, 1.0]), powers @ lean)
    return float(constant), float(np.clip(slope, -0.5, 0.5)), float(np.clip(bend, -0.3, 0.3))


def _edges(profile: Profile) -> int:
    """Turns between light and dark that are more than noise."""
    swing = profile - cv2.blur(profile[None].astype(np.float32), (15, 1))[0]
    limit = 0.15 * float(np.percentile(np.abs(swing), 95))
    signs = np.sign(swing[np.abs(swing) > limit])
    return int(np.count_nonzero(np.diff(signs)))


def straightened(
    frame: Gray, bars: Bars, band: tuple[float, float], columns: int, rows: int
) -> tuple[npt.NDArray[np.float32], Matrix]:
    """The bars as columns x rows pixels, with the way back to the frame (as if they did not lean)."""
    corners = np.array(bars.outline, np.float64)
    along = (corners[1] - corners[0] + corners[2] - corners[3]) / 2
    length = max(float(np.hypot(*along)), 8.0)
    along = along / length
    across = np.array([-along[1], along[0]])
    middle = corners.mean(axis=0)
    down = (corners - middle) @ across
    top, bottom = float(down.min()), float(down.max())
    top, bottom = top + (bottom - top) * band[0], top + (bottom - top) * band[1]
    long = length * (1 + 2 * _QUIET)
    t = (np.arange(columns) + 0.5) / columns * 2 - 1
    h = top + (np.arange(rows) + 0.5) / rows * max(bottom - top, 1.0)
    at = np.clip(t * (1 + 2 * _QUIET), -1, 1)
    lean = bars.lean[0] + bars.lean[1] * at + bars.lean[2] * at * at
    u = t[None] * long / 2 + lean[None] * h[:, None]
    x = (middle[0] + u * along[0] + h[:, None] * across[0]).astype(np.float32)
    y = (middle[1] + u * along[1] + h[:, None] * across[1]).astype(np.float32)
    pixels = cv2.remap(frame, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    to_frame = np.eye(3)
    to_frame[:2, 0], to_frame[:2, 1] = along * long / columns, across * max(bottom - top, 1.0) / rows
    to_frame[:2, 2] = middle - along * long / 2 + across * top
    return np.asarray(pixels, np.float32), to_frame


def straighter(frame: Gray, bars: Bars) -> Bars:
    """With what lean is left, as the bars show when they are laid out, taken away: twice, for the first is coarse."""
    corners = np.array(bars.outline, np.float64)
    length, height = float(np.hypot(*(corners[1] - corners[0]))), float(np.hypot(*(corners[3] - corners[0])))
    columns, rows = 480, 24
    at = np.clip(((np.arange(columns) + 0.5) / columns * 2 - 1) * (1 + 2 * _QUIET), -1, 1)
    powers = np.stack([np.ones_like(at), at, at * at])
    for _ in range(2):
        pixels, _ = straightened(frame, bars, (0.1, 0.9), columns, rows)
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), 1.5), np.float32)
        across, down = np.gradient(pixels, axis=1), np.gradient(pixels, axis=0)
        weight = (across * across).sum(axis=0) + 1e-3
        shift = np.clip(-(across * down).sum(axis=0) / weight, -2, 2)  # columns a row
        more = np.linalg.solve((powers * weight) @ powers.T + 1e-3 * np.eye(3), (powers * weight) @ shift)
        more *= length * (1 + 2 * _QUIET) / columns * rows / max(0.8 * height, 1.0)
        a, b, c = (float(old + new) for old, new in zip(bars.lean, more, strict=True))
        bars = Bars(bars.outline, (a, b, c))
    return bars


def strip(frame: Gray, bars: Bars, rows: str, band: tuple[float, float] = (0.0, 1.0)) -> View:
    """The bars level, with a quiet zone, as a strip of few rows: each is the mean of many, which takes the noise away.
    `band`: from where to where down the bars. About 800 pixels long, whatever the bars were.
    """
    corners = np.array(bars.outline, np.float64)
    length, height = float(np.hypot(*(corners[1] - corners[0]))), float(np.hypot(*(corners[3] - corners[0])))
    scale = min(max(800 / max(length, 8.0), 0.5), 3.0)
    columns = int(np.clip(length * (1 + 2 * _QUIET) * scale, 8, 4000))
    sampled = int(np.clip(height * (band[1] - band[0]), _ROWS, _MOST_SAMPLED))
    pixels, to_frame = straightened(frame, bars, band, columns, sampled)
    squeezed = cv2.resize(pixels, (columns, _ROWS), interpolation=cv2.INTER_AREA)
    tall = cv2.resize(squeezed, (columns, 2 * _ROWS), interpolation=cv2.INTER_NEAREST)
    return View(rows, gray(np.clip(tall, 0, 255)), to_frame @ np.diag([1.0, sampled / (2 * _ROWS), 1.0]))


def leveled(view: View, width_px: int = 81) -> View:
    """A strip with its darkest and its lightest made black and white everywhere: gloss and shade gone."""
    window = np.ones((1, width_px), np.uint8)
    dark = cv2.blur(cv2.erode(view.pixels, window), (width_px, 1)).astype(np.float32)
    light = cv2.blur(cv2.dilate(view.pixels, window), (width_px, 1)).astype(np.float32)
    even = (view.pixels - dark) * (255 / np.maximum(light - dark, 12))
    return View(view.rows, gray(np.clip(even, 0, 255)), view.to_frame)
