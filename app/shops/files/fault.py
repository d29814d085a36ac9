"""What is wrong with a row, in codes: never with the value, which may be somebody's name, phone or address."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from app.domain.importing import RawOrder


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that does not come in: `row` as the person sees it in the file, `field` as `columns.FIELDS` names it.

    `reason` is a code (`import.missing_phone`); codes that begin with `import.skipped_` are no mistakes: the shop
    itself says that there is nothing to ship. `order` is the whole of the order that the row belongs to.
    """

    row: int
    reason: str
    field: str = ""
    order: RawOrder | None = dataclasses.field(default=None, compare=False, repr=False)

    @property
    def is_skipped(self) -> bool:
        return self.reason.startswith("import.skipped_")


class Fault(Exception):
    """Raised by the checks of a cell or an order and turned into `BadRow` by the assembly; never leaves this room."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
