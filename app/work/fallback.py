"""When a printer stays away, what waits for it goes to the one that was chosen for that – and to no other.

Only prints of which no byte has left move. Whoever packs is told where the paper comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.actor import Actor
from app.domain.facts import Fact, LaneChanged, PrintsRedirected
from app.domain.glance import LaneState
from app.domain.job import printer_lane
from app.store import jobs, prints
from app.store.database import Database

_STUCK = (LaneState.WAITING, LaneState.STOPPED)


def _nobody_knows(_printer: str) -> bool:
    return False


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

    def step(self, in_trouble: Callable[[str], bool] = _nobody_knows) -> None:
        """Look at every printer once. `in_trouble`: what is known of a printer beside its lane."""
        for printer, (other, after_ms) in self._chosen.items():
            is_open = not (self._is_stuck(other) or in_trouble(other))
            if is_open and self._is_away(printer, after_ms):
                self.redirect(self._actor, printer, other)

    def well_again(self, printer: str) -> None:
        """What kept it from printing is over. Where nothing waits there that could show that, it is said here: else
        what comes next would go to its fall-back, and what waits elsewhere would never come here.
        """
        lane = printer_lane(printer)
        with self._database.transaction() as tx:
            (glance,) = jobs.glances(tx, (lane,))
            was_stuck = glance.code and not glance.waiting and jobs.free_lane(tx, lane)
        if was_stuck:
            self._announce(LaneChanged(lane))

    def redirect(self, actor: Actor, printer: str, other: str) -> int:
        """Move what waits, whoever asks for it; how many prints."""
        with self._database.transaction() as tx:
            moved = prints.redirect(tx, self._database, printer, other, actor=actor)
        if moved:
            self._announce(PrintsRedirected(printer, other, len(moved)))
            self._wake(printer_lane(other))
        return len(moved)

    def _is_away(self, printer: str, after_ms: int) -> bool:
        """Whether its lane has been stuck for so long. One that is trying just now may be back: the order is kept."""
        lane = printer_lane(printer)
        with self._database.reading() as connection:
            (glance,) = jobs.glances(connection, (lane,))
            is_trying = any(job.lane == lane for job in jobs.left_running(connection))
        away_ms = self._database.now_ms() - glance.since_ms
        is_early = 0 <= away_ms < after_ms  # below 0 the clock was set back, which delays nothing
        return glance.state in _STUCK and not is_trying and not is_early

    def _is_stuck(self, printer: str) -> bool:
        with self._database.reading() as connection:
            (glance,) = jobs.glances(connection, (printer_lane(printer),))
        return glance.state in _STUCK
