"""A label being laid out: millimetres in, marks in dots out. Nothing is drawn before every text is known to fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import Image

from app.domain.label import Stock
from app.errors import Rejected
from app.labels.symbol import Symbol
from app.labels.text import LINE_PITCH, Box, Sizes, Writing, fit, fit_whole, width, write
from app.labels.typeface import BOLD, REGULAR, Face

HAIR_MM = 0.25
LINE_MM = 0.375
PADDING_MM = 1.0
SMALLEST_TEXT_MM = 2.4
"""Below 19 dots at 203 dpi a Han character of many strokes fills up."""
_MODULE_MM = (0.25, 0.5)
"""X dimension of a Code 128 on a parcel: below 0.25 mm hand scanners fail, above 0.5 mm it only costs paper."""


@dataclass(frozen=True, slots=True)
class Area:
    """A place on the label in millimetres."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def split(self, width: float) -> tuple[Area, Area]:
        """The part of `width` mm on the left, and the rest."""
        return (
            Area(self.left, self.top, width, self.height),
            Area(self.left + width, self.top, self.width - width, self.height),
        )

    def cut(self, height: float) -> tuple[Area, Area]:
        """The part of `height` mm at the top, and the rest."""
        return (
            Area(self.left, self.top, self.width, height),
            Area(self.left, self.top + height, self.width, self.height - height),
        )

    def inset(self, x: float = PADDING_MM, y: float = 0.0) -> Area:
        return Area(self.left + x, self.top + y, self.width - 2 * x, self.height - 2 * y)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A symbol drawn into exactly `box`, modules `dots` wide."""

    box: Box
    symbol: Symbol
    dots: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that fills exactly `box`; a set pixel is ink."""

    box: Box
    ink: Image.Image


class Page:
    """Collects what stands where on one label; `paint` makes dots of it."""

    def __init__(self, stock: Stock) -> None:
        self._dots_per_mm = stock.dpi / 25.4 if stock.dpi != 203 else 8.0
        self.width = self._dots(stock.width_mm)
        self.height = self._dots(stock.height_mm)
        self.fills: list[Box] = []
        self.writings: list[Writing] = []
        self.stamps: list[Stamp] = []
        self.pictures: list[Picture] = []

    def _dots(self, mm: float) -> int:
        return round(mm * self._dots_per_mm)

    def box(self, area: Area) -> Box:
        """Edges are rounded, not sizes: neighbours in mm stay neighbours in dots."""
        left, top = self._dots(area.left), self._dots(area.top)
        return Box(left, top, self._dots(area.right) - left, self._dots(area.bottom) - top)

    def fill(self, area: Area) -> None:
        self.fills.append(self.box(area))

    def across(self, area: Area, *, thickness_mm: float = HAIR_MM) -> None:
        """A line along the area's lower edge."""
        box = self.box(area)
        self.fills.append(Box(box.left, box.bottom, box.width, self._dots(thickness_mm)))

    def down(self, area: Area) -> None:
        """A line along the area's right edge."""
        box = self.box(area)
        self.fills.append(Box(box.right, box.top, self._dots(HAIR_MM), box.height))

    def frame(self, area: Area, *, thickness_mm: float = LINE_MM) -> None:
        """Four lines inside the area's edges."""
        box, thick = self.box(area), self._dots(thickness_mm)
        self.fills += [
            Box(box.left, box.top, box.width, thick),
            Box(box.left, box.bottom - thick, box.width, thick),
            Box(box.left, box.top, thick, box.height),
            Box(box.right - thick, box.top, thick, box.height),
        ]

    def dashes(self, area: Area) -> None:
        """A broken line along the area's upper edge, where the paper tears."""
        box, dash = self.box(area), self._dots(2)
        thick = self._dots(HAIR_MM)
        self.fills += [
            Box(left, box.top, min(dash, box.right - left), thick) for left in range(box.left, box.right, 2 * dash)
        ]

    def write(
        self, text: str, area: Area, largest_mm: float, *, face: Face = REGULAR, align: float = 0.0,
        smallest_mm: float = SMALLEST_TEXT_MM, is_white: bool = False, is_top: bool = False, is_whole: bool = False,
    ) -> None:  # fmt: skip
        """A text that may wrap, shrink and be cut with `…`; `is_whole`: on one line in full, Rejected
        `label.does_not_fit` when it cannot be.
        """
        box = self.box(area)
        sizes = self._sizes(box, largest_mm, smallest_mm)
        writing = (fit_whole if is_whole else fit)(text, box, sizes, face, align=align, is_white=is_white)
        self.writings.append(replace(writing, is_top=True) if is_top else writing)

    def write_pair(
        self, left: str, right: str, area: Area, largest_mm: float, *, face: Face = BOLD,
        smallest_mm: float = SMALLEST_TEXT_MM, is_white: bool = False,
    ) -> None:  # fmt: skip
        """Two texts on one line: the right one takes what it needs of at most 45 %, the left one has the rest."""
        box = self.box(area)
        sizes = self._sizes(box, largest_mm, smallest_mm)
        half = Box(box.left, box.top, int(box.width * 0.45), box.height)
        ending = fit(right, half, sizes, face, align=1.0, is_white=is_white)
        taken = max((width(line, ending.face, ending.size) for line in ending.lines), default=0)
        self.writings.append(replace(ending, box=Box(box.right - taken, box.top, taken, box.height)))
        rest = max(0, box.width - taken - self._dots(1.5))
        self.writings.append(fit(left, Box(box.left, box.top, rest, box.height), sizes, face, is_white=is_white))

    def linear(self, symbol: Symbol, area: Area) -> None:
        """A Code 128 centered in the area with its quiet zones, modules as wide as whole dots allow."""
        box = self.box(area)
        narrow, wide = (self._dots(mm) for mm in _MODULE_MM)
        dots = min(wide, box.width // (symbol.width + 2 * symbol.quiet))
        if dots < narrow or box.height <= 0:
            raise Rejected("label.does_not_fit", f"a bar code of {symbol.width} modules")
        left = box.left + (box.width - symbol.width * dots) // 2
        self.stamps.append(Stamp(Box(left, box.top, symbol.width * dots, box.height), symbol, dots))

    def square(self, symbol: Symbol, area: Area) -> None:
        """A QR or Data Matrix symbol centered in the area with its quiet zone."""
        box = self.box(area)
        dots = min(box.width, box.height) // (symbol.width + 2 * symbol.quiet)
        if dots < self._dots(_MODULE_MM[0]):
            raise Rejected("label.does_not_fit", f"a square symbol of {symbol.width} modules")
        side = symbol.width * dots
        left, top = box.left + (box.width - side) // 2, box.top + (box.height - side) // 2
        self.stamps.append(Stamp(Box(left, top, side, side), symbol, dots))

    def show(self, ink: Image.Image, area: Area, *, align: float = 0.0) -> None:
        """A black and white picture (a set pixel is ink) as large as the area allows, in its own proportions."""
        box = self.box(area)
        scale = min(box.width / ink.width, box.height / ink.height)
        size = max(1, round(ink.width * scale)), max(1, round(ink.height * scale))
        left, top = box.left + int((box.width - size[0]) * align), box.top + (box.height - size[1]) // 2
        self.pictures.append(Picture(Box(left, top, *size), _scaled(ink, size)))

    def paint(self) -> Image.Image:
        """The label as ink (a set pixel is black)."""
        sheet = _ruled(self.width, self.height, tuple(self.fills)).copy()
        for picture in self.pictures:
            sheet.paste(1, (picture.box.left, picture.box.top), picture.ink)
        for stamp in self.stamps:
            sheet.paste(stamp.symbol.ink(stamp.dots, stamp.box.height), (stamp.box.left, stamp.box.top))
        for writing in self.writings:
            write(sheet, writing)
        return sheet

    def _sizes(self, box: Box, largest_mm: float, smallest_mm: float) -> Sizes:
        largest = min(self._dots(largest_mm), int(box.height / LINE_PITCH))
        return Sizes(largest, min(largest, self._dots(smallest_mm)))


def _scaled(ink: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Black where more than half of what a dot stands for is black."""
    return ink.convert("L").resize(size, Image.Resampling.BOX).point(_IS_SET, mode="1")


_IS_SET = [255 if grey >= 128 else 0 for grey in range(256)]


@lru_cache(maxsize=8)
def _ruled(width: int, height: int, fills: tuple[Box, ...]) -> Image.Image:
    """The lines and black fields, the same on every label of one stock."""
    sheet = Image.new("1", (width, height))
    for box in fills:
        sheet.paste(1, (box.left, box.top, box.right, box.bottom))
    return sheet
