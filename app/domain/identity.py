"""Names for rows: time-ordered ids, and the reference a carrier knows a parcel by."""

from __future__ import annotations

import hashlib

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id(now_ms: int, random: bytes) -> str:
    """A UUID version 7 (RFC 9562) as 36 characters, from epoch milliseconds and ten random bytes."""
    value = (now_ms & (1 << 48) - 1) << 80 | int.from_bytes(random[:10], "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def carrier_reference(parcel_id: str, attempt: int) -> str:
    """The reference of a parcel's n-th waybill: 20 characters of the parcel's digest, a dash, the attempt.

    At most 30 characters of `A-Z 0-9 -` (Kdniao's OrderCode). Made from our own id and not from the shop's
    order number: two shops may use the same number, and a carrier would hand out the other's waybill.
    """
    number = int.from_bytes(hashlib.sha256(parcel_id.encode()).digest()[:13], "big")
    text = "".join(_CROCKFORD[number >> shift & 31] for shift in range(95, -5, -5))
    return f"{text}-{attempt}"
