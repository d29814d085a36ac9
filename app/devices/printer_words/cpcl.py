"""CPCL's answers: one byte to `ESC h`, one to `ESC i`, a text that ends in NUL to `ESC v`.

A printer answers only when its last label is finished, and never inside a session (`! 0 … PRINT`).
Source: Zebra CPCL Programming Manual, section 11.
"""

from __future__ import annotations

import re

from app.devices.printer_words.words import HEARD_LIMIT, Ask
from app.domain.printer_status import Condition, PrinterStatus

_QUESTIONS = {Ask.STATE: b"\x1bh", Ask.ALERTS: b"\x1bi", Ask.MODEL: b"\x1bv"}
_STATE = {0x01: Condition.BUSY, 0x02: Condition.PAPER_OUT, 0x04: Condition.HEAD_OPEN}
_STATE_BITS = 0x1F
"""Also a low battery and "was reset", neither of which stops it."""
_ALERTS = {
    0x10: Condition.PAPER_JAM,
    0x20: Condition.LABEL_WAITING,
    0x40: Condition.PAPER_LOW,
    0x80: Condition.RIBBON_OUT,
}
_ALERT_BITS = 0xF0
_MODEL = re.compile(rb"([!-~][ -~]{0,38}[!-~])\x00")


class CpclWords:
    """Bytes without a frame: as many as questions, in their order, with nothing else said, or there is no answer."""

    waits_for_quiet = True

    def __init__(self) -> None:
        self._heard = bytearray()
        self._asked: tuple[Ask, ...] = ()

    def question(self, ask: Ask, token: bytes = b"") -> bytes:  # noqa: ARG002  # nothing here gives a number back
        return _QUESTIONS.get(ask, b"")

    def expect(self, asks: tuple[Ask, ...]) -> None:
        self._heard.clear()
        self._asked = asks

    def feed(self, said: bytes) -> None:
        self._heard += said[-HEARD_LIMIT:]
        del self._heard[:-HEARD_LIMIT]

    def answer(self, ask: Ask) -> PrinterStatus | None:
        heard = bytes(self._heard)
        if ask is Ask.MODEL:
            found = _MODEL.fullmatch(heard)
            return found and PrinterStatus(frozenset(), model=found[1].decode("ascii"))
        if ask not in self._asked or len(heard) != len(self._asked):
            return None
        byte = heard[self._asked.index(ask)]
        table, known = (_STATE, _STATE_BITS) if ask is Ask.STATE else (_ALERTS, _ALERT_BITS)
        if byte & ~known:
            return None
        return PrinterStatus(
            frozenset(word for bit, word in table.items() if byte & bit) or frozenset({Condition.READY})
        )
