"""Names for rows: time-ordered ids, and the reference a carrier knows a parcel by."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class IdSource:
    """Gives UUIDs version 7 (RFC 9562) as 36 characters, each greater than the one before it, always."""

    def __init__(self, now_ms: Callable[[], int], random: Callable[[int], bytes]) -> None:
        self._now_ms = now_ms
        self._random = random
        self._lock = threading.Lock()
        self._stamp = 0  # milliseconds and a 12-bit count within them

    def __call__(self) -> str:
        with self._lock:
            self._stamp = max(self._stamp + 1, self._now_ms() << 12)
            milliseconds, count = self._stamp >> 12, self._stamp & 0xFFF
        tail = int.from_bytes(self._random(8), "big") & (1 << 62) - 1
        text = f"{milliseconds << 80 | 7 << 76 | count << 64 | 2 << 62 | tail:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def carrier_reference(parcel_id: str, attempt: int) -> str:
    """The reference of a parcel's n-th waybill: 20 characters of the parcel's digest, a dash, the attempt.

    At most 30 characters of `A-Z 0-9 -` (Kdniao's OrderCode). Made from our own id and not from the shop's
    order number: two shops may use the same number, and a carrier would hand out the other's waybill.
    """
    number = int.from_bytes(hashlib.sha256(parcel_id.encode()).digest()[:13], "big")
    text = "".join(_CROCKFORD[number >> shift & 31] for shift in range(95, -5, -5))
    return f"{text}-{attempt}"
