"""The file drop: other programs put files of cancellations, holds, releases and new addresses into a folder.

A file is taken when nobody writes it any more, each of its rows exactly once, also across a crash: the journal says how
far it came. Then it lies in `done/`, or in `bad/` with a list of the rows that could not be taken.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.domain.actor import Actor, Role
from app.domain.interception import StopKind, StopSource
from app.errors import Unavailable
from app.interception import Interception
from app.shops.files.news import BadNews, NewsFile, NewsRow, read_news
from app.store import journal, stops
from app.store.database import Database, Transaction

_log = logging.getLogger(__name__)
_STABLE_MS = 2_000
_BATCH = 100
_SUFFIXES = (".csv", ".json")


class NewsDrop:
    """`step()` takes in what lies ready. `stable_ms`: so long a file must not have changed before it is read."""

    def __init__(
        self,
        interception: Interception,
        actor: Actor,
        folder: Path,
        *,
        wake: Callable[[], None],
        monotonic_ms: Callable[[], int],
        stable_ms: int = _STABLE_MS,
    ) -> None:
        self._interception = interception
        self._actor = replace(actor, role=Role.LEAD, device="news")  # the shop's own word may also let an order go
        self._folder = folder
        self._wake = wake
        self._monotonic_ms = monotonic_ms
        self._stable_ms = stable_ms
        self._seen: dict[Path, tuple[int, int, int]] = {}  # size and time of change, and since when they are these

    def step(self) -> int:
        """Take in the files that nobody writes any more; how many rows were news. Raises Unavailable
        `news.unreadable` while the folder is not there.
        """
        taken = 0
        try:
            ready = self._ready()
        except OSError as error:
            raise Unavailable("news.unreadable", type(error).__name__) from error
        for path in ready:
            try:
                file = read_news(path)
                taken += self._take(file)
                self._put_away(file)
            except OSError as error:  # still open elsewhere, or the share is gone: it is tried again
                _log.warning("news file: %s", type(error).__name__)
        if taken:
            self._wake()
        return taken

    @property
    def _database(self) -> Database:
        return self._interception.labeling.database

    def _ready(self) -> list[Path]:
        now = self._monotonic_ms()
        found: dict[Path, tuple[int, int, int]] = {}
        for path in sorted(self._folder.iterdir()):
            if path.suffix.lower() in _SUFFIXES and not path.name.startswith((".", "~")) and path.is_file():
                status = path.stat()
                size, changed, since = self._seen.get(path, (-1, -1, now))
                is_same = (size, changed) == (status.st_size, status.st_mtime_ns)
                found[path] = (status.st_size, status.st_mtime_ns, since if is_same else now)
        self._seen = found
        return [path for path, (_, _, since) in found.items() if now - since >= self._stable_ms]

    def _take(self, file: NewsFile) -> int:
        """Row by row from where an earlier attempt ended, a hundred a transaction, each with its mark of how far."""
        with self._database.reading() as connection:
            begun = stops.rows_taken(connection, file.digest).rows
        taken = 0
        for first in range(begun, len(file.rows), _BATCH):
            batch = file.rows[first : first + _BATCH]
            bad: list[str] = []
            with self._database.transaction() as tx:
                for line, row in enumerate(batch, start=first + 1):
                    try:
                        self._hear(tx, row)
                    except BadNews as flaw:
                        bad.append(f"{line}:{flaw.code}")
                journal.append(
                    tx, self._database, self._actor, "news.taken", file.digest, rows=len(batch), bad=";".join(bad)
                )
            taken += len(batch) - len(bad)
        return taken

    def _hear(self, tx: Transaction, row: NewsRow | BadNews) -> None:
        if isinstance(row, BadNews):
            raise row
        order_id = self._order_of(tx, row)
        stops.heard(tx, self._database, stops.shop_of(tx, order_id))
        if row.action == "release":
            self._interception.release(tx, self._actor, order_id, reason=row.reason)
            return
        self._interception.stop(
            tx,
            self._actor,
            order_id,
            StopKind(row.action),
            source=StopSource.DROP,
            reason=row.reason,
            consignee=row.consignee,
        )

    def _order_of(self, tx: Transaction, row: NewsRow) -> str:
        found = stops.orders_numbered(tx, row.number, row.shop)
        if len(found) != 1:
            raise BadNews("news.ambiguous" if found else "news.unknown_order")
        return found[0]

    def _put_away(self, file: NewsFile) -> None:
        """To `done/`, or to `bad/` with the codes of what could not be taken – never with what stood there."""
        with self._database.reading() as connection:
            bad = stops.rows_taken(connection, file.digest).bad
        flaws = (f"0:{file.flaw}",) if file.flaw else bad
        target = self._folder / ("bad" if flaws else "done")
        target.mkdir(exist_ok=True)
        name = f"{file.path.stem}-{file.digest[:8]}{file.path.suffix}"
        if flaws:
            (target / f"{name}.reason.txt").write_text(
                "".join(f"{flaw.replace(':', ' ')}\n" for flaw in flaws), "utf-8"
            )
        file.path.replace(target / name)
