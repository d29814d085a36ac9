"""Scanners that type and are told from a person's keyboard by Windows: their keys are codes whatever has the focus.

Windows tells each key twice, first as raw input with its keyboard, then as a key event without: whose the second one is
follows from the order of the first. Only Windows can show that raw input always comes first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.keyboard import ENTER, KEYPAD_ENTER, TAB, RawKey, char_of
from app.domain.keystroke import Keystroke
from app.domain.typed import ALT, Assembler
from app.domain.wedge_profile import Country, WedgeProfile
from app.ui.wedge import Wedge
from app.ui.wedge_field import is_field

CLAIM_MS = 1000  # a key event comes right behind its raw input, save where the window is busy
MOST_CLAIMS = 256
STUCK_MS = 1000  # no scanner keeps a key down so long
_SHIFTS, _CTRLS, _ALTS, _ALTGR = frozenset({42, 54}), frozenset({29, 0x11D}), frozenset({ALT}), 0x138
_MODIFIERS = _SHIFTS | _CTRLS | _ALTS | {_ALTGR, 0x15B, 0x15C}
_KEYPAD = frozenset(range(71, 84))


class Keyboards(Protocol):
    """The machine's keyboards (`app.devices.raw_input.RawInput`)."""

    def listen(self, window: int) -> None: ...
    def stop(self) -> None: ...
    def key_of(self, message: int) -> RawKey | None: ...
    def set_input_method(self, window: int, *, is_on: bool) -> None: ...


class TypingDevice:
    """One scanner's keys, down and up, as codes."""

    def __init__(self, profile: WedgeProfile) -> None:
        self._country = profile.country or Country.US
        self.assembler = Assembler(profile)
        self._down: set[int] = set()
        self.has_number = False  # the last key was one of a number
        self._last_ms = 0

    def take(self, key: RawKey, at_ms: int) -> tuple[str, ...]:
        """The codes that a key ends."""
        if at_ms - self._last_ms > STUCK_MS:
            self._down.clear()  # its cable was pulled while a key was down
        self._last_ms = at_ms
        if key.is_break:
            self._down.discard(key.scan_code)
            if key.scan_code in _ALTS:
                self.assembler.let_go_of_alt()
            return ()
        is_held = key.scan_code in self._down
        self.has_number = key.scan_code in _KEYPAD and bool(self._down & _ALTS)
        self._down.add(key.scan_code)
        if is_held or key.scan_code in _MODIFIERS:
            return ()
        return self.assembler.take(self._stroke(key.scan_code, at_ms))

    def _stroke(self, scan_code: int, at_ms: int) -> Keystroke:
        is_shift, is_altgr = bool(self._down & _SHIFTS), _ALTGR in self._down
        is_ctrl, is_alt = bool(self._down & _CTRLS) or is_altgr, bool(self._down & _ALTS) or is_altgr
        ends = {ENTER: "\r", KEYPAD_ENTER: "\r", TAB: "\t"}
        text = ends.get(scan_code) or char_of(self._country, scan_code, is_shift=is_shift, is_altgr=is_altgr)
        return Keystroke(text, scan_code, is_shift, is_ctrl, is_alt, scan_code in _KEYPAD, at_ms)


class RawKeys(QObject):
    """`names` are the scanners' by their addresses (`keyboard:VID:PID`). `scanned` carries a code and the scanner's
    name. `clock` is a steady one in milliseconds.

    While it listens, every key that the wedge sees is a hand's: no timing has to tell.
    """

    scanned = Signal(str, str)
    _read = Signal(str, str)

    def __init__(
        self,
        wedge: Wedge,
        keyboards: Keyboards,
        names: Mapping[str, str],
        *,
        clock: Callable[[], int],
        claim_ms: int = CLAIM_MS,
    ) -> None:
        super().__init__(wedge)
        self._claim_ms = claim_ms
        self._wedge, self._keyboards, self._clock = wedge, keyboards, clock
        self._names = {":".join(address.lower().split(":")[:3]): name for address, name in names.items()}
        self._claims: deque[tuple[int, bool, int]] = deque(maxlen=MOST_CLAIMS)  # place, whether a scanner's, when
        self._silence = QTimer(self, singleShot=True)
        self._silence.timeout.connect(self._on_silence)
        self._filter = _Messages(self._on_message)
        self._window: QWidget | None = None
        self._read.connect(self.scanned, Qt.ConnectionType.QueuedConnection)  # never inside a message of Windows
        self.learn(None)

    def learn(self, profile: WedgeProfile | None) -> None:
        """Read keys as this profile says; where it names no country the scanners type American."""
        own = profile or WedgeProfile()
        if own.country is None:
            own = replace(own, country=Country.US)
        self._devices = {address: TypingDevice(own) for address in self._names}
        self._silence.setInterval(own.gap_ms + 1)

    def start(self, app: QApplication, window: QWidget) -> None:
        """Listen. Raises Unavailable (`scanner.forbidden`): then the wedge goes on by timing."""
        self._keyboards.listen(int(window.winId()))
        self._window = window
        self._wedge.claims, self._wedge.is_told_apart = self, True
        app.installNativeEventFilter(self._filter)
        app.focusChanged.connect(self._on_focus)

    def stop(self, app: QApplication) -> None:
        """Listen no more. Raises Unavailable (`scanner.forbidden`)."""
        app.removeNativeEventFilter(self._filter)
        app.focusChanged.disconnect(self._on_focus)
        self._wedge.claims, self._wedge.is_told_apart = None, False
        self._claims.clear()
        self._keyboards.stop()

    def _on_message(self, message: int) -> None:
        key = self._keyboards.key_of(message)
        if key is not None:
            self.hear(key)

    def hear(self, key: RawKey) -> None:
        """A key of any keyboard went down or up."""
        device, at_ms = self._devices.get(key.address), self._clock()
        is_number = device is not None and key.is_break and key.scan_code == ALT and device.has_number
        if key.is_ours and (not key.is_break or is_number):  # for a number with Alt the system sends a character more
            self._claims.append((key.scan_code, device is not None, at_ms))
        if device is None:
            return
        for code in device.take(key, at_ms):
            self._read.emit(code, self._names[key.address])
        if device.assembler.waits_for_silence:
            self._silence.start()

    def _on_silence(self) -> None:
        for address, device in self._devices.items():
            for code in device.assembler.expire(self._clock()):
                self._read.emit(code, self._names[address])

    def has(self, scan_code: int, at_ms: int) -> bool:  # noqa: ARG002  # as the wedge asks
        """Whether the next key event of this place is a scanner's."""
        self._expire()
        return next((is_scanners for place, is_scanners, _ in self._claims if place == scan_code), False)

    def take(self, scan_code: int, at_ms: int) -> bool:
        """As `has`; keys that were told before this one and never came as events never will."""
        is_scanners = self.has(scan_code, at_ms)
        if any(place == scan_code for place, _, _ in self._claims):
            while self._claims.popleft()[0] != scan_code:
                pass
        return is_scanners

    def _expire(self) -> None:
        while self._claims and self._clock() - self._claims[0][2] > self._claim_ms:
            self._claims.popleft()

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Qt takes the input method away as well; a driver that comes back to the window by itself is kept off."""
        if now is not None:
            self._keyboards.set_input_method(int(now.window().winId()), is_on=is_field(now))


class _Messages(QAbstractNativeEventFilter):
    """Shows each message of Windows, and stops none."""

    def __init__(self, show: Callable[[int], None]) -> None:
        super().__init__()
        self._show = show

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        if bytes(kind).startswith(b"windows"):  # type: ignore[arg-type]
            self._show(int(message))
        return False, 0
