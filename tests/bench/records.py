"""How long the long lists take: any page, count and search, and one record whole, with many orders and parcels.

    python -m tests.bench.records [ORDERS]

Own CPU time of a call, as the window's thread spends it. The ratio is to a bare `SELECT … LIMIT 60` of the same table
through the driver, in the same run on the same file.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path

import pysqlite3

from app.domain.actor import Actor
from app.domain.record import OrderFilter, ParcelFilter, Question, Sort
from app.records import Records
from app.store import journal, orders
from app.store.database import Database
from tests.bench.table import HEAD, row
from tests.builders import Clock, a_consignee, a_database, a_draft, lines_of

_PAGE = 60
_TIMES = 25
_DAY_MS = 86_400_000
_TOLD: list[str] = []  # the order with a long story
_FAMILIES, _GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"


Call = Callable[[], object]
Count = Callable[[Question], int]
Page = Callable[[Question, int, int], object]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        database = a_database(Path(folder), Clock())
        fill(database, count)
        records = Records(database)
        with closing(pysqlite3.connect(database.path)) as connection:
            bare = _timed([lambda: connection.execute(f"SELECT * FROM orders LIMIT {_PAGE}").fetchall()] * 100)
        print(f"{count} orders, {records.count_parcels(Question())} parcels, pages of {_PAGE} rows")
        print(HEAD)
        print(row("bare SELECT of 60 orders", bare, baseline_s=bare))
        for name, calls in _questions(records):
            print(row(name, _timed(calls), baseline_s=bare))
        database.close()


def fill(database: Database, count: int) -> None:
    """Orders of a month; all but a tenth packed into one parcel or two, most of them handed over; one with a story."""
    dice = random.Random(7)  # a benchmark, no secret
    clock = database.now_ms
    assert isinstance(clock, Clock)
    clock.now_ms -= 30 * _DAY_MS
    step = 1_000
    for start in range(0, count, step):
        clock.now_ms += 30 * _DAY_MS * step // count
        with database.transaction() as tx:
            orders.add(tx, database, [_draft(dice, number) for number in range(start, min(start + step, count))])
    with database.transaction() as tx, closing(tx.connection.cursor()) as cursor:
        _pack(database, cursor, dice)
    with database.transaction() as tx:
        _TOLD[:] = [str(tx.exec_driver_sql("SELECT order_id FROM parcels LIMIT 1").scalar_one())]
        for at in range(200):
            journal.append(tx, database, Actor("Bench", "Wu"), "scan.item.packed", _TOLD[0], scan=f"{at}", position=1)


def _draft(dice: random.Random, number: int) -> orders.OrderDraft:
    name = dice.choice(_FAMILIES) + dice.choice(_GIVEN) + dice.choice(_GIVEN)
    phone = f"13{dice.randrange(10**9):09d}"
    skus = {f"SKU{sku}": units for units, sku in enumerate(dice.sample(range(500), 2), start=1)}
    return a_draft(f"N{number:08d}", lines_of(**skus), consignee=a_consignee(name, phone))


def _pack(database: Database, cursor: pysqlite3.Cursor, dice: random.Random) -> None:
    """Straight into the tables, as the bench, the lanes and the hand-over would have left them."""
    found = cursor.execute("SELECT id, imported_at, number FROM orders ORDER BY id").fetchall()
    states, parcels, labels, prints, stops = [], [], [], [], []
    for at, (order_id, imported_at, order_number) in enumerate(found):
        roll = dice.random()
        state = "packed" if at < len(found) * 0.9 or roll < 0.5 else "open"
        state = "cancelled" if roll < 0.03 else state
        if roll > 0.997:
            stops.append((database.new_id(), order_id, dice.choice(("cancel", "hold", "address")), imported_at))
        states.append((state, order_id))
        for sequence in range(1, (2 + (roll > 0.85)) if state == "packed" else 1):
            parcel_id, sealed_at = database.new_id(), imported_at + dice.randrange(_DAY_MS)
            is_gone = at < len(found) * 0.85
            parcels.append(
                (parcel_id, order_id, sequence, sealed_at, 1, "Wu", sealed_at if is_gone else None, order_number)
            )
            bought = "rejected" if dice.random() < 0.01 else "issued"
            number = f"SF{dice.randrange(10**12):012d}" if bought == "issued" else None
            waybill_id = database.new_id()
            code = "" if bought == "issued" else "sandbox.refused"
            labels.append((waybill_id, parcel_id, 1, "kdniao", "SF", waybill_id, bought, code, number, sealed_at))
            if number:
                printed = "failed" if dice.random() < 0.01 else "sent"
                prints.append(
                    (database.new_id(), waybill_id, waybill_id, "label", 1, "first", "Wu", printed, sealed_at)
                )
    cursor.executemany("UPDATE orders SET state = ? WHERE id = ?", states)
    for table, columns, rows in (
        ("parcels", "id, order_id, sequence, sealed_at, units, packer, handed_over_at, order_number", parcels),
        (
            "waybills",
            "id, parcel_id, attempt, carrier, service, reference, state, code, tracking_number, requested_at",
            labels,
        ),
        ("prints", "id, subject_id, waybill_id, printer, copy, reason, packer, state, asked_at", prints),
    ):
        marks = ", ".join("?" * len(rows[0]))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
    cursor.executemany(
        "INSERT INTO stops (id, order_id, kind, source, reason_sealed, opened_at, opened_by)"
        " VALUES (?, ?, ?, 'import', x'', ?, '')",
        stops,
    )


def _questions(records: Records) -> Iterator[tuple[str, list[Call]]]:
    count, page = records.count_orders, records.orders
    for chosen, sort in product(OrderFilter, Sort):
        yield from _list(f"orders {chosen} by {sort}", count, page, Question(filter=chosen, sort=sort))
    for some, sort in product(ParcelFilter, (Sort.TIME, Sort.NUMBER)):
        asked = Question(filter=some, sort=sort)
        yield from _list(f"parcels {some} by {sort}", records.count_parcels, records.parcels, asked)
    for words in ("N", "N000500", "N00050000", "SF", "SF55", "王伟芳", "13812345678", "5678", "SKU77", "nobody"):
        asked = Question(words)
        yield f"search {words}: count of orders", [partial(count, asked)] * _TIMES
        yield f"search {words}: page of orders", [partial(page, asked, 0, _PAGE)] * _TIMES
        yield f"search {words}: count of parcels", [partial(records.count_parcels, asked)] * _TIMES
        yield f"search {words}: page of parcels", [partial(records.parcels, asked, 0, _PAGE)] * _TIMES
    yield from _whole(records)


def _list(name: str, count: Count, page: Page, question: Question) -> Iterator[tuple[str, list[Call]]]:
    """A list's count, and pages near its top, in its middle and at its end, down and up."""
    total = count(question)
    yield f"{name}: count ({total})", [partial(count, question)] * _TIMES
    both = (question, replace(question, is_descending=False))
    for place, first in (("near", 0), ("middle", total // 2), ("end", max(0, total - _PAGE))):
        yield f"{name}: {place}", [partial(page, each, first, _PAGE) for each in both for _ in range(_TIMES)]


def _whole(records: Records) -> Iterator[tuple[str, list[Call]]]:
    """The oldest order, which has a long story, and what its parcel's codes lead to."""
    oldest = records.parcels(Question(is_descending=False), 0, 1)[0].glance
    order = records.order(_TOLD[0])
    assert order is not None
    parcel = order.parcels[0].glance
    yield f"order whole ({len(order.story)} moments)", [partial(records.order, parcel.order_id)] * _TIMES
    yield "parcel whole", [partial(records.parcel, oldest.parcel_id)] * _TIMES
    yield "scanned tracking number", [partial(records.find_code, oldest.tracking_number)] * _TIMES
    yield "scanned license plate", [partial(records.find_code, oldest.parcel_id[-12:])] * _TIMES


def _timed(calls: list[Call]) -> list[float]:
    took = []
    for call in calls:
        began = time.thread_time()
        call()
        took.append(time.thread_time() - began)
    return took


if __name__ == "__main__":
    main()
