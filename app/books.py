"""The ledgers, looked at from outside the running station: money, the journal, what waits for a person."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.desk_parts import build_guard
from app.domain.actor import Actor, Right, Role
from app.domain.closing import ConfirmPolicy
from app.domain.incident import Incident
from app.domain.money import Money, add_up
from app.domain.shipment import WaybillState
from app.equipment import build_carriers
from app.errors import PackbenchError, Rejected
from app.labeling import labeling_for
from app.lead import Lead
from app.replay import Difference, replay
from app.settings import Settings
from app.station import open_database
from app.store import auditing, journal, money
from app.store.database import Database
from app.store.journal import JournalRow
from app.store.money import Discrepancy, MoneyRow


@dataclass(frozen=True, slots=True)
class MoneyReport:
    """Labels bought since a day, and their sums: `bought` = `voided` + `printed` + `unused` in every currency.

    `unpriced` labels have no known price and are in no sum. `odd` is, by account, what its list and ours disagree on,
    or why it could not be asked; empty when nobody asked.
    """

    rows: tuple[MoneyRow, ...]
    bought: tuple[Money, ...]
    voided: tuple[Money, ...]
    printed: tuple[Money, ...]
    unused: tuple[Money, ...]
    unpriced: int
    odd: dict[str, tuple[Discrepancy, ...] | PackbenchError]


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A row of the journal, and what was scanned where somebody asked to see it."""

    row: JournalRow
    scanned: str = ""


def money_report(settings: Settings, since_ms: int, *, asks_carriers: bool) -> MoneyReport:
    """What was paid for since then; `asks_carriers` holds their lists against ours too and writes orphans down."""
    with _opened(settings) as database:
        odd = _reconciled(settings, database) if asks_carriers else {}
        with database.reading() as connection:
            rows = money.rows(connection, since_ms)
    priced = [(row, row.price) for row in rows if row.price is not None]
    voided = [price for row, price in priced if row.state is WaybillState.CANCELLED]
    kept = [(row, price) for row, price in priced if row.state is not WaybillState.CANCELLED]
    return MoneyReport(
        rows=rows,
        bought=add_up(price for _, price in priced),
        voided=add_up(voided),
        printed=add_up(price for row, price in kept if row.is_printed),
        unused=add_up(price for row, price in kept if not row.is_printed),
        unpriced=len(rows) - len(priced),
        odd=odd,
    )


def incidents(settings: Settings) -> tuple[Incident, ...]:
    """What waits for a person."""
    with _opened(settings) as database:
        return _lead(settings, database).incidents()


def reprint_positions(settings: Settings, first: int, last: int) -> int:
    """Leave the labels that bear these numbers for the running station to print again; how many."""
    with _opened(settings) as database:
        return _lead(settings, database).reprint_positions(first, last)


def verify_journal(settings: Settings) -> int | None:
    """The first row at which the journal's chain does not hold; None when it does."""
    with _opened(settings) as database, database.reading() as connection:
        return journal.verify(connection)


def export_journal(settings: Settings, target: Path) -> int:
    """Write the journal as JSON lines that outsiders can verify without a key; how many rows. Never half a file."""
    with _opened(settings) as database, database.reading() as connection:
        return write_lines(target, journal.export(connection))


def replay_journal(settings: Settings) -> tuple[Difference | None, int]:
    """Where the station's file differs from what its journal tells, and how many rows that has."""
    with _opened(settings) as database, database.reading() as connection:
        return replay(connection), auditing.count(connection, "journal")


def tell_story(settings: Settings, number: str, opener: Actor | None = None) -> tuple[StoryRow, ...]:
    """Every journal row of an order or tracking number, in order. What was scanned stays sealed, unless `opener` asks:
    that is written down before anything is shown.

    Raises Rejected: `audit.unknown` for a number that nobody knows, `people.not_allowed` without Right.UNMASK.
    """
    if opener is not None and not opener.may(Right.UNMASK):
        raise Rejected("people.not_allowed")
    with _opened(settings) as database:
        with database.reading() as connection:
            rows = journal.rows_about(connection, auditing.story_ids(connection, number))
        if not rows:
            raise Rejected("audit.unknown")
        if opener is None:
            return tuple(StoryRow(row) for row in rows)
        with database.transaction() as tx:
            sealed = sum(row.scan_sealed is not None for row in rows)
            journal.append(tx, database, opener, "audit.opened", rows[0].subject_id, scan=None, rows=sealed)
        return tuple(StoryRow(row, journal.opened(row, database) if row.scan_sealed else "") for row in rows)


def write_lines(target: Path, lines: Iterable[str]) -> int:
    """Write lines to a file that is there whole or not at all; how many. Raises Rejected `audit.unwritable`."""
    scratch = target.with_name(target.name + ".part")
    try:
        with scratch.open("w", encoding="utf-8", newline="\n") as file:
            count = sum(file.write(line + "\n") > 0 for line in lines)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(target)
    except OSError as error:
        raise Rejected("audit.unwritable", type(error).__name__) from error
    return count


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    database = open_database(settings)
    try:
        yield database
    finally:
        database.close()


def _reconciled(settings: Settings, database: Database) -> dict[str, tuple[Discrepancy, ...] | PackbenchError]:
    carriers = build_carriers(settings)
    try:
        return build_guard(settings, database, carriers, labeling_for(settings, database)).reconcile()
    finally:
        for carrier in carriers.values():
            carrier.close()


def _lead(settings: Settings, database: Database) -> Lead:
    """Whoever can read the station's folder and its key decides as a lead, as the terminal's other commands do."""
    actor = Actor(settings.station.name, settings.station.packer, Role.LEAD, "terminal")
    is_off = settings.printer.confirm == ConfirmPolicy.OFF
    return Lead(
        database,
        lambda: actor,
        labeling_for(settings, database),
        unseen_after_ms=None if is_off else int(settings.printer.confirm_within_s * 1000),
        wake=lambda: None,
    )
