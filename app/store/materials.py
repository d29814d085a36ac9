"""Cartons and consumables: what a box is made of, what a piece weighs and costs, how many are left."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, text

from app.domain.parcel import Material

_USES = text("SELECT code, units, cost_minor, currency FROM material_uses WHERE parcel_id = :parcel_id ORDER BY code")
_GET = text("SELECT code, kind, title, tare_g FROM materials WHERE code = :code")


def get(connection: Connection, code: str) -> Material | None:
    row = connection.execute(_GET, {"code": code}).one_or_none()
    return Material(row.code, row.kind == "carton", row.title, row.tare_g) if row else None


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
