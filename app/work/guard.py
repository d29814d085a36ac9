"""Guards the money: gives back by rule what was bought and never printed, holds the carriers' lists against ours."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

from app.carriers.carrier import Carrier
from app.domain.actor import Actor
from app.domain.shipment import Cancellation
from app.errors import PackbenchError, Rejected
from app.labeling import Labeling
from app.store import incidents, journal, money
from app.store.database import Database
from app.store.money import Discrepancy

_log = logging.getLogger(__name__)


class Guard:
    """`void_before_ms`, by account: how long before its void window ends an unused label is given back."""

    def __init__(
        self,
        database: Database,
        carriers: Mapping[str, Carrier],
        labeling: Labeling,
        actor: Actor,
        *,
        void_before_ms: Mapping[str, int],
    ) -> None:
        self._database = database
        self._carriers = carriers
        self._labeling = labeling
        self._actor = replace(actor, device="guard")
        self._void_before_ms = void_before_ms

    def step(self) -> int:
        """What the rules and the lead's decisions ask for now; how many labels were given back or are being."""
        return sum(self._void_unused(name, before) for name, before in self._void_before_ms.items()) + sum(
            self._void_orphans(name, carrier) for name, carrier in self._carriers.items()
        )

    def reconcile(self) -> dict[str, tuple[Discrepancy, ...] | PackbenchError]:
        """Hold every carrier's list against ours, write the orphans down; by account, or why it could not be done."""
        results: dict[str, tuple[Discrepancy, ...] | PackbenchError] = {}
        for name, carrier in self._carriers.items():
            if not carrier.capability.can_list:
                continue
            try:
                results[name] = self._reconciled(name, carrier)
            except PackbenchError as error:
                results[name] = error
        return results

    def _reconciled(self, name: str, carrier: Carrier) -> tuple[Discrepancy, ...]:
        purchases = carrier.list_purchases(0)
        with self._database.transaction() as tx:
            found = money.compare(tx, name, purchases)
            orphaned = {each.tracking_number for each in found if each.code == "money.orphan"}
            money.keep_orphans(tx, self._database, name, [p for p in purchases if p.tracking_number in orphaned])
            journal.append(
                tx, self._database, self._actor, "money.reconciled", name, listed=len(purchases), odd=len(found)
            )
        return found

    def _void_unused(self, carrier: str, before_ms: int) -> int:
        with self._database.transaction() as tx:
            deadline = self._database.now_ms() + before_ms
            parcel_ids = incidents.unused_before(tx, carrier, deadline)
            for parcel_id in parcel_ids:
                self._labeling.void(tx, self._actor, parcel_id)
        return len(parcel_ids)

    def _void_orphans(self, name: str, carrier: Carrier) -> int:
        with self._database.reading() as connection:
            wanted = money.orphans_to_void(connection, name)
        voided = 0
        for purchase in wanted:
            state = "voided"
            try:
                carrier.cancel_waybill(Cancellation(purchase.reference, "", purchase.tracking_number))
            except Rejected:
                state = "kept"  # it will not be taken back
            except PackbenchError as error:
                _log.warning("orphan of %s: %s", name, error.code)
                continue  # tried again at the next step
            with self._database.transaction() as tx:
                money.mark_orphan(tx, name, purchase.tracking_number, state)
                label = {"carrier": name, "number": purchase.tracking_number}
                journal.append(
                    tx, self._database, self._actor, f"orphan.{state}", purchase.reference, scan=None, **label
                )
            voided += state == "voided"
        return voided
