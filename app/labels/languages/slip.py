"""Packing slips and receipts for ESC/POS printers: lines and pictures on a roll, a cut, the drawer's pulse.

python-escpos writes text and pulse. Pictures and cut are those of labels: its own way with pictures takes 25 ms each.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from PIL import Image

from app.labels.languages.escpos import CUT, RESET, raster
from app.labels.raster import Bitmap
from app.labels.text import LINE_PITCH, Box, Sizes, clean, fit, write
from app.labels.typeface import REGULAR

ROLL_DOTS = 576
"""What a head for 80 mm rolls prints, at 203 dots per inch."""
_FONT_A_DOTS = 12
_TEXT_DOTS = 24
_MOST_LINES = 200


def encode_slip(
    parts: Sequence[str | Bitmap], *, width: int = ROLL_DOTS, is_cut: bool = True, opens_drawer: bool = False
) -> bytes:
    """Texts and bitmaps from top to bottom, at most `width` dots wide. A text of printable ASCII is in the printer's
    own font, wrapped; any other is drawn in ours, for the printers' code pages differ by model.

    Raises ValueError for a bitmap wider than the roll: the printer would leave out what is beyond.
    """
    printer = _encoder()()
    document = [RESET]
    if opens_drawer:
        printer.cashdraw(2)
    for part in parts:
        if isinstance(part, str) and (text := clean(part)).isascii():
            printer.block_text(text, columns=width // _FONT_A_DOTS)
            printer.ln()
            continue
        picture = part if isinstance(part, Bitmap) else _drawn(part, width)
        if picture.width > width:
            raise ValueError(f"{picture.width} dots on a roll of {width}")
        document += (printer.output, raster(picture))
        printer.clear()
    return b"".join((*document, printer.output, CUT * is_cut))


def _drawn(text: str, width: int) -> Bitmap:
    """The text in our font, as many lines as it takes."""
    pitch = round(_TEXT_DOTS * LINE_PITCH)
    writing = fit(text, Box(0, 0, width, pitch * _MOST_LINES), Sizes(_TEXT_DOTS, _TEXT_DOTS), REGULAR)
    paper = Image.new("1", (width, pitch * max(1, len(writing.lines))))
    write(paper, replace(writing, box=Box(0, 0, width, paper.height)))
    return Bitmap.from_ink(paper)


@cache
def _encoder() -> Any:
    """A kind of printer that only collects bytes. python-escpos is imported here alone: it takes a quarter of a second,
    which no station without such a printer should pay at its start.

    It keeps a pickle in a folder that the environment names, or in a new one which it leaves behind: neither is wanted,
    for a pickle that somebody else could write to is a program.
    """
    os.environ.pop("ESCPOS_CAPABILITIES_PICKLE_DIR", None)
    from escpos import capabilities  # noqa: PLC0415
    from escpos.printer import Dummy  # noqa: PLC0415

    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return Dummy
