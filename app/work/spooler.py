"""Prints papers: drawn, proven, written down as `sending`, then sent once. A failed print never buys again.

Sent again by itself only when no byte left. What may be on paper already is `unknown`, and a person looks.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from app.devices.printer import Printer
from app.domain.actor import Actor
from app.domain.document import DocumentKind
from app.domain.facts import Fact, LabelSent, PaperSent, PrintRefused, PrintUnclear
from app.domain.interception import STOPPED
from app.domain.job import Job, JobState
from app.domain.printing import Delivery, PrintOutcome, PrintState
from app.errors import Misconfigured, PackbenchError, Rejected, Unavailable
from app.interception import Interception
from app.store import jobs, journal, parcels, prints, stops
from app.store.database import Database, Transaction
from app.store.prints import PrintRow
from app.work.drawing import Drawing, Drawn
from app.work.lane import Done


class Spooler:
    """The work of a printer's lane. `asks_for_scans`: whether somebody scans the label that came out; else a proof of
    the printer's own settles it.
    """

    settle_ms = 0
    can_settle = True
    blind_ms = 0
    shortest_interval_ms = 0

    def __init__(
        self,
        database: Database,
        printer: Printer,
        drawing: Drawing,
        *,
        actor: Actor,
        interception: Interception,
        asks_for_scans: bool,
    ) -> None:
        self._database = database
        self._printer = printer
        self._drawing = drawing
        self._actor = replace(actor, device="lane")
        self._interception = interception
        self._asks_for_scans = asks_for_scans

    def do(self, job: Job) -> Done:
        with self._database.reading() as connection:
            row = prints.get(connection, job.subject_id)
        if row.state is not PrintState.QUEUED:
            return Done(lambda _tx: None)  # voided while it waited
        drawn = self._drawn(row)
        with self._database.transaction() as tx:
            if row.parcel_id and stops.kind_of_parcel(tx, row.parcel_id) is not None:
                raise Rejected(STOPPED)
            digest = hashlib.sha256(drawn.content).hexdigest()
            if not prints.mark_sending(tx, row.id, digest):
                return Done(lambda _tx: None)
            journal.append(tx, self._database, self._actor, "print.sending", row.id, copy=row.copy, sha256=digest)
        return self._settled(row, self._printer.send(drawn.content), code=drawn.code)

    def _drawn(self, row: PrintRow) -> Drawn:
        """What is wrong with the set-up of one paper holds up no label that comes out of the same printer."""
        try:
            return self._drawing.draw(row)
        except Misconfigured as error:
            if row.document is DocumentKind.LABEL:
                raise
            raise Rejected(error.code, error.detail) from error

    def _settled(self, row: PrintRow, outcome: PrintOutcome, *, code: str) -> Done:
        """`code`: what a person should know of a paper that was sent all the same. What the printer said after it
        had all of it weighs more.
        """
        if outcome.delivery is Delivery.NOT_SENT:
            raise Unavailable(outcome.code)
        is_sent = outcome.delivery is not Delivery.UNKNOWN
        # Every cable and spooler says that it only handed it over: that is what `sent` means, and no news.
        code = (outcome.code if outcome.code != "printer.handed_over" else "") or code
        is_settled = row.document is not DocumentKind.LABEL or not self._asks_for_scans

        def write(tx: Transaction) -> None:
            if prints.get(tx, row.id).state is PrintState.CONFIRMED:
                return  # it was scanned while the printer was still asked: there is nothing more to know
            proof, spool_job = outcome.proof, outcome.job_id
            if is_sent:
                prints.mark_sent(
                    tx, self._database, row.id, code, proof=proof, spool_job=spool_job, is_settled=is_settled
                )
            else:
                prints.mark(tx, row.id, PrintState.UNKNOWN, code, spool_job=spool_job)
            event = "print.sent" if is_sent else "print.unknown"
            said: dict[str, str | int | None] = {"copy": row.copy, "code": code, "spool_job": spool_job}
            if is_sent:
                said |= {"proof": proof, "settled": int(is_settled)}
            journal.append(tx, self._database, self._actor, event, row.id, scan=None, **said)

        return Done(write, self._news(row, code, is_sent=is_sent))

    def _news(self, row: PrintRow, code: str, *, is_sent: bool) -> Fact:
        if not is_sent:
            return PrintUnclear(row.parcel_id, code)
        return LabelSent(row.parcel_id) if row.document is DocumentKind.LABEL else PaperSent(row.document)

    def failed(self, tx: Transaction, job: Job, error: PackbenchError) -> Fact | None:
        """Nothing left the process: the print waits, or ends when it can never be drawn."""
        row = prints.get(tx, job.subject_id)
        if row.state in (PrintState.CANCELLED, PrintState.CONFIRMED):
            return None  # voided while it was drawn; or a copy of it was found and scanned
        if isinstance(error, Unavailable | Misconfigured):
            if row.state is PrintState.SENDING:
                journal.append(tx, self._database, self._actor, "print.waiting", row.id, code=error.code)
            prints.mark(tx, row.id, PrintState.QUEUED, error.code)
            return None
        if error.code == STOPPED and row.state is PrintState.QUEUED:
            return self._kept_back(tx, job, row)
        state = PrintState.UNKNOWN if row.state is PrintState.SENDING else PrintState.FAILED
        prints.mark(tx, row.id, state, error.code)
        journal.append(tx, self._database, self._actor, f"print.{state}", row.id, code=error.code)
        return PrintRefused(row.parcel_id, error.code)

    def _kept_back(self, tx: Transaction, job: Job, row: PrintRow) -> Fact:
        """The order was stopped in time: the print stays what it is, without a job until nothing stops it any more –
        which may have happened since.
        """
        prints.mark(tx, row.id, PrintState.QUEUED, STOPPED)
        jobs.settle(tx, self._database, job, JobState.REJECTED, STOPPED)
        journal.append(tx, self._database, self._actor, "print.stopped", row.id, copy=row.copy)
        self._interception.label_gone(tx, self._actor, parcels.order_of(tx, row.parcel_id))
        return PrintRefused(row.parcel_id, STOPPED)

    def interrupted(self, tx: Transaction, job: Job) -> JobState:
        row = prints.get(tx, job.subject_id)
        if row.state is PrintState.QUEUED:
            return JobState.QUEUED
        if row.state is PrintState.SENDING:
            prints.mark(tx, row.id, PrintState.UNKNOWN, "interrupted")
            journal.append(tx, self._database, self._actor, "print.unknown", row.id, code="interrupted")
        return JobState.DONE
