"""What a screen shows of the store: small, masked, ready to draw. Nothing here is acted on, only looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.importing import Beside, ImportHeader, RawOrder, beside
from app.domain.label import Calibration, Stock
from app.domain.order import OrderState
from app.domain.printer_status import PrinterStatus
from app.domain.printing import Language, PaperProof, PrintState
from app.domain.shipment import WaybillState


@dataclass(frozen=True, slots=True)
class ParcelGlance:
    """One packed parcel: its order, its waybill and its latest print. Times are UTC epoch milliseconds.

    `code` names the sentence of what went wrong last (`kdniao.105.balance`), empty when nothing did.
    `consignee` is masked. `waybill_state` is None while no waybill was asked for, `print_state` while no print was.
    `position` is the number that the latest print bears, `print_proof` what says that it came out.
    """

    parcel_id: str
    order_id: str
    order_number: str
    consignee: str
    sealed_at_ms: int
    units: int
    waybill_state: WaybillState | None
    tracking_number: str
    service: str
    print_state: PrintState | None
    copies: int
    code: str
    changed_fields: tuple[str, ...] = ()
    position: int = 0
    print_proof: PaperProof = PaperProof.NONE


@dataclass(frozen=True, slots=True)
class PrinterGlance:
    """What the ledger says of one printer. `waiting` prints have not been begun, the oldest of them since
    `waiting_since_ms`; `sent_at_ms` is when it was last sent something; both 0 when there is none. `code` names what
    went wrong with the last print that was tried, empty when nothing did.
    """

    printer: str
    waiting: int = 0
    waiting_since_ms: int = 0
    sent_at_ms: int = 0
    code: str = ""


class LaneState(StrEnum):
    """How a lane is doing."""

    IDLE = "idle"
    WORKING = "working"
    WAITING = "waiting"  # the way is not free; `code` says why; it tries again by itself
    STOPPED = "stopped"  # a person must mend something; `code` says what


@dataclass(frozen=True, slots=True)
class LaneGlance:
    """One background lane: `waiting` jobs are queued, `held` jobs want a person's decision."""

    lane: str
    state: LaneState
    waiting: int
    held: int
    code: str = ""
    since_ms: int = 0
    next_try_at_ms: int = 0


@dataclass(frozen=True, slots=True)
class PrinterReport:
    """All that is known of one printer: where it is and its paper, what the ledger and its lane say of it, what it said
    last of itself (None: not asked yet, or not set up), who takes over, and what its test card said.
    """

    address: str
    language: Language
    stock: Stock
    ledger: PrinterGlance
    lane: LaneGlance
    status: PrinterStatus | None = None
    fallback: str = ""
    calibration: Calibration | None = None

    @property
    def name(self) -> str:
        return self.ledger.printer


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A printer that is there: the `address` and `identity` that the settings would name, its own name for itself, what
    it seems to be spoken to in (None: nobody knows), and where it was found (`mdns`, `usb`).
    """

    address: str
    identity: str
    model: str
    language: Language | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayGlance:
    """Counts for the bench's head line: orders still to pack, put aside, and parcels sealed since local midnight, also
    by the hour of the clock: the first of `by_hour` is from midnight on, its last the hour that runs now.
    `planned_per_hour` is 0 where there is no plan.
    """

    open_orders: int
    aside_orders: int
    parcels_today: int
    by_hour: tuple[int, ...] = ()
    planned_per_hour: int = 0


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row of an order file that did not come in. `code` names the reason, `field` what is at fault and `column` its
    title in the file; no values. `order` is the place of its order in `ImportReport.orders` (-1: not kept), and `cell`
    the one cell that a person may put right here (-1: it must be put right in the file).
    """

    row: int
    code: str
    field: str = ""
    column: str = ""
    order: int = -1
    cell: int = -1

    @property
    def is_skipped(self) -> bool:
        """No mistake: the shop says that there is nothing to ship."""
        return self.code.startswith("import.skipped_")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How an import went. `known` orders were in the store already and stayed as they were; `bad_rows` holds the first
    1,000 of `bad` rows, of which `skipped` are no mistakes. `was_cancelled`: stopped by a person; what had come in
    stays. `header` and `orders` are what the listed rows can be corrected from.
    """

    format: str
    added: int
    known: int
    bad: int
    bad_rows: tuple[ImportedRow, ...]
    was_cancelled: bool = False
    skipped: int = 0
    header: ImportHeader | None = field(default=None, compare=False, repr=False)
    orders: tuple[RawOrder, ...] = field(default=(), compare=False, repr=False)

    def value(self, row: ImportedRow) -> str:
        """What stands in the cell at fault. Personal."""
        return self.orders[row.order].cells(row.row)[row.cell] if row.cell >= 0 else ""

    def beside(self, row: ImportedRow) -> Beside | None:
        """What stands around it, masked; None where it was not kept."""
        return beside(self.header, self.orders[row.order], row.row) if self.header and row.order >= 0 else None


class Light(StrEnum):
    """One finding of the doctor."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor looked at. `code` names the sentence with its remedy, `detail` what was seen."""

    light: Light
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OrderGlance:
    """One order in a list. `consignee` is masked; `due_at_ms` (UTC epoch milliseconds) is when it must be with the
    courier, 0 where nobody said.
    """

    order_id: str
    number: str
    shop: str
    consignee: str
    state: OrderState
    units: int
    units_packed: int
    service: str
    due_at_ms: int = 0
