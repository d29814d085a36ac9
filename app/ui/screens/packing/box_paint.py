"""How a box is drawn: open with a mark for each unit or a level, or closed with its number of units. Nothing moves."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.screens.packing.box_shows import BoxShows, BoxState, Mark
from app.ui.theme import FIGURE, SMALL, Look

MOST_CLOSED = 3
_LARGEST_MARK = 62


def paint_open(painter: QPainter, box: QRectF, shows: BoxShows, look: Look) -> None:
    """An open box: what lies in it is filled, what is missing an outline, what is packed just now has the accent."""
    p = look.palette
    flap = min(box.height() * 0.16, box.width() * 0.16)
    body = box.adjusted(flap * 0.8, flap, -flap * 0.8, 0)
    is_there = shows.state is not BoxState.NONE
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(p.raised))
    painter.drawRect(body)
    inner = body.adjusted(look.px(12), look.px(10), -look.px(12), -look.px(12))
    if is_there:
        if shows.marks:
            _paint_marks(painter, inner, shows.marks, look)
        else:
            _paint_level(painter, body, shows, look)
    pen = QPen(QColor(p.text if is_there else p.line), look.px(4), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corners = [body.topLeft(), body.bottomLeft(), body.bottomRight(), body.topRight()]
    painter.drawPolyline(QPolygonF(corners))
    painter.drawLine(QLineF(body.topLeft(), QPointF(box.left(), box.top() + flap * 0.25)))
    painter.drawLine(QLineF(body.topRight(), QPointF(box.right(), box.top() + flap * 0.25)))


def _paint_marks(painter: QPainter, room: QRectF, marks: tuple[Mark, ...], look: Look) -> None:
    """From the bottom up, as things pile up in a box."""
    columns, cell = _grid(len(marks), room, look.px(_LARGEST_MARK))
    gap = max(2.0, cell * 0.12)
    left = room.center().x() - columns * cell / 2
    for at, mark in enumerate(marks):
        row, column = divmod(at, columns)
        place = QRectF(left + column * cell, room.bottom() - (row + 1) * cell, cell, cell)
        _paint_mark(painter, place.adjusted(gap / 2, gap / 2, -gap / 2, -gap / 2), mark, look)


def _grid(count: int, room: QRectF, largest: float) -> tuple[int, float]:
    """How many columns give the largest cells, and how large these are."""
    best = (1, 0.0)
    for columns in range(1, count + 1):
        rows = -(-count // columns)
        cell = min(room.width() / columns, room.height() / rows, largest)
        if cell > best[1]:
            best = (columns, cell)
    return best


def _paint_mark(painter: QPainter, box: QRectF, mark: Mark, look: Look) -> None:
    p, round_ = look.palette, box.width() * 0.16
    is_now = mark in (Mark.IN_NOW, Mark.MISSING_NOW)
    color = QColor(p.accent.fill if is_now else p.muted)
    if mark in (Mark.IN, Mark.IN_NOW):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(box, round_, round_)
        return
    line = look.px(3 if is_now else 2)
    pen = QPen(color, line)
    if not is_now:
        pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(line / 2, line / 2, -line / 2, -line / 2), round_, round_)


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
