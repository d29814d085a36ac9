"""What a camera saw in its last pictures, to be judged together: as much as belief needs, and never more than that."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from app.domain.sighting import Engine, Sighting, Symbol

KEPT_MS = 1500
_MOST_PICTURES = 6
"""Of one code: all its sightings are compared with those of other codes; more would cost milliseconds for little.
Whole pictures, for a code is weighed by how many looks at one picture saw it.
"""
_MOST_CODES = 48
_LATELY = 4
"""Pictures. What was read in a place before those says nothing against what is read there now: goods come one after the
other, and each to the same place.
"""

_Code = tuple[Symbol, str]
_Witness = tuple[Engine, int, str]


class Recent:
    """The sightings of the last 1.5 s: of each code those in the newest few pictures that showed it."""

    def __init__(self) -> None:
        self._of: dict[_Code, deque[tuple[int, dict[_Witness, Sighting]]]] = {}
        self._pictures: deque[int] = deque(maxlen=_LATELY)

    def add(self, sightings: Iterable[Sighting], at_ms: int) -> None:
        """One picture's, also of one that showed none; older ones are let go."""
        self._pictures.append(at_ms)
        now: dict[_Code, dict[_Witness, Sighting]] = {}
        for seen in sightings:
            now.setdefault((seen.symbol, seen.text), {})[seen.witness] = seen
        for code, by_witness in now.items():
            if code in self._of or len(self._of) < _MOST_CODES:
                self._of.setdefault(code, deque(maxlen=_MOST_PICTURES)).append((at_ms, by_witness))
        for code, known in list(self._of.items()):
            while known and at_ms - known[0][0] > KEPT_MS:
                known.popleft()
            if not known:
                del self._of[code]

    def of_late(self) -> list[Sighting]:
        """All that was seen of the codes that were there just now."""
        since_ms = self._pictures[0] if self._pictures else 0
        return [
            seen
            for known in self._of.values()
            if known[-1][0] >= since_ms
            for _, by_witness in known
            for seen in by_witness.values()
        ]

    def forget(self) -> None:
        self._of.clear()
        self._pictures.clear()
