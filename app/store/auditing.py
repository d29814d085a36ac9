"""The station's tables as they stand, for whoever holds them against what the journal tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, TextClause, func, select, text

from app.store.tables import metadata

# Orders by their number or by a label's, with all whose goods travel in the same parcels, and everything that hangs on
# them.
_BY_NUMBER = (
    "SELECT id FROM orders WHERE number = :asked UNION SELECT order_id FROM parcels"
    " JOIN waybills ON parcel_id = parcels.id WHERE tracking_number = :asked"
)
_BY_PARCEL = "SELECT order_id FROM parcels WHERE id = :asked"


def _story(asked: str, narrowed: str = "") -> TextClause:
    """`CROSS JOIN` has SQLite begin with the few rows of the story; left to itself it reads all parcels and prints."""
    return text(
        f"WITH RECURSIVE asked (id) AS ({asked}),"  # noqa: S608  # our own words
        " together (id) AS (SELECT id FROM asked UNION SELECT merged_into FROM together CROSS JOIN orders"
        " ON orders.id = together.id WHERE merged_into <> '' UNION SELECT orders.id FROM together CROSS JOIN orders"
        " ON merged_into = together.id WHERE merged_into <> ''),"
        " packed (id, manifest_id) AS MATERIALIZED (SELECT parcels.id, manifest_id FROM together CROSS JOIN parcels"
        f" ON order_id = together.id{narrowed}), bought (id, label) AS MATERIALIZED (SELECT waybills.id,"
        " carrier || '|' || tracking_number FROM packed CROSS JOIN waybills ON parcel_id = packed.id)"
        " SELECT id FROM together UNION SELECT id FROM packed UNION SELECT manifest_id FROM packed"
        " UNION SELECT id FROM bought UNION SELECT label FROM bought"
        " UNION SELECT prints.id FROM bought CROSS JOIN prints ON subject_id = bought.id"
        " UNION SELECT prints.id FROM packed CROSS JOIN prints ON subject_id IN (packed.id, packed.manifest_id)"
        " UNION SELECT stops.id FROM together CROSS JOIN stops ON order_id = together.id"
    )


_OF_NUMBER = _story(_BY_NUMBER)
_OF_ORDER = _story("SELECT :asked")
_OF_PARCEL = _story(_BY_PARCEL, " WHERE parcels.id = :asked")


def story_ids(connection: Connection, number: str) -> frozenset[str]:
    """The ids of everything that belongs to an order or tracking number: orders that travel together, parcels,
    waybills, prints, stops, manifests. Empty when nobody knows the number.
    """
    return _ids(connection, _OF_NUMBER, number)


def story_ids_of_order(connection: Connection, order_id: str) -> frozenset[str]:
    """As `story_ids`, of the one order with this id."""
    return _ids(connection, _OF_ORDER, order_id)


def story_ids_of_parcel(connection: Connection, parcel_id: str) -> frozenset[str]:
    """As `story_ids`, of this parcel and its orders, and of no other parcel of theirs."""
    return _ids(connection, _OF_PARCEL, parcel_id)


def _ids(connection: Connection, story: TextClause, asked: str) -> frozenset[str]:
    return frozenset(each for each in connection.execute(story, {"asked": asked}).scalars() if each)


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
