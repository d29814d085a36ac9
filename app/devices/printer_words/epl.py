r"""EPL2's answer to `^ee`: a line of its own, `00\r\n` or `XX[,YY]\r\n`. Asked only between labels, never inside one.

Sources: Zebra EPL Programming Guide 14245L-003 (`^ee`, appendix "Error handling"), Intermec ESim manual.
"""

from __future__ import annotations

import re

from app.devices.printer_words.words import HEARD_LIMIT, Ask
from app.domain.printer_status import Condition, PrinterStatus

_LINE = re.compile(rb"(?:\A|\n)(\d\d(?:,\d\d)?)\r\n")
_CODES = {
    b"00": Condition.READY,
    b"07": Condition.PAPER_OUT,
    b"11": Condition.HEAD_OPEN,
    b"12": Condition.PAUSED,
    b"62": Condition.TOO_HOT,
    b"92": Condition.PAUSED,
    b"99": Condition.FAULT,
}
"""All others tell of an earlier command: neither a good word nor a reason to stop."""


class EplWords:
    """Whole lines only: the kept tail of endless talk never begins one."""

    waits_for_quiet = False

    def __init__(self) -> None:
        self._heard = bytearray()

    def question(self, ask: Ask, token: bytes = b"") -> bytes:  # noqa: ARG002  # nothing here gives a number back
        return b"\r\n^ee\r\n" if ask is Ask.STATE else b""

    def expect(self, asks: tuple[Ask, ...]) -> None:  # noqa: ARG002  # there is but one question
        self._heard.clear()

    def feed(self, said: bytes) -> None:
        self._heard += said[-HEARD_LIMIT:]
        if len(self._heard) >= HEARD_LIMIT:
            del self._heard[: -HEARD_LIMIT + 1]
            self._heard[:0] = b"?"  # the line that it cuts into is no line

    def answer(self, ask: Ask) -> PrinterStatus | None:
        lines = _LINE.findall(bytes(self._heard))
        if ask is not Ask.STATE or not lines:
            return None
        codes = lines[-1].split(b",")
        return PrinterStatus(frozenset(_CODES[code] for code in codes if code in _CODES))
