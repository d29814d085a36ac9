"""Whose tracking number a code bears: the forms of the carriers' numbers, their check digits, what is put around them.

The forms are a file (resources/carriers/README.md), checked row by row when it is read; nothing here opens it.
A form says how numbers look, never that one exists: what the store knows of a code always comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache

from app.domain.barcode import Code, has_gtin_check_digit, is_retail
from app.domain.tracking_check import CHECKS

LONGEST_NUMBER = 40
_MOST_INSIDE = 16
# In these an EAN-13 is as good as never printed: thirteen digits are a waybill's (Yunda, STO, EMS).
_CODE_128 = frozenset({"]C0", "]C1", "]C2"})
_IMEI_BODIES = ("01", "35", "86", "99")
_DROPPED = re.compile(r"[\s\x1d()*]")
_WORD = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{8,40}(?![0-9A-Z])")
_WRITTEN = re.compile(r"[-:/?=&{}|,;\x1d]")


class Trust(IntEnum):
    """How far a form can be believed: `SURE` is written by nobody else, `LIKELY` seldom by others, `WEAK` by many."""

    WEAK = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class CarrierName:
    """A carrier by the code it is known under (Kdniao's where it has one), with its name in both languages."""

    key: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a carrier writes its numbers.

    `pattern` matches the whole text with the number in its one group; the text has one of `lengths`. `check` names
    the rule of `tracking_check` for the number, or for the whole text where `checks_whole`; empty when it has none.
    """

    carrier: CarrierName
    pattern: str
    lengths: tuple[int, ...]
    check: str
    trust: Trust
    example: str
    line: int
    checks_whole: bool = False


@dataclass(frozen=True, slots=True)
class Recognized:
    """A carrier whose number a code may be. `number` is bare, as the carrier is asked for it; `why` names the check
    digit that holds, or is `form`.
    """

    carrier: CarrierName
    number: str
    trust: Trust
    why: str


@dataclass(frozen=True, slots=True)
class TrackingForms:
    """The forms of all carriers, found by the length of a text."""

    forms: tuple[Form, ...] = ()
    by_length: dict[int, tuple[Form, ...]] = field(default_factory=dict)


NO_FORMS = TrackingForms()


def index_forms(forms: Iterable[Form]) -> TrackingForms:
    """Forms made ready to be asked."""
    found: dict[int, list[Form]] = {}
    kept = tuple(forms)
    for form in kept:
        for length in form.lengths:
            found.setdefault(length, []).append(form)
    return TrackingForms(kept, {length: tuple(each) for length, each in found.items()})


def recognize(code: Code, forms: TrackingForms) -> tuple[Recognized, ...]:
    """Whose number a code may be, the most trusted first; empty for a trade item's symbol and for what nobody writes.

    Digits that are also a GTIN are trusted only in a symbol that trade items do not use: a scanner that does not tell
    its symbols apart cannot tell a thirteen-digit waybill from an EAN-13. A phone's IMEI is printed in Code 128 too.
    """
    if is_retail(code):
        return ()
    plain = _plain(code.text)
    found = [*_matching(plain, forms)]
    if not found and _WRITTEN.search(code.text):
        found = [each for word in _words(code.text) for each in _matching(word, forms) if each.trust is Trust.SURE]
    is_gtin = code.symbology not in _CODE_128 and has_gtin_check_digit(plain)
    if is_gtin or _is_imei(plain):
        found = [each if each.trust is Trust.SURE else _weakened(each) for each in found]
    best: dict[tuple[str, str], Recognized] = {}
    for each in sorted(found, key=lambda one: (-one.trust, one.why == "form", one.carrier.key)):
        best.setdefault((each.carrier.key, each.number), each)
    return tuple(best.values())


def bare_numbers(code: Code, forms: TrackingForms) -> tuple[str, ...]:
    """The numbers that a code may be an envelope of, for the store to be asked: without the postcode before it (USPS),
    the service behind it (DPD), or as a word of a longer text (SF's QR, links, the messages of ISO/IEC 15434). Never
    the code's own text in whatever case; at most 16.
    """
    if is_retail(code):
        return ()
    plain = _plain(code.text)
    words = _words(code.text) if _WRITTEN.search(code.text) else ()
    numbers = [found.number for each in (plain, *words) for found in _matching(each, forms)]
    candidates = dict.fromkeys((*words, *numbers, plain))
    found = (number for number in candidates if number != code.text.upper() and len(number) <= LONGEST_NUMBER)
    return tuple(found)[:_MOST_INSIDE]


def _is_imei(digits: str) -> bool:
    """Fifteen digits with Luhn's check digit, of a body that gives them out (3GPP TS 23.003)."""
    return len(digits) == 15 and digits.startswith(_IMEI_BODIES) and CHECKS["luhn"](digits)


def _plain(text: str) -> str:
    """Without the spaces and brackets that are printed for people, separators, and Code 39's stars; in capitals."""
    return _DROPPED.sub("", text).upper()


def _words(text: str) -> tuple[str, ...]:
    """What stands in a longer text by itself and could be a number: eight characters or more, a digit among them."""
    words = dict.fromkeys(word for word in _WORD.findall(text.upper()) if any(c.isdigit() for c in word))
    return tuple(words)[:_MOST_INSIDE]


def _matching(text: str, forms: TrackingForms) -> Iterator[Recognized]:
    for form in forms.by_length.get(len(text), ()):
        match = _compiled(form.pattern).fullmatch(text)
        if match is None:
            continue
        number = match[1]
        if form.check and not CHECKS[form.check](text if form.checks_whole else number):
            continue
        yield Recognized(form.carrier, number, form.trust, form.check or "form")


def _weakened(found: Recognized) -> Recognized:
    return Recognized(found.carrier, found.number, Trust.WEAK, found.why)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: most of the world's forms are never met at one bench."""
    return re.compile(pattern, re.ASCII)
