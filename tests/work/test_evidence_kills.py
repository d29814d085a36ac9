"""Kill -9 at every step between the camera and the row: each parcel has one row, and what it says is so.

The life is forked and kills itself before its n-th touch of the disk, n = 1, 2 … until it lives to its end.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.store.database import Database
from app.store.pictures import Pictures
from app.work.evidence import Evidence
from tests.builders import Clock, a_database
from tests.work.cameras import SwitchedCamera, an_evidence, events, flaws, seal

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a life is a fork")

_MOST_STEPS = 100
_TOUCHES = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.scandir")


def live(folder: Path, last_step: int, breaks: Callable[[pytest.MonkeyPatch], None]) -> bool:
    """Seals two parcels with a camera at hand, up to a touch of the disk; whether it lived to the end."""
    life = os.fork()
    if life == 0:
        try:
            _run(folder, last_step, breaks)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(life, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return not os.WIFSIGNALED(status)


def _run(folder: Path, last_step: int, breaks: Callable[[pytest.MonkeyPatch], None]) -> None:
    patch, steps = pytest.MonkeyPatch(), 0
    breaks(patch)

    def touched() -> None:
        nonlocal steps
        steps += 1
        if steps == last_step:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _TOUCHES and "evidence" in str(arguments[0]):
            touched()

    def sync(handle: int, fsync: Callable[[int], None] = os.fsync) -> None:
        touched()
        fsync(handle)

    database = a_database(folder, clock := Clock())
    room = an_evidence(database, SwitchedCamera(clock), keep_days=1)
    sys.addaudithook(hear)
    patch.setattr(os, "fsync", sync)
    patch.setattr(Database, "transaction", _counted(Database.transaction, touched))
    room.step()
    seal(database, "1", "2")
    room.step()
    clock.pass_s(3 * 86_400)
    room.step()  # and both are purged
    database.close()


def _counted(method: Callable[..., Any], touched: Callable[[], None]) -> Callable[..., Any]:
    def transaction(self: Database, **how: bool) -> Any:
        touched()
        return method(self, **how)

    return transaction


def product(_patch: pytest.MonkeyPatch) -> None:
    """Nothing is broken."""


def writes_plain_first(patch: pytest.MonkeyPatch) -> None:
    whole = Pictures.write

    def write(self: Pictures, parcel_id: str, sealed_at_ms: int, jpeg: bytes) -> str:
        plain = self._folder / f"{parcel_id}.jpg"
        plain.parent.mkdir(exist_ok=True)
        plain.write_bytes(jpeg)
        digest = whole(self, parcel_id, sealed_at_ms, jpeg)
        plain.unlink()
        return digest

    patch.setattr(Pictures, "write", write)


def notes_before_it_writes(patch: pytest.MonkeyPatch) -> None:
    whole, noted, kept = Pictures.write, Evidence._note, list[tuple[str, int, bytes]]()

    def write(self: Pictures, parcel_id: str, sealed_at_ms: int, jpeg: bytes) -> str:
        kept.append((parcel_id, sealed_at_ms, jpeg))
        return hashlib.sha256(jpeg).hexdigest()

    def note(self: Evidence, rows: Any) -> None:
        noted(self, rows)
        while kept:
            whole(self._pictures, *kept.pop())

    patch.setattr(Pictures, "write", write)
    patch.setattr(Evidence, "_note", note)


def test_a_kill_at_any_step_leaves_each_parcel_one_true_row(tmp_path: Path) -> None:
    found, steps, seen = _lives(tmp_path, product)
    assert found == []
    assert steps > 20
    assert {"evidence.taken", "evidence.missed", "evidence.purged"} <= seen


@pytest.mark.parametrize(
    ("breaks", "flaw"), [(writes_plain_first, "plain"), (notes_before_it_writes, "a row without its picture")]
)
def test_a_broken_way_of_writing_is_caught(
    tmp_path: Path, breaks: Callable[[pytest.MonkeyPatch], None], flaw: str
) -> None:
    found, _, _ = _lives(tmp_path, breaks)
    assert any(each.startswith(flaw) for each in found), found


def _lives(place: Path, breaks: Callable[[pytest.MonkeyPatch], None]) -> tuple[list[str], int, set[str]]:
    """All flaws after a kill at each step and the start after it; how many steps there were; the rows seen."""
    found: list[str] = []
    seen: set[str] = set()
    fresh = place / "fresh"
    fresh.mkdir()
    a_database(fresh).close()  # migrated once, not in every life
    for step in range(1, _MOST_STEPS):
        folder = place / str(step)
        shutil.copytree(fresh, folder)
        is_over = live(folder, step, breaks)
        with closing(a_database(folder, clock := Clock())) as database:
            clock.pass_s(60)
            an_evidence(database, SwitchedCamera(clock)).step()
            found += flaws(folder, database)
            seen |= {event for event, _ in events(database)}
        if is_over:
            return found, step, seen
    raise AssertionError("it never lived to its end")
