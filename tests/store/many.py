"""A few hundred orders and parcels by chance, in a real file and as plain Python, for what is asked of long lists."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field, replace

from sqlalchemy import text

from app.domain.interception import STOPPED
from app.domain.order import OrderState
from app.domain.printing import PrintState
from app.domain.record import OrderFilter, ParcelFilter, Question, Sort
from app.domain.shipment import WaybillState
from app.store import orders
from app.store.database import Database, Transaction
from tests.builders import a_consignee, a_draft, lines_of

NAMES = ("王小明", "李雷", "Ada Byron", "陈 一 山", "歐陽娜")
WORDS = (
    "N0", "n01", "N0123", "N", "SF", "sf1", "SF12", "TOTE-3", "tote-3", "SKU4", "sku4", "王小明", "李 雷", "ada byron",
    "13812340007", "+86 138-1234-0007", "0007", "7", "100%", "_", "%", "*", "N0100'", "nobody", " N0200 ", "\U0010ffff",
    "N0\x00", "ß", "\ud800N", "x" * 300,
)  # fmt: skip


@dataclass
class AnOrder:
    """What the brute force knows of an order; `rides_with` is the id of the order in whose parcels it travels."""

    id: str
    number: str
    name: str
    phone: str
    tote: str
    skus: tuple[str, ...]
    state: OrderState
    due_at: int
    stop: str = ""
    rides_with: str = ""


@dataclass
class AParcel:
    id: str
    order: AnOrder
    sequence: int
    sealed_at: int
    is_gone: bool
    labels: list[tuple[str, WaybillState, str]] = field(default_factory=list)
    printed: PrintState | None = None


@dataclass
class Many:
    """Everything that was written, in the order in which it came."""

    orders: list[AnOrder]
    parcels: list[AParcel]

    def order_ids(self, question: Question) -> list[str]:
        found = [
            each
            for each in self.orders
            if self._is_chosen(each, OrderFilter(question.filter.value)) and self._is_meant(each, question.words)
        ]
        keys = {
            Sort.TIME: lambda each: each.id,
            Sort.DUE: lambda each: (each.due_at, each.id),
            Sort.NUMBER: lambda each: (each.number.encode(), each.id),
        }
        return [each.id for each in sorted(found, key=keys[question.sort], reverse=question.is_descending)]

    def parcel_ids(self, question: Question, midnight_ms: int) -> list[str]:
        wanted = ParcelFilter(question.filter.value)
        chosen = {
            ParcelFilter.ALL: lambda _each: True,
            ParcelFilter.TODAY: lambda each: each.sealed_at >= midnight_ms,
            ParcelFilter.HERE: lambda each: not each.is_gone,
            ParcelFilter.HANDED_OVER: lambda each: each.is_gone,
            ParcelFilter.TROUBLE: _is_in_trouble,
        }[wanted]
        found = [each for each in self.parcels if chosen(each) and self._is_parcel_meant(each, question.words)]

        def key(each: AParcel) -> tuple[object, ...]:
            by_number = (each.order.number.encode(), each.sequence, each.id)
            return by_number if question.sort is Sort.NUMBER else (each.sealed_at, each.id)

        return [each.id for each in sorted(found, key=key, reverse=question.is_descending)]

    def stop_of(self, order: AnOrder) -> str:
        """The gravest of what stops it and those that travel with it."""
        kinds = [order.stop, *(each.stop for each in self.orders if each.rides_with == order.id)]
        return next((kind for kind in ("cancel", "address", "hold") if kind in kinds), "")

    def _is_chosen(self, order: AnOrder, wanted: OrderFilter) -> bool:
        if wanted is OrderFilter.STOPPED:
            return self.stop_of(order) != ""
        return wanted is OrderFilter.ALL or order.state == wanted.value

    def _is_meant(self, order: AnOrder, words: str) -> bool:
        if not words.strip():
            return True
        labels = [label for each in self.parcels if each.order is order for label, _, _ in each.labels]
        return _begins([order.number, *labels], words) or _is_of_order(order, words)

    def _is_parcel_meant(self, parcel: AParcel, words: str) -> bool:
        if not words.strip():
            return True
        riders = [each for each in self.orders if each.rides_with == parcel.order.id]
        return (
            _begins([parcel.order.number, *(label for label, _, _ in parcel.labels)], words)
            or any(_is_of_order(each, words) for each in (parcel.order, *riders))
            or any(each.number in _spelled(words) for each in riders)
        )


def _spelled(words: str) -> set[str]:
    plain = words.strip()
    return {plain, plain.upper(), plain.lower(), plain.swapcase()} if len(plain) <= 200 else set()


def _begins(numbers: list[str], words: str) -> bool:
    plain = {each.replace("\ud800", "") for each in _spelled(words)}
    return any(number.startswith(each) for number in numbers for each in plain)


def _is_of_order(order: AnOrder, words: str) -> bool:
    plain = words.strip()
    digits = "".join(sign for sign in plain if sign.isdigit()) if not plain.strip("+- 0123456789") else ""
    phone = digits.removeprefix("86") if len(digits) > 11 else digits
    return (
        (order.tote in _spelled(words) and order.tote != "")
        or bool(_spelled(words) & set(order.skus))
        or "".join(plain.casefold().split()) == "".join(order.name.casefold().split())
        or (phone != "" and phone == order.phone)
        or (len(phone) == 4 and order.phone.endswith(phone))
    )


def _is_in_trouble(parcel: AParcel) -> bool:
    if parcel.is_gone or not parcel.labels:
        return False
    _, state, code = parcel.labels[-1]
    odd = (WaybillState.UNCERTAIN, WaybillState.REJECTED, WaybillState.CANCELLING)
    unsure = (PrintState.UNKNOWN, PrintState.FAILED)
    return (state in odd and code not in ("", STOPPED)) or (
        state is WaybillState.ISSUED and parcel.printed is not None and parcel.printed in unsure
    )


def write_many(database: Database, seed: int, count: int = 240) -> Many:
    """Orders of a few days, parcels of some of them, labels, prints and stops: whatever may be."""
    dice = random.Random(seed)
    with database.transaction() as tx:
        known = [_an_order(tx, database, dice, at) for at in range(count)]
        for order in dice.sample(known, count // 10):
            _stop(tx, database, dice, order)
        packed = [order for order in known if order.state is OrderState.PACKED]
        ridden = packed[: len(packed) // 2]
        for order in [each for each in known if each.state is OrderState.OPEN][: count // 20]:
            order.rides_with = dice.choice(ridden).id
            values = {"id": order.id, "other": order.rides_with}
            tx.execute(text("UPDATE orders SET merged_into = :other WHERE id = :id"), values)
        parcels = [
            _a_parcel(tx, database, dice, order, sequence)
            for order in packed
            for sequence in range(1, dice.choice((2, 2, 2, 3)))
        ]
    return Many(known, parcels)


def _an_order(tx: Transaction, database: Database, dice: random.Random, at: int) -> AnOrder:
    skus = tuple({f"SKU{dice.randrange(12)}" for _ in range(2)})
    number = (
        f"N{at // 2:04d}" if dice.random() < 0.9 else dice.choice(("100%", "_x", "'; --", "SF1", "ß", "中7", "N0中"))
    )
    number = number if dice.random() < 0.9 else f"{number}-{at}"
    order = AnOrder(
        id="",
        number=number,
        name=dice.choice(NAMES),
        phone=f"1381234{dice.randrange(20):04d}" if dice.random() < 0.9 else "",
        tote=dice.choice(("", "", "", "TOTE-3", "TOTE-7")),
        skus=skus,
        state=dice.choices(tuple(OrderState), (4, 1, 2, 8, 2))[0],
        due_at=database.now_ms() + dice.randrange(1, 6) * 1000,
    )
    draft = a_draft(
        number,
        lines_of(**dict.fromkeys(skus, 1)),
        shop=f"shop {at}",
        consignee=a_consignee(order.name, order.phone),
    )
    orders.add(tx, database, [replace(draft, tote=order.tote, due_at_ms=order.due_at)])
    order.id = str(tx.execute(text("SELECT max(id) FROM orders")).scalar_one())
    tx.execute(text("UPDATE orders SET state = :state WHERE id = :id"), {"state": order.state, "id": order.id})
    return order


def _stop(tx: Transaction, database: Database, dice: random.Random, order: AnOrder) -> None:
    kind, is_over = dice.choice(("cancel", "hold", "address")), dice.random() < 0.3
    order.stop = "" if is_over else kind
    tx.execute(
        text(
            "INSERT INTO stops (id, order_id, kind, source, reason_sealed, opened_at, opened_by, released_at)"
            " VALUES (:id, :order, :kind, 'import', x'', 1, '', :over)"
        ),
        {"id": database.new_id(), "order": order.id, "kind": kind, "over": 2 if is_over else None},
    )


def _a_parcel(tx: Transaction, database: Database, dice: random.Random, order: AnOrder, sequence: int) -> AParcel:
    sealed_at = database.now_ms() - dice.randrange(4) * 20_000_000
    parcel = AParcel(database.new_id(), order, sequence, sealed_at, dice.random() < 0.5)
    tx.execute(
        text(
            "INSERT INTO parcels (id, order_id, sequence, sealed_at, units, packer, handed_over_at, order_number)"
            " VALUES (:id, :order, :sequence, :at, 1, 'Wu', :gone, :number)"
        ),
        {
            "id": parcel.id,
            "order": order.id,
            "sequence": sequence,
            "at": sealed_at,
            "gone": sealed_at + 1 if parcel.is_gone else None,
            "number": order.number,
        },
    )
    for attempt in range(1, dice.randrange(4)):
        _a_label(tx, database, dice, parcel, attempt, is_last=False)
    _a_label(tx, database, dice, parcel, len(parcel.labels) + 1, is_last=True)
    return parcel


def _a_label(
    tx: Transaction, database: Database, dice: random.Random, parcel: AParcel, attempt: int, *, is_last: bool
) -> None:
    dead = (WaybillState.REJECTED, WaybillState.CANCELLED)
    state = dice.choice(tuple(WaybillState)) if is_last else dice.choice(dead)
    code = dice.choice(("", STOPPED, "sandbox.refused")) if state is not WaybillState.ISSUED else ""
    number = f"SF{dice.randrange(200)}" if state not in (WaybillState.REQUESTED, WaybillState.REJECTED) else None
    waybill_id = database.new_id()
    tx.execute(
        text(
            "INSERT INTO waybills (id, parcel_id, attempt, carrier, service, reference, state, code, tracking_number,"
            " routing, requested_at) VALUES (:id, :parcel, :attempt, 'sandbox', 'SF', :id, :state, :code, :number,"
            " :routing, 1)"
        ),
        {
            "id": waybill_id,
            "parcel": parcel.id,
            "attempt": attempt,
            "state": state,
            "code": code,
            "number": number,
            "routing": json.dumps({"changed_fields": ["street"]}),
        },
    )
    parcel.labels.append((number or "", state, code))
    parcel.printed = None
    for copy in range(1, dice.randrange(1, 4)):
        parcel.printed = dice.choice(tuple(PrintState))
        tx.execute(
            text(
                "INSERT INTO prints (id, subject_id, waybill_id, printer, copy, reason, packer, state, asked_at, proof)"
                " VALUES (:id, :waybill, :waybill, 'label', :copy, 'first', 'Wu', :state, 1, 'scan')"
            ),
            {"id": database.new_id(), "waybill": waybill_id, "copy": copy, "state": parcel.printed},
        )
