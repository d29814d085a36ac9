"""The syscall faults' short form, and that every kind of fault has its turn in it."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.faults import syscalls
from tests.faults.lives import MISSING, STRACE, Lives
from tests.faults.syscalls import Fault, FaultyDisk


@pytest.mark.skipif(STRACE is None, reason=MISSING)
@pytest.mark.timeout(400)
def test_a_failing_disk_is_said_and_nothing_unwritten_is_acknowledged() -> None:
    row = syscalls.run(is_long=False, seed=1)
    assert not row.is_red, row


@pytest.mark.skipif(STRACE is None, reason=MISSING)
def test_a_file_that_opens_for_reading_only_is_refused_at_the_start(tmp_path: Path) -> None:
    disk = FaultyDisk(tmp_path, seed=1)
    with Lives("tests.faults.packer:work_shift") as lives:
        found = disk.meet(lives, Fault("openat", "EIO", 1))
    assert found.is_clean, found
    assert disk.book.refusals == ["store.unwritable"]


def test_rare_calls_have_their_turn_beside_frequent_ones() -> None:
    faults = syscalls.every_fault(Counter(openat=4, pwrite64=600, fsync=50))
    chosen = Counter(fault.call for fault in syscalls.choose(faults, 45, random.Random(1)))
    assert chosen["openat"] >= 12
    assert len({fault.inject for fault in faults}) == len(faults)
