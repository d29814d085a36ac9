"""A packed, sealed unit that gets one label, what is in it, and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.money import read_money

LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class Material:
    """A carton or consumable, known by its barcode; `tare_g` is one piece's weight."""

    code: str
    is_carton: bool
    title: str
    tare_g: int = 0


@dataclass(frozen=True, slots=True)
class StockedMaterial:
    """A material as a list brings it: what one piece costs, and how many are there (None: as many as before)."""

    material: Material
    cost_minor: int = 0
    currency: str = ""
    stock: int | None = None


class MaterialFlaw(StrEnum):
    """The column at fault in a row of a list of materials."""

    CODE = "code"
    KIND = "kind"
    TARE = "tare_g"
    COST = "cost"
    STOCK = "stock"


def read_material(row: Mapping[str, str]) -> StockedMaterial | MaterialFlaw:
    """A row with the columns `code`, `kind` (carton or consumable), `title`, `tare_g`, `cost`, `currency` and `stock`;
    the last four may be empty. The first column that cannot be, otherwise.
    """
    cells = {name: (row.get(name) or "").strip() for name in ("code", "kind", "title", "tare_g", "cost", "currency")}
    if not 0 < len(cells["code"]) <= LONGEST_CODE or not cells["code"].isprintable():
        return MaterialFlaw.CODE
    if cells["kind"] not in ("carton", "consumable"):
        return MaterialFlaw.KIND
    tare_g, stock = _count(cells["tare_g"]), _count((row.get("stock") or "").strip())
    if tare_g is None:
        return MaterialFlaw.TARE
    cost = read_money(cells["cost"] or "0", cells["currency"])
    if cost is None or (cost.minor and len(cells["currency"]) != 3):
        return MaterialFlaw.COST
    if stock is None:
        return MaterialFlaw.STOCK
    material = Material(cells["code"], cells["kind"] == "carton", cells["title"] or cells["code"], tare_g)
    is_counted = bool((row.get("stock") or "").strip())
    return StockedMaterial(material, cost.minor, cells["currency"], stock if is_counted else None)


def _count(text: str) -> int | None:
    """A whole number from 0 on, 0 for nothing; None for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) <= 9
    return int(text or "0") if is_number or not text else None


@dataclass(frozen=True, slots=True)
class PackedLine:
    """So many units of one line of the order are in the parcel. `origin`: the number of a merged order it came from."""

    position: int
    sku: str
    title: str
    units: int
    origin: str = ""


@dataclass(frozen=True, slots=True)
class SealedParcel:
    """A closed parcel: `sequence` among those of its order, `number` among all of this station, both from 1."""

    order_id: str
    sequence: int
    sealed_at_ms: int
    weight_g: int | None
    number: int
