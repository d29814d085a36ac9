"""A station without threads with orders and parcels of every kind; and, by SQL, as many more as a year brings."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from sqlalchemy import text

from app.domain.interception import StopKind, StopSource
from app.domain.order import OrderDraft
from app.domain.printing import Delivery, PrintOutcome, PrintReason
from app.store.database import Database
from tests.builders import Clock, Rig, a_consignee, a_draft, a_line

SHOPS = ("茶舍旗舰店", "Northlight Outdoor", "山野集")
NAMES = ("李小龙", "王芳", "Ada Byron", "欧阳娜娜", "陈伟")
GOODS = (("MUG-RED", "搪瓷马克杯 红色 350 ml"), ("TENT-2P", "Trekking tent, 2 persons"), ("TEA-OOL", "乌龙茶 250 g"))
DAY_MS = 86_400_000
GONE, VOIDED, TROUBLED, CANCELLED, SHORT = "SO-000101", "SO-000102", "SO-000103", "SO-000104", "SO-000113"


def a_varied_draft(at: int, now_ms: int, prefix: str = "SO") -> OrderDraft:
    """The order at this place of many: shops, names, goods and dues change."""
    lines = tuple(
        replace(a_line(sku, 1 + (at + place) % 2, position=place), title=title)
        for place, (sku, title) in enumerate(GOODS[: 1 + at % 3], start=1)
    )
    consignee = a_consignee(NAMES[at % len(NAMES)], f"1391234{at % 10_000:04d}")
    draft = a_draft(f"{prefix}-{at:06d}", lines, shop=SHOPS[at % 3], consignee=consignee, service=("ZTO", "SF")[at % 2])
    return replace(draft, due_at_ms=now_ms + at % 9 * 3_600_000, remark="请放快递柜" if at % 7 == 0 else "")


class Archive(Rig):
    """`SO-000001` to `SO-000060` wait, some of those above 100 have a story; `grow` brings in more by a file."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        now_ms = self.clock.now_ms
        self.orders(*(a_varied_draft(at, now_ms) for at in range(101, 121)))
        self._tell_stories()
        self.clock.pass_s(3600)
        self.orders(*(a_varied_draft(at, now_ms) for at in range(1, 61)))

    def _tell_stories(self) -> None:
        for number in (GONE, VOIDED, TROUBLED, *(f"SO-{at:06d}" for at in range(106, 109))):
            self.pack(number)
            self.clock.pass_s(240)
        self._give_one_back()
        self.scan("PB.HANDOVER", self.tracking_of(GONE), "PB.MANIFEST", "PB.CANCEL")
        self.scan(SHORT, "MUG-RED")
        self.scan("PB.ASIDE")
        self.stop(CANCELLED)

    def _give_one_back(self) -> None:
        bench, parcel_id = self.station.bench, self.parcel_of(VOIDED)
        self.clock.pass_s(DAY_MS / 1000)
        bench.reprint(parcel_id, PrintReason.DAMAGED)
        self.work()
        self.printer.answers = PrintOutcome(Delivery.UNKNOWN, "printer.cut_off")
        bench.reprint(self.parcel_of(TROUBLED), PrintReason.MISSING)
        self.work()
        self.printer.answers = PrintOutcome(Delivery.DELIVERED)
        for _ in range(2):
            bench.void(parcel_id)
        self.work()

    def pack(self, number: str) -> None:
        """The whole order into one box, to the end of what its label can do."""
        self.scan(number)
        order = self.station.records.order(self.order_of(number))
        assert order is not None
        for line in order.order.lines:
            for _ in range(line.missing):
                self.clock.pass_s(4)
                self.scan(line.sku)
        self.work()
        self.scan(self.tracking_of(number))

    def stop(self, number: str) -> None:
        """The shop cancelled it."""
        with self.station.database.transaction() as tx:
            self.station._interception.stop(
                tx,
                self.station.bench.actor,
                self.order_of(number),
                StopKind.CANCEL,
                source=StopSource.IMPORT,
                reason="",
            )

    def order_of(self, number: str) -> str:
        """The id of the order with this number."""
        return self._one("SELECT id FROM orders WHERE number = :asked", number)

    def parcel_of(self, number: str) -> str:
        """The id of the first parcel of the order with this number."""
        return self._one("SELECT id FROM parcels WHERE order_id = :asked AND sequence = 1", self.order_of(number))

    def tracking_of(self, number: str) -> str:
        return self._one("SELECT tracking_number FROM waybills WHERE parcel_id = :asked", self.parcel_of(number))

    def _one(self, query: str, asked: str) -> str:
        with self.station.database.reading() as connection:
            return str(connection.execute(text(query), {"asked": asked}).scalar_one())


def bring_in(rig: Rig, count: int, prefix: str) -> None:
    """So many more orders come in, later than all before."""
    rig.clock.pass_s(60)
    rig.orders(*(a_varied_draft(at, rig.clock.now_ms, prefix) for at in range(count)))


_NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)"
_ORDERS = text(
    "INSERT INTO orders (id, number, shop, state, service, imported_at, due_at, name_sealed, phone_sealed,"
    " address_sealed, remark_sealed, name_index, phone_index, phone_tail_index)"
    f" {_NUMBERS} SELECT printf('00000000-0000-7000-8000-%012x', i), printf('Y-%06d', i), 'shop ' || (i % 5),"
    " CASE WHEN i % 10 = 0 THEN 'open' ELSE 'packed' END, 'ZTO', :now + i, :now + i * 60000, x'', x'', x'', x'',"
    " CAST(printf('n%d', i) AS BLOB), CAST(printf('p%d', i) AS BLOB), CAST(printf('t%d', i % 10000) AS BLOB) FROM n"
)
_LINES = text(
    "INSERT INTO order_lines (order_id, position, sku, barcode, title, quantity, packed)"
    " SELECT id, 1, 'SKU-' || (rowid % 500), '', 'Goods', 2, CASE state WHEN 'packed' THEN 2 ELSE 0 END FROM orders"
    " WHERE number LIKE 'Y-%'"
)
_PARCELS = text(
    "INSERT INTO parcels (id, order_id, sequence, sealed_at, units, packer, order_number)"
    " SELECT replace(id, '-7000-', '-7001-'), id, 1, imported_at + 1000, 2, 'Wu', number FROM orders"
    " WHERE number LIKE 'Y-%'"
)
_WAYBILLS = text(
    "INSERT INTO waybills (id, parcel_id, attempt, carrier, service, reference, state, tracking_number, requested_at,"
    " issued_at) SELECT replace(id, '-7001-', '-7002-'), id, 1, 'sandbox', 'ZTO', id, 'issued',"
    " 'ZT' || substr(id, -10), sealed_at, sealed_at + 900 FROM parcels WHERE order_number LIKE 'Y-%'"
)


def fill(database: Database, count: int, *, now_ms: int | None = None) -> None:
    """So many orders `Y-000000` on, each with a parcel and its label, by SQL: nobody's name is in them. Those
    below `Y-000100` can be shown whole.
    """
    start = Clock().now_ms - 365 * DAY_MS if now_ms is None else now_ms
    with database.transaction() as tx:
        tx.execute(_ORDERS, {"count": count, "now": start})
        for statement in (_LINES, _PARCELS, _WAYBILLS):
            tx.execute(statement)
        seal = database.sealer.seal
        ids = tx.execute(text("SELECT id FROM orders WHERE number < 'Y-000100' AND number >= 'Y-'")).scalars().all()
        sealed = [{"id": each, "sealed": seal("orders.address", each, json.dumps([""] * 7))} for each in ids]
        tx.execute(text("UPDATE orders SET address_sealed = :sealed WHERE id = :id"), sealed)
