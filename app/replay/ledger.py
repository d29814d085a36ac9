"""The tables as the journal tells them, in memory, and the journal's rows as events.

Nothing here calls what wrote the station's file: a writer's mistake must not repeat itself in the reader.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from app.store.journal import JournalRow

Row = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where file and journal part: a table, the row's key in it, a column (empty for a whole row). `sequence` is the
    journal's row that shows it, 0 when none does. Ids and names of columns only, never what stands there.
    """

    table: str
    key: str
    column: str = ""
    sequence: int = 0


class TornError(Exception):
    """The journal tells of something that cannot be."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(difference)
        self.difference = difference


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the journal, opened. `event[name]` is a part of its detail; one that is not there tears the story."""

    sequence: int
    at: int
    packer: str
    name: str
    subject: str
    detail: Row

    @staticmethod
    def of(row: JournalRow) -> Event:
        return Event(row.sequence, row.at, row.packer, row.event, row.subject_id, json.loads(row.detail))

    def __getitem__(self, name: str) -> Any:
        if name not in self.detail:
            raise self.torn("journal", self.sequence, column=name)
        return self.detail[name]

    def torn(self, table: str, *key: object, column: str = "") -> TornError:
        return TornError(Difference(table, spelled(key), column, self.sequence))


def spelled(key: Key) -> str:
    """A key as it is told to people."""
    return " ".join(str(part) for part in key if part not in ("", None))


class Ledger:
    """Rows by table and key. `kin` lists the rows of a table that belong to one row of another, oldest first."""

    def __init__(self) -> None:
        self.tables: defaultdict[str, dict[Key, Row]] = defaultdict(dict)
        self.kin: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        self.lines: defaultdict[str, dict[int, Row]] = defaultdict(dict)
        self.units: defaultdict[str, dict[Key, Row]] = defaultdict(dict)
        self.lists: defaultdict[str, list[Row]] = defaultdict(list)  # rows that have no key of their own
        self.known_codes: set[Key] = set()
        self.bench_order: str | None = None
        self.orders_imported = 0
        self.waiting: dict[tuple[str, str], Event] = {}  # rows that the scan's own row, written last, makes sense of

    def row(self, event: Event, table: str, *key: object) -> Row:
        found = self.tables[table].get(key)
        if found is None:
            raise event.torn(table, *key)
        return found

    def add(self, event: Event, table: str, *key: object, parent: str = "", **values: Any) -> Row:
        if key in self.tables[table]:
            raise event.torn(table, *key)
        self.tables[table][key] = values
        if parent:
            self.kin[table, parent].append(values)
        return values

    def place(self, row: Row, printer: str) -> None:
        """A print takes its printer's next number, behind the last that it holds."""
        queue = self.kin["printed", printer]
        row |= {"printer": printer, "position": queue[-1]["position"] + 1 if queue else 1}
        queue.append(row)

    def displace(self, row: Row) -> None:
        """A print leaves its printer's numbers; what can leave them stands near their end."""
        queue = self.kin["printed", row["printer"]]
        del queue[next(at for at in reversed(range(len(queue))) if queue[at] is row)]

    def order(self, event: Event, order_id: str) -> Row:
        return self.row(event, "orders", order_id)

    def line(self, event: Event, order_id: str, position: int) -> Row:
        found = self.lines[order_id].get(position)
        if found is None:
            raise event.torn("order_lines", order_id, position)
        return found

    def parcels_of(self, order_id: str) -> list[Row]:
        return self.kin["parcels", order_id]

    def travelling(self, order_id: str) -> set[str]:
        """The orders whose goods lie in this one's parcels, itself among them."""
        merged = {each["id"] for each in self.tables["orders"].values() if each["merged_into"] == order_id}
        return {order_id} | merged
