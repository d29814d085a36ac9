"""The orders: every one that ever came, found by what a person knows of it, and what happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.domain.record import FoundOrder, FoundParcel, OrderFilter, OrderRecord, OrderRow
from app.ui.screens.orders.columns import columns
from app.ui.screens.orders.detail import OrderDetail
from app.ui.tables.asking import Kind
from app.ui.tables.browse import Browse
from app.ui.tables.pages import Lister

if TYPE_CHECKING:
    from app.records import Records


class OrdersScreen(Browse[OrderRow, OrderRecord]):
    """`import_asked`: an order file is to be brought in; `parcel_asked` carries a parcel's id."""

    topic = "orders"
    import_asked = Signal()
    parcel_asked = Signal(str)

    def __init__(self) -> None:
        self.order = OrderDetail()
        kind = Kind(_lister, _record, _found, lambda record: record.order.id, lambda record: record.order.number, _key)
        super().__init__(kind, tuple(OrderFilter), columns(self._now_ms), self.order, action="orders.import")
        self.order.parcel_asked.connect(self.parcel_asked)
        self.bar.action.clicked.connect(self.import_asked)

    def _now_ms(self) -> int:
        return self.station.database.now_ms() if self.station is not None else 0


def _key(row: OrderRow) -> str:
    return row.glance.order_id


def _lister(records: Records) -> Lister[OrderRow]:
    return Lister(records.count_orders, records.orders, _key)


def _record(records: Records, order_id: str) -> OrderRecord | None:
    return records.order(order_id)


def _found(records: Records, code: str) -> OrderRecord | None:
    """The order whose number it is, or whose parcel bears it."""
    match records.find_code(code):
        case FoundOrder(order_id):
            return records.order(order_id)
        case FoundParcel(parcel_id):
            parcel = records.parcel(parcel_id)
            return records.order(parcel.row.glance.order_id) if parcel is not None else None
        case _:
            return None
