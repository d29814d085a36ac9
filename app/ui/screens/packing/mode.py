"""What the desk is at, as a sign: armed for the next scan, asking for something, stopped, or opening by item."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.barcode import Command
from app.domain.counting import line_at
from app.domain.desk import (
    Arm,
    Asking,
    Capture,
    Choosing,
    ChoosingLine,
    ChoosingMeaning,
    Idle,
    Packing,
    PackingRules,
    Showing,
    State,
)
from app.domain.dues import Due, DueNow, first_due, first_note
from app.domain.order import Order, Scope
from app.domain.outcome import OutcomeCode
from app.domain.unit import asks
from app.ui.messages import command_name, word

_ARMS = {
    Arm.UNPACK: Command.UNPACK,
    Arm.DAMAGE: Command.DAMAGE,
    Arm.SWAP: Command.SWAP,
    Arm.MERGE: Command.MERGE,
    Arm.LEARN: Command.LEARN,
}
_FIELDS = {OutcomeCode.SERIAL_NEXT: "serial", OutcomeCode.LOT_NEXT: "lot", OutcomeCode.EXPIRY_NEXT: "expiry"}


class Mood(StrEnum):
    """How a sign looks: an arrow with stripes, a plain field, the stop's octagon, a quiet frame."""

    ARMED = "armed"
    ASKS = "asks"
    STOP = "stop"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Mode:
    """A sign beside the step: its pictogram (none for a stop) and a word."""

    mood: Mood
    pictogram: str
    word: str


def mode_of(state: State, rules: PackingRules, language: str) -> Mode | None:
    """The sign of a state; None where items are simply counted in or an order is simply scanned."""
    match state:
        case Idle(is_item_first=True):
            return Mode(Mood.CALM, "item", word("mode.item", language))
        case Packing(order) | Showing(order) if order.stop:
            return Mode(Mood.STOP, "", word("mode.stop", language))
        case Packing():
            return _at_order(state, rules, language)
        case Choosing() | ChoosingMeaning() | ChoosingLine():
            return Mode(Mood.ASKS, "choose", word("mode.choose", language))
        case Asking(right=None):
            return Mode(Mood.ASKS, "ask", word("mode.ask", language))
        case Asking():
            return Mode(Mood.ASKS, "badge", word("mode.lead", language))
    return None


def due_of(state: State, rules: PackingRules) -> DueNow | None:
    """What has to be done before anything is counted, or before the box is closed; a unit that is begun comes first.
    Nothing is due of an order that is stopped.
    """
    if not isinstance(state, Packing) or state.order.stop:
        return None
    if first_note(state.order, rules):
        return DueNow(Due.NOTE, "order", Scope.ORDER)
    is_asked = state.is_closing and state.capture is None and state.arm is None
    return first_due(state.order, rules) if is_asked else None


def field_of(order: Order, capture: Capture) -> str:
    """Which field of a unit is scanned next: `serial`, `lot` or `expiry`; empty when none is."""
    policy = line_at(order, capture.position).policy
    wanted = asks(capture, policy)
    return _FIELDS[wanted] if wanted else ""


def _at_order(state: Packing, rules: PackingRules, language: str) -> Mode | None:
    due = due_of(state, rules)
    if due is not None and due.kind is Due.NOTE:
        return Mode(Mood.ASKS, "note", word("mode.note", language))
    if state.arm is not None:
        return Mode(Mood.ARMED, str(state.arm), command_name(_ARMS[state.arm], language))
    if state.capture is not None and (field := field_of(state.order, state.capture)):
        return Mode(Mood.ASKS, field, word(f"unit.{field}", language))
    if due is not None:
        pictogram = due.word if due.kind is Due.MARK else str(due.kind)
        return Mode(Mood.ASKS, pictogram, word(f"mode.{due.kind}", language))
    return None
