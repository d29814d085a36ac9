"""The one bridge from the threads to the window: news arrives here and is told in the window's own thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Relay(QObject):
    """Threads call `fact.emit`; the window connects to `fact` with a queued connection and re-reads what it shows."""

    fact = Signal(object)
