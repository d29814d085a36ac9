"""One picture, the newest: what nobody took in time is overwritten, so whoever looks never looks at the past."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from app.devices.camera.source import Picture
from app.devices.steady_clock import steady_ms


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """`number` counts the pictures that were put here; `at_ms` is of the steady clock."""

    pixels: Picture
    number: int
    at_ms: int


class Slot:
    """Between the thread that captures and those that look."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._number = 0

    def put(self, pixels: Picture) -> None:
        with self._changed:
            self._number += 1
            self._frame = Frame(pixels, self._number, steady_ms())
            self._changed.notify_all()

    def newer(self, than: int, timeout_s: float) -> Frame | None:
        """The newest picture with a number above `than`; None when none came in that time."""
        with self._changed:
            self._changed.wait_for(lambda: self._number > than, timeout_s)
            return self._frame if self._number > than else None
