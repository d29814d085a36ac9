"""The card a printer is set up by: rulers, lettered ticks to read its shift from, codes and patches for its darkness.

Drawn by code, not from a template: every mark stands at a known distance from the paper's edges, in single dots.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PIL import Image

from app.domain.label import Stock
from app.errors import Misconfigured
from app.labels.page import Area, Page, Picture, Stamp
from app.labels.symbol import barcode
from app.labels.text import Box
from app.labels.typeface import BOLD

LETTERS = "ABCDEFGHI"
"""A tick's distance from the paper's edge in millimetres: A stands on it, B 1 mm inside, … I 8 mm inside."""
RUNGS = {"bars-2": 2, "bars-3": 3, "bars-4": 4}
"""The ladder of bar codes: dots a module."""
SQUARES = {"qr": "qr", "datamatrix": "datamatrix"}
_SMALLEST_MM = (70.0, 118.0)
_ROLL_MM = 122.0
_MARGIN_MM = 12.0
_STEP_MM = 3.0
_CROSS_MM = 5.0


def shift_of(near: str, far: str) -> float:
    """By how many mm the picture must be moved towards the far edge, from the letters of the first whole ticks at two
    opposite edges (left and right, or top and bottom): `shift_of("C", "A")` is 2.0, for 2 mm are missing near.

    Ticks missing at both mean that the paper is smaller than the picture: it is moved to the middle.
    """
    missing = LETTERS.index(near) - LETTERS.index(far)
    return missing / 2 if "A" not in {near, far} else float(missing)


def test_card(stock: Stock, codes: Mapping[str, str]) -> Page:
    """One card. `codes` are texts by the names in `RUNGS` and `SQUARES`; one without a text, or too wide for the paper,
    is left out. A roll's card (a stock 0 mm high) is as long as it needs to be.

    Raises Misconfigured `label.stock_unsupported` for paper under 70x118 mm.
    """
    if not stock.height_mm:
        stock = replace(stock, height_mm=_ROLL_MM)
    if stock.width_mm < _SMALLEST_MM[0] or stock.height_mm < _SMALLEST_MM[1]:
        raise Misconfigured("label.stock_unsupported", f"{stock.width_mm:g}x{stock.height_mm:g} mm")
    page, wide, high = Page(stock), stock.width_mm, stock.height_mm
    _rulers(page, wide, high)
    _crosses(page, wide, high)
    _ticks(page, wide, high)
    head, rest = Area(6.0, _MARGIN_MM, wide - 12.0, high - 2 * _MARGIN_MM).cut(6.0)
    page.write_pair("测试卡 TEST CARD", f"{wide:g}×{high:g} · {stock.dpi} dpi", head.inset(4.0), min(4.4, wide / 23))
    for name, dots in RUNGS.items():
        rest = _rung(page, rest, codes.get(name, ""), dots)
    squares, rest = rest.cut(24.0)
    _squares(page, squares.inset(8.0), codes)
    patches, rest = rest.cut(13.0)
    _patches(page, patches.inset(8.0))
    page.write(_TASK, rest.inset(8.0, 0.5), 2.8, is_top=True)
    return page


_TASK = (
    "读出每边第一条完整刻度线的字母：左、上、右、下。"
    "At each edge, type the letter of the first whole tick: left, top, right, bottom."
)


def _rulers(page: Page, wide: float, high: float) -> None:
    """A tick each millimetre along every edge, longer ones at 5 and 10; free where the lettered ticks stand."""
    for at in range(int(wide) + 1):
        if abs(at - wide / 2) > len(LETTERS) * 2 + 1:
            _both(page, Area(at, 0.0, 0.0, _length(at)), is_upright=True)
    for at in range(int(high) + 1):
        if not 0 <= at - _letters_top(high) < len(LETTERS) * _STEP_MM + 1:
            _both(page, Area(0.0, at, _length(at), 0.0), is_upright=False)


def _length(at: int) -> float:
    return 2.6 if at % 10 == 0 else 1.9 if at % 5 == 0 else 1.2


def _both(page: Page, tick: Area, *, is_upright: bool) -> None:
    """A tick one dot thick, and its mirror image at the opposite edge."""
    box = page.box(tick)
    left, top = min(box.left, page.width - 1), min(box.top, page.height - 1)  # the last one stands on the paper's edge
    if is_upright:
        page.fills += [Box(left, 0, 1, box.height), Box(left, page.height - box.height, 1, box.height)]
    else:
        page.fills += [Box(0, top, box.width, 1), Box(page.width - box.width, top, box.width, 1)]


def _crosses(page: Page, wide: float, high: float) -> None:
    for x in (_CROSS_MM, wide - _CROSS_MM):
        for y in (_CROSS_MM, high - _CROSS_MM):
            page.across(Area(x - 2.0, y, 4.0, 0.0))
            page.down(Area(x, y - 2.0, 0.0, 4.0))


def _letters_top(high: float) -> float:
    return max(_MARGIN_MM + 46.0, high / 2 - len(LETTERS) * _STEP_MM / 2)


def _ticks(page: Page, wide: float, high: float) -> None:
    """At the middle of each edge a stair of lines, each a millimetre farther inside than the one before."""
    top, left = _letters_top(high), wide / 2 - len(LETTERS) * 2
    for at, letter in enumerate(LETTERS):
        y, x = top + at * _STEP_MM, left + at * 4.0
        for edge, side in ((float(at), 0.4), (wide - at, -2.4)):
            page.down(Area(min(edge, wide - 0.25), y, 0.0, _STEP_MM - 0.4))
            page.write(letter, Area(edge + side, y - 0.1, 2.0, 2.8), 2.3, face=BOLD, align=0.5, smallest_mm=2.0)
        for edge, side in ((float(at), 0.2), (high - at, -2.8)):
            page.across(Area(x, min(edge, high - 0.25), 3.4, 0.0))
            page.write(letter, Area(x, edge + side, 3.4, 2.7), 2.3, face=BOLD, align=0.5, smallest_mm=2.0)


def _rung(page: Page, area: Area, text: str, dots: int) -> Area:
    """Draw one bar code if the paper is wide enough; what is left of the area."""
    rung, rest = area.cut(13.0)
    if not text:
        return area
    bars, below = rung.inset(-3.0, 0.4).cut(8.2)
    symbol, box = barcode("code128", text), page.box(bars)
    width = symbol.width * dots
    if width + 2 * symbol.quiet * dots > box.width:
        return area
    page.stamps.append(Stamp(Box(box.left + (box.width - width) // 2, box.top, width, box.height), symbol, dots))
    page.write(f"{dots} · {text}", below, 2.8, align=0.5)
    return rest


def _squares(page: Page, area: Area, codes: Mapping[str, str]) -> None:
    half = area.width / len(SQUARES)
    for name, kind in SQUARES.items():
        here, area = area.split(half)
        if text := codes.get(name, ""):
            code, below = here.inset(0.5, 0.5).cut(19.0)
            page.square(barcode(kind, text), code)
            page.write(text, below, 2.6, align=0.5, smallest_mm=2.0)


def _patches(page: Page, area: Area) -> None:
    """Lines and checkers of one and two dots: closed up when it prints too dark, broken when too light."""
    patterns = {"竖 |": (1, 0), "横 —": (0, 1), "1×1": (1, 1), "2×2": (2, 2), "黑": (0, 0)}
    width = area.width / len(patterns)
    for name, (x, y) in patterns.items():
        here, area = area.split(width)
        patch, below = here.inset(0.8, 0.5).cut(8.0)
        page.pictures.append(Picture(page.box(patch), _pattern(page.box(patch), x, y)))
        page.write(name, below, 2.6, align=0.5)


def _pattern(box: Box, x: int, y: int) -> Image.Image:
    """Squares of x times y dots, black and white in turn; 0 runs through, both 0 is black."""
    ink = Image.new("1", (box.width, box.height), 1)
    for left in range(box.width):
        for top in range(box.height):
            if ((left // x if x else 0) + (top // y if y else 0)) % 2:
                ink.putpixel((left, top), 0)
    return ink
