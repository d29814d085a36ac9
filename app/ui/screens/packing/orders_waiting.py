"""An empty table: the orders that wait for it, those put aside first."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.domain.glance import OrderGlance
from app.domain.order import OrderState
from app.ui.messages import Tone
from app.ui.plain import Card, label
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, PAD, SMALL, Look


class OrdersWaiting(Card):
    """Shows waiting orders. Enter or a double click on one counts as scanning its number."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._is_item_first = False
        self._title = label("title")
        self._empty = label("heading", is_centered=True)
        self._empty_do = label("muted", is_centered=True)
        self.list = RowList(_paint_order, key=lambda order: order.order_id, spoken=self._spoken)
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

    def show_orders(self, orders: tuple[OrderGlance, ...]) -> None:
        self.list.show_rows(orders)
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
        order = self.list.chosen()
        if order is not None:
            self.picked.emit(order.number)

    def _spoken(self, order: OrderGlance) -> str:
        return " · ".join(part for part in (order.number, order.shop, order.consignee, self._amount(order)) if part)

    def _amount(self, order: OrderGlance) -> str:
        return _amount(order, self._look) if self._look else ""


def _amount(order: OrderGlance, look: Look) -> str:
    if order.state in (OrderState.ASIDE, OrderState.PACKING):
        return look.word(f"orders.{order.state}", packed=order.units_packed, units=order.units)
    return look.word("waiting.units", units=order.units)


def _paint_order(painter: QPainter, box: QRectF, order: OrderGlance, look: Look) -> None:
    p = look.palette
    inner = box.adjusted(look.px(12), 0, -look.px(12), 0)
    amount_width = inner.width() * 0.28
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    number = QRectF(inner.left(), inner.top(), inner.width() * 0.34, inner.height())
    painter.setFont(look.font(BODY + 3, bold=True))
    painter.setPen(QColor(p.text))
    painter.drawText(number, left, elided(painter, order.number, number.width() - look.px(8)))
    about = QRectF(number.right(), inner.top(), inner.width() - number.width() - amount_width, inner.height())
    painter.setFont(look.font(SMALL + 1))
    painter.setPen(QColor(p.muted))
    text = "  ·  ".join(part for part in (order.shop, order.consignee) if part)
    painter.drawText(about, left, elided(painter, text, about.width()))
    amount = QRectF(inner.right() - amount_width, inner.top(), amount_width, inner.height())
    is_begun = order.state is not OrderState.OPEN
    painter.setFont(look.font(BODY, bold=is_begun))
    painter.setPen(look.color(Tone.WRONG) if is_begun else QColor(p.text))
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(amount, right, _amount(order, look))
