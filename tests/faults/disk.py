"""A disk that loses its power: what was synced is kept, of the rest anything may be there, or a part of it, or nothing.

A file's writes are safe once the file is synced, a name once its folder is. Model and figures follow SQLite's own
crash tests: none kept, all kept, a prefix, a random subset, and single sectors of 512 bytes of each write.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.lives import Call

_SECTOR = 512
_SYNCS = ("fsync", "fdatasync")
WAYS = ("none", "all", "prefix", "subset", "torn")


@dataclass(frozen=True, slots=True)
class _Write:
    offset: int
    content: bytes | None  # None: the file was cut to `offset`


@dataclass(slots=True)
class _File:
    """A file's content as of its last sync, and what was done to it since."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list[_Write] = field(default_factory=list)

    def sync(self) -> None:
        for write in self.pending:
            _apply(self.synced, write)
        self.pending.clear()


class Disk:
    """One folder's files, followed call by call; `image()` is the folder as it may be found after the power cut."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._names: dict[str, _File] = {}
        self._synced_names: dict[str, _File] = {}

    def follow(self, call: Call) -> None:
        """Take over one call; those on other folders' files are none of this disk's business."""
        if call.path == self._folder:
            if call.name in _SYNCS:
                self._synced_names = dict(self._names)
        elif call.path.startswith(self._folder + "/"):
            self._follow_file(call)

    def _follow_file(self, call: Call) -> None:
        match call.name:
            case "openat" if "O_TRUNC" in call.flags:
                raise ValueError(f"SQLite empties no file by opening it: {call.path}")
            case "openat":
                if "O_CREAT" in call.flags:
                    self._names.setdefault(call.path, _File())
            case "pwrite64":
                self._names[call.path].pending.append(_Write(call.offset, call.content))
            case "ftruncate":
                self._names[call.path].pending.append(_Write(call.offset, None))
            case _ if call.name in _SYNCS:
                self._names[call.path].sync()
            case "unlink":
                self._names.pop(call.path, None)
            case _:
                raise ValueError(f"a call that this disk does not understand: {call.name} on {call.path}")

    def image(self, way: str, dice: random.Random) -> dict[str, bytes]:
        """File names and their content, as the power cut leaves them; `way` is one of WAYS."""
        names = self._names if way == "all" else self._synced_names
        if way not in ("none", "all"):  # each new or removed name may have reached the disk by itself
            every = self._names | self._synced_names
            either = {name: dice.choice((self._names, self._synced_names)).get(name) for name in every}
            names = {name: file for name, file in either.items() if file is not None}
        return {Path(name).name: _remains(file, way, dice) for name, file in names.items()}


def _remains(file: _File, way: str, dice: random.Random) -> bytes:
    content = bytearray(file.synced)
    for write in _kept(file.pending, way, dice):
        _apply(content, write)
    return bytes(content)


def _kept(pending: list[_Write], way: str, dice: random.Random) -> Iterable[_Write]:
    match way:
        case "none":
            return ()
        case "all":
            return pending
        case "prefix":
            return pending[: dice.randint(0, len(pending))]
        case "subset":
            return [write for write in pending if dice.random() < 0.5]
        case "torn":
            return [part for write in pending for part in _sectors(write) if dice.random() < 0.7]
    raise ValueError(way)


def _sectors(write: _Write) -> list[_Write]:
    if write.content is None:
        return [write]
    parts, at, end = [], write.offset, write.offset + len(write.content)
    while at < end:
        upto = min((at // _SECTOR + 1) * _SECTOR, end)
        parts.append(_Write(at, write.content[at - write.offset : upto - write.offset]))
        at = upto
    return parts


def _apply(content: bytearray, write: _Write) -> None:
    if write.content is None:
        del content[write.offset :]
        content.extend(bytes(write.offset - len(content)))
        return
    content.extend(bytes(max(0, write.offset - len(content))))
    content[write.offset : write.offset + len(write.content)] = write.content
