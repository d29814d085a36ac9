"""What each key adds to a code, by what was learned of the scanner, and how long it was silent before."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.domain.barcode import GROUP_SEPARATOR, LONGEST_CODE
from app.domain.keystroke import Keystroke
from app.domain.typed import ALT, LOST, Transcript, shows_caps_lock
from app.domain.wedge_profile import WedgeProfile
from app.ui.wedge_keys import has_meta


class Reading:
    """Keys of all that types, one after the other."""

    def __init__(self, profile: WedgeProfile | None, gap_ms: int, last_ms: int = 0) -> None:
        self._gap_ms = gap_ms
        self._profile = profile
        self.transcript = Transcript(profile)
        self.last_ms = last_ms
        self._pending_ms = 0  # the longest pause before a key that waits for others
        self._is_timeless = False
        self.placed: list[Keystroke] = []  # of this code, while no places were learned
        self.has_caps_lock: bool | None = None
        self.is_eaten = False  # an input method ate keys of this code, which are known by their places

    def pause(self, at_ms: int) -> int:
        """The silence before a key, ms."""
        return 0 if self._is_timeless else max(at_ms - self.last_ms, self._pending_ms)

    def count(self, at_ms: int) -> None:
        """A key came."""
        self.last_ms, self._pending_ms = at_ms, 0
        self._is_timeless = False

    def lose_time(self) -> None:
        """Text came of which the system tells no time: the next key follows it at once."""
        self._is_timeless = True

    def wait(self, event: QKeyEvent) -> None:
        """A key that means nothing by itself is one of a scanner's all the same: the pause was before it."""
        if not event.isAutoRepeat():
            self._pending_ms = self.pause(event.timestamp())
            self.last_ms = event.timestamp()

    def begin(self) -> None:
        """The code is at its end."""
        self.placed = []
        self.is_eaten = False

    def read(self, event: QKeyEvent, stroke: Keystroke, *, is_begun: bool) -> tuple[str, str]:
        """What a key adds, as the scanner meant it and as the system has it; nothing where it adds none, or not yet."""
        is_chord = stroke.is_ctrl and not stroke.is_alt
        if is_chord and event.key() == Qt.Key.Key_BracketRight:
            stroke = replace(stroke, text=GROUP_SEPARATOR)
        is_within = is_begun and stroke.at_ms - self.last_ms <= self._gap_ms
        if has_meta(event) or (is_chord and not is_within and stroke.text != GROUP_SEPARATOR):
            return "", ""  # a shortcut; the one on the key at `]` is another one elsewhere
        own = printable(stroke.text) if stroke.is_ctrl == stroke.is_alt else ""
        text = self.transcript.take(stroke)
        if not text and own and stroke.scan_code != ALT and not self.transcript.is_waiting:
            text = LOST  # the scanner has no such key
        if not text or (text == GROUP_SEPARATOR and not stroke.text and not is_begun):
            self.is_eaten = self.is_eaten or (self.transcript.is_waiting and not stroke.text)
            return "", ""  # no key of a code, or one of the window until a code has begun
        self.is_eaten = not stroke.text or (self.is_eaten and is_begun)
        self._note(stroke)
        return text, own or ("" if stroke.is_ctrl and stroke.is_alt else text)

    def _note(self, stroke: Keystroke) -> None:
        if self._profile is None or self._profile.country is None:
            self.placed = [*self.placed, stroke][-LONGEST_CODE:] if stroke.scan_code else []
        has_caps_lock = shows_caps_lock(stroke)
        if has_caps_lock is not None:
            self.has_caps_lock = has_caps_lock

    def is_sign(self, stroke: Keystroke) -> bool:
        """Whether a key without text adds to a code that has begun."""
        is_within = stroke.at_ms - self.last_ms <= self._gap_ms
        return is_within and not printable(stroke.text) and bool(Transcript(self._profile).take(stroke))


def printable(text: str) -> str:
    return text if all(ord(c) >= 32 and ord(c) != 127 for c in text) else ""
