"""What is browsed, and the answers that come of reading it on threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from app.ui.tables.pages import Came, Lister
from app.ui.tables.search_bar import Filter

if TYPE_CHECKING:
    from app.records import Records

Row = TypeVar("Row")
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Kind(Generic[Row, Record]):
    """What is browsed. `record` reads one by its id, `found` the one that a scanned code leads to: both on a thread."""

    lister: Callable[[Records], Lister[Row]]
    record: Callable[[Records, str], Record | None]
    found: Callable[[Records, str], Record | None]
    id_of: Callable[[Record], str]
    number_of: Callable[[Record], str]  # by which it is found
    key: Callable[[Row], str]


class Opens(StrEnum):
    """What is to be shown whole as soon as it is there: nothing, what is chosen or else the first row, the only row."""

    NOTHING = ""
    CHOSEN = "chosen"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows each filter has."""

    counts: dict[Filter, int]


@dataclass(frozen=True, slots=True)
class RecordCame(Generic[Record]):
    """A record that was asked for, None where there is none (any more); `scanned` is the code it was looked for by."""

    turn: int
    record: Record | None
    scanned: str = ""


@dataclass(frozen=True, slots=True)
class NotRead:
    """The store could not be read."""

    errand: str
    code: str


News = Came[Row] | Counted | RecordCame[Record] | NotRead
