"""Laid-out pages as a PDF that prints in true size: bars are rectangles, sharp at any resolution; text is a mask."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterator, Sequence
from copy import copy

from app.labels.page import Page, Stamp
from app.labels.text import Box

_POINTS_PER_INCH = 72
_BEFORE_PAGES = 3  # catalog, pages, title


def encode_pdf(pages: Sequence[Page], *, dpi: int, title: str, language: str) -> bytes:
    """One PDF 1.6 document (ISO 32000-1), the same bytes each time.

    `dpi` is the resolution the pages were laid out for, `language` a tag such as `zh-CN`.
    """
    numbers = [_BEFORE_PAGES + 1 + 3 * at for at in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        f"<</Type/Catalog/Pages 2 0 R/Lang({language})/ViewerPreferences<</PrintScaling/None>>>>".encode(),
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        f"<</Title<FEFF{title.encode('utf-16-be').hex()}>>>".encode(),
    ]
    for number, page in zip(numbers, pages, strict=True):
        objects += _page_objects(page, number, _POINTS_PER_INCH / dpi)
    return _document(objects)


def _page_objects(page: Page, number: int, points: float) -> list[bytes]:
    """The page, its marks and its text, as the objects from `number` on; a dot is so many points wide."""
    wide, high = f"{page.width * points:.4f}", f"{page.height * points:.4f}"
    marks = [
        f"q {wide} 0 0 {high} 0 0 cm /Text Do Q",
        f"{points:.6f} 0 0 {-points:.6f} 0 {high} cm",  # dots from the upper left corner, as they were laid out
        *(f"{bar.left} {bar.top} {bar.width} {bar.height} re" for stamp in page.stamps for bar in _bars(stamp)),
        "f",
    ]
    text = copy(page)
    text.stamps = []
    return [
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide} {high}]/Contents {number + 1} 0 R"
        f"/Resources<</XObject<</Text {number + 2} 0 R>>>>>>".encode(),
        _stream("", "\n".join(marks).encode()),
        _stream(
            f"/Type/XObject/Subtype/Image/Width {page.width}/Height {page.height}"
            "/ImageMask true/BitsPerComponent 1/Decode[1 0]",  # a set bit is ink
            text.paint().tobytes(),
        ),
    ]


def _bars(stamp: Stamp) -> Iterator[Box]:
    """The dark bars of a symbol, a linear one's as high as it stands, in dots."""
    modules = stamp.symbol.modules.convert("L")
    step = stamp.dots if stamp.symbol.is_square else stamp.box.height
    pixels = memoryview(modules.tobytes())
    for row in range(modules.height):
        left = stamp.box.left
        for is_dark, run in itertools.groupby(pixels[row * modules.width : (row + 1) * modules.width]):
            dots = len(list(run)) * stamp.dots
            if is_dark:
                yield Box(left, stamp.box.top + row * step, dots, step)
            left += dots


def _stream(entries: str, content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>\nstream\n".encode() + packed + b"\nendstream"


def _document(objects: list[bytes]) -> bytes:
    """The objects, numbered from 1, with the table of where each begins. Object 3 holds the title."""
    document, starts = b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(document))
        document += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    tail = b"trailer\n<</Size %d/Root 1 0 R/Info 3 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(document))
    return document + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + tail
