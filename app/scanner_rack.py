"""The scanners and cameras of the settings, and those that can be found."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from app.devices.camera import ChildCamera
from app.devices.scanner import Scanner
from app.devices.scanner_finding import find_scanners
from app.devices.scanner_hid import hid_scanner
from app.devices.scanner_serial import serial_scanner
from app.domain.camera_view import Region
from app.domain.expecting import Expectation
from app.domain.scanner import ScannerKind, ScannerReport, ScannerState
from app.errors import Misconfigured
from app.settings import ScannerSettings

__all__ = ["build_scanner", "build_scanners", "find_scanners", "keyboard_report", "kind_of"]
_KINDS = {
    "serial": ScannerKind.SERIAL,
    "usb": ScannerKind.SERIAL,
    "hid": ScannerKind.HID,
    "keyboard": ScannerKind.KEYBOARD,
}


def kind_of(address: str) -> ScannerKind:
    """What an address of the settings leads to."""
    return _KINDS.get(address.partition(":")[0], ScannerKind.CAMERA)


def build_scanners(
    scanners: Sequence[ScannerSettings], expected: Callable[[], Expectation], clock: Callable[[], int]
) -> dict[str, Scanner]:
    """Those with a thread of their own, by name; keyboards that are told apart are the window's. `expected` says what
    the bench waits for, `clock` is a steady one in milliseconds.
    """
    return {
        each.name: build_scanner(each, expected, clock)
        for each in scanners
        if kind_of(each.address) is not ScannerKind.KEYBOARD
    }


def build_scanner(own: ScannerSettings, expected: Callable[[], Expectation], clock: Callable[[], int]) -> Scanner:
    """One scanner; nothing is opened before the first read. One that is set up wrong says so when read."""
    kind = kind_of(own.address)
    try:
        match kind:
            case ScannerKind.SERIAL:
                return serial_scanner(own.name, own.address, clock=clock)
            case ScannerKind.HID:
                return hid_scanner(own.name, own.address)
            case ScannerKind.CAMERA:
                return _camera(own, expected, clock)
            case _:
                raise Misconfigured("scanner.address", own.address_shown)
    except Misconfigured as error:
        return UnreadyScanner(own.name, kind, error)


def _camera(own: ScannerSettings, expected: Callable[[], Expectation], clock: Callable[[], int]) -> Scanner:
    left, top, width, height = (int(part) / 100 for part in own.region.split(","))
    return ChildCamera(
        own.name,
        own.address,
        width=own.width,
        height=own.height,
        fps=own.fps,
        region=Region(left, top, width, height),
        reads=own.reads,
        leave_ms=own.leave_ms,
        expected=expected,
        clock=clock,
    )


def keyboard_report(own: ScannerSettings) -> ScannerReport:
    """Of a scanner whose keys the window tells apart, which only Windows can."""
    is_windows = sys.platform == "win32"
    state = ScannerState.READY if is_windows else ScannerState.UNREADY
    code = "" if is_windows else "scanner.windows_only"
    return ScannerReport(own.name, ScannerKind.KEYBOARD, own.address, state, code)


class UnreadyScanner:
    """Stands where a scanner is set up wrong: whoever reads it is told why."""

    def __init__(self, name: str, kind: ScannerKind, error: Misconfigured) -> None:
        self.name = name
        self.kind = kind
        self._error = error

    def read(self, _timeout_s: float = 1.0) -> str | None:
        raise self._error

    def close(self) -> None:
        """Nothing is open."""
