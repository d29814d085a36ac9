"""What can lie on the desk: the states of the packing table, the steps between them, and what a step writes down."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.actor import Right
from app.domain.meaning import Meaning
from app.domain.order import Box, Order, TrackedUnit
from app.domain.outcome import Outcome


class Arm(StrEnum):
    """What the next item scan does instead of counting in."""

    UNPACK = "unpack"
    DAMAGE = "damage"
    SWAP = "swap"  # the next item is the substitute for the line at `position`
    MERGE = "merge"  # the next order goes into this one's box
    LEARN = "learn"  # the next code is a barcode of the line at `position`


class Purpose(StrEnum):
    """Why a line of the order is chosen."""

    SHORT = "short"
    SWAP = "swap"
    BY_HAND = "by_hand"
    LEARN = "learn"


@dataclass(frozen=True, slots=True)
class Capture:
    """An item was scanned whose line tracks its units; what is still missing of this unit is scanned next.

    `is_out`: the unit is being taken out, and its number says which.
    """

    position: int
    serial: str = ""
    lot: str = ""
    expiry: str = ""
    units: int = 1
    is_out: bool = False


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing on the table. `is_item_first`: an item opens the order that is due first; else an order is scanned."""

    is_item_first: bool = False


@dataclass(frozen=True, slots=True)
class Packing:
    """An order on the table. `is_closing`: the box is full or was called so; what is due before its seal is asked.

    `arm` is what the next item scan does instead of counting, for the line at `position` where it needs one.
    """

    order: Order
    arm: Arm | None = None
    position: int = 0
    capture: Capture | None = None
    is_closing: bool = False

    @property
    def is_unpacking(self) -> bool:
        return self.arm is Arm.UNPACK


@dataclass(frozen=True, slots=True)
class Showing:
    """A packed order in view, for reprint, void and a new label. `parcel_id` is the parcel whose label was scanned,
    empty for the order's latest; `is_voiding`: void was asked once already.
    """

    order: Order
    is_voiding: bool = False
    parcel_id: str = ""


@dataclass(frozen=True, slots=True)
class Choosing:
    """One number, several orders of different shops: the packer chooses, the bench never guesses."""

    candidates: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class ChoosingMeaning:
    """One code, several things it may be: the packer says which."""

    back: State
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class ChoosingLine:
    """Which line is meant: by number, nine at a time, or by scanning its item. `positions` are those to choose from."""

    back: Packing
    purpose: Purpose
    positions: tuple[int, ...]
    page: int = 0


@dataclass(frozen=True, slots=True)
class Asking:
    """A step is ready and waits: for PB.OK, or for the badge of a person who has the `right`. Anything else than that
    or PB.CANCEL is refused, so that nothing is agreed to by accident.
    """

    back: State
    step: Step
    asked: Outcome
    right: Right | None = None


@dataclass(frozen=True, slots=True)
class HandingOver:
    """The courier is here: each parcel is scanned onto one carrier's pile. `carrier` is empty before the first.
    `is_taking_off`: the next scan takes a parcel off the pile again.
    """

    carrier: str = ""
    parcels: int = 0
    is_taking_off: bool = False


@dataclass(frozen=True, slots=True)
class Locked:
    """Nobody is logged in; what lies on the table stays there."""

    back: State


State = Idle | Packing | Showing | Choosing | ChoosingMeaning | ChoosingLine | Asking | HandingOver | Locked


@dataclass(frozen=True, slots=True)
class OrderTaken:
    """The order is now on this table."""

    order_id: str


@dataclass(frozen=True, slots=True)
class UnitsChanged:
    """A line's count moved from `before` to `after`; `put_in` and `taken_out` are the tracked units among them."""

    order_id: str
    position: int
    before: int
    after: int
    put_in: tuple[TrackedUnit, ...] = ()
    taken_out: tuple[TrackedUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class LineShortened:
    """`units` of a line will not come with this order: missing on the shelf (`short`), or sent later (`later`)."""

    order_id: str
    position: int
    units: int
    kind: str


@dataclass(frozen=True, slots=True)
class DeviationNoted:
    """Something went differently for `units` of a line: `damage`, `swap` (for `substitute_sku`), `by_hand`."""

    order_id: str
    position: int
    kind: str
    units: int
    substitute_sku: str = ""


@dataclass(frozen=True, slots=True)
class BoxChanged:
    """Dues met, materials used, weight taken."""

    order_id: str
    box: Box


@dataclass(frozen=True, slots=True)
class OrderPutAside:
    """The order left the table unfinished and keeps its counts."""

    order_id: str


@dataclass(frozen=True, slots=True)
class ParcelSealed:
    """The open box is closed: the parcel exists from now on and wants a waybill. `is_last`: the order is packed."""

    order_id: str
    is_last: bool = True


@dataclass(frozen=True, slots=True)
class OrderEnded:
    """Nothing more will come, and the boxes are closed already: the order is packed."""

    order_id: str


@dataclass(frozen=True, slots=True)
class OrdersMerged:
    """The lines of `other_id` travel in the parcel of `order_id` from now on."""

    order_id: str
    other_id: str


@dataclass(frozen=True, slots=True)
class OrdersParted:
    """The other order's goods do not travel in this one's parcels any longer. `is_over`: it was cancelled; else it is
    packed anew.
    """

    order_id: str
    other_id: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class OrdersCloned:
    """These orders hold the same as the verified one and are packed like it."""

    order_id: str
    clone_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeLearned:
    """A barcode means this SKU, in this order only until a lead approves it."""

    order_id: str
    code: str
    sku: str


@dataclass(frozen=True, slots=True)
class OrderHeld:
    """A person at the bench holds the order back."""

    order_id: str


@dataclass(frozen=True, slots=True)
class GoodsReturned:
    """The goods of a stopped order are back on the shelf."""

    order_id: str


@dataclass(frozen=True, slots=True)
class VoidAsked:
    """The parcel's waybill is to be given back."""

    parcel_id: str


Effect = (
    OrderTaken
    | UnitsChanged
    | LineShortened
    | DeviationNoted
    | BoxChanged
    | OrderPutAside
    | ParcelSealed
    | OrderEnded
    | OrdersMerged
    | OrdersParted
    | OrdersCloned
    | CodeLearned
    | OrderHeld
    | GoodsReturned
    | VoidAsked
)


@dataclass(frozen=True, slots=True)
class Step:
    """The next state, the answer, and the effects to be written before the answer is given."""

    state: State
    outcome: Outcome
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class PackingRules:
    """What this bench asks of every box. `today` is the local date (ISO) by which shelf lives are judged."""

    carton_required: bool = False
    weighs: bool = False
    remark_stops: bool = False
    flag_stops: bool = False
    today: str = ""
