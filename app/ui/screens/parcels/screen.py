"""The parcels: every one that was sealed, found by what a person knows of it, and what happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.domain.barcode import Code, read_code, read_command
from app.domain.record import FoundOrder, FoundParcel, ParcelFilter, ParcelRecord, ParcelRow
from app.ui.parcel_acts import AT_PARCEL, act_on
from app.ui.screens.parcels.columns import columns
from app.ui.screens.parcels.detail import ParcelDetail
from app.ui.tables.asking import Kind
from app.ui.tables.browse import Browse
from app.ui.tables.pages import Lister

if TYPE_CHECKING:
    from app.records import Records


class ParcelsScreen(Browse[ParcelRow, ParcelRecord]):
    """`order_asked` carries an order's id."""

    topic = "parcels"
    order_asked = Signal(str)

    def __init__(self) -> None:
        self.parcel = ParcelDetail()
        kind = Kind(_lister, _record, _found, _id, _number, _key)
        super().__init__(kind, tuple(ParcelFilter), columns(self._now_ms), self.parcel)
        self.parcel.order_asked.connect(self.order_asked)
        self.parcel.asked.connect(self._on_asked)

    def take_scan(self, text: str, scanner: str) -> bool:
        """Also what can be done with a parcel, by its key or its code: meant is the one in view, and no other."""
        code = read_code(text)
        command = read_command(code) if isinstance(code, Code) else None
        if command in AT_PARCEL and self.is_detailed:
            self._on_asked(AT_PARCEL[command])
            return True
        return super().take_scan(text, scanner)

    def _on_asked(self, action: str) -> None:
        if self.station is not None and self.parcel.parcel_id:
            self.parcel.show_outcome(act_on(self.station.bench, self.parcel.parcel_id, action))
            self._read_soon()

    def _now_ms(self) -> int:
        return self.station.database.now_ms() if self.station is not None else 0


def _id(record: ParcelRecord) -> str:
    return record.row.glance.parcel_id


def _number(record: ParcelRecord) -> str:
    glance = record.row.glance
    return glance.tracking_number or glance.order_number


def _key(row: ParcelRow) -> str:
    return row.glance.parcel_id


def _lister(records: Records) -> Lister[ParcelRow]:
    return Lister(records.count_parcels, records.parcels, _key)


def _record(records: Records, parcel_id: str) -> ParcelRecord | None:
    return records.parcel(parcel_id)


def _found(records: Records, code: str) -> ParcelRecord | None:
    """The parcel that bears it, or the only one of the order whose number it is."""
    match records.find_code(code):
        case FoundParcel(parcel_id):
            return records.parcel(parcel_id)
        case FoundOrder(order_id):
            order = records.order(order_id)
            packed = order.parcels if order is not None else ()
            return records.parcel(packed[0].glance.parcel_id) if len(packed) == 1 else None
        case _:
            return None
