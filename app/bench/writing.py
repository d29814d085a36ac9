"""Writes the effects of one step, inside the transaction of its scan: the only hand that moves counts and parcels."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from app.bench.services import Services
from app.domain import desk
from app.domain.actor import Actor
from app.domain.counting import about
from app.domain.dues import expected_g
from app.domain.interception import StopKind, StopSource
from app.domain.merging import is_clone
from app.domain.order import Box, Order, OrderState
from app.domain.outcome import Outcome, OutcomeCode
from app.errors import Misconfigured
from app.store import desk as store
from app.store import journal, materials, order_reading, orders, parcels
from app.store.database import Transaction


@dataclass(frozen=True, slots=True)
class Writer:
    """`approver` is the lead who agreed to this step, empty where nobody was asked."""

    services: Services
    tx: Transaction
    actor: Actor
    approver: str = ""

    def write(self, effect: desk.Effect) -> Outcome | None:
        """Write one effect; an answer where only the writing could tell it."""
        database, tx = self.services.database, self.tx
        match effect:
            case desk.UnitsChanged(order_id, position, before, after, put_in, taken_out):
                store.count_units(tx, order_id, position, before=before, after=after)
                for unit in taken_out:
                    store.take_unit_out(tx, order_id, unit)
                for unit in put_in:
                    store.put_unit_in(tx, database, order_id, unit)
            case desk.BoxChanged(order_id, box):
                store.keep_box(tx, order_id, box)
            case desk.OrderTaken(order_id):
                store.put_on_table(tx, order_id)
            case desk.OrderPutAside(order_id):
                store.leave_table(tx, order_id, OrderState.ASIDE)
            case desk.ParcelSealed(order_id, is_last):
                self._seal(order_id, is_last=is_last)
            case desk.VoidAsked(parcel_id):
                return self.services.labeling.void(tx, self.actor, parcel_id)
            case desk.OrdersCloned(order_id, clone_ids):
                return self._clone(order_id, clone_ids)
            case _:
                self._write_rare(effect)
        return None

    def _write_rare(self, effect: desk.Effect) -> None:
        database, tx = self.services.database, self.tx
        match effect:
            case desk.OrderEnded(order_id):
                store.leave_table(tx, order_id, OrderState.PACKED)
            case desk.LineShortened(order_id, position, units, kind):
                store.shorten(tx, order_id, position, units)
                self._deviate(order_id, position, kind, units)
            case desk.DeviationNoted(order_id, position, kind, units, substitute_sku):
                self._deviate(order_id, position, kind, units, substitute_sku)
            case desk.OrdersMerged(order_id, other_id):
                pair = [order_reading.get(tx, database, each) for each in (order_id, other_id)]
                store.merge(tx, pair[0], pair[1])
                last = max(line.position for line in pair[0].lines)
                journal.append(tx, database, self.actor, "order.merged", other_id, into=order_id, after=last)
            case desk.OrdersParted(order_id, other_id, is_over):
                state = OrderState.CANCELLED if is_over else OrderState.OPEN
                store.part(tx, order_id, order_reading.get(tx, database, other_id), state)
                journal.append(tx, database, self.actor, "order.parted", other_id, out_of=order_id, state=state)
            case desk.CodeLearned(order_id, code, sku):
                store.learn_code(tx, order_id, code, sku, self.actor.packer)
            case desk.OrderHeld(order_id):
                self.services.interception.stop(
                    tx, self.actor, order_id, StopKind.HOLD, source=StopSource.BENCH, reason=""
                )
            case desk.GoodsReturned(order_id):
                self.services.interception.returned(tx, self.actor, order_id)
                store.leave_table(tx, order_id, OrderState.CANCELLED)

    def _deviate(self, order_id: str, position: int, kind: str, units: int, substitute_sku: str = "") -> None:
        store.deviate(
            self.tx,
            self.services.database,
            order_id,
            position,
            kind,
            units,
            packer=self.actor.packer,
            approver=self.approver,
            substitute_sku=substitute_sku,
        )

    def _seal(self, order_id: str, *, is_last: bool) -> None:
        order = order_reading.get(self.tx, self.services.database, order_id)
        self._parcel(order)
        if is_last:
            store.leave_table(self.tx, order_id, OrderState.PACKED)

    def _parcel(self, order: Order) -> None:
        """One box becomes a parcel and asks for its waybill."""
        tx, database = self.tx, self.services.database
        expected = expected_g(order, materials.tares(tx, order.box.materials)) or None
        parcel_id = parcels.seal(tx, database, order.id, self.actor.packer, expected_g=expected)
        contents: dict[str, Any] = {"units": order.units_in_box, "expected_g": expected}
        if order.box.materials:
            contents["materials"] = materials.uses(tx, parcel_id)
        journal.append(tx, database, self.actor, "parcel.sealed", parcel_id, order=order.id, **contents)
        if not self.services.labeling.ask_waybill(tx, self.actor, parcel_id, order):
            raise Misconfigured("store.broken", "a parcel sealed before every unit was scanned")

    def _clone(self, order_id: str, clone_ids: tuple[str, ...]) -> Outcome:
        """What was agreed to is looked at once more: an order stopped since then is no clone any longer. Each goes into
        a carton with consumables as the verified one has.
        """
        tx, database = self.tx, self.services.database
        verified, done = order_reading.get(tx, database, order_id), 0
        used = materials.used_by(tx, parcels.all_of_order(tx, order_id)[0])
        for clone_id in clone_ids:
            if not is_clone(verified, order_reading.get(tx, database, clone_id), self.services.rules()):
                continue
            store.fill_clones(tx, [clone_id])
            if used:
                store.keep_box(tx, clone_id, Box(materials=used))
            self._parcel(order_reading.get(tx, database, clone_id))
            orders.set_state(tx, clone_id, OrderState.PACKED)
            journal.append(tx, database, self.actor, "order.cloned", clone_id, verified=order_id)
            done += 1
        left = str(len(clone_ids) - done)
        return replace(about(OutcomeCode.CLONED, verified, reason=left), units_packed=done, units=len(clone_ids))


def about_order(state: desk.State) -> str:
    """The id of the order that lies on the desk, under whatever question; empty for none, and at a locked desk."""
    match state:
        case desk.Packing(order) | desk.Showing(order):
            return order.id
        case desk.Asking(back) | desk.ChoosingLine(back) | desk.ChoosingMeaning(back):
            return about_order(back)
    return ""


def described(effects: tuple[desk.Effect, ...]) -> list[dict[str, Any]]:
    """The effects as the journal keeps them, so that it can be replayed."""
    return [{"did": type(effect).__name__} | _plain(asdict(effect)) for effect in effects]


def _plain(tree: dict[str, Any]) -> dict[str, Any]:
    return {key: sorted(value) if isinstance(value, frozenset) else _deep(value) for key, value in tree.items()}


def _deep(value: Any) -> Any:
    return _plain(value) if isinstance(value, dict) else value
