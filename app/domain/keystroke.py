"""One key as a keyboard, or a scanner that types, presses it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keystroke:
    """A key going down. `text` is what the system made of it (layout, Caps Lock and input method at work), empty for
    none; `scan_code` is the place of the key on the keyboard as a PC's set 1 counts it (30 is A of a US keyboard; 256
    added where it is an extended key), 0 where the system does not tell; `at_ms` a steady clock's.
    """

    text: str
    scan_code: int = 0
    is_shift: bool = False
    is_ctrl: bool = False
    is_alt: bool = False
    is_keypad: bool = False
    at_ms: int = 0
