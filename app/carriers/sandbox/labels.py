"""Labels as carriers send them, small but real, in every format: 100×150 mm, for training and tests.

They show the number as Code 128, the sorting code, and of the consignee what a privacy label shows.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from html import escape
from typing import Final

from app.carriers.bars import Dots, code128, gif, png
from app.domain.document import CarrierLabel, LabelFormat
from app.domain.masking import mask_consignee
from app.domain.order import Consignee
from app.domain.shipment import Waybill

WIDTH_MM: Final = 100.0
HEIGHT_MM: Final = 150.0
_DPI: Final = 203
_PER_MM: Final = 8
_MODULE: Final = 3
_BARS_MM: Final = 25
_BARS_TOP_MM: Final = 60
_NUMBER_TOP_MM: Final = 88
_UNFIT = re.compile(r"[^0-9A-Za-z*+ .-]")
"""Everything that could be a command to a printer, or that its own font does not have."""


def draw_label(label_format: LabelFormat, waybill: Waybill, consignee: Consignee) -> CarrierLabel:
    """The same one in every repetition. Named in millimetres, and in dots where it is made of dots."""
    content = _MAKERS[label_format](waybill, mask_consignee(consignee))
    dpi = 0 if label_format in (LabelFormat.PDF, LabelFormat.HTML) else _DPI
    return CarrierLabel(label_format, content, WIDTH_MM, HEIGHT_MM, dpi)


def _left_mm(number: str) -> float:
    """Where the bars begin so that they stand in the middle, in whole dots."""
    return (round(WIDTH_MM * _PER_MM) - len(code128(number)) * _MODULE) // 2 / _PER_MM


def _lines(waybill: Waybill, consignee: Consignee) -> tuple[str, str, str, str]:
    return waybill.sorting_code, waybill.service, consignee.phone, waybill.tracking_number


def _fit(text: str) -> str:
    return _UNFIT.sub(" ", text)


def _zpl(waybill: Waybill, consignee: Consignee) -> bytes:
    route, service, phone, number = (_fit(line) for line in _lines(waybill, consignee))
    left, at = round(_left_mm(number) * _PER_MM), _BARS_TOP_MM * _PER_MM
    fields = (
        f"^FO80,80^A0N,96,80^FD{route}^FS",
        f"^FO80,220^A0N,48,40^FDSANDBOX {service}^FS",
        f"^FO80,300^A0N,40,36^FD{phone}^FS",
        "^FO40,420^GB720,3,3^FS",
        f"^FO{left},{at}^BY{_MODULE}^BCN,{_BARS_MM * _PER_MM},N,N,N,A^FD{number}^FS",
        f"^FO{left},{_NUMBER_TOP_MM * _PER_MM}^A0N,48,40^FD{number}^FS",
    )
    return f"^XA^CI28^LH0,0^PW800^LL1200{''.join(fields)}^PQ1^XZ\n".encode("ascii")


def _epl(waybill: Waybill, consignee: Consignee) -> bytes:
    """The bars as a picture, as many carriers send them: what a model makes of `B` depends on its firmware."""
    route, service, phone, number = (_fit(line) for line in _lines(waybill, consignee))
    modules = len(code128(number)) * _MODULE
    bars = Dots(-(-modules // 8) * 8, _BARS_MM * _PER_MM)
    bars.bars(number, 0, 0, module=_MODULE, height=bars.height)
    left, top = round(_left_mm(number) * _PER_MM), _BARS_TOP_MM * _PER_MM
    picture = bytes(byte ^ 0xFF for byte in bars.packed())  # a clear bit is black
    lines = (
        "N", "q800", "Q1200,24", "LO40,420,720,3",
        f'A80,80,0,5,1,2,N,"{route}"', f'A80,220,0,4,2,2,N,"SANDBOX {service}"', f'A80,300,0,4,1,1,N,"{phone}"',
        f'A{left},{_NUMBER_TOP_MM * _PER_MM},0,4,2,2,N,"{number}"',
    )  # fmt: skip
    head = "\r\n".join((*lines, f"GW{left},{top},{bars.width // 8},{bars.height},")).encode("ascii")
    return b"\r\n" + head + picture + b"\r\nP1\r\n"


def _dots(waybill: Waybill, consignee: Consignee) -> Dots:
    route, _, phone, number = _lines(waybill, consignee)
    dots = Dots(round(WIDTH_MM * _PER_MM), round(HEIGHT_MM * _PER_MM))
    dots.write(route, 80, 80, size=12)
    dots.write(phone, 80, 240, size=6)
    dots.box(40, 420, 720, 3)
    left = round(_left_mm(number) * _PER_MM)
    dots.bars(number, left, _BARS_TOP_MM * _PER_MM, module=_MODULE, height=_BARS_MM * _PER_MM)
    dots.write(number, left, _NUMBER_TOP_MM * _PER_MM, size=6)
    return dots


def _png(waybill: Waybill, consignee: Consignee) -> bytes:
    return png(_dots(waybill, consignee), _DPI)


def _gif(waybill: Waybill, consignee: Consignee) -> bytes:
    return gif(_dots(waybill, consignee))


def _html(waybill: Waybill, consignee: Consignee) -> bytes:
    route, service, phone, number = (escape(line) for line in _lines(waybill, consignee))
    dots = Dots(len(code128(number)) * _MODULE, _BARS_MM * _PER_MM)
    dots.bars(number, 0, 0, module=_MODULE, height=dots.height)
    bars = base64.b64encode(gif(dots)).decode("ascii")
    place, wide = consignee.address, dots.width / _PER_MM
    whole = escape(f"{consignee.name} {place.province}{place.city}{place.district}{place.street}")
    divs = (
        (10, 6, 14, route), (10, 26, 7, f"SANDBOX {service}"), (10, 36, 5, phone), (10, 43, 4, whole),
        (_left_mm(number), _NUMBER_TOP_MM, 6, number),
    )  # fmt: skip
    texts = "".join(
        f'<div style="position:absolute;left:{left}mm;top:{top}mm;width:88mm;font-size:{size}mm">{text}</div>'
        for left, top, size, text in divs
    )
    image = (
        f'<img src="data:image/gif;base64,{bars}" style="position:absolute;left:{_left_mm(number)}mm;'
        f'top:{_BARS_TOP_MM}mm;width:{wide}mm;height:{_BARS_MM}mm">'
    )
    size = f"width:{WIDTH_MM}mm;height:{HEIGHT_MM}mm"
    page = f'<div style="position:relative;{size};overflow:hidden">{texts}{image}</div>'
    head = '<html><head><meta charset="utf-8"></head><body style="margin:0">'
    return f"{head}{page}</body></html>".encode()


def _pdf(waybill: Waybill, consignee: Consignee) -> bytes:
    """Vector bars and Helvetica on a page of the label's size."""
    route, service, phone, number = (_fit(line) for line in _lines(waybill, consignee))
    left, point = _left_mm(number), 72 / 25.4
    words = ((10, 20, 14, route), (10, 33, 7, f"SANDBOX {service}"), (10, 43, 5, phone), (left, 93, 6, number))
    boxes = [(5.0, 52.5, 90.0, 0.4)]
    for bar in re.finditer("1+", code128(number)):
        width = (bar.end() - bar.start()) * _MODULE / _PER_MM
        boxes.append((left + bar.start() * _MODULE / _PER_MM, float(_BARS_TOP_MM), width, float(_BARS_MM)))
    lines = [f"{point} 0 0 {-point} 0 {HEIGHT_MM * point} cm"]
    lines += [f"{x:.3f} {y:.3f} {width:.3f} {height:.3f} re" for x, y, width, height in boxes]
    lines += ["f", *(f"BT /F1 {size} Tf 1 0 0 -1 {x} {y} Tm ({text}) Tj ET" for x, y, size, text in words)]
    drawing = "\n".join(lines).encode("ascii")
    page = f"/MediaBox[0 0 {WIDTH_MM * point:.3f} {HEIGHT_MM * point:.3f}]/Resources<</Font<</F1 4 0 R>>>>"
    return _pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R{page}/Contents 5 0 R>>".encode("ascii"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(drawing), drawing),
    )


def _pdf_of(*objects: bytes) -> bytes:
    """Objects, numbered from 1 with the catalog first, as a file."""
    document, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(document))
        document += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    count = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(document))
    return document + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end


_MAKERS: dict[LabelFormat, Callable[[Waybill, Consignee], bytes]] = {
    LabelFormat.ZPL: _zpl,
    LabelFormat.EPL: _epl,
    LabelFormat.PDF: _pdf,
    LabelFormat.PNG: _png,
    LabelFormat.GIF: _gif,
    LabelFormat.HTML: _html,
}
