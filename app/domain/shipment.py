"""What is asked of a carrier and what it answers: the request for a waybill, the waybill, the cancellation."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.document import CarrierLabel
from app.domain.money import Money
from app.domain.order import Consignee, Shipper


class WaybillState(StrEnum):
    """A waybill's life. `requested`, `uncertain`, `issued` and `cancelling` are live: a parcel has one such at most."""

    REQUESTED = "requested"
    UNCERTAIN = "uncertain"
    REJECTED = "rejected"
    ISSUED = "issued"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"


WAYBILL_STEPS: frozenset[tuple[WaybillState, WaybillState]] = frozenset(
    {
        (WaybillState.REQUESTED, WaybillState.ISSUED),
        (WaybillState.REQUESTED, WaybillState.UNCERTAIN),
        (WaybillState.REQUESTED, WaybillState.REJECTED),
        (WaybillState.REQUESTED, WaybillState.CANCELLED),  # never asked for, so there is nothing to give back
        (WaybillState.UNCERTAIN, WaybillState.ISSUED),
        (WaybillState.UNCERTAIN, WaybillState.REJECTED),
        (WaybillState.REJECTED, WaybillState.REQUESTED),  # under the same reference: nothing was sold for it
        (WaybillState.ISSUED, WaybillState.CANCELLING),
        (WaybillState.CANCELLING, WaybillState.CANCELLED),
        (WaybillState.CANCELLING, WaybillState.ISSUED),  # the carrier would not take it back
    }
)
"""The only ways from one state to another; a trigger in the database refuses all others."""

LIVE_WAYBILL_STATES = (
    WaybillState.REQUESTED,
    WaybillState.UNCERTAIN,
    WaybillState.ISSUED,
    WaybillState.CANCELLING,
)


@dataclass(frozen=True, slots=True)
class Goods:
    """One kind of goods in the parcel, as the carrier is told."""

    title: str
    quantity: int
    sku: str = ""


@dataclass(frozen=True, slots=True)
class WaybillRequest:
    """One parcel that wants a waybill.

    `reference` is ours, at most 30 of `A-Z 0-9 -`, written to disk before the first call and the same in every
    repetition: the carrier buys at most once for it. `service` is the carrier's product (`ZTO`, `SF`).
    """

    reference: str
    service: str
    consignee: Consignee
    shipper: Shipper
    goods: tuple[Goods, ...]
    packages: int = 1
    weight_g: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Waybill:
    """The carrier's record of a parcel; routing texts are printed as they came, trailing blanks removed.

    `changed_fields` names the fields in which the carrier's rules forced characters to be replaced
    (`consignee.street`), for the screen to say so; `was_adopted` is true when the carrier said that this
    reference had been bought before and gave the same waybill again; `price` is what it says the label costs; `label`
    is the label that it drew itself, as it came with the answer.
    """

    tracking_number: str
    reference: str
    service: str
    sorting_code: str = ""
    origin: str = ""
    destination: str = ""
    bagging_code: str = ""
    bagging_place: str = ""
    carrier_order_id: str = ""
    child_tracking_numbers: tuple[str, ...] = ()
    changed_fields: tuple[str, ...] = ()
    was_adopted: bool = False
    price: Money | None = None
    label: CarrierLabel | None = field(default=None, repr=False)  # personal data


@dataclass(frozen=True, slots=True)
class Purchase:
    """A label as the carrier's own list shows it, to be held against ours."""

    reference: str
    tracking_number: str
    is_cancelled: bool
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A bought waybill that shall be given back."""

    reference: str
    service: str
    tracking_number: str
