"""The handover list on paper: sheets for the courier's signature, and a slip on the label printer's stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.document import DocumentKind
from app.domain.handover import Manifest
from app.domain.label import Stock
from app.domain.papers import HandoverList
from app.labels.layouts import Layouts, render, shipped_layouts
from app.labels.page import Area, Page
from app.labels.pdf import encode_pdf
from app.labels.raster import Bitmap
from app.labels.typeface import BOLD

LIST_ROWS = 14
A4 = Stock(210.0, 297.0, 300)
_SHEET = Area(12.0, 12.0, 186.0, 273.0)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a plain list: what, how many, and the first of them."""

    what: str
    count: int
    first: str


def render_manifest(manifest: Manifest, *, closed_at: str, stock: Stock = A4, layouts: Layouts | None = None) -> bytes:
    """The list as a PDF, the same bytes for the same list. `closed_at` is local time as text."""
    pages = lay_out_manifest(manifest, closed_at=closed_at, stock=stock, layouts=layouts)
    return encode_pdf(pages, dpi=stock.dpi, title=manifest.number, language="zh-CN")


def lay_out_manifest(
    manifest: Manifest, *, closed_at: str, stock: Stock = A4, layouts: Layouts | None = None
) -> tuple[Page, ...]:
    """Every mark of the pages in dots, before anything is drawn."""
    content = HandoverList(manifest, closed_at)
    return render(DocumentKind.MANIFEST, content, stock, layouts=layouts or shipped_layouts())


def render_slip(manifest: Manifest, stock: Stock, *, closed_at: str, layouts: Layouts | None = None) -> Bitmap:
    """The totals and the lines to sign, at the head's own dots. Raises Misconfigured `label.stock_unsupported` for
    paper that no template serves.
    """
    page, *_ = lay_out_manifest(manifest, closed_at=closed_at, stock=stock, layouts=layouts)
    return Bitmap.from_ink(page.paint())


def render_list(title: str, subtitle: str, rows: Sequence[ListRow], *, language: str) -> bytes:
    """A plain list as a PDF of A4 pages: the day's open ends. `language` is a tag such as `zh-CN`."""
    count = max(1, -(-len(rows) // LIST_ROWS))
    pages = []
    for number in range(count):
        page = Page(A4)
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
    return encode_pdf(pages, dpi=A4.dpi, title=title, language=language)
