"""What is held against the file, column by column, and what is not, each with the reason why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.replay.ledger import Row


@dataclass(frozen=True, slots=True)
class Compared:
    """A table that the journal tells. `key` finds a row; a table whose `key` may repeat counts its rows under it, in
    the order of `by`. `same` columns are equal, `times` nearly: a transaction looks at the clock more than once.
    `seen` makes of a row of the file, and of one of the journal's tables, what is compared; None leaves it out.
    """

    key: tuple[str, ...]
    same: tuple[str, ...]
    times: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    seen: Callable[[Row], Row | None] = lambda row: row

    @property
    def wanted(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.key, *self.same, *self.times)))


def _order(row: Row) -> Row:
    box = row["box"]
    return row | {"box": json.loads(box) if isinstance(box, str) else box}


def _waybill(row: Row) -> Row:
    """While a lane has something to do for it, the code only says why that waits."""
    return row if row["state"] in ("rejected", "issued", "cancelled") else row | {"code": ""}


def _print(row: Row) -> Row:
    return row | {"code": "", "sha256": None} if row["state"] == "queued" else row


def _stop(row: Row) -> Row:
    """What a shop's list said and takes back is marked; it still was said."""
    return row | {"source": row["source"].removesuffix(".over")}


def _learned(row: Row) -> Row | None:
    return row if row["learned_in"] else None


COMPARED: dict[str, Compared] = {
    "orders": Compared(("id",), ("state", "merged_into", "likeness", "box"), seen=_order),
    "order_lines": Compared(("order_id", "position"), ("sku", "quantity", "packed", "sealed", "short", "origin")),
    "item_codes": Compared(("code", "sku"), ("units", "learned_in", "learned_by", "approved_by"), seen=_learned),
    "parcels": Compared(
        ("id",),
        ("order_id", "sequence", "units", "packer", "weight_g", "expected_g", "manifest_id"),
        ("sealed_at", "handed_over_at"),
    ),
    "parcel_lines": Compared(("parcel_id", "position"), ("units",)),
    "tracked_units": Compared(
        ("order_id", "position", "serial", "lot", "expiry", "parcel_id"), ("sku", "units"), ("packed_at",)
    ),
    "deviations": Compared(
        ("order_id",), ("position", "kind", "units", "substitute_sku", "packer", "approver"), ("at",), by=("id",)
    ),
    "material_uses": Compared(("parcel_id", "code"), ("units", "cost_minor", "currency"), ("posted_at",)),
    "waybills": Compared(
        ("id",),
        (
            "parcel_id",
            "attempt",
            "carrier",
            "service",
            "reference",
            "state",
            "code",
            "tracking_number",
            "price_minor",
            "currency",
            "is_kept",
        ),
        ("requested_at", "issued_at", "voided_at", "void_before"),
        seen=_waybill,
    ),
    "prints": Compared(
        ("id",),
        (
            "document",
            "subject_id",
            "waybill_id",
            "printer",
            "copy",
            "position",
            "reason",
            "packer",
            "state",
            "code",
            "sha256",
            "proof",
            "spool_job",
        ),
        ("asked_at", "sent_at", "confirmed_at"),
        seen=_print,
    ),
    "calibrations": Compared(
        ("printer",), ("shift_x_um", "shift_y_um", "dpi", "darkness", "person"), ("at",), by=("id",)
    ),
    "stops": Compared(
        ("id",),
        ("order_id", "kind", "source", "opened_by", "released_by", "too_late", "is_kept"),
        ("opened_at", "released_at"),
        seen=_stop,
    ),
    "stock_returns": Compared(("order_id", "parcel_id"), ("units", "done_by"), ("opened_at", "done_at"), by=("id",)),
    "manifests": Compared(
        ("id",), ("carrier", "number", "closed_by", "parcels", "units", "sha256"), ("opened_at", "closed_at")
    ),
    "manifest_parcels": Compared(
        ("parcel_id",),
        ("manifest_id", "tracking_number", "order_number", "units", "weight_g", "scanned_by"),
        ("scanned_at",),
    ),
    "people": Compared(("id",), ("handle", "number", "role", "is_active")),
    "orphans": Compared(("carrier", "tracking_number"), ("state",)),
    "bench": Compared(("id",), ("order_id",)),
}

_FROM_A_SHOP = "came from a shop; the journal keeps nothing of it, since it may be personal"
_OF_A_LINE = "came from a shop with its order"
OUTSIDE: dict[str, str] = {
    "orders": _FROM_A_SHOP,
    "order_lines": _OF_A_LINE,
    "parcels.order_number": "its order's, which came from a shop",
    "tracked_units.id": "a count of rows, which says nothing",
    "deviations.id": "a count of rows, which says nothing",
    "calibrations.id": "a count of rows, which says nothing",
    "stock_returns.id": "no event names it; its rows are compared in their order",
    "waybills.routing": "the carrier's answer, printed as it came",
    "label_documents": "the carrier's answer, personal and under lock; what is printed of it has its sum",
    "stops.reason_sealed": "somebody's own words, sealed in the journal too, under another seal",
    "stops.consignee_sealed": "personal",
    "people.badge_index": "a secret",
    "people.pin_hash": "a secret",
    "people.volume": "what a person likes",
    "people.language": "what a person likes",
    "people.failures": "a guard against guessing, not a thing that was done",
    "people.locked_until": "a guard against guessing, not a thing that was done",
    "orphans": "from the carrier's list",
    "bench.desk": "the question on the screen, for the start after a crash",
    "materials": "stock and prices come from outside; what was used is compared",
    "jobs": "the lanes' own list; compared is that nothing that waits has lost its job",
    "lanes": "whether a carrier or printer can be reached just now",
    "shop_news": "when a shop was last heard, whatever it said",
    "journal": "it is what is replayed; its chain is verified first",
}
"""Tables and columns that no event determines. A table of COMPARED named here as a whole: its further columns."""

_NEAR_MS = 60_000


def named(spec: Compared, rows: Sequence[Row] | Iterator[Row]) -> Iterator[tuple[tuple[Any, ...], Row]]:
    """Rows under their keys, with their number among equals where a key may repeat."""
    counted: dict[tuple[Any, ...], int] = {}
    for raw in rows:
        row = spec.seen(raw)
        if row is None:
            continue
        key = tuple(row[name] for name in spec.key)
        if spec.by:
            counted[key] = counted.get(key, 0) + 1
            key = (*key, counted[key])
        yield key, row


def first_difference(spec: Compared, file: Row, told: Row) -> str:
    """The first column in which they differ; empty when none does."""
    for name in spec.same:
        if file[name] != told[name]:
            return name
    for name in spec.times:
        one, other = file[name], told[name]
        if (one is None) != (other is None) or (one is not None and abs(one - other) > _NEAR_MS):
            return name
    return ""
