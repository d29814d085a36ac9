"""Squares that are not flat: each is turned upright, then laid flat as if it went around this and that bottle, until an
engine reads it. What comes out is as true as ever: its error correction says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from app.devices.reading.image_work import Gray, View, gray

_SIDE = 420
_ROOM = 1.15
Maps = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]

_CURLS = (
    (0.0, -0.25), (0.0, 0.25), (0.0, -0.12), (0.0, 0.12), (0.8, 0.0), (0.7, -0.12), (0.7, 0.12),
)  # fmt: skip
"""Half the angle that is seen of the bottle, and how far the middle bows away from the ends, in halves of the side."""


def uncurled(frame: Gray, box: tuple[float, float, float, float], rows: str) -> Iterator[View]:
    """A box (left, top, right, bottom) of the frame upright, and as it would be flat; the likeliest first. Where codes
    lie in these views leads back to the frame as if they had been flat.
    """
    flat = _upright(frame, box, rows)
    yield flat
    for curl in _CURLS:
        for is_upright in (False, True):
            across, down = _maps(*curl, is_upright)
            pixels = cv2.remap(flat.pixels, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            yield View(rows, gray(pixels), flat.to_frame)


def _upright(frame: Gray, box: tuple[float, float, float, float], rows: str) -> View:
    """Turned so that the edges in it run level and down: four times their angle is the same for all of them."""
    height, width = frame.shape
    left, top = max(0, min(int(box[0]), width - 8)), max(0, min(int(box[1]), height - 8))
    part = frame[top : max(top + 8, int(box[3])), left : max(left + 8, int(box[2]))]
    slopes = cv2.Sobel(part, cv2.CV_32F, 1, 0) + 1j * cv2.Sobel(part, cv2.CV_32F, 0, 1)
    fourfold = (slopes**4 / (np.abs(slopes) ** 3 + 1e-3)).sum()
    angle = float(np.angle(fourfold)) / 4
    side = max(box[2] - box[0], box[3] - box[1]) * _ROOM / _SIDE
    along = np.array([np.cos(angle), np.sin(angle)]) * side
    to_frame = np.eye(3)
    to_frame[:2, 0], to_frame[:2, 1] = along, (-along[1], along[0])
    to_frame[:2, 2] = np.array([box[0] + box[2], box[1] + box[3]]) / 2 - to_frame[:2, :2] @ [_SIDE / 2, _SIDE / 2]
    how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    pixels = cv2.warpAffine(frame, to_frame[:2], (_SIDE, _SIDE), flags=how, borderMode=cv2.BORDER_REPLICATE)
    return View(rows, gray(pixels), to_frame)


@cache
def _maps(half_angle: float, bow: float, is_upright: bool) -> Maps:  # noqa: FBT001  # a cache wants places
    """Where each pixel of the flat square stands in the curled one."""
    middle = (_SIDE - 1) / 2
    down, across = np.mgrid[0:_SIDE, 0:_SIDE].astype(np.float32) / middle - 1
    u, v = (down, across) if is_upright else (across, down)
    rolled = np.sin(half_angle * u) / np.sin(half_angle) if half_angle else u
    bowed = v + bow * u * u
    x, y = (bowed, rolled) if is_upright else (rolled, bowed)
    return np.asarray((x + 1) * middle, np.float32), np.asarray((y + 1) * middle, np.float32)
