"""Prints labels: drawn, proven, written down as `sending`, then sent once. A failed print never buys again.

Sent again by itself only when no byte left. What may be on paper already is `unknown`, and a person looks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from app.devices.printer import Printer
from app.domain.actor import Actor
from app.domain.facts import Fact, LabelSent, PrintRefused, PrintUnclear
from app.domain.interception import STOPPED
from app.domain.job import Job, JobState
from app.domain.label import LabelContent, Stock
from app.domain.masking import mask_consignee
from app.domain.order import Shipper
from app.domain.printing import Delivery, PrintOutcome, PrintState
from app.domain.shipment import Goods
from app.errors import Misconfigured, PackbenchError, Rejected, Unavailable
from app.interception import Interception
from app.labels.languages.zpl import encode_zpl
from app.labels.layout import render_label, unprintable_fields
from app.labels.proof import prove
from app.store import jobs, journal, orders, parcels, prints, stops, waybills
from app.store.database import Database, Transaction
from app.store.prints import PrintRow
from app.work.lane import Done


class Spooler:
    """The work of a label printer's lane. `carrier_title` gives a service's name as the label shows it,
    `local_time` the label's time of printing from epoch milliseconds.
    """

    settle_ms = 0
    can_settle = True
    blind_ms = 0
    shortest_interval_ms = 0

    def __init__(
        self,
        database: Database,
        printer: Printer,
        stock: Stock,
        *,
        shipper: Shipper,
        actor: Actor,
        interception: Interception,
        carrier_title: Callable[[str], str],
        local_time: Callable[[int], str],
        masks_consignee: bool,
    ) -> None:
        self._database = database
        self._printer = printer
        self._stock = stock
        self._shipper = shipper
        self._actor = replace(actor, device="lane")
        self._interception = interception
        self._carrier_title = carrier_title
        self._local_time = local_time
        self._masks_consignee = masks_consignee

    def do(self, job: Job) -> Done:
        with self._database.reading() as connection:
            row = prints.get(connection, job.subject_id)
        if row.state is not PrintState.QUEUED:
            return Done(lambda _tx: None)  # voided while it waited
        content = self._content(row)
        document = self._document(content)
        with self._database.transaction() as tx:
            if stops.kind_of_parcel(tx, row.parcel_id) is not None:
                raise Rejected(STOPPED)
            digest = hashlib.sha256(document).hexdigest()
            if not prints.mark_sending(tx, row.id, digest):
                return Done(lambda _tx: None)
            journal.append(tx, self._database, self._actor, "print.sending", row.id, copy=row.copy, sha256=digest)
        replaced = unprintable_fields(content)
        return self._settled(row, self._printer.send(document), code="label.unprintable" if replaced else "")

    def _document(self, content: LabelContent) -> bytes:
        bitmap = render_label(content, self._stock)
        prove(bitmap, content.waybill.tracking_number)
        return encode_zpl(bitmap)

    def _content(self, row: PrintRow) -> LabelContent:
        with self._database.reading() as connection:
            waybill = waybills.get(connection, row.waybill_id).waybill
            order = orders.get(connection, self._database, parcels.order_of(connection, row.parcel_id))
            inside = parcels.contents(connection, row.parcel_id)
        if waybill is None:
            raise Rejected("label.no_waybill")
        return LabelContent(
            waybill=waybill,
            carrier_title=self._carrier_title(waybill.service),
            consignee=mask_consignee(order.consignee) if self._masks_consignee else order.consignee,
            shipper=self._shipper,
            goods=tuple(Goods(line.title or line.sku, line.units, line.sku) for line in inside),
            order_number=order.number,
            printed_at=self._local_time(self._database.now_ms()),
            remark=order.remark,
            copy=row.copy,
            position=row.position,
        )

    def _settled(self, row: PrintRow, outcome: PrintOutcome, *, code: str) -> Done:
        """`code`: what a person should know of a label that was sent all the same."""
        if outcome.delivery is Delivery.NOT_SENT:
            raise Unavailable(outcome.code)
        delivered = outcome.delivery is Delivery.DELIVERED

        def write(tx: Transaction) -> None:
            if delivered:
                prints.mark_sent(tx, self._database, row.id, code)
            else:
                prints.mark(tx, row.id, PrintState.UNKNOWN, outcome.code)
            event, why = ("print.sent", code) if delivered else ("print.unknown", outcome.code)
            journal.append(tx, self._database, self._actor, event, row.id, copy=row.copy, code=why)

        fact = LabelSent(row.parcel_id) if delivered else PrintUnclear(row.parcel_id, outcome.code)
        return Done(write, fact)

    def failed(self, tx: Transaction, job: Job, error: PackbenchError) -> Fact | None:
        """Nothing left the process: the print waits, or ends when it can never be drawn."""
        row = prints.get(tx, job.subject_id)
        if row.state is PrintState.CANCELLED:
            return None  # voided while it was drawn
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
