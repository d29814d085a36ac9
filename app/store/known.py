"""What the store knows of a code that was scanned: everything that the classifier weighs, asked in one place."""

from __future__ import annotations

import json

from sqlalchemy import Connection, text

from app.domain.counting import lines_of
from app.domain.meaning import Known, KnownItem, Reading
from app.domain.order import Order
from app.store import people
from app.store.database import Database

_KNOWN = text(
    "WITH number (text) AS (SELECT value FROM json_each(:numbers)),"
    " code (text) AS (SELECT value FROM json_each(:codes))"
    " SELECT 'order' AS kind, id, '' AS sku, 0 AS units FROM orders WHERE number IN (SELECT text FROM number)"
    " UNION ALL SELECT 'tote', id, '', 0 FROM orders WHERE tote IN (SELECT text FROM number) AND tote <> ''"
    " AND +state IN ('open', 'aside', 'packing')"  # by the tote's index: few orders have one, all have a state
    " UNION ALL SELECT 'waybill', parcels.order_id, '', 0 FROM waybills JOIN parcels ON parcels.id = parcel_id"
    " WHERE tracking_number IN (SELECT text FROM number)"
    " AND state IN ('requested', 'uncertain', 'issued', 'cancelling')"
    " UNION ALL SELECT 'serial', sku, '', 0 FROM tracked_units WHERE serial IN (SELECT text FROM number)"
    " AND serial <> ''"
    " UNION ALL SELECT 'material', code, '', 0 FROM materials WHERE code IN (SELECT text FROM number)"
    " UNION ALL SELECT 'item', '', sku, units FROM item_codes WHERE code IN (SELECT text FROM code)"
    " AND (learned_in = '' OR approved_by <> '')"
    " UNION ALL SELECT 'case', sku, '', 0 FROM item_codes WHERE code = :case_of AND :case_of <> ''"
)


def know(
    connection: Connection, database: Database, reading: Reading, order: Order | None, *, has_people: bool
) -> Known:
    """Look a reading up. With an order open, an item of it is what is scanned most and is found without the disk."""
    person = people.by_badge(connection, database, reading.code.text) if has_people else None
    badge = person.id if person else ""
    if order is not None:
        here = tuple(
            dict.fromkeys(
                KnownItem(code, meant.units)
                for code in reading.item_codes
                if (meant := lines_of(order, code)).positions
            )
        )
        if here:
            return Known(badge=badge, items=here[:1])
    found = _asked(connection, reading.numbers, reading)
    if not any(found.values()):
        # Caps Lock swaps the case of what a wedge types.
        found = _asked(connection, tuple(number.swapcase() for number in reading.numbers), reading)
    return Known(
        badge=badge,
        orders=tuple(dict.fromkeys(found["order"])),
        totes=tuple(dict.fromkeys(found["tote"])),
        waybills=tuple(dict.fromkeys(found["waybill"])),
        serials=tuple(dict.fromkeys(found["serial"])),
        materials=tuple(dict.fromkeys(found["material"])),
        cases=tuple(dict.fromkeys(found["case"])),
        elsewhere=tuple(KnownItem(sku, int(units)) for sku, units in (each.split("\n") for each in found["item"])),
    )


def _asked(connection: Connection, numbers: tuple[str, ...], reading: Reading) -> dict[str, list[str]]:
    codes = (*reading.item_codes, *(code.swapcase() for code in reading.item_codes))
    values = {"numbers": json.dumps(numbers), "codes": json.dumps(codes), "case_of": reading.case_of}
    found: dict[str, list[str]] = {
        kind: [] for kind in ("order", "tote", "waybill", "serial", "material", "item", "case")
    }
    for row in connection.execute(_KNOWN, values):
        found[row.kind].append(f"{row.sku}\n{row.units}" if row.kind == "item" else row.id)
    return found
