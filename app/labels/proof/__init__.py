"""Proof before print: the very dots that would be burned are read back, and must say the tracking number, cleanly."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from PIL import Image

from app.domain.label import Stock
from app.labels.proof.carrying import carries, is_like
from app.labels.proof.reader import SQUARE_QUIET, STRIPED, UNCHECKED, Seen, read, read_either_way
from app.labels.proof.rows import TALL_MM, WIDE_MM, Bars, Rows, covers, failed
from app.labels.raster import Bitmap, dots_per_mm
from app.labels.symbol import LINEAR_QUIET, QR_QUIET, Symbol, code128, qr
from app.labels.text import Box

_EDGE = 1 / 200
"""White along each edge, as a part of the width: printers place the picture to about half a millimetre."""
_MODULE_MM = 0.25
"""Narrower bars do not survive a 203 dpi head, and hand scanners of a packing bench miss them."""
_DECODABILITY = 0.37
"""ISO/IEC 15416 grade C, the least that GS1 and the carriers' label guides accept."""
_SPARE_CORRECTION = 0.5
"""ISO/IEC 15415 grade B: a head dot or a fold of the paper will still take its part of it."""
_BARS_MM = 3.0
_ROUNDING = 1
"""Dots by which the edge of a frame and that of a code may have come nearer when both were set to whole dots."""


class Others(StrEnum):
    """What is thought of a code that says neither the tracking number nor one of the other expected numbers."""

    ALLOWED = "allowed"  # carriers print routing codes; never another number that looks like a tracking number
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reading:
    """One symbol that was read: what kind, what it says, where (dots), how wide a module is (dots, 0: not known)."""

    kind: str
    text: str
    box: Box
    module: float


@dataclass(frozen=True, slots=True)
class Proof:
    """What was read in the bitmap with this hash. `others` are the readings that hold no expected number."""

    tracking_number: str
    readings: tuple[Reading, ...]
    sha256: str
    others: tuple[Reading, ...] = ()


def prove(bitmap: Bitmap, tracking_number: str) -> Proof:
    """Read every symbol of a label of our own. Raises Rejected `label.proof_failed`, its detail naming the first fault.

    At least one Code 128 and one QR symbol must say exactly the tracking number and no symbol anything else; each is,
    dot for dot, what we draw for that number, in whole dots and with white beside it; everything that looks like bars
    is readable, edges are white. What is drawn by no layout of ours, a Data Matrix on its side, is not looked for.
    """
    rows, ink, grey = Rows(bitmap), bitmap.to_ink(), bitmap.to_grey()
    rows.check_edges(max(1, round(bitmap.width * _EDGE)))
    tall, wide = bitmap.height // 30, bitmap.height // 64
    has_stripes = rows.has_stripes(tall, wide)
    seen = read(grey, turned=False, is_grey=False)
    if has_stripes:
        seen += [symbol for symbol in read(grey, STRIPED, is_grey=False) if not symbol.is_upright]
    readings = tuple(_own(rows, ink, symbol, tracking_number) for symbol in seen if symbol.barcode.valid)
    kinds = {reading.kind for reading in readings}
    if "Code 128" not in kinds:
        raise failed("no readable Code 128")
    if "QR Code" not in kinds:
        raise failed("no readable QR symbol")
    boxes = [reading.box for reading in readings if reading.kind == "Code 128"]
    views = ((rows, boxes), (rows.turned(), [])) if has_stripes else ((rows, boxes),)
    if any(view.unread_bars(read_there, tall=tall, wide=wide) for view, read_there in views):
        raise failed("bars that cannot be read")
    return Proof(tracking_number, readings, bitmap.sha256)


def prove_codes(bitmap: Bitmap, numbers: tuple[str, ...], *, stock: Stock, others: Others = Others.ALLOWED) -> Proof:
    """Read every symbol of a label that a carrier drew. `numbers`: the tracking number, then what else may be expected
    (the mother's number, the order's). Raises Rejected `label.proof_failed`, its detail naming the first fault.

    The tracking number must stand in a symbol that checks itself; each other code is an expected one or is listed, and
    none may look like another tracking number. What carries a number has its whole quiet zone, what is listed half of
    it. Modules are 0.25 mm and more, bars unbroken and far from being misread, bars that nobody reads refuse. The very
    same dots are not read twice in a row: whoever drew them has often just proven them.
    """
    return _proof(bitmap, numbers, stock, others)


@lru_cache(maxsize=1)
def _proof(bitmap: Bitmap, numbers: tuple[str, ...], stock: Stock, others: Others) -> Proof:
    per_mm = dots_per_mm(stock.dpi)
    if bitmap.width > round(stock.width_mm * per_mm) or bitmap.height > round(stock.height_mm * per_mm):
        raise failed("larger than the paper")
    rows = Rows(bitmap)
    rows.check_edges(1)
    seen = _read_all(rows, bitmap.to_grey(), per_mm)
    readings = tuple(_judge(rows, symbol, numbers, per_mm, others) for symbol in seen)
    strange = tuple(r for r, s in zip(readings, seen, strict=True) if not _says_any(s, numbers))
    if not any(s.barcode.format not in UNCHECKED and _says(s, numbers[0]) for s in seen):
        raise failed("no readable code says the tracking number")
    return Proof(numbers[0], readings, bitmap.sha256, strange)


def _says(seen: Seen, number: str) -> bool:
    return carries(seen.text, number, is_square=not seen.is_linear)


def _says_any(seen: Seen, numbers: tuple[str, ...]) -> bool:
    return any(_says(seen, number) for number in numbers)


def _own(rows: Rows, ink: Image.Image, seen: Seen, tracking_number: str) -> Reading:
    kind, place = seen.kind, seen.box
    if seen.text != tracking_number:
        raise failed(f"a {kind} says something else")
    if kind not in {"Code 128", "QR Code"} or abs(seen.orientation) > 1:
        raise failed(f"a {kind} at {seen.orientation} degrees is no part of a label")
    if kind == "Code 128":
        box = rows.bars(place.left, place.top, place.right, place.bottom).box
        dots = _dots(ink, box, code128(tracking_number))
        if not dots:
            raise failed("bars that are not whole modules")
        rows.check_white_beside(box, LINEAR_QUIET * dots, kind)
        rows.check_ends(box)
    else:
        box = _grown_to_ink(ink, place)
        dots = _dots(ink, box, qr(tracking_number))
        if not dots:
            raise failed("a QR symbol that is not in whole modules")
        rows.check_white_around(box, QR_QUIET * dots, "QR symbol", slack=0)
    return Reading(kind, seen.text, box, dots)


def _dots(ink: Image.Image, box: Box, symbol: Symbol) -> int:
    """Dots of a module of the symbol that stands in the box, exactly as we draw it; 0 when it is not exactly that."""
    dots, rest = divmod(box.width, symbol.width)
    if rest or (symbol.is_square and box.height != box.width):
        return 0
    drawn = ink.crop((box.left, box.top, box.right, box.bottom))
    return dots if drawn.tobytes() == symbol.ink(dots, box.height).tobytes() else 0


def _grown_to_ink(ink: Image.Image, place: Box) -> Box:
    """The exact place of a QR symbol: the reader's corners may lie two dots off."""
    left, top = max(0, place.left - 2), max(0, place.top - 2)
    edges = ink.crop((left, top, place.right + 3, place.bottom + 3)).getbbox() or (0, 0, 0, 0)
    return Box(left + edges[0], top + edges[1], edges[2] - edges[0], edges[3] - edges[1])


def _read_all(rows: Rows, grey: Image.Image, per_mm: float) -> list[Seen]:
    """Symbols in any direction. Linear ones and PDF417 on their side are looked for only where bars lie one above the
    other, symbols without check signs where bars stand that nothing else explains. What stays unexplained fails.
    """
    tall, wide = round(TALL_MM * per_mm), round(WIDE_MM * per_mm)
    has_stripes = rows.has_stripes(tall, wide)
    seen = read_either_way(grey, has_stripes=has_stripes, is_grey=False)
    for view in (rows, rows.turned()) if has_stripes else (rows,):
        boxes = [s.box if view is rows else _turned(s.box, rows) for s in seen if s.barcode.valid]
        unread = view.unread_bars(boxes, tall=tall, wide=wide)
        if not unread:
            continue
        for symbol in read(grey, UNCHECKED, is_grey=False):
            box = symbol.box if view is rows else _turned(symbol.box, rows)
            if symbol.barcode.valid and len(symbol.text) >= 4 and any(covers(box, place) for place in unread):
                seen.append(symbol)
                boxes.append(box)
        if view.unread_bars(boxes, tall=tall, wide=wide):
            raise failed("bars that cannot be read")
    return seen


def _turned(box: Box, rows: Rows) -> Box:
    return Box(rows.height - box.bottom, box.left, box.height, box.width)


def _judge(rows: Rows, seen: Seen, numbers: tuple[str, ...], per_mm: float, others: Others) -> Reading:
    kind = seen.kind
    if not seen.barcode.valid:
        raise failed(f"a {kind} that cannot be read")
    is_expected = _says_any(seen, numbers)
    if not is_expected:
        if others is Others.REFUSED:
            raise failed(f"a {kind} says something else")
        if is_like(seen.text, numbers[0]):
            raise failed(f"a {kind} says another number of the same kind")
    share = 1.0 if is_expected else 0.5
    if seen.is_linear:
        return _judge_bars(rows, seen, share, per_mm)
    return _judge_square(rows, seen, share, per_mm)


def _judge_bars(rows: Rows, seen: Seen, share: float, per_mm: float) -> Reading:
    kind, box = seen.kind, seen.box
    view = rows
    if not seen.is_upright:
        view, box = rows.turned(), _turned(box, rows)
    bars = view.bars(box.left, box.top, box.right, box.bottom)
    module = _module(seen, bars)
    if module < 0.97 * round(_MODULE_MM * per_mm):
        raise failed(f"bars of a {kind} narrower than {_MODULE_MM} mm")
    if min(bars.runs) <= module / 2:
        raise failed(f"bars of a {kind} that run into each other")
    if bars.box.height < _BARS_MM * per_mm:
        raise failed(f"a {kind} less than {_BARS_MM:g} mm high")
    if kind == "Code 128" and bars.decodability < _DECODABILITY:
        raise failed("bars of a Code 128 that are easily misread")
    view.check_white_beside(bars.box, max(1, int(LINEAR_QUIET * module * share) - _ROUNDING), kind)
    return Reading(kind, seen.text, seen.box, module)


def _module(seen: Seen, bars: Bars) -> float:
    """Dots of a module. Kinds without a whole number of modules a character tell it by their narrowest run."""
    if seen.kind != "Code 128":
        return float(min(bars.runs))
    if not bars.module:
        raise failed("bars of a Code 128 that do not make whole characters")
    return bars.module


def _judge_square(rows: Rows, seen: Seen, share: float, per_mm: float) -> Reading:
    kind, box = seen.kind, seen.box
    if seen.slant > max(2.0, 0.015 * max(box.width, box.height)):
        raise failed(f"a slanting {kind}")
    if seen.spare_correction < _SPARE_CORRECTION:
        raise failed(f"a damaged {kind}")
    columns, high = seen.modules if seen.is_upright else seen.modules[::-1]
    module = min(box.width / columns, box.height / high) if columns else 0.0
    least = _MODULE_MM * per_mm
    if columns and module < 0.95 * least:
        raise failed(f"modules of a {kind} smaller than {_MODULE_MM} mm")
    quiet = int(SQUARE_QUIET.get(kind, 0) * (module or least) * share) - _ROUNDING
    if quiet > 1:
        rows.check_white_around(box, quiet, kind, slack=2)
    return Reading(kind, seen.text, box, module)


__all__ = ["Others", "Proof", "Reading", "prove", "prove_codes"]
