"""The only words for people: code → sentence, tone and next step, in Chinese and English.

No Qt here: the window and the terminal say the same. Calm, short, first what happened, then what to do.
A label that was sent is called sent; nobody has seen paper yet.
"""

from __future__ import annotations

from app.domain.closing import ConfirmPolicy
from app.domain.glance import LaneGlance, LaneState, ParcelGlance
from app.domain.incident import Decision, IncidentKind
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.packing import Choosing, Packing, Showing, State
from app.domain.printing import PrintState
from app.domain.shipment import WaybillState
from app.ui.messages_fault import FAULTS, UNKNOWN
from app.ui.messages_incident import CASES, CHOICES, REASONS, SPECIAL, SPECIAL_WORDS
from app.ui.messages_outcome import ANSWERS, Tone
from app.ui.messages_remedy import Fault
from app.ui.messages_text import CHINESE, ENGLISH, LANGUAGES, Text
from app.ui.messages_window import (
    FIELDS,
    LANE_STATES,
    LANES,
    NEXT,
    NEXT_THEN,
    PRINT_STATES,
    WAYBILL_STATES,
    WORDS,
)

__all__ = [
    "CHINESE",
    "ENGLISH",
    "LANGUAGES",
    "Tone",
    "changed_fields",
    "decision_does",
    "decision_word",
    "do_now",
    "explain",
    "field_name",
    "incident_known",
    "incident_name",
    "incident_tone",
    "incident_what",
    "lane_name",
    "lane_state",
    "next_step",
    "parcel_state",
    "reasons",
    "remedy",
    "sentence",
    "then",
    "tone_of",
    "what",
    "word",
]


def tone_of(code: OutcomeCode) -> Tone:
    """The sound, color and shape of an answer."""
    return ANSWERS[code].tone


def sentence(outcome: Outcome, language: str) -> str:
    """What happened, in one sentence."""
    return _filled(ANSWERS[outcome.code].what, outcome, language)


def do_now(outcome: Outcome, language: str) -> str:
    """What the packer does about it; empty when the next step says all."""
    return _filled(ANSWERS[outcome.code].do, outcome, language)


def _filled(text: Text, outcome: Outcome, language: str) -> str:
    return text.say(language).format(
        scanned=outcome.scanned,
        order=outcome.order_number,
        item=outcome.item,
        packed=outcome.packed,
        quantity=outcome.quantity,
        units_packed=outcome.units_packed,
        units=outcome.units,
        choices=("、" if language == CHINESE else ", ").join(outcome.choices),
    )


def next_step(
    state: State,
    language: str,
    *,
    last: OutcomeCode | None = None,
    parcel: ParcelGlance | None = None,
    confirm: ConfirmPolicy = ConfirmPolicy.OFF,
    is_unseen: bool = False,
) -> str:
    """What to do now, readable from two metres.

    `last` is the latest answer, `parcel` the shown order's parcel where it is known, `confirm` whether labels are
    scanned back, `is_unseen` that this parcel's label should have been scanned by now.
    """
    return NEXT[_step(state, last, parcel, confirm, is_unseen=is_unseen)].say(language)


def then(
    state: State,
    language: str,
    *,
    last: OutcomeCode | None = None,
    parcel: ParcelGlance | None = None,
    confirm: ConfirmPolicy = ConfirmPolicy.OFF,
    is_unseen: bool = False,
) -> str:
    """The second line to the next step: what is missing in the box, or what comes after."""
    step = _step(state, last, parcel, confirm, is_unseen=is_unseen)
    if step == "item" and isinstance(state, Packing):
        return _missing(state, language)
    if step in ("no_label", "late") and parcel is not None and parcel.code:
        return explain(parcel.code, language)
    return NEXT_THEN[step].say(language)


_AFTER = {
    OutcomeCode.VOID_CONFIRM: "void",
    OutcomeCode.LABEL_OF_ANOTHER: "other_label",
    OutcomeCode.LABEL_VOIDED: "void_label",
}


def _step(
    state: State,
    last: OutcomeCode | None,
    parcel: ParcelGlance | None,
    confirm: ConfirmPolicy,
    *,
    is_unseen: bool,
) -> str:
    if last in _AFTER:
        return _AFTER[last]
    if isinstance(state, Choosing):
        return "choose"
    if isinstance(state, Packing):
        return "unpack" if state.is_unpacking else "item"
    if isinstance(state, Showing):
        if parcel is None and last is not OutcomeCode.ORDER_COMPLETE:
            return "shown"
        step = _label_step(parcel)
        return step if confirm is ConfirmPolicy.OFF else _scan_step(step, is_unseen=is_unseen)
    return "order"


def _scan_step(step: str, *, is_unseen: bool) -> str:
    """Where labels are scanned back, sticking one on is not the end of it."""
    if step == "stick":
        return "unseen" if is_unseen else "scan_label"
    return "unseen" if step == "look" else step


def _missing(state: Packing, language: str) -> str:
    lines = [line for line in state.order.lines if not line.is_complete]
    names = [f"{line.title or line.sku} × {line.quantity - line.packed}" for line in lines]
    return word("step.missing", language, names=("，" if language == CHINESE else ", ").join(names))


def _label_step(parcel: ParcelGlance | None) -> str:
    if parcel is None or parcel.waybill_state is None:
        return "close"
    if parcel.waybill_state in (WaybillState.CANCELLED, WaybillState.CANCELLING):
        return "voided"
    if parcel.waybill_state is WaybillState.REJECTED or parcel.print_state is PrintState.FAILED:
        return "no_label"
    if parcel.print_state is PrintState.UNKNOWN:
        return "look"
    if parcel.print_state is PrintState.CONFIRMED:
        return "seen"
    if parcel.print_state is PrintState.SENT:
        return "stick"
    return "late" if parcel.code else "close"


def parcel_state(parcel: ParcelGlance, language: str) -> tuple[Tone, str]:
    """How far a parcel's label is, in a word or two, with the tone of its mark."""
    waybill, printed = parcel.waybill_state, parcel.print_state
    tone = Tone.SYSTEM
    if waybill is WaybillState.REJECTED or (waybill is WaybillState.ISSUED and printed is PrintState.FAILED):
        tone = Tone.STOP
    elif waybill is WaybillState.UNCERTAIN or (waybill is WaybillState.ISSUED and printed is PrintState.UNKNOWN):
        tone = Tone.WRONG
    elif waybill is WaybillState.ISSUED and printed is PrintState.CONFIRMED:
        tone = Tone.OK
    if waybill is WaybillState.ISSUED and printed is not None:
        return tone, PRINT_STATES[printed].say(language)
    return tone, WAYBILL_STATES[waybill].say(language)


def incident_tone(kind: IncidentKind) -> Tone:
    """The mark of a kind of incident."""
    return CASES[kind].tone


def incident_name(kind: IncidentKind, language: str) -> str:
    """The kind in two or three words, for a list."""
    return CASES[kind].name.say(language)


def incident_what(kind: IncidentKind, language: str) -> str:
    """What happened, in one sentence."""
    return CASES[kind].what.say(language)


def incident_known(kind: IncidentKind, language: str) -> str:
    """What is known of it, and no more than that."""
    return CASES[kind].known.say(language)


def decision_word(kind: IncidentKind, decision: Decision, language: str) -> str:
    """The word on a decision's key."""
    return SPECIAL_WORDS.get((kind, decision), CHOICES[decision].word).say(language)


def decision_does(kind: IncidentKind, decision: Decision, language: str) -> str:
    """What a decision about this kind of incident will do."""
    return SPECIAL.get((kind, decision), CHOICES[decision].does).say(language)


def reasons(decision: Decision, language: str) -> tuple[str, ...]:
    """The usual reasons for a decision, for the journal."""
    return tuple(reason.say(language) for reason in REASONS[decision])


def changed_fields(parcel: ParcelGlance, language: str) -> str:
    """Which fields the carrier's rules forced to change; empty when none."""
    if not parcel.changed_fields:
        return ""
    names = [field_name(field, language) for field in parcel.changed_fields]
    return word("parcel.changed", language, fields=("、" if language == CHINESE else ", ").join(names))


def field_name(field: str, language: str) -> str:
    """`consignee.street` or `street` → street; a field nobody named stays as it is."""
    name = field.rpartition(".")[2]
    return FIELDS[name].say(language) if name in FIELDS else field


def lane_name(lane: str, language: str) -> str:
    """`carrier:kdniao` → Carrier (kdniao); a lane of another kind keeps its own name."""
    kind, _, which = lane.partition(":")
    name = LANES[kind].say(language) if kind in LANES else kind
    return f"{name} · {which}" if which else name


def lane_state(lane: LaneGlance, language: str) -> str:
    """How a lane is doing, with what waits in it."""
    text = LANE_STATES[LaneState(lane.state)].say(language)
    if lane.waiting:
        text += word("lane.waiting_jobs", language, count=lane.waiting)
    if lane.held:
        text += word("lane.held_jobs", language, count=lane.held)
    return text


def what(code: str, language: str) -> str:
    """What happened, for an error code; an unknown one is named and never raises."""
    return _fault(code).what.say(language).format(code=code)


def remedy(code: str, language: str) -> str:
    """What to do about an error code."""
    return _fault(code).do.say(language).format(code=code)


def explain(code: str, language: str) -> str:
    """What happened and what to do, in one line."""
    gap = "" if language == CHINESE else " "
    return f"{what(code, language)}{gap}{remedy(code, language)}".strip()


def _fault(code: str) -> Fault:
    name = code
    while name:
        if name in FAULTS:
            return FAULTS[name]
        name = name.rpartition(".")[0]
    return UNKNOWN


def word(key: str, language: str, **values: object) -> str:
    """A word or phrase of the window, with its names filled in."""
    return WORDS[key].say(language).format(**values)
