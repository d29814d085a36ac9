"""The order on the table: its lines with counts, and plainly which are still missing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QVBoxLayout

from app.domain.masking import mask_consignee
from app.domain.order import Order, OrderLine
from app.domain.outcome import Outcome
from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.plain import Card, label
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, FIGURE, PAD, SMALL, Look


@dataclass(frozen=True, slots=True)
class _Row:
    """A line as shown; `is_touched`: the last scan was about it."""

    line: OrderLine
    is_touched: bool = False


class OrderLines(Card):
    """Shows one order. Complete lines step back, missing ones stand out."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._order: Order | None = None
        self._head = label("heading")
        self._about = label("muted")
        self._remark = label(wraps=True)
        self._list = RowList(_paint_line, key=lambda row: str(row.line.position), spoken=self._spoken)
        layout = QVBoxLayout(self)
        for widget in (self._head, self._about, self._remark):
            layout.addWidget(widget)
        layout.addWidget(self._list, 1)

    @property
    def rows(self) -> tuple[OrderLine, ...]:
        """The lines as they are shown."""
        return tuple(row.line for row in self._list.rows)

    def dress(self, look: Look) -> None:
        self._look = look
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(look.px(PAD), look.px(14), look.px(PAD), look.px(8))
        layout.setSpacing(look.px(4))
        note = look.palette.tones[Tone.WRONG]
        self._remark.setStyleSheet(
            f"background: {note.fill}; color: {note.ink}; border-radius: {look.px(6)}px;"
            f" padding: {look.px(6)}px {look.px(12)}px; font-size: {look.px(BODY)}px; font-weight: bold;"
        )
        self._list.dress(look, height=74)
        self._list.setAccessibleName(look.word("lines.name"))
        if self._order is not None:
            self._say_head(self._order)

    def show_order(self, order: Order, outcome: Outcome | None = None) -> None:
        """Show the order; the line the outcome is about is marked and scrolled to."""
        before = {row.line.position: row.line.packed for row in self._list.rows}
        if self._order is None or self._order.id != order.id:
            before = {}
            self._say_head(order)
        self._order = order
        touched = next((ln.position for ln in order.lines if before.get(ln.position, ln.packed) != ln.packed), None)
        if touched is None and outcome is not None and outcome.item:
            touched = next((ln.position for ln in order.lines if (ln.title or ln.sku) == outcome.item), None)
        self._list.show_rows(tuple(_Row(line, line.position == touched) for line in order.lines))
        place = next((i for i, row in enumerate(self._list.rows) if row.is_touched), None)
        if place is not None:
            self._list.reveal(place)

    def _say_head(self, order: Order) -> None:
        if self._look is None:
            return
        masked = mask_consignee(order.consignee)
        self._head.setText(self._look.word("lines.title", number=order.number))
        at = masked.address
        province = "" if at.city.startswith(at.province) else at.province  # 北京 北京市 says it twice
        place = f"{province}{at.city}{at.district}"
        about = (order.shop, masked.name, masked.phone, place)
        self._about.setText("   ·   ".join(part for part in about if part))
        self._remark.setVisible(bool(order.remark))
        self._remark.setText(self._look.word("lines.remark", remark=order.remark))

    def _spoken(self, row: _Row) -> str:
        line = row.line
        if self._look is None:
            return line.title
        missing = line.quantity - line.packed
        title = line.title or line.sku
        return self._look.word("lines.spoken", title=title, packed=line.packed, quantity=line.quantity, missing=missing)


def _paint_line(painter: QPainter, box: QRectF, row: _Row, look: Look) -> None:
    line, p = row.line, look.palette
    if row.is_touched:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(p.selected))
        painter.drawRoundedRect(box.adjusted(0, 1, 0, -2), look.px(8), look.px(8))
    side = look.px(34)
    mark = QRectF(box.left() + look.px(12), box.center().y() - side / 2, side, side)
    if line.is_complete:
        paint_tone(painter, Tone.OK, mark, shape=look.color(Tone.OK), mark=QColor(p.surface))
    else:
        painter.setPen(QPen(QColor(p.muted), look.px(3)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(mark.adjusted(2, 2, -2, -2))
    counts = QRectF(box.right() - look.px(270), box.top(), look.px(256), box.height())
    words = QRectF(mark.right() + look.px(16), box.top(), counts.left() - mark.right() - look.px(28), box.height())
    painter.setFont(look.font(BODY + 4, bold=not line.is_complete))
    painter.setPen(QColor(p.muted if line.is_complete else p.text))
    top = words.adjusted(0, look.px(9), 0, -box.height() * 0.42)
    title = elided(painter, line.title or line.sku, words.width())
    painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
    painter.setFont(look.font(SMALL))
    painter.setPen(QColor(p.muted))
    low = words.adjusted(0, box.height() * 0.54, 0, -look.px(9))
    codes = "  ·  ".join(code for code in (line.sku, line.barcode) if code)
    painter.drawText(
        low, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided(painter, codes, low.width())
    )
    _paint_counts(painter, counts, line, look)


def _paint_counts(painter: QPainter, box: QRectF, line: OrderLine, look: Look) -> None:
    p, right = look.palette, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.setFont(look.hero_font(FIGURE + 4))
    painter.setPen(QColor(p.muted if line.is_complete else p.text))
    painter.drawText(box, right, f"{line.packed} / {line.quantity}")
    painter.setFont(look.font(SMALL + 2, bold=True))
    painter.setPen(look.color(Tone.OK if line.is_complete else Tone.COMPLETE))
    missing = line.quantity - line.packed
    text = look.word("lines.complete") if line.is_complete else look.word("lines.missing", count=missing)
    painter.drawText(box.adjusted(0, 0, -look.px(130), 0), right, text)
