"""Who did it: the station, and the packer at it (empty for the station's own background work)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    station: str
    packer: str = ""
