"""What stands on the papers beside the e-waybill, before anyone decides where: pure content, times as local text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.handover import Manifest
from app.domain.money import Money, add_up
from app.domain.order import Consignee, Shipper


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One kind of goods in the parcel; `note` says what a packer or consignee should know of it (a lot, a kit)."""

    title: str
    quantity: int
    sku: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PackingSlip:
    """What is inside, for the consignee. `parcel` of `parcels`: 1 of 1 for an order that travels in one box."""

    order_number: str
    consignee: Consignee
    shipper: Shipper
    lines: tuple[SlipLine, ...]
    packed_at: str
    parcel: int = 1
    parcels: int = 1
    carrier_title: str = ""
    tracking_number: str = ""
    weight_g: int | None = None
    remark: str = ""

    @property
    def units(self) -> int:
        return sum(line.quantity for line in self.lines)


class CustomsFormKind(StrEnum):
    """CN 22 up to 300 SDR of value, CN 23 above (UPU Convention, Regulations)."""

    CN22 = "cn22"
    CN23 = "cn23"


class CustomsCategory(StrEnum):
    """Category of item, as both forms ask for it."""

    GIFT = "gift"
    DOCUMENTS = "documents"
    SALE = "sale"
    SAMPLE = "sample"
    RETURNED = "returned"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CustomsLine:
    """One kind of goods. Weight and value are those of all `quantity` units; `origin` is an ISO 3166 country code."""

    description: str
    quantity: int
    weight_g: int
    value: Money
    hs_code: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class CustomsForm:
    """A declaration for the customs of the destination. `weight_g` is the gross weight of the whole item."""

    form: CustomsFormKind
    tracking_number: str
    consignee: Consignee
    shipper: Shipper
    category: CustomsCategory
    lines: tuple[CustomsLine, ...]
    weight_g: int
    declared_at: str
    explanation: str = ""
    postage: str = ""
    sender_reference: str = ""
    importer_reference: str = ""
    importer_contact: str = ""
    comments: str = ""
    licence: str = ""
    certificate: str = ""
    invoice: str = ""
    office: str = ""

    @property
    def value(self) -> tuple[Money, ...]:
        """The sum of the lines, in each currency that they name."""
        return add_up(line.value for line in self.lines)


@dataclass(frozen=True, slots=True)
class CartonLabel:
    """A logistic unit: `sscc` has 18 digits, `gtin` (of what is in it, 14 digits) and `count` go together or are empty.

    `carton` of `cartons` of one shipment; 0 of 0 where nobody counts them.
    """

    sscc: str
    ship_to: Consignee
    ship_from: Shipper
    gtin: str = ""
    count: int = 0
    title: str = ""
    order_number: str = ""
    carton: int = 0
    cartons: int = 0
    weight_g: int | None = None


@dataclass(frozen=True, slots=True)
class LicensePlate:
    """A number for a box inside the house. No carrier knows it, and the paper says so in two languages."""

    number: str
    order_number: str = ""
    note: str = ""
    printed_at: str = ""


@dataclass(frozen=True, slots=True)
class HandoverList:
    """A closed manifest as the courier signs it; `closed_at` is local time as text."""

    manifest: Manifest
    closed_at: str
