"""The station's tables as they stand, for whoever holds them against what the journal tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, select

from app.store.tables import metadata


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
