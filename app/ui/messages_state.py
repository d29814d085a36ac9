"""What to do next, in every state of the desk: one short line for two metres, and a second one to it.

Both languages side by side; the names in braces are filled in from what lies on the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from app.domain.closing import ConfirmPolicy
from app.domain.counting import line_at
from app.domain.desk import (
    Arm,
    Asking,
    Capture,
    Choosing,
    ChoosingLine,
    ChoosingMeaning,
    HandingOver,
    Idle,
    Locked,
    Packing,
    PackingRules,
    Purpose,
    Showing,
    State,
)
from app.domain.deviation import PAGE
from app.domain.dues import Due, first_due, first_note, notes
from app.domain.glance import ParcelGlance
from app.domain.order import Order, Scope
from app.domain.outcome import OutcomeCode
from app.domain.printing import BY_PRINTER, PrintState
from app.domain.shipment import WaybillState
from app.domain.unit import asks
from app.ui.messages_fault import explain
from app.ui.messages_outcome import sentence
from app.ui.messages_reason import reason_word
from app.ui.messages_step import NEXT, NEXT_THEN
from app.ui.messages_text import CHINESE
from app.ui.messages_window import word

MOST_NAMED = 8  # missing items; a line has no room for more
_NO_RULES = PackingRules()


@dataclass(frozen=True, slots=True)
class _Step:
    """A step's key in NEXT and NEXT_THEN, what its sentences name, and a second line made for the occasion."""

    key: str
    item: str = ""
    mark: str = ""
    carrier: str = ""
    parcels: int = 0
    then: str = ""


def next_step(
    state: State,
    language: str,
    *,
    last: OutcomeCode | None = None,
    parcel: ParcelGlance | None = None,
    confirm: ConfirmPolicy = ConfirmPolicy.OFF,
    is_unseen: bool = False,
    rules: PackingRules = _NO_RULES,
) -> str:
    """What to do now, readable from two metres.

    `last` is the latest answer, `parcel` the shown order's parcel where it is known, `confirm` whether labels are
    scanned back, `is_unseen` that this parcel's label should have been scanned by now, `rules` what the bench asks of
    every box.
    """
    return _say(_step(state, language, last, _Shown(parcel, confirm, is_unseen), rules), language, second=False)


def then(
    state: State,
    language: str,
    *,
    last: OutcomeCode | None = None,
    parcel: ParcelGlance | None = None,
    confirm: ConfirmPolicy = ConfirmPolicy.OFF,
    is_unseen: bool = False,
    rules: PackingRules = _NO_RULES,
) -> str:
    """The second line to the next step: what is missing in the box, what is asked, or what comes after."""
    return _say(_step(state, language, last, _Shown(parcel, confirm, is_unseen), rules), language, second=True)


def _say(step: _Step, language: str, *, second: bool) -> str:
    if second and step.then:
        return step.then
    text = (NEXT_THEN if second else NEXT)[step.key].say(language)
    return text.format(item=step.item, mark=step.mark, carrier=step.carrier, parcels=step.parcels)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is known of the label of the packed order in view."""

    parcel: ParcelGlance | None
    confirm: ConfirmPolicy
    is_unseen: bool


_AFTER = {
    OutcomeCode.VOID_CONFIRM: "void",
    OutcomeCode.LABEL_OF_ANOTHER: "other_label",
    OutcomeCode.LABEL_VOIDED: "void_label",
}
_LINES = {
    Purpose.SHORT: "line_short",
    Purpose.SWAP: "line_swap",
    Purpose.BY_HAND: "line_by_hand",
    Purpose.LEARN: "line_learn",
}
_UNIT = {OutcomeCode.SERIAL_NEXT: "serial", OutcomeCode.LOT_NEXT: "lot", OutcomeCode.EXPIRY_NEXT: "expiry"}
_STOPS = {"cancel": "stop_cancel", "hold": "stop_hold", "address": "stop_address"}


def _step(state: State, language: str, last: OutcomeCode | None, shown: _Shown, rules: PackingRules) -> _Step:
    match state:
        case Locked():
            return _Step("locked")
        case Asking():
            key = "ask" if state.right is None else "ask_lead"
            return _Step(key, then=sentence(state.asked, language))
        case Choosing():
            return _Step("choose")
        case ChoosingMeaning():
            return _Step("meaning")
        case ChoosingLine():
            return _Step(_LINES[state.purpose], then=_more_lines(state, language))
        case HandingOver():
            return _hand_over_step(state)
        case _:
            return _table_step(state, language, last, shown, rules)


def _table_step(
    state: Idle | Packing | Showing, language: str, last: OutcomeCode | None, shown: _Shown, rules: PackingRules
) -> _Step:
    if last in _AFTER:
        return _Step(_AFTER[last])
    match state:
        case Packing():
            return _packing_step(state, language, last, rules)
        case Showing():
            return _shown_step(state, language, last, shown)
        case Idle():
            return _Step("first_item" if state.is_item_first else "order")


def _packing_step(state: Packing, language: str, last: OutcomeCode | None, rules: PackingRules) -> _Step:
    order = state.order
    if order.stop in _STOPS:
        return _Step(_STOPS[order.stop])
    if first_note(order, rules):
        return _Step("note", then=_note(order, rules, Scope.ORDER))
    if state.capture is not None:
        return _unit_step(order, state.capture)
    if state.arm is not None:
        names_line = state.arm in (Arm.SWAP, Arm.LEARN)
        line = line_at(order, state.position) if names_line else None
        return _Step(str(state.arm), item=line.title or line.sku if line else "")
    if state.is_closing:
        return _due_step(order, language, last, rules)
    return _Step("item", then=_missing(order, language))


def _unit_step(order: Order, capture: Capture) -> _Step:
    line = line_at(order, capture.position)
    if capture.is_out:
        return _Step("unit_out", item=line.title or line.sku)
    wanted = asks(capture, line.policy)
    return _Step(_UNIT[wanted] if wanted else "item", item=line.title or line.sku)


def _due_step(order: Order, language: str, last: OutcomeCode | None, rules: PackingRules) -> _Step:
    """What stands between the full box and its seal."""
    due = first_due(order, rules)
    if last in (OutcomeCode.WEIGHT_LIGHT, OutcomeCode.WEIGHT_HEAVY):
        return _Step("weigh_again")
    if due is None:
        return _Step("item", then=_missing(order, language))
    if due.kind is Due.NOTE:
        return _Step("note", then=_note(order, rules, Scope(due.word)))
    return _Step(str(due.kind), mark=reason_word(due.word, language))


def _note(order: Order, rules: PackingRules, scope: Scope) -> str:
    return " · ".join(each.text for each in notes(order, rules, scope))


def _more_lines(state: ChoosingLine, language: str) -> str:
    return word("step.more_lines", language) if len(state.positions) > PAGE else ""


def _hand_over_step(state: HandingOver) -> _Step:
    if state.is_taking_off:
        return _Step("take_off", carrier=state.carrier)
    return _Step("next_parcel" if state.carrier else "first_parcel", carrier=state.carrier, parcels=state.parcels)


def _missing(order: Order, language: str) -> str:
    lines = list(islice((line for line in order.lines if line.missing), MOST_NAMED + 1))
    names = [f"{line.title or line.sku} × {line.missing}" for line in lines[:MOST_NAMED]]
    names += ["…"] if len(lines) > MOST_NAMED else []
    key = "step.missing" if order.box.sequence == 1 else "step.missing_box"
    gap = "，" if language == CHINESE else ", "
    return word(key, language, names=gap.join(names), parcel=order.box.sequence)


def _shown_step(state: Showing, language: str, last: OutcomeCode | None, shown: _Shown) -> _Step:
    parcel = shown.parcel
    if state.order.stop in _STOPS:
        return _Step(_STOPS[state.order.stop])
    if parcel is None and last not in (OutcomeCode.ORDER_COMPLETE, OutcomeCode.ORDER_PART_PACKED):
        return _Step("shown")
    key = _label_key(parcel)
    if shown.confirm is not ConfirmPolicy.OFF:
        key = _scan_key(key, is_unseen=shown.is_unseen)
    why = explain(parcel.code, language) if key in ("no_label", "late") and parcel is not None and parcel.code else ""
    return _Step(key, then=why)


def _scan_key(key: str, *, is_unseen: bool) -> str:
    """Where labels are scanned back, sticking one on is not the end of it."""
    if key == "stick":
        return "unseen" if is_unseen else "scan_label"
    return "unseen" if key == "look" else key


def _label_key(parcel: ParcelGlance | None) -> str:
    if parcel is None or parcel.waybill_state is None:
        return "close"
    if parcel.waybill_state in (WaybillState.CANCELLED, WaybillState.CANCELLING):
        return "voided"
    if parcel.waybill_state is WaybillState.REJECTED or parcel.print_state is PrintState.FAILED:
        return "no_label"
    if parcel.print_state is PrintState.UNKNOWN:
        return "look"
    if parcel.print_state is PrintState.CONFIRMED and parcel.print_proof not in BY_PRINTER:
        return "seen"
    if parcel.print_state in (PrintState.SENT, PrintState.CONFIRMED):
        return "stick"
    return "late" if parcel.code else "close"
