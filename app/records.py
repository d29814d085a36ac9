"""What the orders' and the parcels' screens ask: long lists page by page, one record whole with its story, and what a
scanned code leads to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from app.domain.barcode import Flaw, read_code
from app.domain.masking import mask_consignee
from app.domain.record import (
    Found,
    FoundOrder,
    FoundParcel,
    Moment,
    OrderRecord,
    OrderRow,
    ParcelRecord,
    ParcelRow,
    Question,
)
from app.store import auditing, journal, order_list, orders, parcel_list, parcels
from app.store.database import Database
from app.store.journal import JournalRow


class Records:
    """Reads only. Every call sees the store as it is at that moment; nothing is kept open between two."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count_orders(self, question: Question) -> int:
        """How many rows the list has; of a search with more than a thousand hits of a kind those thousand."""
        with self._database.reading() as connection:
            return order_list.count(connection, self._database, question)

    def orders(self, question: Question, first: int, count: int) -> tuple[OrderRow, ...]:
        """The rows from `first` (0 for the topmost) on, at most `count`: of any place in the list, at the same cost."""
        with self._database.reading() as connection:
            return order_list.page(connection, self._database, question, first=first, count=count)

    def count_parcels(self, question: Question) -> int:
        midnight = _midnight_ms(self._database.now_ms())
        with self._database.reading() as connection:
            return parcel_list.count(connection, self._database, question, midnight_ms=midnight)

    def parcels(self, question: Question, first: int, count: int) -> tuple[ParcelRow, ...]:
        midnight = _midnight_ms(self._database.now_ms())
        with self._database.reading() as connection:
            return parcel_list.page(
                connection, self._database, question, first=first, count=count, midnight_ms=midnight
            )

    def order(self, order_id: str) -> OrderRecord | None:
        """The order with its consignee masked, its parcels and its story; None when there is none with this id."""
        database = self._database
        with database.reading() as connection:
            rows = order_list.rows_of(connection, database, [order_id])
            if not rows:
                return None
            order = orders.get(connection, database, order_id)
            packed = parcel_list.rows_of(connection, database, parcels.all_of_order(connection, order_id))
            told = journal.rows_about(connection, auditing.story_ids_of_order(connection, order_id))
        masked = replace(order, consignee=mask_consignee(order.consignee))
        return OrderRecord(rows[0], masked, packed, _story(told))

    def parcel(self, parcel_id: str) -> ParcelRecord | None:
        """The parcel, what lies in it and its story; None when there is none with this id."""
        database = self._database
        with database.reading() as connection:
            rows = parcel_list.rows_of(connection, database, [parcel_id])
            if not rows:
                return None
            inside = parcels.contents(connection, parcel_id)
            told = journal.rows_about(connection, auditing.story_ids_of_parcel(connection, parcel_id))
        return ParcelRecord(rows[0], tuple((line.sku, line.title, line.units) for line in inside), _story(told))

    def find_code(self, raw: str) -> Found | None:
        """What a scanned code leads to, in either list. None for what nobody knows, and for what is the number of
        several orders or parcels: the list of a search for it shows them all.
        """
        code = read_code(raw)
        if isinstance(code, Flaw):
            return None
        spelled = tuple(dict.fromkeys((code.text, code.text.swapcase())))  # Caps Lock swaps what a wedge types
        with self._database.reading() as connection:
            for text in spelled:
                labelled = parcel_list.labelled(connection, text)
                numbered = order_list.numbered(connection, text)
                found: list[Found] = [*map(FoundParcel, labelled), *map(FoundOrder, numbered)]
                if found:
                    return found[0] if len(found) == 1 else None
        return None


def _midnight_ms(now_ms: int) -> int:
    """When the local day began, UTC epoch ms, also on a day on which clocks were put forward or back."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone().replace(tzinfo=None)
    return int(now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)


def _story(rows: Iterable[JournalRow]) -> tuple[Moment, ...]:
    return tuple(
        Moment(row.sequence, row.at, row.event, row.packer, row.station, row.subject_id, _told(row.detail))
        for row in rows
    )


def _told(detail: str) -> tuple[tuple[str, str], ...]:
    """The ids, counts and codes of a row. What a scan did is kept for the replay as a tree, and is left out here."""
    told = json.loads(detail).items()
    return tuple((name, str(value)) for name, value in told if isinstance(value, str | int | float))
