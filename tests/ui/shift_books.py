"""What the shift leaves behind, held against each other: the packer's diary, the script, the station's file, the
carrier's ledger, the papers, the courier's lists. Each flaw is a sentence.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from app.books import money_report
from app.carriers.kdniao.simulator.ledger import Ledger
from app.demo.memory import Memory
from app.demo.script import PACKERS, Kind, PrinterFails, Quirk, Release, Shift, Stop
from app.domain.handover import Manifest
from app.domain.interception import StopKind
from app.domain.money import Money
from app.domain.shipment import Purchase
from app.replay import replay
from app.settings import Settings, load_settings
from app.station import open_database
from app.store import manifests, money
from app.store.database import Database
from tests.faults import invariants

PRICE = 250
"""Fen a label, by the carrier's contract."""


@dataclass(frozen=True)
class Books:
    """Everything that was written, read once."""

    folder: Path
    shift: Shift
    settings: Settings
    memory: Memory
    diary: list[list[str]]
    purchases: list[Purchase]
    papers: list[str]
    lists: list[Manifest]

    @staticmethod
    def read(folder: Path, shift: Shift) -> Books:
        settings = load_settings(folder)
        with closing(open_database(settings)) as database, database.reading() as connection:
            numbers = [each.number for each in manifests.closed(connection, 10)]
            lists = [each for number in numbers if (each := manifests.get(connection, number)) is not None]
        sold = Ledger(folder / "carrier.jsonl").orders
        return Books(
            folder,
            shift,
            settings,
            Memory.read(folder / "packer.json"),
            [json.loads(line) for line in (folder / "diary.jsonl").read_text("utf-8").splitlines()],
            [
                Purchase(code, order.tracking_number, order.is_cancelled, Money("CNY", PRICE))
                for code, order in sold.items()
            ],
            [_digest(path) for path in sorted((folder / "paper").glob("*.zpl"))],
            lists,
        )

    @property
    def handed_over(self) -> Counter[str]:
        """Units with the courier, by order number."""
        units: Counter[str] = Counter()
        for line in (line for each in self.lists for line in each.lines):
            units[line.order_number] += line.units
        return units

    def flaws(self) -> list[str]:
        """Everything that does not balance."""
        with closing(open_database(self.settings)) as database, database.reading() as connection:
            return [
                *self._promises(database),
                *self._units(),
                *self._money(connection),
                *self._alarms(),
                *self._labels(connection),
                *self._scans(connection),
            ]

    def _promises(self, database: Database) -> list[str]:
        """Nothing lost, doubled or lied about, and the journal alone tells the same state."""
        found = invariants.examine(
            database,
            acknowledged=[
                (code, text) for kind, code, *words in self.diary if kind == "scan" for text in words if text
            ],
            purchases=[
                invariants.Purchase(each.reference, each.tracking_number, each.is_cancelled) for each in self.purchases
            ],
            documents=self.papers,
            log_folder=self.folder / "logs",
            personal=[self.shift.orders[0].consignee.phone, self.shift.orders[0].consignee.address.street],
        )
        with database.transaction() as tx:
            parted = replay(tx)
        told = [f"the journal tells another story: {parted}"] if parted else []
        return [*found.lost, *found.doubled, *found.lies, *found.other, *told]

    def _units(self) -> list[str]:
        """What the script has packed and not stopped is with the courier, to the unit; of the rest nothing is."""
        wanted = self._wanted()
        got = self.handed_over
        flaws = [
            f"order {number}: {got[number]} units with the courier, {wanted[number]} were packed for it"
            for number in sorted({*wanted, *got})
            if wanted[number] != got[number]
        ]
        labels = [line.tracking_number for each in self.lists for line in each.lines]
        if sorted(labels) != sorted(self.memory.gone) or len(set(labels)) != len(labels):
            flaws.append("the manifests list other parcels than the packer gave away")
        return flaws

    def _wanted(self) -> Counter[str]:
        """Units by order number, as the script means them to leave the house."""
        stopped = {
            event.number
            for event in self.shift.events
            if isinstance(event, Stop) and (event.kind is StopKind.CANCEL or self._stays(event))
        }
        wanted: Counter[str] = Counter()
        done = set()
        for task in self.shift.tasks:
            for order in task.orders:
                if order.number in stopped or (order.shop, order.number) in done:
                    continue
                done.add((order.shop, order.number))
                number = task.orders[0].number if task.kind is Kind.MERGE else order.number
                wanted[number] += sum(line.quantity for line in order.lines) - (task.quirk is Quirk.SHORT)
        return wanted

    def _stays(self, stop: Stop) -> bool:
        """Held, and nobody lets it go today."""
        released = [event.number for event in self.shift.events if isinstance(event, Release)]
        return stop.kind is StopKind.HOLD and stop.number not in released

    def _money(self, connection: Connection) -> list[str]:
        """The carrier's bill, our report and the courier's lists say the same, to the cent."""
        report = money_report(self.settings, 0, asks_carriers=False)
        sold, returned = len(self.purchases), sum(each.is_cancelled for each in self.purchases)
        given = sum(len(each.lines) for each in self.lists)
        live = [row for row in report.rows if row.state == "issued"]  # a parcel may have had another label before
        gone, here = ([row for row in live if row.is_handed_over is it] for it in (True, False))
        sums = {
            "bought": (sum(each.minor for each in report.bought), sold * PRICE),
            "voided": (sum(each.minor for each in report.voided), returned * PRICE),
            "handed over": (
                sum(row.price.minor for row in gone if row.price),
                given * PRICE,
            ),
            "bought less voided": ((sold - returned) * PRICE, (given + len(here)) * PRICE),
        }
        flaws = [
            f"{what}: {ours} fen with us, {theirs} by the other book"
            for what, (ours, theirs) in sums.items()
            if ours != theirs
        ]
        odd = money.compare(connection, "kdniao", self.purchases)
        flaws += [f"the carrier's list and ours disagree on {each.tracking_number}: {each.code}" for each in odd]
        left = {row.order_number for row in here}
        if left != {event.number for event in self.shift.events if isinstance(event, Stop) and self._stays(event)}:
            flaws.append(f"labels of {sorted(left)} are paid for and not with the courier")
        return flaws

    def _alarms(self) -> list[str]:
        """Each order that was stopped said so at a scan."""
        stops = [event for event in self.shift.events if isinstance(event, Stop)]
        return [
            f"order {stop.number} was stopped ({stop.kind}), and no scan said so"
            for stop in stops
            if not {f"stopped.{stop.kind}", "handover.stopped"} & set(self.memory.heard.get(stop.number, ()))
        ]

    def _labels(self, connection: Connection) -> list[str]:
        """Each parcel with the courier bears a label, and after a jam just one came out of it."""
        came_out = Counter(self.papers)
        of_order: Counter[str] = Counter()
        flaws = []
        for number, digest in connection.exec_driver_sql(
            "SELECT orders.number, prints.sha256 FROM prints JOIN waybills ON waybills.id = waybill_id"
            " JOIN parcels ON parcels.id = parcel_id JOIN orders ON orders.id = order_id"
            " WHERE prints.sha256 IS NOT NULL"
        ):
            of_order[number] += came_out[digest]
        flaws += [f"order {number} left without a label" for number in self.handed_over if not of_order[number]]
        jammed = [
            task.orders[0].number
            for task in self.shift.tasks
            if any(isinstance(cue.event, PrinterFails) for cue in task.cues)
        ]
        return flaws + [
            f"{of_order[each]} labels of order {each} came out after a jam" for each in jammed if of_order[each] != 1
        ]

    def _scans(self, connection: Connection) -> list[str]:
        """Scanner events only, by every packer."""
        rows = connection.exec_driver_sql(
            "SELECT packer, detail ->> 'device' AS device, count(*) AS scans FROM journal WHERE event LIKE 'scan.%'"
            " GROUP BY packer, device"
        ).all()
        scanned = sum(kind == "scan" for kind, *_ in self.diary)
        flaws = [f"{row.scans} scans came by {row.device}" for row in rows if row.device != "wedge"]
        if sum(row.scans for row in rows) != scanned:
            flaws.append(f"{scanned} scans in the diary, {sum(row.scans for row in rows)} in the journal")
        if self.shift.tasks[-1].kind is Kind.CHANGE and not {row.packer for row in rows} >= set(PACKERS):
            flaws.append("not every packer packed")
        return flaws


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes() + b"\n").hexdigest()  # its reader drops what ends a document
