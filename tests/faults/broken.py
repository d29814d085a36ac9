"""Deliberately broken products: what others do, and what the programme must find out. Nothing of this is in the app."""

from __future__ import annotations

import pytest

from app.domain.job import Job, JobKind, JobState
from app.domain.printing import Delivery, PrintOutcome, PrintState
from app.errors import Unavailable, Uncertain
from app.store import prints, waybills
from app.store.database import Transaction
from app.store.prints import PrintRow
from app.store.tables import waybills as waybill_table
from app.work.courier import Courier
from app.work.lane import Done
from app.work.spooler import Spooler


def unbroken(_patch: pytest.MonkeyPatch) -> None:
    """The product as it is."""


def naive_retry(patch: pytest.MonkeyPatch) -> None:
    """A purchase that may have happened is simply made again, under a reference of its own."""
    do = Courier.do

    def retried(self: Courier, job: Job) -> Done:
        try:
            return do(self, job)
        except Uncertain as error:
            if job.kind is not JobKind.ISSUE_WAYBILL:
                raise
            with self._database.transaction() as tx:
                _rename(tx, job.subject_id)
            raise Unavailable(error.code) from error

    def interrupted(_self: Courier, tx: Transaction, job: Job) -> JobState:
        if job.kind is not JobKind.ISSUE_WAYBILL:
            return JobState.UNCERTAIN
        _rename(tx, job.subject_id)
        return JobState.QUEUED

    patch.setattr(Courier, "do", retried)
    patch.setattr(Courier, "interrupted", interrupted)


def retried_prints(patch: pytest.MonkeyPatch) -> None:
    """A print that may be on paper is simply sent again."""
    settled = Spooler._settled

    def again(self: Spooler, row: PrintRow, outcome: PrintOutcome, *, code: str) -> Done:
        if outcome.delivery is Delivery.UNKNOWN:
            outcome = PrintOutcome(Delivery.NOT_SENT, outcome.code)
        return settled(self, row, outcome, code=code)

    def interrupted(_self: Spooler, tx: Transaction, job: Job) -> JobState:
        if prints.get(tx, job.subject_id).state is PrintState.SENDING:
            prints.mark(tx, job.subject_id, PrintState.QUEUED)
        return JobState.QUEUED

    patch.setattr(Spooler, "_settled", again)
    patch.setattr(Spooler, "interrupted", interrupted)


def _rename(tx: Transaction, waybill_id: str) -> None:
    stem, _, attempt = waybills.get(tx, waybill_id).reference.rpartition("-")
    renamed = waybill_table.update().where(waybill_table.c.id == waybill_id)
    tx.execute(renamed.values(reference=f"{stem}-{int(attempt) + 1}"))
