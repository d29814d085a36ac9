"""TSC's answers: one byte to `ESC ! ?`, a frame of eight to `ESC ! S`. Most clones are silent.

Sources: TSC TTP-244 Plus manual p. 97 (`ESC ! S`), Gprinter GP-2120T manual p. 34 (`ESC ! ?`).
"""

from __future__ import annotations

import re

from app.devices.printer_words.words import HEARD_LIMIT, Ask
from app.domain.printer_status import STOPPING, Condition, PrinterStatus

_QUESTIONS = {Ask.STATE: b"\x1b!?", Ask.ALERTS: b"\x1b!S"}
_FRAME = re.compile(rb"\x02([@`BCEFKLPW])([@-O])([@-_])([@-O`-o])\x03\r\n")
"""Only what the four characters can be: `STX busy ETX` of a talker is none."""

_BITS = {
    0x01: Condition.HEAD_OPEN,
    0x02: Condition.PAPER_JAM,
    0x04: Condition.PAPER_OUT,
    0x08: Condition.RIBBON_OUT,
    0x10: Condition.PAUSED,
    0x20: Condition.BUSY,
    0x40: Condition.HEAD_OPEN,
    0x80: Condition.TOO_HOT,
}
_MESSAGES = {
    b"`": Condition.PAUSED,
    b"B": Condition.BUSY,
    b"C": Condition.BUSY,
    b"E": Condition.FAULT,
    b"F": Condition.BUSY,
    b"K": Condition.PAUSED,
    b"L": Condition.LABEL_WAITING,
    b"P": Condition.BUSY,
    b"W": Condition.BUSY,
}
_WARNINGS = {0x01: Condition.PAPER_LOW, 0x08: Condition.BUFFER_FULL}
_FAULTS = {0x01: Condition.TOO_HOT, 0x02: Condition.TOO_HOT, 0x08: Condition.CUTTER, 0x10: Condition.FAULT}
_MEDIA = {
    0x01: Condition.PAPER_OUT,
    0x02: Condition.PAPER_JAM,
    0x04: Condition.RIBBON_OUT,
    0x08: Condition.RIBBON_OUT,  # the ribbon is jammed
    0x20: Condition.HEAD_OPEN,
}


class TsplWords:
    """A lone byte is an answer only while nothing else is said; a frame is one in any noise."""

    waits_for_quiet = True

    def __init__(self) -> None:
        self._heard = bytearray()

    def question(self, ask: Ask, token: bytes = b"") -> bytes:  # noqa: ARG002  # nothing here gives a number back
        return _QUESTIONS.get(ask, b"")

    def expect(self, asks: tuple[Ask, ...]) -> None:  # noqa: ARG002  # each answer says to what it is one
        self._heard.clear()

    def feed(self, said: bytes) -> None:
        self._heard += said[-HEARD_LIMIT:]
        del self._heard[:-HEARD_LIMIT]

    def answer(self, ask: Ask) -> PrinterStatus | None:
        heard = bytes(self._heard)
        if ask is Ask.ALERTS:
            frames = _FRAME.findall(heard)
            return _frame(*frames[-1]) if frames else None
        alone = _FRAME.sub(b"", heard)
        if ask is not Ask.STATE or len(alone) != 1:
            return None
        return PrinterStatus(_bits(alone[0], _BITS) or frozenset({Condition.READY}))


def _frame(message: bytes, warning: bytes, fault: bytes, media: bytes) -> PrinterStatus:
    """The four characters; `@` in each is well, what no table knows is neither well nor a reason to stop."""
    if message + warning + fault + media == b"@@@@":
        return PrinterStatus(frozenset({Condition.READY}))
    named = _bits(warning[0], _WARNINGS) | _bits(fault[0], _FAULTS) | _bits(media[0], _MEDIA)
    said = _MESSAGES.get(message)
    is_explained = said is Condition.FAULT and bool(named & STOPPING)
    return PrinterStatus(named if said is None or is_explained else named | {said})


def _bits(byte: int, table: dict[int, Condition]) -> frozenset[Condition]:
    return frozenset(condition for bit, condition in table.items() if byte & bit)
