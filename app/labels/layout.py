"""Our own e-waybill: its template decides what stands where, this draws it."""

from __future__ import annotations

from app.domain.document import DocumentKind
from app.domain.label import LabelContent, Stock
from app.labels.layouts import NO_BRAND, Brand, Layouts, render, shipped_layouts
from app.labels.layouts.fields import unprintable
from app.labels.page import Page
from app.labels.raster import Bitmap


def render_label(
    content: LabelContent, stock: Stock, *, layouts: Layouts | None = None, brand: Brand = NO_BRAND
) -> Bitmap:
    """The label of one waybill, at the head's own dots. Without `layouts`, by the shipped templates.

    Raises Misconfigured `label.stock_unsupported` for paper that no template serves, Rejected `label.does_not_fit`,
    `label.no_glyph` or `label.bad_tracking_number` when tracking number or sorting code cannot be shown in full.
    """
    return Bitmap.from_ink(lay_out(content, stock, layouts=layouts, brand=brand).paint())


def lay_out(content: LabelContent, stock: Stock, *, layouts: Layouts | None = None, brand: Brand = NO_BRAND) -> Page:
    """Every mark of the label in dots, before anything is drawn."""
    (page,) = render(DocumentKind.LABEL, content, stock, layouts=layouts or shipped_layouts(), brand=brand)
    return page


def unprintable_fields(content: LabelContent) -> tuple[str, ...]:
    """The fields (`consignee.name`) in which a character had to be printed as `〓` because no shipped font has it."""
    return unprintable(DocumentKind.LABEL, content)
