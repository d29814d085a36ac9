"""Order files at this station: brought in, their bad rows put right or written out. All that the window asks of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from app.domain.actor import Actor
from app.domain.facts import OrdersImported
from app.domain.glance import ImportedRow, ImportReport
from app.domain.importing import Correction
from app.interception import Interception
from app.shops.files import ColumnMap, load_columns
from app.work import intake

ORDERS_IN = "orders-in"
_COLUMNS = "columns.json"


class OrderDesk:
    """All of it takes as long as the file and the disk do: none of it is for the window's thread."""

    def __init__(
        self,
        interception: Interception,
        folder: Path,
        *,
        actor: Callable[[], Actor],
        announce: Callable[[OrdersImported], None],
    ) -> None:
        self._interception = interception
        self._folder = folder
        self._who = actor
        self._announce = announce

    @property
    def orders_in(self) -> Path:
        """Where order files may be laid for this station; whether anybody did or not."""
        return self._folder / ORDERS_IN

    def bring_in(
        self,
        path: Path,
        *,
        columns: ColumnMap | None = None,
        progress: Callable[[int, int], None] = lambda _read, _total: None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> ImportReport:
        """As `intake.import_orders`; without `columns` those that were saved for this station count."""
        own = self._folder / _COLUMNS
        if columns is None and own.exists():
            columns = load_columns(own)
        report = intake.import_orders(
            self._interception, self._who(), path, columns=columns, progress=progress, is_cancelled=is_cancelled
        )
        self._announce(OrdersImported(report.added))
        return report

    def retry_rows(self, report: ImportReport, corrections: Sequence[Correction]) -> ImportReport:
        """Put cells right and try their orders again: the report as it stands then."""
        again = intake.retry_rows(self._interception, self._who(), report, corrections)
        self._announce(OrdersImported(again.added - report.added))
        return again

    def write_bad_rows(
        self, source: Path, report: ImportReport, *, title: str, reason: Callable[[ImportedRow], str]
    ) -> tuple[Path, int]:
        """Write what is to be corrected beside `source`: the file and how many rows it has."""
        return intake.write_bad_rows(source, report, title=title, reason=reason)
