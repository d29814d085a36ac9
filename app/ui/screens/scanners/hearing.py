"""How much each scanner has read today, and when last. Never what: badges are scanned, too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """Codes since local midnight, and when the last one came (UTC epoch milliseconds; 0 for never)."""

    today: int = 0
    last_at_ms: int = 0


class Hearing:
    """What the window heard since it was opened."""

    def __init__(self) -> None:
        self._heard: dict[str, Heard] = {}

    def note(self, scanner: str, at_ms: int) -> None:
        """A code came from this scanner."""
        self._heard[scanner] = Heard(self.of(scanner, at_ms).today + 1, at_ms)

    def of(self, scanner: str, now_ms: int) -> Heard:
        heard = self._heard.get(scanner, Heard())
        is_today = local_day(heard.last_at_ms) == local_day(now_ms)
        return heard if is_today else Heard(0, heard.last_at_ms)


def local_day(at_ms: int) -> date:
    """The day at this desk; UTC epoch milliseconds in."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().date()
