"""Zebra's answers: `~HS`, `~HQES`, `~HI` and the variables of Link-OS.

Zebra's own printers do not answer `~HS` at all while paper or ribbon is out or the head is open: silence there is no
absence. Sources: ZPL II Programming Guide P1099958 (`~HS`, `~HQ`, `~HI`, "SGD printer commands").
"""

from __future__ import annotations

import re

from app.devices.printer_words.words import HEARD_LIMIT, Ask
from app.domain.printer_status import Condition, PrinterStatus

_QUESTIONS = {
    Ask.STATE: b"~HS",
    Ask.ALERTS: b"~HQES",
    Ask.MODEL: b"~HI",
    Ask.COUNTER: b'! U1 getvar "odometer.total_label_count"\r\n',
    Ask.IDENTITY: b'! U1 getvar "device.unique_id"\r\n',
}
_STATE = re.compile(
    rb"\x02\d{3},(?P<paper>[01]),(?P<pause>[01]),\d{4,5},(?P<formats>\d{3}),(?P<full>[01]),[01],[01],\d{3},"
    rb"(?P<corrupt>[01]),[01],(?P<hot>[01])\x03\r\n"
    rb"\x02\d{3},[01],(?P<head>[01]),(?P<ribbon>[01]),[01],\w,\w,(?P<waiting>[01]),(?P<left>\d{8}),[01],\d{3}\x03\r\n"
    rb"\x02[^,\x02\x03]{1,8},[01]\x03\r\n"
)
_ALERTS = re.compile(
    rb"ERRORS:[ ]+([01]) [0-9A-F]{8} ([0-9A-F]{8})\s+WARNINGS:[ ]+([01]) [0-9A-F]{8} ([0-9A-F]{8})\s*\x03",
    re.IGNORECASE,
)
_MODEL = re.compile(rb"\x02([!-+\--~]{1,40}),V[!-+\--~]{1,20},\d{1,2},\d{1,7}KB[ -~]{0,40}\x03")
_COUNTER = re.compile(rb'"(\d{1,10}|\?)"')
_IDENTITY = re.compile(rb'"([!#-~]{1,40})"')
_PLAIN_FORMAT = re.compile(rb"\^XZ|\^PQ(\d*)|[\^~]C[CDT]|\^GFB", re.IGNORECASE)

_LONGEST_QUANTITY = 8
"""Digits: a format asks for 99,999,999 labels at most (`^PQ`)."""
_ERRORS = {
    0x1: Condition.PAPER_OUT,
    0x2: Condition.RIBBON_OUT,
    0x4: Condition.HEAD_OPEN,
    0x8: Condition.CUTTER,
    0x10: Condition.TOO_HOT,
    0x20: Condition.TOO_HOT,
    0x80: Condition.FAULT,  # no head found
    0x1000: Condition.PAPER_JAM,
    0x2000: Condition.FAULT,  # presenter
    0x4000: Condition.PAPER_JAM,  # paper does not feed
    0x8000: Condition.PAPER_JAM,  # the way out is not clear
    0x10000: Condition.PAUSED,
    0x20000: Condition.FAULT,
    0x40000: Condition.FAULT,  # marks on the paper not found
    0x80000: Condition.FAULT,
}
"""Bits of `~HQES`. 0x40 (a dead dot in the head) is left out: it prints on."""


class ZplWords:
    """Every answer stands in a frame of its own, so chatter around it does no harm."""

    waits_for_quiet = False

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
        match ask:
            case Ask.STATE:
                return _state(_last(_STATE, self._heard))
            case Ask.ALERTS:
                return _alerts(_last(_ALERTS, self._heard))
            case Ask.MODEL:
                found = _last(_MODEL, self._heard)
                return found and PrinterStatus(frozenset(), model=found[1].decode("ascii"))
            case Ask.COUNTER:
                return _counter(_last(_COUNTER, self._heard))
            case Ask.IDENTITY:
                found = _last(_IDENTITY, self._heard)
                return found and PrinterStatus(frozenset(), identity=found[1].decode("ascii").strip("?"))
            case _:
                return None


def _last(pattern: re.Pattern[bytes], heard: bytearray) -> re.Match[bytes] | None:
    found = None
    for found in pattern.finditer(bytes(heard)):  # noqa: B007  # the newest answer is the one that holds
        pass
    return found


def _state(said: re.Match[bytes] | None) -> PrinterStatus | None:
    if said is None:
        return None
    flags = {
        "paper": Condition.PAPER_OUT,
        "pause": Condition.PAUSED,
        "full": Condition.BUFFER_FULL,
        "corrupt": Condition.FAULT,
        "hot": Condition.TOO_HOT,
        "head": Condition.HEAD_OPEN,
        "ribbon": Condition.RIBBON_OUT,
        "waiting": Condition.LABEL_WAITING,
    }
    conditions = {condition for flag, condition in flags.items() if said[flag] == b"1"}
    waiting = int(said["formats"])
    if waiting or int(said["left"]):
        conditions.add(Condition.BUSY)
    return PrinterStatus(frozenset(conditions or {Condition.READY}), formats_waiting=waiting)


def _alerts(said: re.Match[bytes] | None) -> PrinterStatus | None:
    if said is None:
        return None
    errors, warnings = int(said[2], 16), int(said[4], 16)
    if (said[1] == b"1") != bool(errors) or (said[3] == b"1") != bool(warnings):
        return None  # it contradicts itself
    conditions = {condition for bit, condition in _ERRORS.items() if errors & bit}
    if warnings & 0x8:
        conditions.add(Condition.PAPER_LOW)
    return PrinterStatus(frozenset(conditions if errors else conditions | {Condition.READY}))


def _counter(said: re.Match[bytes] | None) -> PrinterStatus | None:
    if said is None:
        return None
    return PrinterStatus(frozenset(), labels_printed=None if said[1] == b"?" else int(said[1]))


def labels_asked(document: bytes) -> int | None:
    """How many labels one format asks for; None when that cannot be told cheaply: then no counter proves it."""
    words = list(_PLAIN_FORMAT.finditer(document))
    quantities = [word[1] for word in words if word[1] is not None]
    if len(words) - len(quantities) != 1 or words[-1][0].upper() != b"^XZ" or len(quantities) > 1:
        return None
    said = quantities[0] if quantities else b""
    return None if len(said) > _LONGEST_QUANTITY else int(said or b"1") or None
