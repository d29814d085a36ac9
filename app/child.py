"""A child process of ours, for what may crash, hang or swell: it takes only itself along.

Parent and child talk through the child's standard input and output in blocks: a length (4 bytes, big-endian) and that
many bytes. A frozen program starts itself with the child's argument, which `__main__` hands on.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

if sys.platform != "win32":
    import resource

LENGTH = struct.Struct(">I")
MOST_BYTES = 80 << 20
MEMORY_BYTES = 2 << 30
"""Address space of a child on Linux that was told nothing else."""
_MEMORY = "PACKBENCH_CHILD_MEMORY"
_KEPT = ("SYSTEMROOT", "PATH", "TEMP", "TMP", "TMPDIR")  # of PATH libraries are looked for along


def start_child(
    module: str, argument: Sequence[str], *, memory_bytes: int, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start `module` of the house, which a frozen program calls by `argument`. It may use `memory_bytes` of address
    space (Linux) and sees nothing of our environment but where things lie.
    """
    command = list(argument) if getattr(sys, "frozen", False) else ["-m", module]
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    own = {"PYTHONPATH": str(Path(__file__).resolve().parents[1]), "PYTHONUTF8": "1", _MEMORY: str(memory_bytes)}
    return subprocess.Popen(
        [sys.executable, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, **own, **(environment or {})},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def end_child(child: subprocess.Popen[bytes]) -> None:
    """Kill it and give back its pipes. What was not written yet has nobody left to read it."""
    child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        try:
            cast("BinaryIO", stream).close()
        except OSError:
            pass


def streams_of(child: subprocess.Popen[bytes]) -> tuple[BinaryIO, BinaryIO]:
    """What it reads and what it writes."""
    return cast("BinaryIO", child.stdin), cast("BinaryIO", child.stdout)


@contextmanager
def as_child() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """In the child: its memory bounded, no file written, and the two streams for blocks, between which nothing gets
    that libraries print.
    """
    if sys.platform != "win32":
        limit = int(os.environ.get(_MEMORY, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(nowhere, 1)
        yield sys.stdin.buffer, answers


def write_block(stream: BinaryIO, block: bytes | memoryview) -> None:
    stream.write(LENGTH.pack(len(block)))
    stream.write(block)


def read_block(stream: BinaryIO) -> bytes:
    """One block; EOFError where the other side ended, or announces more than anyone may send."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    block = stream.read(length) if length <= MOST_BYTES else b""
    if len(block) < length:
        raise EOFError
    return block
