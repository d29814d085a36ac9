"""What is to be known of a line besides its count: words in frames, each drawn once for all the rows that bear it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPixmap

from app.domain.order import LineKind
from app.ui.messages import reason_word
from app.ui.pictograms import paint_pictogram
from app.ui.screens.packing.line_row import LineRow
from app.ui.theme import SMALL, Look

MOST_DRAWN = 256
_drawn: dict[tuple[object, ...], QPixmap] = {}


@dataclass(frozen=True, slots=True)
class Chip:
    """A word in a frame, with a pictogram where it has one. `is_loud`: filled, for what is to be done now."""

    text: str
    pictogram: str = ""
    is_loud: bool = False


def chips_of(row: LineRow, look: Look) -> Iterator[Chip]:
    """What is to be known of a line besides its count, the most pressing first."""
    line = row.line
    if row.is_first:
        yield Chip(look.word("lines.first"), "first", is_loud=True)
    for mark in line.marks:
        yield Chip(reason_word(mark, look.language), mark)
    if line.kind is LineKind.INSERT:
        yield Chip(look.word("lines.insert"), "insert")
    if not row.has_code and line.missing:
        yield Chip(look.word("lines.no_code"), "hand")
    yield from _tracked(row, look)
    if line.short:
        yield Chip(look.word("lines.short", count=line.short), "")
    for number, units in row.boxes:
        yield Chip(look.word("lines.sealed", parcel=number, units=units), "carton")
    if line.origin:
        yield Chip(look.word("lines.origin", number=line.origin), "merge")


def _tracked(row: LineRow, look: Look) -> Iterator[Chip]:
    """Which fields are asked of each unit, and what was captured of the last one."""
    policy, last = row.line.policy, row.last
    for name, is_asked, value in (
        ("serial", policy.serial, last.serial if last else ""),
        ("lot", policy.lot, last.lot if last else ""),
        ("expiry", policy.expiry, last.expiry if last else ""),
    ):
        if is_asked:
            word = look.word(f"unit.{name}")
            yield Chip(f"{word} {value}" if value else word, name)


def chip_picture(chip: Chip, height: int, look: Look, ratio: float) -> QPixmap:
    """The chip as a picture of this height: serial numbers come and go, so the oldest is forgotten in the end."""
    key = (chip, height, ratio, look.palette.name, look.scale)
    picture = _drawn.get(key)
    if picture is None:
        if len(_drawn) >= MOST_DRAWN:
            del _drawn[next(iter(_drawn))]
        picture = _drawn[key] = _draw(chip, height, look, ratio)
    return picture


def _draw(chip: Chip, height: int, look: Look, ratio: float) -> QPixmap:
    p, gap = look.palette, look.px(8)
    font = look.font(SMALL - 1, bold=chip.is_loud)
    side = height - look.px(10) if chip.pictogram else 0
    before = side + gap * (2 if side else 1)
    width = before + QFontMetrics(font).horizontalAdvance(chip.text) + gap
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen if chip.is_loud else QColor(p.line))
    painter.setBrush(QColor(p.accent.fill if chip.is_loud else p.raised))
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), look.px(6), look.px(6))
    ink = QColor(p.accent.ink if chip.is_loud else p.text)
    if chip.pictogram:
        paint_pictogram(painter, chip.pictogram, QRectF(gap, (height - side) / 2, side, side), ink)
    painter.setFont(font)
    painter.setPen(ink)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRectF(before, 0, width - before, height), left, chip.text)
    painter.end()
    return picture
