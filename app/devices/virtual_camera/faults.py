"""How real cameras fail, each to be switched on and off while the virtual one runs; and what they send then."""

from __future__ import annotations

import random
import struct
from enum import StrEnum


class CameraFault(StrEnum):
    """The value is the word typed for it."""

    STALL = "stall"
    """Keeps the connection and sends nothing more."""
    DROP = "drop"
    """Cuts every connection with a reset after a few pictures."""
    REFUSE = "refuse"
    """Does not listen, and cuts who watches: no power, or no cable."""
    GARBAGE = "garbage"
    """Sends bytes that are no pictures."""
    TRUNCATED = "truncated"
    """Every picture ends in its middle."""
    HUGE = "huge"
    """Every picture says of itself that it is 16,000 pixels wide and high."""
    RESIZE = "resize"
    """Changes its size twice a second."""
    BLACK = "black"
    """Somebody covered the lens."""
    SLOW = "slow"
    """Three pictures a second."""
    FREEZE = "freeze"
    """Sends the last picture for ever."""


_HUGE = 16_000
"""As much as FFmpeg takes for possible: 768 MB of pixels."""
_START_OF_FRAME = b"\xff\xc0"


def truncated(jpeg: bytes) -> bytes:
    return jpeg[: len(jpeg) // 2]


def garbage(like: bytes, dice: random.Random) -> bytes:
    return dice.randbytes(min(len(like), 20_000))


def made_huge(jpeg: bytes) -> bytes:
    """The same picture with another size in its head (ITU-T T.81, B.2.2)."""
    at = jpeg.index(_START_OF_FRAME) + 5
    return jpeg[:at] + struct.pack(">HH", _HUGE, _HUGE) + jpeg[at + 4 :]
