"""A bench in the field: the station without threads, and the window over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import Rig
from tests.ui.conftest import bare_window, entered, keys, player, window

__all__ = ["bare_window", "entered", "keys", "player", "rig", "window"]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    yield rig
    rig.station.stop()
