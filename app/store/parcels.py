"""Parcels, their waybills and the prints of their labels, as a screen looks at them and as the bench begins them."""

from __future__ import annotations

import json

from sqlalchemy import Connection, func, insert, select

from app.domain.glance import ParcelGlance
from app.domain.masking import mask_name
from app.domain.order import Order
from app.domain.printing import PrintState
from app.domain.shipment import WaybillState
from app.store.database import Database
from app.store.tables import orders, parcels, prints, waybills


def seal(tx: Connection, database: Database, order: Order, packer: str) -> str:
    """The order's parcel comes to be; its id."""
    parcel_id = database.new_id()
    tx.execute(
        insert(parcels).values(
            id=parcel_id,
            order_id=order.id,
            sequence=1,
            sealed_at=database.now_ms(),
            units=order.units,
            packer=packer,
        )
    )
    return parcel_id


def of_order(connection: Connection, order_id: str) -> str | None:
    """The id of the order's parcel, None while it is unpacked."""
    query = select(parcels.c.id).where(parcels.c.order_id == order_id).order_by(parcels.c.sequence.desc())
    return connection.execute(query.limit(1)).scalar_one_or_none()


def order_of(connection: Connection, parcel_id: str) -> str:
    return str(connection.execute(select(parcels.c.order_id).where(parcels.c.id == parcel_id)).scalar_one())


def count_since(connection: Connection, since_ms: int) -> int:
    return connection.execute(select(func.count()).where(parcels.c.sealed_at >= since_ms)).scalar_one()


def recent(connection: Connection, database: Database, limit: int) -> tuple[ParcelGlance, ...]:
    """The parcels sealed last, newest first, each with its latest waybill and that one's latest print."""
    of_parcel = select(func.max(waybills.c.attempt)).where(waybills.c.parcel_id == parcels.c.id)
    of_waybill = select(func.max(prints.c.copy)).where(prints.c.waybill_id == waybills.c.id)
    latest_waybill = of_parcel.correlate(parcels).scalar_subquery()
    latest_print = of_waybill.correlate(waybills).scalar_subquery()
    query = (
        select(
            parcels.c.id,
            parcels.c.sealed_at,
            parcels.c.units,
            orders.c.id.label("order_id"),
            orders.c.number,
            orders.c.name_sealed,
            orders.c.service.label("asked_service"),
            waybills.c.state,
            waybills.c.code,
            waybills.c.tracking_number,
            waybills.c.service,
            waybills.c.routing,
            prints.c.state.label("print_state"),
            prints.c.code.label("print_code"),
            prints.c.copy,
            prints.c.position,
        )
        .join(orders, orders.c.id == parcels.c.order_id)
        .outerjoin(waybills, (waybills.c.parcel_id == parcels.c.id) & (waybills.c.attempt == latest_waybill))
        .outerjoin(prints, (prints.c.waybill_id == waybills.c.id) & (prints.c.copy == latest_print))
        .order_by(parcels.c.sealed_at.desc(), parcels.c.id.desc())
        .limit(limit)
    )
    return tuple(
        ParcelGlance(
            parcel_id=row.id,
            order_id=row.order_id,
            order_number=row.number,
            consignee=mask_name(database.sealer.open("orders.name", row.order_id, row.name_sealed)),
            sealed_at_ms=row.sealed_at,
            units=row.units,
            waybill_state=WaybillState(row.state) if row.state else None,
            tracking_number=row.tracking_number or "",
            service=row.service or row.asked_service,
            print_state=PrintState(row.print_state) if row.print_state else None,
            copies=row.copy or 0,
            position=row.position or 0,
            code=row.print_code or row.code or "",
            changed_fields=tuple(json.loads(row.routing).get("changed_fields", ())) if row.routing else (),
        )
        for row in connection.execute(query)
    )
