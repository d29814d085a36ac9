"""Symbols drawn anew in whole dots, where they stood: a resampled bar is up to a dot too wide, a drawn one never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import zxingcpp
from PIL import Image

from app.labels.proof.reader import SQUARE_QUIET, Seen
from app.labels.proof.rows import Rows
from app.labels.raster import Bitmap
from app.labels.symbol import LINEAR_QUIET
from app.labels.text import Box

_MODULE_MM = 0.25
_ALIKE = 0.8
"""Rows of bars agree in this part of their dots and more even where they were resampled; text under them does not."""
_SQUARE = {"QR Code", "Data Matrix"}
_LINEAR = {
    "Code 128": zxingcpp.BarcodeFormat.Code128,
    "ITF": zxingcpp.BarcodeFormat.ITF,
    "Code 39": zxingcpp.BarcodeFormat.Code39,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A symbol that can be drawn anew: its modules, and where it stands upright (or turned: read downwards)."""

    box: Box
    modules: Image.Image
    quiet: int
    is_linear: bool
    is_turned: bool

    def scaled(self, factor: float, left: float = 0.0, top: float = 0.0) -> Place:
        """The place in a picture `factor` times as large, after (`left`, `top`) was cut off."""
        edges = [
            round((edge - off) * factor)
            for edge, off in (
                (self.box.left, left), (self.box.top, top), (self.box.right, left), (self.box.bottom, top),
            )
        ]  # fmt: skip
        box = Box(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1])
        return Place(box, self.modules, self.quiet, self.is_linear, self.is_turned)


def places(bitmap: Bitmap, seen: Sequence[Seen]) -> list[Place]:
    """The symbols of a bitmap that can be drawn anew. The others (PDF417, MaxiCode) stay as they are."""
    rows = Rows(bitmap)
    found = []
    for symbol in seen:
        modules = _modules(symbol) if symbol.barcode.valid else None
        if modules is None:
            continue
        is_turned = not symbol.is_upright
        box = symbol.box
        if symbol.is_linear:
            view = rows.turned() if is_turned else rows
            box = _extent(view, _turned(box, rows) if is_turned else box)
            box = _turned_back(box, rows) if is_turned else box
        quiet = LINEAR_QUIET if symbol.is_linear else SQUARE_QUIET[symbol.kind]
        found.append(Place(box, modules, quiet, symbol.is_linear, is_turned))
    return found


def redraw(ink: Image.Image, place: Place, per_mm: float) -> bool:
    """Draw one symbol into a picture of mode `1` (set is ink). False, and nothing drawn, where whole dots of 0.25 mm
    do not fit into its place or the white beside it.
    """
    least = round(_MODULE_MM * per_mm)
    modules = place.modules.transpose(Image.Transpose.ROTATE_270) if place.is_turned else place.modules
    along, room = (modules.height, place.box.height) if place.is_turned else (modules.width, place.box.width)
    dots = (room + 1) // along  # thresholds may take a dot of the last bar
    if not place.is_linear:
        dots = min((place.box.width + 1) // modules.width, (place.box.height + 1) // modules.height)
    dots = max(dots, least)
    size = modules.width * dots, modules.height * dots
    if place.is_linear:
        size = (place.box.width, size[1]) if place.is_turned else (size[0], place.box.height)
    box = _around_middle(place.box, size)
    if not _is_free(ink, box, place, place.quiet * dots):
        return False
    ink.paste(0, _edges(place.box, 1))
    ink.paste(modules.resize(size, Image.Resampling.NEAREST), (box.left, box.top))
    return True


def _is_free(ink: Image.Image, box: Box, place: Place, quiet: int) -> bool:
    """Whether what grows out of its old place grows into white, its quiet zones included."""
    old = place.box
    if box.width <= old.width + 1 and box.height <= old.height + 1:
        return True
    across = 0 if place.is_linear and place.is_turned else quiet
    down = 0 if place.is_linear and not place.is_turned else quiet
    needed = box.left - across, box.top - down, box.right + across, box.bottom + down
    if min(needed) < 0 or needed[2] > ink.width or needed[3] > ink.height:
        return False
    around = ink.crop(needed)
    left, top, right, bottom = _edges(old, 1)
    around.paste(0, (left - needed[0], top - needed[1], right - needed[0], bottom - needed[1]))
    return around.getbbox() is None


def _around_middle(box: Box, size: tuple[int, int]) -> Box:
    return Box(box.left + (box.width - size[0]) // 2, box.top + (box.height - size[1]) // 2, *size)


def _edges(box: Box, more: int = 0) -> tuple[int, int, int, int]:
    return box.left - more, box.top - more, box.right + more, box.bottom + more


def _extent(rows: Rows, box: Box) -> Box:
    """The exact place of bars that were read about here, however badly they were drawn."""
    middle = rows.numbers[(box.top + box.bottom) // 2]
    line = f"{middle:0{rows.width}b}"
    left = line.find("1", max(0, box.left - 2))
    right = line.rfind("1", 0, min(rows.width, box.right + 3))
    shift, mask = rows.width - 1 - right, (1 << (right - left + 1)) - 1
    wanted = (middle >> shift) & mask
    most = int((1 - _ALIKE) * wanted.bit_count())
    first = last = (box.top + box.bottom) // 2
    while first > 0 and (((rows.numbers[first - 1] >> shift) & mask) ^ wanted).bit_count() <= most:
        first -= 1
    while last + 1 < rows.height and (((rows.numbers[last + 1] >> shift) & mask) ^ wanted).bit_count() <= most:
        last += 1
    return Box(left, first, right - left + 1, last - first + 1)


def _turned(box: Box, rows: Rows) -> Box:
    return Box(rows.height - box.bottom, box.left, box.height, box.width)


def _turned_back(box: Box, rows: Rows) -> Box:
    return Box(box.top, rows.height - box.right, box.height, box.width)


def _modules(seen: Seen) -> Image.Image | None:
    """The symbol with one pixel a module: what was read where nothing had to be corrected, else written anew."""
    if seen.kind in _SQUARE:
        if seen.spare_correction < 1:
            return None
        # Only for these kinds: asked for a linear symbol that was read, the library divides by zero and takes us along.
        picture = _picture(seen.barcode)
        return picture if picture.size == seen.modules else None
    if seen.kind not in _LINEAR:
        return None
    written = zxingcpp.create_barcode(seen.writable, _LINEAR[seen.kind], **({"gs1": True} if seen.is_gs1 else {}))
    picture = _picture(written)
    return picture.crop((0, 0, picture.width, 1))


def _picture(barcode: zxingcpp.Barcode) -> Image.Image:
    pixels: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    height, width = pixels.shape
    grey = Image.frombytes("L", (width, height), memoryview(pixels).tobytes())
    return grey.point(_IS_INK, mode="1")


_IS_INK = [255 if grey < 128 else 0 for grey in range(256)]
