"""Zebra's answers: `~HS` as the ZPL guide has it, `~HQES` in the columns that hosts cut it by, `~HI`, and getvar."""

from __future__ import annotations

import re

from app.devices.virtual_printer.mechanism import Dials
from app.devices.virtual_printer.models import Model
from app.domain.printer_status import Condition

_MUTE = frozenset({Condition.PAPER_OUT, Condition.RIBBON_OUT, Condition.HEAD_OPEN, Condition.TOO_HOT})
"""Where the ZPL guide says that `~HS` is not answered; `~HQES` is made to name just these."""
_ERRORS = {
    Condition.PAPER_OUT: 0x1,
    Condition.RIBBON_OUT: 0x2,
    Condition.HEAD_OPEN: 0x4,
    Condition.TOO_HOT: 0x10,
    Condition.PAPER_JAM: 0x1000,
    Condition.PAUSED: 0x10000,
}
_GETVAR = re.compile(rb'! U1 getvar "([^"]*)"', re.IGNORECASE)


class ZplAnswers:
    """A model knows the questions that its table says."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def answer(self, word: bytes, dials: Dials) -> bytes:
        variable = _GETVAR.match(word)
        name = "GETVAR" if variable else word[1:].decode("ascii").upper()
        if name not in self._model.knows:
            return b""
        match name:
            case "HS":
                is_mute = dials.conditions & _MUTE and not self._model.talks_in_trouble
                return b"" if is_mute else self._host_status(dials)
            case "HQES":
                return _errors(dials.conditions)
            case "HI":
                return f"\x02{self._model.name},{self._model.firmware},8,8176KB\x03\r\n".encode("ascii")
            case _:
                return self._variable(variable[1].lower() if variable else b"", dials)

    def is_change_told(self) -> bool:
        return False

    def unasked(self, dials: Dials) -> bytes:  # noqa: ARG002 - flow control knows no conditions
        return b"\x13\x11"

    def _variable(self, name: bytes, dials: Dials) -> bytes:
        known = {
            b"odometer.total_label_count": str(dials.counter),
            b"device.unique_id": dials.identity,
            b"device.product_name": self._model.name.partition("-")[0],
        }
        return f'"{known.get(name, "?")}"'.encode("ascii")

    def _host_status(self, dials: Dials) -> bytes:
        def flag(condition: Condition) -> int:
            return int(condition in dials.conditions)

        first = (
            f"030,{flag(Condition.PAPER_OUT)},{flag(Condition.PAUSED)},{min(dials.label_length, 9999):04d},"
            f"{min(dials.formats_waiting, 999):03d},{flag(Condition.BUFFER_FULL)},0,0,000,0,0,{flag(Condition.TOO_HOT)}"
        )
        second = (
            f"000,0,{flag(Condition.HEAD_OPEN)},{flag(Condition.RIBBON_OUT)},0,2,4,{flag(Condition.LABEL_WAITING)},"
            f"{dials.labels_remaining:08d},1,000"
        )
        return "".join(f"\x02{line}\x03\r\n" for line in (first, second, "1234,0")).encode("ascii")


def _errors(conditions: frozenset[Condition]) -> bytes:
    """Two groups of eight digits each; a program for browsers reads columns 70 and 81 to 88, so they stand there."""
    errors = sum(bit for condition, bit in _ERRORS.items() if condition in conditions)
    warnings = 0x8 * (Condition.PAPER_LOW in conditions)
    lines = (
        f"{'  PRINTER STATUS':<44}",
        f"   ERRORS:         {int(errors > 0)} 00000000 {errors:08X} ",
        f"   WARNINGS:       {int(warnings > 0)} 00000000 {warnings:08X} ",
    )
    return ("\x02\r\n\r\n" + "".join(f"{line}\r\n" for line in lines) + "\x03").encode("ascii")
