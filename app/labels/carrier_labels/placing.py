"""Where on the paper a carrier's label goes: in true size, cropped to the label, never made to fit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PIL import Image, ImageOps

from app.domain.label import Stock
from app.errors import Rejected
from app.labels.proof.carrying import carries
from app.labels.proof.reader import read
from app.labels.proof.rows import Rows
from app.labels.raster import Bitmap, dots_per_mm
from app.labels.text import Box

_OFFICE = 1.5
"""A page this many times as large as the paper is an office sheet with a label somewhere on it."""
_GUTTER_MM = 2.0
"""White from edge to edge as wide as this parts a label from what else stands on an office sheet. Half an A4 page is
105 mm wide: a label of four inches leaves 1.7 mm on each side of the fold.
"""
_SAME_MM = 4.0
"""Paper this much larger than a label is the label's own."""
_EDGE_DOTS = 1
_MARGIN_MM = 0.5
"""Printers place the picture to about half a millimetre."""
_IS_INK = [255 if grey < 128 else 0 for grey in range(256)]


@dataclass(frozen=True, slots=True)
class Frame:
    """What of a page is printed and where: a quarter turn first (`is_turned`), then `cut` out of the page, laid on the
    paper at (`left`, `top`). All in dots of the printer.
    """

    is_turned: bool
    cut: Box
    left: int
    top: int

    def laid(self, page: Image.Image, paper: tuple[int, int], *, finer: int = 1) -> Image.Image:
        """A picture of the paper, `finer` times as large as the printer's dots, as the page is."""
        turned = page.transpose(Image.Transpose.ROTATE_270) if self.is_turned else page
        sheet = Image.new("L", (paper[0] * finer, paper[1] * finer), 255)
        cut = self.cut
        inside = turned.crop((cut.left * finer, cut.top * finer, cut.right * finer, cut.bottom * finer))
        sheet.paste(inside, (self.left * finer, self.top * finer))
        return sheet


def paper_dots(stock: Stock) -> tuple[int, int]:
    """Width and height of the paper in the printer's dots."""
    per_mm = dots_per_mm(stock.dpi)
    return round(stock.width_mm * per_mm), round(stock.height_mm * per_mm)


def frame_of(page: Image.Image, stock: Stock, numbers: tuple[str, ...]) -> Frame:
    """Where a page drawn at the printer's dots goes. Raises Rejected `label.blank`, `label.wrong_paper`."""
    paper = paper_dots(stock)
    for is_turned in (False, True):
        turned = page.transpose(Image.Transpose.ROTATE_270) if is_turned else page
        frame = _whole(turned, stock, is_turned=is_turned)
        if frame is not None:
            return frame
    if page.width * page.height >= _OFFICE * paper[0] * paper[1]:
        block = _block(page, paper, numbers, round(_GUTTER_MM * dots_per_mm(stock.dpi)))
        for is_turned in (False, True):
            if block is not None and _fits(_turned(block, page) if is_turned else block, paper):
                cut = _turned(block, page) if is_turned else block
                return Frame(is_turned, cut, (paper[0] - cut.width) // 2, (paper[1] - cut.height) // 2)
    per_mm = dots_per_mm(stock.dpi)
    is_, wanted = f"{page.width / per_mm:.0f}x{page.height / per_mm:.0f}", f"{stock.width_mm:g}x{stock.height_mm:g}"
    raise Rejected("label.wrong_paper", f"{is_} mm, paper {wanted} mm")


def _whole(page: Image.Image, stock: Stock, *, is_turned: bool) -> Frame | None:
    """All ink of the page, in its place on the paper where the page is as large, or None where it does not fit."""
    paper, content, per_mm = paper_dots(stock), content_box(page), dots_per_mm(stock.dpi)
    if not _fits(content, paper):
        return None
    left, top = (paper[0] - page.width) // 2, (paper[1] - page.height) // 2
    if page.width * page.height >= _OFFICE * paper[0] * paper[1]:
        left = (paper[0] - content.width) // 2 - content.left
        top = (paper[1] - content.height) // 2 - content.top
    elif top > _SAME_MM * per_mm:
        top = 0  # on longer paper a label starts where the printer starts
    margin = round(_MARGIN_MM * per_mm)
    left = _clear(left, content.left, content.right, paper[0], margin)
    top = _clear(top, content.top, content.bottom, paper[1], margin)
    return Frame(is_turned, content, content.left + left, content.top + top)


def _clear(at: int, first: int, last: int, paper: int, margin: int) -> int:
    """Where the page begins on the paper so that its ink keeps off both edges, as near to `at` as that allows."""
    least, most = margin - first, paper - margin - last
    return min(max(at, least), most) if least <= most else (least + most) // 2


def _fits(box: Box, paper: tuple[int, int]) -> bool:
    return box.width + 2 * _EDGE_DOTS <= paper[0] and box.height + 2 * _EDGE_DOTS <= paper[1]


def _turned(box: Box, page: Image.Image) -> Box:
    return Box(page.height - box.bottom, box.left, box.height, box.width)


def content_box(page: Image.Image) -> Box:
    """All ink of a grey page. Raises Rejected `label.blank`."""
    edges = page.point(_IS_INK).getbbox()
    if edges is None:
        raise Rejected("label.blank")
    return Box(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1])


def _block(page: Image.Image, paper: tuple[int, int], numbers: tuple[str, ...], gutter: int) -> Box | None:
    """The part of an office sheet that holds the tracking number's code, cut along white strips until it fits."""
    ink = page.point(_IS_INK)
    codes = [s.box for s in read(page) if s.barcode.valid and carries(s.text, numbers[0], is_square=not s.is_linear)]
    if not codes:
        return None
    box = content_box(page)
    while not _fits(box, paper) and not _fits(_turned(box, page), paper):
        parts = _parts(ink, box, gutter)
        holding = [part for part in parts if any(_holds(part, code) for code in codes)]
        if len(parts) < 2 or len(holding) != 1:  # two labels on one sheet: nobody knows which is meant
            return None
        box = holding[0]
    return box


def _holds(part: Box, code: Box) -> bool:
    middle = code.left + code.width // 2, code.top + code.height // 2
    return part.left <= middle[0] < part.right and part.top <= middle[1] < part.bottom


def _parts(ink: Image.Image, box: Box, gutter: int) -> list[Box]:
    """The box parted at its widest white strip of `gutter` dots and more, each part without white around."""
    inside = ink.crop((box.left, box.top, box.right, box.bottom))
    rows = Rows(Bitmap.from_ink(inside.convert("1"))).numbers
    columns = 0
    for row in rows:
        columns |= row
    across = _white_strip(f"{columns:0{box.width}b}")
    down = _white_strip("".join("1" if row else "0" for row in rows))
    width, at, is_column = max((*across, True), (*down, False))
    if width < gutter:
        return [box]
    halves = (
        ((0, 0, at, box.height), (at, 0, box.width, box.height))
        if is_column
        else ((0, 0, box.width, at), (0, at, box.width, box.height))
    )
    return [_moved(content_box(ImageOps.invert(inside.crop(half))), half, box) for half in halves]


def _white_strip(line: str) -> tuple[int, int]:
    """Length and middle of the longest run of white."""
    return max(((len(run.group()), (run.start() + run.end()) // 2) for run in re.finditer("0+", line)), default=(0, 0))


def _moved(part: Box, half: tuple[int, int, int, int], box: Box) -> Box:
    return Box(box.left + half[0] + part.left, box.top + half[1] + part.top, part.width, part.height)
