"""A process that draws strangers' pages, so that a page that crashes, hangs or swells takes only the process along.

A message is two blocks: the first is JSON, the second a document or dots.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import Any

from app.child import as_child, end_child, read_block, start_child, streams_of, write_block
from app.errors import PackbenchError, Rejected

ARGUMENT = "--draw-carrier-pages"
"""A frozen program starts itself with this and `pdf` or `html` behind it; its `__main__` then calls that `main()`."""
MEMORY_BYTES = 1 << 30
"""Address space of a child on Linux: libraries map 200 MB of it, a label at 600 dpi needs 60 MB."""
LONGEST_S = 10
"""A child whose parent was killed in the middle of a page draws no longer than that."""

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
        # ours: a killed child clears nothing away
        self._folder = tempfile.TemporaryDirectory(prefix="packbench-pages-")
        return start_child(
            module,
            [ARGUMENT, self._program],
            memory_bytes=self._memory_bytes,
            environment={"PACKBENCH_PAGE_FOLDER": self._folder.name},
        )

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            end_child(child)
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()


def _converse(child: subprocess.Popen[bytes], request: dict[str, Any], document: bytes) -> tuple[dict[str, Any], bytes]:
    to_child, from_child = streams_of(child)
    write_block(to_child, json.dumps(request).encode())
    write_block(to_child, document)
    to_child.flush()
    return json.loads(read_block(from_child)), read_block(from_child)


def serve(draw: Draw) -> None:
    """The child's life: pages until the parent closes."""
    with as_child() as (requests, answers):
        while True:
            try:
                request, document = json.loads(read_block(requests)), read_block(requests)
            except EOFError:
                return
            _alarm(LONGEST_S)
            try:
                answer, dots = draw(request, document)
            except PackbenchError as error:
                answer, dots = {"code": error.code, "detail": error.detail}, b""
            _alarm(0)
            write_block(answers, json.dumps(answer).encode())
            write_block(answers, dots)
            answers.flush()


def _alarm(seconds: int) -> None:
    """Windows has none: there a child whose parent was killed draws its page to the end."""
    if sys.platform != "win32":
        signal.alarm(seconds)
