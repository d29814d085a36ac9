"""The sign at the left of the next step, with a shape for each mood: striped arrow, field, octagon, frame."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from app.ui.fitting import paint_fitted
from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.pictograms import paint_pictogram
from app.ui.screens.packing.mode import Mode, Mood
from app.ui.theme import BODY, RADIUS, Look, Paint

WIDTH = 176
TIP = 34  # how far an armed sign's arrow reaches beyond its field


def paint_mode(painter: QPainter, frame: QRectF, mode: Mode, look: Look) -> float:
    """Draw the sign at the left of the frame; where the words begin."""
    p = look.palette
    paint = {
        Mood.ARMED: p.mode,
        Mood.ASKS: p.accent,
        Mood.STOP: p.tones[Tone.STOP],
        Mood.CALM: Paint(p.selected, p.accent.fill if p.name == "light" else p.text),
    }[mode.mood]
    field = QRectF(frame.left(), frame.top(), look.px(WIDTH), frame.height())
    painter.save()
    whole = QPainterPath()
    whole.addRoundedRect(frame, look.px(RADIUS), look.px(RADIUS))
    painter.setClipPath(whole)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(paint.fill))
    painter.drawPath(_outline(field, look.px(TIP) if mode.mood is Mood.ARMED else 0))
    if mode.mood is Mood.ARMED:
        _paint_stripes(painter, field, look)
    painter.restore()
    _paint_sign(painter, field, mode, paint, look)
    if mode.mood is not Mood.CALM:
        painter.setPen(QPen(QColor(paint.fill), look.px(4)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = look.px(4) / 2
        painter.drawRoundedRect(frame.adjusted(inset, inset, -inset, -inset), look.px(RADIUS), look.px(RADIUS))
    return field.right() + look.px(TIP + 12 if mode.mood is Mood.ARMED else 24)


def _outline(field: QRectF, tip: float) -> QPainterPath:
    path = QPainterPath()
    points = [field.topLeft(), field.topRight(), QPointF(field.right() + tip, field.center().y())]
    path.addPolygon(QPolygonF([*points, field.bottomRight(), field.bottomLeft()]))
    path.closeSubpath()
    return path


def _paint_stripes(painter: QPainter, field: QRectF, look: Look) -> None:
    """A band of stripes at the outer edge, as on the barrier of a machine: also without color something else."""
    band = QRectF(field.left(), field.top(), look.px(22), field.height())
    painter.setClipRect(band, Qt.ClipOperation.IntersectClip)
    painter.fillRect(band, QColor(look.palette.mode.ink))
    painter.setPen(QPen(QColor(look.palette.mode.fill), look.px(9)))
    step, y = look.px(24), band.top() - band.width()
    while y < band.bottom() + band.width():
        painter.drawLine(QPointF(band.left() - 4, y + band.width() + 4), QPointF(band.right() + 4, y - 4))
        y += step


def _paint_sign(painter: QPainter, field: QRectF, mode: Mode, paint: Paint, look: Look) -> None:
    left = look.px(22) if mode.mood is Mood.ARMED else 0
    inner = field.adjusted(left, look.px(16), 0, -look.px(10))
    side = inner.height() * 0.58
    sign = QRectF(inner.center().x() - side / 2, inner.top(), side, side)
    if mode.mood is Mood.STOP:
        paint_tone(painter, Tone.STOP, sign, shape=QColor(paint.ink), mark=QColor(paint.fill))
    else:
        paint_pictogram(painter, mode.pictogram, sign, QColor(paint.ink))
    font = look.font(BODY, bold=True)
    painter.setFont(font)
    width = min(float(painter.fontMetrics().horizontalAdvance(mode.word)), inner.width() - look.px(8))
    low = QRectF(inner.center().x() - width / 2, sign.bottom(), width + 2, inner.bottom() - sign.bottom())
    paint_fitted(painter, mode.word, low, font, QColor(paint.ink))
