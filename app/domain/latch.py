"""Which of the codes before a camera count: each presentation once, however long it lasts and however often it is read.

A code that counted counts again only after it left the picture. Of several in view those expected count, or the one
that can be meant, or none until the others are taken away.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from app.domain.barcode import GS1_SYMBOLOGIES, Code, has_gtin_check_digit, is_retail, item_code
from app.domain.camera_view import Fate, Outlined
from app.domain.recent import Recent
from app.domain.sighting import Outline, Read, Sighting, Symbol, judge

SETTLE_MS = 200
"""A code nobody expects waits this long for one that is expected to turn up beside it."""
COLUMNS, ROWS = 16, 9
"""Cells of a picture, each of which may have changed."""
ALL_MOVED = (1 << COLUMNS * ROWS) - 1
_STEP_MS = 250
"""What one picture without a code says about its absence, at most: while the camera was blind, nothing left."""
_SHOWN_TAKEN_MS = 600
_MOST = 48
"""Codes at a time: a wall of them is nobody's presentation."""
_LINK_GTIN = re.compile(r"://[^?#]*/01/(\d{14})(?:[/?#]|$)")


@dataclass(frozen=True, slots=True)
class Glance:
    """What was seen in one picture of `width` x `height` pixels. `moved`: the cells that changed since the picture
    before, one bit each, row by row from the top left, the lowest bit first.
    """

    seen: tuple[Sighting, ...]
    width: int
    height: int
    moved: int = ALL_MOVED

    def is_still(self, outline: Outline) -> bool:
        """Whether nothing changed where a code stands."""
        xs, ys = [x / self.width for x, _ in outline], [y / self.height for _, y in outline]
        return not self.moved & cells(min(xs), min(ys), max(xs), max(ys))


def cells(left: float, top: float, right: float, bottom: float) -> int:
    """The cells that a part of a picture, in fractions of its sides, lies in: one bit each, as in `Glance`."""
    first, last = _cell(left, COLUMNS), _cell(right, COLUMNS)
    row = (1 << last + 1) - (1 << first)
    return sum(row << number * COLUMNS for number in range(_cell(top, ROWS), _cell(bottom, ROWS) + 1))


def bounds(moved: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom, in fractions of the picture, of the cells given and of those around them."""
    rows = [number for number in range(ROWS) if moved >> number * COLUMNS & (1 << COLUMNS) - 1]
    columns = [number for number in range(COLUMNS) if any(moved >> row * COLUMNS + number & 1 for row in rows)]
    left, right = max(columns[0] - 1, 0), min(columns[-1] + 2, COLUMNS)
    return left / COLUMNS, max(rows[0] - 1, 0) / ROWS, right / COLUMNS, min(rows[-1] + 2, ROWS) / ROWS


def _cell(part: float, count: int) -> int:
    return min(max(int(part * count), 0), count - 1)


@dataclass(slots=True)
class _Presented:
    """A code from when it comes into the picture until it has left. `away_ms`: how long pictures have been without it,
    its place having changed since it was last seen. `is_spent`: it counted, or is part of what did.
    """

    symbol: Symbol
    outline: Outline
    first_ms: int
    seen_ms: int
    away_ms: int = 0
    is_undisturbed: bool = True
    read: Read | None = None
    taken_ms: int | None = None
    is_spent: bool = False
    is_contested: bool = False
    fate: Fate = Fate.DOUBTED

    def is_beside(self, other: _Presented) -> bool:
        """Whether both were in the picture at a time."""
        return self.first_ms <= other.seen_ms and other.first_ms <= self.seen_ms


class Latch:
    """The codes before one camera. Times are a steady clock's, in milliseconds, and never go back.

    `leave_ms`: how long a code must be out of the picture to count again.
    """

    def __init__(self, leave_ms: int, *, settle_ms: int = SETTLE_MS) -> None:
        self._leave_ms = leave_ms
        self._settle_ms = settle_ms
        self._presented: dict[str, _Presented] = {}
        self._recent = Recent()
        self._expected: Collection[str] = ()
        self._size = (1, 1)
        self._number = 0
        self._at_ms: int | None = None

    def see(self, glance: Glance, expected: Collection[str], at_ms: int) -> tuple[Read, ...]:
        """What counts now that this picture was seen. `expected` in the form of `item_code`."""
        self._expected = expected
        passed_ms = 0 if self._at_ms is None else min(at_ms - self._at_ms, _STEP_MS)
        self._at_ms = at_ms
        self._remember(glance, at_ms)
        self._follow(glance, passed_ms, at_ms)
        believed = {item_code(read.code.text): read for read in judge(self._recent.of_late(), expected).read}
        for text, thing in self._presented.items():
            if thing.seen_ms == at_ms and not thing.is_spent:
                thing.read = believed.get(text)
        taken = tuple(self._take(at_ms, has_picture=True))
        for text, thing in list(self._presented.items()):
            if thing.away_ms > self._leave_ms:
                del self._presented[text]
        return taken

    def due(self, at_ms: int) -> tuple[Read, ...]:
        """What counts because it has waited long enough, without another picture."""
        return tuple(self._take(at_ms, has_picture=False))

    def in_view(self) -> tuple[Outlined, ...]:
        """The codes in the last picture or one just before it, and what became of each."""
        width, height = self._size
        now_ms = self._at_ms or 0
        shown = []
        for thing in self._presented.values():
            if thing.is_undisturbed or thing.away_ms < _STEP_MS:
                a, b, c, d = ((x / width, y / height) for x, y in thing.outline)
                is_fresh = thing.taken_ms is not None and now_ms - thing.taken_ms < _SHOWN_TAKEN_MS
                fate = Fate.TAKEN if is_fresh else Fate.HELD if thing.is_spent else thing.fate
                shown.append(Outlined((a, b, c, d), fate, thing.symbol))
        return tuple(shown)

    def _remember(self, glance: Glance, at_ms: int) -> None:
        """Outlines of pictures of another size would be compared with the wrong ones."""
        self._number += 1
        if (glance.width, glance.height) != self._size:
            self._recent.forget()
            self._size = (glance.width, glance.height)
        self._recent.add((replace(seen, frame=self._number) for seen in glance.seen), at_ms)

    def _follow(self, glance: Glance, passed_ms: int, at_ms: int) -> None:
        seen_now = {item_code(seen.text): seen for seen in glance.seen}
        for text, thing in self._presented.items():
            if text not in seen_now:
                thing.is_undisturbed = thing.is_undisturbed and glance.is_still(thing.outline)
                thing.away_ms += 0 if thing.is_undisturbed else passed_ms
        for text, seen in seen_now.items():
            if text not in self._presented and len(self._presented) >= _MOST:
                continue
            thing = self._presented.setdefault(text, _Presented(seen.symbol, seen.outline, at_ms, at_ms))
            thing.outline, thing.seen_ms, thing.away_ms, thing.is_undisturbed = seen.outline, at_ms, 0, True

    def _take(self, at_ms: int, *, has_picture: bool) -> Iterator[Read]:
        waiting = [thing for thing in self._presented.values() if thing.read and not thing.is_spent]
        for thing in sorted(waiting, key=_says_most, reverse=True):
            if self._is_expected(thing) and not self._is_said_already(thing):
                yield _taken(thing, at_ms)
        left = [thing for thing in waiting if not thing.is_spent and not self._came_with_taken(thing)]
        for thing in sorted(left, key=_says_most, reverse=True):
            if thing.is_spent or self._came_with_taken(thing):
                continue
            rivals = [_rank(other) for other in left if other.is_beside(thing) and not _same(other, thing)]
            is_one_of_several = _rank(thing) in rivals
            thing.is_contested = thing.is_contested or is_one_of_several
            thing.fate = Fate.SEVERAL if is_one_of_several else Fate.WAITING
            is_there = not thing.is_contested or (has_picture and thing.seen_ms == at_ms)
            if is_there and min(rivals, default=4) > _rank(thing) and self._has_settled(thing, at_ms):
                yield _taken(thing, at_ms)
                self._spend_what_came_along()

    def _is_expected(self, thing: _Presented) -> bool:
        code = _code(thing)
        return item_code(code.text) in self._expected or _named(code) in self._expected

    def _is_said_already(self, thing: _Presented) -> bool:
        """Whether the same item counted already by another kind of code on it."""
        others = (other for other in self._presented.values() if other.taken_ms is not None and other is not thing)
        thing.is_spent = any(
            _same(other, thing) and other.symbol is not thing.symbol and other.is_beside(thing) for other in others
        )
        return thing.is_spent

    def _came_with_taken(self, thing: _Presented) -> bool:
        """Whether it came into view together with one that counted: a lesser code is part of that, another item waits
        until that has left.
        """
        for other in self._presented.values():
            if other.taken_ms is None or other is thing or not thing.is_beside(other):
                continue
            if thing.first_ms <= other.taken_ms + self._settle_ms:
                thing.is_spent = _same(other, thing) or _rank(thing) > _rank(other)
                thing.is_contested = True
                thing.fate = Fate.WAITING
                return True
        return False

    def _spend_what_came_along(self) -> None:
        for thing in self._presented.values():
            if thing.read and not thing.is_spent:
                self._came_with_taken(thing)

    def _has_settled(self, thing: _Presented, at_ms: int) -> bool:
        """A command card is held alone before the camera on purpose."""
        is_alone = not any(other is not thing and other.is_beside(thing) for other in self._presented.values())
        wait_ms = 0 if _rank(thing) == 0 and is_alone else self._settle_ms
        return at_ms - thing.first_ms >= wait_ms


def _taken(thing: _Presented, at_ms: int) -> Read:
    assert thing.read is not None
    thing.taken_ms, thing.is_spent = at_ms, True
    return thing.read


def _code(thing: _Presented) -> Code:
    assert thing.read is not None
    return thing.read.code


def _same(one: _Presented, other: _Presented) -> bool:
    """Whether two codes say the same item."""
    return _named(_code(one)) == _named(_code(other))


def _says_most(thing: _Presented) -> int:
    return len(_code(thing).text)


def _named(code: Code) -> str:
    """What a code is a code of: the GTIN in it where it has one."""
    link = _LINK_GTIN.search(code.text)
    is_gs1 = code.symbology in GS1_SYMBOLOGIES and code.text.startswith("01")
    gtin = link[1] if link else code.text[2:16] if is_gs1 else ""
    return gtin if has_gtin_check_digit(gtin) else item_code(code.text)


def _rank(thing: _Presented) -> int:
    """How likely a code is meant when it stands beside others: a command, a trade item, any other, a link."""
    code = _code(thing)
    if code.text.upper().startswith("PB."):
        return 0
    if "://" in code.text or code.text.lower().startswith("www."):
        return 3
    return 1 if is_retail(code) or _named(code) != item_code(code.text) else 2
