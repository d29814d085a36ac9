"""The process that sees: captures, looks and tells the station; see `camera` for why. It ends when its parent does.

Four threads: orders are read here, one captures and overwrites one slot, one looks at the newest, one tells how it is.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import BinaryIO

import cv2

from app.child import as_child
from app.devices.camera.gaze import IDLE_EVERY_MS, Gaze
from app.devices.camera.slot import Frame, Slot
from app.devices.camera.source import SourceError, open_source
from app.devices.camera.talk import Beat, Post, Small, Whole, Wish, Word, read_post, read_wish, write_word
from app.devices.steady_clock import steady_ms
from app.domain.scanner import ScannerState

_BEAT_S = 0.2
_VIEW_S = 1 / 15
_VIEW_PX = (640, 360)
_SILENT_MS = 3000
_AGAIN_S = (0.25, 0.5, 1.0, 2.0)
_UNREADABLE = 100
"""Pictures on end that came and could not be unpacked: what sends them is opened anew."""


class Sight:
    """What the threads share."""

    def __init__(self, post: Post, tell: Callable[[Word], None]) -> None:
        self.post = post
        self.tell = tell
        self.slot = Slot()
        self.gaze = Gaze(post.region, post.wanted)
        self.wish = Wish()
        self._asked_ms = 0
        self.state = ScannerState.OPENING
        self.called_ms = self.came_ms = steady_ms()
        self._arrivals: deque[int] = deque(maxlen=120)

    def capture(self) -> None:
        """Open the source and take what it gives, again and again."""
        failures = 0
        while True:
            self.called_ms = steady_ms()
            try:
                failures = 0 if self._capture_once() else failures + 1
            except SourceError as error:
                self.state = error.state
                failures += 1
            time.sleep(_AGAIN_S[min(failures, len(_AGAIN_S) - 1)])

    def _capture_once(self) -> bool:
        """Until the source gives no more; whether it gave anything."""
        source = open_source(self.post)
        unreadable = retrieved_ms = 0
        try:
            while unreadable < _UNREADABLE:
                self.called_ms = steady_ms()
                if not source.grab():
                    break
                self._note_arrival()
                if not self._is_due(retrieved_ms):
                    continue
                pixels = source.retrieve()
                unreadable = unreadable + 1 if pixels is None else 0
                if pixels is not None:
                    retrieved_ms = self.came_ms
                    self.state = ScannerState.READY
                    self.slot.put(pixels)
        finally:
            source.close()
        was_ready, self.state = self.state is ScannerState.READY, ScannerState.GONE
        return was_ready

    def _note_arrival(self) -> None:
        self.came_ms = steady_ms()
        self._arrivals.append(self.came_ms)

    def _is_due(self, retrieved_ms: int) -> bool:
        """While nothing moves, a picture is not even unpacked more than five times a second."""
        return not self.gaze.is_idle or self.came_ms - retrieved_ms >= IDLE_EVERY_MS - 10

    def watch(self) -> None:
        """Look at the newest picture, tell what is seen."""
        number = 0
        while True:
            frame = self.slot.newer(number, 1.0)
            if frame is not None:
                number = frame.number
                self.tell(self.gaze.look(frame, self.wish.expected))

    def report(self) -> None:
        """Tell how it is, and show what is asked for."""
        beat_ms, shown, answered = 0, 0, 0
        while True:
            frame = self.slot.newer(shown, _BEAT_S if not self.wish.is_shown else _VIEW_S)
            now_ms = steady_ms()
            if now_ms - beat_ms >= _BEAT_S * 900:
                beat_ms = now_ms
                self.tell(self._beat(now_ms))
            if frame is None:
                continue
            shown = frame.number
            if self.wish.picture > answered and frame.at_ms > self._asked_ms:
                answered = self.wish.picture
                self.tell(Whole(answered, _jpeg(frame)))
            if self.wish.is_shown:
                self.tell(_small(frame))
            time.sleep(_VIEW_S)

    def obey(self, wish: Wish) -> None:
        """Do so from now on; a whole picture is one that came after it was asked for."""
        if wish.picture > self.wish.picture:
            self._asked_ms = steady_ms()
        self.wish = wish

    def _beat(self, now_ms: int) -> Beat:
        state = self.state
        if state is ScannerState.READY and now_ms - self.came_ms > _SILENT_MS:
            state = ScannerState.SILENT
        arrivals = [at_ms for at_ms in list(self._arrivals) if now_ms - at_ms <= 2000]
        return Beat(state, now_ms - self.called_ms, len(arrivals) / 2, self.gaze.is_idle)


def _jpeg(frame: Frame) -> bytes:
    _, packed = cv2.imencode(".jpg", frame.pixels, [cv2.IMWRITE_JPEG_QUALITY, 90])
    return packed.tobytes()


def _small(frame: Frame) -> Small:
    height, width = frame.pixels.shape[:2]
    scale = min(_VIEW_PX[0] / width, _VIEW_PX[1] / height, 1.0)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    pixels = cv2.cvtColor(cv2.resize(frame.pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)
    return Small(size[0], size[1], pixels.tobytes())


def _end_with(_fault: object) -> None:
    """A process in which one thread failed sees nothing: the station starts another."""
    os._exit(3)


def main() -> None:
    """See until the parent closes."""
    threading.excepthook = _end_with
    with as_child() as (orders, words):
        try:
            sight = Sight(read_post(orders), _teller(words))
            for work in (sight.capture, sight.watch, sight.report):
                threading.Thread(target=work, daemon=True).start()
            while True:
                sight.obey(read_wish(orders))
        except EOFError:
            os._exit(0)  # not waiting for a driver that hangs


def _teller(words: BinaryIO) -> Callable[[Word], None]:
    lock = threading.Lock()

    def tell(word: Word) -> None:
        with lock:
            write_word(words, word)

    return tell


if __name__ == "__main__":
    main()
