"""The handover list on paper: A4 pages for the courier's signature, and a slip on the label printer's stock.

Every page is ruled the same and bears the totals, so that no page can be exchanged; the rest of the last one is closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.handover import Manifest, ManifestLine
from app.domain.label import Stock
from app.errors import Misconfigured, Rejected
from app.labels.page import HAIR_MM, Area, Page
from app.labels.pdf import encode_pdf
from app.labels.raster import Bitmap
from app.labels.symbol import code128
from app.labels.typeface import BOLD

ROWS = 21
"""Parcels on a page."""
LIST_ROWS = 14
_A4 = Stock(210.0, 297.0, 300)
_SHEET = Area(12.0, 12.0, 186.0, 273.0)
_ROW_MM = 9.0
_HEAD_MM = 36.0
_COLUMNS = (
    ("序号 No.", 13.0),
    ("运单号 Tracking number", 44.0),
    ("", 60.0),
    ("订单号 Order", 38.0),
    ("件数 Units", 14.0),
    ("重量 kg", 17.0),
)
_SMALLEST_SLIP_MM = (70.0, 100.0)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a plain list: what, how many, and the first of them."""

    what: str
    count: int
    first: str


def render_manifest(manifest: Manifest, *, closed_at: str) -> bytes:
    """The list as a PDF of A4 pages, the same bytes for the same list. `closed_at` is local time as text."""
    pages = lay_out_manifest(manifest, closed_at=closed_at)
    return encode_pdf(pages, dpi=_A4.dpi, title=manifest.number, language="zh-CN")


def lay_out_manifest(manifest: Manifest, *, closed_at: str) -> tuple[Page, ...]:
    """Every mark of the pages in dots, before anything is drawn."""
    count = max(1, -(-len(manifest.lines) // ROWS))
    pages = tuple(Page(_A4) for _ in range(count))
    for number, page in enumerate(pages):
        _head(page, manifest, closed_at)
        _table(page, manifest.lines[number * ROWS : (number + 1) * ROWS], first=number * ROWS + 1)
        _foot(page, manifest, f"第 {number + 1} 页，共 {count} 页 · Page {number + 1} of {count}")
    return pages


def render_slip(manifest: Manifest, stock: Stock, *, closed_at: str) -> Bitmap:
    """The totals and the lines to sign, at the head's own dots. Raises Misconfigured `label.stock_unsupported` for
    paper too small for a signature.
    """
    if stock.width_mm < _SMALLEST_SLIP_MM[0] or stock.height_mm < _SMALLEST_SLIP_MM[1]:
        raise Misconfigured("label.stock_unsupported", f"{stock.width_mm:g}x{stock.height_mm:g} mm")
    page = Page(stock)
    frame = Area(2.0, 2.0, stock.width_mm - 4.0, stock.height_mm - 4.0)
    page.frame(frame)
    area = frame.inset(3.0, 3.0)
    title, area = area.cut(9.0)
    page.write("交接清单 Handover list", title, 6.4, face=BOLD)
    bars, area = area.cut(12.0)
    _bars(page, manifest.number, bars.inset(0.0, 1.0))
    for text in _facts(manifest, closed_at):
        line, area = area.cut(6.0)
        page.write(text, line, 3.6)
    total, area = area.cut(11.0)
    page.write(_totals(manifest), total, 4.2, face=BOLD)
    digest, area = area.cut(7.5)
    page.write(f"SHA-256 {manifest.sha256[:32]} {manifest.sha256[32:]}", digest, 2.6)
    half = area.height / 2
    for text, signature in zip(_SIGNATURES, area.cut(half), strict=True):
        _signature(page, text, signature)
    return Bitmap.from_ink(page.paint())


def render_list(title: str, subtitle: str, rows: Sequence[ListRow], *, language: str) -> bytes:
    """A plain list as a PDF of A4 pages: the day's open ends. `language` is a tag such as `zh-CN`."""
    count = max(1, -(-len(rows) // LIST_ROWS))
    pages = []
    for number in range(count):
        page = Page(_A4)
        heading, rest = _SHEET.cut(12.0)
        below, rest = rest.cut(9.0)
        page.write(title, heading, 8.0, face=BOLD)
        page.write(subtitle, below, 4.0)
        for row in rows[number * LIST_ROWS : (number + 1) * LIST_ROWS]:
            place, rest = rest.cut(17.0)
            page.across(place)
            what, numbers = place.inset(1.0, 1.0).cut(6.0)
            page.write_pair(row.what, str(row.count), what, 4.6)
            page.write(row.first, numbers, 3.4)
        page.write(f"{number + 1} / {count}", Area(_SHEET.left, _SHEET.bottom - 6.0, _SHEET.width, 6.0), 3.2, align=1.0)
        pages.append(page)
    return encode_pdf(pages, dpi=_A4.dpi, title=title, language=language)


_SIGNATURES = ("交件人签字 Handed over by", "快递员签字 Received by the courier")


def _facts(manifest: Manifest, closed_at: str) -> tuple[str, ...]:
    by = f" · {manifest.closed_by}" if manifest.closed_by else ""
    return (
        f"快递 Carrier: {manifest.carrier}",
        f"单号 Number: {manifest.number}",
        f"工位 Station: {manifest.station}{by}",
        f"时间 Closed: {closed_at}",
    )


def _totals(manifest: Manifest) -> str:
    weighed = sum(line.weight_g is not None for line in manifest.lines)
    parcels = len(manifest.lines)
    heavy = f" · {manifest.weight_g / 1000:.2f} kg" if weighed else ""
    partly = f"（{weighed}/{parcels} 已称重 weighed）" if 0 < weighed < parcels else ""
    return f"合计 Total: {parcels} 个包裹 parcels · {manifest.units} 件 units{heavy}{partly}"


def _head(page: Page, manifest: Manifest, closed_at: str) -> None:
    head, _ = _SHEET.cut(_HEAD_MM)
    left, right = head.split(112.0)
    title, facts = left.cut(11.0)
    page.write("交接清单 Handover list", title, 8.0, face=BOLD)
    for text in _facts(manifest, closed_at):
        line, facts = facts.cut(5.6)
        page.write(text, line, 3.8)
    bars, number = right.cut(15.0)
    _bars(page, manifest.number, bars)
    page.write(manifest.number, number.cut(6.0)[0], 4.2, face=BOLD, align=0.5)


def _table(page: Page, lines: Sequence[ManifestLine], *, first: int) -> None:
    """Ruled to the last row whatever is in it; the row after the last parcel says that nothing follows."""
    row, rest = _SHEET.cut(_HEAD_MM)[1].cut(6.0)
    _cells(page, row, tuple(title for title, _ in _COLUMNS), text_mm=3.0)
    page.across(row, thickness_mm=2 * HAIR_MM)
    for at in range(ROWS):
        row, rest = rest.cut(_ROW_MM)
        page.across(row)
        if at < len(lines):
            line = lines[at]
            weight = "–" if line.weight_g is None else f"{line.weight_g / 1000:.2f}"
            texts = (str(first + at), line.tracking_number, "", line.order_number, str(line.units), weight)
            _cells(page, row, texts, text_mm=3.8)
            _bars(page, line.tracking_number, _cell(row, 2).inset(0.0, 1.6))
        elif at == len(lines):
            page.write("以下空白 Nothing follows", row, 3.4, align=0.5)


def _cell(row: Area, number: int) -> Area:
    widths = [width for _, width in _COLUMNS]
    return Area(row.left + sum(widths[:number]), row.top, widths[number], row.height)


def _cells(page: Page, row: Area, texts: tuple[str, ...], *, text_mm: float) -> None:
    for at, text in enumerate(texts):
        is_number = at >= len(texts) - 2
        page.write(text, _cell(row, at).inset(0.8), text_mm, align=1.0 if is_number else 0.0, smallest_mm=2.0)


def _foot(page: Page, manifest: Manifest, counted: str) -> None:
    foot = Area(_SHEET.left, _SHEET.bottom - 38.0, _SHEET.width, 38.0)
    total, rest = foot.cut(9.0)
    page.write(_totals(manifest), total, 4.6, face=BOLD)
    signatures, rest = rest.cut(19.0)
    left, right = signatures.split(signatures.width / 2)
    for text, area in zip(_SIGNATURES, (left, right), strict=True):
        _signature(page, text, area.inset(2.0))
    digest, number = rest.split(132.0)
    page.write(f"SHA-256 {manifest.sha256}", digest, 2.6)
    page.write(counted, number, 3.2, align=1.0)


def _signature(page: Page, text: str, area: Area) -> None:
    """Room to sign above a line, and below it who signs."""
    room, below = area.cut(area.height - 5.5)
    page.across(room)
    page.write(text, below, 3.2)


def _bars(page: Page, text: str, area: Area) -> None:
    """A Code 128 where it can be had: a number too long for the place is read from its text, the list is printed all
    the same.
    """
    try:
        page.linear(code128(text), area)
    except Rejected:
        return
