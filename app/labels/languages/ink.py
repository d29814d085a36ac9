"""The part of a bitmap that bears ink, for languages that send every dot, and the dots turned over for some of them."""

from __future__ import annotations

from app.labels.raster import Bitmap

WHITE_IS_1 = bytes(255 - byte for byte in range(256))
"""For `bytes.translate`: black becomes 0. Padding bits are 0 in a bitmap, so they become white like the paper."""


def inked_rows(bitmap: Bitmap) -> tuple[int, bytes]:
    """How many white rows stand at the top, and the rows from the first to the last with ink: none on white paper."""
    step = bitmap.bytes_per_row
    end = -(-len(bitmap.rows.rstrip(b"\0")) // step) * step
    top = (len(bitmap.rows) - len(bitmap.rows.lstrip(b"\0"))) // step
    return (top, bitmap.rows[top * step : end]) if end else (0, b"")
