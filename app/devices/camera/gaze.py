"""Looks at one picture after another, always the newest: what moved, which codes are there, when to look again."""

from __future__ import annotations

import functools
import math
import operator
import time
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import replace

import cv2
import numpy as np

from app.devices.camera.motion import Motion
from app.devices.camera.slot import Frame
from app.devices.camera.talk import MOST_SEEN, Seen
from app.devices.reading.cascade import read_frame
from app.devices.reading.image_work import Gray
from app.domain.barcode import item_code
from app.domain.camera_view import Region
from app.domain.latch import Glance, bounds, cells
from app.domain.recent import Recent
from app.domain.sighting import Sighting, Symbol, judge

IDLE_EVERY_MS = 200
_IDLE_AFTER_MS = 1000
_BUDGET_S = 0.03
_A_PICTURE_S = 0.0095
"""What looking may cost, on the mean of all pictures that come; `_SAVED_S` of it is kept for when it is needed."""
_SAVED_S = 0.5
_UNPACKING_S = 0.003
_LIKES_EVERY = 12
"""So many pictures go by between two in which other codes are looked for beside those read already."""
_MOVES_MS = 700
_MOVING_CELLS = 12
"""Where more than this changes at once, codes are smeared: only the quickest look is worth its time."""
_WHOLE_EVERY = 8
_RARE = frozenset(
    {Symbol.DATABAR, Symbol.DATABAR_EXPANDED, Symbol.CODE_39, Symbol.PDF417, Symbol.AZTEC, Symbol.MAXICODE}
)
_RARE_EVERY = 3
"""Looking for these doubles the cost of a picture: they are looked for in every third."""

Box = tuple[int, int, int, int]


class Gaze:
    """`region` is looked at, for `wanted`. `clock` is in seconds."""

    def __init__(
        self, region: Region, wanted: Collection[Symbol], *, clock: Callable[[], float] = time.thread_time
    ) -> None:
        self._region = region
        self._own_cells = cells(region.left, region.top, region.left + region.width, region.top + region.height)
        self._wanted = frozenset(wanted)
        self._clock = clock
        self._motion = Motion()
        self._recent = Recent()
        self._size = (0, 0)
        self._number = 0
        self._saved_s = _SAVED_S
        self._came = 0
        self._moved_ms: int | None = None
        self._moves: deque[tuple[int, int]] = deque(maxlen=120)
        self.is_idle = False

    def look(self, frame: Frame, expected: Collection[str]) -> Seen:
        """What is seen in it; outlines are in the whole picture's pixels."""
        began_s = self._clock()
        height, width = frame.pixels.shape[:2]
        if (width, height) != self._size:  # what was seen at other places, and how it looked, says nothing now
            self._size, self._motion = (width, height), Motion()
            self._recent.forget()
        whole = cv2.cvtColor(frame.pixels, cv2.COLOR_BGR2GRAY)
        box = box_of(self._region, width, height)
        moved = self._motion.changed(_gray(whole))
        self._save(frame.number)
        self._number += 1
        self._mind_idleness(moved, frame.at_ms)
        left, top, right, bottom = self._where(box, width, height)
        seen = self._read(_gray(whole[top:bottom, left:right]), expected, is_moving=moved.bit_count() > _MOVING_CELLS)
        self._recent.add(seen, frame.at_ms)
        self._saved_s -= self._clock() - began_s + _UNPACKING_S
        in_whole = tuple(_shifted(each, left, top) for each in seen[:MOST_SEEN])
        return Seen(Glance(in_whole, width, height, moved), frame.at_ms)

    def _where(self, box: Box, width: int, height: int) -> Box:
        """The part of the region in which something moved of late: what lies still elsewhere was looked at before."""
        moved = functools.reduce(operator.or_, (moved for _, moved in self._moves), 0) & self._own_cells
        if not moved or self._number % _WHOLE_EVERY == 0:
            return box
        left, top, right, bottom = bounds(moved)
        near = (
            max(box[0], math.floor(left * width)),
            max(box[1], math.floor(top * height)),
            min(box[2], math.ceil(right * width)),
            min(box[3], math.ceil(bottom * height)),
        )
        return near if near[0] < near[2] and near[1] < near[3] else box

    def _read(self, part: Gray, expected: Collection[str], *, is_moving: bool) -> list[Sighting]:
        """Codes that were read just before are as good as expected: that they are still there is quickly seen."""
        earlier = self._recent.of_late()
        known = {item_code(read.code.text) for read in judge(earlier, expected).read}
        for_others = self._number % _LIKES_EVERY == 0
        seen = read_frame(
            part,
            self._wanted if self._number % _RARE_EVERY == 0 else self._wanted - _RARE,
            expected=expected if for_others else known.union(expected),
            earlier=earlier,
            budget_s=0.0 if is_moving else min(_BUDGET_S, self._saved_s),
            turn=self._number,
        )
        return [replace(each, frame=self._number) for each in seen]

    def _save(self, number: int) -> None:
        """For every picture that came since the last look, also those that were not looked at."""
        came, self._came = number - self._came, number
        self._saved_s = min(self._saved_s + came * _A_PICTURE_S, _SAVED_S)

    def _mind_idleness(self, moved: int, at_ms: int) -> None:
        if moved & self._own_cells or self._moved_ms is None:
            self._moved_ms = at_ms
        if moved:
            self._moves.append((at_ms, moved))
        while self._moves and at_ms - self._moves[0][0] > _MOVES_MS:
            self._moves.popleft()
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
