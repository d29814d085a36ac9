"""A process that draws strangers' pages, so that a page that crashes, hangs or swells takes only the process along.

Parent and child talk through the child's standard input and output: two blocks a message, each a length (4 bytes,
big-endian) and that many bytes; the first is JSON, the second a document or dots.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

from app.errors import PackbenchError, Rejected

if sys.platform != "win32":
    import resource

ARGUMENT = "--draw-carrier-pages"
"""A frozen program starts itself with this and `pdf` or `html` behind it; its `__main__` then calls that `main()`."""
MEMORY_BYTES = 1 << 30
"""Address space of a child on Linux: libraries map 200 MB of it, a label at 600 dpi needs 60 MB."""
LONGEST_S = 10
"""A child whose parent was killed in the middle of a page draws no longer than that."""
_LENGTH = struct.Struct(">I")
_MOST_BYTES = 64 << 20

Draw = Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]


class PageProcess:
    """One child, started at the first page and again after it ended; one page at a time. Safe to use from threads.

    `program` is `pdf` or `html`. Raises Rejected `label.cannot_be_drawn` when the child ends or takes longer than
    `limit_s`, else what the child says is wrong with the page.
    """

    def __init__(self, program: str, *, limit_s: float = 5.0, memory_bytes: int = MEMORY_BYTES) -> None:
        self._program = program
        self._limit_s = limit_s
        self._memory_bytes = memory_bytes
        self._child: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._lock = threading.Lock()

    def draw(self, request: dict[str, Any], document: bytes) -> tuple[dict[str, Any], bytes]:
        with self._lock:
            if self._child is not None and self._child.poll() is not None:
                self._end()
            child = self._child = self._child or self._start()
            was_late = threading.Event()
            timer = threading.Timer(self._limit_s, self._kill, (child, was_late))
            timer.start()
            try:
                answer, dots = _converse(child, request, document)
            except (OSError, EOFError):
                self._end()
                why = "it took too long" if was_late.is_set() else "the drawing process ended"
                raise Rejected("label.cannot_be_drawn", why) from None
            finally:
                timer.cancel()
        if "code" in answer:
            raise Rejected(answer["code"], answer["detail"])
        return answer, dots

    def close(self) -> None:
        """End the child; the next page starts another."""
        with self._lock:
            self._end()

    @staticmethod
    def _kill(child: subprocess.Popen[bytes], was_late: threading.Event) -> None:
        was_late.set()
        child.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        module = f"app.labels.carrier_labels.{self._program}_process"
        command = [ARGUMENT, self._program] if getattr(sys, "frozen", False) else ["-m", module]
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR") if name in os.environ}
        root = str(Path(__file__).resolve().parents[3])
        self._folder = tempfile.TemporaryDirectory(
            prefix="packbench-pages-"
        )  # ours: a killed child clears nothing away
        return subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                **kept,
                "PYTHONPATH": root,
                "PYTHONUTF8": "1",
                "PACKBENCH_PAGE_MEMORY": str(self._memory_bytes),
                "PACKBENCH_PAGE_FOLDER": self._folder.name,
            },
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout):
                try:
                    cast("BinaryIO", stream).close()
                except OSError:  # what was not written yet has nobody left to read it
                    pass
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()


def _converse(child: subprocess.Popen[bytes], request: dict[str, Any], document: bytes) -> tuple[dict[str, Any], bytes]:
    to_child, from_child = cast("BinaryIO", child.stdin), cast("BinaryIO", child.stdout)
    _write(to_child, json.dumps(request).encode())
    _write(to_child, document)
    to_child.flush()
    return json.loads(_read(from_child)), _read(from_child)


def serve(draw: Draw) -> None:
    """The child's life: pages until the parent closes. What libraries print never gets between the answers."""
    if sys.platform != "win32":
        limit = int(os.environ.get("PACKBENCH_PAGE_MEMORY", MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it has no business writing files
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(nowhere, 1)
        while True:
            try:
                request, document = json.loads(_read(sys.stdin.buffer)), _read(sys.stdin.buffer)
            except EOFError:
                return
            _alarm(LONGEST_S)
            try:
                answer, dots = draw(request, document)
            except PackbenchError as error:
                answer, dots = {"code": error.code, "detail": error.detail}, b""
            _alarm(0)
            _write(answers, json.dumps(answer).encode())
            _write(answers, dots)
            answers.flush()


def _alarm(seconds: int) -> None:
    """Windows has none: there a child whose parent was killed draws its page to the end."""
    if sys.platform != "win32":
        signal.alarm(seconds)


def _write(stream: BinaryIO, block: bytes) -> None:
    stream.write(_LENGTH.pack(len(block)))
    stream.write(block)


def _read(stream: BinaryIO) -> bytes:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    block = stream.read(length) if length <= _MOST_BYTES else b""
    if len(block) < length:
        raise EOFError
    return block
