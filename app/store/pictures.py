"""Pictures of parcels on disk: `evidence/<UTC day of the seal>/<parcel>.jpg.sealed`, never in clear.

Each is sealed for its own parcel and is there whole or not at all. Its key, day and parcel, sorts the oldest first.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryFile

from app.errors import Rejected, Unavailable
from app.store.evidence import Taken
from app.store.sealing import Sealer

LEAST_FREE_BYTES = 1_000_000_000
"""So much of the disk is left to what matters more."""
_FOLDER = "evidence"
_ENDING = ".jpg.sealed"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_COLUMN = "evidence.jpeg"


def free_bytes(folder: Path) -> int:
    """What is free where this folder is, or will be."""
    place = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(place).free


def day_of(at_ms: int) -> date:
    """The UTC day of epoch milliseconds."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).date()


def key_of(parcel_id: str, sealed_at_ms: int) -> str:
    return f"{day_of(sealed_at_ms).isoformat()}/{parcel_id}"


@dataclass(frozen=True, slots=True)
class Lying:
    """A picture on disk: its key, and the bytes it takes."""

    key: str
    bytes: int


def lying(folder: Path) -> list[Lying]:
    """Every picture in the station's folder, oldest first. Raises Unavailable `evidence.unwritable`."""
    place = folder / _FOLDER
    found: list[Lying] = []
    with _translated():
        for day in os.scandir(place) if place.is_dir() else ():
            for file in os.scandir(day) if day.is_dir() else ():
                if file.name.endswith(_ENDING):
                    try:
                        found.append(Lying(f"{day.name}/{file.name.removesuffix(_ENDING)}", file.stat().st_size))
                    except FileNotFoundError:  # the running station took it away while the doctor looks
                        continue
    return sorted(found, key=lambda each: each.key)


def check_room(folder: Path) -> None:
    """Whether a picture could be written now; leaves nothing behind. Raises Unavailable as `Pictures.write` does."""
    place = next(path for path in (folder / _FOLDER, *(folder / _FOLDER).parents) if path.exists())
    with _translated():
        if free_bytes(place) < LEAST_FREE_BYTES:
            raise Unavailable("evidence.disk_full")
        with TemporaryFile(dir=place):
            pass


class Pictures:
    """The pictures below `folder`, the station's own. Raises Unavailable (`evidence.disk_full`, `evidence.unwritable`)
    with nothing half done.
    """

    def __init__(self, folder: Path, sealer: Sealer, *, free: Callable[[Path], int] = free_bytes) -> None:
        self._folder = folder / _FOLDER
        self._sealer = sealer
        self._free = free

    def write(self, parcel_id: str, sealed_at_ms: int, jpeg: bytes) -> str:
        """Put the parcel's picture on disk, to stay; the SHA-256 of the file."""
        sealed = self._sealer.seal_bytes(_COLUMN, parcel_id, jpeg)
        with _translated():
            if self._free(self._folder) - len(sealed) < LEAST_FREE_BYTES:
                raise Unavailable("evidence.disk_full")
            _put(self._path(key_of(parcel_id, sealed_at_ms)), sealed)
        return hashlib.sha256(sealed).hexdigest()

    def read(self, parcel_id: str, sealed_at_ms: int, row: Taken) -> bytes:
        """The JPEG as the row tells it. Raises Rejected: `evidence.missing`, `evidence.damaged` (no longer what was
        taken); Unavailable `evidence.unreadable`; Misconfigured `keys.wrong_key`.
        """
        try:
            with self._path(key_of(parcel_id, sealed_at_ms)).open("rb") as file:
                sealed = file.read(row.bytes + 4096)  # a little more than it can be: what was added is found, not read
        except FileNotFoundError as error:
            raise Rejected("evidence.missing") from error
        except OSError as error:
            raise Unavailable("evidence.unreadable", type(error).__name__) from error
        if hashlib.sha256(sealed).hexdigest() != row.file_sha256:
            raise Rejected("evidence.damaged")
        jpeg = self._sealer.open_bytes(_COLUMN, parcel_id, sealed)
        if hashlib.sha256(jpeg).hexdigest() != row.sha256:
            raise Rejected("evidence.damaged")
        return jpeg

    def drop(self, keys: Iterable[str]) -> None:
        """Take these away, where they are, and days that are empty then."""
        with _translated():
            for key in keys:
                path = self._path(key)
                try:
                    path.unlink()
                except (FileNotFoundError, NotADirectoryError):
                    continue
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()

    def sweep(self) -> None:
        """Take away what a crash left half written."""
        with _translated():
            for scratch in self._folder.glob("*/*.part"):
                scratch.unlink()

    def _path(self, key: str) -> Path:
        return self._folder / (key + _ENDING)


def _put(target: Path, content: bytes) -> None:
    """Whole or not at all, and there after a power cut."""
    scratch = target.with_name(target.name + ".part")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with scratch.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(target)
    except OSError:
        scratch.unlink(missing_ok=True)
        raise
    for folder in target.parents[:3]:  # the day, the pictures and the station: each may be new
        _sync(folder)


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return  # Windows opens no folder, and keeps names by itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "evidence.disk_full" if error.errno in _FULL else "evidence.unwritable"
        raise Unavailable(code, type(error).__name__) from error
