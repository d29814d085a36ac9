"""A shop's own mark on its papers: name, logo, a few words. Read from a file of bounded size, made black and white."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from app.errors import Misconfigured
from app.labels.raster import Bitmap

LARGEST_LOGO_BYTES = 2_000_000
LARGEST_LOGO_SIDE = 4096


@dataclass(frozen=True, slots=True)
class Brand:
    """What templates call `brand.name`, `brand.text` and `logo`."""

    name: str = ""
    logo: Bitmap | None = None
    text: str = ""


NO_BRAND = Brand()


def load_logo(path: Path) -> Bitmap:
    """A PNG in black and white: what is darker than half is ink, what is transparent is paper.

    Raises Misconfigured `brand.bad_logo` for what is no PNG, too large (2 MB, 4096 dots a side), or cannot be read.
    """
    try:
        with path.open("rb") as file:
            png = file.read(LARGEST_LOGO_BYTES + 1)
    except OSError as error:
        raise Misconfigured("brand.bad_logo", f"{path.name}: {type(error).__name__}") from error
    if len(png) > LARGEST_LOGO_BYTES:
        raise Misconfigured("brand.bad_logo", f"{path.name}: larger than {LARGEST_LOGO_BYTES} bytes")
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
            if max(picture.size) > LARGEST_LOGO_SIDE:
                raise Misconfigured("brand.bad_logo", f"{path.name}: {picture.width}x{picture.height} dots")
            colors = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Misconfigured("brand.bad_logo", f"{path.name}: no PNG that can be read") from error
    paper = Image.new("RGBA", colors.size, "white")
    paper.alpha_composite(colors)
    ink = paper.convert("L").point(_IS_INK, mode="1")
    box = ink.getbbox()  # a margin inside the file would only make the logo small
    if box is None:
        raise Misconfigured("brand.bad_logo", f"{path.name}: nothing in it is darker than half")
    return Bitmap.from_ink(ink.crop(box))


_IS_INK = [255 if grey < 128 else 0 for grey in range(256)]
