"""The only words for people: code → sentence, tone and next step, in Chinese and English.

No Qt here: the window and the terminal say the same. Calm, short, first what happened, then what to do.
A label that was sent is called sent; nobody has seen paper yet.
"""

from __future__ import annotations

from app.domain.glance import LaneGlance, LaneState, ParcelGlance
from app.domain.incident import Decision, IncidentKind
from app.domain.meaning import MeaningKind
from app.domain.printing import BY_PRINTER, PrintState
from app.domain.shipment import WaybillState
from app.ui.messages_command import command_does, command_name
from app.ui.messages_fault import explain, remedy, what
from app.ui.messages_incident import CASES, CHOICES, REASONS, SPECIAL, SPECIAL_WORDS
from app.ui.messages_outcome import Tone, do_now, sentence, tone_of
from app.ui.messages_reason import MEANINGS, reason_word
from app.ui.messages_state import next_step, then
from app.ui.messages_text import CHINESE, ENGLISH, LANGUAGES
from app.ui.messages_window import FIELDS, LANE_STATES, LANES, PRINT_STATES, PRINTED, WAYBILL_STATES, word

__all__ = [
    "CHINESE",
    "ENGLISH",
    "LANGUAGES",
    "Tone",
    "changed_fields",
    "command_does",
    "command_name",
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
    "meaning_word",
    "next_step",
    "parcel_state",
    "reason_word",
    "reasons",
    "remedy",
    "sentence",
    "then",
    "tone_of",
    "what",
    "word",
]


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
        is_out = printed in (PrintState.SENT, PrintState.CONFIRMED) and parcel.print_proof in BY_PRINTER
        return tone, (PRINTED if is_out else PRINT_STATES[printed]).say(language)
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


def meaning_word(kind: MeaningKind, language: str) -> str:
    """What a code may mean, as one of several."""
    return MEANINGS[kind].say(language)


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
