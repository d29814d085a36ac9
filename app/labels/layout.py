"""What stands where on our own e-waybill: two-part on 100x150 mm, one-part on 76x130 mm."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.domain.label import LabelContent, Stock
from app.errors import Misconfigured
from app.labels import blocks
from app.labels.page import LINE_MM, Area, Page
from app.labels.raster import Bitmap
from app.labels.text import is_printable

_MARGIN_MM = 2.0
_TEAR_MM = 90.0
_PRINTABLE_DPI = range(200, 610)
_SPARE_MM = 3.0
"""Paper this much larger than the drawing is the same paper: 4x6 inch is 101.6x152.4 mm."""

Block = Callable[[Page, LabelContent, Area], None]


def render_label(content: LabelContent, stock: Stock) -> Bitmap:
    """The label of one waybill, at the head's own dots.

    Raises Misconfigured `label.stock_unsupported` for other paper, Rejected `label.does_not_fit`, `label.no_glyph` or
    `label.bad_tracking_number` when tracking number or sorting code cannot be shown in full.
    """
    return Bitmap.from_ink(lay_out(content, stock).paint())


def lay_out(content: LabelContent, stock: Stock) -> Page:
    """Every mark of the label in dots, before anything is drawn."""
    page = Page(stock)
    if stock.dpi not in _PRINTABLE_DPI:
        raise Misconfigured("label.stock_unsupported", f"{stock.dpi} dpi")
    if _is_near(stock, 100, 150):
        _two_parts(page, content)
    elif _is_near(stock, 76, 130):
        _one_part(page, content)
    else:
        raise Misconfigured("label.stock_unsupported", f"{stock.width_mm:g}x{stock.height_mm:g} mm")
    return page


def unprintable_fields(content: LabelContent) -> tuple[str, ...]:
    """The fields (`consignee.name`) in which a character had to be printed as `〓` because no shipped font has it."""
    return tuple(name for name, text in _texts(content) if not is_printable(text))


def _is_near(stock: Stock, width_mm: float, height_mm: float) -> bool:
    return 0 <= stock.width_mm - width_mm <= _SPARE_MM and 0 <= stock.height_mm - height_mm <= _SPARE_MM


def _two_parts(page: Page, content: LabelContent) -> None:
    """The upper 90 mm stay with the carrier, the lower 60 with the consignee; the paper is perforated between."""
    width = 100 - 2 * _MARGIN_MM
    upper = Area(_MARGIN_MM, _MARGIN_MM, width, _TEAR_MM - 1.5 - _MARGIN_MM)
    lower = Area(_MARGIN_MM, _TEAR_MM + 1.5, width, 150 - _MARGIN_MM - _TEAR_MM - 1.5)
    _stack(page, content, upper, (
        (9.0, blocks.header), (16.0, blocks.sorting), (8.0, blocks.bagging), (16.0, blocks.consignee),
        (9.0, blocks.shipper), (20.5, _large_number), (0, blocks.foot),
    ))  # fmt: skip
    page.dashes(Area(0.5, _TEAR_MM, 99.0, 0))
    _stack(page, content, lower, (
        (15.0, blocks.receipt_header), (9.0, blocks.small_consignee), (9.0, blocks.shipper), (0, blocks.goods),
    ))  # fmt: skip


def _one_part(page: Page, content: LabelContent) -> None:
    area = Area(_MARGIN_MM, _MARGIN_MM, 76 - 2 * _MARGIN_MM, 130 - 2 * _MARGIN_MM)
    _stack(page, content, area, (
        (9.0, blocks.header), (15.0, blocks.sorting), (8.0, blocks.bagging), (19.0, blocks.consignee),
        (12.5, blocks.shipper), (24.0, _large_number), (5.5, blocks.foot), (0, blocks.goods),
    ))  # fmt: skip


def _large_number(page: Page, content: LabelContent, area: Area) -> None:
    blocks.number(page, content, area.inset(1.0, 1.2), text_mm=4.4)


def _stack(page: Page, content: LabelContent, area: Area, rows: tuple[tuple[float, Block], ...]) -> None:
    """Blocks from top to bottom inside a frame, each its height in mm (0: what is left), with lines between."""
    page.frame(area)
    rest = Area(area.left, area.top + LINE_MM, area.width, area.height - 2 * LINE_MM).inset(LINE_MM)
    for height, block in rows:
        row, rest = rest.cut(height or rest.height)
        if rest.height > 0:
            page.across(row)
            _, rest = rest.cut(LINE_MM)
        block(page, content, row)


def _texts(content: LabelContent) -> Iterator[tuple[str, str]]:
    yield "carrier_title", content.carrier_title
    for who, person in (("consignee", content.consignee), ("shipper", content.shipper)):
        yield f"{who}.name", f"{person.name} {person.company}"
        yield f"{who}.phone", person.phone
        yield f"{who}.address", blocks.one_line(person.address)
    for at, item in enumerate(content.goods):
        yield f"goods.{at}", item.title or item.sku
    yield "order_number", content.order_number
    yield "remark", content.remark
    for name in ("tracking_number", "service", "sorting_code", "destination", "bagging_place", "bagging_code"):
        yield f"waybill.{name}", getattr(content.waybill, name)
