"""Epson's answers: status on the spot (`DLE EOT`), in its turn (`GS r`), by itself (ASB), and the process id."""

from __future__ import annotations

from app.devices.virtual_printer.mechanism import Dials
from app.devices.virtual_printer.models import Model
from app.domain.printer_status import Condition, PrinterStatus

_FIXED = 0x12
_NEAR_END, _END = 0x0C, 0x60


class EscposAnswers:
    """Remembers `GS a`: whether it tells each change by itself."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._is_asb = False

    def answer(self, word: bytes, dials: Dials) -> bytes:
        name = _NAMES.get(word[:3], _NAMES.get(word[:2], ""))
        if name not in self._model.knows:
            return b""
        match name:
            case "DLE EOT":
                return _real_time(word[2], dials.conditions)
            case "GS r":
                return bytes((_sensors(dials.conditions) if word[2] in (1, 49) else 0,))
            case "GS I":
                return self._identity(word[2], dials)
            case "GS a":
                self._is_asb = word[2] != 0
                return self.unasked(dials) if self._is_asb else b""
            case _:
                return _process_id(word)

    def is_change_told(self) -> bool:
        return self._is_asb

    def unasked(self, dials: Dials) -> bytes:
        """Automatic status back: four bytes, the first of them `0**1**00`."""
        conditions = dials.conditions
        first = 0x10 | 0x08 * _is_offline(conditions) | 0x20 * (Condition.HEAD_OPEN in conditions)
        second = 0x08 * (Condition.PAPER_JAM in conditions) | 0x40 * (Condition.TOO_HOT in conditions)
        return bytes((first, second, _sensors(conditions), 0x0F))

    def _identity(self, kind: int, dials: Dials) -> bytes:
        texts = {65: self._model.firmware, 66: "EPSON", 67: self._model.name, 68: dials.identity}
        return f"_{texts[kind]}\0".encode("ascii") if kind in texts else b"\x20" if kind in (1, 49) else b""


_NAMES = {b"\x10\x04": "DLE EOT", b"\x1dr": "GS r", b"\x1dI": "GS I", b"\x1da": "GS a", b"\x1d(H": "GS ( H"}


def _is_offline(conditions: frozenset[Condition]) -> bool:
    return PrinterStatus(conditions).stop is not None


def _real_time(kind: int, conditions: frozenset[Condition]) -> bytes:
    """`0**1**10` for each of the four kinds, nothing for others."""
    match kind:
        case 1:
            bits = 0x08 * _is_offline(conditions)
        case 2:
            bits = 0x04 * (Condition.HEAD_OPEN in conditions) | 0x20 * (Condition.PAPER_OUT in conditions)
            bits |= 0x40 * bool(conditions & {Condition.PAPER_JAM, Condition.TOO_HOT})
        case 3:
            bits = 0x08 * (Condition.PAPER_JAM in conditions) | 0x40 * (Condition.TOO_HOT in conditions)
        case 4:
            bits = _NEAR_END * (Condition.PAPER_LOW in conditions) | _END * (Condition.PAPER_OUT in conditions)
        case _:
            return b""
    return bytes((_FIXED | bits,))


def _sensors(conditions: frozenset[Condition]) -> int:
    return 0x03 * (Condition.PAPER_LOW in conditions) | 0x0C * (Condition.PAPER_OUT in conditions)


def _process_id(word: bytes) -> bytes:
    """`06 00 30 30 d1 d2 d3 d4` is given back; everything else that `GS ( H` can say is not."""
    digits = word[7:11]
    is_right = word[3:7] == b"\x06\x0000" and len(word) == 11 and all(32 <= digit <= 126 for digit in digits)
    return b"\x37\x22" + digits + b"\0" if is_right else b""
