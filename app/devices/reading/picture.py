"""A picture file made gray, within bounds: refused before it is unpacked when it is too large, never half read."""

from __future__ import annotations

import io
import warnings

from PIL import Image, UnidentifiedImageError

from app.devices.reading.image_work import Gray, gray_rows
from app.errors import Rejected

MOST_BYTES = 48 << 20
MOST_PIXELS = 64_000_000
"""What a large telephone takes; 64 MB once gray."""
_KINDS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "PPM")
_WORKING_PX = 2560
"""A JPEG is unpacked at half or a quarter of its size where that leaves this much on its longer side."""


def open_picture(content: bytes) -> Gray:
    """The picture, gray, what is transparent on white; of an animation the first. A JPEG beyond 5000 pixels comes out
    at half its size. Raises Rejected `picture.unreadable` or `picture.too_large`.
    """
    if len(content) > MOST_BYTES:
        raise Rejected("picture.too_large", f"{len(content) >> 20} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it says of odd files, we answer by reading them or not
            with Image.open(io.BytesIO(content), formats=_KINDS) as picture:
                return _gray(picture)
    except Image.DecompressionBombError:
        raise Rejected("picture.too_large") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, IndexError, EOFError, MemoryError) as error:
        raise Rejected("picture.unreadable", type(error).__name__) from None


def _gray(picture: Image.Image) -> Gray:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise Rejected("picture.too_large", f"{width}x{height}")
    if picture.format == "JPEG":
        longest = max(width, height)
        picture.draft("L", (width * _WORKING_PX // longest, height * _WORKING_PX // longest))
    if picture.has_transparency_data:
        over = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", over.size, "white"), over)
    if picture.mode.startswith("I") or picture.mode == "F":  # 16 bits and more: by its own darkest and lightest
        picture = _stretched(picture)
    flat = picture.convert("L")
    return gray_rows(flat.tobytes(), *flat.size)


def _stretched(picture: Image.Image) -> Image.Image:
    whole = picture.convert("F")
    low, high = whole.getextrema()
    assert isinstance(low, float)
    assert isinstance(high, float)
    scale = 255 / max(high - low, 1.0)
    return whole.point(lambda value: value * scale - low * scale)
