"""Power cut: every write and sync of the real store is recorded, the disk rebuilt as of any moment, and opened again.

At every cut each acknowledged scan must be there, the file whole, the chain unbroken, and nothing bought or printed of
which the file knows nothing. From some cuts the station also goes on to the end of its work.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from app.errors import PackbenchError
from app.store import journal
from app.store.database import Database
from app.store.sealing import Sealer
from tests.builders import KEY
from tests.faults.disk import WAYS, Disk
from tests.faults.lives import Call, Lives, Tracing, calls_of
from tests.faults.packer import Book, finish, prepare
from tests.faults.report import Found, Row

_CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename"
_SCANS, _ORDERS = 420, 80
_BROKEN_CUTS = 60
_GOES_ON = 20  # from every so manieth cut the station works on to the end


@dataclass(frozen=True, slots=True)
class Recording:
    """What one shift did to its disk, call by call; writes into the diary stand between them where they happened."""

    folder: Path
    diary: Path
    calls: Sequence[Call]

    @property
    def acknowledged(self) -> int:
        return sum(call.path == str(self.diary) and call.content.startswith(b'["heard"') for call in self.calls)

    @property
    def checkpoints(self) -> int:
        """How often the file itself was synced: when the WAL's pages go home."""
        return sum(call.path == str(self.folder / "packbench.db") and call.name == "fsync" for call in self.calls)


def run(*, is_long: bool, seed: int) -> Row:
    started = time.monotonic()
    cuts = 10_000 if is_long else 1_000
    with tempfile.TemporaryDirectory(prefix="packbench-powercut-", dir=_fast_disk()) as scratch:
        recording = record(Path(scratch) / "full", seed)
        _say(f"{recording.acknowledged} scans and {len(recording.calls)} calls recorded")
        found = cut_often(recording, cuts, seed, Path(scratch))
        if recording.acknowledged < 300 or recording.checkpoints < 3:
            found.other.append(f"seed {seed}: the recorded shift was too short to show anything")
        normal = record(Path(scratch) / "normal", seed, variant="normal")
        broken = cut_often(normal, _BROKEN_CUTS, seed, Path(scratch))
    losing = {what.partition(":")[0] for what in broken.lost}
    _say(f"with synchronous=NORMAL {len(losing)} cuts of {_BROKEN_CUTS} lost what had been answered")
    caught = bool(broken.lost)
    return Row("power cut", cuts, "cuts", found, "synchronous=NORMAL", caught, time.monotonic() - started)


def record(folder: Path, seed: int, *, variant: str = "") -> Recording:
    """A shift from the first start on an empty disk to its end, checkpoints and a second start included."""
    folder.mkdir()
    station, diary = (folder / "station").resolve(), (folder / "diary").resolve()
    prepare(station)
    diary.touch()
    files = [station / f"packbench.db{suffix}" for suffix in ("", "-wal", "-journal")]
    calls: list[Call] = []
    with Lives("tests.faults.packer:work_shift") as lives:
        for life, orders in enumerate((_ORDERS, 0)):
            tracing = Tracing((station, diary, *files), _CALLS, folder / f"trace{life}")
            shift = {"folder": str(station), "diary": str(diary), "seed": seed + life, "scans": _SCANS // 2}
            status = lives.live(tracing, **shift, new_orders=orders, variant=variant)
            calls += calls_of(folder / f"trace{life}")
            if status != 0:
                raise RuntimeError(f"the recorded shift ended with {status}")
            (folder / f"trace{life}").unlink()
    book = Book.read(diary.read_text("utf-8").splitlines())
    if book.bugs or book.refusals:
        raise RuntimeError(f"the recorded shift did not end by itself: {book.bugs}{book.refusals}")
    return Recording(station, diary, calls)


def cut_often(recording: Recording, cuts: int, seed: int, scratch: Path) -> Found:
    """Walk the recording once, stopping at `cuts` random moments; each in a way that its number decides."""
    found = Found()
    dice = random.Random(seed)
    moments = sorted(dice.randrange(1, len(recording.calls) + 1) for _ in range(cuts))
    disk, diary, at = Disk(recording.folder), [], 0
    for number, moment in enumerate(moments):
        for call in recording.calls[at:moment]:
            if call.path == str(recording.diary):
                diary += call.content.decode().splitlines() if call.name == "write" else []
            else:
                disk.follow(call)
        at = moment
        way = WAYS[number % len(WAYS)]
        image = disk.image(way, random.Random(f"{seed} {number}"))
        replay = f"seed {seed}, cut {number} at call {moment}, {way}"
        more = look(scratch / "image", image, diary, goes_on=number % _GOES_ON == 0, seed=seed)
        _add(found, more, replay)
    return found


def look(folder: Path, image: dict[str, bytes], diary: list[str], *, goes_on: bool, seed: int) -> Found:
    """Put the disk's remains into `folder`, open them with the product and hold them against the diary."""
    shutil.rmtree(folder, ignore_errors=True)
    prepare(folder)
    for name, content in image.items():
        (folder / name).write_bytes(content)
    book, found = Book.read(diary), Found()
    try:
        database = Database(folder / "packbench.db", Sealer(KEY))
        with database.reading() as connection:
            _compare(connection, database, book, found)
        database.close()
        if goes_on and found.is_clean:
            found.add(_go_on(folder, diary, seed))
    except PackbenchError as error:
        found.other.append(f"does not open: {error}")
    return found


def _compare(connection: Connection, database: Database, book: Book, found: Found) -> None:
    answer = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    if answer != "ok" or connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        found.other.append(f"integrity check: {answer}")
        return
    if (row := journal.verify(connection)) is not None:
        found.other.append(f"audit chain: broken at row {row}")
    written = [(event.removeprefix("scan."), text) for event, text in journal.scans(connection, database)]
    if written[: len(book.heard)] != book.heard:
        found.lost.append(f"{len(book.heard)} scans were acknowledged, the file has {len(written)}")
    if len(written) > len(book.heard) + 1:
        found.other.append(f"{len(book.heard)} scans were answered, the file has {len(written)}")
    waybills = {row.reference: row for row in connection.exec_driver_sql("SELECT * FROM waybills")}
    for purchase in book.purchases:
        if purchase.reference not in waybills:
            found.lost.append(f"{purchase.reference} was bought and is not in the file")
        elif purchase.is_cancelled and waybills[purchase.reference].state not in ("cancelling", "cancelled"):
            found.lies.append(f"{purchase.reference} was voided and is live in the file")
    sold = {purchase.reference for purchase in book.purchases}
    lies = [each.reference for each in waybills.values() if each.state == "issued" and each.reference not in sold]
    found.lies += [f"{reference} is issued in the file and was never sold" for reference in lies]
    let_go = set(connection.exec_driver_sql("SELECT sha256 FROM prints WHERE state NOT IN ('queued')").scalars())
    copies = [sha256 for sha256 in book.documents if sha256 not in let_go]
    found.doubled += [f"document {sha256[:12]} came out, and the file would print it again" for sha256 in copies]


def _go_on(folder: Path, diary: list[str], seed: int) -> Found:
    """The station starts again where the cut left it, packs a little more, and works to the end."""
    path = folder / "diary"
    path.write_text("".join(line + "\n" for line in diary), "utf-8")
    return finish(folder, path, seed, 5, packs_all=False)


def _add(found: Found, more: Found, replay: str) -> None:
    for kind in ("lost", "doubled", "lies", "other"):
        getattr(found, kind).extend(f"{replay}: {what}" for what in getattr(more, kind))


def _fast_disk() -> str | None:
    """Images are written and thrown away by the thousand; memory spares the disk."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _say(sentence: str) -> None:
    sys.stderr.write(f"power cut: {sentence}\n")
