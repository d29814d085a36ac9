"""The power cut's short form, and that the disk it is played on forgets what a real one may forget."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults import powercut
from tests.faults.disk import Disk
from tests.faults.lives import MISSING, STRACE, Call

FOLDER = "/station"
FILE = f"{FOLDER}/file"
CREATE = Call("openat", FILE, flags="O_RDWR|O_CREAT")


def write(content: bytes, offset: int = 0) -> Call:
    return Call("pwrite64", FILE, content=content, offset=offset, result=len(content))


def disk_after(*calls: Call) -> Disk:
    disk = Disk(Path(FOLDER))
    for call in calls:
        disk.follow(call)
    return disk


@pytest.mark.skipif(STRACE is None, reason=MISSING)
@pytest.mark.timeout(400)
def test_a_power_cut_loses_no_acknowledged_scan() -> None:
    row = powercut.run(is_long=False, seed=1)
    assert not row.is_red, row


def test_a_write_is_safe_once_its_file_and_its_name_are_synced() -> None:
    synced = (CREATE, write(b"old"), Call("fsync", FILE), Call("fsync", FOLDER), write(b"new"))
    assert disk_after(*synced).image("none", random.Random(1)) == {"file": b"old"}
    assert disk_after(*synced).image("all", random.Random(1)) == {"file": b"new"}


def test_a_new_file_may_be_missing_until_its_folder_is_synced() -> None:
    assert disk_after(CREATE, write(b"old"), Call("fsync", FILE)).image("none", random.Random(1)) == {}


def test_a_removed_file_may_come_back() -> None:
    removed = disk_after(CREATE, write(b"old"), Call("fsync", FILE), Call("fsync", FOLDER), Call("unlink", FILE))
    assert removed.image("none", random.Random(1)) == {"file": b"old"}
    assert removed.image("all", random.Random(1)) == {}


def test_unsynced_writes_may_be_a_prefix_any_subset_or_single_sectors() -> None:
    blocks = [write(bytes([number]) * 1024, number * 1024) for number in range(1, 9)]
    disk = disk_after(CREATE, Call("fsync", FOLDER), *blocks)
    dice = random.Random(1)

    def sectors(way: str) -> set[tuple[bool, ...]]:
        seen = set()
        for _ in range(50):
            content = disk.image(way, dice)["file"]
            seen.add(tuple(any(content[at : at + 512]) for at in range(1024, 9 * 1024, 512)))
        return seen

    prefixes, subsets, torn = sectors("prefix"), sectors("subset"), sectors("torn")
    assert all(list(kept) == sorted(kept, reverse=True) for kept in prefixes)
    assert any(list(kept) != sorted(kept, reverse=True) for kept in subsets)
    assert all(kept[at] == kept[at + 1] for kept in subsets for at in range(0, 16, 2))
    assert any(kept[at] != kept[at + 1] for kept in torn for at in range(0, 16, 2))


def test_a_file_cut_short_and_not_synced_may_keep_its_end() -> None:
    calls = (CREATE, write(b"long"), Call("fsync", FILE), Call("fsync", FOLDER), Call("ftruncate", FILE, offset=1))
    assert disk_after(*calls).image("none", random.Random(1)) == {"file": b"long"}
    assert disk_after(*calls).image("all", random.Random(1)) == {"file": b"l"}
