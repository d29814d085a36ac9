"""The sheet that teaches the station a scanner: five numbered codes one under the other, on a label or on A4.

A scanner aimed at one code must not catch its neighbor: between two codes stand 10 mm and more of white and words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import zxingcpp
from PIL import Image

from app.domain.label import Stock
from app.domain.lesson_codes import FIELDS_WRITTEN, LESSON_TEXTS, LessonStep
from app.errors import Misconfigured
from app.labels.page import Area, Page
from app.labels.pdf import encode_pdf
from app.labels.symbol import QR_QUIET, Symbol, barcode
from app.labels.typeface import BOLD

A4 = Stock(210.0, 297.0, 600)
_SMALLEST_MM = (100.0, 146.0)
_ROLL_MM = 150.0
_A4_WIDTH_MM = 190.0  # office printers leave a margin
_WIDEST_MM = 124.0
"""Of a bar code with its quiet zones: a hand scanner's line is not much longer where it still sees fine bars."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A step in Chinese and English; a square code stands beside the words, bars below them."""

    step: LessonStep
    chinese: str
    english: str
    is_square: bool = False


_TITLE = ("扫描枪校准页", "SCANNER SHEET")
_HINT = "打开“扫描枪校准”，从 1 到 5 依次扫描。 Open the scanner lesson and scan 1 to 5."
_ROWS = (
    _Row(LessonStep.LETTERS, "扫描：字母", "Scan: letters"),
    _Row(LessonStep.SIGNS, "扫描：符号", "Scan: signs"),
    _Row(LessonStep.FIELDS, "扫描：GS1 分隔符", "Scan: GS1 separator"),
    _Row(LessonStep.CHINESE, "扫描：中文。读不出？扫 5。", "Scan: Chinese. Not read? Go on with 5.", is_square=True),
    _Row(LessonStep.END, "扫描：完成", "Scan: done"),
)


def scanner_sheet(stock: Stock) -> Page:
    """One page. A roll's (a stock 0 mm high) is as long as it needs to be.

    Raises Misconfigured `label.stock_unsupported` for paper under 100x146 mm: bars would be too fine for a scanner.
    """
    stock = stock if stock.height_mm else replace(stock, height_mm=_ROLL_MM)
    if stock.width_mm < _SMALLEST_MM[0] or stock.height_mm < _SMALLEST_MM[1]:
        raise Misconfigured("label.stock_unsupported", f"{stock.width_mm:g}x{stock.height_mm:g} mm")
    page, unit = Page(stock), min(stock.height_mm / _ROLL_MM, stock.width_mm / 100.0)
    side = max(2.0, (stock.width_mm - _A4_WIDTH_MM) / 2)
    inner = Area(side, 3.0 * unit, stock.width_mm - 2 * side, stock.height_mm - 6.0 * unit)
    head, rest = inner.cut(13.0 * unit)
    title, hint = head.inset(2.0).cut(7.0 * unit)
    page.write_pair(*_TITLE, title, 5.6 * unit)
    page.write(_HINT, hint, 2.9 * unit)
    spare = (rest.height - sum(_height(row) for row in _ROWS) * unit) / len(_ROWS)
    for number, row in enumerate(_ROWS, 1):
        place, rest = rest.cut(_height(row) * unit + spare)
        page.across(Area(place.left, place.top, place.width, 0.0))
        _draw(page, row, str(number), place, unit)
    return page


def scanner_sheet_pdf(*, language: str) -> bytes:
    """The sheet on A4. `language` is a tag such as `zh-CN`."""
    return encode_pdf([scanner_sheet(A4)], dpi=A4.dpi, title=" ".join(_TITLE), language=language)


def _height(row: _Row) -> float:
    return 30.0 if row.is_square else 24.5


def _draw(page: Page, row: _Row, number: str, place: Area, unit: float) -> None:
    """The number, white on black, what to do, and the code."""
    body = place.inset(2.0, 1.6 * unit)
    if row.is_square:
        words, code = body.split(body.width - 30.0 * unit)
        page.square(_chinese_qr(), code.cut(6.0 * unit)[1])  # farther from the bars above
    else:
        words, code = body.cut(10.0 * unit)
        width = min(code.width, _WIDEST_MM)
        bars = Area(code.left + (code.width - width) / 2, code.top + 1.2 * unit, width, code.height - 1.4 * unit)
        page.linear(_symbol(row.step), bars.inset(-2.0) if width == code.width else bars)
    badge, lines = words.split(10.0 * unit)
    badge = Area(badge.left, words.top, 8.6 * unit, 8.6 * unit)
    page.fill(badge)
    page.write(number, badge.inset(0.0, 0.4 * unit), 7.0 * unit, face=BOLD, align=0.5, is_white=True)
    chinese, english = Area(lines.left, words.top, lines.width, 8.6 * unit).cut(4.9 * unit)
    page.write(row.chinese, chinese, 4.2 * unit, face=BOLD)
    page.write(row.english, english, 3.0 * unit)


def _symbol(step: LessonStep) -> Symbol:
    return barcode("gs1_128", FIELDS_WRITTEN) if step is LessonStep.FIELDS else barcode("code128", LESSON_TEXTS[step])


def _chinese_qr() -> Symbol:
    """In UTF-8, as labels in China have it; other papers bear ASCII alone in their codes."""
    drawn = zxingcpp.create_barcode(LESSON_TEXTS[LessonStep.CHINESE], zxingcpp.BarcodeFormat.QRCode)
    pixels: Any = drawn.to_image(scale=1)
    height, width = pixels.shape
    ink = Image.frombytes("L", (width, height), memoryview(pixels).tobytes()).point(
        lambda grey: 255 * (grey < 128), "1"
    )
    return Symbol(ink.crop(ink.getbbox()), QR_QUIET)
