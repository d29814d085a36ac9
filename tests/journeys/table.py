"""A packing table with its own rules and people, and the sums that must hold over its whole file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, text

from app.domain.actor import Actor, Role
from app.domain.order import Instruction, OrderDraft, OrderLine, Scope, UnitPolicy
from app.domain.people import fresh_badge
from app.domain.weighing import Reading
from app.interception import Interception
from app.login import Login
from app.settings import PackingSettings
from app.station import Station
from app.store.pins import Pins
from tests.builders import Rig, a_draft, a_line, an_interception

WU, CHEN = fresh_badge(b"0123456789"), fresh_badge(b"9876543210")
"""The badges of a packer and of a lead."""
_SUMS = {
    "a line has more than was ordered": "SELECT sku FROM order_lines WHERE packed + short > quantity"
    " OR sealed > packed",
    "sealed units are not those in parcels": "SELECT sku FROM order_lines AS line WHERE sealed <> (SELECT"
    " coalesce(sum(inside.units), 0) FROM parcel_lines AS inside JOIN parcels ON parcels.id = parcel_id"
    " WHERE parcels.order_id = line.order_id AND inside.position = line.position)",
    "a parcel is not the sum of its lines": "SELECT id FROM parcels WHERE units <>"
    " (SELECT sum(inside.units) FROM parcel_lines AS inside WHERE parcel_id = parcels.id)",
    "tracked units in the open box differ": "SELECT sku FROM order_lines AS line WHERE tracking <> ''"
    " AND packed - sealed <> (SELECT coalesce(sum(units), 0) FROM tracked_units AS unit"
    " WHERE unit.order_id = line.order_id"
    " AND unit.position = line.position AND parcel_id IS NULL)",
    "tracked units in parcels differ": "SELECT sku FROM order_lines AS line JOIN orders ON orders.id = order_id"
    " WHERE tracking <> '' AND state <> 'cancelled' AND sealed <> (SELECT coalesce(sum(units), 0) FROM tracked_units"
    " AS unit WHERE unit.order_id = line.order_id AND unit.position = line.position AND parcel_id IS NOT NULL)",
    "a tracked unit of no line": "SELECT serial FROM tracked_units AS unit WHERE NOT EXISTS (SELECT 1 FROM order_lines"
    " AS line WHERE line.order_id = unit.order_id AND line.position = unit.position AND line.sku = unit.sku)",
    "shortages do not add up": "SELECT sku FROM order_lines AS line WHERE short <> (SELECT coalesce(sum(units), 0)"
    " FROM deviations AS noted WHERE noted.order_id = line.order_id AND noted.position = line.position"
    " AND kind IN ('short', 'later'))",
    "a packed order misses units": "SELECT sku FROM order_lines JOIN orders ON orders.id = order_id"
    " WHERE state = 'packed' AND (packed + short < quantity OR sealed < packed)",
    "a parcel without its waybill": "SELECT id FROM parcels WHERE NOT EXISTS"
    " (SELECT 1 FROM waybills WHERE parcel_id = parcels.id)",
    "an order travels nowhere": "SELECT number FROM orders WHERE merged_into <> '' AND merged_into NOT IN"
    " (SELECT order_id FROM order_lines)",
}


class Table(Rig):
    """A station whose bench asks what `packing` says. `enroll()` gives it a packer and a lead."""

    def __init__(self, folder: Path, *, confirm: str = "ask", **packing: bool | float | int) -> None:
        self.packing = PackingSettings(**packing)  # type: ignore[arg-type]  # spelled by the test
        super().__init__(folder, confirm=confirm)

    def _open(self) -> Station:
        self._settings = replace(self._settings, packing=self.packing)
        return super()._open()

    def enroll(self) -> None:
        login = Login(self.station.database, Actor("Bench 7"), Pins(passes=1, memory_kib=8))
        owner = Actor("Bench 7", "owner", Role.ADMIN)
        with self.station.database.transaction() as tx:
            boss = login.enroll(tx, owner, handle="boss", number=1, role=Role.ADMIN, pin="90210733")
            admin = boss.acting(owner)
            for handle, number, role, badge in (("wu", 7, Role.PACKER, WU), ("chen", 8, Role.LEAD, CHEN)):
                person = login.enroll(tx, admin, handle=handle, number=number, role=role)
                login.give_badge(tx, admin, person, badge)

    @property
    def state(self) -> str:
        return type(self.station.bench.state).__name__

    def ask(self, statement: str, **values: str | int) -> list[tuple[object, ...]]:
        with self.station.database.reading() as connection:
            return [tuple(row) for row in connection.execute(text(statement), values)]

    def do(self, statement: str, **values: str | int) -> None:
        with self.station.database.transaction() as tx:
            tx.execute(text(statement), values)

    def id_of(self, number: str) -> str:
        ((order_id,),) = self.ask("SELECT id FROM orders WHERE number = :number", number=number)
        return str(order_id)

    def stop(self, number: str, kind: str = "cancel") -> None:
        """News from the shop, as the command line brings it."""
        order_id = self.id_of(number)
        with self.station.database.transaction() as tx:
            self.interception.stop(tx, Actor("Bench 7", "shop"), order_id, kind, source="command")

    def release(self, number: str) -> None:
        order_id = self.id_of(number)
        with self.station.database.transaction() as tx:
            self.interception.release(tx, Actor("Bench 7", "chen", Role.LEAD), order_id)

    @property
    def interception(self) -> Interception:
        return an_interception(self.station.database)

    def weigh(self, grams: int) -> list[str]:
        """Take everything off the scale, put the box on and let go: what the bench says to it."""
        said = []
        for shown in (0, 0, grams, grams, grams):
            self.clock.pass_s(0.2)
            outcome = self.station.bench.hear_scale(Reading(shown, is_stable=True, at_ms=self.clock.steady()))
            said += [] if outcome is None else [str(outcome.code)]
        return said

    def unbalanced(self) -> list[str]:
        """Every sum of the file that does not hold."""
        with self.station.database.reading() as connection:
            return list(unbalanced(connection))


def unbalanced(connection: Connection) -> Iterator[str]:
    for flaw, statement in _SUMS.items():
        if found := connection.execute(text(statement)).scalars().all():
            yield f"{flaw}: {found}"


def tracked(sku: str, quantity: int = 1, *, position: int = 1, asks: str = "serial", days: int = 0) -> OrderLine:
    """A line whose units are asked for `serial`, `lot`, `expiry` or several of these."""
    policy = UnitPolicy("serial" in asks, "lot" in asks, "expiry" in asks, days)
    return replace(a_line(sku, quantity, position=position), policy=policy)


def kit(name: str, kits: int = 1, *, first: int = 1, **parts: int) -> tuple[OrderLine, ...]:
    """So many of a kit as its components: `kit("SET", 2, A=1, B=3)`."""
    return tuple(
        replace(a_line(sku, per_kit * kits, position=at), kit=name, per_kit=per_kit)
        for at, (sku, per_kit) in enumerate(parts.items(), start=first)
    )


def noted(draft: OrderDraft, **texts: str) -> OrderDraft:
    """The draft with instructions: `noted(draft, package="Fragile, pad it")`."""
    return replace(draft, instructions=tuple(Instruction(Scope(scope), said) for scope, said in texts.items()))


def a_tracked_draft(number: str, *lines: OrderLine) -> OrderDraft:
    return a_draft(number, tuple(replace(line, position=at) for at, line in enumerate(lines, start=1)))
