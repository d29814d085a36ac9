"""A camera with a switch, and sealed parcels that want their pictures."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.domain.actor import Actor
from app.errors import PackbenchError
from app.settings import EvidenceSettings
from app.store import evidence, journal
from app.store.database import Database
from app.store.evidence import Missed, Taken
from app.store.pictures import Pictures, key_of
from app.work.evidence import Evidence
from tests.builders import Clock
from tests.sealed import a_sealed_parcel

PLAIN = b"NAME AND ADDRESS"
CAMERA = Actor("Bench 7", device="top")


@dataclass
class SwitchedCamera:
    """Gives pictures that differ, fails, takes its time by the clock, or hangs until it is let go."""

    clock: Clock
    fails: PackbenchError | None = None
    slow_s: float = 0.0
    hangs: threading.Event | None = None
    gives: bytes | None = None
    asked: int = 0
    was_asked: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> bytes:
        self.asked += 1
        self.was_asked.set()
        if self.hangs is not None:
            assert self.hangs.wait(30)
        self.clock.pass_s(self.slow_s)
        if self.fails is not None:
            raise self.fails
        return self.gives if self.gives is not None else a_jpeg(self.asked)


def a_jpeg(number: int, size: int = 2000) -> bytes:
    return b"\xff\xd8" + (PLAIN + b" %d " % number) * (size // 20) + b"\xff\xd9"


def an_evidence(
    database: Database,
    camera: SwitchedCamera | None,
    *,
    keep_days: int = 90,
    quota_mb: int = 5000,
    free: int = 10**12,
) -> Evidence:
    settings = EvidenceSettings(keep_days, quota_mb)
    folder = database.path.parent
    return Evidence(database, folder, settings, CAMERA, camera_picture=camera, free=lambda _folder: free)


def seal(database: Database, *numbers: str) -> list[str]:
    """The parcels of new orders, sealed together; their ids."""
    with database.transaction() as tx:
        return [a_sealed_parcel(tx, database, number) for number in numbers]


def row_of(database: Database, number: str) -> Taken | Missed | None:
    with database.reading() as connection:
        (found,) = evidence.find(connection, number)
    return found.row


def events(database: Database, subject: str = "") -> list[tuple[str, dict[str, Any]]]:
    """The rows about evidence, in order, of one subject or of all."""
    with database.reading() as connection:
        return [
            (row.event, json.loads(row.detail))
            for row in journal.rows(connection)
            if row.event.startswith("evidence.") and subject in ("", row.subject_id)
        ]


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "evidence").rglob("*") if path.is_file())


def flaws(folder: Path, database: Database) -> list[str]:
    """What must never be found: a row without its file, a file without its row, two rows, a picture in clear."""
    found = [f"plain: {path.name}" for path in folder.rglob("*") if path.is_file() and PLAIN in path.read_bytes()]
    pictures = Pictures(folder, database.sealer)
    with database.reading() as connection:
        purged_until = evidence.purged_until(connection)
        counted = connection.execute(
            text(
                "SELECT parcels.id, sealed_at, count(journal.sequence), max(event), max(detail) FROM parcels"
                " LEFT JOIN journal ON subject_id = parcels.id AND event IN ('evidence.taken', 'evidence.missed')"
                " GROUP BY parcels.id"
            )
        ).all()
    for parcel_id, sealed_at, rows, event, detail in counted:
        is_there = any(path.name.startswith(parcel_id) for path in files_in(folder))
        if rows != 1:
            found.append(f"{rows} rows")
        elif event == "evidence.missed" and is_there:
            found.append("a file whose row says there is none")
        elif event == "evidence.taken" and (is_there or key_of(parcel_id, sealed_at) > purged_until):
            found += _unreadable(pictures, parcel_id, sealed_at, Taken(**_without_device(detail)))
    return found + [f"left over: {path.suffix}" for path in files_in(folder) if path.suffix == ".part"]


def _without_device(detail: str) -> dict[str, Any]:
    return {name: value for name, value in json.loads(detail).items() if name != "device"}


def _unreadable(pictures: Pictures, parcel_id: str, sealed_at: int, row: Taken) -> Iterator[str]:
    try:
        jpeg = pictures.read(parcel_id, sealed_at, row)
    except PackbenchError as error:
        yield f"a row without its picture: {error.code}"
        return
    if hashlib.sha256(jpeg).hexdigest() != row.sha256:
        yield "another picture"
