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


class Sequence(StrEnum):
    """In which order the units go into the box: any, line by line, kit by kit, or the heaviest first."""

    ANY = "any"
    FORCED = "forced"
    KIT = "kit"
    HEAVY = "heavy"


class LineKind(StrEnum):
    """What a line is: goods that were sold, or an insert (leaflet, sample, gift) that goes with them."""

    GOODS = "goods"
    INSERT = "insert"


class Mark(StrEnum):
    """A mark that the parcel must bear for what is in it."""

    LITHIUM_BATTERY = "lithium_battery"
    LIMITED_QUANTITY = "limited_quantity"
    FLAMMABLE = "flammable"
    FRAGILE = "fragile"


class Scope(StrEnum):
    """What an instruction is acknowledged for: the order once, the whole shipment once, or each parcel."""

    ORDER = "order"
    SHIPMENT = "shipment"
    PACKAGE = "package"


@dataclass(frozen=True, slots=True, repr=False)
class Instruction:
    """A remark or packing instruction that stops the packer until it is acknowledged. People write names into them:
    has no repr.
    """

    scope: Scope
    text: str

    def __repr__(self) -> str:
        return f"Instruction({self.scope})"


@dataclass(frozen=True, slots=True)
class UnitPolicy:
    """What is asked of every single unit of a line. `shelf_days`: days a unit must still keep when it is packed."""

    serial: bool = False
    lot: bool = False
    expiry: bool = False
    shelf_days: int = 0

    @property
    def is_tracked(self) -> bool:
        return self.serial or self.lot or self.expiry


@dataclass(frozen=True, slots=True)
class ItemCode:
    """A barcode under which an item or a kit is known; one scan of it counts `units`. `sku` is empty on a line of a
    draft, where the line says it.
    """

    code: str
    units: int = 1
    sku: str = ""


@dataclass(frozen=True, slots=True)
class TrackedUnit:
    """One unit (or, without a serial number, `units` of them) in the open box. `expiry` is an ISO date or empty."""

    position: int
    serial: str = ""
    lot: str = ""
    expiry: str = ""
    units: int = 1


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
    """One line of an order. Of `quantity` units `packed` were scanned in, `sealed` of these lie in closed parcels,
    `short` will not come; `sealed <= packed` and `packed + short <= quantity` always.

    A kit's components are lines that name their kit: `per_kit` units make one. `codes` are a draft's further barcodes
    of the item, packs among them; an order in the store has all of them in its own `codes`. `weight_g` is one unit's,
    0 where nobody knows it. `origin` is the number of the order a merged line came from.
    """

    position: int
    sku: str
    barcode: str
    title: str
    quantity: int
    packed: int = 0
    sealed: int = 0
    short: int = 0
    kind: LineKind = LineKind.GOODS
    kit: str = ""
    per_kit: int = 1
    policy: UnitPolicy = UnitPolicy()
    marks: tuple[Mark, ...] = ()
    weight_g: int = 0
    codes: tuple[ItemCode, ...] = ()
    origin: str = ""

    @property
    def missing(self) -> int:
        """Units still to be scanned in."""
        return self.quantity - self.packed - self.short

    @property
    def in_box(self) -> int:
        """Units in the open box."""
        return self.packed - self.sealed

    @property
    def is_complete(self) -> bool:
        return self.missing == 0


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order as a file or a shop hands it over, before the store gives it an id.

    `service` is the carrier's product code the shop asked for (`SF`, `ZTO`), empty for the station's default.
    `due_at_ms` is when it must be with the courier, `tote` the container it was picked into, `flag` the color the shop
    gave it, `row` the line of the file on which the order starts, for messages about it.
    """

    number: str
    shop: str
    consignee: Consignee
    lines: tuple[OrderLine, ...]
    remark: str = ""
    service: str = ""
    ordered_at_ms: int | None = None
    row: int = 0
    due_at_ms: int | None = None
    sequence: Sequence = Sequence.ANY
    instructions: tuple[Instruction, ...] = ()
    tote: str = ""
    flag: str = ""


class NewsKind(StrEnum):
    """What a shop may say of an order that is not to be packed (any more)."""

    CANCEL = "cancel"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class OrderNews:
    """A shop says that an order must not go out: it may be packed here already, or be unknown here.

    `shop` and `number` as its `OrderDraft` would have them; `reason` is the code of the import's report
    (`import.skipped_cancelled`), `row` the line of the file that says so.
    """

    shop: str
    number: str
    kind: NewsKind
    reason: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """The open box of an order: which dues were met (`acknowledged` holds their keys), cartons and consumables used,
    what it weighs. `sequence` is the number its parcel will have.
    """

    sequence: int = 1
    acknowledged: frozenset[str] = frozenset()
    materials: tuple[tuple[str, int], ...] = ()
    weight_g: int | None = None
    units: tuple[TrackedUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """An order in the store; `id` is ours, `number` is the shop's and what the packer scans.

    `stop` says why it must not go out (`cancel`, `hold`, `address`), empty when nothing speaks against it;
    `merged_into` the number of the order in whose parcel its lines travel. `codes` are the barcodes of its items and
    kits.
    """

    id: str
    number: str
    shop: str
    state: OrderState
    consignee: Consignee
    lines: tuple[OrderLine, ...]
    remark: str = ""
    service: str = ""
    sequence: Sequence = Sequence.ANY
    instructions: tuple[Instruction, ...] = ()
    tote: str = ""
    flag: str = ""
    stop: str = ""
    merged_into: str = ""
    codes: tuple[ItemCode, ...] = ()
    box: Box = Box()

    @property
    def units(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def units_packed(self) -> int:
        return sum(line.packed for line in self.lines)

    @property
    def units_in_box(self) -> int:
        return sum(line.in_box for line in self.lines)

    @property
    def is_complete(self) -> bool:
        """Every unit is packed or reported short."""
        return all(line.is_complete for line in self.lines)
