"""Barcodes that were learnt at the bench and wait for a lead, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from app.domain.barcode import item_code

_PENDING = text(
    "SELECT code, sku, coalesce(number, '') AS number, learned_by FROM item_codes"
    " LEFT JOIN orders ON orders.id = learned_in WHERE learned_in <> '' AND approved_by = '' ORDER BY code, sku"
)
_APPROVE = text(
    "UPDATE item_codes SET approved_by = :by WHERE code = :code AND sku = :sku AND learned_in <> ''"
    " AND approved_by = ''"
)
_KNOWN_AS = text("SELECT sku FROM item_codes WHERE code = :code AND (learned_in = '' OR approved_by <> '')")


@dataclass(frozen=True, slots=True)
class PendingCode:
    """A barcode that means a SKU in one order only; `order_number` is that order's, `learned_by` a handle."""

    code: str
    sku: str
    order_number: str
    learned_by: str


def pending(connection: Connection) -> tuple[PendingCode, ...]:
    """What waits for a lead, by code."""
    return tuple(PendingCode(*row) for row in connection.execute(_PENDING))


def known_as(connection: Connection, code: str) -> tuple[str, ...]:
    """The SKUs that a code means everywhere."""
    return tuple(connection.execute(_KNOWN_AS, {"code": item_code(code)}).scalars())


def approve(tx: Connection, code: str, sku: str, by: str) -> None:
    """From now on the code means the SKU in every order."""
    tx.execute(_APPROVE, {"code": item_code(code), "sku": sku, "by": by})
