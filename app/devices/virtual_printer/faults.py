"""How real printers fail, each to be switched on and off while the virtual one runs."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """`stall`, `reset`, `half_read` and `power_cut` strike after the `after_bytes` of `misbehave`, counted in each
    connection.
    """

    PAPER_OUT = "paper_out"
    """Takes bytes until its buffer is full, prints nothing, does not answer `~HS`; prints all when paper returns."""
    HEAD_OPEN = "head_open"
    """As without paper, until it is closed."""
    STALL = "stall"
    """Stops reading and keeps the connection."""
    RESET = "reset"
    """Cuts the connection with a reset."""
    HALF_READ = "half_read"
    """Closes the connection politely with the rest unread."""
    REFUSE = "refuse"
    """Does not listen: switched off, or no cable."""
    POWER_CUT = "power_cut"
    """Goes dark until it recovers: cuts the connection, does not listen, forgets what it took and did not print."""
    LIE = "lie"
    """Reads to the end, closes like a good printer, and no label comes out."""
