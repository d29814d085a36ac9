"""Piles and manifests: what lies ready for which courier, and the lists that were closed and never change again.

A pile is a manifest that is not closed yet; it bears its id for a number until then. An emptied pile is none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from app.domain.actor import Actor
from app.domain.handover import Manifest, ManifestGlance, ManifestLine, ParcelFacts, digest
from app.domain.printing import PaperProof, PrintState
from app.domain.shipment import WaybillState
from app.store import journal
from app.store import parcels as packed
from app.store.database import Database
from app.store.tables import journal as journal_rows
from app.store.tables import parcels
from app.store.tables_desk import manifest_parcels, manifests

_CLOSED = "manifest.closed"
STOP_OF_ORDER = (
    "(WITH RECURSIVE travels (id) AS (SELECT orders.id UNION SELECT merged.id FROM orders AS merged"
    " JOIN travels ON merged.merged_into = travels.id WHERE merged.merged_into <> '')"
    " SELECT coalesce(stops.kind, 'cancel') FROM travels JOIN orders AS each ON each.id = travels.id"
    " LEFT JOIN stops ON stops.order_id = travels.id AND stops.released_at IS NULL"
    " WHERE stops.kind IS NOT NULL OR each.state = 'cancelled'"
    " ORDER BY coalesce(stops.kind, 'cancel') = 'cancel' DESC, stops.opened_at LIMIT 1)"
)
"""The gravest open stop of the order in `orders` and of those that travel in its parcels."""
# With `parcels.is_verified` this answers a scan; every step of it goes by an index (a test reads the plan).
_FACTS = (
    "SELECT parcels.id, waybills.tracking_number, orders.number, waybills.carrier, waybills.state,"  # noqa: S608  # constants
    " parcels.units, parcels.weight_g, parcels.handed_over_at, listed.manifest_id, manifests.closed_at,"
    " manifests.number AS manifest_number,"
    " (SELECT at FROM shop_news WHERE shop = orders.shop) AS news_at,"
    f" {STOP_OF_ORDER} AS stop,"
    " (SELECT state || ' ' || proof FROM prints WHERE waybill_id = waybills.id ORDER BY copy DESC LIMIT 1) AS printed,"
    " EXISTS (SELECT 1 FROM prints WHERE waybill_id = waybills.id AND proof = 'scan') AS was_seen"
    " FROM waybills JOIN parcels ON parcels.id = waybills.parcel_id JOIN orders ON orders.id = parcels.order_id"
    " LEFT JOIN manifest_parcels AS listed ON listed.parcel_id = parcels.id"
    " LEFT JOIN manifests ON manifests.id = listed.manifest_id"
)
_BY_NUMBER = text(
    f"{_FACTS} WHERE waybills.tracking_number = :number"
    " ORDER BY waybills.state = 'issued' DESC, waybills.requested_at DESC LIMIT 1"
)
_OF_PILE = text(
    f"{_FACTS} WHERE listed.manifest_id = :pile AND waybills.tracking_number = listed.tracking_number"
    " ORDER BY listed.scanned_at, parcels.id, waybills.state = 'issued'"
)

_LISTED = manifest_parcels.c
_LINE = (
    _LISTED.parcel_id,
    _LISTED.tracking_number,
    _LISTED.order_number,
    _LISTED.units,
    _LISTED.weight_g,
    _LISTED.scanned_at,
    _LISTED.scanned_by,
)


@dataclass(frozen=True, slots=True)
class Pile:
    """An open manifest as it stands."""

    id: str
    carrier: str
    parcels: int
    units: int


def find(connection: Connection, tracking_number: str) -> ParcelFacts | None:
    """What is known of the parcel whose label bears this number; of several, the one whose waybill counts."""
    row = connection.execute(_BY_NUMBER, {"number": tracking_number}).one_or_none()
    return _facts(connection, row) if row else None


def on_pile(connection: Connection, pile_id: str) -> tuple[ParcelFacts, ...]:
    """What is known now of each parcel on a pile, in the order of the scans."""
    facts = (_facts(connection, row) for row in connection.execute(_OF_PILE, {"pile": pile_id}))
    return tuple({each.parcel_id: each for each in facts}.values())  # of two waybills of one number the one that counts


def latest_pile(connection: Connection) -> Pile | None:
    """The open pile that was begun last."""
    query = select(manifests.c.id).where(manifests.c.closed_at.is_(None)).order_by(manifests.c.opened_at.desc())
    pile_id = connection.execute(query.limit(1)).scalar_one_or_none()
    return _pile(connection, pile_id) if pile_id else None


def pile_of(connection: Connection, carrier: str) -> Pile | None:
    """The carrier's open pile."""
    wanted = (manifests.c.carrier == carrier) & manifests.c.closed_at.is_(None)
    pile_id = connection.execute(select(manifests.c.id).where(wanted)).scalar_one_or_none()
    return _pile(connection, pile_id) if pile_id else None


def latest_lines(connection: Connection, pile_id: str, limit: int) -> tuple[ManifestLine, ...]:
    """What was scanned onto a pile last, newest first."""
    newest = (_LISTED.scanned_at.desc(), _LISTED.parcel_id.desc())
    query = select(*_LINE).where(_LISTED.manifest_id == pile_id).order_by(*newest).limit(limit)
    return tuple(ManifestLine(*row) for row in connection.execute(query))


def put_on(tx: Connection, database: Database, facts: ParcelFacts, packer: str) -> Pile:
    """The parcel lies on its carrier's pile, which begins with it when there is none."""
    pile = pile_of(tx, facts.pile)
    now = database.now_ms()
    if pile is None:
        pile = Pile(database.new_id(), facts.pile, 0, 0)
        tx.execute(insert(manifests).values(id=pile.id, carrier=pile.carrier, number=pile.id, opened_at=now))
    tx.execute(
        insert(manifest_parcels).values(
            parcel_id=facts.parcel_id,
            manifest_id=pile.id,
            tracking_number=facts.tracking_number,
            order_number=facts.order_number,
            units=facts.units,
            weight_g=facts.weight_g,
            scanned_at=now,
            scanned_by=packer,
        )
    )
    return replace(pile, parcels=pile.parcels + 1, units=pile.units + facts.units)


def take_off(tx: Connection, parcel_id: str) -> bool:
    """The parcel leaves its open pile, and the pile ends with its last one; False when it lies on none."""
    still_open = select(manifests.c.id).where(manifests.c.closed_at.is_(None))
    listed = (manifest_parcels.c.parcel_id == parcel_id) & manifest_parcels.c.manifest_id.in_(still_open)
    pile_id = tx.execute(
        delete(manifest_parcels).where(listed).returning(manifest_parcels.c.manifest_id)
    ).scalar_one_or_none()
    if pile_id is None:
        return False
    if _pile(tx, pile_id).parcels == 0:
        tx.execute(delete(manifests).where(manifests.c.id == pile_id))
    return True


def close(tx: Connection, database: Database, actor: Actor, pile: Pile, day: str) -> Manifest:
    """The pile becomes a manifest: numbered, hashed, journalled, and its parcels are the courier's. `day` is local,
    `20261124`.
    """
    now = database.now_ms()
    number = f"{pile.carrier}-{day}-{_closed_on(tx, pile.carrier, day) + 1}"
    open_list = Manifest(number, pile.carrier, actor.station, now, actor.packer, _lines(tx, pile.id))
    manifest = replace(open_list, sha256=digest(open_list))
    tx.execute(
        update(manifests)
        .where(manifests.c.id == pile.id)
        .values(
            number=number,
            closed_at=now,
            closed_by=actor.packer,
            parcels=len(manifest.lines),
            units=manifest.units,
            sha256=manifest.sha256,
        )
    )
    listed = select(manifest_parcels.c.parcel_id).where(manifest_parcels.c.manifest_id == pile.id)
    handed_over = {"handed_over_at": now, "manifest_id": pile.id}
    tx.execute(update(parcels).where(parcels.c.id.in_(listed)).values(**handed_over))
    journal.append(
        tx,
        database,
        actor,
        _CLOSED,
        pile.id,
        number=number,
        carrier=pile.carrier,
        parcels=len(manifest.lines),
        units=manifest.units,
        sha256=manifest.sha256,
    )
    return manifest


def get(connection: Connection, number: str) -> Manifest | None:
    """A closed manifest by its number."""
    wanted = (manifests.c.number == number) & manifests.c.closed_at.is_not(None)
    row = connection.execute(select(manifests).where(wanted)).one_or_none()
    return _manifest(connection, row, _closing(connection, row.id)[0]) if row else None


def verify(connection: Connection, number: str) -> bool:
    """Whether the list is still what was closed: its rows give the sum that the manifest and the journal hold, and
    exactly its parcels say that they went with it.
    """
    row = connection.execute(select(manifests).where(manifests.c.number == number)).one_or_none()
    if row is None or row.closed_at is None:
        return False
    station, journalled = _closing(connection, row.id)
    manifest = _manifest(connection, row, station)
    gone = select(parcels.c.id).join(manifest_parcels, manifest_parcels.c.parcel_id == parcels.c.id)
    gone = gone.where(parcels.c.manifest_id == row.id, manifest_parcels.c.manifest_id == row.id)
    return (
        digest(manifest) == row.sha256 == journalled
        and (len(manifest.lines), manifest.units) == (row.parcels, row.units)
        and set(connection.execute(gone).scalars()) == {line.parcel_id for line in manifest.lines}
    )


def closed(connection: Connection, limit: int) -> tuple[ManifestGlance, ...]:
    """The manifests closed last, newest first, each verified."""
    query = select(manifests).where(manifests.c.closed_at.is_not(None))
    rows = connection.execute(query.order_by(manifests.c.closed_at.desc(), manifests.c.id.desc()).limit(limit)).all()
    return tuple(
        ManifestGlance(
            row.number, row.carrier, row.closed_at, row.parcels, row.units, is_intact=verify(connection, row.number)
        )
        for row in rows
    )


def _closed_on(connection: Connection, carrier: str, day: str) -> int:
    """How many of the carrier's manifests bear this day."""
    first, after = f"{carrier}-{day}-", f"{carrier}-{day}."  # the sign after the dash
    query = select(func.count()).where(manifests.c.number >= first, manifests.c.number < after)
    return connection.execute(query.where(manifests.c.carrier == carrier)).scalar_one()


def _pile(connection: Connection, pile_id: str) -> Pile:
    counted = select(func.count(), func.coalesce(func.sum(manifest_parcels.c.units), 0))
    parcels_on, units = connection.execute(counted.where(manifest_parcels.c.manifest_id == pile_id)).one()
    carrier = connection.execute(select(manifests.c.carrier).where(manifests.c.id == pile_id)).scalar_one()
    return Pile(pile_id, carrier, parcels_on, units)


def _lines(connection: Connection, manifest_id: str) -> tuple[ManifestLine, ...]:
    query = select(*_LINE).where(_LISTED.manifest_id == manifest_id).order_by(_LISTED.scanned_at, _LISTED.parcel_id)
    return tuple(ManifestLine(*row) for row in connection.execute(query))


def _manifest(connection: Connection, row: Any, station: str) -> Manifest:
    lines = _lines(connection, row.id)
    return Manifest(row.number, row.carrier, station, row.closed_at, row.closed_by, lines, row.sha256)


def _closing(connection: Connection, manifest_id: str) -> tuple[str, str]:
    """The station that closed it and the sum it wrote into the journal; empty when there is no such row."""
    wanted = (journal_rows.c.subject_id == manifest_id) & (journal_rows.c.event == _CLOSED)
    row = connection.execute(select(journal_rows.c.station, journal_rows.c.detail).where(wanted)).one_or_none()
    return (row.station, str(json.loads(row.detail).get("sha256", ""))) if row else ("", "")


def _facts(connection: Connection, row: Any) -> ParcelFacts:
    state, _, proof = (row.printed or "").partition(" ")
    return ParcelFacts(
        parcel_id=row.id,
        tracking_number=row.tracking_number,
        order_number=row.number,
        carrier=row.carrier,
        units=row.units,
        weight_g=row.weight_g,
        waybill_state=WaybillState(row.state),
        stop=row.stop or "",
        is_verified=packed.is_verified(connection, row.id),
        was_seen=bool(row.was_seen),
        print_state=PrintState(state) if state else None,
        proof=PaperProof(proof),
        is_on_pile=row.manifest_id is not None and row.closed_at is None,
        is_handed_over=row.handed_over_at is not None or row.closed_at is not None,
        manifest_number=row.manifest_number if row.closed_at is not None else "",
        news_at_ms=row.news_at or 0,
    )
