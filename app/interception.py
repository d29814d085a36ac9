"""Stopping orders that are not with the courier yet, letting them go on, and their goods' way back to the shelf.

Everything happens inside the caller's transaction. From the moment it is on disk the lanes buy and print nothing more
for the order; what was bought or printed before waits for the lead.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.actor import Actor, Right
from app.domain.interception import Reach, Stage, Stop, StopKind, StopSource, judge_reach
from app.domain.job import JobKind, printer_lane
from app.domain.order import Consignee, Order, OrderState
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.printing import PrintReason, PrintState
from app.labeling import Labeling, about
from app.store import consignees, jobs, journal, orders, prints, stops
from app.store.database import Database, Transaction


@dataclass(frozen=True, slots=True)
class Interception:
    """What the shops' news, the command line, the bench and the lead ask for."""

    labeling: Labeling

    @property
    def _database(self) -> Database:
        return self.labeling.database

    def stop(
        self,
        tx: Transaction,
        actor: Actor,
        order_id: str,
        kind: str,
        *,
        source: str,
        reason: str = "",
        consignee: Consignee | None = None,
    ) -> Reach:
        """Keep an order from going out, or take its new address over where no label bears the old one. `kind` is a
        StopKind, `source` a StopSource; `reason` is somebody's own word and is kept under lock. Said once more, it
        changes nothing.
        """
        kind, source = StopKind(kind), StopSource(source)
        order = orders.get(tx, self._database, order_id)
        own = {stop.kind: stop for stop in stops.of_order(tx, self._database, order_id)}
        if order.state is OrderState.CANCELLED or self._is_known(tx, order, kind, own.get(kind), source, consignee):
            return Reach.NO_NEWS
        stops.forget_said(tx, order_id, kind)
        stages = [parcel.stage for parcel in stops.parcels_of(tx, stops.carrying(tx, order_id))]
        is_packed = order.state is OrderState.PACKED
        is_to_take = consignee is not None and not order.merged_into  # merged, it goes where the other one goes
        reach = judge_reach(kind, stages, is_packed=is_packed, has_consignee=is_to_take)
        gone = stages.count(Stage.GONE)
        if reach is Reach.TAKEN_OVER and consignee is not None:
            self._take_over(tx, actor, order_id, consignee, own.get(kind))
        stop_id = ""
        if kind in own and reach is Reach.STOPPED and consignee is not None:
            stop_id = own[kind].id
            stops.rename_consignee(tx, self._database, stop_id, consignee)
        elif reach is not Reach.TAKEN_OVER or gone:
            stop_id = stops.open_stop(
                tx,
                self._database,
                order_id,
                kind,
                source=source,
                reason=reason,
                by=actor.packer,
                consignee=consignee,
                too_late=gone,
                is_released=reach is not Reach.STOPPED,
            )
        if kind is StopKind.CANCEL and reach is Reach.STOPPED:
            self._open_returns(tx, order)
        told = {"kind": kind, "source": source, "gone": gone, "stop": stop_id}
        journal.append(tx, self._database, actor, f"news.{reach}", order_id, scan=reason or None, **told)
        self._resume(tx, actor, order_id)
        return reach

    def release(
        self, tx: Transaction, actor: Actor, order_id: str, kind: StopKind | None = None, *, reason: str = ""
    ) -> Outcome:
        """Let an order go on: purchases and prints that its stops kept back follow by themselves. `kind` None: all of
        its stops. A label that bears an old address goes out with it. LEAD_NEEDED without the right to,
        DECISION_LATE when nothing (of that kind) stops it or its goods are on the shelf.
        """
        order = orders.get(tx, self._database, order_id)
        if not actor.may(Right.RELEASE_STOP):
            return about(OutcomeCode.LEAD_NEEDED, order)
        wanted = [stop for stop in stops.of_order(tx, self._database, order_id) if kind in (None, stop.kind)]
        if not wanted or order.state is OrderState.CANCELLED:
            return about(OutcomeCode.DECISION_LATE, order)
        for stop in wanted:
            self._released(tx, actor, stop, reason)
        self._resume(tx, actor, order_id)
        return about(OutcomeCode.DECIDED, order)

    def returned(self, tx: Transaction, actor: Actor, order_id: str) -> Outcome:
        """The goods of a cancelled order are on the shelf: what was bought is given back, serial numbers are free, and
        the order has ended. A label of which nobody knows whether it exists is the lead's as soon as somebody does.
        """
        order = orders.get(tx, self._database, order_id)
        waiting = stops.returns_of(tx, order_id)
        if not waiting:
            return about(OutcomeCode.GOODS_RETURNED_NOTHING, order)
        for parcel in stops.parcels_of(tx, order_id):
            if parcel.stage is not Stage.GONE:
                self.labeling.void(tx, actor, parcel.id)
        stops.close_returns(tx, self._database, order_id, actor.packer)
        units = sum(count for _, count in waiting)
        journal.append(tx, self._database, actor, "goods.returned", order_id, units=units)
        return about(OutcomeCode.GOODS_RETURNED, order)

    def label_gone(self, tx: Transaction, actor: Actor, order_id: str) -> None:
        """A label of the order was given back, or was never sold: an address that waited for that is taken over, and
        what nothing stops any more goes on.
        """
        for stop in stops.of_order(tx, self._database, order_id):
            is_labeled = any(parcel.stage is Stage.LABELED for parcel in stops.parcels_of(tx, order_id))
            if stop.kind is StopKind.ADDRESS and stop.consignee is not None and not is_labeled:
                self._take_over(tx, actor, order_id, stop.consignee, stop)
        self._resume(tx, actor, order_id)

    def _is_known(
        self,
        tx: Transaction,
        order: Order,
        kind: StopKind,
        same: Stop | None,
        source: StopSource,
        consignee: Consignee | None,
    ) -> bool:
        """A shop's list repeats itself at every export; only what it has not said before is news."""
        if consignee is not None and consignee == order.consignee:
            return True
        if same is not None:
            return consignee in (None, same.consignee)
        return source is StopSource.IMPORT and stops.was_said(tx, self._database, order.id, kind, consignee)

    def _take_over(
        self, tx: Transaction, actor: Actor, order_id: str, consignee: Consignee, waiting: Stop | None
    ) -> None:
        consignees.take_over(tx, self._database, order_id, consignee)
        journal.append(tx, self._database, actor, "order.corrected", order_id)
        if waiting is not None:
            self._released(tx, actor, waiting, "")
            stops.forget_said(tx, order_id, StopKind.ADDRESS)

    def _open_returns(self, tx: Transaction, order: Order) -> None:
        """Everything of a cancelled order that somebody has put into a box."""
        for parcel in stops.parcels_of(tx, order.id):
            if parcel.stage is not Stage.GONE:
                stops.open_return(tx, self._database, order.id, parcel.id, parcel.units)
        if in_box := stops.units_in_box(tx, order.id):
            stops.open_return(tx, self._database, order.id, None, in_box)

    def _released(self, tx: Transaction, actor: Actor, stop: Stop, reason: str) -> None:
        stops.release(tx, self._database, stop.id, actor.packer)
        if stop.kind is StopKind.CANCEL:
            stops.drop_returns(tx, stop.order_id)
        journal.append(
            tx, self._database, actor, "stop.released", stop.order_id, scan=reason or None, stop=stop.id, kind=stop.kind
        )

    def _resume(self, tx: Transaction, actor: Actor, order_id: str) -> None:
        """Leave the purchases and prints that stops kept back, once nothing stops them any more."""
        order = orders.get(tx, self._database, stops.carrying(tx, order_id))
        if order.state is OrderState.CANCELLED or stops.kind_of(tx, order.id) is not None:
            return
        for parcel_id in stops.parcels_to_label(tx, order.id):
            self.labeling.ask_waybill(tx, actor, parcel_id, order)
        for print_id, printer in stops.prints_to_send(tx, order.id):
            prints.mark(tx, print_id, PrintState.QUEUED)
            jobs.queue(tx, self._database, printer_lane(printer), JobKind.PRINT_LABEL, print_id)
            journal.append(tx, self._database, actor, "print.resumed", print_id)
        for parcel_id in stops.parcels_unprinted(tx, order.id):
            self.labeling.reprint(tx, actor, parcel_id, PrintReason.FIRST)
