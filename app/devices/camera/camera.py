"""The station's side of a camera: starts the process that sees, replaces it when it ends or hangs, counts codes once.

Drivers hang in calls, decoders crash on what they are shown, and neither may hold up the window. What counted is
remembered here: a process that was replaced while a code was in view must not make it count again.
"""

from __future__ import annotations

import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.child import end_child, start_child, streams_of
from app.devices.camera.talk import (
    Beat,
    Post,
    Seen,
    Small,
    Whole,
    Wish,
    Word,
    environment_for,
    read_word,
    write_post,
    write_wish,
)
from app.domain.camera_view import CameraView, Region
from app.domain.expecting import Expectation
from app.domain.latch import Latch
from app.domain.scanner import ScannerKind, ScannerState
from app.domain.sighting import BENCH_CODES, ITEM_CODES, WAYBILL_CODES, Read
from app.errors import Misconfigured, PackbenchError, Unavailable

ARGUMENT = "--see"
"""A frozen program starts itself with this; its `__main__` then calls `app.devices.camera.process.main()`."""
MEMORY_BYTES = 2 << 30
_WANTED = {"items": ITEM_CODES, "waybills": WAYBILL_CODES, "both": BENCH_CODES}
_TICK_S = 0.05
_RETRY_S = 0.05
_AGAIN_MS = (200, 1000, 3000, 10_000)
_GOOD_LIFE_MS = 30_000
_MOST_UNHEARD = 10_000


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the process may be silent before it is replaced: until its first word, between two; how long the driver
    may take to open a camera (20 s are known) or to give a picture; and how long the process may take to end.
    """

    first_ms: int = 30_000
    word_ms: int = 5000
    opening_ms: int = 45_000
    picture_ms: int = 12_000
    end_ms: int = 5000


_ALL = Region()
_PATIENT = Patience()


@dataclass(slots=True)
class _Life:
    """One process, with the thread that listens to it."""

    child: subprocess.Popen[bytes]
    started_ms: int
    heard_ms: int
    beat: Beat | None = None
    is_over: bool = False
    is_killed: bool = False
    offset_ms: int | None = None
    listener: threading.Thread | None = None


class ChildCamera:
    """A camera of this machine (`camera:0`, `camera:/dev/video0`), one in the network (`rtsp://…`, `http://…`) or a
    film (`file:PATH`). `reads` is items, waybills or both; `expected` is asked at every picture, in a thread of ours;
    `clock` is steady, in milliseconds. `module` is what the process runs.
    """

    kind = ScannerKind.CAMERA

    def __init__(
        self,
        name: str,
        address: str,
        *,
        width: int = 1280,
        height: int = 720,
        fps: int = 30,
        region: Region = _ALL,
        reads: str = "both",
        leave_ms: int = 1000,
        expected: Callable[[], Expectation],
        clock: Callable[[], int],
        patience: Patience = _PATIENT,
        module: str = "app.devices.camera.process",
    ) -> None:
        self.name = name
        self._post = Post(address, width, height, fps, region, _WANTED[reads])
        self._expected = expected
        self._clock = clock
        self._patience = patience
        self._module = module
        self._latch = Latch(leave_ms)
        self._life: _Life | None = None
        self._failures = 0
        self._start_ms = clock()
        self._changed = threading.Condition()  # guards what follows, and the latch
        self._codes: deque[str] = deque(maxlen=_MOST_UNHEARD)
        self._state = ScannerState.OPENING
        self._wish = Wish()
        self._view: tuple[Small, int] | None = None
        self._picture = Whole(0, b"")

    def read(self, timeout_s: float = 1.0) -> str | None:
        deadline_s = time.monotonic() + timeout_s
        while True:
            self._mind_process()
            with self._changed:
                self._count(self._latch.due(self._clock()))
                if self._codes:
                    return self._codes.popleft()
                left_s = deadline_s - time.monotonic()
                if left_s <= 0:
                    break
                self._changed.wait(min(left_s, _TICK_S))
        self._raise_unless_seeing()
        return None

    def close(self) -> None:
        self._end_process()
        self._failures, self._start_ms = 0, self._clock()
        with self._changed:
            self._state = ScannerState.OPENING
            self._view = None

    @property
    def pictures_per_s(self) -> float:
        life = self._life
        return life.beat.pictures_per_s if life and life.beat else 0.0

    @property
    def is_idle(self) -> bool:
        life = self._life
        return bool(life and life.beat and life.beat.is_idle)

    def show(self, *, is_shown: bool) -> None:
        with self._changed:
            self._wish = replace(self._wish, is_shown=is_shown)
            self._view = self._view if is_shown else None

    def view(self) -> CameraView | None:
        with self._changed:
            if self._view is None:
                return None
            small, at_ms = self._view
            codes = self._latch.in_view()
        return CameraView(small.width, small.height, small.rgb, self._post.region, codes, at_ms)

    def picture(self, timeout_s: float = 1.0) -> bytes:
        with self._changed:
            number = self._wish.picture + 1
            self._wish = replace(self._wish, picture=number)
            if not self._changed.wait_for(lambda: self._picture.number >= number, timeout_s):
                raise Unavailable("camera.no_picture", self._state.value)
            return self._picture.jpeg

    def _raise_unless_seeing(self) -> None:
        state = self._state
        if state is ScannerState.FORBIDDEN:
            raise Misconfigured("scanner.forbidden")
        if state is not ScannerState.READY:
            raise Unavailable(f"scanner.{state}", retry_after_s=_RETRY_S)

    def _mind_process(self) -> None:
        """Start it, or end one that is over or hangs. Only the reading thread does."""
        life, now_ms = self._life, self._clock()
        if life is None:
            if now_ms >= self._start_ms:
                self._start_process(now_ms)
        elif (has_ended := life.is_over) or life.is_killed or self._hangs(life, now_ms):
            if self._end_process():
                self._put_off(now_ms, 0 if now_ms - life.started_ms > _GOOD_LIFE_MS else self._failures + 1)
            with self._changed:
                self._state = ScannerState.OPENING if has_ended else ScannerState.SILENT

    def _put_off(self, now_ms: int, failures: int) -> None:
        """The next process starts later, the more so the more have failed."""
        self._failures = failures
        self._start_ms = now_ms + _AGAIN_MS[min(failures, len(_AGAIN_MS) - 1)]

    def _hangs(self, life: _Life, now_ms: int) -> bool:
        if life.beat is None:
            return now_ms - life.started_ms > self._patience.first_ms
        is_opening = life.beat.state not in {ScannerState.READY, ScannerState.SILENT}
        limit_ms = self._patience.opening_ms if is_opening else self._patience.picture_ms
        return now_ms - life.heard_ms > self._patience.word_ms or life.beat.stuck_ms > limit_ms

    def _start_process(self, now_ms: int) -> None:
        """Its address comes by the pipe: a command line is for every program to see, and addresses hold passwords."""
        try:
            child = start_child(
                self._module, [ARGUMENT], memory_bytes=MEMORY_BYTES, environment=environment_for(self._post.address)
            )
        except OSError:  # the machine has no memory or no handle left just now
            self._put_off(now_ms, self._failures + 1)
            with self._changed:
                self._state = ScannerState.SILENT
            return
        self._life = life = _Life(child, now_ms, now_ms)
        life.listener = threading.Thread(target=self._listen, args=(life,), name=f"camera {self.name}", daemon=True)
        life.listener.start()

    def _end_process(self) -> bool:
        """Whether it is over. One whose driver hangs in the system ends only when that returns: it is not waited for
        again, and no other is started beside it.
        """
        life = self._life
        if life is None:
            return True
        life.child.kill()
        if life.listener is not None:
            life.listener.join(0 if life.is_killed else self._patience.end_ms / 1000)
        life.is_killed = True
        if life.listener is not None and life.listener.is_alive():  # it reads the pipe, which the process holds open
            return False
        end_child(life.child)
        self._life = None
        return True

    def _listen(self, life: _Life) -> None:
        """Hear what the process says until it ends, and tell it what is wanted when that has changed."""
        to_child, from_child = streams_of(life.child)
        told: Wish | None = None
        try:
            write_post(to_child, self._post)
            while True:
                if told != (wish := self._wish_now()):
                    write_wish(to_child, wish)
                    told = wish
                self._hear(life, read_word(from_child), wish)
        except (OSError, EOFError, ValueError):  # it ended, or talks nonsense: either way it is replaced
            pass
        finally:
            life.is_over = True
            with self._changed:
                self._changed.notify_all()

    def _wish_now(self) -> Wish:
        try:
            expected = self._expected().codes
        except PackbenchError:  # the store has no answer now: what was expected just before will do
            expected = self._wish.expected
        with self._changed:
            self._wish = replace(self._wish, expected=expected)
            return self._wish

    def _hear(self, life: _Life, word: Word, wish: Wish) -> None:
        with self._changed:
            life.heard_ms = now_ms = self._clock()
            match word:
                case Beat():
                    life.beat = word
                    self._state = word.state
                case Seen(glance, at_ms):
                    offset_ms = now_ms - at_ms
                    life.offset_ms = offset_ms if life.offset_ms is None else min(life.offset_ms, offset_ms)
                    self._count(self._latch.see(glance, wish.expected, at_ms + life.offset_ms))
                case Small():
                    self._view = (word, now_ms) if self._wish.is_shown else None
                case Whole():
                    self._picture = word
            self._changed.notify_all()

    def _count(self, taken: tuple[Read, ...]) -> None:
        self._codes.extend(f"{read.code.symbology}{read.code.text}" for read in taken)
