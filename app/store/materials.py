"""Cartons and consumables: what a box is made of, what a piece weighs and costs, how many are left."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, text

from app.domain.parcel import Material, StockedMaterial

_USES = text("SELECT code, units, cost_minor, currency FROM material_uses WHERE parcel_id = :parcel_id ORDER BY code")
_EVERY = text("SELECT code, kind, title, tare_g, cost_minor, currency, stock FROM materials ORDER BY code")
_KEEP = text(
    "INSERT INTO materials (code, kind, title, tare_g, cost_minor, currency, stock)"
    " VALUES (:code, :kind, :title, :tare_g, :cost_minor, :currency, coalesce(:stock, 0))"
    " ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, title = excluded.title, tare_g = excluded.tare_g,"
    " cost_minor = excluded.cost_minor, currency = excluded.currency, stock = coalesce(:stock, stock)"
)
_GET = text("SELECT code, kind, title, tare_g FROM materials WHERE code = :code")


def get(connection: Connection, code: str) -> Material | None:
    row = connection.execute(_GET, {"code": code}).one_or_none()
    return Material(row.code, row.kind == "carton", row.title, row.tare_g) if row else None


def keep(tx: Connection, listed: StockedMaterial) -> None:
    """Bring a material in, or take over what a list says of a known one. A list without a count leaves the stock."""
    values = {
        "code": listed.material.code,
        "kind": "carton" if listed.material.is_carton else "consumable",
        "title": listed.material.title,
        "tare_g": listed.material.tare_g,
        "cost_minor": listed.cost_minor,
        "currency": listed.currency,
        "stock": listed.stock,
    }
    tx.execute(_KEEP, values)


def every(connection: Connection) -> tuple[StockedMaterial, ...]:
    """All materials with what they cost and how many are left, by code."""
    return tuple(
        StockedMaterial(
            Material(row.code, row.kind == "carton", row.title, row.tare_g), row.cost_minor, row.currency, row.stock
        )
        for row in connection.execute(_EVERY)
    )


def tares(connection: Connection, used: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Grams of one piece, for each material that was used."""
    found = (get(connection, code) for code, _ in used)
    return {material.code: material.tare_g for material in found if material is not None}


def used_by(connection: Connection, parcel_id: str) -> tuple[tuple[str, int], ...]:
    """What was used for a parcel: code and pieces."""
    return tuple((row.code, row.units) for row in connection.execute(_USES, {"parcel_id": parcel_id}))


def uses(connection: Connection, parcel_id: str) -> list[list[str | int]]:
    """What was used for a parcel: code, units, and what they cost together in minor units of the currency."""
    return [list(row) for row in connection.execute(_USES, {"parcel_id": parcel_id})]
