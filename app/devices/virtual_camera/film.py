"""A film of a bench: goods with codes are brought before the camera, held and taken away; and what is true of it.

The same seed makes the same film. Time is counted in pictures; nobody's clock is read.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from app.devices.virtual_camera.bench_top import draw_bench
from app.devices.virtual_camera.goods import Item, draw_item
from app.devices.virtual_camera.hand import GRIP, Hand, draw_hand
from app.devices.virtual_camera.level import EASY, Level
from app.devices.virtual_camera.motion import Pose, Showing, lay, plan, project
from app.devices.virtual_camera.symbol import print_code
from app.domain.sighting import ERROR_CORRECTING, Outline, Symbol

Pixels = npt.NDArray[np.uint8]
WIDTH, HEIGHT, FPS = 1280, 720, 30
_EMPTY = 8
"""So many pictures of the empty bench go round."""
_ROOM = 64


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture, as JPEG. `text` is what the code in view says when all of it is in the picture, with its quiet
    zone; `smear` is how many of its modules it moved while the shutter was open, of bars only across them.
    """

    jpeg: bytes
    number: int
    text: str = ""
    outline: Outline | None = None
    smear: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Act:
    item: Item
    whole: Pixels
    hand: Hand
    way: Showing
    defocus: float
    symbol: Symbol
    module_px: float

    def smear(self, code: npt.NDArray[np.float64], step: npt.NDArray[np.float64]) -> float:
        """In modules. Along the bars they may move as far as they are high."""
        across = (code[1] - code[0]) / np.hypot(*(code[1] - code[0]))
        moved = float(np.hypot(*step) if self.symbol in ERROR_CORRECTING else abs(step @ across))
        return moved / self.module_px


class Film:
    """One bench, one item at a time. `width` and `height` in pixels."""

    def __init__(self, seed: int = 0, level: Level = EASY, *, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.level = level
        self._size = (width, height)
        self._dice = random.Random(f"{seed}/{level.name}")
        rng = np.random.default_rng(self._dice.randrange(1 << 30))
        self._light = _light(width, height, level, self._dice)
        bench = draw_bench(width, height, self._dice)
        self._bench = np.asarray(cv2.multiply(bench, self._light, scale=1 / 200), np.uint8)
        self._grain = _grain(width + _ROOM, height + _ROOM, level.noise, rng)
        self._empty: list[bytes] = []
        self._act: _Act | None = None
        self._leave_s: float | None = None
        self._number = 0

    @property
    def is_empty(self) -> bool:
        return self._act is None

    def bring(self, text: str, symbol: Symbol) -> str:
        """Let a hand bring an item with this code, in the place of what was there; what a scanner reads of it. Raises
        ValueError where the symbol cannot say that text.
        """
        printed = print_code(text, symbol)
        level, dice = self.level, self._dice
        module_px = dice.uniform(*level.module_px)
        item = draw_item(printed, module_px, dice)
        way = plan(item, level, self._size, self._now_s, dice)
        whole = np.full(item.pixels.shape[:2], 255, np.uint8)
        self._act = _Act(item, whole, draw_hand(dice), way, dice.uniform(*level.defocus_px), symbol, module_px)
        self._leave_s = None
        return printed.text

    def take_away(self) -> None:
        """Let the item be taken out of the picture, from now on."""
        if self._leave_s is None:
            self._leave_s = self._now_s

    def shoot(self) -> Shot:
        """The next picture."""
        now_s, number = self._now_s, self._number
        self._number += 1
        pose = self._act.way.pose(now_s, self._leave_s) if self._act else None
        if self._act is None or pose is None:
            self._act = None
            return Shot(self._empty_bench(number), number)
        later = self._act.way.pose(now_s + self.level.exposure_s, self._leave_s) or pose
        picture = self._bench.copy()
        code = project(self._act.item.code, lay(self._act.item, pose))
        step = project(self._act.item.code, lay(self._act.item, later)).mean(axis=0) - code.mean(axis=0)
        _compose(picture, self._light, self._act, pose, step)
        is_whole = bool(np.all(code > 1) and np.all(code < np.array(self._size) - 1))
        a, b, c, d = ((float(x), float(y)) for x, y in code)
        text = self._act.item.text if is_whole else ""
        return Shot(self._developed(picture), number, text, (a, b, c, d), self._act.smear(code, step))

    def skip(self, pictures: int) -> None:
        """Let time pass for which nobody wants pictures."""
        self._number += pictures
        if self._act and self._act.way.pose(self._now_s, self._leave_s) is None:
            self._act = None

    def dark(self) -> bytes:
        """A picture while something covers the lens, as JPEG; no time passes."""
        return self._developed(np.zeros_like(self._bench))

    @property
    def _now_s(self) -> float:
        return self._number / FPS

    def _empty_bench(self, number: int) -> bytes:
        while len(self._empty) < _EMPTY:
            self._empty.append(self._developed(self._bench))
        return self._empty[number % _EMPTY]

    def _developed(self, picture: Pixels) -> bytes:
        """With the sensor's noise, as JPEG."""
        width, height = self._size
        x, y = self._dice.randrange(_ROOM), self._dice.randrange(_ROOM)
        noisy = cv2.add(picture, self._grain[y : y + height, x : x + width], dtype=cv2.CV_8U)
        return to_jpeg(np.asarray(noisy, np.uint8), self.level.quality)


def play(film: Film, codes: Iterable[tuple[str, Symbol]], *, hold_s: float = 1.5, gap_s: float = 1.2) -> Iterator[Shot]:
    """All pictures of a film in which each code is held for `hold_s` and `gap_s` lie between two."""
    for text, symbol in codes:
        film.bring(text, symbol)
        for _ in range(round(hold_s * FPS)):
            yield film.shoot()
        film.take_away()
        while not film.is_empty:
            yield film.shoot()
        for _ in range(round(gap_s * FPS)):
            yield film.shoot()


def to_jpeg(picture: Pixels, quality: int = 85) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def _light(width: int, height: int, level: Level, dice: random.Random) -> Pixels:
    """What a lamp to one side leaves of white (200 is all), with darker corners; three channels."""
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = dice.uniform(0.2, 0.8) * width, dice.uniform(0.1, 0.6) * height
    far = ((xs - x) / width) ** 2 + ((ys - y) / height) ** 2
    lamp = 1.05 - level.unevenness * 1.6 * far
    warm = np.array([0.97, 1.0, 1.02], np.float32)
    return np.asarray(np.clip(200 * lamp[..., None] * warm, 40, 230), np.uint8)


def _grain(width: int, height: int, sigma: float, rng: np.random.Generator) -> npt.NDArray[np.int16]:
    """More in brightness than in color."""
    gray = rng.normal(0, sigma, (height, width, 1))
    color = rng.normal(0, sigma / 4, (height, width, 3))
    return np.rint(gray + color).astype(np.int16)


def _compose(picture: Pixels, light: Pixels, act: _Act, pose: Pose, step: npt.NDArray[np.float64]) -> None:
    """Put arm, item and thumb into the picture, in this order, moving by `step` while the shutter is open."""
    on_item = lay(act.item, pose)
    on_hand = _hold(act, pose, project(np.array([act.way.grasp.at], np.float64), on_item)[0])
    height, width = picture.shape[:2]
    layers = ((*act.hand.arm, on_hand), (act.item.pixels, act.whole, on_item), (*act.hand.thumb, on_hand))
    reach = np.vstack([project(_corners(shape), matrix) for _, shape, matrix in layers])
    pad = 12 + int(np.abs(step).max())
    left, top = (max(0, int(edge) - pad) for edge in reach.min(axis=0))
    right, low = (min(most, int(edge) + pad) for most, edge in zip((width, height), reach.max(axis=0), strict=True))
    if left >= right or top >= low:
        return
    front = np.zeros((low - top, right - left, 3), np.uint8)
    mask = np.zeros((low - top, right - left), np.uint8)
    move = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]], np.float64)
    for pixels, shape, matrix in layers:
        _warp(front, mask, pixels, shape, move @ matrix)
    lit = cv2.multiply(front, light[top:low, left:right], scale=1 / 200)
    _over(picture[top:low, left:right], _smeared(lit, act.defocus, step), _smeared(mask, act.defocus, step))


def _hold(act: _Act, pose: Pose, grip: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """From a hand's pixels to the picture's: its fingers at `grip`, turned as the item turns."""
    turned = np.radians(act.way.grasp.arm - 90 + pose.turn - act.way.held.turn)
    cos, sin = np.cos(turned), np.sin(turned)
    on_hand = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
    on_hand[:2, 2] = grip - on_hand[:2, :2] @ np.array(GRIP, np.float64)
    return on_hand


def _corners(shape: Pixels) -> npt.NDArray[np.float64]:
    height, width = shape.shape
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)


def _warp(front: Pixels, mask: Pixels, pixels: Pixels, shape: Pixels, matrix: npt.NDArray[np.float64]) -> None:
    """Lay pixels over the layer where their shape is; only as much of it is touched as they reach."""
    height, width = mask.shape
    reach = project(_corners(shape), matrix)
    left, top = (max(0, int(edge)) for edge in reach.min(axis=0))
    right, low = (min(most, int(edge) + 1) for most, edge in zip((width, height), reach.max(axis=0), strict=True))
    if left >= right or top >= low:
        return
    there = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]], np.float64) @ matrix
    seen = cv2.warpPerspective(shape, there, (right - left, low - top), flags=cv2.INTER_NEAREST)
    over = cv2.warpPerspective(pixels, there, (right - left, low - top), flags=cv2.INTER_LINEAR)
    cv2.copyTo(over, seen, front[top:low, left:right])
    part = mask[top:low, left:right]
    cv2.bitwise_or(part, seen, part)


def _smeared(pixels: cv2.typing.MatLike, defocus: float, step: npt.NDArray[np.float64]) -> cv2.typing.MatLike:
    """As a lens a little out of focus sees it, drawn along `step`: the mean of itself and itself moved by half of the
    way, that by a quarter, and so on.
    """
    seen = cv2.GaussianBlur(pixels, (0, 0), defocus)
    size = (seen.shape[1], seen.shape[0])
    length, part = float(np.hypot(*step)), 0.5
    while length * part > 0.35:
        x, y = step * part
        moved = cv2.warpAffine(seen, np.array([[1, 0, x], [0, 1, y]], np.float64), size)
        seen = cv2.addWeighted(seen, 0.5, moved, 0.5, 0)
        part /= 2
    return seen


def _over(picture: Pixels, front: cv2.typing.MatLike, mask: cv2.typing.MatLike) -> None:
    shade = cv2.blur(mask, (31, 31))
    dark = cv2.multiply(picture, cv2.merge([255 - shade // 4] * 3), scale=1 / 255)
    behind = cv2.multiply(dark, cv2.merge([255 - mask] * 3), scale=1 / 255)
    cv2.add(behind, front, picture)
