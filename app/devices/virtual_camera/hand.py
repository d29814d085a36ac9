"""A packer's hand: the arm and the fingers are behind what it holds, the thumb lies over the edge."""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 520, 1300
GRIP = (260, 120)
"""Where the item's edge is; the arm leads down from there."""
_SKINS = ((150, 182, 224), (120, 158, 206), (84, 116, 164), (62, 84, 122))
_SLEEVES = ((92, 60, 40), (60, 60, 64), (140, 120, 40), (70, 40, 120))
_Layer = tuple[Pixels, Pixels]


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """Two layers of BGR pixels, each with a mask (0 or 255)."""

    arm: _Layer
    thumb: _Layer


def draw_hand(dice: random.Random) -> Hand:
    """A hand whose fingers point up."""
    skin, sleeve = dice.choice(_SKINS), dice.choice(_SLEEVES)
    arm = np.zeros((HEIGHT, WIDTH), np.uint8)
    x, y = GRIP
    cv2.ellipse(arm, (x + 20, y + 130), (118, 150), 0, 0, 360, 255, -1, cv2.LINE_AA)
    for root, tip in ((-72, -88), (-18, -30), (38, 36), (90, 98)):
        _limb(arm, (x + 20 + root, y + 90), (x + 20 + tip, y - 60), 34)
    _limb(arm, (x + 24, y + 200), (x + 40, HEIGHT), 92)
    thumb = np.zeros((HEIGHT, WIDTH), np.uint8)
    _limb(thumb, (x - 62, y + 130), (x - 26, y - 12), 38)
    pixels = _rounded(arm, skin)
    cuff = np.zeros((HEIGHT, WIDTH), np.uint8)
    _limb(cuff, (x + 36, y + 480), (x + 46, HEIGHT), 122)
    cuff[: y + 440] = 0
    cv2.copyTo(_rounded(cuff, sleeve), cuff, pixels)
    return Hand((pixels, _whole(arm | cuff)), (_with_nail(_rounded(thumb, skin), skin), _whole(thumb)))


def _whole(mask: Pixels) -> Pixels:
    return np.where(mask > 127, 255, 0).astype(np.uint8)


def _limb(mask: Pixels, start: tuple[int, int], end: tuple[int, int], radius: int) -> None:
    cv2.line(mask, start, end, 255, 2 * radius, cv2.LINE_AA)


def _rounded(mask: Pixels, color: tuple[int, int, int]) -> Pixels:
    """Darker where it bends away from the light."""
    depth = cv2.distanceTransform((mask > 127).astype(np.uint8), cv2.DIST_L2, 3)
    round_off = np.sqrt(np.clip(depth / 60, 0, 1))
    light = cv2.GaussianBlur(0.55 + 0.45 * round_off, (0, 0), 6)
    slope = 1 - 0.12 * np.linspace(-1, 1, WIDTH, dtype=np.float32)[None]
    return np.asarray(np.clip((light * slope)[..., None] * np.array(color, np.float32), 0, 255), np.uint8)


def _with_nail(pixels: Pixels, skin: tuple[int, int, int]) -> Pixels:
    pale = tuple(min(255, part + 34) for part in skin)
    cv2.ellipse(pixels, (GRIP[0] - 24, GRIP[1] - 22), (20, 26), 14, 0, 360, pale, -1, cv2.LINE_AA)
    return pixels
