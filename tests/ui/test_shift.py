"""A whole shift through the real window, by scanner events only: the demo packs it, its books are held together."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from app.demo.memory import Memory
from app.demo.script import CRASHES, INTERCEPTIONS, JAMS, ORDERS, OUTAGES, PACKERS, build_shift
from tests.ui.shift_books import Books
from tests.ui.shift_life import SEED, shift_of

ROOT = Path(__file__).parents[2]
_WAIT_S = 240.0


def worked(folder: Path, variant: str) -> Books:
    """Let the program work the shift to its end."""
    shift = shift_of(variant)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    errors = (folder / "errors.txt").open("w+", encoding="utf-8")
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.shift_life", str(folder), variant], env=environment, cwd=ROOT, stderr=errors
    )
    memory, end = folder / "shift" / "packer.json", time.monotonic() + _WAIT_S
    try:
        while Memory.read(memory).at < len(shift.tasks):
            if program.poll() is not None or time.monotonic() > end:
                errors.seek(0)
                pytest.fail(f"stopped at {Memory.read(memory)}: {errors.read()[-2000:]}")
            threading.Event().wait(0.1)  # another process has no signal to wait for
    finally:
        program.terminate()
        program.wait(timeout=20)
        errors.close()
    return Books.read(folder / "shift", shift)


def test_the_script_has_everything_that_a_shift_must_have() -> None:
    shift = build_shift(SEED)
    events = Counter(type(event).__name__ for event in shift.events)
    assert len({(order.shop, order.number) for order in shift.orders}) == ORDERS == 200
    packed = {(order.shop, order.number) for task in shift.tasks for order in task.orders}
    assert packed == {(order.shop, order.number) for order in shift.orders}
    assert len(PACKERS) == 3
    assert events["Stop"] == INTERCEPTIONS == 12
    assert events["PrinterFails"] == events["PrinterMended"] == JAMS == 5
    assert events["CarrierAway"] + events["CarrierFails"] == OUTAGES == 2
    assert events["Crash"] == CRASHES == 1
    assert build_shift(SEED) == shift != build_shift(SEED + 1)


def test_a_whole_shift_ends_with_lists_that_balance_to_the_unit_and_to_the_cent(tmp_path: Path) -> None:
    books = worked(tmp_path, "the product")
    assert books.flaws() == []
    assert len(books.lists) == 2
    assert books.diary.count(["event", "Crash"]) == 1


@pytest.mark.parametrize(
    ("variant", "flaw"),
    [("gate without stops", "units with the courier, 0 were packed"), ("prints sent again", "came out ")],
)
def test_a_broken_product_does_not_balance(tmp_path: Path, variant: str, flaw: str) -> None:
    flaws = worked(tmp_path, variant).flaws()
    assert any(flaw in each for each in flaws), flaws
