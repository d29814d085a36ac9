"""GS1 element strings: what a GS1-128, a GS1 DataMatrix or a GS1 QR says of an item, one unit of it or a carton.

Every check digit, date and length is enforced, and a text whose separators may be lost is refused, never guessed.
Our own table instead of the library biip 5.2: that one takes 100 ms to import, opens files and asks the clock to do it,
accepts a GTIN with a wrong check digit, and where a separator is lost it cuts a lot off and reads on.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from app.domain.barcode import GROUP_SEPARATOR, GS1_SYMBOLOGIES, Code, has_check_digit, has_gtin_check_digit


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
    application identifiers with their values, in the order of the code.
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

    @property
    def has_unit(self) -> bool:
        """Whether it says anything of one unit: its serial, lot or dates."""
        return bool(self.serial or self.lot or self.expiry or self.best_before)


# The application identifiers (GS1 Syntax Dictionary), by the format of their value. N digits, X and Y the character
# sets 82 and 39, Z base64url; C digits that end in a check digit, D a date; in brackets what may be missing.
# With * the length is predefined and no separator needs to follow. `310n` stands for 3100 to 3105.
_FORMATS = {
    "*C18": "00",
    "*C14": "01-03",
    "*D6": "11-13 15-17",
    "*N2": "20",
    "*N6": "310n-316n 320n-337n 340n-357n 360n-369n",
    "*C13": "410-417",
    "C17": "402",
    "C18": "8017-8018",
    "C14 N4": "8006 8026",
    "C13 [X..17]": "253",
    "C13 [N..12]": "255",
    "N1 C13 [X..16]": "8003",
    "D6": "4326 7006",
    "D6 N4": "4324-4325 7003",
    "D6 [D6]": "7007",
    "D6 [N4]": "7011",
    "D6 N2 [N..4]": "8008",
    "N1": "4321-4323 7252",
    "N2": "7241",
    "N3": "422 424 426",
    "N4": "3940-3943 8111",
    "N6": "3950-3955 8005",
    "N6 [X1]": "4330-4333",
    "N8": "7250",
    "N12": "7251",
    "N13": "7001",
    "N14": "8001",
    "N15": "8040-8041",
    "N18 [N..2]": "8043",
    "N20": "4309",
    "N32": "8042",
    "N..4": "7004",
    "N..6": "242",
    "N..8": "30 37",
    "N..10": "8019",
    "N..12": "8011",
    "N..15": "3900-3909 3920-3929 423 425",
    "N1 X3": "7040",
    "N3 N..15": "3910-3919 3930-3939",
    "N3 X..9": "421",
    "N3 X..27": "7030-7039",
    "X2": "4307 4317",
    "X2 X..28": "7230-7239",
    "X3": "7258",
    "X..2": "7010",
    "X..3": "427 7008",
    "X..4": "7041",
    "X..10": "7009 7255",
    "X..12": "7005",
    "X..20": "10 21 22 243 254 420 4318 7020-7022 710-717 7240 8002 8012",
    "X..25": "7242 8013-8014 8020",
    "X..28": "235",
    "X..30": "240-241 250-251 400-401 403 4308 4319 7002 7023 8004 90",
    "X..34": "8007",
    "X..35": "4300-4301 4310-4311 4320",
    "X..40": "7253-7254 7259",
    "X..50": "8009",
    "X..70": "4302-4306 4312-4316 7257 8110 8112 8200",
    "X..90": "7256 91-99",
    "Y..30": "8010",
    "Z..90": "8030",
}
_CHARACTERS = {
    "N": "[0-9]",
    "C": "[0-9]",
    "D": "[0-9]",
    "X": '[!"%-?A-Z_a-z]',
    "Y": "[#/0-9A-Z-]",
    "Z": "[0-9A-Z_a-z-]",
}
_COMPONENT = re.compile(r"(\[?)([NCDXYZ])(\.\.)?(\d+)\]?")
# How scanners and drivers write a separator they cannot type. The marks of one character are none of the character
# set 82, but a misread might be: they count only where the scanner said by its identifier that this is GS1.
_STAND_INS = re.compile(r"\{GS\}|<GS>|\[GS\]|\u241d", re.IGNORECASE)
_STAND_IN_MARKS = re.compile(r"\^\]|[|^\]]")
_BRACKETED = re.compile(r"\(([0-9]{2,4})\)")
# A trade item is either the thing itself or what a logistic unit holds (General Specifications 4.13.1).
_EXCLUDED = {"01": ("02", "37"), "02": ("01",), "37": ("01",)}


@dataclass(frozen=True, slots=True)
class _Field:
    """The value of an application identifier: one group of `pattern` a component, `kinds` says what each must be."""

    pattern: re.Pattern[str]
    kinds: str
    shortest: int
    longest: int
    is_predefined: bool


Elements = tuple[tuple[str, str], ...]


def _each_ai(ranges: str) -> list[str]:
    found: list[str] = []
    for part in ranges.split():
        first, _, last = part.partition("-")
        numbers = range(int(first.rstrip("n")), int((last or first).rstrip("n")) + 1)
        plain = [str(number).rjust(len(first.rstrip("n")), "0") for number in numbers]
        found += [f"{ai}{decimals}" for ai in plain for decimals in range(6)] if first.endswith("n") else plain
    return found


_AIS = {ai: spec for spec, ranges in _FORMATS.items() for ai in _each_ai(ranges)}


@cache
def _field(spec: str) -> _Field:
    pattern = kinds = ""
    shortest = longest = 0
    for optional, kind, up_to, digits in _COMPONENT.findall(spec):
        least = 1 if up_to else int(digits)
        pattern += f"({_CHARACTERS[kind]}{{{least},{digits}}})" + ("?" if optional else "")
        kinds += kind
        shortest += 0 if optional else least
        longest += int(digits)
    return _Field(re.compile(pattern), kinds, shortest, longest, spec.startswith("*"))


def looks_like_gs1(code: Code) -> bool:
    """Whether a code is to be read as an element string: the scanner says so, it holds a separator, it is written with
    brackets, or it begins with a GTIN (01, 02) or is an SSCC (00) with a true check digit.
    """
    text = code.text
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
        if ai not in _AIS:
            return Gs1Flaw.UNKNOWN_AI
        flaw = _flaw_of(_field(_AIS[ai]), value, today) or _conflict(taken, ai, value)
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
            field = _field(_AIS[ai])
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
    return next((text[:length] for length in (2, 3, 4) if text[:length] in _AIS), None)


def _flaw_of(field: _Field, value: str, today: date) -> Gs1Flaw | None:
    if len(value) < field.shortest:
        return Gs1Flaw.INCOMPLETE
    if len(value) > field.longest:
        return Gs1Flaw.TOO_LONG
    match = field.pattern.fullmatch(value)
    if match is None:
        return Gs1Flaw.BAD_FORMAT
    for kind, component in zip(field.kinds, match.groups(), strict=True):
        if kind == "C" and not has_check_digit(component):
            return Gs1Flaw.CHECK_DIGIT
        if kind == "D" and component and _date(component, today) is None:
            return Gs1Flaw.BAD_DATE
    return None


def _conflict(taken: dict[str, str], ai: str, value: str) -> Gs1Flaw | None:
    is_other = taken.get(ai, value) != value
    is_excluded = any(other in taken for other in _EXCLUDED.get(ai, ()))
    return Gs1Flaw.CONTRADICTION if is_other or is_excluded else None


def _may_hide_fields(ai: str, value: str, taken: dict[str, str], today: date) -> bool:
    """Whether a value may be a shorter one whose separator is lost, and the fields that followed it."""
    field = _field(_AIS[ai])
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
    field = _field(_AIS[ai])
    rest = text[len(ai) :]
    for end in range(field.shortest, min(field.longest, len(rest)) + 1):
        value = rest[:end]
        if _flaw_of(field, value, today) or _conflict(taken, ai, value):
            continue
        if end == len(rest) or _could_follow(rest[end:], taken, today, refuted):
            return True
    refuted.add(len(text))
    return False


def _date(digits: str, today: date) -> date | None:
    """The day of YYMMDD, the last day of its month where the day is 00; None when the calendar has none such."""
    years_ahead = int(digits[:2]) - today.year % 100
    century = today.year // 100 - (years_ahead >= 51) + (years_ahead <= -50)
    year, month, day = century * 100 + int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if not 1 <= month <= 12 or day > monthrange(year, month)[1]:
        return None
    return date(year, month, day or monthrange(year, month)[1])


def _meaning(elements: Elements, today: date) -> Gs1:
    values = dict(elements)
    days = {ai: _date(values[ai][:6], today) for ai in ("11", "15", "16", "17", "7003") if ai in values}
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
    )


def _grams(number: int, decimals: int) -> int:
    """Kilograms with so many decimals in whole grams."""
    parts = int(10**decimals)
    return (number * 1000 + parts // 2) // parts
