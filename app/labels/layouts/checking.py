"""Checks a template that reads well on every paper it names: room for all of it, and for the longest legal numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.domain.label import Stock
from app.errors import Misconfigured, Rejected
from app.labels.layouts.expression import Expression
from app.labels.layouts.fields import VOCABULARIES, Field
from app.labels.layouts.format import Block, Code, Each, Layout, Size, Text
from app.labels.layouts.place import Placed, Shown, natural_height, place_block
from app.labels.page import Area, Page
from app.labels.symbol import SYMBOLS, barcode
from app.labels.text import LINE_PITCH
from app.labels.typeface import BOLD, REGULAR, Face

_DPI = (203, 300)
_LINES = 3
_LOWEST_BARS_MM = 5.0
_SLACK_MM = 0.05


def check_layout(layout: Layout) -> None:
    """Raises Misconfigured `layout.bad`, naming the block and the reason."""
    _check_shown(layout)
    for size in layout.sizes:
        for dpi in _DPI:
            for shown in _cases(layout.root):
                _check_paper(layout, size, dpi, shown)


def _check_shown(layout: Layout) -> None:
    """What a paper of this kind is for must be on it, whoever wrote the template."""
    shown = set()
    for block in layout.root.walk():
        if isinstance(block.mark, Text):
            names = block.mark.text.names | (block.mark.right.names if block.mark.right else frozenset())
            shown |= {(how, name) for name in names for how in ("text", "whole" if block.mark.is_whole else "text")}
        elif isinstance(block.mark, Code):
            shown |= {(block.mark.kind, name) for name in block.mark.text.names if not block.mark.is_optional}
    for how, name in VOCABULARIES[layout.kind].must_show:
        if (how, name) not in shown:
            as_what = {"text": "as a text", "whole": "as a text with whole = true"}.get(how, f"as {how}")
            raise Misconfigured("layout.bad", f"a {layout.kind} must show {{{name}}} {as_what}")


def _cases(root: Block) -> Iterator[Shown]:
    """Every field filled, every field empty, and each one different from the others: conditions move blocks about."""
    names = sorted({block.condition.field for block in root.walk() if block.condition})
    filled = [set(names), set(), *({name} for name in names), *(set(names) - {name} for name in names)]
    for case in dict.fromkeys(frozenset(each) for each in filled):
        yield lambda condition, case=case: (condition.field in case) is condition.is_wanted  # type: ignore[misc]


def _check_paper(layout: Layout, size: Size, dpi: int, shown: Shown) -> None:
    height = size.height_mm or natural_height(layout.root, shown, _LINES)
    page = Page(Stock(size.width_mm, height, dpi))
    fields = VOCABULARIES[layout.kind].fields
    try:
        for placed in place_block(page, layout.root, Area(0.0, 0.0, size.width_mm, height), shown):
            rows = _row(page, placed, shown) if isinstance(placed.mark, Each) else [placed]
            for each in rows:
                _check_room(page, each, fields)
    except Misconfigured as error:
        raise Misconfigured("layout.bad", f"{error.detail} (on {size} mm)") from error


def _row(page: Page, placed: Placed, shown: Shown) -> list[Placed]:
    assert isinstance(placed.mark, Each)
    if placed.area.height < placed.mark.row_mm - 1e-6:
        raise Misconfigured("layout.bad", f"{placed.place}: no room for a single row of {placed.mark.row_mm:g} mm")
    return place_block(page, placed.mark.row, placed.area.cut(placed.mark.row_mm)[0], shown)


def _check_room(page: Page, placed: Placed, fields: Mapping[str, Field]) -> None:
    mark, area = placed.mark, placed.area
    if isinstance(mark, Text):
        needed = min(mark.size_mm, mark.smallest_mm) * LINE_PITCH
        if area.height < needed - _SLACK_MM:
            raise _bad(placed, f"{area.height:g} mm are too low for a line, which needs {needed:.1f} mm")
        if not mark.text.names and not mark.right and _is_cut(page, mark, area):
            raise _bad(placed, "the words are longer than there is room for")
        if mark.is_whole and _has_widest(mark.text, fields):
            words = mark.text.fill(lambda name: fields[name].widest)
            try:
                page.write(words, area, mark.size_mm, face=_face(mark), smallest_mm=mark.smallest_mm, is_whole=True)
            except Rejected as error:
                raise _bad(placed, f"too narrow for the longest number, {len(words)} characters") from error
    elif isinstance(mark, Code) and not mark.is_optional:
        _check_code(page, mark, placed, fields)


def _is_cut(page: Page, mark: Text, area: Area) -> bool:
    page.write(mark.text.fill(str), area, mark.size_mm, face=_face(mark), smallest_mm=mark.smallest_mm)
    return any(line.endswith("…") for line in page.writings.pop().lines)


def _face(mark: Text) -> Face:
    return BOLD if mark.is_bold else REGULAR


def _check_code(page: Page, code: Code, placed: Placed, fields: Mapping[str, Field]) -> None:
    if not _has_widest(code.text, fields):
        raise _bad(placed, f"nobody knows how long this {code.kind} gets: it needs optional = true")
    is_square = SYMBOLS[code.kind].is_square
    if not is_square and placed.area.height < _LOWEST_BARS_MM:
        raise _bad(placed, f"bars of {placed.area.height:g} mm are too low; {_LOWEST_BARS_MM:g} mm at least")
    words = code.text.fill(lambda name: fields[name].widest)
    try:
        symbol = barcode(code.kind, words)
    except Rejected as error:
        raise _bad(placed, f"no {code.kind} can say this") from error
    try:
        (page.square if is_square else page.linear)(symbol, placed.area)
    except Rejected as error:
        room = min(placed.area.width, placed.area.height) if is_square else placed.area.width
        raise _bad(placed, f"{room:g} mm are too narrow for a {code.kind} of the longest number, {words}") from error


def _has_widest(text: Expression, fields: Mapping[str, Field]) -> bool:
    return all(fields[name].widest for name in text.names)


def _bad(placed: Placed, reason: str) -> Misconfigured:
    return Misconfigured("layout.bad", f"{placed.place}: {reason}")
