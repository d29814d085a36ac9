"""A virtual scale's HID reports, as hidapi would hand them out: opened by the reader, one report a call."""

from __future__ import annotations

import errno
import threading
from collections import deque

from app.devices.virtual_scale.plate import Plate, ScaleFault
from app.devices.virtual_scale.words import NOISE, say_hid


class VirtualReports:
    """`open` is what a reader opens it with. It reports every `interval_s` while somebody waits for it.

    What is put into `waiting` was reported before anybody read, and is handed out first.
    """

    def __init__(self, plate: Plate, *, interval_s: float = 0.02) -> None:
        self.waiting: deque[bytes] = deque()
        self._plate = plate
        self._interval_s = interval_s
        self._closed = threading.Event()

    def open(self) -> VirtualReports:
        if self._plate.fault is ScaleFault.UNPLUG:
            raise OSError(errno.ENODEV, "unplugged")
        self._closed.clear()
        return self

    def receive(self, timeout_s: float) -> bytes:
        if self._plate.fault is ScaleFault.UNPLUG or self._closed.is_set():
            raise OSError(errno.ENODEV, "unplugged")
        if self.waiting:
            return self.waiting.popleft()
        if self._plate.fault is ScaleFault.SILENT or timeout_s < self._interval_s:
            self._closed.wait(timeout_s)
            return b""
        self._closed.wait(self._interval_s)
        return NOISE[:6] if self._plate.fault is ScaleFault.GARBAGE else say_hid(self._plate.look())

    def send(self, request: bytes) -> None:
        """Scales on USB speak by themselves: nothing to be asked."""

    def close(self) -> None:
        self._closed.set()
