"""A virtual camera: a film that is made while somebody watches, at a real camera's pace, and a port that shows it."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat

import cv2
import numpy as np

from app.devices.virtual_camera.faults import CameraFault, garbage, made_huge, truncated
from app.devices.virtual_camera.film import FPS, HEIGHT, WIDTH, Film, Shot, to_jpeg
from app.devices.virtual_camera.level import EASY, Level
from app.devices.virtual_camera.motion import BRING_S
from app.devices.virtual_camera.viewers import Viewers
from app.domain.sighting import Symbol
from app.errors import PackbenchError

HOST = "127.0.0.1"
SHARP = 1.0
"""A code that moves by more of its modules than that while the shutter is open is smeared, and hardly ever read."""
_SLOW_FPS = 3
_HOLD_S, _GAP_S = 1.5, 1.2

Codes = Callable[[], Sequence[tuple[str, Symbol]]]


class VirtualCamera:
    """Shows what it is told by `show` and `take_away`; with `texts`, one of them after the other, by itself: they are
    asked for anew each time. `fps` pictures a second.
    """

    def __init__(
        self,
        texts: Codes | None = None,
        *,
        port: int = 0,
        seed: int = 0,
        level: Level = EASY,
        fps: float = FPS,
        width: int = WIDTH,
        height: int = HEIGHT,
    ) -> None:
        self._film = Film(seed, level, width=width, height=height)
        self._dice = random.Random(seed)
        self._script = self._go_round(texts) if texts else repeat(None)
        self._every_s = 1 / fps
        self._viewers = Viewers(HOST, port)
        self._lock = threading.Lock()  # around the film
        self._fault: CameraFault | None = None
        self._last = b""
        self._sharp_since_s: float | None = None
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="virtual camera", daemon=True)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self._viewers.port}/"

    @property
    def viewers(self) -> int:
        """How many watch now."""
        return self._viewers.count

    @property
    def sharp_since_s(self) -> float | None:
        """Since when (`time.monotonic`) the whole code is to be seen, none of its bars smeared; None before."""
        return self._sharp_since_s

    def start(self) -> None:
        """Be there. Raises OSError when the port is taken."""
        self._viewers.open()
        self._thread.start()

    def close(self) -> None:
        """Cut off whoever watches, and end."""
        self._ends.set()
        if self._thread.is_alive():
            self._thread.join()
        self._viewers.close()

    def __enter__(self) -> VirtualCamera:
        if not self._thread.is_alive():
            self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def show(self, text: str, symbol: Symbol) -> str:
        """Let a hand bring an item with this code and hold it; what a scanner reads of it. Raises ValueError where the
        symbol cannot say that.
        """
        with self._lock:
            said = self._film.bring(text, symbol)
            self._sharp_since_s = None
        return said

    def take_away(self) -> None:
        """Let the hand take the item out of the picture."""
        with self._lock:
            self._film.take_away()

    def misbehave(self, fault: CameraFault | None) -> None:
        """Fail like this from now on, None: be a good camera again."""
        was_gone, self._fault = self._fault is CameraFault.REFUSE, fault
        self._viewers.drops = fault is CameraFault.DROP
        if fault is CameraFault.REFUSE and not was_gone:
            self._viewers.close()
        elif fault is not CameraFault.REFUSE and was_gone:
            self._viewers.open()

    def _run(self) -> None:
        """Picture after picture; when it is late, or has to be slow, the film goes on meanwhile."""
        due_s = time.monotonic()
        while not self._ends.wait(max(0.0, due_s - time.monotonic())):
            passed = FPS // _SLOW_FPS if self._fault is CameraFault.SLOW else 1
            passed += max(0, int((time.monotonic() - due_s) / self._every_s))
            due_s += passed * self._every_s
            with self._lock:
                for _ in range(passed):
                    next(self._script)
                self._film.skip(passed - (1 if self.viewers else 0))
                shot = self._film.shoot() if self.viewers else None
            if shot is not None and self._fault is not CameraFault.STALL:
                self._publish(shot)

    def _publish(self, shot: Shot) -> None:
        picture = self._spoiled(shot)
        if picture is shot.jpeg and self._sharp_since_s is None and shot.text and shot.smear <= SHARP:
            self._sharp_since_s = time.monotonic()
        self._viewers.publish(picture)

    def _spoiled(self, shot: Shot) -> bytes:
        match self._fault:
            case CameraFault.FREEZE if self._last:
                return self._last
            case CameraFault.GARBAGE:
                return garbage(shot.jpeg, self._dice)
            case CameraFault.TRUNCATED:
                return truncated(shot.jpeg)
            case CameraFault.HUGE:
                return made_huge(shot.jpeg)
            case CameraFault.RESIZE if shot.number % FPS < FPS // 2:
                pixels = np.asarray(cv2.imdecode(np.frombuffer(shot.jpeg, np.uint8), cv2.IMREAD_COLOR), np.uint8)
                return to_jpeg(np.asarray(cv2.resize(pixels, None, fx=0.5, fy=0.5), np.uint8))
            case CameraFault.BLACK:
                return self._film.dark()
            case _:
                self._last = shot.jpeg
                return shot.jpeg

    def _go_round(self, texts: Codes) -> Iterator[None]:
        """Bring the next code, hold it, take it away, wait; one step a picture."""
        shown: tuple[str, Symbol] | None = None
        while True:
            shown = self._bring_next(texts, shown)
            if shown is not None:
                yield from repeat(None, round((BRING_S + _HOLD_S) * FPS))
                self._film.take_away()
                while not self._film.is_empty:
                    yield
            yield from repeat(None, round(_GAP_S * FPS))

    def _bring_next(self, texts: Codes, shown: tuple[str, Symbol] | None) -> tuple[str, Symbol] | None:
        """The one after the last shown; None where there is none, or none that can be printed."""
        try:
            codes = list(texts())
        except PackbenchError:  # whoever knows has no answer now
            return None
        begin = codes.index(shown) + 1 if shown in codes else 0
        for code in (*codes[begin:], *codes[:begin]):
            try:
                self._film.bring(*code)
            except ValueError:
                continue
            self._sharp_since_s = None
            return code
        return None


def serve(texts: Codes, *, port: int = 0, seed: int = 0) -> VirtualCamera:
    """A running camera before which one code after the other is held for a second and a half. `texts` is asked before
    each, in a thread of the camera: the next one of them is shown, or the first where the last shown is not among them
    any more; nothing while there are none. Raises OSError when the port is taken.
    """
    camera = VirtualCamera(texts, port=port, seed=seed)
    camera.start()
    return camera
