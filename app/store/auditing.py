"""The station's tables as they stand, for whoever holds them against what the journal tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, select, text

from app.store.tables import metadata

# Orders by their number or by a label's, with all whose goods travel in the same parcels, and everything that hangs on
# them.
_STORY = text(
    "WITH RECURSIVE asked (id) AS (SELECT id FROM orders WHERE number = :number UNION SELECT order_id FROM parcels"
    " JOIN waybills ON parcel_id = parcels.id WHERE tracking_number = :number),"
    " together (id) AS (SELECT id FROM asked UNION SELECT merged_into FROM orders JOIN together"
    " ON orders.id = together.id WHERE merged_into <> '' UNION SELECT orders.id FROM orders JOIN together"
    " ON merged_into = together.id WHERE merged_into <> ''),"
    " packed (id, manifest_id) AS (SELECT parcels.id, manifest_id FROM parcels JOIN together"
    " ON order_id = together.id), bought (id, label) AS (SELECT waybills.id, carrier || '|' || tracking_number"
    " FROM waybills JOIN packed ON parcel_id = packed.id)"
    " SELECT id FROM together UNION SELECT id FROM packed UNION SELECT manifest_id FROM packed"
    " UNION SELECT id FROM bought UNION SELECT label FROM bought"
    " UNION SELECT prints.id FROM prints JOIN bought ON subject_id = bought.id"
    " UNION SELECT prints.id FROM packed JOIN prints ON subject_id IN (packed.id, packed.manifest_id)"
    " UNION SELECT stops.id FROM stops JOIN together ON order_id = together.id"
)


def story_ids(connection: Connection, number: str) -> frozenset[str]:
    """The ids of everything that belongs to an order or tracking number: orders that travel together, parcels,
    waybills, prints, stops, manifests. Empty when nobody knows the number.
    """
    return frozenset(each for each in connection.execute(_STORY, {"number": number}).scalars() if each)


def columns() -> dict[str, tuple[str, ...]]:
    """Every table of the file with its columns."""
    return {table.name: tuple(table.columns.keys()) for table in metadata.sorted_tables}


def read(
    connection: Connection, table: str, wanted: Sequence[str], *, in_order_of: Sequence[str]
) -> Iterator[dict[str, object]]:
    """The wanted columns of every row of a table."""
    where = metadata.tables[table].columns
    rows = connection.execute(
        select(*(where[name] for name in wanted)).order_by(*(where[name] for name in in_order_of))
    )
    return (dict(row) for row in rows.mappings())


def count(connection: Connection, table: str) -> int:
    """How many rows a table has."""
    return int(connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one())
