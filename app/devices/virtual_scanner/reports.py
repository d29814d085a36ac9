"""A virtual scanner's HID reports, as hidapi would hand them out: opened by the reader, one report a call."""

from __future__ import annotations

import errno
import threading
from collections import deque

from app.devices.virtual_scanner.words import Wording, say_reports

_MOST_WAITING = 64
"""Reports that a system keeps for a reader who does not come."""


class ReportCable:
    """`open` is what a reader opens it with."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._waiting: deque[bytes] = deque()
        self._is_plugged = self._is_open = False

    @property
    def is_plugged(self) -> bool:
        return self._is_plugged

    def plug(self) -> None:
        with self._change:
            self._is_plugged = True

    def pull(self) -> None:
        with self._change:
            self._is_plugged = self._is_open = False
            self._waiting.clear()
            self._change.notify_all()

    def pieces(self, text: str, symbology: str, wording: Wording, *, is_small: bool) -> list[bytes]:
        del is_small  # a report is as small as it gets
        return say_reports(text, symbology, wording)

    def send(self, piece: bytes) -> bool:
        with self._change:
            if len(self._waiting) >= _MOST_WAITING:
                return False
            if self._is_open:  # what nobody has opened hears nothing
                self._waiting.append(piece)
                self._change.notify_all()
            return True

    def open(self) -> ReportCable:
        with self._change:
            if not self._is_plugged:
                raise OSError(errno.ENODEV, "unplugged")
            self._is_open = True
            return self

    def receive(self, timeout_s: float) -> bytes:
        with self._change:
            self._change.wait_for(lambda: self._waiting or not self._is_open, timeout_s)
            if not self._is_open:
                raise OSError(errno.ENODEV, "unplugged")
            return self._waiting.popleft() if self._waiting else b""

    def close(self) -> None:
        with self._change:
            self._is_open = False
            self._waiting.clear()
