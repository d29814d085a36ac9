"""How a scanner and a computer may be set up, and how each code of the sheet then arrives: one guess each.

A guess reads by the places of the keys, or takes what the system made of them. Those that cannot be mended are guessed
too: they say what to change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import product

from app.domain.barcode import GROUP_SEPARATOR
from app.domain.keyboard import SPACE, accented, char_of, is_dead, keys_of
from app.domain.lesson_codes import LESSON_TEXTS, LessonStep
from app.domain.lesson_result import Advice, Note
from app.domain.wedge_profile import Country, WedgeProfile

PRINTABLE = "".join(map(chr, range(33, 127)))
_WIDE = {code: code + 0xFEE0 for code in range(33, 127)}  # what an input method in full-width mode makes of ASCII
_CASES: tuple[Callable[[str], str], ...] = (str.swapcase, str.upper, str.lower)
_VARYING = re.compile(f"{GROUP_SEPARATOR}|[^\x00-\x7f]+")
_SEPARATOR_ROOM = 12  # characters, whatever was made of it
_CHINESE_ROOM = 60  # for four characters


@dataclass(frozen=True, slots=True)
class Found:
    """Where a code stands in a text, and what came in place of its separator."""

    start: int
    end: int
    between: str


@dataclass(frozen=True, slots=True)
class Shape:
    """How a code looks: its parts in turn, and between two of them anything of at most `room` characters."""

    parts: tuple[str, ...]
    room: int

    def find(self, text: str) -> Found | None:
        """The first that is there."""
        start = text.find(self.parts[0])
        while start >= 0:
            end, between = start + len(self.parts[0]), ""
            for part in self.parts[1:]:
                at = text.find(part, end, end + self.room + len(part))
                if at < 0:
                    break
                between, end = text[end:at], at + len(part)
            else:
                return Found(start, end, between)
            start = text.find(self.parts[0], start + 1)
        return None


@dataclass(frozen=True, slots=True)
class Guess:
    """`reads` turns keys into text, `shapes` say how the codes look in it. `profile` mends that, None where nothing
    does; then `advice` is what to change.
    """

    reads: WedgeProfile
    shapes: dict[LessonStep, Shape] = field(compare=False)
    profile: WedgeProfile | None
    advice: Advice | None = None
    notes: tuple[Note, ...] = ()


@lru_cache(maxsize=1)
def guesses() -> tuple[Guess, ...]:
    """All of them, the likelier and better ones first."""
    return (*_by_places(), *_by_text())


def _by_places() -> list[Guess]:
    found = []
    for country in Country:
        reads = WedgeProfile(country)
        found.append(Guess(reads, _shapes(str), reads, notes=(Note.PLACES,)))
        found += [Guess(reads, _shapes(change), None, Advice.CAPS_LOCK) for change in _CASES]
        if any(not types(country, character) for character in PRINTABLE):
            found.append(Guess(reads, _shapes(partial(typeable, country)), None, Advice.COUNTRY_US))
    return found


def _by_text() -> list[Guess]:
    plain = WedgeProfile()
    found = [Guess(plain, _shapes(str), plain)]
    wide = WedgeProfile(translation=tuple((chr(w), chr(c)) for c, w in _WIDE.items()))
    found.append(Guess(plain, _shapes(_widened), wide, notes=(Note.FULL_WIDTH,)))
    for change in _CASES:
        shapes = (_shapes(change), _shapes(_all_widened(change)))
        found += [Guess(plain, shape, None, Advice.CAPS_LOCK) for shape in shapes]
    pairs = [(scanner, system) for scanner, system in product(Country, Country) if scanner is not system]
    found += [_translated(scanner, system, is_wide=is_wide) for is_wide in (False, True) for scanner, system in pairs]
    for country in Country:
        found += _same_and_poor(country)
    for scanner, system in product(Country, Country):
        for locks_all in (False, True):
            shape = _shapes(_arrives(scanner, system, is_locked=True, locks_all=locks_all))
            found.append(Guess(plain, shape, None, Advice.CAPS_LOCK))
    return found


def _translated(scanner: Country, system: Country, *, is_wide: bool) -> Guess:
    arrives = _arrives(scanner, system)
    shape = _shapes(_all_widened(arrives) if is_wide else arrives)
    table = translation_of(scanner, system)
    if table is None:
        is_rich = typeable(system, PRINTABLE) == PRINTABLE
        return Guess(WedgeProfile(), shape, None, Advice.to_country(system) if is_rich else Advice.SERIAL)
    if is_wide:
        table = {_widened(arrived): meant for arrived, meant in table.items()}
    translation = tuple((arrived, meant) for arrived, meant in table.items() if arrived != meant)
    notes = (Note.TRANSLATED, Note.FULL_WIDTH) if is_wide else (Note.TRANSLATED,)
    return Guess(WedgeProfile(), shape, WedgeProfile(translation=translation), notes=notes)


def _same_and_poor(country: Country) -> list[Guess]:
    """Scanner and system agree on a country whose keyboard lacks a character, or the scanner leaves out the Space that
    belongs behind a dead key.
    """
    changes: list[Callable[[str], str]] = []
    if typeable(country, PRINTABLE) != PRINTABLE:
        changes.append(partial(typeable, country))
    if any(_waits(country, key) for key in keys_of(country, typeable(country, PRINTABLE))):
        changes.append(_arrives(country, country, is_lazy=True))
    shapes = [_shapes(shaped) for change in changes for shaped in (change, _all_widened(change))]
    return [Guess(WedgeProfile(), shape, None, Advice.SERIAL) for shape in shapes]


def translation_of(scanner: Country, system: Country) -> dict[str, str] | None:
    """What each printable character arrives as, by what it is then: from a keyboard of one country on a system of
    another. None where one does not arrive, waits for the next key, or arrives as another does.
    """
    meant_by: dict[str, str] = {}
    for character in PRINTABLE:
        keys = keys_of(scanner, character) if types(scanner, character) else ()
        arrived = [_character(system, key) for key in keys]
        is_single = len(keys) == 1 and not _waits(system, keys[0]) and len(arrived[0]) == 1
        if not is_single or arrived[0] in meant_by:
            return None
        meant_by[arrived[0]] = character
    return meant_by


def types(country: Country, character: str) -> bool:
    """Whether a scanner of that country has a key for a character."""
    try:
        return bool(keys_of(country, character))
    except ValueError:
        return False


def typeable(country: Country, text: str) -> str:
    """A text without what the country has no key for; separators stay."""
    return "".join(c for c in text if ord(c) > 127 or c == GROUP_SEPARATOR or types(country, c))


def _arrives(
    scanner: Country, system: Country, *, is_locked: bool = False, locks_all: bool = False, is_lazy: bool = False
) -> Callable[[str], str]:
    """What a system makes of the keys of a scanner of another country; `is_locked`: with Caps Lock, which with
    `locks_all` goes for every key, as in Germany and France; `is_lazy`: no Space behind a dead key.
    """

    def arrived(text: str) -> str:
        done, accent = "", ""
        for key in keys_of(scanner, typeable(scanner, text)):
            place, is_shift, is_altgr = key
            if is_lazy and place == SPACE:
                continue
            if is_locked and not is_altgr and (locks_all or _character(system, key).isalpha()):
                is_shift = not is_shift
            character = _character(system, (place, is_shift, is_altgr))
            if accent and character:
                done, accent = done + accented(accent, character), ""
            elif is_dead(system, place, is_shift=is_shift, is_altgr=is_altgr):
                accent = character
            else:
                done += character
        return done + accent

    return arrived


def _character(country: Country, key: tuple[int, bool, bool]) -> str:
    place, is_shift, is_altgr = key
    return char_of(country, place, is_shift=is_shift, is_altgr=is_altgr)


def _waits(country: Country, key: tuple[int, bool, bool]) -> bool:
    place, is_shift, is_altgr = key
    return is_dead(country, place, is_shift=is_shift, is_altgr=is_altgr)


def _widened(text: str) -> str:
    return text.translate(_WIDE)


def _all_widened(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: _widened(change(text))


def plain_shape(step: LessonStep) -> Shape:
    """How a code looks when it arrives as it is."""
    return _shape(LESSON_TEXTS[step], str)


def _shapes(change: Callable[[str], str]) -> dict[LessonStep, Shape]:
    """Separator and Chinese may arrive as anything; the rest as `change` has it."""
    return {step: _shape(text, change) for step, text in LESSON_TEXTS.items()}


def _shape(text: str, change: Callable[[str], str]) -> Shape:
    parts = _VARYING.split(text)
    return Shape(tuple(map(change, parts)), _SEPARATOR_ROOM if text.isascii() else _CHINESE_ROOM)
