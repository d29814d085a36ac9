"""A bitmap as a PDF page in true size, for printers that are reached through a driver, a queue or IPP."""

from __future__ import annotations

import zlib

from app.domain.label import Stock
from app.labels.pdf import _document
from app.labels.raster import Bitmap

_POINTS_PER_INCH = 72
_HAIR = 0.001
"""Points by which the page is smaller than its dots, and the picture than the page: whoever makes dots of it rounds
sizes up and edges outwards, and 800.0001 dots would be spread over 801.
"""


def encode_page(bitmap: Bitmap, stock: Stock, *, copies: int = 1) -> bytes:
    """One page a copy, no larger than the bitmap; a viewer is asked not to fit it to its paper (ISO 32000-1, 12.2).

    A head of 203 dots per inch has 8 in a millimetre, 203.2 in an inch: only so a label is as long as its paper.
    """
    points = _POINTS_PER_INCH / (203.2 if stock.dpi == 203 else stock.dpi)
    sides = [dots * points - _HAIR for dots in (bitmap.width, bitmap.height)]
    wide, high = (f"{side:.4f}" for side in sides)
    across, down = (f"{side - 2 * _HAIR:.4f}" for side in sides)
    image = (
        f"<</Type/XObject/Subtype/Image/Width {bitmap.width}/Height {bitmap.height}"
        "/ImageMask true/BitsPerComponent 1/Decode[1 0]/Filter/FlateDecode"  # a set bit is ink
    )
    page = (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide} {high}]/Contents 4 0 R/Resources<</XObject<</Label 5 0 R>>>>>>"
    )
    kids = " ".join(f"{6 + at} 0 R" for at in range(copies))
    return _document(
        [
            b"<</Type/Catalog/Pages 2 0 R/ViewerPreferences<</PrintScaling/None>>>>",
            f"<</Type/Pages/Kids[{kids}]/Count {copies}>>".encode(),
            b"<<>>",
            _stream("<<", f"q {across} 0 0 {down} {_HAIR} {_HAIR} cm /Label Do Q".encode()),
            _stream(image, zlib.compress(bitmap.rows, 1)),
            *[page.encode()] * copies,
        ]
    )


def _stream(entries: str, content: bytes) -> bytes:
    return b"%b/Length %d>>\nstream\n%b\nendstream" % (entries.encode(), len(content), content)
