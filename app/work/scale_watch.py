"""Listens to the scale and tells every change at once; what stays as it is, it tells some times a second."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.devices.scale import Scale
from app.domain.facts import Fact, ScaleLost, ScaleRead
from app.domain.weighing import Reading, ScaleTrouble
from app.errors import Misconfigured, Unavailable

READ_S = 1.0
UNCHANGED_EVERY_MS = 200
"""Often enough for a weight to count at once: it must have been shown twice."""
_RETRY_S = 1.0


class ScaleWatch:
    """`clock` is the steady one that stamps the readings, in milliseconds."""

    def __init__(self, scale: Scale, announce: Callable[[Fact], None], clock: Callable[[], int]) -> None:
        self._scale = scale
        self._announce = announce
        self._clock = clock
        self._told: tuple[object, ...] = ()
        self._told_at_ms = 0
        self._is_over = threading.Event()

    def run(self) -> None:
        """Until `stop` is called, which takes as long as one reading."""
        while not self._is_over.is_set():
            self._is_over.wait(self.step())
        self._scale.close()

    def stop(self) -> None:
        self._is_over.set()

    def step(self) -> float:
        """Hear it once; the seconds to let pass before the next time."""
        try:
            self._tell(self._scale.read(READ_S))
        except (Unavailable, Misconfigured) as error:
            self._told = ()
            self._announce(ScaleLost(error.code))  # each time: who begins to listen later must hear it, too
            return error.retry_after_s or _RETRY_S
        return 0.0

    def _tell(self, heard: Reading | ScaleTrouble) -> None:
        shown = (heard.grams, heard.is_stable) if isinstance(heard, Reading) else (heard,)
        now_ms = self._clock()
        if shown != self._told or not 0 <= now_ms - self._told_at_ms < UNCHANGED_EVERY_MS:
            self._told, self._told_at_ms = shown, now_ms
            self._announce(ScaleRead(heard))
