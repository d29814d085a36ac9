"""Brings an older file to this version's shape: a copy first, then every step in one transaction, or none of it."""

from __future__ import annotations

import importlib
from contextlib import closing
from pathlib import Path

import pysqlite3
from sqlalchemy import Connection, Engine, inspect, text

from app.errors import Misconfigured

REVISIONS = ("0001", "0002", "0003", "0004", "0005")


def bring_up_to_date(engine: Engine, path: Path) -> None:
    """Create or upgrade the tables.

    Raises Misconfigured `store.newer` for a newer Packbench's file, `store.not_ours` for somebody else's database.
    """
    with engine.begin() as connection:
        found = _revision(connection)
        if found == REVISIONS[-1]:
            # SQLite opens for reading what it may not write, and says so at the first write only: better now.
            connection.execute(text("UPDATE alembic_version SET version_num = version_num WHERE 0"))
            return
        if found and found not in REVISIONS:
            raise Misconfigured("store.newer", found)
        if found:
            _copy_before_upgrade(path, found)
        # Alembic takes 0.2 s to import and is needed only on the day of an upgrade.
        importlib.import_module("app.store.alembic_run").upgrade(connection)


def _revision(connection: Connection) -> str:
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() or "")
    if tables:
        raise Misconfigured("store.not_ours", "no version table")
    return ""


def _copy_before_upgrade(path: Path, revision: str) -> None:
    """A readable copy through a second connection: the upgrade's own transaction has written nothing yet."""
    target = path.with_name(f"{path.stem}.before-{revision}.db")
    target.unlink(missing_ok=True)
    with closing(pysqlite3.connect(path)) as source, closing(pysqlite3.connect(target)) as copy:
        source.backup(copy)
