"""The five tones' shapes with their signs, made of lines and sharp at every size."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from app.ui.messages import Tone


def paint_tone(painter: QPainter, tone: Tone, box: QRectF, *, shape: QColor, mark: QColor) -> None:
    """A tone's shape (circle, box, triangle, octagon, square) with its sign cut into it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 100, box.height() / 100)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shape)
    painter.drawPath(_SHAPES[tone])
    pen = QPen(mark, 11, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_SIGNS[tone])
    painter.restore()


def _polygon(corners: int, radius: float, turn: float) -> QPainterPath:
    path = QPainterPath()
    angles = [turn + i * math.tau / corners for i in range(corners)]
    points = [QPointF(50 + radius * math.cos(angle), 50 + radius * math.sin(angle)) for angle in angles]
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path


def _circle() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(4, 4, 92, 92))
    return path


def _square() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(7, 7, 86, 86), 16, 16)
    return path


def _parcel() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(6, 32, 88, 62), 8, 8)
    lid = QPainterPath()
    lid.addPolygon(QPolygonF([QPointF(18, 6), QPointF(82, 6), QPointF(94, 26), QPointF(6, 26)]))
    path.addPath(lid)
    return path


def _triangle() -> QPainterPath:
    path = QPainterPath(QPointF(50, 6))
    path.lineTo(97, 92)
    path.lineTo(3, 92)
    path.closeSubpath()
    return path


def _lines(*lines: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath()
    for line in lines:
        path.moveTo(*line[0])
        for point in line[1:]:
            path.lineTo(*point)
    return path


_SHAPES = {
    Tone.OK: _circle(),
    Tone.COMPLETE: _parcel(),
    Tone.WRONG: _triangle(),
    Tone.STOP: _polygon(8, 50, math.pi / 8),
    Tone.SYSTEM: _square(),
}
_SIGNS = {
    Tone.OK: _lines(((29, 52), (44, 67), (72, 36))),
    Tone.COMPLETE: _lines(((31, 62), (45, 76), (71, 48))),
    Tone.WRONG: _lines(((50, 38), (50, 62)), ((50, 78), (50, 78.5))),
    Tone.STOP: _lines(((33, 33), (67, 67)), ((67, 33), (33, 67))),
    Tone.SYSTEM: _lines(((50, 48), (50, 72)), ((50, 29), (50, 29.5))),
}
