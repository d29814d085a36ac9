"""GS1 element strings: what a GS1-128, a GS1 DataMatrix or a GS1 QR says of an item, one unit of it or a carton.

Every check digit, date and length is enforced, and a text whose separators may be lost is refused, never guessed.
Our own table instead of the library biip 5.2: that one takes 100 ms to import, opens files and asks the clock to do it,
accepts a GTIN with a wrong check digit, and where a separator is lost it cuts a lot off and reads on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.barcode import (
    GROUP_SEPARATOR,
    GS1_SYMBOLOGIES,
    MESSAGE_HEAD,
    Code,
    has_check_digit,
    has_gtin_check_digit,
)
from app.domain.gs1_content import place_day
from app.domain.gs1_table import (
    ALL_AIS,
    Field,
    excluded_by,
    field_of,
    has_true_check_digit,
    has_true_content,
    unpaired,
)


class Gs1Flaw(StrEnum):
    """Why a text is no element string that could be trusted.

    `lost_separator`: a field of variable length may have swallowed its neighbor. `contradiction`: the same thing is
    said twice and differently.
    """

    LOST_SEPARATOR = "lost_separator"
    CHECK_DIGIT = "check_digit"
    UNKNOWN_AI = "unknown_ai"
    BAD_DATE = "bad_date"
    BAD_FORMAT = "bad_format"
    TOO_LONG = "too_long"
    INCOMPLETE = "incomplete"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Gs1:
    """An element string read: what is not in it is empty or None.

    `gtin` and `content_gtin` have 14 digits: the item itself (01), and the item inside a logistic unit (02), of which
    `count` (37, or 30 for goods by measure) are in it. `sscc` has 18 digits. A date without a day is the month's last
    day (General Specifications 3.4). `weight_g` is the net weight (310n), rounded to the gram. `elements` are all
    application identifiers with their values, in the order of the code; `unpaired` those whose mandatory partner is in
    none of them. That is no flaw: the partner may stand in another symbol on the same item (GS1 Syntax Dictionary).
    """

    gtin: str = ""
    content_gtin: str = ""
    sscc: str = ""
    serial: str = ""
    lot: str = ""
    expiry: date | None = None
    best_before: date | None = None
    sell_by: date | None = None
    produced: date | None = None
    count: int | None = None
    weight_g: int | None = None
    additional_id: str = ""
    elements: tuple[tuple[str, str], ...] = ()
    unpaired: tuple[str, ...] = ()

    @property
    def has_unit(self) -> bool:
        """Whether it says anything of one unit: its serial, lot or dates."""
        return bool(self.serial or self.lot or self.expiry or self.best_before)


# How scanners and drivers write a separator they cannot type. The marks of one character are none of the character
# set 82, but a misread might be: they count only where the scanner said by its identifier that this is GS1.
_STAND_INS = re.compile(r"\{GS\}|<GS>|\[GS\]|\u241d", re.IGNORECASE)
_STAND_IN_MARKS = re.compile(r"\^\]|[|^\]]")
_BRACKETED = re.compile(r"\(([0-9]{2,4})\)")

_OF_TIME = "DEFHST"

Elements = tuple[tuple[str, str], ...]


def looks_like_gs1(code: Code) -> bool:
    """Whether a code is to be read as an element string: the scanner says so, it holds a separator, it is written with
    brackets, or it begins with a GTIN (01, 02) or is an SSCC (00) with a true check digit.
    """
    text = code.text
    if text.startswith(MESSAGE_HEAD):
        return False
    if code.symbology in GS1_SYMBOLOGIES or GROUP_SEPARATOR in text or _BRACKETED.match(text):
        return True
    if text.startswith("00"):
        return len(text) == 20 and has_check_digit(text[2:])
    return text.startswith(("01", "02")) and len(text) >= 16 and has_gtin_check_digit(text[2:16])


def read_gs1(code: Code, *, today: date, separators_kept: bool = False) -> Gs1 | Gs1Flaw:
    """Read an element string, plain or with brackets, or say why it cannot be trusted.

    `today` places the two-digit years: 49 back to 50 ahead (General Specifications 7.12).

    The rule of the lost separator. A field of variable length ends at a separator or at the end of the code. It is read
    as it stands when this scanner is known to send separators: `separators_kept` says so, or the code holds one itself.
    From any other scanner the field is refused as soon as it is longer than it may be, or any later part of it could be
    read as further fields to the code's end, every check digit and date among them true: lot `L1` and serial `21S1` are
    the same characters as lot `L121S1`. Unambiguous without any separator are therefore: fields of predefined length,
    one field of variable length at the end with no such part in it, and the form with brackets.
    """
    text = _STAND_INS.sub(GROUP_SEPARATOR, code.text)
    if _BRACKETED.match(text):
        elements = _read_bracketed(text, today)
    else:
        if code.symbology in GS1_SYMBOLOGIES:
            text = _STAND_IN_MARKS.sub(GROUP_SEPARATOR, text)
        elements = _read_plain(text, today, is_whole=separators_kept or GROUP_SEPARATOR in text)
    if isinstance(elements, Gs1Flaw):
        return elements
    return _meaning(elements, today) if elements else Gs1Flaw.INCOMPLETE


def _read_bracketed(text: str, today: date) -> Elements | Gs1Flaw:
    _, *parts = _BRACKETED.split(text)
    taken: dict[str, str] = {}
    for ai, written in zip(parts[::2], parts[1::2], strict=True):
        value = written.strip(f" {GROUP_SEPARATOR}")
        if ai not in ALL_AIS:
            return Gs1Flaw.UNKNOWN_AI
        flaw = _flaw_of(field_of(ai), value, today) or _conflict(taken, ai, value)
        if flaw:
            return flaw
        taken[ai] = value
    return tuple(taken.items())


def _read_plain(text: str, today: date, *, is_whole: bool) -> Elements | Gs1Flaw:
    """Separators after a field that needs none, at the front and at the end are superfluous and harmless (7.8.6)."""
    taken: dict[str, str] = {}
    for part in text.split(GROUP_SEPARATOR):
        rest = part
        while rest:
            ai = _ai_of(rest)
            if ai is None:
                return Gs1Flaw.UNKNOWN_AI
            field = field_of(ai)
            rest = rest[len(ai) :]
            value = rest[: field.longest] if field.is_predefined else rest
            if not is_whole and not field.is_predefined and _may_hide_fields(ai, value, taken, today):
                return Gs1Flaw.LOST_SEPARATOR
            flaw = _flaw_of(field, value, today) or _conflict(taken, ai, value)
            if flaw:
                return flaw
            taken[ai] = value
            rest = rest[len(value) :]
    return tuple(taken.items())


def _ai_of(text: str) -> str | None:
    """The identifier a text begins with; none is the beginning of another."""
    return next((text[:length] for length in (2, 3, 4) if text[:length] in ALL_AIS), None)


def _flaw_of(field: Field, value: str, today: date) -> Gs1Flaw | None:
    if len(value) < field.shortest:
        return Gs1Flaw.INCOMPLETE
    if len(value) > field.longest:
        return Gs1Flaw.TOO_LONG
    match = field.pattern.fullmatch(value)
    if match is None:
        return Gs1Flaw.BAD_FORMAT
    for kind, component in zip(field.kinds, match.groups(), strict=True):
        if component and not has_true_check_digit(kind, component):
            return Gs1Flaw.CHECK_DIGIT
        if component and not has_true_content(kind, component, today):
            return Gs1Flaw.BAD_DATE if kind in _OF_TIME else Gs1Flaw.BAD_FORMAT
    return None


def _conflict(taken: dict[str, str], ai: str, value: str) -> Gs1Flaw | None:
    is_other = taken.get(ai, value) != value
    is_excluded = not excluded_by(ai).isdisjoint(taken)
    return Gs1Flaw.CONTRADICTION if is_other or is_excluded else None


def _may_hide_fields(ai: str, value: str, taken: dict[str, str], today: date) -> bool:
    """Whether a value may be a shorter one whose separator is lost, and the fields that followed it."""
    field = field_of(ai)
    if len(value) > field.longest:
        return True
    for end in range(field.shortest, len(value)):
        head = value[:end]
        if _flaw_of(field, head, today) is None and _could_follow(value[end:], {**taken, ai: head}, today, set()):
            return True
    return False


def _could_follow(text: str, taken: dict[str, str], today: date, refuted: set[int]) -> bool:
    """Whether a text can be read as fields to its end, wherever separators may be lost in it. `refuted`: how many
    characters from the end were tried in vain.
    """
    ai = _ai_of(text)
    if ai is None or len(text) in refuted:
        return False
    field = field_of(ai)
    rest = text[len(ai) :]
    for end in range(field.shortest, min(field.longest, len(rest)) + 1):
        value = rest[:end]
        if _flaw_of(field, value, today) or _conflict(taken, ai, value):
            continue
        if end == len(rest) or _could_follow(rest[end:], taken, today, refuted):
            return True
    refuted.add(len(text))
    return False


def _meaning(elements: Elements, today: date) -> Gs1:
    values = dict(elements)
    days = {ai: place_day(values[ai][:6], today) for ai in ("11", "15", "16", "17", "7003") if ai in values}
    count = values.get("37") or values.get("30")
    weight = next(((ai, value) for ai, value in elements if ai.startswith("310")), None)
    return Gs1(
        gtin=values.get("01", ""),
        content_gtin=values.get("02", ""),
        sscc=values.get("00", ""),
        serial=values.get("21", ""),
        lot=values.get("10", ""),
        expiry=days.get("17") or days.get("7003"),
        best_before=days.get("15"),
        sell_by=days.get("16"),
        produced=days.get("11"),
        count=int(count) if count else None,
        weight_g=_grams(int(weight[1]), int(weight[0][3])) if weight else None,
        additional_id=values.get("240", ""),
        elements=elements,
        unpaired=unpaired(frozenset(values)),
    )


def _grams(number: int, decimals: int) -> int:
    """Kilograms with so many decimals in whole grams."""
    parts = int(10**decimals)
    return (number * 1000 + parts // 2) // parts
