"""How a row of an order is drawn: mark, title, chips, counts. What is done steps back, what is asked stands out."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.domain.order import OrderLine
from app.ui.glyphs import paint_tone
from app.ui.item_pictures import ItemPictures
from app.ui.messages import Tone
from app.ui.screens.packing.chip import chip_picture, chips_of
from app.ui.screens.packing.item_card import paint_item
from app.ui.screens.packing.line_row import KitRow, LineRow, Row
from app.ui.tables.row_list import elided
from app.ui.theme import BODY, FIGURE, SMALL, TITLE, Look

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
THUMB = 54


def paint_row(painter: QPainter, box: QRectF, row: Row, look: Look, pictures: ItemPictures | None = None) -> None:
    """One row of the list; with `pictures` each line has a small one in place of its mark."""
    if isinstance(row, KitRow):
        _paint_kit(painter, box, row, look)
    else:
        _paint_line(painter, box, row, look, pictures)


def _paint_kit(painter: QPainter, box: QRectF, row: KitRow, look: Look) -> None:
    p = look.palette
    painter.fillRect(box.adjusted(0, 1, 0, -1), QColor(p.raised))
    inner = box.adjusted(look.px(14), 0, -look.px(14), 0)
    is_whole = row.complete == row.count
    figure = QRectF(inner.right() - look.px(180), inner.top(), look.px(180), inner.height())
    painter.setFont(look.hero_font(FIGURE))
    painter.setPen(QColor(p.muted if is_whole else p.text))
    painter.drawText(figure, RIGHT, f"{row.complete} / {row.count}")
    at = look.word("lines.complete") if is_whole else look.word("lines.kit.at", at=row.at, count=row.count)
    painter.setFont(look.font(SMALL + 2, bold=True))
    painter.setPen(look.color(Tone.OK if is_whole else Tone.COMPLETE))
    width = painter.fontMetrics().horizontalAdvance(f"{row.complete} / {row.count}") * 2
    painter.drawText(inner.adjusted(0, 0, -max(width, look.px(130)), 0), RIGHT, at)
    painter.setFont(look.font(BODY, bold=True))
    painter.setPen(QColor(p.muted))
    title = elided(painter, look.word("lines.kit", kit=row.kit), inner.width() - look.px(380))
    painter.drawText(inner, LEFT, title)


def _paint_line(painter: QPainter, box: QRectF, row: LineRow, look: Look, pictures: ItemPictures | None) -> None:
    line, p = row.line, look.palette
    _paint_ground(painter, box, row, look)
    inner = box.adjusted(look.px(28) if line.kit else 0, 0, 0, 0)
    side = look.px(THUMB if pictures is not None else 34)
    mark = QRectF(inner.left() + look.px(16), round(box.center().y() - side / 2), side, side)
    if pictures is not None:
        _paint_thumb(painter, mark, row, look, pictures)
    else:
        _paint_mark(painter, mark, line, look)
    counts = QRectF(box.right() - look.px(300), box.top(), look.px(286), box.height())
    words = QRectF(mark.right() + look.px(16), box.top(), counts.left() - mark.right() - look.px(22), box.height())
    font = look.hero_font(TITLE) if not line.is_complete else look.font(TITLE)
    font.setStrikeOut(line.short == line.quantity)
    painter.setFont(font)
    painter.setPen(QColor(p.muted if line.is_complete else p.text))
    top = words.adjusted(0, look.px(8), 0, -box.height() * 0.42)
    painter.drawText(top, LEFT, elided(painter, line.title or line.sku, words.width()))
    low = words.adjusted(0, box.height() * 0.56, 0, -look.px(8))
    _paint_chips(painter, low, row, look)
    _paint_counts(painter, counts, line, look)


def _paint_thumb(painter: QPainter, box: QRectF, row: LineRow, look: Look, pictures: ItemPictures) -> None:
    """The picture, stepped back once all of the line is in, with the mark of that at its corner."""
    line = row.line
    picture = pictures.picture(line.sku, int(box.width()), painter.device().devicePixelRatioF())
    before = painter.opacity()
    if line.is_complete and not row.is_current:
        painter.setOpacity(before * 0.45)
    paint_item(painter, picture, box, look, radius=look.px(6))
    painter.setOpacity(before)
    if line.is_complete:
        side = look.px(26)
        corner = QRectF(box.right() - side * 0.75, box.bottom() - side * 0.75, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.palette.selected if row.is_current else look.palette.surface))
        painter.drawEllipse(corner.adjusted(-2, -2, 2, 2))
        _paint_mark(painter, corner, line, look)


def _paint_ground(painter: QPainter, box: QRectF, row: LineRow, look: Look) -> None:
    p, round_ = look.palette, look.px(8)
    if row.is_current or row.is_meant:
        painter.setPen(QPen(QColor(p.accent.fill), look.px(3)) if row.is_meant else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(p.selected))
        painter.drawRoundedRect(box.adjusted(1, 2, -1, -3), round_, round_)
    if row.is_current or row.is_meant or row.is_first:
        painter.fillRect(QRectF(box.left(), box.top() + 3, look.px(7), box.height() - 7), QColor(p.accent.fill))
    elif row.line.kit:
        painter.fillRect(QRectF(box.left() + look.px(14), box.top(), look.px(4), box.height()), QColor(p.line))


def _paint_mark(painter: QPainter, box: QRectF, line: OrderLine, look: Look) -> None:
    p = look.palette
    if line.is_complete and line.packed:
        paint_tone(painter, Tone.OK, box, shape=look.color(Tone.OK), mark=QColor(p.surface))
        return
    painter.setPen(QPen(QColor(p.muted), look.px(3)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(2, 2, -2, -2))
    if line.is_complete:  # nothing of it comes
        dash = box.width() * 0.3
        middle = box.center()
        painter.drawLine(QPointF(box.left() + dash, middle.y()), QPointF(box.right() - dash, middle.y()))


def _paint_chips(painter: QPainter, box: QRectF, row: LineRow, look: Look) -> None:
    """Chips from the left, and the codes in what room is left."""
    p = look.palette
    x = box.left()
    for chip in chips_of(row, look):
        drawn = chip_picture(chip, int(box.height()) - 2, look, painter.device().devicePixelRatio())
        width = drawn.deviceIndependentSize().width()
        if x + width > box.right():
            painter.drawText(QRectF(x, box.top(), box.right() - x, box.height()), LEFT, "…")
            return
        painter.drawPixmap(QPointF(x, box.top() + 1), drawn)
        x += width + look.px(8)
    codes = "  ·  ".join(code for code in (row.line.sku, row.line.barcode) if code)
    painter.setFont(look.font(SMALL))
    painter.setPen(QColor(p.muted))
    painter.drawText(QRectF(x, box.top(), box.right() - x, box.height()), LEFT, elided(painter, codes, box.right() - x))


def _paint_counts(painter: QPainter, box: QRectF, line: OrderLine, look: Look) -> None:
    p = look.palette
    painter.setFont(look.hero_font(FIGURE + 8) if not line.is_complete else look.font(FIGURE + 2))
    painter.setPen(QColor(p.muted if line.is_complete else p.text))
    figure = f"{line.packed} / {line.quantity - line.short}"
    painter.drawText(box, RIGHT, figure)
    room = max(painter.fontMetrics().horizontalAdvance(figure) + look.px(16), look.px(130))
    if line.short:
        room += _paint_struck(painter, box.adjusted(0, 0, -room + look.px(30), 0), line, look)
    painter.setFont(look.font(SMALL + 2, bold=True))
    painter.setPen(look.color(Tone.OK if line.is_complete else Tone.COMPLETE))
    text = look.word("lines.complete") if line.is_complete else look.word("lines.missing", count=line.missing)
    if line.packed or not line.is_complete:
        painter.drawText(box.adjusted(0, 0, -room, 0), RIGHT, text)


def _paint_struck(painter: QPainter, box: QRectF, line: OrderLine, look: Look) -> int:
    """What was ordered, struck out beside what comes; the room it took."""
    font = look.font(FIGURE - 4)
    font.setStrikeOut(True)
    painter.setFont(font)
    painter.setPen(QColor(look.palette.muted))
    painter.drawText(box, RIGHT, str(line.quantity))
    return int(painter.fontMetrics().horizontalAdvance(str(line.quantity)))
