"""Pictograms of line and area for what a step is about: an arm, a due, a unit's field, a mark. Drawn on 100 x 100."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

Points = tuple[tuple[float, float], ...]
PEN = 8


def paint_pictogram(painter: QPainter, name: str, box: QRectF, color: QColor) -> None:
    """One pictogram in one color, as large as the box; its lines keep their share of it."""
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(box.topLeft(), _drawn(name, round(box.width()), color.rgba(), ratio))


@lru_cache(maxsize=256)  # a list of lines shows the same few again and again
def _drawn(name: str, side: int, rgba: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / 100, side / 100)
    pen = QPen(QColor.fromRgba(rgba), PEN, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    PICTOGRAMS[name](painter)
    painter.end()
    return pixmap


def _strokes(*lines: Points) -> Callable[[QPainter], None]:
    """Open lines."""
    path = QPainterPath()
    for line in lines:
        path.moveTo(*line[0])
        for point in line[1:]:
            path.lineTo(*point)

    def paint(painter: QPainter) -> None:
        painter.drawPath(path)

    return paint


def _filled(painter: QPainter, path: QPainterPath) -> None:
    painter.fillPath(path, painter.pen().color())


def _polygon(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*point) for point in points]))
    path.closeSubpath()
    return path


_OPEN_BOX: tuple[Points, ...] = (((14, 52), (14, 92), (86, 92), (86, 52)),)
_BARS: tuple[Points, ...] = tuple(((x, 22), (x, 78)) for x in (12, 26, 48))
_SHEET: Points = ((22, 8), (62, 8), (80, 26), (80, 92), (22, 92), (22, 8))


def _barcode_plus(painter: QPainter) -> None:
    _strokes(*_BARS, ((78, 36), (78, 64)), ((64, 50), (92, 50)))(painter)


def _calendar(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(12, 18, 76, 72), 8, 8)
    _strokes(((12, 40), (88, 40)), ((32, 8), (32, 26)), ((68, 8), (68, 26)), ((50, 52), (50, 66), (62, 74)))(painter)


def _scale(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(10, 40, 80, 50), 10, 10)
    _strokes(((18, 24), (82, 24)), ((50, 24), (50, 40)), ((50, 78), (64, 60)))(painter)
    painter.drawArc(QRectF(26, 52, 48, 52), 20 * 16, 140 * 16)


def _badge(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(18, 18, 64, 76), 8, 8)
    painter.drawEllipse(QRectF(38, 34, 24, 24))
    painter.drawArc(QRectF(30, 64, 40, 40), 0, 180 * 16)
    _strokes(((50, 6), (50, 18)))(painter)


def _battery(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(18, 24, 64, 70), 8, 8)
    _strokes(((40, 10), (60, 10)))(painter)
    _filled(painter, _polygon((54, 32), (34, 64), (48, 64), (44, 88), (66, 54), (52, 54)))


def _flame(painter: QPainter) -> None:
    path = QPainterPath(QPointF(52, 6))
    path.cubicTo(56, 30, 84, 40, 82, 66)
    path.cubicTo(80, 84, 66, 94, 50, 94)
    path.cubicTo(32, 94, 18, 82, 18, 64)
    path.cubicTo(18, 48, 30, 42, 32, 28)
    path.cubicTo(40, 34, 42, 42, 42, 48)
    path.cubicTo(50, 38, 54, 24, 52, 6)
    painter.drawPath(path)


def _glass(painter: QPainter) -> None:
    bowl = QPainterPath(QPointF(24, 8))
    bowl.lineTo(76, 8)
    bowl.cubicTo(78, 40, 66, 54, 50, 54)
    bowl.cubicTo(34, 54, 22, 40, 24, 8)
    painter.drawPath(bowl)
    _strokes(((50, 54), (50, 90)), ((28, 92), (72, 92)), ((54, 8), (46, 22), (58, 30)))(painter)


def _limited(painter: QPainter) -> None:
    """The limited quantity diamond: its upper and lower corner are black (ADR 3.4.7)."""
    painter.drawPath(_polygon((50, 4), (96, 50), (50, 96), (4, 50)))
    _filled(painter, _polygon((50, 4), (74, 28), (26, 28)))
    _filled(painter, _polygon((50, 96), (74, 72), (26, 72)))


def _gift(painter: QPainter) -> None:
    painter.drawRect(QRectF(16, 44, 68, 48))
    painter.drawRect(QRectF(8, 28, 84, 16))
    _strokes(((50, 28), (50, 92)), ((50, 28), (32, 8), (26, 22), (50, 28), (74, 22), (68, 8), (50, 28)))(painter)


def _flag(painter: QPainter) -> None:
    _strokes(((22, 8), (22, 94)))(painter)
    _filled(painter, _polygon((22, 10), (84, 28), (22, 52)))


def _item(painter: QPainter) -> None:
    """One thing, and the sheet it opens."""
    painter.drawRoundedRect(QRectF(6, 34, 36, 36), 6, 6)
    painter.drawRoundedRect(QRectF(66, 14, 28, 76), 4, 4)
    _strokes(((46, 52), (60, 52)), ((54, 44), (61, 52), (54, 60)), ((74, 36), (86, 36)), ((74, 52), (86, 52)))(painter)


def _question(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(8, 8, 84, 84))
    painter.drawArc(QRectF(34, 24, 32, 32), -80 * 16, 250 * 16)
    _strokes(((51, 56), (51, 63)), ((51, 76), (51, 76.5)))(painter)


def _hand(painter: QPainter) -> None:
    _strokes(
        ((34, 56), (34, 22)),
        ((48, 52), (48, 12)),
        ((62, 52), (62, 18)),
        ((76, 56), (76, 32)),
        ((34, 52), (20, 48), (36, 82), (44, 92), (66, 92), (76, 80), (76, 56)),
    )(painter)


PICTOGRAMS: dict[str, Callable[[QPainter], None]] = {
    "unpack": _strokes(*_OPEN_BOX, ((50, 70), (50, 10)), ((30, 30), (50, 10), (70, 30))),
    "damage": _strokes(
        ((14, 14), (86, 14), (86, 90), (14, 90), (14, 14)), ((56, 14), (42, 38), (60, 50), (44, 68), (54, 90))
    ),
    "swap": _strokes(
        ((12, 34), (86, 34)), ((68, 16), (86, 34), (68, 52)), ((88, 70), (14, 70)), ((32, 52), (14, 70), (32, 88))
    ),
    "merge": _strokes(((16, 10), (50, 50), (84, 10)), ((50, 50), (50, 92)), ((32, 74), (50, 92), (68, 74))),
    "learn": _barcode_plus,
    "note": _strokes(_SHEET, ((36, 36), (66, 36)), ((36, 54), (66, 54)), ((36, 72), (54, 72))),
    "carton": _strokes(
        ((10, 32), (50, 12), (90, 32), (90, 74), (50, 94), (10, 74), (10, 32)),
        ((10, 32), (50, 52), (90, 32)),
        ((50, 52), (50, 94)),
    ),
    "weight": _scale,
    "serial": _strokes(((36, 12), (28, 88)), ((70, 12), (62, 88)), ((14, 36), (88, 36)), ((12, 64), (86, 64))),
    "lot": _strokes(
        ((12, 12), (54, 12), (92, 50), (54, 88), (12, 50), (12, 12)),
        ((32, 32), (32.5, 32)),
    ),
    "expiry": _calendar,
    "badge": _badge,
    "ask": _question,
    "choose": _strokes(
        ((12, 24), (20, 24)),
        ((36, 24), (88, 24)),
        ((12, 50), (20, 50)),
        ((36, 50), (88, 50)),
        ((12, 76), (20, 76)),
        ((36, 76), (88, 76)),
    ),
    "item": _item,
    "lithium_battery": _battery,
    "flammable": _flame,
    "fragile": _glass,
    "limited_quantity": _limited,
    "insert": _gift,
    "flag": _flag,
    "hand": _hand,
    "first": _strokes(((12, 50), (84, 50)), ((58, 24), (84, 50), (58, 76))),
}
