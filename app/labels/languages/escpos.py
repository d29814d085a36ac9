"""A bitmap for receipt printers: raster bands, 1 is black, then the cut."""

from __future__ import annotations

from app.labels.raster import Bitmap

RESET = b"\x1b@"
"""`ESC @`: whatever the document before has set is gone, and so is what it had not printed yet."""
CUT = b"\x1dV\x42\x00"
"""`GS V 66 0`: feed to the cutter and cut; printers without a cutter only feed."""
_BAND = 255
"""Rows in one `GS v 0`: cheap printers have small buffers, and some heed only the low byte of the height."""


def encode_escpos(bitmap: Bitmap, *, copies: int = 1) -> bytes:
    """Each copy on its own piece of paper. Dots beyond the head's width (576 on 80 mm rolls) are not printed."""
    return RESET + (raster(bitmap) + CUT) * copies


def raster(bitmap: Bitmap) -> bytes:
    """`GS v 0` band by band: bytes a row and rows as two bytes each, low byte first (Epson, ESC/POS reference)."""
    step = bitmap.bytes_per_row
    bands: list[bytes] = []
    for at in range(0, len(bitmap.rows), _BAND * step):
        rows = bitmap.rows[at : at + _BAND * step]
        head = step.to_bytes(2, "little") + (len(rows) // step).to_bytes(2, "little")
        bands += (b"\x1dv0\0", head, rows)
    return b"".join(bands)
