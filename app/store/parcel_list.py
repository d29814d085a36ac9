"""The long list of parcels: any page of it by its place, under any filter, sort and search, without an open cursor.

A page is found by an index that holds all that the question asks, and only its own rows are read.
"""

# ruff: noqa: S608  # the statements are put together of our own words only; values are bound

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, column, func, select, text

from app.domain.interception import STOPPED
from app.domain.record import ParcelFilter, ParcelRow, Question, Sort
from app.store import search
from app.store.database import Database
from app.store.parcels import GLANCE, glance
from app.store.tables import parcels, waybills
from app.store.tables_desk import manifests

_TIME = ("parcels.sealed_at", "parcels.id")
_NUMBER = ("parcels.order_number", "parcels.sequence", "parcels.id")
# As the lead's list has it: what nobody knows, was refused or failed, of the latest waybill and its latest print. Most
# of what ever failed has gone out since, so that is looked at first.
_STILL_HERE = (
    "CROSS JOIN parcels AS here INDEXED BY parcels_here ON here.id = parcel_id AND here.handed_over_at IS NULL"
    " AND attempt = (SELECT max(attempt) FROM waybills AS each WHERE each.parcel_id = here.id)"
)
_IN_TROUBLE = (
    f"parcels.id IN (SELECT parcel_id FROM waybills {_STILL_HERE}"
    f" WHERE state IN ('uncertain', 'rejected', 'cancelling') AND code NOT IN ('', '{STOPPED}')"
    " UNION SELECT parcel_id FROM prints CROSS JOIN waybills ON waybills.id = waybill_id"
    f" AND waybills.state = 'issued' {_STILL_HERE}"
    " WHERE prints.state IN ('unknown', 'failed') AND prints.state IN ('sent', 'unknown', 'failed')"
    " AND copy = (SELECT max(copy) FROM prints AS each WHERE each.waybill_id = waybills.id))"
)
_FILTERS = {
    ParcelFilter.ALL: "1",
    ParcelFilter.TODAY: "sealed_at >= :midnight",
    ParcelFilter.HERE: "handed_over_at IS NULL",
    ParcelFilter.HANDED_OVER: "handed_over_at IS NOT NULL",
    ParcelFilter.TROUBLE: _IN_TROUBLE,
}
# A license plate names its box as people do, or bears the end of its id (`app/work/paper_content.py`).
_LABELLED = text(
    "SELECT parcel_id FROM waybills WHERE tracking_number = :code UNION SELECT parcels.id FROM parcels"
    " JOIN orders ON orders.id = order_id WHERE number = :number AND parcels.sequence = :sequence"
    " UNION SELECT id FROM parcels WHERE :tail <> '' AND id >= '' AND substr(id, -12) = :tail"
)
_ID_TAIL = re.compile(r"[0-9A-Fa-f]{12}")
# Said by name: without knowing how many there are SQLite would rather sort what a filter leaves than walk an index.
_BY_INDEX = (ParcelFilter.TODAY, ParcelFilter.HERE, ParcelFilter.HANDED_OVER)
_ROWS = (
    GLANCE.add_columns(
        parcels.c.sequence,
        parcels.c.packer,
        parcels.c.weight_g,
        parcels.c.handed_over_at,
        waybills.c.carrier,
        manifests.c.number.label("manifest"),
    )
    .outerjoin(manifests, (manifests.c.id == parcels.c.manifest_id) & manifests.c.closed_at.is_not(None))
    .where(
        parcels.c.id.in_(select(column("value")).select_from(func.json_each(bindparam("ids")).table_valued("value")))
    )
)


def count(connection: Connection, database: Database, question: Question, *, midnight_ms: int) -> int:
    """How many parcels the question has; of a search those that `app.store.search` finds. `midnight_ms`: when the day
    of ParcelFilter.TODAY began, UTC epoch ms.
    """
    statement, values = _asked(database, question, midnight_ms)
    return int(connection.execute(text(f"SELECT count(*) {statement}"), values).scalar_one())


def page(
    connection: Connection, database: Database, question: Question, *, first: int, count: int, midnight_ms: int
) -> tuple[ParcelRow, ...]:
    """The rows from `first` (0 for the topmost) on, at most `count`; fewer at the end, none behind it."""
    statement, values = _asked(database, question, midnight_ms)
    way = "DESC" if question.is_descending else "ASC"
    keys = ", ".join(f"{key} {way}" for key in (_NUMBER if question.sort is Sort.NUMBER else _TIME))
    ids = connection.execute(
        text(f"SELECT parcels.id {statement} ORDER BY {keys} LIMIT :count OFFSET :first"),
        values | {"count": count, "first": first},
    )
    return rows_of(connection, database, ids.scalars().all())


def rows_of(connection: Connection, database: Database, ids: Sequence[str]) -> tuple[ParcelRow, ...]:
    """A row for each id, in their order; ids that nobody knows have none."""
    found = {
        row.id: ParcelRow(
            glance=glance(database.sealer, row),
            sequence=row.sequence,
            packer=row.packer,
            carrier=row.carrier or "",
            weight_g=row.weight_g or 0,
            handed_over_at_ms=row.handed_over_at or 0,
            manifest=row.manifest or "",
        )
        for row in connection.execute(_ROWS, {"ids": json.dumps(list(ids))})
    }
    return tuple(found[each] for each in ids if each in found)


def labelled(connection: Connection, code: str) -> tuple[str, ...]:
    """The parcels with a code of this text on them: the number of a label, valid or not, or a license plate."""
    number, _, sequence = code.rpartition("-")
    plate = {"number": number, "sequence": int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0}
    tail = code.lower() if _ID_TAIL.fullmatch(code) else ""
    return tuple(connection.execute(_LABELLED, {"code": code, "tail": tail} | plate).scalars())


def _asked(database: Database, question: Question, midnight_ms: int) -> tuple[str, dict[str, object]]:
    """From where the question takes its parcels, and what it is asked with."""
    wanted = ParcelFilter(question.filter.value)
    spelled = search.spellings(question.words)
    values: dict[str, object] = {"midnight": midnight_ms} if wanted is ParcelFilter.TODAY else {}
    if spelled:
        meant = search.parcels_meant(spelled, _FILTERS[wanted])
        asked = f"FROM ({meant}) AS meant CROSS JOIN parcels ON parcels.id = meant.id WHERE {_FILTERS[wanted]}"
        return asked, values | search.values(database.sealer, spelled)
    if question.words.strip():
        return "FROM parcels WHERE 0", {}
    if wanted in _BY_INDEX:
        index = "parcels_by_number" if question.sort is Sort.NUMBER else "parcels_by_time"
        return f"FROM parcels INDEXED BY {index} WHERE {_FILTERS[wanted]}", values
    return ("FROM parcels" if wanted is ParcelFilter.ALL else f"FROM parcels WHERE {_FILTERS[wanted]}"), {}
