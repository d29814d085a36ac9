"""Draws a content by its template: geometry is computed once for a stock, texts are filled in on every paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from app.domain.document import DocumentKind
from app.domain.label import Stock
from app.errors import Misconfigured, Rejected
from app.labels.layouts.brand import NO_BRAND, Brand
from app.labels.layouts.fields import VOCABULARIES, Sheet
from app.labels.layouts.format import Code, Condition, Each, Layout, Logo, Size, Text
from app.labels.layouts.loader import Layouts
from app.labels.layouts.place import Placed, natural_height, place_block
from app.labels.page import Area, Page
from app.labels.symbol import SYMBOLS, barcode
from app.labels.text import Box
from app.labels.typeface import BOLD, REGULAR

_PRINTABLE_DPI = range(200, 610)
_MOST_PAGES = 500
_LONGEST_ROLL_MM = 3000.0

Read = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A template on one stock: its lines and fields in dots, the marks to fill in, and the list where there is one."""

    stock: Stock
    fills: tuple[Box, ...]
    marks: tuple[Placed, ...]
    each: Placed | None

    @property
    def rows(self) -> int:
        """Lines of the list on a page."""
        if self.each is None or not isinstance(self.each.mark, Each):
            return 0
        return max(1, int(self.each.area.height / self.each.mark.row_mm + 1e-6))


def render(
    kind: DocumentKind,
    content: Any,
    stock: Stock,
    *,
    layouts: Layouts,
    brand: Brand = NO_BRAND,
    language: str = "zh_CN",
) -> tuple[Page, ...]:
    """The pages of one paper, every mark in dots, before anything is drawn. A stock 0 mm high is a roll: its one page
    is as long as it needs to be.

    Raises Misconfigured `label.stock_unsupported` for paper that no template serves, Rejected `label.does_not_fit`,
    `label.no_glyph`, `label.bad_tracking_number` or `label.bad_code` when what must be there in full cannot be.
    """
    if stock.dpi not in _PRINTABLE_DPI:
        raise Misconfigured("label.stock_unsupported", f"{stock.dpi} dpi")
    vocabulary = VOCABULARIES[kind]
    layout, size = layouts.find(kind, stock, language=language, variant=vocabulary.variant(content))
    lines = vocabulary.lines(content)
    read = _reader(layout, Sheet(content, brand))
    holding = tuple(_holds(condition, read) for condition in layout.conditions)
    plan = _plan(layout, size, _cut_to_length(layout, size, stock, holding, len(lines)), holding)
    per_page = plan.rows or len(lines) or 1
    pages = max(1, -(-len(lines) // per_page)) if plan.each else 1
    if pages > _MOST_PAGES:
        raise Rejected("label.does_not_fit", f"{pages} pages")
    sheet = Sheet(content, brand, pages=pages)
    return tuple(_drawn(layout, plan, replace(sheet, page=at + 1), lines, at * per_page) for at in range(pages))


def _reader(layout: Layout, sheet: Sheet) -> Read:
    fields = VOCABULARIES[layout.kind].fields
    return lambda name: fields[name].read(sheet)


def _holds(condition: Condition, read: Read) -> bool:
    return bool(read(condition.field)) is condition.is_wanted


def _cut_to_length(layout: Layout, size: Size, stock: Stock, holding: tuple[bool, ...], lines: int) -> Stock:
    """The stock itself; of an endless roll as much as the content needs."""
    if size.height_mm or stock.height_mm:
        return stock
    height_mm = natural_height(layout.root, _known(layout, holding), lines)
    if height_mm > _LONGEST_ROLL_MM:
        raise Rejected("label.does_not_fit", f"{height_mm:.0f} mm of a roll")
    return replace(stock, height_mm=height_mm)


def _known(layout: Layout, holding: tuple[bool, ...]) -> Callable[[Condition], bool]:
    return dict(zip(layout.conditions, holding, strict=True)).__getitem__


@lru_cache(maxsize=64)
def _plan(layout: Layout, size: Size, stock: Stock, holding: tuple[bool, ...]) -> _Plan:
    page = Page(stock)
    area = Area(0.0, 0.0, size.width_mm, size.height_mm)
    if not size.height_mm:
        area = Area((stock.width_mm - size.width_mm) / 2, 0.0, size.width_mm, stock.height_mm)
    marks = place_block(page, layout.root, area, _known(layout, holding))
    each = next((placed for placed in marks if isinstance(placed.mark, Each)), None)
    return _Plan(stock, tuple(page.fills), tuple(placed for placed in marks if placed is not each), each)


def _drawn(layout: Layout, plan: _Plan, sheet: Sheet, lines: Sequence[Any], first: int) -> Page:
    page = Page(plan.stock)
    page.fills = list(plan.fills)
    read = _reader(layout, sheet)
    for placed in plan.marks:
        _draw(page, placed, read, sheet.brand)
    if plan.each and isinstance(plan.each.mark, Each):
        here = lines[first : first + plan.rows]
        sheets = [replace(sheet, line=line, number=first + at) for at, line in enumerate(here, start=1)]
        _list(page, layout, plan.each.mark, list(_rows(plan.each, plan.rows)), sheets, read)
    return page


def _rows(each: Placed, count: int) -> Iterator[Area]:
    assert isinstance(each.mark, Each)
    rest, height = each.area, each.area.height / count if each.mark.is_ruled else each.mark.row_mm
    for _ in range(count):
        row, rest = rest.cut(height)
        yield row


def _list(page: Page, layout: Layout, each: Each, rows: Sequence[Area], sheets: Sequence[Sheet], read: Read) -> None:
    for at, row in enumerate(rows):
        if at < len(sheets):
            line = _reader(layout, sheets[at])
            marks = place_block(page, each.row, row, lambda condition, line=line: _holds(condition, line))  # type: ignore[misc]
            for placed in marks:
                _draw(page, placed, line, sheets[at].brand)
        elif each.is_ruled:
            place_block(page, each.row, row, lambda condition: not condition.is_wanted)  # its lines alone
        if at < (len(rows) - 1 if each.is_ruled else len(sheets)):
            page.across(row)
        if at == len(sheets) and each.rest:
            page.write(each.rest.fill(read), row, row.height * 0.4, align=0.5)


def _draw(page: Page, placed: Placed, read: Read, brand: Brand) -> None:
    match placed.mark:
        case Text() as text:
            _write(page, text, placed, read)
        case Code() as code:
            _encode(page, code, placed.area, read)
        case Logo(align) if brand.logo:
            page.show(brand.logo.to_ink(), placed.area, align=align)
        case _:
            pass  # no logo: the place stays white


def _write(page: Page, text: Text, placed: Placed, read: Read) -> None:
    words, area, size, least = text.text.fill(read), placed.area, text.size_mm, text.smallest_mm
    face, white = BOLD if text.is_bold else REGULAR, placed.is_white
    if text.right:
        right = text.right.fill(read)
        page.write_pair(words, right, area, size, face=face, smallest_mm=least, is_white=white)
    elif words:
        how = {"is_white": white, "is_top": text.is_top, "is_whole": text.is_whole}
        page.write(words, area, size, face=face, align=text.align, smallest_mm=least, **how)


def _encode(page: Page, code: Code, area: Area, read: Read) -> None:
    words = code.text.fill(read)
    if code.is_optional and not words:
        return
    try:
        if SYMBOLS[code.kind].is_gs1 and any("(" in read(name) for name in code.text.names):
            raise Rejected("label.bad_code", "a bracket in a value")  # it would be read as one more identifier
        symbol = barcode(code.kind, words)
        (page.square if SYMBOLS[code.kind].is_square else page.linear)(symbol, area)
    except Rejected:
        if not code.is_optional:  # an optional one is read from its text instead
            raise
