"""A camera's picture with what was made of each code in it: each fate has a color, a line and a sign of its own.

The colors are those of no theme: they stand on a picture, on a dark casing, and must be seen on every picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from app.domain.camera_view import CameraView, Fate, Outlined, Region
from app.ui.theme import Look

_CASING = QColor(0, 0, 0, 190)
_OUTSIDE = QColor(0, 0, 0, 130)
_STRIP = QColor(0, 0, 0, 200)
STRIP_INK = QColor("#FFFFFF")


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a fate is drawn. `width` in pixels at 1920 x 1080; `sign` lines in a box of 100 around the code's middle."""

    color: str
    width: float
    style: Qt.PenStyle = Qt.PenStyle.SolidLine
    sign: tuple[tuple[tuple[float, float], ...], ...] = ()


_TICK = (((22, 52), (42, 74), (80, 28)),)
_CROSS = (((24, 24), (76, 76)), ((76, 24), (24, 76)))
STROKES: dict[Fate, Stroke] = {
    Fate.TAKEN: Stroke("#2EE6A6", 9, sign=_TICK),
    Fate.HELD: Stroke("#2EE6A6", 3),
    Fate.WAITING: Stroke("#9CC7FF", 6, Qt.PenStyle.DotLine),
    Fate.DOUBTED: Stroke("#FFC33D", 5, Qt.PenStyle.DashLine),
    Fate.SEVERAL: Stroke("#FF6F8E", 7, sign=_CROSS),
}

_TELLING = (Fate.SEVERAL, Fate.TAKEN, Fate.DOUBTED, Fate.WAITING, Fate.HELD)


def image_of(view: CameraView) -> QImage:
    """The picture, with bytes of its own. One whose bytes are too few for its size is empty."""
    stride = 3 * view.width
    if len(view.rgb) < stride * view.height or view.width <= 0:
        return QImage()
    return QImage(view.rgb, view.width, view.height, stride, QImage.Format.Format_RGB888).copy()


def fitted_into(box: QRectF, size: QSizeF) -> QRectF:
    """The largest place in the middle of the box for a picture of this size."""
    shown = size.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left = box.center().x() - shown.width() / 2
    return QRectF(left, box.center().y() - shown.height() / 2, shown.width(), shown.height())


def paint_view(painter: QPainter, box: QRectF, image: QImage, view: CameraView, look: Look) -> QRectF:
    """Fill the box with the picture; where in it the picture stands."""
    place = fitted_into(box, QSizeF(image.size()))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(place, image)
    _paint_outside(painter, place, view.region, look)
    painter.save()
    painter.setClipRect(place)
    for outlined in view.codes:
        _paint_outline(painter, place, outlined, look)
    painter.restore()
    return place


def _paint_outside(painter: QPainter, place: QRectF, region: Region, look: Look) -> None:
    """What is not looked at steps back, and the corners of what is are marked."""
    if region == Region():
        return
    inside = QRectF(
        place.left() + region.left * place.width(),
        place.top() + region.top * place.height(),
        region.width * place.width(),
        region.height * place.height(),
    )
    outside = QPainterPath()
    outside.addRect(place)
    hole = QPainterPath()
    hole.addRect(inside)
    painter.fillPath(outside.subtracted(hole), _OUTSIDE)
    arm = min(inside.width(), inside.height()) / 5
    painter.setPen(QPen(STRIP_INK, look.px(4), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for corner, across, down in (
        (inside.topLeft(), arm, arm),
        (inside.topRight(), -arm, arm),
        (inside.bottomRight(), -arm, -arm),
        (inside.bottomLeft(), arm, -arm),
    ):
        painter.drawLine(corner, corner + QPointF(across, 0))
        painter.drawLine(corner, corner + QPointF(0, down))


def _paint_outline(painter: QPainter, place: QRectF, outlined: Outlined, look: Look) -> None:
    stroke = STROKES[outlined.fate]
    corners = [QPointF(place.left() + x * place.width(), place.top() + y * place.height()) for x, y in outlined.outline]
    shape = QPolygonF(corners)
    width = max(2.0, look.px(stroke.width))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_CASING, width + 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolygon(shape)
    pen = QPen(QColor(stroke.color), width, stroke.style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolygon(shape)
    if stroke.sign:
        _paint_sign(painter, shape.boundingRect(), stroke, look)


def _paint_sign(painter: QPainter, around: QRectF, stroke: Stroke, look: Look) -> None:
    """The sign on a dark disk in the middle of the code."""
    side = max(look.px(56), 40)
    box = QRectF(around.center().x() - side / 2, around.center().y() - side / 2, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_CASING)
    painter.drawEllipse(box)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(QColor(stroke.color), side / 8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    for line in stroke.sign:
        inner = [QPointF(box.left() + x * side / 100, box.top() + y * side / 100) for x, y in line]
        painter.drawPolyline(QPolygonF(inner))


def most_telling(fates: Iterable[Fate]) -> Fate | None:
    """Of several codes in view the fate that a person must know of."""
    return min(fates, key=_TELLING.index, default=None)


def paint_strip(painter: QPainter, place: QRectF, text: str, look: Look, *, fate: Fate | None, pixels: float) -> None:
    """A line of words at the foot of the picture, with the color of the fate it tells of."""
    painter.setFont(look.font(pixels, bold=True))
    metrics = painter.fontMetrics()
    high = metrics.height() + look.px(14)
    strip = QRectF(place.left(), place.bottom() - high, place.width(), high)
    painter.fillRect(strip, _STRIP)
    if fate is not None:
        painter.fillRect(QRectF(strip.left(), strip.top(), look.px(10), high), QColor(STROKES[fate].color))
    painter.setPen(STRIP_INK)
    words = strip.adjusted(look.px(24), 0, -look.px(12), 0)
    cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, cut)


def paint_tag(painter: QPainter, place: QRectF, text: str, look: Look, *, pixels: float) -> None:
    """A few words in the picture's upper right corner."""
    painter.setFont(look.font(pixels, bold=True))
    wide = painter.fontMetrics().horizontalAdvance(text) + look.px(20)
    high = painter.fontMetrics().height() + look.px(8)
    tag = QRectF(place.right() - wide, place.top(), wide, high)
    painter.fillRect(tag, _STRIP)
    painter.setPen(STRIP_INK)
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)
