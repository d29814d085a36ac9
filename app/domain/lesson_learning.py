"""From the codes of the sheet as they arrived to the scanner's profile: proven on every one of them, or not given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from app.domain.barcode import GROUP_SEPARATOR
from app.domain.keyboard import TAB
from app.domain.keystroke import Keystroke
from app.domain.lesson_codes import LESSON_TEXTS, LessonStep
from app.domain.lesson_guess import Guess, plain_shape
from app.domain.lesson_result import Advice, Learned, Note
from app.domain.typed import ALT, FUNCTION_KEYS, is_end, shows_caps_lock, transcribe, unwrap
from app.domain.wedge_profile import SeparatorForm, WedgeProfile

Burst = tuple[Keystroke, ...] | str
"""A code as it arrived: keys, or the text of a scanner that does not type."""

GAP_MS = range(30, 251)
_ROOM_MS = 15
_SLOW_MS = 120
_IDENTIFIER = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_WORD = re.compile(r"[^\w\s]\w{1,8}[^\w\s]")  # no code of goods bears {GS} by itself; a bare GS it may


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """What stands around a code: AIM identifier, prefix, suffix; `separator` is what came for GS."""

    identifier: str
    prefix: str
    suffix: str
    separator: str = ""


def read(burst: Burst, profile: WedgeProfile) -> str:
    """The text of a burst by the keyboard that a profile knows; prefix and suffix are still on it."""
    return burst if isinstance(burst, str) else transcribe(burst, profile)


def has_places(burst: Burst) -> bool:
    """Whether the system tells the places of the keys; that of Alt says nothing."""
    return not isinstance(burst, str) and any(stroke.scan_code not in (0, ALT) for stroke in burst)


def learn(bursts: Mapping[LessonStep, Burst], guess: Guess) -> Learned:
    """`guess` fits every burst. Letters, signs and fields are there; Chinese may be missing."""
    if guess.profile is None:
        return Learned(None, (guess.advice,) if guess.advice else ())
    wraps = {step: _wrapped(step, read(burst, guess.profile)) for step, burst in bursts.items()}
    known = [wrapped for wrapped in wraps.values() if wrapped is not None]
    if len(known) < len(wraps):
        return Learned(None, (Advice.SERIAL,))
    if len({(each.prefix, bool(each.identifier)) for each in known}) > 1:
        return Learned(None, (Advice.MAKERS_ID,))
    if len({each.suffix for each in known}) > 1:
        return Learned(None, (Advice.NO_PREFIX,))
    typed = [burst for burst in bursts.values() if not isinstance(burst, str)]
    profile = replace(
        guess.profile,
        prefix=known[0].prefix,
        suffix=known[0].suffix,
        has_identifier=bool(known[0].identifier),
        ends_with=_ending(typed),
        gap_ms=_gap(typed, guess.profile.gap_ms),
    )
    fields = wraps[LessonStep.FIELDS]
    profile = _with_separator(profile, fields.separator if fields else "", bursts[LessonStep.FIELDS])
    unread = [step for step, burst in bursts.items() if not _is_read(step, read(burst, profile), profile)]
    return _learned(profile, guess, unread, typed)


def _learned(
    profile: WedgeProfile, guess: Guess, unread: list[LessonStep], typed: list[tuple[Keystroke, ...]]
) -> Learned:
    if not set(unread) <= {LessonStep.FIELDS, LessonStep.CHINESE}:
        return Learned(None, (Advice.NO_PREFIX if profile.prefix or profile.suffix else Advice.SERIAL,))
    needed = [Advice.FASTER] if _longest_gap(typed) > GAP_MS[-1] else []
    if LessonStep.FIELDS in unread:
        needed.append(Advice.SEPARATOR)
    if LessonStep.CHINESE in unread:
        needed.append(Advice.CHINESE)
    better = [] if profile.has_identifier else [Advice.IDENTIFIER]
    if typed and not profile.ends_with:
        better.append(Advice.ENDING)
    if profile.gap_ms >= _SLOW_MS and Advice.FASTER not in needed:
        better.append(Advice.FASTER)
    is_usable = Advice.FASTER not in needed
    return Learned(profile if is_usable else None, tuple(needed), tuple(better), _notes(profile, guess, typed))


def _notes(profile: WedgeProfile, guess: Guess, typed: list[tuple[Keystroke, ...]]) -> tuple[Note, ...]:
    is_locked = profile.country is not None and any(shows_caps_lock(s) for burst in typed for s in burst)
    seen = {
        Note.PREFIX: bool(profile.prefix),
        Note.SUFFIX: bool(profile.suffix),
        Note.IDENTIFIER: profile.has_identifier,
        Note.SEPARATOR: profile.separator_form not in (SeparatorForm.CONTROL, SeparatorForm.LOST),
        Note.TAB: profile.ends_with == "tab",
        Note.SILENCE: bool(typed) and not profile.ends_with,
        Note.SLOW: profile.gap_ms >= _SLOW_MS,
        Note.CAPS_LOCK: is_locked,
    }
    return (*guess.notes, *(note for note, is_there in seen.items() if is_there))


def _wrapped(step: LessonStep, text: str) -> _Wrapped | None:
    """The identifier stands before the prefix or behind it; a separator in front of all fields is FNC1 said aloud."""
    found = plain_shape(step).find(text)
    if found is None:
        return None
    before, suffix = text[: found.start].removesuffix(GROUP_SEPARATOR), text[found.end :]
    separator = found.between if step is LessonStep.FIELDS else ""
    if _IDENTIFIER.fullmatch(before[-3:]):
        return _Wrapped(before[-3:], before[:-3], suffix, separator)
    if _IDENTIFIER.match(before):
        return _Wrapped(before[:3], before[3:], suffix, separator)
    return _Wrapped("", before, suffix, separator)


def _is_read(step: LessonStep, text: str, profile: WedgeProfile) -> bool:
    code = unwrap(text, profile)
    if profile.has_identifier:
        code = code[3:] if _IDENTIFIER.match(code) else ""
    return code.removeprefix(GROUP_SEPARATOR) == LESSON_TEXTS[step]


def _with_separator(profile: WedgeProfile, arrived: str, burst: Burst) -> WedgeProfile:
    strokes = () if isinstance(burst, str) else burst
    if arrived == GROUP_SEPARATOR:
        is_number = any(stroke.is_keypad and stroke.is_alt for stroke in strokes)
        return replace(profile, separator_form=SeparatorForm.KEYPAD if is_number else SeparatorForm.CONTROL)
    if _WORD.fullmatch(arrived):
        return replace(profile, separator_form=SeparatorForm.WORD, separator=arrived)
    keys = {FUNCTION_KEYS[stroke.scan_code] for stroke in strokes if stroke.scan_code in FUNCTION_KEYS}
    if not arrived and len(keys) == 1:
        return replace(profile, separator_form=SeparatorForm.KEY, separator=keys.pop())
    return replace(profile, separator_form=SeparatorForm.LOST)


def _ending(typed: list[tuple[Keystroke, ...]]) -> str:
    """The key that ends every code; empty where one code ended without, or otherwise."""
    endings = {next((_name(stroke) for stroke in burst if is_end(stroke)), "") for burst in typed} or {"enter"}
    return endings.pop() if len(endings) == 1 else ""


def _name(end: Keystroke) -> str:
    return "tab" if end.text == "\t" or (end.scan_code == TAB and not end.text) else "enter"


def _gap(typed: list[tuple[Keystroke, ...]], usual_ms: int) -> int:
    """Half as much again as the longest pause, with room; where the system does not tell times, the usual."""
    if not any(stroke.at_ms for burst in typed for stroke in burst):
        return usual_ms
    return min(max(_longest_gap(typed) * 3 // 2 + _ROOM_MS, GAP_MS[0]), GAP_MS[-1])


def _longest_gap(typed: list[tuple[Keystroke, ...]]) -> int:
    return max((after.at_ms - before.at_ms for burst in typed for before, after in pairwise(burst)), default=0)
