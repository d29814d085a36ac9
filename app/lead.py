"""The shift lead's use cases: see what waits for a person, and decide it. Every decision is journalled, with why."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.actor import Actor, Right
from app.domain.document import DocumentKind
from app.domain.incident import Decision, Incident, IncidentKind
from app.domain.job import JobKind, JobState
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.printing import PrintReason, PrintState
from app.domain.shipment import Waybill, WaybillState
from app.errors import Misconfigured, Rejected, Unavailable
from app.interception import Interception
from app.labeling import Labeling, store_answer, terms
from app.settings import MAIN_PRINTER
from app.store import incidents, jobs, journal, money, parcels, prints, stops, waybills
from app.store.database import Database, Transaction

_SHOWN_BEFORE_MS = 12 * 3_600_000
_ENDS = {
    WaybillState.REJECTED: "waybill.refused",
    WaybillState.CANCELLED: "waybill.voided",
    WaybillState.ISSUED: "void.refused",
}


class Lead:
    """Decisions about single parcels, by whoever `actor` says is at the desk just then: without Right.DECIDE they are
    refused. `unseen_after_ms`: how long a sent label may stay unscanned, None when labels are not scanned back.
    """

    def __init__(
        self,
        database: Database,
        actor: Callable[[], Actor],
        labeling: Labeling,
        *,
        unseen_after_ms: int | None,
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._who = actor
        self._labeling = labeling
        self._interception = Interception(labeling)
        self._unseen_after_ms = unseen_after_ms
        self._wake = wake

    @property
    def may_decide(self) -> bool:
        """Whether who is at the desk may decide; all others may look."""
        return self._actor.may(Right.DECIDE)

    def incidents(self) -> tuple[Incident, ...]:
        """Everything that waits for a person, oldest first."""
        with self._database.reading() as connection:
            return incidents.waiting(
                connection,
                self._database,
                unseen_after_ms=self._unseen_after_ms,
                decide_before_ms=_SHOWN_BEFORE_MS,
            )

    def decide(self, incident: Incident, decision: Decision, *, why: str, number: str = "") -> Outcome:
        """Carry a decision out; `why` is the lead's own word for the journal, `number` the tracking number that the
        carrier's portal shows, for `bought`. An incident that has changed meanwhile is left alone: `decision.late`;
        all of them by who has no right to decide: `lead.needed`.
        """
        if not self.may_decide:
            return Outcome(OutcomeCode.LEAD_NEEDED, order_number=incident.order_number)
        try:
            with self._database.transaction() as tx:
                outcome = self._decided(tx, incident, decision, number)
                if outcome.code is not OutcomeCode.DECISION_LATE:
                    self._journal(tx, incident, decision, why, outcome)
        except (Unavailable, Misconfigured) as error:
            return Outcome(store_answer(error))
        self._wake()
        return outcome

    def reprint_positions(self, first: int, last: int, printer: str = MAIN_PRINTER) -> int:
        """After a jam: print the labels that bear these numbers of a printer once more, in their order; how many were
        asked for. Raises Rejected `lead.needed` for who may not decide.
        """
        if not self.may_decide:
            raise Rejected(OutcomeCode.LEAD_NEEDED)
        with self._database.transaction() as tx:
            parcel_ids = prints.at_positions(tx, printer, first, last)
            outcomes = [self._reprint(tx, parcel_id) for parcel_id in parcel_ids]
            asked = sum(outcome.code is OutcomeCode.REPRINT_QUEUED for outcome in outcomes)
            journal.append(
                tx, self._database, self._actor, "print.positions", scan=None, first=first, last=last, asked=asked
            )
        self._wake()
        return asked

    @property
    def _actor(self) -> Actor:
        return self._who()

    def _decided(self, tx: Transaction, incident: Incident, decision: Decision, number: str) -> Outcome:
        if decision not in incident.decisions:
            return self._late(incident)
        if incident.document is not DocumentKind.LABEL and decision is Decision.REPRINT:
            return self._reprint_paper(tx, incident)
        if incident.kind is IncidentKind.ORPHAN:
            return self._orphan(tx, incident, "voiding" if decision is Decision.VOID else "kept")
        act: dict[Decision, Callable[[], Outcome]] = {
            Decision.BOUGHT: lambda: self._adopt(tx, incident, number.strip()),
            Decision.NOT_BOUGHT: lambda: self._ended(tx, incident, JobKind.ISSUE_WAYBILL, WaybillState.REJECTED),
            Decision.VOIDED: lambda: self._ended(tx, incident, JobKind.VOID_WAYBILL, WaybillState.CANCELLED),
            Decision.STILL_VALID: lambda: self._ended(tx, incident, JobKind.VOID_WAYBILL, WaybillState.ISSUED),
            Decision.CHECK_AGAIN: lambda: self._check_again(tx, incident),
            Decision.ASK_AGAIN: lambda: self._labeling.request(tx, self._actor, incident.parcel_id),
            Decision.CAME_OUT: lambda: self._came_out(tx, incident),
            Decision.REPRINT: lambda: self._reprint(tx, incident.parcel_id),
            Decision.VOID: lambda: self._labeling.void(tx, self._actor, incident.parcel_id),
            Decision.KEEP: lambda: self._kept(tx, incident),
            Decision.RELEASE: lambda: self._released(tx, incident),
        }
        return act[decision]()

    def _adopt(self, tx: Transaction, incident: Incident, number: str) -> Outcome:
        """The carrier's portal shows the label: it is ours from now on, and its print follows."""
        row = waybills.get(tx, incident.subject_id)
        if not (number.isascii() and number.isalnum() and 6 <= len(number) <= 40):
            return Outcome(OutcomeCode.DECISION_NEEDS_NUMBER, order_number=incident.order_number)
        if waybills.find_label(tx, number) is not None:  # scanned from another parcel's label, perhaps
            return Outcome(OutcomeCode.DECISION_NUMBER_TAKEN, order_number=incident.order_number, scanned=number)
        if not jobs.decided(tx, self._database, JobKind.ISSUE_WAYBILL, row.id, JobState.DONE):
            return self._late(incident)
        issued = Waybill(tracking_number=number, reference=row.reference, service=row.service)
        waybills.mark_issued(tx, self._database, row.id, issued, void_window_s=None)
        self._note(tx, "waybill.issued", row.id, **terms(issued), void_window_s=None)
        return self._reprint(tx, row.parcel_id, PrintReason.FIRST)

    def _ended(self, tx: Transaction, incident: Incident, kind: JobKind, state: WaybillState) -> Outcome:
        """A person found out how an uncertain call ended."""
        job = JobState.DONE if state is WaybillState.CANCELLED else JobState.REJECTED
        if not jobs.decided(tx, self._database, kind, incident.subject_id, job):
            return self._late(incident)
        if state is WaybillState.CANCELLED:
            waybills.mark_voided(tx, self._database, incident.subject_id)
        else:
            waybills.mark(tx, incident.subject_id, state, "decided")
        self._note(tx, _ENDS[state], incident.subject_id, code="decided")
        if state is not WaybillState.ISSUED:
            self._interception.label_gone(tx, self._actor, parcels.order_of(tx, incident.parcel_id))
        return self._done(incident)

    def _kept(self, tx: Transaction, incident: Incident) -> Outcome:
        match incident.kind:
            case IncidentKind.NEWS_TOO_LATE:
                return self._done(incident) if stops.note_too_late(tx, incident.subject_id) else self._late(incident)
            case IncidentKind.LABEL_STOPPED | IncidentKind.ORDER_ON_HOLD:
                stops.keep(tx, self._stopped_order(tx, incident))
            case _:
                incidents.keep_unused(tx, incident.subject_id)
        return self._done(incident)

    def _released(self, tx: Transaction, incident: Incident) -> Outcome:
        """Whatever stops the parcel's order and those that travel with it."""
        travelling = stops.travelling(tx, self._stopped_order(tx, incident))
        answers = [self._interception.release(tx, self._actor, order_id).code for order_id in travelling]
        return self._done(incident) if OutcomeCode.DECIDED in answers else self._late(incident)

    def _stopped_order(self, tx: Transaction, incident: Incident) -> str:
        if incident.parcel_id:
            return parcels.order_of(tx, incident.parcel_id)
        return stops.carrying(tx, stops.order_of(tx, incident.subject_id))

    def _check_again(self, tx: Transaction, incident: Incident) -> Outcome:
        is_void = incident.kind is IncidentKind.VOID_UNCLEAR
        kind = JobKind.VOID_WAYBILL if is_void else JobKind.ISSUE_WAYBILL
        again = jobs.check_again(tx, self._database, kind, incident.subject_id)
        return self._done(incident) if again else self._late(incident)

    def _came_out(self, tx: Transaction, incident: Incident) -> Outcome:
        """A person saw the label on its box, or the paper."""
        row = prints.get(tx, incident.subject_id)
        if row.state not in (PrintState.SENT, PrintState.UNKNOWN):
            return self._late(incident)
        print_id = row.id
        if row.document is DocumentKind.LABEL:
            print_id = prints.confirm_latest(tx, self._database, row.parcel_id)
        else:
            prints.confirm(tx, self._database, row.id)
        self._note(tx, "print.confirmed", print_id, parcel=row.parcel_id)
        return self._done(incident)

    def _reprint(self, tx: Transaction, parcel_id: str, reason: PrintReason = PrintReason.MISSING) -> Outcome:
        return self._labeling.reprint(tx, self._actor, parcel_id, reason)

    def _reprint_paper(self, tx: Transaction, incident: Incident) -> Outcome:
        """One more copy, where a route still leads for it; once, however often it is asked for."""
        if not prints.is_latest(tx, incident.subject_id):
            return self._late(incident)
        asked = self._labeling.ask_paper(tx, self._actor, incident.document, incident.parcel_id, PrintReason.MISSING)
        return self._done(incident) if asked else self._late(incident)

    def _orphan(self, tx: Transaction, incident: Incident, state: str) -> Outcome:
        carrier, _, number = incident.subject_id.partition("|")
        decided = money.decide_orphan(tx, carrier, number, state)
        return self._done(incident) if decided else self._late(incident)

    def _done(self, incident: Incident) -> Outcome:
        return Outcome(
            OutcomeCode.DECIDED, order_number=incident.order_number, tracking_number=incident.tracking_number
        )

    def _late(self, incident: Incident) -> Outcome:
        return Outcome(OutcomeCode.DECISION_LATE, order_number=incident.order_number)

    def _note(self, tx: Transaction, event: str, subject_id: str, **detail: str | int | None) -> None:
        """What came of a decision, in the words in which a lane would have said it."""
        journal.append(tx, self._database, self._actor, event, subject_id, scan=None, **detail)

    def _journal(self, tx: Transaction, incident: Incident, decision: Decision, why: str, outcome: Outcome) -> None:
        journal.append(
            tx,
            self._database,
            self._actor,
            f"decided.{decision}",
            incident.subject_id,
            scan=why,  # a person's own words may name a person: sealed
            kind=incident.kind,
            answer=outcome.code,
        )
