"""PDF pages as PWG raster (PWG 5102.4), for IPP Everywhere printers that take no PDF: true size, no fitting."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PIL import Image

from app.devices.ipp.media import Size
from app.devices.ipp.message import Group, Resolution
from app.devices.pdfium import PDFIUM, draw_page, pdfium

_POINTS_PER_INCH = 72
_HUNDREDTHS_PER_INCH = 2540
_BLACK, _GREY = "black_1", "sgray_8"
_COLOR_SPACES = {_BLACK: (1, 3), _GREY: (8, 18)}  # bits a dot and the number of the color space
_DOTS_LIMIT = 60_000_000  # A4 at 600 dpi has 35 million
_PAGES_LIMIT = 200
_RUN = re.compile(rb"(.)\1{1,127}|(?:(.)(?!\2)){1,128}", re.DOTALL)
_INCH = 3


class UndrawablePage(Exception):
    """The bytes are no PDF that can be drawn at this size; `code` as in `PrintOutcome`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class RasterKind:
    """What is drawn: `black_1` or `sgray_8`, at so many dots per inch."""

    kind: str
    dpi: int


def choose_kind(printer: Group, dpi: int) -> RasterKind | None:
    """One bit a dot where the printer takes that, at the resolution the page was laid out for or else the finest one;
    None where nothing fits.
    """
    kinds = printer.texts("pwg-raster-document-type-supported")
    kind = next((one for one in (_BLACK, _GREY) if one in kinds), None)
    square = {
        value.across
        for value in printer.values("pwg-raster-document-resolution-supported")
        if isinstance(value, Resolution) and value.across == value.along > 0 and value.unit == _INCH
    }
    if kind is None or not square:
        return None
    return RasterKind(kind, dpi if dpi in square else max(square))


def page_sizes(pdf: bytes) -> list[Size]:
    """Each page's size in hundredths of a millimeter. Raises UndrawablePage `printer.not_a_page`."""
    with _opened(pdf) as document:
        sizes = [document.get_page_size(number) for number in range(len(document))]
    return [(_hundredths(wide), _hundredths(high)) for wide, high in sizes]


def encode_pwg(pdf: bytes, raster: RasterKind, size: Size) -> bytes:
    """All pages on paper of this size, a page's upper left corner on the paper's. Raises UndrawablePage."""
    wide, high = (round(length * raster.dpi / _HUNDREDTHS_PER_INCH) for length in size)
    if wide <= 0 or high <= 0 or wide * high > _DOTS_LIMIT:
        raise UndrawablePage("printer.wrong_paper")
    with _opened(pdf) as document:
        count = len(document)
        pages = [
            _page(draw_page(document, number, dpi=raster.dpi, size=(wide, high)), raster, size, count)
            for number in range(count)
        ]
    return b"RaS2" + b"".join(pages)


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    """Alone with pdfium. What it cannot open, or cannot read later, is no page."""
    with PDFIUM:
        try:
            with pdfium().PdfDocument(pdf) as document:
                if not 0 < len(document) <= _PAGES_LIMIT:
                    raise UndrawablePage("printer.not_a_page")
                yield document
        except pdfium().PdfiumError as error:
            raise UndrawablePage("printer.not_a_page") from error


def _hundredths(points: float) -> int:
    return round(points * _HUNDREDTHS_PER_INCH / _POINTS_PER_INCH)


def _page(picture: Image.Image, raster: RasterKind, size: Size, count: int) -> bytes:
    bits, space = _COLOR_SPACES[raster.kind]
    wide, high = picture.size
    if raster.kind == _BLACK:
        picture = picture.point(_IS_INK, mode="1")  # in this color space 1 is black
    row = (wide * bits + 7) // 8
    header = _header(raster.dpi, wide, high, size, bits=bits, space=space, row=row, count=count)
    return header + _packed(picture.tobytes(), row)


def _header(dpi: int, wide: int, high: int, size: Size, *, bits: int, space: int, row: int, count: int) -> bytes:
    """1796 bytes; what is not set here is 0, which is the standard's word for "as the printer has it"."""
    header = bytearray(1796)
    header[0:10] = b"PwgRaster\0"
    points = (round(length * _POINTS_PER_INCH / _HUNDREDTHS_PER_INCH) for length in size)
    numbers = {
        276: (dpi, dpi),
        340: (1,),  # copies
        352: tuple(points),
        372: (wide, high),
        384: (bits, bits, row, 0, space),
        420: (1,),  # colors
        452: (count, 1, 1),  # pages, transforms across and along the feed
    }
    for at, values in numbers.items():
        struct.pack_into(f">{len(values)}I", header, at, *values)
    return bytes(header)


def _packed(rows: bytes, row: int) -> bytes:
    """Section 4.4: how often a line comes again, then runs of one byte and pieces of unlike bytes."""
    return b"".join(_lines(rows, row))


def _lines(rows: bytes, row: int) -> Iterator[bytes]:
    lines = [rows[at : at + row] for at in range(0, len(rows), row)]
    at = 0
    while at < len(lines):
        times = 1
        while times < 256 and at + times < len(lines) and lines[at + times] == lines[at]:
            times += 1
        yield bytes([times - 1]) + b"".join(map(_run, _RUN.finditer(lines[at])))
        at += times


def _run(match: re.Match[bytes]) -> bytes:
    piece = match[0]
    if len(piece) == 1 or match[1] is not None:
        return bytes([len(piece) - 1]) + piece[:1]
    return bytes([257 - len(piece)]) + piece


_IS_INK = [255 if grey < 128 else 0 for grey in range(256)]
