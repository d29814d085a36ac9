"""The hand-over room as a bench uses it, for tests: over a file that keeps nothing of a story once it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.domain.actor import Actor
from app.domain.closing import ConfirmPolicy
from app.domain.desk import HandingOver
from app.domain.handover import Manifest
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.printing import PrintState
from app.handing_over import Handover
from app.store import prints, waybills
from app.store.database import Database, Transaction
from tests.sealed import a_sealed_parcel

ACTOR = Actor("Bench 7", "Wu")


def day(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y%m%d")


@dataclass
class Yard:
    """The hand-over room over a transaction, and the state that a bench would keep."""

    tx: Transaction
    room: Handover
    state: HandingOver = field(default_factory=HandingOver)

    @property
    def database(self) -> Database:
        return self.room.database

    def begin(self, state: HandingOver | None = None) -> Outcome:
        step = self.room.begin(self.tx, state)
        assert isinstance(step.state, HandingOver)
        self.state = step.state
        return step.outcome

    def scan(self, *codes: str) -> list[OutcomeCode]:
        return [self.answer(code).code for code in codes]

    def answer(self, code: str) -> Outcome:
        step = self.room.scan(self.tx, ACTOR, self.state, code)
        assert isinstance(step.state, HandingOver)
        self.state = step.state
        return step.outcome

    def take_off(self, code: str) -> Outcome:
        step = self.room.take_off(self.tx, self.state)
        assert isinstance(step.state, HandingOver)
        self.state = step.state
        return self.answer(code) if self.state.is_taking_off else step.outcome

    def close(self) -> tuple[Outcome, Manifest | None]:
        step, manifest = self.room.close_pile(self.tx, ACTOR, self.state)
        self.state = step.state if isinstance(step.state, HandingOver) else HandingOver()
        return step.outcome, manifest

    def parcel(self, number: str, **what: object) -> str:
        return a_sealed_parcel(self.tx, self.database, number, **what)  # type: ignore[arg-type]  # spelled by the test

    def unseen(self, parcel_id: str) -> PrintState | None:
        live = waybills.live_of_parcel(self.tx, parcel_id)
        assert live is not None
        return prints.latest_state(self.tx, live.id)


class UndoneError(Exception):
    """Ends a story: nothing of it stays in the file that the next one uses."""


def in_a_yard(database: Database, story: Callable[[Yard], None], policy: ConfirmPolicy = ConfirmPolicy.ASK) -> None:
    try:
        with database.transaction() as tx:
            story(Yard(tx, Handover(database, policy, day)))
            raise UndoneError
    except UndoneError:
        return
