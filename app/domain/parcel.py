"""A packed, sealed unit that gets one label, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Material:
    """A carton or consumable, known by its barcode; `tare_g` is one piece's weight."""

    code: str
    is_carton: bool
    title: str
    tare_g: int = 0


@dataclass(frozen=True, slots=True)
class PackedLine:
    """So many units of one line of the order are in the parcel. `origin`: the number of a merged order it came from."""

    position: int
    sku: str
    title: str
    units: int
    origin: str = ""
