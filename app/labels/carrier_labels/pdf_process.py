"""The child that draws PDF pages with pdfium. Run: python -m app.labels.carrier_labels.pdf_process"""

from __future__ import annotations

from typing import Any

import pypdfium2  # type: ignore[import-untyped]

from app.errors import Rejected
from app.labels.carrier_labels.page_process import serve

_MOST_PAGES = 20
_LARGEST_MM = 450.0
_MOST_DOTS = 40_000_000
_POINTS_PER_MM = 72 / 25.4


def draw(request: dict[str, Any], document: bytes) -> tuple[dict[str, Any], bytes]:
    """`page` (from 0) at `per_mm` dots a millimetre, 8-bit grey without padding."""
    try:
        pdf = pypdfium2.PdfDocument(document)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        code = "label.encrypted" if is_locked else "label.broken"
        raise Rejected(code, "pdf") from None
    try:
        return _drawn(pdf, request["page"], request["per_mm"])
    except pypdfium2.PdfiumError:
        raise Rejected("label.broken", "pdf") from None
    finally:
        pdf.close()


def _drawn(pdf: pypdfium2.PdfDocument, number: int, per_mm: float) -> tuple[dict[str, Any], bytes]:
    pages = len(pdf)
    if not 0 < pages <= _MOST_PAGES:
        raise Rejected("label.several_pages", f"{pages} pages")
    page = pdf[number]
    width_mm, height_mm = (points / _POINTS_PER_MM for points in page.get_size())
    width, height = round(width_mm * per_mm), round(height_mm * per_mm)
    if max(width_mm, height_mm) > _LARGEST_MM or width * height > _MOST_DOTS or min(width, height) < 1:
        raise Rejected("label.too_large", f"{width_mm:.0f}x{height_mm:.0f} mm")
    picture = page.render(scale=per_mm / _POINTS_PER_MM, grayscale=True, may_draw_forms=False).to_pil()
    # 100 mm of 8 dots come out 801 dots wide: cut to what the millimetres say
    dots = picture.crop((0, 0, width, height)).tobytes()
    return {"pages": pages, "width": width, "height": height}, dots


def main() -> None:
    """Draw until the parent closes."""
    serve(draw)


if __name__ == "__main__":
    main()
