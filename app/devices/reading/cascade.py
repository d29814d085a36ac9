"""How a picture is read: one quick look, and more only where that failed, the most promising first.

The order is that of measured gain per millisecond (tests/bench/reading.py). Bars that were seen are looked at again
from near by, level and by other rows, so that a second witness costs a tenth of a second look at the whole picture.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from app.devices.reading.bars import Bars, find_bars, leveled, straighter, strip
from app.devices.reading.blurred import read_blurred
from app.devices.reading.curl import uncurled
from app.devices.reading.image_work import (
    Box,
    Gray,
    Texture,
    View,
    cut,
    enlarged,
    evened,
    find_squares,
    fitted,
    noise,
    sharpened,
    softened,
    texture,
)
from app.devices.reading.zbar import read_with_zbar
from app.devices.reading.zxing import read_with_zxing
from app.domain.sighting import (
    BENCH_CODES,
    ERROR_CORRECTING,
    Doubt,
    Doubted,
    Judgment,
    Outline,
    Sighting,
    Symbol,
    is_among,
    judge,
    touch,
)

BUDGET_S = 0.13
_LEAST_QUICK_S = 0.006
"""Later steps take no less where the first one found little to look at."""
_SMALL_PX = 90.0
"""A square smaller than this is rarely alone: a sheet of them is looked at enlarged."""
_MOST_BARS = 12
_MOST_FIELDS = 6
_MOST_BLURRED = 2
_BANDS = ((0.0, 1.0), (0.0, 0.45), (0.55, 1.0), (0.42, 0.58))


_SLOW = (
    frozenset({Symbol.PDF417, Symbol.MICRO_PDF417}),
    frozenset({Symbol.AZTEC, Symbol.MICRO_QR}),
    frozenset({Symbol.CODE_39, Symbol.CODE_93, Symbol.CODABAR, Symbol.UPC_E, Symbol.MAXICODE}),
    frozenset({Symbol.DATABAR, Symbol.DATABAR_EXPANDED, Symbol.DATABAR_LIMITED}),
)
_RARE = tuple(frozenset().union(*_SLOW) - group for group in _SLOW)
"""What is left out of a camera's frame: of the symbols that are seldom on a bench, all but one group."""
_NOISY = 4.5

_EXPANDED = frozenset({Symbol.DATABAR, Symbol.DATABAR_EXPANDED, Symbol.DATABAR_LIMITED})
"""Bars in several rows, which a strip would mix."""


@dataclass(slots=True)
class _Look:
    """One picture being read: what was asked, what was seen so far."""

    frame: Gray
    whole: View
    wanted: frozenset[Symbol]
    expected: Collection[str]
    earlier: Sequence[Sighting]
    turn: int
    seen: list[Sighting] = field(default_factory=list)
    confirmed: set[tuple[Symbol, str]] = field(default_factory=set)
    texture: Texture | None = None
    found: list[Bars] | None = None

    @property
    def bars(self) -> frozenset[Symbol]:
        return self.wanted - ERROR_CORRECTING

    @property
    def squares(self) -> frozenset[Symbol]:
        return self.wanted & ERROR_CORRECTING

    def judgment(self) -> Judgment:
        return self.judgment_with([])

    def judgment_with(self, more: Sequence[Sighting]) -> Judgment:
        return judge([*self.earlier, *self.seen, *more], self.expected)

    def fields(self) -> list[Bars]:
        """Of bars, in pixels of the frame."""
        if self.found is None:
            found = find_bars(self.places(), _MOST_FIELDS)
            level = [Bars(self.whole.in_frame(bars.outline), bars.lean) for bars in found]
            self.found = [straighter(self.frame, bars) for bars in level]
        return self.found

    def unread_squares(self) -> list[tuple[int, Box]]:
        """Numbered fields of modules, in pixels of the frame, in which nothing was read yet."""
        if not self.squares:
            return []
        found = []
        read = [each.outline for each in self.judgment().read]
        for number, (left, top, right, bottom) in enumerate(find_squares(self.places(), 3)):
            corners = self.whole.in_frame(((left, top), (right, top), (right, bottom), (left, bottom)))
            if not any(touch(corners, other) for other in read):
                found.append((number, (*corners[0], *corners[2])))
        return found

    def places(self) -> Texture:
        self.texture = self.texture or texture(self.whole)
        return self.texture


def read_frame(
    frame: Gray,
    wanted: Iterable[Symbol] = BENCH_CODES,
    *,
    expected: Collection[str] = (),
    earlier: Sequence[Sighting] = (),
    budget_s: float = BUDGET_S,
    turn: int = 0,
    clock: Callable[[], float] = time.perf_counter,
) -> list[Sighting]:
    """All that was seen in one picture (gray, any size), for `judge`. Ends with the step in which a code
    is believed, after a look for others beside it, unless it was expected.

    No step is begun that would pass `budget_s`, going by what the first one took; the first is always taken. A camera
    gives `earlier`, what the frames before showed (their `frame` is another than 0), and a `turn` that counts up, with
    which another of the later steps comes first, and others of the rarer symbols are asked for: what one frame has no
    time for, the next has. Turn 0 is a picture that has no next.
    """
    look = _Look(frame, fitted(frame, 1280, 720), frozenset(wanted), expected, earlier, turn)
    started = clock()
    first, *later = _STEPS
    begin = turn % len(later)
    quick_s = 0.0
    for step, cost in (first, *later[begin:], *later[:begin]):
        if quick_s and clock() - started + cost * quick_s > budget_s:
            continue
        look.seen += step(look)
        quick_s = quick_s or max(clock() - started, _LEAST_QUICK_S)
        if turn and clock() - started >= budget_s:  # the next frame is a second witness for nothing
            break
        if (judgment := _confirmed(look)).read:
            _look_for_its_like(look, judgment)
            break
    return look.seen


def _quick(look: _Look) -> list[Sighting]:
    """A camera's frame is asked for one of the slow groups, the next for the next; and when it is noisy, which is what
    costs most, every other frame for what it shows without its noise.
    """
    if not look.turn:
        return read_with_zxing(look.whole, look.wanted)
    asked = look.wanted - _RARE[look.turn % len(_RARE)]
    asked = (asked | {seen.symbol for seen in look.earlier} & look.wanted) or look.wanted
    is_noisy = look.turn % 2 == 1 and noise(look.whole) > _NOISY
    return read_with_zxing(softened(look.whole) if is_noisy else look.whole, asked)


def _stripes(look: _Look) -> list[Sighting]:
    """Fields of bars in any direction, each laid level and straight; not where something was read already."""
    seen: list[Sighting] = []
    read = [found.outline for found in look.judgment().read]
    for number, bars in enumerate(look.fields() if look.bars else []):
        if not any(touch(bars.outline, other) for other in read):
            seen += _close(look, bars, f"field{number}")
    return seen


def _blurred(look: _Look) -> list[Sighting]:
    """The same fields, where edges are lost in blur: all rows, and where they resemble a number the halves alone."""
    seen: list[Sighting] = []
    for number, bars in enumerate(look.fields()[:_MOST_BLURRED] if look.bars else []):
        for band, part in enumerate(_BANDS[:3]):
            found = read_blurred(strip(look.frame, bars, f"field{number}.{band}", part), look.bars)
            seen += found
            if not found or any(touch(bars.outline, read.outline) for read in look.judgment_with(seen).read):
                break
    return seen


def _squares(look: _Look) -> list[Sighting]:
    """Fields of modules, each cut out and enlarged: as it is, without noise, sharp, evenly lit."""
    seen: list[Sighting] = []
    for number, box in look.unread_squares():
        view = cut(look.frame, box, f"square{number}", 360)
        for work in (_as_is, softened, sharpened, evened):
            found = read_with_zxing(work(view), look.squares, thorough=True, inverted=True)
            if found:
                seen += found
                break
    return seen


def _uncurled(look: _Look) -> list[Sighting]:
    """The same fields, as if they went around a bottle."""
    seen: list[Sighting] = []
    for number, box in look.unread_squares()[:2]:
        for view in uncurled(look.frame, box, f"curl{number}"):
            found = read_with_zxing(view, look.squares, thorough=False)
            if found:
                seen += found
                break
    return seen


def _as_is(view: View) -> View:
    return view


def _thorough(look: _Look) -> list[Sighting]:
    return read_with_zxing(look.whole, look.wanted, thorough=True, inverted=True)


def _second_engine(look: _Look) -> list[Sighting]:
    return read_with_zbar(look.whole, look.bars)


def _sharpened(look: _Look) -> list[Sighting]:
    return read_with_zxing(sharpened(look.whole), look.wanted)


def _evened(look: _Look) -> list[Sighting]:
    return read_with_zxing(evened(look.whole), look.wanted)


def _flat(look: _Look) -> list[Sighting]:
    return read_with_zxing(look.whole, look.squares, flat=True) if look.squares else []


def _enlarged(look: _Look) -> list[Sighting]:
    return read_with_zxing(_twice(look), look.wanted, thorough=True)


_STEPS: tuple[tuple[Callable[[_Look], list[Sighting]], float], ...] = (
    (_quick, 1.0),
    (_stripes, 2.0),
    (_squares, 2.0),
    (_blurred, 4.0),
    (_sharpened, 1.4),
    (_thorough, 3.5),
    (_evened, 1.4),
    (_flat, 0.3),
    (_second_engine, 4.0),
    (_uncurled, 5.0),
    (_enlarged, 4.0),
)
"""Each with what it takes, the first being one."""


def _twice(look: _Look) -> View:
    """Twice the size: of the sensor's own pixels where there are more than were looked at."""
    finer = fitted(look.frame, 2560, 1440)
    return finer if finer.pixels.size > 1.5 * look.whole.pixels.size else enlarged(look.whole, 2)


def _close(look: _Look, bars: Bars, rows: str) -> list[Sighting]:
    """Bars from near by: all rows, then the upper, the lower and the middle alone, each as it is, sharp and even; until
    it is believed.
    """
    symbols = look.bars - _EXPANDED
    seen: list[Sighting] = []
    for number, band in enumerate(_BANDS):
        view = strip(look.frame, bars, f"{rows}.{number}", band)
        sharp = sharpened(view, 4)
        for read, each in (
            (read_with_zxing, sharp),
            (read_with_zxing, view),
            (read_with_zxing, sharpened(leveled(view), 4)),
            (read_with_zbar, view),
        ):
            seen += read(each, symbols)
        if any(touch(bars.outline, read.outline) for read in look.judgment_with(seen).read):
            return seen
    return seen


def _again(look: _Look, doubted: Doubted, rows: str) -> list[Sighting]:
    if doubted.symbol not in _EXPANDED:
        for number, bars in enumerate(look.fields()):
            if touch(bars.outline, doubted.outline):
                return _close(look, bars, f"field{number}")
        return _close(look, Bars(doubted.outline), rows)
    # another sampling of the whole: what the engine outlines may be the first row alone
    other = enlarged(look.whole, 1.5)
    view = View(rows, other.pixels, other.to_frame)
    symbol = {doubted.symbol}
    return read_with_zxing(view, symbol, thorough=True) or read_with_zxing(sharpened(view), symbol, thorough=True)


def _confirmed(look: _Look) -> Judgment:
    """What is believed of what was seen, after bars seen once have been looked at again."""
    judgment = look.judgment()
    for doubted in judgment.doubted[:_MOST_BARS]:
        if any(is_among(read.code.text, look.expected) for read in judgment.read):
            break
        key = doubted.symbol, doubted.text
        if doubted.doubt in {Doubt.ALONE, Doubt.DISPUTED} and key not in look.confirmed:
            look.confirmed.add(key)
            look.seen += _again(look, doubted, f"near{len(look.confirmed)}")
    return look.judgment()


def _look_for_its_like(look: _Look, judgment: Judgment) -> None:
    """Where several codes are, there are more; small squares come in sheets. Unless the one expected was read."""
    if any(is_among(read.code.text, look.expected) for read in judgment.read):
        return
    scale = max(look.frame.shape) / max(look.whole.pixels.shape)
    small = {
        read.symbol
        for read in judgment.read
        if read.symbol in ERROR_CORRECTING and _side(read.outline) < _SMALL_PX * scale
    }
    if small:
        twice = _twice(look)
        look.seen += read_with_zxing(twice, small, thorough=True)
        look.seen += read_with_zxing(sharpened(twice, 1.5, 1), small, thorough=True)
    if len(judgment.read) + len(judgment.doubted) > 1:
        look.seen += _stripes(look)
        _confirmed(look)


def _side(outline: Outline) -> float:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return max(max(xs) - min(xs), max(ys) - min(ys))
