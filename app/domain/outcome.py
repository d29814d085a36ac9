"""What the bench answers to one scan. The sentence, sound and colour of each code stand in `ui/messages.py`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class OutcomeCode(StrEnum):
    """Every answer the bench knows."""

    ORDER_OPENED = "order.opened"
    ORDER_RESUMED = "order.resumed"
    ORDER_COMPLETE = "order.complete"
    ORDER_PUT_ASIDE = "order.put_aside"
    ORDER_ALREADY_OPEN = "order.already_open"
    ORDER_ANOTHER_OPEN = "order.another_open"
    ORDER_ALREADY_PACKED = "order.already_packed"
    ORDER_CANCELLED = "order.cancelled"
    ORDER_AMBIGUOUS = "order.ambiguous"
    ITEM_PACKED = "item.packed"
    LINE_COMPLETE = "item.line_complete"
    ITEM_WRONG = "item.wrong"
    ITEM_TOO_MANY = "item.too_many"
    ITEM_UNPACKED = "item.unpacked"
    ITEM_NOT_IN_BOX = "item.not_in_box"
    ITEM_BEFORE_ORDER = "item.before_order"
    UNPACK_NEXT = "unpack.next"
    UNPACK_OFF = "unpack.off"
    CODE_UNKNOWN = "code.unknown"
    CODE_TOO_LONG = "code.too_long"
    CODE_CONTROL_CHARACTERS = "code.control_characters"
    CODE_EMPTY = "code.empty"
    COMMAND_NEEDS_ORDER = "command.needs_order"
    COMMAND_NEEDS_PARCEL = "command.needs_parcel"
    REPRINT_QUEUED = "reprint.queued"
    REPRINT_NO_WAYBILL = "reprint.no_waybill"
    REPRINT_UNDER_WAY = "reprint.under_way"
    VOID_CONFIRM = "void.confirm"
    VOID_QUEUED = "void.queued"
    VOID_NOTHING = "void.nothing"
    VOID_UNSETTLED = "void.unsettled"
    LABEL_QUEUED = "label.queued"
    LABEL_EXISTS = "label.exists"
    LABEL_NOT_VERIFIED = "label.not_verified"
    LABEL_CONFIRMED = "label.confirmed"
    LABEL_OF_ANOTHER = "label.of_another"
    LABEL_VOIDED = "label.voided"
    LABEL_AWAITED = "label.awaited"
    DECIDED = "decided"
    DECISION_LATE = "decision.late"
    DECISION_NUMBER_TAKEN = "decision.number_taken"
    DECISION_NEEDS_NUMBER = "decision.needs_number"
    STORE_FULL = "store.full"
    STORE_BUSY = "store.busy"
    STORE_BROKEN = "store.broken"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer: what happened, and what a sentence about it may name. Nothing personal is ever in it.

    `scanned` is the code as shown to people, `item` the title of the line, `packed` of `quantity` its units,
    `units_packed` of `units` the whole order's, `choices` the shops to choose between when a number is ambiguous.
    """

    code: OutcomeCode
    scanned: str = ""
    order_number: str = ""
    item: str = ""
    packed: int = 0
    quantity: int = 0
    units_packed: int = 0
    units: int = 0
    tracking_number: str = ""
    choices: tuple[str, ...] = ()
