"""Imported once by the server that forks lives: does what every life would else do first, so that kills meet work."""

from __future__ import annotations

import tempfile
from pathlib import Path

from app.keys import Secrets
from app.station import Station
from tests.builders import Rig, a_draft, some_settings


def _warm(folder: Path) -> None:
    """One parcel from scan to label, and one client of the wire; no thread is started, for none survives a fork."""
    rig = Rig(folder / "rig")
    rig.orders(a_draft("1"))
    rig.scan("1", "A")
    rig.work()
    rig.station.stop()
    Secrets(folder / "wire", "file").write("kdniao.api_key", "none")
    Station(some_settings(folder / "wire", kind="kdniao", url="http://127.0.0.1:9", business_id="none")).stop()


with tempfile.TemporaryDirectory() as _name:
    _warm(Path(_name))
