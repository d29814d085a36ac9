"""When a printer stays away, what waits for it goes to the one that was chosen for that – and to no other.

Only prints of which no byte has left move. Whoever packs is told where the paper comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.actor import Actor
from app.domain.facts import Fact, PrintsRedirected
from app.domain.glance import LaneState
from app.domain.job import printer_lane
from app.store import jobs, prints
from app.store.database import Database


class Fallback:
    """`chosen`: of each printer that has one, its fall-back and how long it may be away (ms) before that is used."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        chosen: Mapping[str, tuple[str, int]],
        *,
        announce: Callable[[Fact], None],
        wake: Callable[[str], None],
    ) -> None:
        self._database = database
        self._actor = actor
        self._chosen = chosen
        self._announce = announce
        self._wake = wake

    def step(self) -> None:
        """Look at every printer once."""
        for printer, (other, after_ms) in self._chosen.items():
            if self._is_away(printer, after_ms) and not self._is_away(other, 0):
                self.redirect(self._actor, printer, other)

    def redirect(self, actor: Actor, printer: str, other: str) -> int:
        """Move what waits, whoever asks for it; how many prints."""
        with self._database.transaction() as tx:
            moved = prints.redirect(tx, self._database, printer, other, actor=actor)
        if moved:
            self._announce(PrintsRedirected(printer, other, len(moved)))
            self._wake(printer_lane(other))
        return len(moved)

    def _is_away(self, printer: str, after_ms: int) -> bool:
        """Whether its lane waits or has stopped, and has for so long."""
        with self._database.reading() as connection:
            (lane,) = jobs.glances(connection, (printer_lane(printer),))
        is_stuck = lane.state in (LaneState.WAITING, LaneState.STOPPED)
        return is_stuck and self._database.now_ms() - lane.since_ms >= after_ms
