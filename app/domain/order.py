"""What a shop sold and to whom it goes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class OrderState(StrEnum):
    """Where an order stands at the bench."""

    OPEN = "open"
    PACKING = "packing"
    ASIDE = "aside"
    PACKED = "packed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """A postal address; `street` is the part without province, city and district. Personal: has no repr."""

    province: str
    city: str
    district: str
    street: str
    postcode: str = ""
    country: str = "CN"

    def __repr__(self) -> str:
        return "Address(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Consignee:
    """Who receives. Personal: has no repr, so it cannot reach a log or an exception by accident."""

    name: str
    phone: str
    address: Address
    company: str = ""

    def __repr__(self) -> str:
        return "Consignee(…)"


@dataclass(frozen=True, slots=True)
class Shipper:
    """Who sends: the merchant's own name and address, from the settings."""

    name: str
    phone: str
    address: Address
    company: str = ""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order: `packed` of `quantity` units are in the box."""

    position: int
    sku: str
    barcode: str
    title: str
    quantity: int
    packed: int = 0

    @property
    def is_complete(self) -> bool:
        return self.packed == self.quantity


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order as a file or a shop hands it over, before the store gives it an id.

    `service` is the carrier's product code the shop asked for (`SF`, `ZTO`), empty for the station's default.
    `row` is the line of the file on which the order starts, for messages about it.
    """

    number: str
    shop: str
    consignee: Consignee
    lines: tuple[OrderLine, ...]
    remark: str = ""
    service: str = ""
    ordered_at_ms: int | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """An order in the store; `id` is ours, `number` is the shop's and what the packer scans."""

    id: str
    number: str
    shop: str
    state: OrderState
    consignee: Consignee
    lines: tuple[OrderLine, ...]
    remark: str = ""
    service: str = ""

    @property
    def units(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def units_packed(self) -> int:
        return sum(line.packed for line in self.lines)

    @property
    def is_complete(self) -> bool:
        return all(line.is_complete for line in self.lines)
