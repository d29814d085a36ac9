"""Looks at one picture after another, always the newest: what moved, which codes are there, when to look again."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import replace

import cv2
import numpy as np

from app.devices.camera.motion import Motion
from app.devices.camera.slot import Frame
from app.devices.camera.talk import MOST_SEEN, Seen
from app.devices.reading.cascade import read_frame
from app.devices.reading.image_work import Gray
from app.domain.camera_view import Region
from app.domain.latch import Glance, cells
from app.domain.recent import Recent
from app.domain.sighting import Sighting, Symbol

IDLE_EVERY_MS = 200
_IDLE_AFTER_MS = 3000
_BUDGET_S = 0.03
_LATE_S = 0.033
"""A look that takes longer costs the next picture."""

Box = tuple[int, int, int, int]


class Gaze:
    """`region` is looked at, for `wanted`. `clock` is in seconds."""

    def __init__(
        self, region: Region, wanted: Collection[Symbol], *, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._region = region
        self._own_cells = cells(region.left, region.top, region.left + region.width, region.top + region.height)
        self._wanted = wanted
        self._clock = clock
        self._motion = Motion()
        self._recent = Recent()
        self._size = (0, 0)
        self._number = 0
        self._last_s = 0.0
        self._moved_ms: int | None = None
        self.is_idle = False

    def look(self, frame: Frame, expected: Collection[str]) -> Seen:
        """What is seen in it; outlines are in the whole picture's pixels."""
        height, width = frame.pixels.shape[:2]
        if (width, height) != self._size:  # what was seen at other places, and how it looked, says nothing now
            self._size, self._motion = (width, height), Motion()
            self._recent.forget()
        whole = cv2.cvtColor(frame.pixels, cv2.COLOR_BGR2GRAY)
        box = box_of(self._region, width, height)
        left, top, right, bottom = box
        moved = self._motion.changed(_gray(whole))
        self._number += 1
        self._mind_idleness(moved, frame.at_ms)
        seen = self._read(_gray(whole[top:bottom, left:right]), expected)
        self._recent.add(seen, frame.at_ms)
        in_whole = tuple(_shifted(each, left, top) for each in seen[:MOST_SEEN])
        return Seen(Glance(in_whole, width, height, moved), frame.at_ms)

    def _read(self, part: Gray, expected: Collection[str]) -> list[Sighting]:
        began = self._clock()
        seen = read_frame(
            part,
            self._wanted,
            expected=expected,
            earlier=self._recent.all(),
            budget_s=0.0 if self._last_s > _LATE_S else _BUDGET_S,
            turn=self._number,
        )
        self._last_s = self._clock() - began
        return [replace(each, frame=self._number) for each in seen]

    def _mind_idleness(self, moved: int, at_ms: int) -> None:
        if moved & self._own_cells or self._moved_ms is None:
            self._moved_ms = at_ms
        self.is_idle = at_ms - self._moved_ms > _IDLE_AFTER_MS


def box_of(region: Region, width: int, height: int) -> Box:
    """Left, top, right and bottom in pixels; never empty."""
    left, top = min(round(region.left * width), width - 1), min(round(region.top * height), height - 1)
    right = max(min(round((region.left + region.width) * width), width), left + 1)
    bottom = max(min(round((region.top + region.height) * height), height), top + 1)
    return left, top, right, bottom


def _shifted(seen: Sighting, left: int, top: int) -> Sighting:
    a, b, c, d = ((x + left, y + top) for x, y in seen.outline)
    return replace(seen, outline=(a, b, c, d))


def _gray(pixels: object) -> Gray:
    return np.ascontiguousarray(pixels, dtype=np.uint8)
