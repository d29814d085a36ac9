"""Parcels, their waybills and the prints of their labels, as a screen looks at them and as the bench begins them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal_column, select, text

from app.domain.glance import ParcelGlance
from app.domain.masking import mask_name
from app.domain.parcel import PackedLine, SealedParcel
from app.domain.printing import PaperProof, PrintState
from app.domain.shipment import WaybillState
from app.errors import Misconfigured
from app.store.database import Database
from app.store.sealing import Sealer
from app.store.tables import orders, parcels, prints, waybills

_SEAL = text(
    "INSERT INTO parcels (id, order_id, sequence, sealed_at, units, packer, weight_g, expected_g, order_number)"
    " SELECT :parcel, :order, (SELECT coalesce(max(sequence), 0) + 1 FROM parcels WHERE order_id = :order), :now,"
    " (SELECT sum(packed - sealed) FROM order_lines WHERE order_id = :order), :packer,"
    " (SELECT json_extract(box, '$.weight_g') FROM orders WHERE id = :order), :expected,"
    " (SELECT number FROM orders WHERE id = :order)"
)
_FILL = text(
    "INSERT INTO parcel_lines (parcel_id, position, units) SELECT :parcel, position, packed - sealed FROM order_lines"
    " WHERE order_id = :order AND packed > sealed"
)
_SEALED = (
    text("UPDATE order_lines SET sealed = packed WHERE order_id = :order AND packed > sealed"),
    text("UPDATE tracked_units SET parcel_id = :parcel WHERE order_id = :order AND parcel_id IS NULL"),
    text(
        "INSERT INTO material_uses (parcel_id, code, units, cost_minor, currency, posted_at)"
        " SELECT :parcel, code, used.value ->> 1, cost_minor * (used.value ->> 1), currency, :now"
        " FROM orders, json_each(orders.box, '$.materials') AS used JOIN materials ON code = used.value ->> 0"
        " WHERE orders.id = :order"
    ),
    text(
        "UPDATE materials SET stock = stock - used.units FROM material_uses AS used"
        " WHERE used.parcel_id = :parcel AND used.code = materials.code"
    ),
)
_CONTENTS = text(
    "SELECT inside.position, sku, title, inside.units, origin FROM parcel_lines AS inside"
    " JOIN parcels ON parcels.id = parcel_id JOIN order_lines"
    " ON order_lines.order_id = parcels.order_id AND order_lines.position = inside.position"
    " WHERE parcel_id = :parcel ORDER BY inside.position"
)
_BOXES = text(
    "SELECT position, sequence, inside.units FROM parcels JOIN parcel_lines AS inside ON parcel_id = parcels.id"
    " WHERE order_id = :order ORDER BY position, sequence"
)
_BETWEEN = text(  # each a range of the index by time, so that what lies before today costs nothing
    "SELECT (SELECT count(*) FROM parcels WHERE sealed_at >= span.value ->> 0 AND sealed_at < span.value ->> 1)"
    " FROM json_each(:spans) AS span ORDER BY span.key"
)
_IS_VERIFIED = text(
    "SELECT units > 0 AND units = (SELECT sum(units) FROM parcel_lines WHERE parcel_id = parcels.id) AND NOT EXISTS"
    " (SELECT 1 FROM parcel_lines AS inside JOIN order_lines ON order_lines.order_id = parcels.order_id"
    " AND order_lines.position = inside.position AND tracking <> '' WHERE inside.parcel_id = parcels.id"
    " AND inside.units <> (SELECT coalesce(sum(each.units), 0) FROM tracked_units AS each"
    " WHERE each.order_id = parcels.order_id AND each.parcel_id = parcels.id"
    " AND each.position = inside.position))"
    " FROM parcels WHERE id = :parcel"
)

_OF_PARCEL = select(func.max(waybills.c.attempt)).where(waybills.c.parcel_id == parcels.c.id)
_OF_WAYBILL = select(func.max(prints.c.copy)).where(prints.c.waybill_id == waybills.c.id)
_LATEST_WAYBILL = _OF_PARCEL.correlate(parcels).scalar_subquery()
_LATEST_PRINT = _OF_WAYBILL.correlate(waybills).scalar_subquery()
GLANCE = (
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
        prints.c.proof,
    )
    .join(orders, orders.c.id == parcels.c.order_id)
    .outerjoin(waybills, (waybills.c.parcel_id == parcels.c.id) & (waybills.c.attempt == _LATEST_WAYBILL))
    .outerjoin(prints, (prints.c.waybill_id == waybills.c.id) & (prints.c.copy == _LATEST_PRINT))
)
"""Parcels, each with its latest waybill and that one's latest print: what `glance` is made of."""


def seal(tx: Connection, database: Database, order_id: str, packer: str, *, expected_g: int | None = None) -> str:
    """What lies in the order's open box becomes a parcel; its id. An empty box raises Misconfigured `store.broken`."""
    parcel_id = database.new_id()
    values = {
        "parcel": parcel_id,
        "order": order_id,
        "now": database.now_ms(),
        "packer": packer,
        "expected": expected_g,
    }
    tx.execute(_SEAL, values)
    if tx.execute(_FILL, values).rowcount == 0:
        raise Misconfigured("store.broken", "an empty box is no parcel")
    for statement in _SEALED:
        tx.execute(statement, values)
    return parcel_id


def contents(connection: Connection, parcel_id: str) -> tuple[PackedLine, ...]:
    """What is in a parcel, by line of its order."""
    rows = connection.execute(_CONTENTS, {"parcel": parcel_id})
    return tuple(PackedLine(*row) for row in rows)


def boxes(connection: Connection, order_id: str) -> dict[int, tuple[tuple[int, int], ...]]:
    """Of each line of an order, by position: in which closed boxes (by number) how many of its units lie."""
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for position, number, units in connection.execute(_BOXES, {"order": order_id}):
        found[position] = (*found.get(position, ()), (number, units))
    return found


def is_verified(connection: Connection, parcel_id: str) -> bool:
    """Whether the parcel holds what its lines say, unit by unit, and every tracked unit of it is known."""
    return bool(connection.execute(_IS_VERIFIED, {"parcel": parcel_id}).scalar_one())


def of_order(connection: Connection, order_id: str) -> str | None:
    """The id of the order's parcel, None while it is unpacked."""
    query = select(parcels.c.id).where(parcels.c.order_id == order_id).order_by(parcels.c.sequence.desc())
    return connection.execute(query.limit(1)).scalar_one_or_none()


def all_of_order(connection: Connection, order_id: str) -> tuple[str, ...]:
    """The ids of the order's parcels, in their sequence."""
    query = select(parcels.c.id).where(parcels.c.order_id == order_id).order_by(parcels.c.sequence)
    return tuple(connection.execute(query).scalars())


def sealed(connection: Connection, parcel_id: str) -> SealedParcel:
    """What a paper says of a closed parcel itself."""
    number: ColumnElement[int] = literal_column("parcels.rowid")
    query = select(parcels.c.order_id, parcels.c.sequence, parcels.c.sealed_at, parcels.c.weight_g, number)
    return SealedParcel(*connection.execute(query.where(parcels.c.id == parcel_id)).one())


def packer_of(connection: Connection, parcel_id: str) -> str:
    """The handle of who sealed it."""
    return str(connection.execute(select(parcels.c.packer).where(parcels.c.id == parcel_id)).scalar_one())


def latest_of_number(connection: Connection, order_number: str) -> str | None:
    """The parcel that was sealed last of an order with this number, None while there is none."""
    query = select(parcels.c.id).join(orders, orders.c.id == parcels.c.order_id)
    latest = query.where(orders.c.number == order_number).order_by(parcels.c.sealed_at.desc()).limit(1)
    return connection.execute(latest).scalar_one_or_none()


def last_labelled(connection: Connection) -> str | None:
    """The parcel whose waybill was bought last and still counts, None while there is none."""
    of_issued = select(waybills.c.parcel_id).where(waybills.c.state == WaybillState.ISSUED)
    return connection.execute(of_issued.order_by(waybills.c.issued_at.desc()).limit(1)).scalar_one_or_none()


def order_of(connection: Connection, parcel_id: str) -> str:
    return str(connection.execute(select(parcels.c.order_id).where(parcels.c.id == parcel_id)).scalar_one())


def count_between(connection: Connection, moments_ms: Sequence[int]) -> tuple[int, ...]:
    """How many were sealed from each of these moments (UTC epoch milliseconds, ascending) to the next, one number
    fewer than moments.
    """
    spans = json.dumps(list(pairwise(moments_ms)))
    return tuple(connection.execute(_BETWEEN, {"spans": spans}).scalars())


def recent(connection: Connection, database: Database, limit: int) -> tuple[ParcelGlance, ...]:
    """The parcels sealed last, newest first, each with its latest waybill and that one's latest print."""
    newest = GLANCE.order_by(parcels.c.sealed_at.desc(), parcels.c.id.desc()).limit(limit)
    return tuple(glance(database.sealer, row) for row in connection.execute(newest))


def glance(sealer: Sealer, row: Any) -> ParcelGlance:
    """A row of `GLANCE`, its consignee masked."""
    return ParcelGlance(
        parcel_id=row.id,
        order_id=row.order_id,
        order_number=row.number,
        consignee=mask_name(sealer.open("orders.name", row.order_id, row.name_sealed)),
        sealed_at_ms=row.sealed_at,
        units=row.units,
        waybill_state=WaybillState(row.state) if row.state else None,
        tracking_number=row.tracking_number or "",
        service=row.service or row.asked_service,
        print_state=PrintState(row.print_state) if row.print_state else None,
        copies=row.copy or 0,
        position=row.position or 0,
        print_proof=PaperProof(row.proof or ""),
        code=row.print_code or row.code or "",
        changed_fields=tuple(json.loads(row.routing).get("changed_fields", ())) if row.routing else (),
    )
