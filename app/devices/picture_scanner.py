"""A scanner for pictures: reads the bars of a label as it came out of the virtual printer, as a packer's would."""

from __future__ import annotations

from pathlib import Path

import zxingcpp
from PIL import Image


def scan_picture(path: Path) -> str:
    """What the picture's Code 128 says; empty when none can be read. Raises OSError for a file that is no picture."""
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
    with Image.open(path) as picture:
        found = zxingcpp.read_barcodes(picture.convert("L"), wanted, try_rotate=False, try_downscale=False)
    return found[0].text if found else ""
