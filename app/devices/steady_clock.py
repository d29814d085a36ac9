"""The clock that devices go by."""

from __future__ import annotations

import time


def steady_ms() -> int:
    """Milliseconds of a clock that never jumps; its zero means nothing."""
    return time.monotonic_ns() // 1_000_000
