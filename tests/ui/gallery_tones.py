"""Draws the five outcomes as every eye sees them: python -m tests.ui.gallery_tones FOLDER [language theme WxH]."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.theme import BODY, CORNER, SMALL, TITLE, Look, load_fonts, look_for
from tests.ui.eyes import SEEN, ciede2000, seen, through
from tests.ui.gallery_drawing import EVERY_LOOK, Shown

FILL_HIGH, LEFT = 110, 230


def drawn(look: Look, width: int, height: int) -> QImage:
    """A row for each kind of eye: the tones as banners and as marks, and how far the nearest two are apart."""
    image = QImage(width, height, QImage.Format.Format_RGB888)
    image.fill(QColor(look.palette.window))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    high = height / len(SEEN)
    for place, kind in enumerate(SEEN):
        _row(painter, look, QRectF(look.px(32), place * high, width - look.px(64), high), kind)
    painter.end()
    return image


def _row(painter: QPainter, look: Look, box: QRectF, kind: str) -> None:
    p = look.palette
    fills = _nearest({tone: paint.fill for tone, paint in p.tones.items()}, kind)
    painter.setPen(QColor(p.text))
    painter.setFont(look.font(TITLE, bold=True))
    words = QRectF(box.left(), box.center().y() - look.px(44), look.px(LEFT), look.px(34))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, kind)
    painter.setFont(look.font(SMALL))
    painter.setPen(QColor(p.muted))
    words.translate(0, look.px(34))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, f"ΔE₀₀ ≥ {fills[0]:.0f}  {fills[1]} · {fills[2]}")
    wide = (box.width() - look.px(LEFT)) / len(Tone)
    for place, tone in enumerate(Tone):
        left = box.left() + look.px(LEFT) + place * wide
        room = QRectF(left + look.px(6), box.center().y() - look.px(84), wide - look.px(12), look.px(FILL_HIGH))
        _banner(painter, look, room, tone)
        _mark(painter, look, QRectF(room.left(), room.bottom() + look.px(8), room.width(), look.px(50)), tone)


def _banner(painter: QPainter, look: Look, room: QRectF, tone: Tone) -> None:
    paint, side = look.palette.tones[tone], look.px(64)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(paint.fill))
    painter.drawRoundedRect(room, look.px(CORNER), look.px(CORNER))
    box = QRectF(room.left() + look.px(16), room.center().y() - side / 2, side, side)
    paint_tone(painter, tone, box, shape=QColor(paint.ink), mark=QColor(paint.fill))
    painter.setPen(QColor(paint.ink))
    painter.setFont(look.font(BODY + 3, bold=True))
    words = room.adjusted(side + look.px(32), 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, look.word(f"banner.tone.{tone}"))


def _mark(painter: QPainter, look: Look, room: QRectF, tone: Tone) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.palette.surface))
    painter.drawRoundedRect(room, look.px(CORNER), look.px(CORNER))
    side = look.px(24)
    box = QRectF(room.left() + look.px(16), room.center().y() - side / 2, side, side)
    paint_tone(painter, tone, box, shape=look.color(tone), mark=QColor(look.palette.surface))
    painter.setPen(look.color(tone))
    painter.setFont(look.font(BODY, bold=True))
    words = room.adjusted(look.px(54), 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, look.word(f"banner.tone.{tone}"))


def _nearest(colors: dict[Tone, str], kind: str) -> tuple[float, Tone, Tone]:
    """The two of these that such eyes tell apart least, and how far apart they are."""
    tones = list(colors)
    pairs = [(one, other) for at, one in enumerate(tones) for other in tones[at + 1 :]]
    one, other = min(pairs, key=lambda pair: ciede2000(*(seen(colors[tone], kind) for tone in pair)))
    return ciede2000(seen(colors[one], kind), seen(colors[other], kind)), one, other


def as_seen(image: QImage) -> QImage:
    """Each row through its own eyes."""
    wide, high, stride = image.width(), image.height(), image.bytesPerLine()
    rows = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(high, stride)[:, : wide * 3].reshape(high, wide, 3)
    pieces = np.array_split(rows, len(SEEN))
    simulated = np.concatenate([through(piece, kind) for piece, kind in zip(pieces, SEEN, strict=True)])
    return QImage(simulated.tobytes(), wide, high, wide * 3, QImage.Format.Format_RGB888).copy()


def main(folder: Path, looks: tuple[Shown, ...]) -> None:
    application = QApplication.instance() or QApplication([])
    load_fonts()
    folder.mkdir(parents=True, exist_ok=True)
    for shown in looks:
        look = look_for(shown.theme, shown.language, shown.width, shown.height)
        as_seen(drawn(look, shown.width, shown.height)).save(str(folder / f"tones-{shown.name}.png"))
    application.quit()


if __name__ == "__main__":
    target, *chosen = sys.argv[1:]
    size = chosen[2].split("x") if chosen else ()
    asked = (Shown(chosen[0], chosen[1], int(size[0]), int(size[1])),) if chosen else EVERY_LOOK
    main(Path(target), asked)
