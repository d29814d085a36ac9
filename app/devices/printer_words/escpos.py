"""ESC/POS answers, told apart by their bit patterns: DLE EOT, automatic status, process id, GS I texts, XON and XOFF.

Sources: Epson ESC/POS Command Reference (DLE EOT, GS a, GS ( H function 48, GS I); Bematech MP-4000, appendix III.
"""

from __future__ import annotations

import re
import secrets

from app.devices.printer_words.words import HEARD_LIMIT, Ask
from app.domain.printer_status import Condition, PrinterStatus

_QUESTIONS = {
    Ask.STATE: b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04",
    Ask.MODEL: b"\x1dIC",
    Ask.IDENTITY: b"\x1dID",
}
_FLOW = bytes((0x11, 0x13))
"""XON and XOFF may stand anywhere, even inside another answer."""
_BLOCK = re.compile(rb"\x37\x22([ -~]{4})\x00|\x5f([ -~]{1,80})\x00")
_AUTOMATIC = re.compile(
    rb"[\x10\x14\x18\x1c\x30\x34\x38\x3c\x50\x54\x58\x5c\x70\x74\x78\x7c][\x00-\x0f\x20-\x2f\x40-\x4f\x60-\x6f]{3}"
)
"""Automatic status: `0**1**00` and three bytes `0**0****`. Nobody asked for it, so it answers nothing."""
_STATES: tuple[dict[int, Condition], ...] = (
    {0x08: Condition.OFFLINE, 0x20: Condition.OFFLINE, 0x40: Condition.BUSY},
    {0x04: Condition.HEAD_OPEN, 0x08: Condition.BUSY, 0x20: Condition.PAPER_OUT, 0x40: Condition.FAULT},
    {0x04: Condition.FAULT, 0x08: Condition.CUTTER, 0x20: Condition.FAULT, 0x40: Condition.TOO_HOT},
    {0x0C: Condition.PAPER_LOW, 0x60: Condition.PAPER_OUT},
)
"""Bits of the answers to DLE EOT 1, 2, 3 and 4."""


class EscPosWords:
    """The four state bytes are believed only as four, with nothing unexplained around them."""

    waits_for_quiet = True

    def __init__(self) -> None:
        self._heard = bytearray()
        self._token = b""
        self._is_given_back = False

    def question(self, ask: Ask, token: bytes = b"") -> bytes:
        if ask is Ask.PROCESS_ID:
            self._token, self._is_given_back = token, False
            return b"\x1d(H\x06\x00\x30\x30" + token
        return _QUESTIONS.get(ask, b"")

    def expect(self, asks: tuple[Ask, ...]) -> None:  # noqa: ARG002  # each answer says to what it is one
        self._heard.clear()

    def feed(self, said: bytes) -> None:
        self._heard += said[-HEARD_LIMIT:].translate(None, _FLOW)
        del self._heard[:-HEARD_LIMIT]
        if self._token and any(token == self._token for token, _ in _BLOCK.findall(bytes(self._heard))):
            self._is_given_back = True  # no other document has this number: it may come at any time

    def answer(self, ask: Ask) -> PrinterStatus | None:
        match ask:
            case Ask.PROCESS_ID:
                return PrinterStatus(frozenset()) if self._is_given_back else None
            case Ask.MODEL | Ask.IDENTITY:
                texts = [text.decode("ascii") for _, text in _BLOCK.findall(bytes(self._heard)) if text]
                if not texts:
                    return None
                is_model = ask is Ask.MODEL
                return PrinterStatus(frozenset(), **{"model" if is_model else "identity": texts[-1]})
            case Ask.STATE:
                return _state(_AUTOMATIC.sub(b"", _BLOCK.sub(b"", bytes(self._heard))))
            case _:
                return None


def _state(alone: bytes) -> PrinterStatus | None:
    if len(alone) != len(_STATES) or any(byte & 0x93 != 0x12 for byte in alone):
        return None
    conditions = {
        condition
        for byte, table in zip(alone, _STATES, strict=True)
        for bits, condition in table.items()
        if byte & bits
    }
    return PrinterStatus(frozenset(conditions or {Condition.READY}))


def fresh_process_id() -> bytes:
    """Four printable characters that no earlier document had, as far as chance can say (1 in 78 million)."""
    return bytes(33 + secrets.randbelow(94) for _ in range(4))
