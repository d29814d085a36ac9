"""What a camera saw in its last pictures, to be judged together: as much as belief needs, and never more than that."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from app.domain.sighting import Engine, Sighting, Symbol

KEPT_MS = 1500
_MOST_OF_A_CODE = 8
"""Judging compares every sighting with those of other codes: more would cost milliseconds and change nothing."""
_MOST_CODES = 48


class Recent:
    """The sightings of the last 1.5 s, the newest few of each code by each engine."""

    def __init__(self) -> None:
        self._of: dict[tuple[Symbol, str, Engine], deque[tuple[int, Sighting]]] = {}

    def add(self, sightings: Iterable[Sighting], at_ms: int) -> None:
        """One picture's; older ones are let go."""
        for seen in sightings:
            key = seen.symbol, seen.text, seen.engine
            if key in self._of or len(self._of) < _MOST_CODES:
                self._of.setdefault(key, deque(maxlen=_MOST_OF_A_CODE)).append((at_ms, seen))
        for key, known in list(self._of.items()):
            while known and at_ms - known[0][0] > KEPT_MS:
                known.popleft()
            if not known:
                del self._of[key]

    def all(self) -> list[Sighting]:
        return [seen for known in self._of.values() for _, seen in known]

    def forget(self) -> None:
        self._of.clear()
