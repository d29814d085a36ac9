"""What the orders' and the parcels' screens ask and are told: rows of long lists, one record whole, and its story."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.glance import OrderGlance, ParcelGlance
from app.domain.order import Order


class OrderFilter(StrEnum):
    """Which orders: all, those that wait, the one on the table, aside, packed, cancelled, or stopped by their shop."""

    ALL = "all"
    OPEN = "open"
    PACKING = "packing"
    ASIDE = "aside"
    PACKED = "packed"
    CANCELLED = "cancelled"
    STOPPED = "stopped"


class ParcelFilter(StrEnum):
    """Which parcels: all, sealed today, still here, handed over, or those whose label is in trouble."""

    ALL = "all"
    TODAY = "today"
    HERE = "here"
    HANDED_OVER = "handed_over"
    TROUBLE = "trouble"


class Sort(StrEnum):
    """By what: when they came (orders: imported, parcels: sealed), when they are due, or their number."""

    TIME = "time"
    DUE = "due"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Question:
    """What a list is asked. `words` are a person's or a scan: the beginning of an order number or tracking number, a
    tote, a whole name, a phone number or its last four digits, a SKU; empty for no search. `filter` is one of the
    list's own; `sort` by TIME, DUE (orders only) or NUMBER.
    """

    words: str = ""
    filter: OrderFilter | ParcelFilter = OrderFilter.ALL
    sort: Sort = Sort.TIME
    is_descending: bool = True


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in the long list. Times are UTC epoch ms, 0 for none; `stop` is the kind of what stops it, or empty."""

    glance: OrderGlance
    imported_at_ms: int
    due_at_ms: int
    parcels: int
    stop: str = ""


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel in the long list. `sequence` is its number within the order; weights in grams, 0 for not weighed;
    `handed_over_at_ms` 0 while it is here; `manifest` the number of its closed manifest.
    """

    glance: ParcelGlance
    sequence: int
    packer: str
    carrier: str
    weight_g: int
    handed_over_at_ms: int
    manifest: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, from the journal: never a name, a phone or what was scanned. `event` is the journal's
    word (`waybill.issued`), `detail` its ids, counts and codes; `sequence` is its place in the journal.
    """

    sequence: int
    at_ms: int
    event: str
    packer: str
    station: str
    subject_id: str
    detail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """An order whole: `order` with its consignee masked, its parcels in sequence, its story oldest first."""

    row: OrderRow
    order: Order
    parcels: tuple[ParcelRow, ...]
    story: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class ParcelRecord:
    """A parcel whole: `contents` are SKU, title and units of what lies in it; its story oldest first."""

    row: ParcelRow
    contents: tuple[tuple[str, str, int], ...]
    story: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """A scanned code is this order's number."""

    order_id: str


@dataclass(frozen=True, slots=True)
class FoundParcel:
    """A scanned code is on this parcel: the number of its label, or its license plate."""

    parcel_id: str


Found = FoundOrder | FoundParcel
