"""One number, several shops: the packer chooses, by command code, key or click."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.barcode import Command
from app.domain.masking import mask_name
from app.domain.order import Order
from app.ui.plain import label
from app.ui.theme import Look

CHOICES = (Command.CHOOSE_1, Command.CHOOSE_2, Command.CHOOSE_3, Command.CHOOSE_4)


class _Card(QPushButton):
    """One shop's order: number, shop, what is in it, and the key that chooses it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("choice")
        self.number, self.shop, self.about, self.key = label("heading"), label("figure"), label("muted"), label("muted")
        self._row = QHBoxLayout(self)
        for part in (self.number, self.shop, self.about):
            self._row.addWidget(part)
        self._row.addStretch(1)
        self._row.addWidget(self.key)
        for part in (self.number, self.shop, self.about, self.key):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def dress(self, look: Look) -> None:
        self.setFixedHeight(look.px(84))
        self._row.setContentsMargins(look.px(28), 0, look.px(28), 0)
        self._row.setSpacing(look.px(28))

    def show_order(self, place: int, order: Order, look: Look) -> None:
        self.number.setText(str(place))
        self.shop.setText(order.shop or "—")
        self.about.setText(look.word("choose.line", units=order.units, consignee=mask_name(order.consignee.name)))
        self.key.setText(f"Ctrl+{place}")
        self.setAccessibleName(f"{place} {self.shop.text()} {self.about.text()}")


class Choice(QWidget):
    """Shows up to four orders of the same number; `picked` carries the command that chooses one."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._orders: tuple[Order, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.buttons = [_Card() for _ in CHOICES]
        for command, made in zip(CHOICES, self.buttons, strict=True):
            made.clicked.connect(partial(self._on_clicked, command))
            layout.addWidget(made)
        layout.addStretch(1)

    def dress(self, look: Look) -> None:
        self._look = look
        layout = self.layout()
        assert layout is not None
        layout.setSpacing(look.px(14))
        for made in self.buttons:
            made.dress(look)
        self.show_orders(self._orders)

    def show_orders(self, orders: tuple[Order, ...]) -> None:
        self._orders = orders
        for place, made in enumerate(self.buttons, 1):
            made.setVisible(place <= len(orders))
            if place <= len(orders) and self._look is not None:
                made.show_order(place, orders[place - 1], self._look)

    def _on_clicked(self, command: Command) -> None:
        self.picked.emit(command)
