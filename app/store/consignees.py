"""Whom orders go to: held against what their shops say now, taken over, and kept under lock beside a stop."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from app.domain.order import Address, Consignee, OrderDraft
from app.store.database import Database

_KNOWN = text(
    "SELECT id, number, name_sealed, phone_sealed, address_sealed FROM orders"
    " WHERE shop = :shop AND number IN (SELECT value FROM json_each(:numbers))"
)
_TAKE_OVER = text(
    "UPDATE orders SET name_sealed = :name, phone_sealed = :phone, address_sealed = :address,"
    " name_index = :name_index, phone_index = :phone_index, phone_tail_index = :tail_index WHERE id = :order_id"
)


def changed(connection: Connection, database: Database, drafts: Sequence[OrderDraft]) -> dict[str, OrderDraft]:
    """The known orders, by id, whose shop now names another consignee than we have."""
    shops: dict[str, dict[str, OrderDraft]] = {}
    for draft in drafts:
        shops.setdefault(draft.shop, {})[draft.number] = draft
    return {
        row.id: listed[row.number]
        for shop, listed in shops.items()
        for row in connection.execute(_KNOWN, {"shop": shop, "numbers": json.dumps(list(listed))})
        if _opened(database, row) != listed[row.number].consignee
    }


def take_over(tx: Connection, database: Database, order_id: str, consignee: Consignee) -> None:
    """The order goes to this consignee from now on. Only while no label bears another address."""
    sealer = database.sealer
    tx.execute(
        _TAKE_OVER,
        {
            "order_id": order_id,
            "name": sealer.seal("orders.name", order_id, consignee.name),
            "phone": sealer.seal("orders.phone", order_id, consignee.phone),
            "address": sealer.seal("orders.address", order_id, _place(consignee)),
            "name_index": sealer.name_index(consignee.name),
            "phone_index": sealer.phone_index(consignee.phone),
            "tail_index": sealer.phone_tail_index(consignee.phone),
        },
    )


def seal_new(database: Database, stop_id: str, consignee: Consignee | None) -> bytes | None:
    """A consignee that waits beside a stop until the label with the old address is gone."""
    if consignee is None:
        return None
    whole = json.dumps([consignee.name, consignee.phone, _place(consignee)], ensure_ascii=False)
    return database.sealer.seal("stops.consignee", stop_id, whole)


def open_new(database: Database, stop_id: str, sealed: bytes | None) -> Consignee | None:
    if not sealed:
        return None
    name, phone, place = json.loads(database.sealer.open("stops.consignee", stop_id, sealed))
    return _consignee(name, phone, place)


def _opened(database: Database, row: Any) -> Consignee:
    sealer = database.sealer
    return _consignee(
        sealer.open("orders.name", row.id, row.name_sealed),
        sealer.open("orders.phone", row.id, row.phone_sealed),
        sealer.open("orders.address", row.id, row.address_sealed),
    )


def _place(consignee: Consignee) -> str:
    """As `orders.address_sealed` holds it."""
    at = consignee.address
    place = [at.province, at.city, at.district, at.street, at.postcode, at.country, consignee.company]
    return json.dumps(place, ensure_ascii=False)


def _consignee(name: str, phone: str, place: str) -> Consignee:
    province, city, district, street, postcode, country, company = json.loads(place)
    return Consignee(name, phone, Address(province, city, district, street, postcode, country), company)
