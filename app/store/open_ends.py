"""What is still open when the day ends."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

from app.domain.handover import EndKind, OpenEnd
from app.domain.shipment import WaybillState
from app.store.manifests import STOP_OF_ORDER

FIRST = 20
"""So many are named; a longer list is worked off, not read."""

_IS_BACK = (
    "EXISTS (SELECT 1 FROM stock_returns"
    " WHERE stock_returns.parcel_id = parcels.id AND stock_returns.done_at IS NOT NULL)"
)
# Parcels that have not left, but for those whose goods are back in stock and whose money is settled.
_HERE = text(
    "SELECT orders.number, waybills.state, waybills.carrier, waybills.tracking_number,"  # noqa: S608  # constants
    f" manifests.carrier AS pile, {STOP_OF_ORDER} AS stop, {_IS_BACK} AS is_back"
    " FROM parcels JOIN orders ON orders.id = parcels.order_id"
    " LEFT JOIN waybills ON waybills.parcel_id = parcels.id"
    " AND waybills.attempt = (SELECT max(attempt) FROM waybills AS each WHERE each.parcel_id = parcels.id)"
    " LEFT JOIN manifest_parcels AS listed ON listed.parcel_id = parcels.id"
    " LEFT JOIN manifests ON manifests.id = listed.manifest_id"
    " WHERE parcels.handed_over_at IS NULL"
    f" AND (NOT {_IS_BACK} OR waybills.state IN ('requested', 'uncertain', 'cancelling')) ORDER BY parcels.id"
)
_TO_RETURN = text(
    "SELECT DISTINCT orders.number FROM stock_returns JOIN orders ON orders.id = stock_returns.order_id"
    " WHERE stock_returns.done_at IS NULL ORDER BY orders.id"
)
_ON_DESK = text(
    "SELECT number FROM orders WHERE state = 'packing' AND state IN ('open', 'aside', 'packing')"
    " UNION ALL SELECT number FROM orders WHERE state = 'aside' AND state IN ('open', 'aside', 'packing')"
)
_UNSEEN = text(
    "SELECT orders.number FROM prints JOIN waybills ON waybills.id = prints.waybill_id"
    " JOIN parcels ON parcels.id = waybills.parcel_id JOIN orders ON orders.id = parcels.order_id"
    " WHERE prints.state IN ('sent', 'unknown', 'failed') AND (:asks_for_labels OR prints.state <> 'sent')"
    " AND prints.copy = (SELECT max(copy) FROM prints AS each WHERE each.waybill_id = waybills.id)"
    " AND waybills.state = 'issued' AND parcels.handed_over_at IS NULL ORDER BY parcels.id"
)
_KINDS = {
    WaybillState.REQUESTED: EndKind.UNSENT,
    WaybillState.UNCERTAIN: EndKind.PURCHASE,
    WaybillState.CANCELLING: EndKind.VOID,
    WaybillState.ISSUED: EndKind.UNHANDED,
}


def list_all(connection: Connection, *, asks_for_labels: bool) -> tuple[OpenEnd, ...]:
    """Every kind that has one, in the order of EndKind. `asks_for_labels`: a sent label must also have been scanned.

    A parcel on a pile or stopped is named there and not among the unhanded; what is unclear about its money is said
    beside it.
    """
    found: dict[tuple[EndKind, str], list[str]] = {}
    for row in connection.execute(_HERE):
        for kind, carrier, number in _of_parcel(row):
            found.setdefault((kind, carrier), []).append(number)
    desk = {
        EndKind.PRINT: connection.execute(_UNSEEN, {"asks_for_labels": asks_for_labels}).scalars(),
        EndKind.STOPPED: connection.execute(_TO_RETURN).scalars(),
        EndKind.ORDER: connection.execute(_ON_DESK).scalars(),
    }
    for kind, numbers in desk.items():
        found.setdefault((kind, ""), []).extend(numbers)
    rank = list(EndKind)
    named = {key: tuple(dict.fromkeys(numbers)) for key, numbers in found.items() if numbers}
    return tuple(
        OpenEnd(kind, len(numbers), numbers[:FIRST], carrier)
        for (kind, carrier), numbers in sorted(named.items(), key=lambda item: (rank.index(item[0][0]), item[0][1]))
    )


def _of_parcel(row: Any) -> list[tuple[EndKind, str, str]]:
    """Where the parcel itself stands, when it does not lie in stock again, and what is open about its waybill."""
    kind = _KINDS.get(WaybillState(row.state), EndKind.UNLABELED) if row.state else EndKind.UNLABELED
    is_settled = kind in (EndKind.UNHANDED, EndKind.UNLABELED)
    ends = [] if is_settled else [(kind, "", row.number)]
    if row.pile:
        ends.append((EndKind.PILE, row.pile, row.tracking_number))
    if row.stop and not row.is_back:
        ends.append((EndKind.STOPPED, "", row.number))
    if is_settled and not row.stop and not row.pile:
        is_ready = kind is EndKind.UNHANDED
        ends.append((kind, row.carrier if is_ready else "", row.tracking_number if is_ready else row.number))
    return ends
