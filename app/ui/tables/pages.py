"""The rows of a long list that are at hand: its count and a few pages, asked for where they are seen, never all of it.

The reading is done on a thread; what was asked before the last wish and comes late is dropped.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.domain.record import Question

Row = TypeVar("Row")

ROWS, MOST_PAGES = 40, 12  # rows of a page; pages that are kept


@dataclass(frozen=True, slots=True)
class Lister(Generic[Row]):
    """Where the rows of a list come from, and by what a row is known again. Asked on a thread."""

    count: Callable[[Question], int]
    page: Callable[[Question, int, int], tuple[Row, ...]]
    key: Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stood in the list."""

    key: str
    row: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: the rows `first` to `last` of `turn`, except the pages already `at_hand`. `count` is how many rows
    the list had; `is_counted` says that it still has. `held` stays where it is on the screen, `chosen` stays chosen:
    both are looked for where the list grew or shrank.
    """

    turn: int
    question: Question
    first: int
    last: int
    count: int
    is_counted: bool
    at_hand: frozenset[int] = frozenset()
    held: Place | None = None
    chosen: Place | None = None


@dataclass(frozen=True, slots=True)
class Came(Generic[Row]):
    """The answer. `held` and `chosen` are the rows where they are now, -1 where they were not found."""

    wish: Wish
    count: int
    pages: dict[int, tuple[Row, ...]]
    held: int = -1
    chosen: int = -1


def read(lister: Lister[Row], wish: Wish) -> Came[Row]:
    """Ask the store; two pages more than the seen ones at most, where something moved."""
    count = wish.count if wish.is_counted else lister.count(wish.question)
    pages: dict[int, tuple[Row, ...]] = {}

    def page(number: int) -> tuple[Row, ...]:
        if number not in pages:
            pages[number] = lister.page(wish.question, number * ROWS, ROWS)
        return pages[number]

    def find(place: Place | None) -> int:
        if place is None:
            return -1
        for row in (place.row + count - wish.count, place.row):
            number = row // ROWS
            if 0 <= row < count:
                found = next((at for at, each in enumerate(page(number)) if lister.key(each) == place.key), -1)
                if found >= 0:
                    return number * ROWS + found
        return -1

    held = find(wish.held)
    moved = held - wish.held.row if wish.held is not None and held >= 0 else 0
    first, last = max(0, wish.first + moved), min(count - 1, wish.last + moved)
    for number in range(first // ROWS, last // ROWS + 1):
        if number not in wish.at_hand:
            page(number)
    return Came(wish, count, pages, held, find(wish.chosen))


class Pages(Generic[Row]):
    """`ask` takes what is wished; the answer comes back by `take`. Of wishes not yet begun only the last need be met:
    each asks for all that is missing by then.
    """

    def __init__(self, ask: Callable[[Wish], None], key: Callable[[Row], str]) -> None:
        self._ask, self._key = ask, key
        self._turn = 0
        self._begun = 0  # the turn in which the question was asked first
        self._counted = -1  # the turn in which the rows were counted
        self._seen = (0, ROWS - 1)
        self._asked: Wish | None = None
        self._kept: OrderedDict[int, tuple[int, tuple[Row, ...]]] = OrderedDict()
        self._places: tuple[Place | None, Place | None] = (None, None)
        self.question = Question()
        self.count = 0

    @property
    def is_answered(self) -> bool:
        """Whether what is at hand answers the present question."""
        return self._counted >= self._begun

    @property
    def rows_kept(self) -> int:
        return sum(len(rows) for _, rows in self._kept.values())

    def row(self, place: int) -> Row | None:
        """The row at this place; None while it is still to come."""
        _, rows = self._kept.get(place // ROWS, (0, ()))
        at = place % ROWS
        return rows[at] if at < len(rows) else None

    def place_of(self, key: str) -> int:
        """Where the record with this key is, -1 where it is not at hand."""
        for number, (_, rows) in self._kept.items():
            for at, row in enumerate(rows):
                if self._key(row) == key:
                    return number * ROWS + at
        return -1

    def ask_anew(self, question: Question) -> None:
        """Another question; until its answer comes, the old one's rows stay."""
        self.question = question
        self._turn += 1
        self._begun = self._turn
        self._seen = (0, ROWS - 1)
        self._places = (None, None)
        self._wish()

    def refresh(self, held: Place | None, chosen: Place | None) -> None:
        """There is news: count again, and read again what is seen."""
        self._turn += 1
        if self.is_answered:
            self._places = (held, chosen)
        self._wish()

    def see(self, first: int, last: int) -> None:
        """These rows are in view: ask for those that are missing."""
        if self.is_answered:
            self._seen = (first, min(last, max(first, self.count - 1)))
            self._wish()

    def take(self, came: Came[Row]) -> bool:
        """Take an answer over; False for one that nobody waits for any more."""
        wish = came.wish
        if wish.turn != self._turn:
            return False
        self._asked = None
        if self._counted < self._begun:
            self._kept.clear()
        self._counted, self.count = self._turn, came.count
        self._places = (None, None)
        for number, rows in came.pages.items():
            self._kept[number] = (self._turn, rows)
            self._kept.move_to_end(number)
        while len(self._kept) > MOST_PAGES:
            self._kept.popitem(last=False)
        return True

    def give_up(self) -> None:
        """What was asked for could not be read; the next look asks again."""
        self._asked = None

    def _wish(self) -> None:
        first, last = self._seen
        numbers = range(first // ROWS, last // ROWS + 1)
        at_hand = frozenset(number for number in numbers if self._kept.get(number, (-1, ()))[0] == self._turn)
        is_counted = self._counted == self._turn
        if is_counted and (len(at_hand) == len(numbers) or not self.count):
            return
        held, chosen = self._places
        wish = Wish(self._turn, self.question, first, last, self.count, is_counted, at_hand, held, chosen)
        if wish != self._asked:
            self._asked = wish
            self._ask(wish)
