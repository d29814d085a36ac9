"""How real printers fail, each to be switched on and off while the virtual one runs."""

from __future__ import annotations

from enum import StrEnum

from app.domain.printer_status import Condition


class Fault(StrEnum):
    """`stall`, `reset`, `half_read` and `power_cut` strike after the `after_bytes` of `misbehave`, counted in each
    connection. Whatever holds documents back holds as many as its buffer does, and prints them all when it is over.
    """

    PAPER_OUT = "paper_out"
    """Takes bytes until its buffer is full and prints nothing, until paper returns."""
    HEAD_OPEN = "head_open"
    """As without paper, until it is closed."""
    RIBBON_OUT = "ribbon_out"
    """As without paper, until there is a new ribbon."""
    PAPER_JAM = "paper_jam"
    """As without paper, until somebody has pulled it out; the label that jammed is printed again."""
    PAUSED = "paused"
    """Somebody pressed pause: takes documents and holds them."""
    TOO_HOT = "too_hot"
    """Holds what it has until its head has cooled down."""
    LABEL_WAITING = "label_waiting"
    """The last label still hangs in the peeler: nothing moves before it is taken off."""
    BUFFER_FULL = "buffer_full"
    """Says that its receive buffer is full, and takes no more than fits into it."""
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
    """Reads to the end, says that it is ready, and no label comes out; its counter stays where it was."""
    STUCK_MECHANISM = "stuck_mechanism"
    """Reads all and says that it is ready, but its buffer keeps everything until it recovers."""
    BLANK = "blank"
    """The label comes out without ink: the counter rises, and only a scan finds it."""
    SILENT = "silent"
    """Prints and answers nothing."""
    CHATTER = "chatter"
    """Talks without being asked: when somebody connects, before and after an answer, and after each document."""
    GARBLED = "garbled"
    """Prints, and answers with what a wrong speed makes of an answer."""
    SLOW_ANSWER = "slow_answer"
    """Prints, and answers after the `answer_delay_s` of its making."""


HOLDING: dict[Fault, Condition] = {
    Fault.PAPER_OUT: Condition.PAPER_OUT,
    Fault.HEAD_OPEN: Condition.HEAD_OPEN,
    Fault.RIBBON_OUT: Condition.RIBBON_OUT,
    Fault.PAPER_JAM: Condition.PAPER_JAM,
    Fault.PAUSED: Condition.PAUSED,
    Fault.TOO_HOT: Condition.TOO_HOT,
    Fault.LABEL_WAITING: Condition.LABEL_WAITING,
    Fault.BUFFER_FULL: Condition.BUFFER_FULL,
}
"""What keeps paper from coming out, and what the printer says of itself then."""
CUTS = frozenset({Fault.RESET, Fault.HALF_READ, Fault.POWER_CUT})
