"""Scales on USB that speak HID (usage page 0x8D of the USB POS usage tables 1.02), through hidapi.

One report: number, status, unit, signed exponent of ten, weight in two bytes, the low one first. Vendors number the
report as they like, and some leave the number out.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from app.devices.hidapi import HidLine, load_hidapi
from app.devices.scale import LineScale, ScaleLine
from app.devices.steady_clock import steady_ms
from app.domain.weighing import Reading, ScaleTrouble, Unit, to_grams

_USAGE_PAGE = 0x8D
_UNITS = {2: Unit.GRAM, 3: Unit.KILOGRAM, 11: Unit.OUNCE, 12: Unit.POUND}
_LAST_UNIT = 12
_MAX_EXPONENT = 6
_ZERO, _MOVING, _STABLE = 2, 3, 4
_TROUBLES = {
    1: ScaleTrouble.NOT_READY,  # fault
    5: ScaleTrouble.UNDERLOAD,
    6: ScaleTrouble.OVERLOAD,
    7: ScaleTrouble.NOT_READY,  # wants to be calibrated
    8: ScaleTrouble.NOT_READY,  # wants to be zeroed
}


@dataclass(frozen=True, slots=True)
class ScaleUsb:
    """Which scale: the first one there is where vendor, product and serial number are left out. `has_number`: its
    reports begin with their number. `unit` only where the scale's word for it is wrong.
    """

    name: str
    vendor_id: int = 0
    product_id: int = 0
    serial_number: str = ""
    has_number: bool = True
    unit: Unit | None = None


def hid_scale(
    usb: ScaleUsb, *, open_line: Callable[[], ScaleLine] | None = None, clock: Callable[[], int] = steady_ms
) -> LineScale:
    """The scale on USB; `open_line` opens another source of its reports. Nothing is opened before the first read."""
    parser = HidParser(has_number=usb.has_number, unit=usb.unit)
    return LineScale(usb.name, open_line or partial(_open, usb), parser, clock=clock)


class HidParser:
    """One report a piece."""

    request = b""

    def __init__(self, *, has_number: bool = True, unit: Unit | None = None) -> None:
        self._first = 1 if has_number else 0
        self._unit = unit

    def forget(self) -> None:
        """Nothing to forget: every report is whole."""

    def feed(self, piece: bytes, at_ms: int) -> list[Reading | ScaleTrouble]:
        if len(piece) < self._first + 5:
            return []
        status, unit_number, exponent_byte, low, high = piece[self._first : self._first + 5]
        if status in _TROUBLES:
            return [_TROUBLES[status]]
        exponent = exponent_byte - 256 if exponent_byte > 127 else exponent_byte
        if not _ZERO <= status <= _STABLE or unit_number > _LAST_UNIT or abs(exponent) > _MAX_EXPONENT:
            return []
        unit = self._unit or _UNITS.get(unit_number)
        if unit is None:
            return [ScaleTrouble.WRONG_UNIT]
        grams = to_grams(Decimal(high << 8 | low).scaleb(exponent), unit)
        return [Reading(grams, status != _MOVING, at_ms)]


def _open(usb: ScaleUsb) -> ScaleLine:
    hid = load_hidapi("scale.no_hidapi")
    return HidLine(hid, _find(hid.enumerate(usb.vendor_id, usb.product_id), usb))


def _find(devices: list[dict[str, Any]], usb: ScaleUsb) -> bytes:
    """The path of the scale that is meant. Some systems do not tell the usage page: there the ids must be given."""
    for device in devices:
        is_named = bool(usb.vendor_id) and not device["usage_page"]
        is_scale = device["usage_page"] == _USAGE_PAGE or is_named
        if is_scale and usb.serial_number in ("", device["serial_number"]):
            path: bytes = device["path"]
            return path
    raise OSError(errno.ENODEV, "no such scale")
