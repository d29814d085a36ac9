"""One number, several shops: the packer chooses, by command code, key or click."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.barcode import Command
from app.domain.masking import mask_name
from app.domain.order import Order
from app.ui.plain import button, label
from app.ui.theme import Look

CHOICES = (Command.CHOOSE_1, Command.CHOOSE_2, Command.CHOOSE_3, Command.CHOOSE_4)


class Choice(QWidget):
    """Shows up to four orders of the same number; `picked` carries the command that chooses one."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._orders: tuple[Order, ...] = ()
        self._title = label("heading")
        layout = QVBoxLayout(self)
        layout.addWidget(self._title)
        self.buttons: list[QPushButton] = []
        for command in CHOICES:
            made = button("choice")
            made.clicked.connect(lambda _checked, command=command: self.picked.emit(command))
            self.buttons.append(made)
            layout.addWidget(made)
        layout.addStretch(1)

    def dress(self, look: Look) -> None:
        self._look = look
        layout = self.layout()
        assert layout is not None
        layout.setSpacing(look.px(14))
        self._title.setText(look.word("choose.title"))
        self.show_orders(self._orders)

    def show_orders(self, orders: tuple[Order, ...]) -> None:
        self._orders = orders
        for i, made in enumerate(self.buttons):
            made.setVisible(i < len(orders))
            if i < len(orders) and self._look is not None:
                order = orders[i]
                line = self._look.word("choose.line", units=order.units, consignee=mask_name(order.consignee.name))
                made.setText(f"{i + 1}     {order.shop or '—'}     {line}     Ctrl+{i + 1}")
