"""Qt's key events as strokes: the place of a key on a PC's keyboard (set 1) and what was held, on every system."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.domain.keystroke import Keystroke

# A held key repeats every 20 ms or slower. X11 calls it a repeat too when a scanner lets a key go and presses it again
# within one millisecond: dropping that would make 2000000000015 of a code into 200000000015.
FASTEST_HELD_MS = 15

# As plain numbers: Python's flags cost more than all else that is done for a key.
_SHIFT = Qt.KeyboardModifier.ShiftModifier.value
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier.value, Qt.KeyboardModifier.AltModifier.value
_META, _KEYPAD = Qt.KeyboardModifier.MetaModifier.value, Qt.KeyboardModifier.KeypadModifier.value
_LEVEL_3 = 0x80  # Mod5 of X11 and Wayland: AltGr, which Qt does not tell there
_MODIFIERS = frozenset(
    key.value
    for key in (
        Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock,
    )
)  # fmt: skip
_EVDEV = ("xcb", "wayland", "eglfs", "linuxfb")
_X_OFFSET = 8  # X11 counts keys from 8 on, and Wayland follows it
# Linux numbers the keys of a PC as set 1 does up to F12, and those that came later one by one (input-event-codes.h).
_LAST_EQUAL = 88
_EXTENDED = {
    96: 0x11C, 97: 0x11D, 98: 0x135, 100: 0x138, 102: 0x147, 103: 0x148, 104: 0x149, 105: 0x14B, 106: 0x14D,
    107: 0x14F, 108: 0x150, 109: 0x151, 110: 0x152, 111: 0x153, 125: 0x15B, 126: 0x15C, 127: 0x15D,
}  # fmt: skip


class Keyboard:
    """What key events of one Qt platform (`xcb`, `windows`, …) mean."""

    def __init__(self, platform: str) -> None:
        self._is_evdev = platform.startswith(_EVDEV)
        self._is_placed = platform != "cocoa"  # a Mac has its own places

    def place(self, event: QKeyEvent) -> int:
        """The scan code of set 1, 0x100 added for an extended key; 0 where the system does not tell."""
        native = event.nativeScanCode()
        if not self._is_placed:
            return 0
        if not self._is_evdev:
            return native if 0 < native < 0x200 else 0
        number = native - _X_OFFSET
        return number if 0 < number <= _LAST_EQUAL else _EXTENDED.get(number, 0)

    def stroke(self, event: QKeyEvent) -> Keystroke:
        held = event.modifiers().value
        is_level_3 = self._is_evdev and bool(event.nativeModifiers() & _LEVEL_3)
        return Keystroke(
            event.text(),
            self.place(event),
            bool(held & _SHIFT),
            bool(held & _CTRL) or is_level_3,
            bool(held & _ALT) or is_level_3,
            bool(held & _KEYPAD),
            event.timestamp(),
        )


def is_modifier(event: QKeyEvent) -> bool:
    return event.key() in _MODIFIERS


def is_held(event: QKeyEvent, last_ms: int) -> bool:
    """Whether a key repeats because a hand stays on it; `last_ms` is when the last key came."""
    return event.isAutoRepeat() and event.timestamp() - last_ms > FASTEST_HELD_MS


def has_meta(event: QKeyEvent) -> bool:
    return bool(event.modifiers().value & _META)
