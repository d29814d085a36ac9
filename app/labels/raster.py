"""A label as the printer's head burns it: one bit a dot, 1 is black. Every printer language is made from this."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps


@dataclass(frozen=True, slots=True)
class Bitmap:
    """`rows`: ceil(width/8) bytes a row from the top, leftmost dot in the highest bit, padding bits 0."""

    width: int
    height: int
    rows: bytes

    def __post_init__(self) -> None:
        if len(self.rows) != self.bytes_per_row * self.height:
            raise ValueError(f"{self.width}x{self.height} dots do not make {len(self.rows)} bytes")

    @property
    def bytes_per_row(self) -> int:
        return (self.width + 7) // 8

    @property
    def sha256(self) -> str:
        """Size and dots in one hash, for the print ledger: hexadecimal."""
        return hashlib.sha256(b"%d %d " % (self.width, self.height) + self.rows).hexdigest()

    @classmethod
    def from_ink(cls, ink: Image.Image) -> Bitmap:
        """From a Pillow picture of mode `1` in which a set pixel is ink (black)."""
        return cls(ink.width, ink.height, ink.tobytes())

    def to_ink(self) -> Image.Image:
        """A Pillow picture of mode `1` in which a set pixel is ink; the opposite of what screens show."""
        return Image.frombytes("1", (self.width, self.height), self.rows)

    def to_grey(self) -> Image.Image:
        """A Pillow picture of mode `L`, black ink on white: what a reader of symbols looks at."""
        return Image.frombytes("1", (self.width, self.height), self.rows, "raw", "1;I").convert("L")

    @classmethod
    def from_grey(cls, grey: Image.Image) -> Bitmap:
        """From a picture of mode `L`: what is darker than half is black. Never dithered: dots between bars are bars."""
        return cls.from_ink(grey.point(_IS_INK, mode="1"))

    @classmethod
    def from_png(cls, png: bytes) -> Bitmap:
        """From any picture: what is darker than half is black, without dithering."""
        with Image.open(io.BytesIO(png)) as picture:
            grey = picture.convert("L")
        return cls.from_grey(grey)

    def to_png(self) -> bytes:
        """Black ink on white paper."""
        file = io.BytesIO()
        ImageOps.invert(self.to_ink()).save(file, "PNG")
        return file.getvalue()


def dots_per_mm(dpi: int) -> float:
    """Heads sold as 203 dpi have exactly 8 dots a millimetre, the others what their name says."""
    return 8.0 if dpi == 203 else dpi / 25.4


_IS_INK = [255 if grey < 128 else 0 for grey in range(256)]
