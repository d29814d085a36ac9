"""Papers as data: templates from the product's and the station's own folder, checked when they are loaded."""

from app.labels.layouts.brand import NO_BRAND, Brand, load_logo
from app.labels.layouts.engine import render
from app.labels.layouts.loader import LayoutProblem, Layouts, load_layouts, shipped_layouts

__all__ = [
    "NO_BRAND",
    "Brand",
    "LayoutProblem",
    "Layouts",
    "load_layouts",
    "load_logo",
    "render",
    "shipped_layouts",
]
