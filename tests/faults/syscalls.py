"""Syscall faults: the disk answers a write, a sync or an opening with an error, is full, or the process dies in it.

strace gives the fault to the n-th call on the store's files, for every n. After each: a typed answer, nothing
acknowledged that is not on disk, nothing damaged, and packing goes on once the disk is well again.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

from app.domain.actor import Actor
from app.store import journal
from app.store.database import Database
from app.store.sealing import Sealer
from tests.builders import KEY, Clock
from tests.faults.lives import Lives, Tracing
from tests.faults.packer import Book, finish, import_orders, prepare
from tests.faults.report import Found, Row

_CALLS = ("openat", "pwrite64", "write", "fsync", "fdatasync", "ftruncate", "unlink", "pread64")
_ERRORS = ("EIO", "ENOSPC")
_FIRST = 60  # each of the first so many calls of a kind
_SCANS, _ORDERS = 80, 3
_MIB = 1 << 20
_KILLED = -9


@dataclass(frozen=True, slots=True)
class Fault:
    """The n-th call of a kind fails (and all after it, when lasting), or is the last thing the process does."""

    call: str
    error: str  # empty: the process is killed
    at: int
    is_lasting: bool = False

    @property
    def inject(self) -> str:
        what = f"error={self.error}" if self.error else "signal=SIGKILL"
        return f"{self.call}:{what}:when={self.at}{'+' if self.is_lasting else ''}"


def run(*, is_long: bool, seed: int) -> Row:
    started = time.monotonic()
    found, dice = Found(), random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="packbench-syscalls-") as scratch:
        bench = FaultyDisk(Path(scratch).resolve(), seed)
        with Lives("tests.faults.packer:work_shift") as lives:
            faults = every_fault(bench.count_calls(lives))
            _say(f"{len(faults)} faults are possible in this shift")
            chosen = choose(faults, 700 if is_long else 110, dice)
            for fault in chosen:
                found.add(bench.meet(lives, fault))
            hasty = bench.find_hasty(
                lives, [fault for fault in faults if fault.error and fault.call == "pwrite64"], dice
            )
            runs = len(chosen) + fill_real_disk(lives, Path(scratch) / "full", found, seed)
    variant = "an answer before the commit"
    return Row("syscall faults", runs, "faults", found, variant, hasty, time.monotonic() - started)


class FaultyDisk:
    """Shifts from one and the same beginning: orders to pack, and a WAL about to be checkpointed, as after a crash."""

    def __init__(self, scratch: Path, seed: int) -> None:
        self._seed = seed
        self._trace = scratch / "trace"
        self._beginning = scratch / "beginning"
        self._station, self._diary = scratch / "station", scratch / "diary"
        self._files = tuple(self._station / f"packbench.db{suffix}" for suffix in ("", "-wal", "-shm", "-journal"))
        begin(self._beginning, seed)

    def count_calls(self, lives: Lives) -> Counter[str]:
        """How often an undisturbed shift makes each call."""
        self._live(lives, ",".join(_CALLS), "")
        lines = self._trace.read_text("ascii").splitlines()
        return Counter(line.partition("(")[0] for line in lines if "(" in line)

    def meet(self, lives: Lives, fault: Fault, *, variant: str = "") -> Found:
        status = self._live(lives, fault.call, fault.inject, variant=variant)
        book = self.book
        found = Found(other=[f"not one of the four errors: {bug}" for bug in book.bugs])
        if status != (0 if fault.error else _KILLED):
            found.other.append(f"the process ended with {status}")
        elif fault.error and "(INJECTED)" not in self._trace.read_text("ascii"):
            found.other.append("the fault never came, so nothing was shown")
        elif fault.error and not fault.is_lasting and not book.refusals and not book.has_finished:
            found.other.append("the disk was well again, and packing did not go on")
        found.add(finish(self._station, self._diary, self._seed, _SCANS))
        return _named(found, f"seed {self._seed}, {fault.inject}")

    @property
    def book(self) -> Book:
        """What the packer, the carrier and the printer wrote down of the last shift."""
        return Book.read(self._diary.read_text("utf-8").splitlines())

    def find_hasty(self, lives: Lives, faults: Sequence[Fault], dice: random.Random) -> bool:
        """Whether the checks find out a bench that answers before the commit."""
        for fault in dice.sample(faults, min(20, len(faults))):
            lost = self.meet(lives, fault, variant="hasty").lost
            if lost:
                _say(f"caught: {lost[0]}")
                return True
        return False

    def _live(self, lives: Lives, calls: str, inject: str, *, variant: str = "") -> int:
        shutil.rmtree(self._station, ignore_errors=True)
        shutil.copytree(self._beginning, self._station)
        self._diary.write_bytes(b"")
        tracing = Tracing((*self._files, self._station), calls, self._trace, inject)
        shift = {"folder": str(self._station), "diary": str(self._diary), "seed": self._seed, "scans": _SCANS}
        return lives.live(tracing, **shift, variant=variant)


def begin(folder: Path, seed: int) -> None:
    """A station's folder as a crash leaves it: the WAL long, the file behind it."""
    prepare(folder / "living")
    database = Database(folder / "living" / "packbench.db", Sealer(KEY), now_ms=Clock())
    import_orders(database, _ORDERS, random.Random(seed))
    wal = folder / "living" / "packbench.db-wal"
    while wal.stat().st_size < 960 * 4120:  # SQLite checkpoints after 1,000 pages
        with database.transaction() as tx:
            journal.append(tx, database, Actor("Bench 7"), "orders.imported", added=0)
    for name in ("packbench.db", "packbench.db-wal", "secrets.json"):
        shutil.copy(folder / "living" / name, folder / name)
    database.close()
    shutil.rmtree(folder / "living")


def every_fault(counts: Counter[str]) -> list[Fault]:
    """Each of the first calls of each kind, with each error, once and lasting, and as the last one of the process."""
    faults = []
    for call in _CALLS:
        for at in range(1, min(counts[call], _FIRST) + 1):
            faults += [Fault(call, error, at) for error in _ERRORS]
            faults += [Fault(call, error, at, is_lasting=True) for error in _ERRORS if at % 4 == 1]
            faults.append(Fault(call, "", at))
    return faults


def choose(faults: Sequence[Fault], count: int, dice: random.Random) -> list[Fault]:
    """At most `count` of them, the rare calls as much as the frequent ones."""
    piles = [[fault for fault in faults if fault.call == call] for call in _CALLS]
    for pile in piles:
        dice.shuffle(pile)
    in_turn = (fault for row in zip_longest(*piles) for fault in row if fault is not None)
    return list(islice(in_turn, count))


def fill_real_disk(lives: Lives, mount: Path, found: Found, seed: int) -> int:
    """Pack on a disk of ten megabytes until it is full, make room, pack on. How many disks were filled: 1, or 0."""
    with _small_disk(mount) as is_mounted:
        if not is_mounted:
            return 0
        station, diary, ballast = mount / "station", mount.parent / "full-diary", mount / "ballast"
        prepare(station)
        diary.touch()
        ballast.write_bytes(bytes(9 * _MIB))
        shift = {"folder": str(station), "diary": str(diary), "seed": seed, "ballast": str(ballast)}
        status = lives.live(None, **shift, scans=2 * _SCANS, new_orders=20)
        book = Book.read(diary.read_text("utf-8").splitlines())
        more = Found(other=list(book.bugs))
        codes = [code for code, _ in book.heard]
        if status != 0 or "store.full" not in codes or "store.broken" in codes:
            more.other.append(f"ended with {status}, having said {Counter(codes)}")
        elif not book.has_finished:
            more.other.append("room was made, and packing did not go on")
        more.add(finish(station, diary, seed, _SCANS))
        _say(f"a real full disk was said {codes.count('store.full')} times among {len(codes)} scans")
        found.add(_named(more, f"seed {seed}, real full disk"))
        return 1


@contextmanager
def _small_disk(folder: Path) -> Iterator[bool]:
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={10 * _MIB}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        _say("NO REAL FULL DISK WAS FILLED: this user may not mount one (root may)")
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _named(found: Found, replay: str) -> Found:
    return Found(
        *([f"{replay}: {what}" for what in kind] for kind in (found.lost, found.doubled, found.lies, found.other))
    )


def _say(sentence: str) -> None:
    sys.stderr.write(f"syscall faults: {sentence}\n")
