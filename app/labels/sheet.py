"""The command codes on paper: two A4 pages to hang up, or labels to stick on.

A scanner aimed at one code must not catch its neighbor: in a column codes stand 10 mm and more apart, and beside a code
there is only text, for the two columns are half a step apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.label import Stock
from app.labels.page import HAIR_MM, Area, Page
from app.labels.pdf import encode_pdf
from app.labels.raster import Bitmap
from app.labels.symbol import code128
from app.labels.typeface import BOLD

APART_MM = 10.0
_A4 = Stock(210.0, 297.0, 600)  # text as sharp as an office printer's; bars are sharp at any resolution
_BODY = Area(10.0, 21.0, 190.0, 268.0)
_COLUMN_MM = 93.0
_HALF_STEP_MM = 9.2
_BARS_MM = 8.0
_LABEL_STEP_MM = (18.0, 45.0)


@dataclass(frozen=True, slots=True)
class CommandCard:
    """One command: the text of its code, its name, what it does, and the key that does the same."""

    code: str
    name: str
    does: str
    key: str


@dataclass(frozen=True, slots=True)
class CommandGroup:
    """Commands that belong together, under one heading."""

    title: str
    cards: tuple[CommandCard, ...]


def command_sheet(groups: Sequence[CommandGroup], *, title: str, hint: str, language: str) -> bytes:
    """All groups on A4 as a PDF; a group is not broken while it fits on a page. `language` is a tag such as `zh-CN`."""
    pages = list(_pages(groups))
    for number, page in enumerate(pages, 1):
        head, below = Area(_BODY.left, 8.0, _BODY.width, 12.0).cut(7.0)
        page.write_pair(title, f"{number}/{len(pages)}", head, 5.6)
        page.write(hint, below, 3.2)
    return encode_pdf(pages, dpi=_A4.dpi, title=title, language=language)


def command_labels(cards: Sequence[CommandCard], stock: Stock) -> tuple[Bitmap, ...]:
    """The commands one under the other on as few labels as hold them; few on a label stand higher.

    Raises Rejected `label.does_not_fit` when a label is too narrow for a code.
    """
    return tuple(Bitmap.from_ink(page.paint()) for page in _label_pages(cards, stock))


def _label_pages(cards: Sequence[CommandCard], stock: Stock) -> Iterator[Page]:
    inner = Area(2.0, 2.0, stock.width_mm - 4.0, stock.height_mm - 4.0)
    lowest, highest = _LABEL_STEP_MM
    most = max(1, int(inner.height / lowest))
    for first in range(0, len(cards), most):
        rest, here = inner, cards[first : first + most]
        page, step = Page(stock), min(highest, inner.height / len(here))
        for card in here:
            row, rest = rest.cut(step)
            _card(page, card, row.inset(0.0, 0.5), bars_mm=step - max(APART_MM, step / 2) - 1.0)
            if card is not here[-1]:
                page.across(row)
        yield page


def _pages(groups: Sequence[CommandGroup]) -> Iterator[Page]:
    """A heading takes the first half step of the left column, cards the others: right, left, right, …"""
    page, top, has_room = Page(_A4), _BODY.top, int(_BODY.height / _HALF_STEP_MM) - 1
    for title, cards in _parts(groups, has_room):
        if top + _HALF_STEP_MM * (len(cards) + 1) > _BODY.bottom + 0.01:
            yield page
            page, top = Page(_A4), _BODY.top
        heading = Area(_BODY.left, top, _COLUMN_MM, _HALF_STEP_MM)
        page.write(title, heading.inset(0.0, 1.5), 5.4, face=BOLD)
        for at, card in enumerate(cards):
            left = _BODY.left if at % 2 else _BODY.right - _COLUMN_MM
            place = Area(left, top + _HALF_STEP_MM * at, _COLUMN_MM, 2 * _HALF_STEP_MM - 1.0)
            page.frame(place, thickness_mm=HAIR_MM)
            _card(page, card, place.inset(0.5, 1.3), bars_mm=_BARS_MM)
        top += _HALF_STEP_MM * (len(cards) + 1)
    yield page


def _parts(groups: Sequence[CommandGroup], has_room: int) -> Iterator[tuple[str, tuple[CommandCard, ...]]]:
    for group in groups:
        for first in range(0, len(group.cards), has_room):
            yield group.title, group.cards[first : first + has_room]


def _card(page: Page, card: CommandCard, area: Area, *, bars_mm: float) -> None:
    """Bars above, name and key below them, then what the command does, as large as the rest of the area allows."""
    bars, text = area.cut(bars_mm)
    page.linear(code128(card.code), bars)
    name, does = text.inset(1.5).cut(text.height * 0.56)
    page.write_pair(card.name, card.key, name, text.height * 0.4)
    page.write(card.does, does, text.height * 0.32)
