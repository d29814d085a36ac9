"""A label on smaller paper than it was bought for: drawn smaller, symbols anew in whole dots, or refused with why."""

from __future__ import annotations

from PIL import Image

from app.domain.label import Stock
from app.errors import Rejected
from app.labels.carrier_labels.placing import content_box, paper_dots
from app.labels.carrier_labels.text_lines import text_lines_mm
from app.labels.carrier_labels.whole_dots import Place, places, redraw
from app.labels.proof import prove_codes
from app.labels.proof.reader import read
from app.labels.raster import Bitmap, dots_per_mm

LEGIBLE_MM = 1.5
"""No line of text may become lower than this."""
_FINE_PRINT = 0.9
"""What the carrier itself set smaller may lose a tenth: 4x6 inch to 100x150 mm costs 1.6 %."""
_MARGIN_MM = 0.5
_DARK = 150
"""Where a scaled stroke covers two fifths of a dot it stays: letters are made of strokes of one or two dots."""
_FEW_WORDS_MM = 12.0


def refit_sheet(sheet: Image.Image, finer: int, was: Stock, to: Stock, numbers: tuple[str, ...]) -> Bitmap:
    """A grey picture of the old paper, `finer` times as large as its dots, on the new paper.

    Raises Rejected `label.does_not_fit` when bars would get narrower than 0.25 mm, text lower than 1.5 mm, or a symbol
    cannot be drawn anew.
    """
    ink = Bitmap.from_grey(sheet)
    content = content_box(sheet)
    from_mm, to_mm = dots_per_mm(was.dpi) * finer, dots_per_mm(to.dpi)
    paper, margin = paper_dots(to), round(_MARGIN_MM * to_mm)
    room = paper[0] - 2 * margin, paper[1] - 2 * margin
    factor = min(to_mm / from_mm, room[0] / content.width, room[1] / content.height)
    shrink = factor * from_mm / to_mm
    edges = (content.left, content.top, content.right, content.bottom)
    size = max(1, round(content.width * factor)), max(1, round(content.height * factor))
    small = sheet.crop(edges).resize(size, Image.Resampling.BOX)
    left, top = (paper[0] - size[0]) // 2, margin if size[1] < room[1] * 0.9 else (paper[1] - size[1]) // 2
    grey = Image.new("L", paper, 255)
    grey.paste(small, (left, top))
    drawn = grey.point([255 if level < _DARK else 0 for level in range(256)], mode="1")
    seen = [symbol for symbol in read(ink.to_grey()) if symbol.barcode.valid]
    found = places(ink, seen)
    if len(found) < len(seen) and factor != 1:
        raise Rejected("label.does_not_fit", "a symbol that cannot be drawn anew")
    if shrink < 1:
        _check_text(ink, found, from_mm, shrink)
    for place in found:
        moved = place.scaled(factor, content.left - left / factor, content.top - top / factor)
        if not redraw(drawn, moved, to_mm):
            raise Rejected("label.does_not_fit", f"bars narrower than 0.25 mm at {shrink:.0%}")
    bitmap = Bitmap.from_ink(drawn)
    proof = prove_codes(bitmap, numbers, stock=to)
    if sorted((r.kind, r.text) for r in proof.readings) != sorted((s.kind, s.text) for s in seen):
        raise Rejected("label.does_not_fit", "a symbol was lost")
    return bitmap


def _check_text(ink: Bitmap, found: list[Place], per_mm: float, shrink: float) -> None:
    """A shred of a picture is no text: only what is as long as a few words counts."""
    text = ink.to_ink()
    for place in found:
        text.paste(0, (place.box.left, place.box.top, place.box.right, place.box.bottom))
    small: dict[float, float] = {}
    for width, height in text_lines_mm(Bitmap.from_ink(text), per_mm):
        if height * shrink < min(LEGIBLE_MM, height * _FINE_PRINT):
            small[height] = small.get(height, 0.0) + width
    if sum(small.values()) >= _FEW_WORDS_MM:
        height = min(small)
        raise Rejected("label.does_not_fit", f"text of {height:.1f} mm would be {height * shrink:.1f} mm high")
