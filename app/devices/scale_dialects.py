"""What scales say on serial lines: MT-SICS, Toledo continuous, Yaohua XK3190, and lines as `ST,GS,+  1.234kg`.

A dialect is the shape of one whole report and what it means. Whatever has no such shape is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from app.domain.weighing import Reading, ScaleTrouble, Unit, to_grams

_LONGEST = 64
"""No report of any dialect is longer; more than that of unfinished bytes is noise."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one report says; `is_stable` is None in a dialect that has no word for it."""

    grams: int
    is_stable: bool | None


Report = Shown | ScaleTrouble | None
"""None: a whole report that cannot be true (its checksum says so) or says nothing of the weight."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """`report` matches one whole report; `understand` takes the match and the unit that was set for the scale, or None
    where the scale's own word counts. `request` is empty where the scale speaks by itself.
    """

    report: re.Pattern[bytes]
    understand: Callable[[re.Match[bytes], Unit | None], Report]
    request: bytes = b""


class DialectParser:
    """Reports of one dialect out of bytes in any pieces. `unit` overrides what the scale says of its unit.

    A scale whose dialect has no word for it stands still when it has shown the same number for `still_ms`.
    """

    def __init__(self, dialect: Dialect, unit: Unit | None = None, *, still_ms: int = 500) -> None:
        self.request = dialect.request
        self._still_ms = still_ms
        self._dialect = dialect
        self._unit = unit
        self.forget()

    def forget(self) -> None:
        self._rest = b""
        self._came_at: list[int] = []  # beside each byte of the rest, since when it may have been here
        self._shown: tuple[int, int] | None = None  # grams and since when
        self._heard_at_ms = 0

    def feed(self, piece: bytes, at_ms: int) -> list[Reading | ScaleTrouble]:
        rest = self._rest + piece
        came_at = self._came_at + [at_ms] * len(piece)
        end = 0
        found: list[Reading | ScaleTrouble] = []
        for match in self._dialect.report.finditer(rest):
            end = match.end()
            report = self._dialect.understand(match, self._unit)
            if report is not None:
                found.append(self._reading(report, came_at[match.start()]))
        keep = max(end, len(rest) - _LONGEST)
        self._rest, self._came_at = rest[keep:], came_at[keep:]
        return found

    def _reading(self, report: Shown | ScaleTrouble, at_ms: int) -> Reading | ScaleTrouble:
        if isinstance(report, ScaleTrouble):
            self._shown = None
            return report
        if report.is_stable is not None:
            return Reading(report.grams, report.is_stable, at_ms)
        was_interrupted = at_ms - self._heard_at_ms > self._still_ms
        if self._shown is None or self._shown[0] != report.grams or was_interrupted:
            self._shown = (report.grams, at_ms)
        self._heard_at_ms = at_ms
        return Reading(report.grams, at_ms - self._shown[1] >= self._still_ms, at_ms)


_UNITS = {name.encode("ascii"): unit for unit in Unit for name in (unit.value, unit.value.upper())}


def _shown(sign: bytes, digits: bytes, unit: bytes, own_unit: Unit | None, is_stable: bool) -> Report:  # noqa: FBT001
    known = own_unit or _UNITS.get(unit)
    if known is None:
        return ScaleTrouble.WRONG_UNIT
    grams = to_grams(Decimal(digits.decode("ascii")), known)
    return Shown(-grams if sign == b"-" else grams, is_stable)


def _mt_sics(match: re.Match[bytes], unit: Unit | None) -> Report:
    """`S S     100.00 g` stable, `S D` moving, `S I` busy, `S +` and `S -` out of range (MT-SICS level 0)."""
    if match["trouble"]:
        troubles = {b"+": ScaleTrouble.OVERLOAD, b"-": ScaleTrouble.UNDERLOAD, b"I": ScaleTrouble.NOT_READY}
        return troubles[match["trouble"]]
    return _shown(match["sign"], match["digits"], match["unit"], unit, match["state"] == b"S")


def _toledo(match: re.Match[bytes], unit: Unit | None) -> Report:
    """Status words A (bits 0-2 decimal point), B (sign, range, motion, kg, power-up) and C (unit, expanded display).

    As Mettler-Toledo writes them; other makers set other bits for the unit, so one may be set for the scale.
    """
    checksum = match.groupdict().get("checksum")
    if checksum is not None and (sum(byte & 0x7F for byte in match["body"]) + checksum[0]) & 0x7F:
        return None
    point, b, c = match["a"][0] & 7, match["b"][0], match["c"][0]
    if b & 4:
        return ScaleTrouble.UNDERLOAD if b & 2 else ScaleTrouble.OVERLOAD
    if b & 0x40 or c & 0x10:
        return ScaleTrouble.NOT_READY  # not zeroed since power-up; a display that shows ten times finer for service
    own = {0: Unit.KILOGRAM if b & 0x10 else Unit.POUND, 1: Unit.GRAM, 3: Unit.OUNCE}.get(c & 7)
    known = unit or own
    digits = match["digits"].lstrip()  # leading zeros may be blank
    if known is None or not digits.isdigit():
        return ScaleTrouble.WRONG_UNIT if digits.isdigit() else None
    grams = to_grams(Decimal(int(digits)).scaleb(2 - point), known)
    return Shown(-grams if b & 2 else grams, not b & 8)


def _yaohua(match: re.Match[bytes], unit: Unit | None) -> Report:
    """STX, sign, six digits, number of decimals, XOR of those eight bytes in two hexadecimal digits, ETX.

    The format tells neither the unit (kg unless one was set) nor whether the scale stands still, nor an overload.
    """
    if reduce(lambda one, other: one ^ other, match["body"]) != int(match["checksum"], 16):
        return None
    grams = to_grams(Decimal(int(match["digits"])).scaleb(-int(match["decimals"])), unit or Unit.KILOGRAM)
    return Shown(-grams if match["sign"] == b"-" else grams, None)


def _st_gs(match: re.Match[bytes], unit: Unit | None) -> Report:
    """`ST,GS,+  1.234kg` stable gross, `US,NT,` moving net, `OL` out of range (A&D, Jadever and many after them)."""
    if match["trouble"]:
        return ScaleTrouble.UNDERLOAD if match["trouble"].strip(b" ,GSNT").startswith(b"-") else ScaleTrouble.OVERLOAD
    return _shown(match["sign"], match["digits"], match["unit"], unit, match["state"] == b"ST")


_NUMBER = rb"(?P<sign>[+-]?) *(?P<digits>[0-9]{1,8}(?:\.[0-9]{0,8})?) *(?P<unit>[A-Za-z%]{1,5})"
_LINE_START = rb"(?<![^\r\n])"
_STATUS_WORDS = rb"\x02(?P<a>[\x20-\x7f])(?P<b>[\x20-\x7f])(?P<c>[\x20-\x7f])"
_TOLEDO = rb"(?P<body>" + _STATUS_WORDS + rb"(?P<digits>[0-9 ]{6})(?:[0-9 ]{6})?\r)"  # some leave the tare out

DIALECTS = {
    "mt-sics": Dialect(
        re.compile(
            _LINE_START + rb"S (?:(?P<state>[SD]) +" + _NUMBER + rb"|(?P<trouble>[I+-])) *[\r\n]",
        ),
        _mt_sics,
        request=b"SI\r\n",
    ),
    "toledo": Dialect(re.compile(_TOLEDO), _toledo),
    "toledo-checksum": Dialect(re.compile(_TOLEDO + rb"(?P<checksum>[\x00-\x7f])"), _toledo),
    "yaohua": Dialect(
        re.compile(
            rb"\x02(?P<body>(?P<sign>[+-])(?P<digits>[0-9]{6})(?P<decimals>[0-4]))(?P<checksum>[0-9A-F]{2})\x03"
        ),
        _yaohua,
    ),
    "st-gs": Dialect(
        re.compile(
            _LINE_START
            + rb"(?:(?P<state>ST|US|QT),(?:(?:GS|NT)[ ,])? *"
            + _NUMBER
            + rb"|OL(?P<trouble>[^\r\n]{1,30})) *[\r\n]"
        ),
        _st_gs,
    ),
}
"""Name in settings → dialect. The two of Toledo differ in whether the scale is set to send a checksum."""
