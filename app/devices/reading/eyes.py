"""The bench's eyes, as the rest of the house sees them: pictures go in, what was seen comes out.

Engines in C read what strangers print, and one of them aborts the process it lives in when it is puzzled. So they live
in a child; when it crashes, hangs or swells, the picture is lost and the next one starts another.
Cameras have a process of their own.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Collection, Iterable
from typing import Any, cast

from app.child import end_child, read_block, start_child, streams_of, write_block
from app.domain.sighting import BENCH_CODES, Engine, Outline, Sighting, Symbol
from app.errors import Rejected, Unavailable

ARGUMENT = "--read-pictures"
"""A frozen program starts itself with this; its `__main__` then calls `app.devices.reading.process.main()`."""
MEMORY_BYTES = 2 << 30
"""Address space of the child on Linux: the libraries map 0.5 GB of it, the largest picture needs 0.6 GB."""
LIMIT_S = 10.0


class Eyes:
    """One child, started at the first picture and again after it ended; one picture at a time. Safe to use from
    threads. `module` is what the child runs.

    Every read raises Unavailable `picture.reader_ended` when the child ended over it or took longer than `limit_s`.
    """

    def __init__(
        self, *, limit_s: float = LIMIT_S, memory_bytes: int = MEMORY_BYTES, module: str = "app.devices.reading.process"
    ) -> None:
        self._limit_s = limit_s
        self._memory_bytes = memory_bytes
        self._module = module
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def read_file(
        self, content: bytes, wanted: Iterable[Symbol] = BENCH_CODES, *, expected: Collection[str] = ()
    ) -> list[Sighting]:
        """What is seen in a picture file, for `judge`. Raises Rejected `picture.unreadable`, `picture.too_large`."""
        return self._ask({"wanted": sorted(wanted), "expected": sorted(expected)}, content)

    def close(self) -> None:
        """End the child; the next picture starts another."""
        with self._lock:
            self._end()

    def _ask(self, request: dict[str, Any], content: bytes) -> list[Sighting]:
        with self._lock:
            if self._child is not None and self._child.poll() is not None:
                self._end()
            child = self._child = self._child or self._start()
            was_late = threading.Event()
            timer = threading.Timer(self._limit_s, self._kill, (child, was_late))
            timer.start()
            try:
                answer = _converse(child, request, content)
            except (OSError, EOFError):
                self._end()
                why = "it took too long" if was_late.is_set() else "the reading process ended"
                raise Unavailable("picture.reader_ended", why) from None
            finally:
                timer.cancel()
        if "code" in answer:
            raise Rejected(answer["code"], answer["detail"])
        return [from_row(row) for row in answer["seen"]]

    @staticmethod
    def _kill(child: subprocess.Popen[bytes], was_late: threading.Event) -> None:
        was_late.set()
        child.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        one_core = {"OPENBLAS_NUM_THREADS": "1"}
        return start_child(self._module, [ARGUMENT], memory_bytes=self._memory_bytes, environment=one_core)

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            end_child(child)


def _converse(child: subprocess.Popen[bytes], request: dict[str, Any], content: bytes) -> dict[str, Any]:
    to_child, from_child = streams_of(child)
    write_block(to_child, json.dumps(request).encode())
    write_block(to_child, content)
    to_child.flush()
    return cast("dict[str, Any]", json.loads(read_block(from_child)))


def as_row(seen: Sighting) -> list[Any]:
    return [seen.symbol, seen.text, seen.identifier, seen.outline, seen.engine, seen.rows, seen.frame]


def from_row(row: list[Any]) -> Sighting:
    symbol, text, identifier, outline, engine, rows, frame = row
    corners = cast("Outline", tuple((float(x), float(y)) for x, y in outline))
    return Sighting(Symbol(symbol), text, identifier, corners, Engine(engine), rows, frame)
