"""The child that draws carriers' HTML templates. Run: python -m app.labels.carrier_labels.html_process

plutoprint (MIT) has no script engine and asks us for every resource: all but `data:` is refused, and the only fonts it
knows are the shipped ones, whatever font a template names. Its cost: 145 MB of libraries on Linux (as unpacked), 48 MB
on Windows; 25 ms a label once the child runs, 0.3 s for the first. Beside it: QTextDocument knows no absolute position,
WeasyPrint takes 130 ms and brings Pango, Edge or Chromium take 1.2 s a label, run script and differ by station.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import plutoprint
from PIL import Image

from app.errors import Rejected
from app.labels.carrier_labels.page_process import serve
from app.resources import resource

_PIXELS_PER_MM = 96 / 25.4
_POINTS_PER_MM = 72 / 25.4
_LARGEST_MM = 450.0
_MOST_DOTS = 30_000_000
_LONG_PAGE_MM = 2000.0
"""Templates are one page however tall; without this a label would be cut where a sheet ends."""
_STYLE = "html { background: #fff; color: #000 }"
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


class _OnlyInline(plutoprint.ResourceFetcher):
    """Gives what a document carries itself. Everything else is an empty text, and nothing is asked for."""

    def fetch_url(self, url: str) -> plutoprint.ResourceData:
        if url[:5].lower() == "data:":
            return plutoprint.default_resource_fetcher.fetch_url(url)
        return plutoprint.ResourceData(b"", "text/plain", "utf-8")


def draw(request: dict[str, Any], document: bytes) -> tuple[dict[str, Any], bytes]:
    """The document laid out on `width_mm` of paper at `per_mm` dots a millimetre, 8-bit grey."""
    width_mm, per_mm = request["width_mm"], request["per_mm"]
    size = plutoprint.PageSize(width_mm * _POINTS_PER_MM, _LONG_PAGE_MM * _POINTS_PER_MM)
    book = plutoprint.Book(size, plutoprint.PAGE_MARGINS_NONE, plutoprint.MEDIA_TYPE_PRINT)
    book.custom_resource_fetcher = _OnlyInline()
    try:
        book.load_html(document.decode(), user_style=_STYLE)
        wide_mm, high_mm = (px / _PIXELS_PER_MM for px in (book.get_document_width(), book.get_document_height()))
        width, height = round(wide_mm * per_mm), round(high_mm * per_mm)
        if max(wide_mm, high_mm) > _LARGEST_MM or width * height > _MOST_DOTS or min(width, height) < 1:
            raise Rejected("label.too_large", f"{wide_mm:.0f}x{high_mm:.0f} mm")
        canvas = plutoprint.ImageCanvas(width, height)
        canvas.clear_surface(1, 1, 1)
        canvas.scale(per_mm / _PIXELS_PER_MM, per_mm / _PIXELS_PER_MM)
        book.render_document(canvas)
    except (plutoprint.Error, UnicodeDecodeError):
        raise Rejected("label.broken", "html") from None
    canvas.flush()
    colors = Image.frombuffer("RGB", (width, height), bytes(canvas.get_data()), "raw", "BGRX", canvas.get_stride(), 1)
    return {"pages": 1, "width": width, "height": height}, colors.convert("L").tobytes()


def _use_shipped_fonts() -> None:
    folder = os.environ.get("PACKBENCH_PAGE_FOLDER") or tempfile.mkdtemp(prefix="packbench-pages-")
    fonts = resource("fonts")
    Path(folder, "fonts.conf").write_text(_FONTS.format(fonts=fonts, cache=folder), encoding="utf-8")
    plutoprint.plutobook_set_fontconfig_path(folder)


def main() -> None:
    """Draw until the parent closes."""
    _use_shipped_fonts()
    serve(draw)


if __name__ == "__main__":
    main()
