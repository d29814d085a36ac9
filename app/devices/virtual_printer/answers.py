"""What a printer says when it is asked, byte for byte; empty where real ones are silent.

An answer is made of the question's word, the dials and the model; ESC/POS remembers whether it may speak unasked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.devices.virtual_printer.answers_escpos import EscposAnswers
from app.devices.virtual_printer.answers_zpl import ZplAnswers
from app.devices.virtual_printer.mechanism import Dials
from app.devices.virtual_printer.models import Model
from app.domain.printer_status import Condition
from app.domain.printing import Language

NOISE = b"\xfe\x9c\xf8\x80,,\x1e\r\n\x02+00\x03\x06\xe0?"
"""What a wrong speed makes of an answer."""
_C = Condition


class Answers(Protocol):
    """One for each printer, from power to power."""

    def answer(self, word: bytes, dials: Dials) -> bytes:
        """Empty when this model knows no answer, or may not speak now."""

    def is_change_told(self) -> bool:
        """Whether it says unasked when something changes."""

    def unasked(self, dials: Dials) -> bytes:
        """What it says when it talks by itself."""


class TsplAnswers:
    """TSC TTP-244 Plus manual p. 97 (`ESC !S`), Gprinter GP-2120T p. 34 (`ESC !?`)."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def answer(self, word: bytes, dials: Dials) -> bytes:
        name = word.decode("ascii").replace("\x1b", "ESC ")
        if name not in self._model.knows:
            return b""
        match name:
            case "ESC !?":
                return self._one_byte(dials.conditions)
            case "ESC !S":
                return self._four_bytes(dials.conditions)
            case "~!@":
                return b"%d\r" % (dials.counter * dials.label_length // 8_000_000)  # whole kilometers
            case _:
                return f"{self._model.name}\r".encode("ascii")

    def is_change_told(self) -> bool:
        return False

    def unasked(self, dials: Dials) -> bytes:
        return self._one_byte(dials.conditions)

    def _one_byte(self, conditions: frozenset[Condition]) -> bytes:
        return bytes((_bits(conditions, _ONE_BYTE),))

    def _four_bytes(self, conditions: frozenset[Condition]) -> bytes:
        message = next((byte for condition, byte in _MESSAGES if condition in conditions), 0x40)
        warning = 0x40 | _bits(conditions, {_C.BUFFER_FULL: 0x08})
        first = 0x40 | _bits(conditions, {_C.TOO_HOT: 0x01})
        second = 0x40 | _bits(
            conditions, {_C.PAPER_OUT: 0x01, _C.PAPER_JAM: 0x02, _C.RIBBON_OUT: 0x04, _C.HEAD_OPEN: 0x20}
        )
        return bytes((0x02, message, warning, first, second, 0x03, 0x0D, 0x0A))


_ONE_BYTE = {
    _C.HEAD_OPEN: 0x01,
    _C.PAPER_JAM: 0x02,
    _C.PAPER_OUT: 0x04,
    _C.RIBBON_OUT: 0x08,
    _C.PAUSED: 0x10,
    _C.BUSY: 0x20,
    _C.TOO_HOT: 0x80,
}
_MESSAGES = (
    *((trouble, 0x45) for trouble in (_C.HEAD_OPEN, _C.PAPER_JAM, _C.PAPER_OUT, _C.RIBBON_OUT, _C.TOO_HOT)),
    (_C.PAUSED, 0x60),
    (_C.LABEL_WAITING, 0x4C),
    (_C.BUSY, 0x50),
)


class EplAnswers:
    """`^ee`: Intermec ESim manual p. 132 and its table of errors, Zebra EPL 14245L-003 (`eR`: 11 is the open head)."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def answer(self, word: bytes, dials: Dials) -> bytes:
        if word.upper().decode("ascii") not in self._model.knows:
            return b""
        codes = [code for condition, code in _EPL_CODES if condition in dials.conditions]
        return ",".join(dict.fromkeys(codes or ["00"])).encode("ascii") + b"\r\n"

    def is_change_told(self) -> bool:
        return False

    def unasked(self, dials: Dials) -> bytes:  # noqa: ARG002 - it has no more to say by itself
        return b"\x13\x11"


_EPL_CODES = (
    (_C.PAPER_OUT, "07"),
    (_C.RIBBON_OUT, "07"),
    (_C.HEAD_OPEN, "11"),
    (_C.TOO_HOT, "62"),
    (_C.PAUSED, "92"),
    (_C.LABEL_WAITING, "92"),
    (_C.PAPER_JAM, "99"),
)


class CpclAnswers:
    """Zebra CPCL manual section 11. No answer before the previous label is finished; says that it was switched on until
    that is acknowledged (`ESC N`).
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._was_reset = True

    def answer(self, word: bytes, dials: Dials) -> bytes:
        if word == b"\x1bN":
            self._was_reset = False
        name = word.decode("ascii").replace("\x1b", "ESC ")
        if name not in self._model.knows or dials.formats_waiting:
            return b""
        match name:
            case "ESC h":
                return self.unasked(dials)
            case "ESC i":
                return bytes((_bits(dials.conditions, _EXTENDED),))
            case _:
                return f"{self._model.name} {self._model.firmware} {dials.identity}\0".encode("ascii")

    def is_change_told(self) -> bool:
        return False

    def unasked(self, dials: Dials) -> bytes:
        bits = _bits(dials.conditions, {_C.BUSY: 0x01, _C.PAPER_OUT: 0x02, _C.HEAD_OPEN: 0x04})
        return bytes((bits | 0x10 * self._was_reset,))


_EXTENDED = {_C.RIBBON_OUT: 0x80, _C.PAPER_LOW: 0x40, _C.LABEL_WAITING: 0x20, _C.PAPER_JAM: 0x10}


def _bits(conditions: frozenset[Condition], table: dict[Condition, int]) -> int:
    return sum(bit for condition, bit in table.items() if condition in conditions)


_ANSWERS: dict[Language, Callable[[Model], Answers]] = {
    Language.ZPL: ZplAnswers,
    Language.TSPL: TsplAnswers,
    Language.EPL: EplAnswers,
    Language.CPCL: CpclAnswers,
    Language.ESCPOS: EscposAnswers,
}


def answers_of(model: Model) -> Answers:
    return _ANSWERS[model.language](model)
