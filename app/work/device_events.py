"""What happened last to each thing around the bench, and when."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from app.domain.device import UNASKED, DeviceGlance


class DeviceEvents:
    """Knows things by their key. `now_ms` is the station's clock."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._lock = threading.Lock()
        self._codes: dict[str, str] = {}
        self._changed_at_ms: dict[str, int] = {}
        self._events: dict[str, tuple[str, int]] = {}
        self._glanced_at_ms = 0

    def note(self, key: str, code: str) -> None:
        """It happened just now."""
        with self._lock:
            self._events[key] = code, self._now_ms()

    def note_change(self, key: str) -> None:
        """It is otherwise than before; how, the next glance says."""
        with self._lock:
            self._changed_at_ms[key] = self._now_ms()

    def put_in(self, glances: tuple[DeviceGlance, ...]) -> tuple[DeviceGlance, ...]:
        """The glances with what happened last. A change that is only now found out happened when it was told, or now.
        What a glance itself knows to have happened later stays.
        """
        with self._lock:
            told = tuple(self._with_event(each) for each in glances)
            self._glanced_at_ms = self._now_ms()
        return told

    def _with_event(self, glance: DeviceGlance) -> DeviceGlance:
        before = self._codes.get(glance.key, UNASKED)
        self._codes[glance.key] = glance.code
        if before != glance.code and UNASKED not in (before, glance.code):
            told_at_ms = self._changed_at_ms.get(glance.key, 0)
            at_ms = told_at_ms if told_at_ms > self._glanced_at_ms else self._now_ms()
            self._events[glance.key] = glance.code, at_ms
        code, at_ms = self._events.get(glance.key, ("", 0))
        return replace(glance, event=code, event_at_ms=at_ms) if at_ms > glance.event_at_ms else glance
