"""Keeps an eye on what waits for a person: read again on news, at most once a second, and now and then by itself.

Reading goes through the whole ledger, so it has a thread of its own: the window never waits for it.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import PackbenchError

if TYPE_CHECKING:
    from app.station import Station

AT_MOST_EVERY_MS = 1_000
BY_ITSELF_EVERY_MS = 10_000  # a label becomes unseen by time alone
SOON_MS = 20  # news within this time is read once


class Watch(QObject):
    """`changed` carries the incidents as the store has them, oldest first; its receivers need a queued connection."""

    changed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._asked_at = 0.0
        self._asked, self._is_over = threading.Event(), False
        self._thread: threading.Thread | None = None
        self._station: Station | None = None
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._ask)
        self._now_and_then = QTimer(self, interval=BY_ITSELF_EVERY_MS)
        self._now_and_then.timeout.connect(self._ask)

    def attach(self, station: Station) -> None:
        """Watch this station from now on."""
        self._station = station
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="incidents")
            self._thread.start()
        self._now_and_then.start()
        self._ask()

    def hear(self, *, at_once: bool = False) -> None:
        """Something happened: read soon, and once for all that happens until then."""
        if at_once:
            self._ask()
        elif not self._soon.isActive():
            since_ms = int((time.monotonic() - self._asked_at) * 1000)
            self._soon.start(max(SOON_MS, AT_MOST_EVERY_MS - since_ms))

    def stop(self) -> None:
        """Read no more: the window is closed."""
        self._soon.stop()
        self._now_and_then.stop()
        self._is_over = True
        self._asked.set()
        if self._thread is not None:
            self._thread.join()

    def _ask(self) -> None:
        self._soon.stop()
        self._asked_at = time.monotonic()
        self._asked.set()

    def _run(self) -> None:
        while self._asked.wait() and not self._is_over:
            self._asked.clear()
            station = self._station
            if station is None:
                continue
            try:
                incidents = station.lead.incidents()
            except PackbenchError:  # the disk is full or broken: the bench says so on every scan
                continue
            self.changed.emit(incidents)
