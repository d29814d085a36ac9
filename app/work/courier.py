"""Buys and gives back waybills. The reference was on disk before the first call; a lost answer is settled under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.carriers.carrier import Carrier, Repetition
from app.domain.actor import Actor
from app.domain.document import DocumentKind
from app.domain.facts import Fact, WaybillIssued, WaybillRefused, WaybillVoided
from app.domain.interception import STOPPED
from app.domain.job import Job, JobKind, JobState
from app.domain.money import Money
from app.domain.order import Shipper
from app.domain.printing import PrintReason
from app.domain.shipment import Cancellation, Goods, WaybillRequest, WaybillState
from app.errors import PackbenchError, Rejected, Uncertain
from app.interception import Interception
from app.labeling import terms
from app.store import jobs, journal, orders, parcels, stops, waybills
from app.store.database import Database, Transaction
from app.store.waybills import WaybillRow
from app.work.lane import Done


class Courier:
    """The work of a carrier's lane. What may have happened is settled as far as the carrier's capability goes."""

    def __init__(
        self,
        database: Database,
        carrier: Carrier,
        *,
        shipper: Shipper,
        actor: Actor,
        interception: Interception,
        price: Money | None = None,
        papers: tuple[DocumentKind, ...] = (),
    ) -> None:
        """`price`: what a label of this account costs by contract, for carriers that do not say it themselves;
        `papers`: what is printed of every parcel along with its label.
        """
        self._database = database
        self._carrier = carrier
        self._shipper = shipper
        self._actor = replace(actor, device="lane")
        self._interception = interception
        self._price = price
        self._papers = papers

    @property
    def settle_ms(self) -> int:
        return int(self._carrier.capability.settle_s * 1000)

    @property
    def blind_ms(self) -> int:
        """Only a carrier that buys twice for one reference makes a look too early dangerous."""
        return self.settle_ms if self._carrier.capability.repetition is Repetition.LOOKUP_BY_REF else 0

    @property
    def can_settle(self) -> bool:
        return self._carrier.capability.repetition is not Repetition.NONE

    @property
    def shortest_interval_ms(self) -> int:
        return int(1000 / self._carrier.capability.calls_per_s)

    def do(self, job: Job) -> Done:
        with self._database.reading() as connection:
            waybill = waybills.get(connection, job.subject_id)
        return self._void(waybill, job) if job.kind is JobKind.VOID_WAYBILL else self._issue(waybill, job)

    def _issue(self, row: WaybillRow, job: Job) -> Done:
        ask = self._carrier.recover_waybill if job.was_uncertain else self._carrier.issue_waybill
        try:
            issued = ask(self._request(row, is_begun=job.was_uncertain))
        except Rejected as error:
            if job.was_uncertain:  # refused today; whether the first call had bought it, this does not tell
                raise Uncertain("purchase.unsettled", error.code, needs_person=True) from error
            raise
        if issued.price is None:
            issued = replace(issued, price=self._price)
        window_s = self._carrier.capability.void_window_s

        lanes: list[str] = []

        def write(tx: Transaction) -> None:
            waybills.mark_issued(tx, self._database, row.id, issued, void_window_s=window_s)
            self._journal(tx, "waybill.issued", row.id, **terms(issued), void_window_s=window_s)
            lanes.extend(self._ask_prints(tx, row))

        return Done(write, WaybillIssued(row.parcel_id), wakes=lanes)

    def _ask_prints(self, tx: Transaction, row: WaybillRow) -> Iterator[str]:
        """The label and what comes along with it, each left for its printer's lane; the lanes. Papers first: they are
        in the box when the label closes it.
        """
        labeling = self._interception.labeling
        person = parcels.packer_of(tx, row.parcel_id)
        for paper in self._papers:
            if lane := labeling.ask_paper(tx, self._actor, paper, row.parcel_id, PrintReason.FIRST, person=person):
                yield lane
        yield labeling.ask_label(tx, self._actor, row, PrintReason.FIRST, person=person)

    def _request(self, row: WaybillRow, *, is_begun: bool) -> WaybillRequest:
        """Read as the last thing before the call: what was stopped until now is not bought, and the address is today's.
        A purchase that has begun is settled, whatever was said meanwhile: only so does anybody know what was bought.
        """
        with self._database.reading() as connection:
            order = orders.get(connection, self._database, parcels.order_of(connection, row.parcel_id))
            if not is_begun and stops.kind_of(connection, order.id) is not None:
                raise Rejected(STOPPED)
            inside = parcels.contents(connection, row.parcel_id)
        return WaybillRequest(
            reference=row.reference,
            service=row.service,
            consignee=order.consignee,
            shipper=self._shipper,
            goods=tuple(Goods(line.title or line.sku, line.units, line.sku) for line in inside),
            remark=order.number,
        )

    def _void(self, row: WaybillRow, job: Job) -> Done:
        if row.waybill is None:
            raise Rejected("store.broken", "a waybill without a number cannot be given back")
        number = row.waybill.tracking_number
        try:
            self._carrier.cancel_waybill(Cancellation(row.reference, row.service, number))
        except Rejected as error:
            if job.was_uncertain:  # refused perhaps because the first call, whose answer was lost, had voided it
                raise Uncertain("void.unsettled", error.code) from error
            raise

        def write(tx: Transaction) -> None:
            waybills.mark_voided(tx, self._database, row.id)
            self._journal(tx, "waybill.voided", row.id)
            self._interception.label_gone(tx, self._actor, parcels.order_of(tx, row.parcel_id))

        return Done(write, WaybillVoided(row.parcel_id))

    def failed(self, tx: Transaction, job: Job, error: PackbenchError) -> Fact | None:
        row = waybills.get(tx, job.subject_id)
        if job.kind is JobKind.VOID_WAYBILL:
            return self._void_failed(tx, row, error)
        match error:
            case Uncertain():
                self._note_uncertain(tx, row, error.code)
                waybills.mark(tx, row.id, WaybillState.UNCERTAIN, error.code)
            case Rejected():
                waybills.mark(tx, row.id, WaybillState.REJECTED, error.code)
                self._journal(tx, "waybill.refused", row.id, code=error.code)
                jobs.settle(tx, self._database, job, JobState.REJECTED, error.code)  # so that a new one may follow
                self._interception.label_gone(tx, self._actor, parcels.order_of(tx, row.parcel_id))
                return WaybillRefused(row.parcel_id, error.code)
            case _:
                waybills.mark(tx, row.id, row.state, error.code)
        return None

    def _void_failed(self, tx: Transaction, row: WaybillRow, error: PackbenchError) -> Fact | None:
        """A refused void leaves the waybill valid, and says so."""
        refused = isinstance(error, Rejected)
        waybills.mark(tx, row.id, WaybillState.ISSUED if refused else WaybillState.CANCELLING, error.code)
        if not refused:
            return None
        self._journal(tx, "void.refused", row.id, code=error.code)
        return WaybillRefused(row.parcel_id, error.code)

    def interrupted(self, tx: Transaction, job: Job) -> JobState:
        """The call may have arrived: to be settled under the same reference."""
        if job.kind is JobKind.ISSUE_WAYBILL:
            self._note_uncertain(tx, waybills.get(tx, job.subject_id), "interrupted")
            waybills.mark(tx, job.subject_id, WaybillState.UNCERTAIN, "interrupted")
        return JobState.UNCERTAIN

    def _note_uncertain(self, tx: Transaction, row: WaybillRow, code: str) -> None:
        """Once, however often the settling of it fails."""
        if row.state is not WaybillState.UNCERTAIN:
            self._journal(tx, "waybill.uncertain", row.id, code=code)

    def _journal(self, tx: Transaction, event: str, subject_id: str, **detail: str | float | None) -> None:
        journal.append(tx, self._database, self._actor, event, subject_id, scan=None, **detail)
