"""An empty table: the orders that wait for it, those put aside first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.domain.glance import OrderGlance
from app.domain.order import OrderState
from app.ui.icons import paint_icon
from app.ui.messages import Tone
from app.ui.plain import Card, label
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, PAD, SMALL, Look


@dataclass(frozen=True, slots=True)
class _Row:
    """An order as shown. `due` is when the courier must have it, in words; `is_late`: that is over."""

    order: OrderGlance
    due: str
    is_late: bool


class OrdersWaiting(Card):
    """Shows waiting orders. Enter or a double click on one counts as scanning its number."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._is_item_first = False
        self._orders: tuple[OrderGlance, ...] = ()
        self._now_ms = 0
        self._title = label("title")
        self._empty = label("heading", is_centered=True)
        self._empty_do = label("muted", is_centered=True)
        self.list = RowList(_paint_order, key=lambda row: row.order.order_id, spoken=self._spoken)
        self.list.activated.connect(self._on_activated)
        nothing = QWidget()
        column = QVBoxLayout(nothing)
        column.addStretch(2)
        column.addWidget(self._empty)
        column.addWidget(self._empty_do)
        column.addStretch(3)
        self._stack = QStackedLayout()
        self._stack.addWidget(nothing)
        self._stack.addWidget(self.list)
        layout = QVBoxLayout(self)
        layout.addWidget(self._title)
        layout.addLayout(self._stack, 1)

    def dress(self, look: Look) -> None:
        self._look = look
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(look.px(PAD), look.px(16), look.px(PAD), look.px(8))
        self._say_title(look)
        self._empty.setText(look.word("orders.empty"))
        self._empty_do.setText(look.word("orders.empty.do"))
        self.list.setAccessibleName(look.word("orders.title"))
        self.list.dress(look, height=66)
        self.show_orders(self._orders, self._now_ms)

    def show_orders(self, orders: tuple[OrderGlance, ...], now_ms: int) -> None:
        """Show these orders; `now_ms` (UTC epoch milliseconds) tells which of them are late."""
        self._orders, self._now_ms = orders, now_ms
        look = self._look
        if look is not None:
            self.list.show_rows(tuple(_row_of(order, now_ms, look) for order in orders))
        self._stack.setCurrentIndex(1 if orders else 0)

    def show_mode(self, *, is_item_first: bool) -> None:
        """With items first nobody looks for an order: the list steps back, and the title says what a scan does."""
        if is_item_first != self._is_item_first:
            self._is_item_first = is_item_first
            self.list.dim(is_dimmed=is_item_first)
            if self._look is not None:
                self._say_title(self._look)

    def _say_title(self, look: Look) -> None:
        self._title.setText(look.word("orders.title.item" if self._is_item_first else "orders.title"))

    def _on_activated(self) -> None:
        row = self.list.chosen()
        if row is not None:
            self.picked.emit(row.order.number)

    def _spoken(self, row: _Row) -> str:
        order = row.order
        amount = _amount(order, self._look) if self._look else ""
        return " · ".join(part for part in (order.number, order.shop, order.consignee, row.due, amount) if part)


def _row_of(order: OrderGlance, now_ms: int, look: Look) -> _Row:
    if not order.due_at_ms:
        return _Row(order, "", is_late=False)
    due, now = (datetime.fromtimestamp(at / 1000, UTC).astimezone() for at in (order.due_at_ms, now_ms))
    at = due.strftime("%H:%M" if due.date() == now.date() else "%m-%d %H:%M")
    is_late = order.due_at_ms < now_ms
    return _Row(order, look.word("waiting.late" if is_late else "waiting.due", at=at), is_late)


def _amount(order: OrderGlance, look: Look) -> str:
    if order.state in (OrderState.ASIDE, OrderState.PACKING):
        return look.word(f"orders.{order.state}", packed=order.units_packed, units=order.units)
    return look.word("waiting.units", units=order.units)


def _paint_order(painter: QPainter, box: QRectF, row: _Row, look: Look) -> None:
    p, order = look.palette, row.order
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    inner = box.adjusted(look.px(12), 0, -look.px(12), 0)
    shares = (0.32, 0.28, 0.18, 0.22) if row.due else (0.32, 0.46, 0, 0.22)
    number, about, due, amount = _columns(inner, shares)
    painter.setFont(look.font(BODY + 4, bold=True))
    painter.setPen(QColor(p.text))
    painter.drawText(number, left, elided(painter, order.number, number.width() - look.px(10)))
    painter.setFont(look.font(SMALL + 1))
    painter.setPen(QColor(p.muted))
    text = "  ·  ".join(part for part in (order.shop, order.consignee) if part)
    painter.drawText(about, left, elided(painter, text, about.width() - look.px(10)))
    if row.due:
        _paint_due(painter, due, row, look)
    is_begun = order.state is not OrderState.OPEN
    painter.setFont(look.font(BODY + 1, bold=is_begun))
    painter.setPen(look.color(Tone.WRONG) if is_begun else QColor(p.text))
    painter.drawText(amount, right, elided(painter, _amount(order, look), amount.width()))


def _columns(box: QRectF, shares: tuple[float, ...]) -> list[QRectF]:
    found, left = [], box.left()
    for share in shares:
        found.append(QRectF(left, box.top(), box.width() * share, box.height()))
        left += box.width() * share
    return found


def _paint_due(painter: QPainter, box: QRectF, row: _Row, look: Look) -> None:
    """A clock and the time; of one that is late a warning's triangle."""
    side = look.px(20)
    sign = QRectF(box.left(), round(box.center().y() - side / 2), side, side)
    color = look.color(Tone.WRONG) if row.is_late else QColor(look.palette.muted)
    paint_icon(painter, "triangle-alert" if row.is_late else "clock", sign, color)
    painter.setFont(look.font(SMALL + 1, bold=row.is_late))
    painter.setPen(color)
    words = box.adjusted(side + look.px(8), 0, 0, 0)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(words, flags, elided(painter, row.due, words.width()))
