"""What is drawn within a line of the help: a key's cap, a command's code, an icon, the shape of a tone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from app.ui.glyphs import paint_tone
from app.ui.icons import icon_pixmap
from app.ui.messages import Tone
from app.ui.screens.help.contents import PLAIN_KEYS
from app.ui.screens.help.page import Kind, Span
from app.ui.theme import BODY, SMALL, Look

KEY_HEIGHT, ICON, TONE = 29, 24, 46


def draw_mark(span: Span, look: Look, ratio: float) -> QPixmap:
    """The picture of a key, code, icon or tone, for a screen of this device pixel ratio."""
    if span.kind is Kind.ICON:
        return icon_pixmap(span.text, look.px(ICON), QColor(look.palette.text), ratio)
    return _tone(Tone(span.text), look, ratio) if span.kind is Kind.TONE else _cap(span.text, look, ratio)


def _blank(width: float, height: float, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def _tone(tone: Tone, look: Look, ratio: float) -> QPixmap:
    side = look.px(TONE)
    pixmap = _blank(side, side, ratio)
    painter = QPainter(pixmap)
    paint = look.palette.tones[tone]
    paint_tone(painter, tone, QRectF(1, 1, side - 2, side - 2), shape=QColor(paint.fill), mark=QColor(paint.ink))
    painter.end()
    return pixmap


def _cap(text: str, look: Look, ratio: float) -> QPixmap:
    """A key as it stands on the keyboard; a command's code as a small barcode with its text."""
    is_code = text.startswith("PB.")
    shown = PLAIN_KEYS[text].say(look.language) if text in PLAIN_KEYS else text
    font = look.font(SMALL - 1 if is_code else SMALL, bold=not is_code)
    high = look.px(KEY_HEIGHT)
    edge = look.px(7)
    bars = look.px(BODY) + edge if is_code else 0
    wide = max(high, QFontMetricsF(font).horizontalAdvance(shown) + 2 * edge + bars)
    pixmap = _blank(wide, high, ratio)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edges = QColor(look.palette.line if is_code else look.palette.muted)
    edges.setAlphaF(1.0 if is_code else 0.55)
    painter.setPen(edges)
    painter.setBrush(QColor(look.palette.surface if is_code else look.palette.raised))
    painter.drawRoundedRect(QRectF(0.5, 0.5, wide - 1, high - 1), look.px(6), look.px(6))
    if is_code:
        _paint_bars(painter, QRectF(edge, high * 0.28, look.px(BODY), high * 0.44), QColor(look.palette.muted))
    painter.setFont(font)
    painter.setPen(QColor(look.palette.text))
    room = QRectF(bars, 0, wide - bars, high)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)
    painter.end()
    return pixmap


def _paint_bars(painter: QPainter, box: QRectF, color: QColor) -> None:
    unit = box.width() / 11
    for at, wide in ((0, 2), (3, 1), (5, 1), (7, 2), (10, 1)):
        painter.fillRect(QRectF(box.left() + at * unit, box.top(), wide * unit, box.height()), color)
