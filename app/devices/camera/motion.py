"""Where a picture changed: seen in a thumbnail, against as much noise as the camera has."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from app.devices.reading.image_work import Gray
from app.domain.latch import ALL_MOVED, COLUMNS, ROWS

_WIDTH, _HEIGHT = 160, 90
_LEAST = 2.5
"""Levels of 256 that a cell changes by, on the mean of its pixels, when something moves there."""
_OVER_NOISE = 3.0


class Motion:
    """The scene as it was when each part of it last changed. Compared with that and not with the picture before, even
    the slowest move adds up.
    """

    def __init__(self) -> None:
        self._scene: npt.NDArray[np.float32] | None = None
        self._noise = 1.0

    def changed(self, frame: Gray) -> int:
        """The cells that changed, one bit each; all of them in the first picture."""
        small = cv2.resize(frame, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32)
        if self._scene is None:
            self._scene = small
            return ALL_MOVED
        change = cv2.resize(cv2.absdiff(small, self._scene), (COLUMNS, ROWS), interpolation=cv2.INTER_AREA)
        typical = float(np.median(change))
        # quickly down, slowly up: a whole picture that moves is no noise, a lamp switched off is another camera
        self._noise += (typical - self._noise) * (0.2 if typical < self._noise else 0.005)
        moved = change > max(_LEAST, _OVER_NOISE * self._noise)
        fresh = cv2.resize(moved.astype(np.uint8), (_WIDTH, _HEIGHT), interpolation=cv2.INTER_NEAREST) > 0
        self._scene[fresh] = small[fresh]
        return int.from_bytes(np.packbits(moved.ravel(), bitorder="little").tobytes(), "little")
