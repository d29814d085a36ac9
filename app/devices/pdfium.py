"""One lock for pdfium: it must never be called from two threads at once, not even with two documents."""

from __future__ import annotations

import threading

PDFIUM = threading.RLock()
