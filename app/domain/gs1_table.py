"""The application identifiers of GS1: the form of each value, what it must hold, and what may and must stand beside it.

After the GS1 Syntax Dictionary, which says the same as the General Specifications (section 3), part by part.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from app.domain.barcode import has_check_digit
from app.domain.gs1_content import (
    is_clock_time,
    is_day,
    is_global_model_number,
    is_iban,
    is_latitude,
    is_longitude,
    is_media_type,
    is_percent_encoded,
    is_piece_of_total,
    is_place_in_sequence,
    is_roll,
    is_sex,
    place_day,
)

# The application identifiers by the format of their value, letters as in `_KINDS`; in brackets what may be missing.
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
    "C14 P4": "8006 8026",
    "C13 [X..17]": "253",
    "C13 [N..12]": "255",
    "O1 C13 [X..16]": "8003",
    "E6": "4326 7006",
    "D6 T4": "4324-4325",
    "E6 T4": "7003",
    "E6 [E6]": "7007",
    "E6 [T4]": "7011",
    "E6 H2 [S2] [S2]": "8008",
    "B1": "4321-4323",
    "I1": "7252",
    "J2": "7241",
    "N3": "422 424 426",
    "N4": "3940-3943 8111",
    "N6": "3950-3955 8005",
    "N6 [-1]": "4330-4333",
    "F8": "7250",
    "F8 T4": "7251",
    "N13": "7001",
    "R14": "8001",
    "N15": "8040-8041",
    "N18 [N..2]": "8043",
    "U10 V10": "4309",
    "N32": "8042",
    "N..4": "7004",
    "N..6": "242",
    "N..8": "30 37",
    "N..10": "8019",
    "L..12": "8011",
    "N..15": "3900-3909 3920-3929",
    "Q..15": "423 425",
    "N1 X3": "7040",
    "N3 N..15": "3910-3919 3930-3939",
    "N3 X..9": "421",
    "N3 X..27": "7030-7039",
    "A2": "4307 4317",
    "X2 X..28": "7230-7239",
    "K3": "7258",
    "X..2": "7010",
    "X..3": "427 7008",
    "X..4": "7041",
    "X..10": "7009 7255",
    "X..12": "7005",
    "X..20": "10 21 22 243 254 420 4318 7020-7022 710-717 7240 8002 8012",
    "X..25": "7242 8020",
    "G..25": "8013",
    "M..25": "8014",
    "X..28": "235",
    "X..30": "240-241 250-251 400-401 403 4308 4319 7002 7023 8004 90",
    "W..34": "8007",
    "%..35": "4300-4301 4310-4311 4320",
    "%..40": "7253-7254 7259",
    "X..50": "8009",
    "X..70": "8110 8112 8200",
    "%..70": "4302-4306 4312-4316 7257",
    "X..90": "91-99",
    "%..90": "7256",
    "Y..30": "8010",
    "Z..90": "8030",
}
# The characters of each kind: N digits, X and Y the character sets 82 and 39, Z base64url, A capital letters.
_N, _X = "[0-9]", '[!"%-?A-Z_a-z]'
_CHARACTERS = {
    "X": _X,
    "%": _X,
    "G": _X,
    "M": _X,
    "K": "[0-9/]",
    "Y": "[#/0-9A-Z-]",
    "Z": "[0-9A-Z_a-z=-]",
    "W": "[0-9A-Z]",
    "A": "[A-Z]",
    "-": "-",
    "O": "0",
    "B": "[01]",
}


def _is_day_00(digits: str, today: date) -> bool:
    return place_day(digits, today) is not None


def _is_exact_day(digits: str, today: date) -> bool:
    return digits[4:] != "00" and place_day(digits, today) is not None


# What a value of a kind must be beyond its characters. The kinds that are not here say all by these.
_DATES: dict[str, Callable[[str, date], bool]] = {"D": _is_day_00, "E": _is_exact_day}
_CONTENTS: dict[str, Callable[[str], bool]] = {
    "F": is_day,
    "T": is_clock_time,
    "H": lambda digits: int(digits) <= 23,
    "S": lambda digits: int(digits) <= 59,
    "P": is_piece_of_total,
    "I": is_sex,
    "J": is_media_type,
    "R": is_roll,
    "U": is_latitude,
    "V": is_longitude,
    "L": lambda digits: digits == "0" or not digits.startswith("0"),
    "Q": lambda digits: len(digits) % 3 == 0,
    "G": is_global_model_number,
    "M": lambda text: not text.isdigit() and is_global_model_number(text),
    "K": is_place_in_sequence,
    "W": is_iban,
    "%": is_percent_encoded,
}
_COMPONENT = re.compile(r"(\[?)([A-Z%-])(\.\.)?(\d+)\]?")
# What may not stand in one code, either way round; n stands for any digit, and nothing excludes itself.
_EXCLUDED = {
    "01": "02 255 37 8006",
    "02": "255 8026",
    "21": "235",
    "255": "415 8006 8020 8026",
    "37": "8006",
    "390n": "390n 391n 394n 8111",
    "391n": "391n",
    "392n": "392n 393n 395n",
    "393n": "393n 395n",
    "394n": "394n 8111",
    "395n": "395n 8005",
    "420": "421",
    "421": "4307",
    "426": "422 423 424 425",
    "4330": "4331",
    "4332": "4333",
    "7240": "03",
    "7250": "7251",
    "7253": "7256 7259",
    "7254": "7256 7259",
    "7255": "7256 7259",
    "7256": "7259",
    "8006": "03 8026",
    "8017": "8018",
    "8026": "03",
}
_A_TRADE_ITEM, _MEASURED = "01 02 03 8006 8026", "30 31nn 32nn 35nn 36nn"
# What each needs beside it: one of every group.
_NEEDED = {
    "02": ("37",),
    "10 11 13 15 16 20 240 241 242 422 7001": (_A_TRADE_ITEM,),
    "12": ("8020",),
    "17": ("01 02 03 255 8006 8026",),
    "21 251 7021 8012": ("01 03 8006",),
    "22 235 710-717 337n 8001 8014 8200": ("01",),
    "243": ("01 03",),
    "250": ("01 03 8006", "21"),
    "254": ("414",),
    "30 310n-316n 320n-329n 350n-352n 356n 357n 360n 361n 364n-366n": ("01 02",),
    "330n-336n 340n-349n 353n-355n 362n 363n 367n-369n": ("00 01",),
    "37": ("00", "02 8026"),
    "3900-3909": ("255 8020",),
    "3910-3919": ("8020",),
    "3920-3929": ("01", _MEASURED),
    "3930-3939 3950-3955": (_MEASURED,),
    "3940-3943 8111": ("255",),
    "403 4300-4302 4304-4312 4314-4326 4330-4333 7041": ("00",),
    "415": ("8020",),
    "423-426 7003 7010 7011 8008": ("01 02 03",),
    "427": ("01 02 03", "422"),
    "4303": ("4302",),
    "4313": ("4312",),
    "7002 7005-7009 7030-7039 8005": ("01 02",),
    "7004": ("01 03", "10"),
    "7020": ("01 03 8006", "416"),
    "7022": ("01 03 8006", "7021"),
    "7230-7239": ("01 8004",),
    "7240": ("01 8006",),
    "7241 7242 7253-7256 8019": ("8017 8018",),
    "7250-7252 7257 7259": ("8018",),
    "7258": ("8018", "7259"),
    "8007 8020": ("415",),
    "8009": ("00 01 03",),
    "8011": ("8010",),
    "8026": ("37",),
    "8030": ("00 01 03 253 255 8003 8004 8006 8010 8017 8018",),
    "8040": ("01", "21"),
    "8041-8043": ("01", "21", "8040"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """The value of an application identifier: one group of `pattern` a component, `kinds` says what each must be."""

    pattern: re.Pattern[str]
    kinds: str
    shortest: int
    longest: int
    is_predefined: bool


def _each_ai(ranges: str) -> list[str]:
    found: list[str] = []
    for part in ranges.split():
        first, _, last = part.partition("-")
        numbers = range(int(first.rstrip("n")), int((last or first).rstrip("n")) + 1)
        plain = [str(number).rjust(len(first.rstrip("n")), "0") for number in numbers]
        found += [f"{ai}{decimals}" for ai in plain for decimals in range(6)] if first.endswith("n") else plain
    return found


_AIS = {ai: spec for spec, ranges in _FORMATS.items() for ai in _each_ai(ranges)}
_PARTNERS = {ai: groups for ranges, groups in _NEEDED.items() for ai in _each_ai(ranges)}
ALL_AIS = frozenset(_AIS)


def field_of(ai: str) -> Field:
    """The form of an identifier's value; KeyError for what is none (see `ALL_AIS`)."""
    return _field(_AIS[ai])


@cache
def _field(spec: str) -> Field:
    pattern = kinds = ""
    shortest = longest = 0
    for optional, kind, up_to, digits in _COMPONENT.findall(spec):
        least = 1 if up_to else int(digits)
        pattern += f"({_CHARACTERS.get(kind, _N)}{{{least},{digits}}})" + ("?" if optional else "")
        kinds += kind
        shortest += 0 if optional else least
        longest += int(digits)
    return Field(re.compile(pattern), kinds, shortest, longest, spec.startswith("*"))


def has_true_content(kind: str, component: str, today: date) -> bool:
    """Whether a component with the right characters is what its kind must be; a check digit (C) is not asked here."""
    in_calendar, holds = _DATES.get(kind), _CONTENTS.get(kind)
    return (in_calendar is None or in_calendar(component, today)) and (holds is None or holds(component))


def has_true_check_digit(kind: str, component: str) -> bool:
    return kind != "C" or has_check_digit(component)


@cache
def excluded_by(ai: str) -> frozenset[str]:
    """What may not stand in one code with an identifier. A measure excludes itself with other decimals."""
    found = {other for pattern, others in _EXCLUDED.items() if _is_like(ai, pattern) for other in others.split()}
    found |= {pattern for pattern, others in _EXCLUDED.items() if any(_is_like(ai, each) for each in others.split())}
    if "3100" <= ai <= "3699" and len(ai) == 4:
        found.add(ai[:3] + "n")
    return frozenset(other for other in ALL_AIS if other != ai and any(_is_like(other, each) for each in found))


def unpaired(ais: frozenset[str]) -> tuple[str, ...]:
    """The identifiers whose mandatory partners are not among these."""
    return tuple(sorted(ai for ai in ais if not all(_has_one(ais, group) for group in _PARTNERS.get(ai, ()))))


def _has_one(ais: frozenset[str], group: str) -> bool:
    return any(_is_like(ai, pattern) for pattern in group.split() for ai in ais)


def _is_like(ai: str, pattern: str) -> bool:
    return ai == pattern or (len(ai) == len(pattern) and "n" in pattern and ai.startswith(pattern.rstrip("n")))
