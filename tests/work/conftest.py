"""A store, a camera and a clock that moves when a test says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.database import Database
from tests.builders import Clock, a_database
from tests.work.cameras import SwitchedCamera


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def camera(clock: Clock) -> SwitchedCamera:
    return SwitchedCamera(clock)


@pytest.fixture
def database(tmp_path: Path, clock: Clock) -> Iterator[Database]:
    opened = a_database(tmp_path, clock)
    yield opened
    opened.close()
