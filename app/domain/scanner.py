"""Scanners as the house knows them: what kinds there are, and how each is at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

WEDGE = "wedge"
"""The name of the scanner that types into the window; others have the name of their settings."""


class ScannerKind(StrEnum):
    WEDGE = "wedge"  # types like a keyboard
    KEYBOARD = "keyboard"  # types too, and its keys are told apart from a person's
    SERIAL = "serial"
    HID = "hid"  # HID-POS
    CAMERA = "camera"


class ScannerState(StrEnum):
    """How a scanner is; all but READY come with the code of the reason."""

    OPENING = "opening"
    READY = "ready"
    BUSY = "busy"  # another program has it
    FORBIDDEN = "forbidden"  # the system keeps us from it
    GONE = "gone"  # not there; looked for again
    SILENT = "silent"  # a camera that is there and delivers no pictures
    UNREADY = "unready"  # set up wrong


@dataclass(frozen=True, slots=True)
class ScannerReport:
    """A scanner as it is known now. `code` names why it is not ready, empty when it is; `pictures_per_s` and
    `is_idle` (nothing moves before it) are a camera's.
    """

    name: str
    kind: ScannerKind
    address: str
    state: ScannerState
    code: str = ""
    codes_read: int = 0
    pictures_per_s: float = 0.0
    is_idle: bool = False


@dataclass(frozen=True, slots=True)
class FoundScanner:
    """A scanner or camera that the settings may name by `address`; `title` is what its maker calls it."""

    address: str
    kind: ScannerKind
    title: str
