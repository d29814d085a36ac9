"""What keeps orders from going out, what must come back to the shelf for it, and how old the shops' news is.

A stop reaches every parcel in which goods of its order lie: those of a merged order travel in another one's.
"""

# ruff: noqa: S608  # the statements are put together of our own words only; values are bound

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.interception import STOPPED, NewsGlance, ParcelToStop, Stage, Stop, StopKind, StopSource, gravest
from app.domain.order import Consignee
from app.store import consignees
from app.store.database import Database
from app.store.tables_desk import shop_news, stock_returns, stops

# All orders whose goods lie in the parcels of one, itself among them.
_TRAVELS = (
    "WITH RECURSIVE travels (id) AS (SELECT :order_id UNION SELECT orders.id FROM orders"
    " JOIN travels ON orders.merged_into = travels.id WHERE orders.merged_into <> '')"
)
_KINDS = text(f"{_TRAVELS} SELECT kind FROM stops JOIN travels ON order_id = travels.id WHERE released_at IS NULL")
_TRAVELLING = text(f"{_TRAVELS} SELECT id FROM travels")
_CARRYING = text(
    "WITH RECURSIVE way (id, next) AS (SELECT id, merged_into FROM orders WHERE id = :order_id UNION"
    " SELECT orders.id, orders.merged_into FROM orders JOIN way ON orders.id = way.next)"
    " SELECT id FROM way WHERE next = ''"
)
_ORDER_OF = text("SELECT order_id FROM parcels WHERE id = :parcel_id")
_LATEST = "waybills.attempt = (SELECT max(attempt) FROM waybills AS each WHERE each.parcel_id = parcels.id)"
_UNFINISHED = "state IN ('queued', 'running', 'uncertain', 'held')"
# Asked for and not begun: the carrier's lane reads the order when it asks.
_IS_WAITING = (
    f"EXISTS (SELECT 1 FROM jobs WHERE {_UNFINISHED} AND kind = 'issue_waybill' AND subject_id = waybills.id"
    " AND state = 'queued')"
)
_PARCELS = text(
    "SELECT parcels.id, parcels.units, CASE WHEN handed_over_at IS NOT NULL THEN 'gone'"
    f" WHEN waybills.state = 'requested' AND {_IS_WAITING} THEN 'unlabeled'"
    " WHEN waybills.state IN ('requested', 'uncertain', 'issued', 'cancelling') THEN 'labeled'"
    " ELSE 'unlabeled' END AS stage"
    f" FROM parcels LEFT JOIN waybills ON waybills.parcel_id = parcels.id AND {_LATEST}"
    " WHERE parcels.order_id = :order_id ORDER BY parcels.sequence"
)
# What a stop has kept from being bought, or was given back while a stop was open: asked for again after a release.
_ASKED_AT = (
    "coalesce((SELECT max(queued_at) FROM jobs WHERE kind = 'void_waybill' AND subject_id = waybills.id), voided_at)"
)
_TO_LABEL = text(
    f"SELECT parcels.id FROM parcels JOIN waybills ON waybills.parcel_id = parcels.id AND {_LATEST}"
    " WHERE parcels.order_id = :order_id AND handed_over_at IS NULL AND ((waybills.state = 'rejected'"
    " AND waybills.code = :code) OR (waybills.state = 'cancelled' AND EXISTS (SELECT 1 FROM stops"
    f" WHERE stops.order_id = parcels.order_id AND opened_at <= {_ASKED_AT}"
    f" AND (released_at IS NULL OR {_ASKED_AT} <= released_at)))) ORDER BY parcels.sequence"
)
_TO_PRINT = text(
    "SELECT prints.id, prints.printer FROM parcels"
    " LEFT JOIN waybills ON waybills.parcel_id = parcels.id AND waybills.state = 'issued'"
    " JOIN prints ON prints.subject_id IN (waybills.id, parcels.id) WHERE parcels.order_id = :order_id"
    " AND handed_over_at IS NULL AND prints.state = 'queued' AND prints.code = :code AND NOT EXISTS (SELECT 1"
    f" FROM jobs WHERE {_UNFINISHED} AND kind = 'print_label' AND subject_id = prints.id)"
    " ORDER BY parcels.sequence, prints.id"
)
_UNPRINTED = text(
    "SELECT parcels.id FROM parcels JOIN waybills ON waybills.parcel_id = parcels.id AND waybills.state = 'issued'"
    " WHERE parcels.order_id = :order_id AND handed_over_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM prints WHERE prints.waybill_id = waybills.id) ORDER BY parcels.sequence"
)
_IN_BOX = text("SELECT coalesce(sum(packed - sealed), 0) FROM order_lines WHERE order_id = :order_id")
_EMPTY_BOX = (
    text("UPDATE order_lines SET packed = sealed WHERE order_id = :order_id AND packed > sealed"),
    text(
        "DELETE FROM tracked_units WHERE order_id = :order_id AND (parcel_id IS NULL OR parcel_id IN"
        " (SELECT id FROM parcels WHERE handed_over_at IS NULL))"
    ),
    text("UPDATE orders SET state = 'cancelled', box = '{}' WHERE id = :order_id"),
    text("UPDATE bench SET order_id = NULL WHERE order_id = :order_id"),
)
_LISTED_AGAIN = text(
    "UPDATE stops SET source = source || '.over' WHERE source = 'import' AND kind <> 'address'"
    " AND released_at IS NOT NULL AND order_id IN"
    " (SELECT id FROM orders WHERE shop = :shop AND number IN (SELECT value FROM json_each(:numbers)))"
)
_NUMBERED = text("SELECT id FROM orders WHERE number = :number AND :shop IN ('', shop) ORDER BY id")
_TAKEN = text(
    "SELECT coalesce(sum(detail ->> 'rows'), 0), coalesce(group_concat(detail ->> 'bad', ';'), '') FROM journal"
    " WHERE subject_id = :file AND event = 'news.taken'"
)


@dataclass(frozen=True, slots=True)
class RowsTaken:
    """How far a news file has been taken in: so many rows, and what was wrong with some (`3:news.unknown_order`)."""

    rows: int
    bad: tuple[str, ...]


def kind_of(connection: Connection, order_id: str) -> StopKind | None:
    """The gravest open stop of an order and of those that travel in its parcels; None when nothing stops it."""
    return gravest([StopKind(kind) for kind in connection.execute(_KINDS, {"order_id": order_id}).scalars()])


def kind_of_parcel(connection: Connection, parcel_id: str) -> StopKind | None:
    order_id = connection.execute(_ORDER_OF, {"parcel_id": parcel_id}).scalar_one()
    return kind_of(connection, order_id)


def of_order(connection: Connection, database: Database, order_id: str) -> tuple[Stop, ...]:
    """The order's own open stops, oldest first."""
    rows = connection.execute(
        select(stops).where(stops.c.order_id == order_id, stops.c.released_at.is_(None)).order_by(stops.c.id)
    )
    return tuple(
        Stop(
            row.id,
            row.order_id,
            StopKind(row.kind),
            StopSource(row.source),
            row.opened_at,
            consignees.open_new(database, row.id, row.consignee_sealed),
        )
        for row in rows
    )


def carrying(connection: Connection, order_id: str) -> str:
    """The order in whose parcels the goods of this one travel; mostly itself."""
    return str(connection.execute(_CARRYING, {"order_id": order_id}).scalar_one())


def travelling(connection: Connection, order_id: str) -> tuple[str, ...]:
    """All orders whose goods lie in this one's parcels, itself among them."""
    return tuple(connection.execute(_TRAVELLING, {"order_id": order_id}).scalars())


def parcels_of(connection: Connection, order_id: str) -> tuple[ParcelToStop, ...]:
    """The order's sealed parcels and how far each is."""
    rows = connection.execute(_PARCELS, {"order_id": order_id})
    return tuple(ParcelToStop(row.id, row.units, Stage(row.stage)) for row in rows)


def units_in_box(connection: Connection, order_id: str) -> int:
    """Units that lie in the open box."""
    return int(connection.execute(_IN_BOX, {"order_id": order_id}).scalar_one())


def was_said(
    connection: Connection, database: Database, order_id: str, kind: StopKind, consignee: Consignee | None
) -> bool:
    """Whether the shop's own list said exactly this before and has not taken it back since, a person having decided."""
    rows = connection.execute(
        select(stops.c.id, stops.c.consignee_sealed).where(
            stops.c.order_id == order_id,
            stops.c.kind == kind,
            stops.c.source == StopSource.IMPORT,
            stops.c.released_at.is_not(None),
        )
    )
    return any(consignees.open_new(database, row.id, row.consignee_sealed) == consignee for row in rows)


def open_stop(
    tx: Connection,
    database: Database,
    order_id: str,
    kind: StopKind,
    *,
    source: StopSource,
    reason: str,
    by: str,
    consignee: Consignee | None = None,
    too_late: int = 0,
    is_released: bool = False,
) -> str:
    """A new stop; its id. The database refuses a second open one of a kind. `too_late`: so many parcels the courier
    had already; `is_released`: it stops nothing (any more) and only tells of those.
    """
    stop_id, now = database.new_id(), database.now_ms()
    tx.execute(
        insert(stops).values(
            id=stop_id,
            order_id=order_id,
            kind=kind,
            source=source,
            reason_sealed=database.sealer.seal("stops.reason", stop_id, reason),
            opened_at=now,
            opened_by=by,
            consignee_sealed=consignees.seal_new(database, stop_id, consignee),
            too_late=too_late,
            released_at=now if is_released else None,
            released_by=by if is_released else "",
        )
    )
    return stop_id


def rename_consignee(tx: Connection, database: Database, stop_id: str, consignee: Consignee) -> None:
    """The address changed once more while the stop was open; the lead sees it anew."""
    sealed = consignees.seal_new(database, stop_id, consignee)
    tx.execute(update(stops).where(stops.c.id == stop_id).values(consignee_sealed=sealed, is_kept=0))


def release(tx: Connection, database: Database, stop_id: str, by: str) -> None:
    still_open = (stops.c.id == stop_id) & stops.c.released_at.is_(None)
    tx.execute(update(stops).where(still_open).values(released_at=database.now_ms(), released_by=by))


def keep(tx: Connection, order_id: str) -> None:
    """A person has seen what stops the order and those that travel with it, and leaves it as it is."""
    still_open = stops.c.order_id.in_(travelling(tx, order_id)) & stops.c.released_at.is_(None)
    tx.execute(update(stops).where(still_open).values(is_kept=1))


def order_of(connection: Connection, stop_id: str) -> str:
    """The order that a stop is about."""
    return str(connection.execute(select(stops.c.order_id).where(stops.c.id == stop_id)).scalar_one())


def note_too_late(tx: Connection, stop_id: str) -> bool:
    """A person knows of the parcels that had left already; False when that was noted before."""
    late = (stops.c.id == stop_id) & (stops.c.too_late > 0)
    return tx.execute(update(stops).where(late).values(too_late=0)).rowcount == 1


def listed_again(tx: Connection, shop: str, numbers: list[str]) -> None:
    """The shop lists these orders as to be packed: what it had said against them and a person released is over, and
    the same said once more is news.
    """
    tx.execute(_LISTED_AGAIN, {"shop": shop, "numbers": json.dumps(numbers)})


def forget_said(tx: Connection, order_id: str, kind: StopKind) -> None:
    """What the shop's list said of this kind before is over: it has said something else since, or got its will."""
    said = (stops.c.order_id == order_id) & (stops.c.kind == kind) & (stops.c.source == StopSource.IMPORT)
    over = f"{StopSource.IMPORT}.over"
    tx.execute(update(stops).where(said, stops.c.released_at.is_not(None)).values(source=over))


def orders_numbered(connection: Connection, number: str, shop: str = "") -> tuple[str, ...]:
    """The orders with this number, of the shop or of all."""
    return tuple(connection.execute(_NUMBERED, {"number": number, "shop": shop}).scalars())


def shop_of(connection: Connection, order_id: str) -> str:
    return str(connection.execute(text("SELECT shop FROM orders WHERE id = :id"), {"id": order_id}).scalar_one())


def parcels_to_label(connection: Connection, order_id: str) -> tuple[str, ...]:
    """Parcels whose purchase a stop prevented, or whose label was given back while a stop was open."""
    return tuple(connection.execute(_TO_LABEL, {"order_id": order_id, "code": STOPPED}).scalars())


def prints_to_send(connection: Connection, order_id: str) -> tuple[tuple[str, str], ...]:
    """Prints that a stop has kept from leaving, each with its printer."""
    rows = connection.execute(_TO_PRINT, {"order_id": order_id, "code": STOPPED})
    return tuple((row.id, row.printer) for row in rows)


def parcels_unprinted(connection: Connection, order_id: str) -> tuple[str, ...]:
    """Parcels with a bought label of which nobody asked for a print."""
    return tuple(connection.execute(_UNPRINTED, {"order_id": order_id}).scalars())


def open_return(tx: Connection, database: Database, order_id: str, parcel_id: str | None, units: int) -> None:
    """Units that have to go back to the shelf; `parcel_id` None for those in the open box."""
    tx.execute(
        insert(stock_returns).values(
            id=database.new_id(), order_id=order_id, parcel_id=parcel_id, units=units, opened_at=database.now_ms()
        )
    )


def returns_of(connection: Connection, order_id: str) -> tuple[tuple[str | None, int], ...]:
    """The order's open returns: the parcel (None for the open box) and its units."""
    still_open = (stock_returns.c.order_id == order_id) & stock_returns.c.done_at.is_(None)
    rows = connection.execute(select(stock_returns.c.parcel_id, stock_returns.c.units).where(still_open))
    return tuple((row.parcel_id, row.units) for row in rows)


def drop_returns(tx: Connection, order_id: str) -> None:
    """The order goes out after all: nothing has to come back."""
    still_open = (stock_returns.c.order_id == order_id) & stock_returns.c.done_at.is_(None)
    tx.execute(stock_returns.delete().where(still_open))


def close_returns(tx: Connection, database: Database, order_id: str, by: str) -> None:
    """The goods are on the shelf: the open box is empty, serial numbers are free again, the order has ended."""
    still_open = (stock_returns.c.order_id == order_id) & stock_returns.c.done_at.is_(None)
    tx.execute(update(stock_returns).where(still_open).values(done_at=database.now_ms(), done_by=by))
    for statement in _EMPTY_BOX:
        tx.execute(statement, {"order_id": order_id})


def heard(tx: Connection, database: Database, shop: str) -> None:
    """The shop has spoken: its news is of now."""
    statement = upsert(shop_news).values(shop=shop, at=database.now_ms())
    tx.execute(statement.on_conflict_do_update(index_elements=[shop_news.c.shop], set_={"at": statement.excluded.at}))


def news_ages(connection: Connection, now_ms: int) -> tuple[NewsGlance, ...]:
    """Every shop that was ever heard, the one silent longest first."""
    rows = connection.execute(select(shop_news).order_by(shop_news.c.at, shop_news.c.shop))
    return tuple(NewsGlance(row.shop, max(0, now_ms - row.at)) for row in rows)


def news_age_ms(connection: Connection, now_ms: int) -> int | None:
    """How long the shop that was silent longest has said nothing; None when none ever spoke."""
    ages = news_ages(connection, now_ms)
    return ages[0].age_ms if ages else None


def rows_taken(connection: Connection, file: str) -> RowsTaken:
    """How far a news file was taken in before a crash. `file` is the SHA-256 by which the journal knows it."""
    rows, bad = connection.execute(_TAKEN, {"file": file}).one()
    return RowsTaken(rows, tuple(entry for entry in bad.split(";") if entry))
