"""How a box is drawn: open with a mark for each unit or a level, or closed with its number of units. Nothing moves."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QPolygonF

from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.screens.packing.box_shows import BoxShows, BoxState, Mark
from app.ui.theme import FIGURE, SMALL, Look

MOST_CLOSED = 3
_LARGEST_MARK = 62


def paint_open(painter: QPainter, box: QRectF, shows: BoxShows, look: Look) -> None:
    """An open box: what lies in it is filled, what is missing an outline, what is packed just now has the accent."""
    p, ratio = look.palette, painter.device().devicePixelRatioF()
    flap = _flap(box.width(), box.height())
    body = box.adjusted(flap * 0.8, flap, -flap * 0.8, 0)
    is_there = shows.state is not BoxState.NONE
    painter.fillRect(body, QColor(p.raised))
    if is_there and not shows.marks:
        _paint_level(painter, body, shows, look)
    line, edge = QColor(p.text if is_there else p.line), look.px(4)
    outline = _outline(round(box.width()), round(box.height()), line.rgba(), edge, ratio)
    painter.drawPixmap(QPointF(box.left() - edge, box.top() - edge), outline)
    if is_there and shows.marks:
        inner = body.adjusted(look.px(12), look.px(10), -look.px(12), -look.px(12))
        _paint_marks(painter, inner, shows.marks, look)


def _flap(width: float, height: float) -> float:
    return min(height * 0.16, width * 0.16)


@lru_cache(maxsize=32)  # drawn anew at every scan otherwise
def _outline(width: int, height: int, rgba: int, line: int, ratio: float) -> QPixmap:
    """The walls and the flaps of an open box, with room for the line's own width around them."""
    picture = _canvas(width + 2 * line, height + 2 * line, ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(line, line)
    flap = _flap(width, height)
    left, right = flap * 0.8, width - flap * 0.8
    pen = QPen(QColor.fromRgba(rgba), line, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    points = ((0, flap * 0.25), (left, flap), (left, height), (right, height), (right, flap), (width, flap * 0.25))
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))
    painter.end()
    return picture


def _canvas(width: int, height: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def _paint_marks(painter: QPainter, room: QRectF, marks: tuple[Mark, ...], look: Look) -> None:
    """From the bottom up, as things pile up in a box."""
    columns, cell = _grid(len(marks), room.width(), room.height(), look.px(_LARGEST_MARK))
    side, ratio = max(4, int(cell * 0.88)), painter.device().devicePixelRatioF()
    left = room.center().x() - columns * cell / 2
    for at, mark in enumerate(marks):
        row, column = divmod(at, columns)
        is_now = mark in (Mark.IN_NOW, Mark.MISSING_NOW)
        color = QColor(look.palette.accent.fill if is_now else look.palette.muted)
        picture = _mark_picture(mark, side, color.rgba(), look.px(3 if is_now else 2), ratio)
        painter.drawPixmap(QPointF(round(left + column * cell), round(room.bottom() - row * cell - side)), picture)


@lru_cache(maxsize=64)
def _grid(count: int, width: float, height: float, largest: float) -> tuple[int, float]:
    """How many columns give the largest cells, and how large these are."""
    best = (1, 0.0)
    for columns in range(1, count + 1):
        rows = -(-count // columns)
        cell = min(width / columns, height / rows, largest)
        if cell >= best[1]:  # of two as large the wider one: units lie beside each other before they pile up
            best = (columns, cell)
    return best


@lru_cache(maxsize=64)
def _mark_picture(mark: Mark, side: int, rgba: int, line: int, ratio: float) -> QPixmap:
    """One unit: filled in the box, an outline while it is missing, a thick one of the line being packed."""
    picture, box, round_ = _canvas(side, side, ratio), QRectF(0, 0, side, side), side * 0.16
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = QColor.fromRgba(rgba)
    if mark in (Mark.IN, Mark.IN_NOW):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
    else:
        pen = QPen(color, line)
        if mark is Mark.MISSING:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        box = box.adjusted(line / 2, line / 2, -line / 2, -line / 2)
    painter.drawRoundedRect(box, round_, round_)
    painter.end()
    return picture


def _paint_level(painter: QPainter, body: QRectF, shows: BoxShows, look: Look) -> None:
    """Too many to draw each: the box is filled as far as the order is, with a line for each quarter."""
    if not shows.units:
        return
    p = look.palette
    whole, now = body.height() * shows.inside / shows.units, body.height() * shows.in_now / shows.units
    painter.fillRect(QRectF(body.left(), body.bottom() - whole, body.width(), whole), QColor(p.muted))
    painter.fillRect(QRectF(body.left(), body.bottom() - whole, body.width(), now), QColor(p.accent.fill))
    painter.setPen(QPen(QColor(p.line), look.px(2)))
    for quarter in (0.25, 0.5, 0.75):
        y = body.bottom() - body.height() * quarter
        painter.drawLine(QLineF(body.left(), y, body.left() + look.px(22), y))
    said = f"{shows.inside:,} / {shows.units:,}"
    painter.setFont(look.hero_font(FIGURE - 2))
    wide = painter.fontMetrics().horizontalAdvance(said) + look.px(24)
    high = painter.fontMetrics().height() + look.px(4)
    plate = QRectF(body.center().x() - wide / 2, body.center().y() - high / 2, wide, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(p.surface))
    painter.drawRoundedRect(plate, look.px(8), look.px(8))
    painter.setPen(QColor(p.text))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, said)


def paint_closed(painter: QPainter, box: QRectF, units: int | None, look: Look) -> None:
    """A closed box with the tape across its lid, and how many units lie in it where that is not told beside it."""
    p = look.palette
    painter.setPen(QPen(QColor(p.text), max(2, look.px(3)), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(QColor(p.raised))
    painter.drawRoundedRect(box, look.px(3), look.px(3))
    lid = box.top() + box.height() * 0.28
    painter.drawLine(QLineF(box.left(), lid, box.right(), lid))
    tape = QRectF(box.center().x() - box.width() * 0.09, box.top(), box.width() * 0.18, box.height() * 0.4)
    painter.fillRect(tape, QColor(p.text))
    if units is None:
        return
    label = QRectF(box.left(), lid, box.width(), box.bottom() - lid)
    font = look.hero_font(SMALL + 4)
    font.setPixelSize(max(font.pixelSize(), int(label.height() * 0.34)))
    painter.setFont(font)
    painter.drawText(label.adjusted(0, box.height() * 0.12, 0, 0), Qt.AlignmentFlag.AlignCenter, f"{units:,}")


def paint_row_of_closed(painter: QPainter, room: QRectF, closed: tuple[int, ...], look: Look) -> None:
    """Closed boxes one above the other from the bottom, the latest on top; of many only how many more there are."""
    shown = closed[-MOST_CLOSED:]
    side = min(room.width(), room.height() / MOST_CLOSED - look.px(8))
    for at, units in enumerate(shown):
        top = room.bottom() - (at + 1) * side - at * look.px(8)
        paint_closed(painter, QRectF(room.left(), top, side, side), units, look)
    if len(closed) > len(shown):
        painter.setFont(look.font(SMALL, bold=True))
        painter.setPen(QColor(look.palette.muted))
        more = QRectF(room.left(), room.bottom(), side, look.px(22))
        painter.drawText(more, Qt.AlignmentFlag.AlignCenter, f"+{len(closed) - len(shown)}")


def paint_done(painter: QPainter, room: QRectF, shows: BoxShows, look: Look) -> None:
    """All closed: the boxes, and a sign that says so by its shape."""
    shown = shows.closed[-MOST_CLOSED:] or (0,)
    gap = look.px(14)
    side = min(room.height(), (room.width() - gap * (len(shown) - 1)) / len(shown), look.px(210))
    wide = side * len(shown) + gap * (len(shown) - 1)
    for at, units in enumerate(shown):
        left = room.center().x() - wide / 2 + at * (side + gap)
        box = QRectF(left, room.bottom() - side, side, side)
        if len(shown) > 1:
            paint_closed(painter, box, units, look)
            continue
        paint_closed(painter, box, None, look)  # its number stands beside it
        mark = QRectF(box.center().x() - side * 0.19, box.top() + side * 0.46, side * 0.38, side * 0.38)
        paint_tone(painter, Tone.OK, mark, shape=look.color(Tone.OK), mark=QColor(look.palette.surface))
    if len(shows.closed) > len(shown):
        painter.setFont(look.font(FIGURE - 6, bold=True))
        more = QRectF(room.left(), room.top(), room.width(), room.height() - side - look.px(6))
        painter.drawText(
            more, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, f"+{len(shows.closed) - len(shown)}"
        )


def paint_stop(painter: QPainter, box: QRectF, look: Look) -> None:
    """The stop's octagon before the box."""
    side = box.height() * 0.62
    sign = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    paint_tone(painter, Tone.STOP, sign, shape=look.color(Tone.STOP), mark=QColor(look.palette.surface))


@lru_cache(maxsize=64)  # signs of this size are drawn as outlines, ten times as slow as small ones
def drawn_number(number: str, font: str, rgba: int, ratio: float) -> QPixmap:
    """A number in the largest type; `font` as Qt writes one down."""
    made = QFont()
    made.fromString(font)
    metrics = QFontMetrics(made)
    picture = _canvas(max(1, metrics.horizontalAdvance(number)), metrics.height(), ratio)
    painter = QPainter(picture)
    painter.setFont(made)
    painter.setPen(QColor.fromRgba(rgba))
    painter.drawText(0, metrics.ascent(), number)
    painter.end()
    return picture
