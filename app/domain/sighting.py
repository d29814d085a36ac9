"""What a reader saw in pictures, and whether it may be believed: nothing wrong is ever called read.

A retail code passes its check digit when misread, and one engine alone is wrong on up to 8 % of what the other does not
see. So: error-correcting symbols by themselves, all others by two witnesses, or by one and what the bench expects.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.barcode import Code, has_check_digit, item_code

Point = tuple[float, float]
Outline = tuple[Point, Point, Point, Point]
"""Corners of a symbol in pixels of the picture: top left, top right, bottom right, bottom left as the symbol stands."""


class Symbol(StrEnum):
    """A kind of code. EAN-13 includes UPC-A, which is one with a leading zero; QR and DataMatrix their rectangles."""

    EAN_13 = "EAN-13"
    EAN_8 = "EAN-8"
    UPC_E = "UPC-E"
    ITF = "ITF"
    CODE_128 = "Code 128"
    CODE_93 = "Code 93"
    CODE_39 = "Code 39"
    CODABAR = "Codabar"
    DATABAR = "DataBar"
    DATABAR_LIMITED = "DataBar Limited"
    DATABAR_EXPANDED = "DataBar Expanded"
    QR = "QR"
    MICRO_QR = "Micro QR"
    DATA_MATRIX = "DataMatrix"
    AZTEC = "Aztec"
    MAXICODE = "MaxiCode"
    PDF417 = "PDF417"
    MICRO_PDF417 = "MicroPDF417"


ERROR_CORRECTING = frozenset(
    {
        Symbol.QR,
        Symbol.MICRO_QR,
        Symbol.DATA_MATRIX,
        Symbol.AZTEC,
        Symbol.MAXICODE,
        Symbol.PDF417,
        Symbol.MICRO_PDF417,
    }
)
"""Reed–Solomon words, or PDF417's: a text that comes out of them is the one that was put in."""
WEAK = frozenset({Symbol.UPC_E, Symbol.CODE_39, Symbol.CODABAR, Symbol.ITF})
"""Without a check of their own, or with one that misreadings pass: both engines must say so."""

_ITEMS = (Symbol.EAN_13, Symbol.EAN_8, Symbol.ITF, Symbol.CODE_128, Symbol.DATABAR, Symbol.DATABAR_EXPANDED)
_PARCELS = (Symbol.CODE_128, Symbol.ITF, Symbol.CODE_39, Symbol.PDF417, Symbol.AZTEC, Symbol.MAXICODE)
_SQUARES = (Symbol.QR, Symbol.DATA_MATRIX)
ITEM_CODES = frozenset({*_ITEMS, *_SQUARES})
"""What stands on goods. UPC-E only where the shop asks for it: it is misread most."""
WAYBILL_CODES = frozenset({*_PARCELS, *_SQUARES})
BENCH_CODES = ITEM_CODES | WAYBILL_CODES
ALL_CODES = frozenset(Symbol)


class Engine(StrEnum):
    """Who read it."""

    ZXING = "zxing"
    ZBAR = "zbar"
    LIKENESS = "likeness"  # retail codes alone, where edges are lost in blur: ours


@dataclass(frozen=True, slots=True)
class Sighting:
    """One engine's reading of one symbol in one view of one frame.

    `identifier` is the AIM symbology identifier (`]C1`), empty where the engine does not tell. `rows` names the part of
    the picture it was read from: the same rows sharpened or enlarged err alike, and are one witness.
    """

    symbol: Symbol
    text: str
    identifier: str
    outline: Outline
    engine: Engine
    rows: str
    frame: int = 0

    @property
    def witness(self) -> tuple[Engine, int, str]:
        return self.engine, self.frame, self.rows


class Ground(StrEnum):
    """Why a reading is believed."""

    ERROR_CORRECTION = "error_correction"
    EXPECTED = "expected"
    ENGINES_AGREE = "engines_agree"
    FRAMES_AGREE = "frames_agree"
    LOOKS_AGREE = "looks_agree"


class Doubt(StrEnum):
    """Why a reading is not believed."""

    LENGTH = "length"  # an ITF of other than 14 digits may be the middle of a longer one
    CHECK_DIGIT = "check_digit"
    ALONE = "alone"  # nobody else has seen it
    DISPUTED = "disputed"  # half as many have read something else in the same place


@dataclass(frozen=True, slots=True)
class Read:
    """A code that may be acted upon."""

    code: Code
    symbol: Symbol
    outline: Outline
    ground: Ground


@dataclass(frozen=True, slots=True)
class Doubted:
    """A code that was seen and must not be acted upon."""

    text: str
    symbol: Symbol
    outline: Outline
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Judgment:
    """Everything seen, sorted by whether it is believed; each text of a symbol once, the most seen first."""

    read: tuple[Read, ...]
    doubted: tuple[Doubted, ...]


def judge(sightings: Iterable[Sighting], expected: Collection[str] = ()) -> Judgment:
    """Sort what was seen in one picture, or in the last frames of a camera, by whether it may be believed.

    `expected`: the codes of the open order and whatever else is known to come, in the form of `item_code`.
    """
    groups: dict[tuple[Symbol, str], list[Sighting]] = {}
    for sighting in sightings:
        groups.setdefault((sighting.symbol, sighting.text), []).append(sighting)
    cases = sorted(groups.values(), key=_witnesses, reverse=True)
    read, doubted = [], []
    for case in cases:
        first = case[0]
        verdict = _verdict(case, [other for other in cases if other is not case], expected)
        if isinstance(verdict, Ground):
            identifier = next((seen.identifier for seen in case if seen.identifier), "")
            read.append(Read(Code(first.text, identifier), first.symbol, first.outline, verdict))
        else:
            doubted.append(Doubted(first.text, first.symbol, first.outline, verdict))
    return Judgment(tuple(read), tuple(doubted))


def is_among(text: str, expected: Collection[str]) -> bool:
    """Whether a text is one of the expected, a GTIN in whatever length it was printed."""
    return item_code(text) in expected


def _verdict(
    case: Sequence[Sighting], others: Sequence[Sequence[Sighting]], expected: Collection[str]
) -> Ground | Doubt:
    symbol, text = case[0].symbol, case[0].text
    if symbol in ERROR_CORRECTING:
        return Ground.ERROR_CORRECTION
    is_expected = is_among(text, expected)
    flaw = _flaw(symbol, text)
    if flaw and not (is_expected and symbol is Symbol.ITF):
        return flaw
    against = sum(_witnesses(other) for other in others if _contradicts(other, case))
    ground = Ground.EXPECTED if is_expected else _agreement(case)
    # one engine contradicting itself is guessing; two of a mind may be contradicted by fewer than half as many
    if 2 * against >= _witnesses(case) or (against and ground is Ground.LOOKS_AGREE):
        return Doubt.DISPUTED
    return ground or Doubt.ALONE


def _flaw(symbol: Symbol, text: str) -> Doubt | None:
    if symbol is Symbol.ITF and len(text) != 14:
        return Doubt.LENGTH
    if symbol in {Symbol.ITF, Symbol.EAN_13, Symbol.EAN_8, Symbol.UPC_E} and not has_check_digit(text):
        return Doubt.CHECK_DIGIT
    return None


def _agreement(case: Sequence[Sighting]) -> Ground | None:
    """Two engines, or two frames; or the first engine at two places of the same bars, if the symbol checks itself."""
    if len({seen.engine for seen in case}) > 1:
        return Ground.ENGINES_AGREE
    if len({seen.frame for seen in case}) > 1:
        return Ground.FRAMES_AGREE
    is_weak = case[0].symbol in WEAK or case[0].engine is Engine.ZBAR  # which misreads twice as often
    return Ground.LOOKS_AGREE if _witnesses(case) > 1 and not is_weak else None


def _witnesses(case: Sequence[Sighting]) -> int:
    return len({seen.witness for seen in case})


def _contradicts(other: Sequence[Sighting], case: Sequence[Sighting]) -> bool:
    """Whether something else was read of bars in the same place. A part of an ITF's digits is the same ITF cut short,
    as its bars allow anywhere.
    """
    symbol = other[0].symbol
    if symbol in ERROR_CORRECTING or (symbol is case[0].symbol is Symbol.ITF and other[0].text in case[0].text):
        return False
    return any(touch(mine.outline, theirs.outline) for mine in case for theirs in other)


def touch(one: Outline, other: Outline) -> bool:
    """Whether the middle of one lies within the other's bounds."""
    return _holds(one, _middle(other)) or _holds(other, _middle(one))


def _middle(outline: Outline) -> Point:
    return sum(x for x, _ in outline) / 4, sum(y for _, y in outline) / 4


def _holds(outline: Outline, point: Point, slack: float = 4.0) -> bool:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return min(xs) - slack <= point[0] <= max(xs) + slack and min(ys) - slack <= point[1] <= max(ys) + slack
