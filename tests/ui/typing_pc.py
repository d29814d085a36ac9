"""A computer on which a scanner and a person type: what arrives in the window, key by key, as the system would have it.

Texts come from the countries' tables, through the computer's layout, Caps Lock and input method; times are made up.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent

from app.domain.keyboard import ENTER, SPACE, TAB, accented, char_of, is_dead, keys_of
from app.domain.wedge_profile import Country, SeparatorForm, WedgeProfile

SHIFT, CTRL, ALT, ALTGR, KEYPAD_0 = 42, 29, 56, 0x138, (82, 79, 80, 81, 75, 76, 77, 71, 72, 73)
_HELD = {
    SHIFT: Qt.KeyboardModifier.ShiftModifier,
    CTRL: Qt.KeyboardModifier.ControlModifier,
    ALT: Qt.KeyboardModifier.AltModifier,
}
_NAMES = {
    SHIFT: Qt.Key.Key_Shift, CTRL: Qt.Key.Key_Control, ALT: Qt.Key.Key_Alt, ALTGR: Qt.Key.Key_AltGr,
    ENTER: Qt.Key.Key_Return, TAB: Qt.Key.Key_Tab, 66: Qt.Key.Key_F8, 1: Qt.Key.Key_Escape,
}  # fmt: skip
_NONE = Qt.KeyboardModifier.NoModifier
_PRESS, _RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease


@dataclass(frozen=True, slots=True)
class Down:
    """A key goes down at a time and up again at another."""

    at_ms: int
    up_ms: int
    place: int


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a scanner is set up. `reports`: keys it presses before it lets them go."""

    country: Country = Country.US
    profile: WedgeProfile = field(default_factory=WedgeProfile)
    gap_ms: int = 5
    keys_at_once: int = 1
    encoding: str = ""  # of characters that no key gives, typed as numbers: `unicode` or `gb2312`

    def type(self, code: str, at_ms: int) -> list[Down]:
        """The keys of a code, from a time on."""
        return list(self._timed(self._chords(code), at_ms))

    def _chords(self, code: str) -> Iterator[tuple[int, ...]]:
        """Keys with what is held meanwhile in front."""
        profile = self.profile
        for character in f"{profile.prefix}{code}{profile.suffix}":
            if character == "\x1d":
                yield from self._separator()
            else:
                yield from self._character(character)
        if profile.ends_with:
            yield (ENTER if profile.ends_with == "enter" else TAB,)

    def _character(self, character: str) -> Iterator[tuple[int, ...]]:
        try:
            keys = keys_of(self.country, character)
        except ValueError:
            raw = character.encode("gb2312") if self.encoding == "gb2312" else ord(character).to_bytes(3, "big")
            yield (ALT, *(KEYPAD_0[int(digit)] for digit in str(int.from_bytes(raw, "big"))))
            return
        for place, is_shift, is_altgr in keys:
            yield (*((SHIFT,) if is_shift else ()), *((ALTGR,) if is_altgr else ()), place)

    def _separator(self) -> Iterator[tuple[int, ...]]:
        match self.profile.separator_form:
            case SeparatorForm.CONTROL:
                yield (CTRL, 27)
            case SeparatorForm.KEYPAD:
                yield (ALT, *(KEYPAD_0[int(digit)] for digit in "0029"))
            case _ if self.profile.separator == "F8":
                yield (66,)
            case _:
                for character in self.profile.separator:
                    yield from self._character(character)

    def _timed(self, chords: Iterator[tuple[int, ...]], at_ms: int) -> Iterator[Down]:
        """A report of several keys is let go of as a whole; no key is in it twice."""
        report: list[tuple[int, int]] = []
        dwell_ms = self.gap_ms // 2
        for chord in chords:
            held = [place for place in chord if place in (SHIFT, CTRL, ALT, ALTGR)]
            if held or chord[-1] in (ENTER, TAB, *(place for _, place in report)) or len(report) == self.keys_at_once:
                yield from (Down(begin_ms, at_ms + dwell_ms, place) for begin_ms, place in report)
                report = []
            at_ms += self.gap_ms * bool(held)
            begin_ms = at_ms
            for place in chord[len(held) :]:
                at_ms += self.gap_ms
                report.append((at_ms, place))
                if held or self.keys_at_once == 1:
                    yield Down(at_ms, at_ms + dwell_ms, place)
                    report = []
            yield from (Down(begin_ms, at_ms + dwell_ms, place) for place in held)
        yield from (Down(begin_ms, at_ms + dwell_ms, place) for begin_ms, place in report)


@dataclass
class Pc:
    """Puts keys into a window. `input_method` is empty, `wide` (full-width letters as the keys' text), `committed` (the
    same as commits behind keys without text) or `pinyin` (letters wait for a word to be chosen). `has_places` is
    whether scan codes are told; `has_releases` whether keys go up.
    """

    window: Callable[[], QObject]
    focus: Callable[[], QObject]
    country: Country = Country.US
    platform: str = "windows"
    caps_lock: bool = False
    input_method: str = ""
    has_places: bool = True
    is_composing: bool = False
    before_press: Callable[[int, bool], None] = lambda _place, _is_scanners: None
    before_release: Callable[[int, bool], None] = lambda _place, _is_scanners: None
    is_deaf: bool = False  # the window gets no keys
    given: str = ""  # what the hand's keys gave
    _accent: str = field(default="", init=False)
    _held: set[int] = field(default_factory=set, init=False)
    _pinyin: str = field(default="", init=False)
    _number: int = field(default=0, init=False)

    def play(self, scanner: list[Down], hand: list[Down]) -> None:
        """All of it, in the order of time; keys go up before others go down at the same millisecond."""
        order = itertools.count()
        events: list[tuple[int, int, int, Down, bool]] = []
        for keys, is_scanners in ((scanner, True), (hand, False)):
            for down in keys:
                is_held = down.place in (SHIFT, CTRL, ALT, ALTGR)
                events.append((down.at_ms, 1 if is_held else 2, next(order), down, is_scanners))
                up_rank = 4 if is_held else 3 if down.up_ms == down.at_ms else 0
                events.append((down.up_ms, up_rank, next(order), down, is_scanners))
        heapq.heapify(events)
        while events:
            _, rank, _, down, is_scanners = heapq.heappop(events)
            if rank in (1, 2):
                self.before_press(down.place, is_scanners)
                given = self._press(down.place, down.at_ms)
                self.given += "" if is_scanners else given
            else:
                self.before_release(down.place, is_scanners)
                self._release(down.place, down.up_ms)

    def text(self, place: int, *, is_shift: bool = False, is_altgr: bool = False) -> str:
        """What the layout makes of a key alone, Caps Lock considered."""
        plain = char_of(self.country, place, is_shift=is_shift, is_altgr=is_altgr)
        is_locking = self.country is Country.FR and 2 <= place <= 13  # Caps Lock is a shift lock there
        if self.caps_lock and not is_altgr and (is_locking or (len(plain) == 1 and plain.isalpha())):
            return char_of(self.country, place, is_shift=not is_shift, is_altgr=False)
        return plain

    def _press(self, place: int, at_ms: int) -> str:
        """What the system makes of it."""
        if place in (SHIFT, CTRL, ALT, ALTGR):
            self._held.add(place)
            return self._send(_PRESS, place, "", at_ms)
        text = self._layout_text(place)
        if self.input_method and text and ALT not in self._held and CTRL not in self._held:
            return self._through_input_method(place, text, at_ms)
        return self._send(_PRESS, place, text, at_ms)

    def _layout_text(self, place: int) -> str:
        if place == ENTER:
            return "\r"
        if place == TAB:
            return "\t"
        held = {"is_shift": SHIFT in self._held, "is_altgr": ALTGR in self._held}
        if CTRL in self._held:
            sign = char_of(self.country, place, **held)
            return "\x1d" if sign == "]" else ""
        if ALT in self._held:
            self._number = self._number * 10 + KEYPAD_0.index(place) if place in KEYPAD_0 else 0
            return char_of(self.country, place, **held) if place in KEYPAD_0 else ""
        if is_dead(self.country, place, **held) and not self._accent:
            self._accent = self.text(place, **held)
            return ""
        text = self.text(place, **held)
        if self._accent and text:
            text, self._accent = accented(self._accent, text), ""
        return text

    def _through_input_method(self, place: int, text: str, at_ms: int) -> str:
        wide = "".join(chr(ord(c) + 0xFEE0) if 32 < ord(c) < 127 else c for c in text)
        if self.input_method == "wide" or place in (ENTER, TAB):
            self._choose("")
            return self._send(_PRESS, place, wide, at_ms)
        if self.input_method == "committed":
            self._send(_PRESS, place, "", at_ms)
            return self._compose("", wide)
        is_letter = text.isascii() and text.isalpha() and text.islower()
        if not is_letter and not self._pinyin:
            return self._send(_PRESS, place, wide, at_ms)
        self._send(_PRESS, place, "", at_ms)
        if is_letter:
            self._pinyin += text
            return self._compose(self._pinyin, "")
        return self._choose("" if text in " 123456789" else wide)

    def _choose(self, after: str) -> str:
        if not self._pinyin:
            return ""
        self._pinyin = ""
        return self._compose("", "顺丰" + after)

    def _compose(self, preedit: str, commit: str) -> str:
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QCoreApplication.sendEvent(self.focus(), event)
        return commit

    def _release(self, place: int, at_ms: int) -> None:
        self._held.discard(place)
        self._send(_RELEASE, place, "", at_ms)
        if place == ALT and self._number and self.platform == "windows":
            self._send(_PRESS, ALT, chr(self._number % 256), at_ms)  # as a window gets it that is not of RichEdit
        if place == ALT:
            self._number = 0

    def _send(self, kind: QEvent.Type, place: int, text: str, at_ms: int) -> str:
        held = _NONE
        for modifier in self._held & _HELD.keys():
            held |= _HELD[modifier]
        native_held = 0
        if ALTGR in self._held:
            if self.platform == "windows":
                held |= Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            else:
                native_held = 0x80
        if place in KEYPAD_0:
            held |= Qt.KeyboardModifier.KeypadModifier
        key = _NAMES.get(place, ord(text[0]) if text else 0x1000000 + place + 0xF00)
        if place == ALT and text:
            key = 0
        event = QKeyEvent(kind, int(key), held, self._native(place), 0, native_held, text)
        event.setTimestamp(at_ms)
        if not self.is_deaf:
            QCoreApplication.sendEvent(self.window(), event)
        return text

    def _native(self, place: int) -> int:
        if not self.has_places:
            return 0
        if self.platform == "windows":
            return place
        return {ALTGR: 100}.get(place, place) + 8


def typed_by_hand(pc: Pc, word: str, at_ms: int, *, pauses_ms: list[int], downs_ms: list[int]) -> list[Down]:
    """A person's keys for a word in small letters and digits of the computer's own layout; a blank is Space."""
    keys = []
    for character, pause_ms, down_ms in zip(word, pauses_ms, downs_ms, strict=True):
        place = SPACE if character == " " else keys_of(pc.country, character)[0][0]
        at_ms += pause_ms
        keys.append(Down(at_ms, at_ms + down_ms, place))
    return keys
