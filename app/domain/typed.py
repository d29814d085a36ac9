"""From keys back to what a scanner read, by what the calibration sheet taught of it.

What a code surely lacks (its prefix, a key that an input method ate) is never made up: `LOST` stands in its place, a
control character, for which every text is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import category, normalize

from app.domain.barcode import (
    GROUP_SEPARATOR,
    GS1_SYMBOLOGIES,
    LONGEST_CODE,
    RETAIL_SYMBOLOGIES,
    Code,
    has_check_digit,
    has_gtin_check_digit,
    read_code,
    read_command,
)
from app.domain.keyboard import BRACKET_RIGHT, ENTER, KEYPAD_ENTER, TAB, accented, char_of, is_dead
from app.domain.keystroke import Keystroke
from app.domain.wedge_profile import Country, WedgeProfile

LOST = "\x1a"  # SUBSTITUTE: "in the place of a character that is invalid or in error" (ECMA-48)
ALT = 56
"""The place of Alt: Windows sends a character that was typed as a number from there, when Alt is let go."""
FUNCTION_KEYS = {59 + n: f"F{n + 1}" for n in range(10)} | {87: "F11", 88: "F12"}
"""A profile whose separator bears one of these names means the key."""

BROKEN_OFF_MS = 2000  # no scanner pauses so long within a code

_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)}  # an input method in full-width mode, which no code means

_DIGITS = dict(zip(range(71, 84), "789-456+1230.", strict=True))
_MOST_DIGITS = 7  # of a character's number: 0 and six more
# Fields of a message (ISO/IEC 15434) are parted by these, which come as Ctrl with a key, or as they are.
_SIGNS = frozenset({"\x1c", GROUP_SEPARATOR, "\x1e", "\x04"})
_IDENTIFIER = re.compile(r"\][A-Za-z][0-9A-Za-z]")


class Transcript:
    """Reads one key after the other. Without a profile the text is the system's."""

    def __init__(self, profile: WedgeProfile | None = None) -> None:
        self.profile = profile or WedgeProfile()
        self._translation = dict(self.profile.translation)
        self._accent = ""
        self._number = ""
        self._may_echo = False  # a number is complete, and the system's own character for it may follow

    @property
    def is_waiting(self) -> bool:
        """Whether keys were pressed whose character is not complete."""
        return bool(self._accent or self._number)

    def take(self, stroke: Keystroke) -> str:
        """What a key adds to the text, nothing for keys that add none, or none yet. A stroke of Alt without text says
        that it was let go.
        """
        if stroke.scan_code == ALT and not stroke.text:
            return self.let_go()
        digit = _numbered(stroke)
        if digit:
            self._number = (self._number + digit)[:_MOST_DIGITS]
            return ""
        if self._number and stroke.is_alt:
            self._number = ""
            return LOST  # a hand's key broke the number
        head = self.let_go()
        is_echo, self._may_echo = self._may_echo and stroke.scan_code == ALT, False
        return head if is_echo else head + self._read(stroke)

    def finish(self) -> str:
        """What was still waiting: Alt was let go, or the code is at its end."""
        accent, self._accent = self._accent, ""
        return accent + self.let_go()

    def let_go(self) -> str:
        """Alt went up: a character that was typed as a number is complete."""
        number, self._number = self._number, ""
        self._may_echo = self._may_echo or bool(number)
        return _numbered_character(number) if number else ""

    def _read(self, stroke: Keystroke) -> str:
        if _is_separator(stroke, self.profile):
            return GROUP_SEPARATOR
        if stroke.scan_code == ALT and stroke.text == "\u2194":
            return GROUP_SEPARATOR  # Alt+29 without the zero in front, as Windows draws it
        if stroke.text in _SIGNS:
            return stroke.text
        if stroke.is_ctrl != stroke.is_alt:  # both are AltGr
            return ""
        if self.profile.country is not None and stroke.scan_code not in (0, ALT):
            return self._place(stroke, self.profile.country)
        text = stroke.text if all(ord(c) >= 32 and ord(c) != 127 for c in stroke.text) else ""
        return "".join(self._translation.get(c, c) for c in text)

    def _place(self, stroke: Keystroke, country: Country) -> str:
        if stroke.scan_code in _DIGITS and not stroke.text:
            return ""  # Num Lock is off: an arrow
        held = {"is_shift": stroke.is_shift, "is_altgr": stroke.is_ctrl and stroke.is_alt}
        character = char_of(country, stroke.scan_code, **held)
        if not character:
            return ""
        if self._accent:
            accent, self._accent = self._accent, ""
            return accented(accent, character)
        if is_dead(country, stroke.scan_code, **held):
            self._accent = character
            return ""
        return character


def transcribe(strokes: Iterable[Keystroke], profile: WedgeProfile | None = None) -> str:
    """The text of some keys; the ends of codes are no part of it."""
    transcript = Transcript(profile)
    return "".join(transcript.take(stroke) for stroke in strokes if not is_end(stroke)) + transcript.finish()


def is_end(stroke: Keystroke) -> bool:
    """Whether it is Enter or Tab, which end a code."""
    has_chord = stroke.is_ctrl or stroke.is_alt
    is_tab = stroke.text == "\t" or stroke.scan_code == TAB
    return stroke.text in ("\r", "\n") or (
        not has_chord and (stroke.scan_code in (ENTER, KEYPAD_ENTER) or (is_tab and not stroke.is_shift))
    )


def unwrap(text: str, profile: WedgeProfile) -> str:
    """The code in what a scanner of this profile typed: prefix and suffix off, its word for the GS1 separator turned
    into one. LOST in front where a prefix, suffix or identifier is not there that comes with every code: then other
    keys are not there either.
    """
    text = text.translate(_NARROW)
    prefix, suffix = profile.prefix, profile.suffix
    head = text[:3] if _IDENTIFIER.match(text) and not _starts(text, prefix) else ""
    code = text[len(head) :]
    if not _starts(code, prefix) or (suffix and code[-len(suffix) :].casefold() != suffix.casefold()):
        return LOST + text
    code = head + code[len(prefix) : len(code) - len(suffix)]
    if profile.has_identifier and not _IDENTIFIER.match(code):
        return LOST + text
    word = profile.separator
    if len(word) > 1 and word not in FUNCTION_KEYS.values():
        code = re.sub(re.escape(word), GROUP_SEPARATOR, code, flags=re.IGNORECASE)
    return code


def begins(text: str, profile: WedgeProfile) -> bool:
    """Whether a scanner of this profile says by prefix or identifier that a code begins here. False where it never
    says so.
    """
    if profile.prefix:
        return _starts(text, profile.prefix)
    return profile.has_identifier and bool(_IDENTIFIER.match(text))


def _starts(text: str, prefix: str) -> bool:
    """Caps Lock may be on where the places of keys are not known."""
    return text[: len(prefix)].casefold() == prefix.casefold()


def shows_caps_lock(stroke: Keystroke) -> bool | None:
    """Whether a letter's case is the opposite of what Shift says; None where the key cannot tell."""
    letter = normalize("NFKC", stroke.text)
    is_plain = stroke.scan_code and not stroke.is_ctrl and not stroke.is_alt
    if not is_plain or len(letter) != 1 or letter.upper() == letter.lower():
        return None
    return letter.isupper() != stroke.is_shift


def shows_wrong_layout(strokes: Iterable[Keystroke]) -> bool:
    """Whether what the system made of a code is wrong beyond doubt: by the places of its keys it is a command of the
    house, or an identifier with a number whose check digit is true, in one reading alone, and nothing like it by the
    system.
    """
    pressed = tuple(strokes)
    if any(not stroke.scan_code for stroke in pressed) or _is_surely_read(transcribe(pressed)):
        return False
    readings = {transcribe(pressed, WedgeProfile(country)) for country in Country}
    return len([reading for reading in readings if _is_surely_read(reading)]) == 1


def _is_surely_read(text: str) -> bool:
    code = read_code(text)
    if not isinstance(code, Code):
        return False
    if not code.symbology:
        return read_command(code) is not None
    if code.symbology in RETAIL_SYMBOLOGIES:
        return has_gtin_check_digit(code.text)
    number = code.text
    is_unit = number.startswith("00") and len(number) >= 20 and has_check_digit(number[2:20])
    is_item = number.startswith("01") and len(number) >= 16 and has_gtin_check_digit(number[2:16])
    return code.symbology in GS1_SYMBOLOGIES and (is_unit or is_item)


def _is_separator(stroke: Keystroke, profile: WedgeProfile) -> bool:
    """Ctrl and the key where Americans have `]`, whatever this computer has there; or the key the profile names."""
    if stroke.is_ctrl and not stroke.is_alt and (stroke.scan_code == BRACKET_RIGHT or stroke.text == "]"):
        return True
    return FUNCTION_KEYS.get(stroke.scan_code) == profile.separator


def _numbered(stroke: Keystroke) -> str:
    """The digit of a character's number: on the number pad, with Alt held."""
    if not stroke.is_alt or stroke.is_ctrl:
        return ""
    digit = _DIGITS.get(stroke.scan_code, "") or (stroke.text if stroke.is_keypad else "")
    return digit if digit.isascii() and digit.isdigit() else ""


def _numbered_character(number: str) -> str:
    """The character of a number typed with Alt: of a code page up to 255 (Windows' with a zero in front, else the old
    one of DOS), beyond of GB 2312 where the number is of one, which Unicode has no letters for that anyone ships with,
    else of Unicode.
    """
    value = int(number)
    if value < 128:
        return chr(value) if value >= 32 or chr(value) in _SIGNS else ""
    if value < 256:
        return (
            bytes((value,)).decode("cp1252" if number.startswith("0") else "cp437", "replace").replace("\ufffd", LOST)
        )
    if 0xA1A1 <= value <= 0xF7FE and value & 0xFF >= 0xA1:
        return value.to_bytes(2, "big").decode("gb2312", "replace").replace("\ufffd", LOST)
    is_character = value < 0x110000 and category(chr(value)) not in ("Cc", "Cs", "Cn", "Co")
    return chr(value) if is_character else LOST


class Assembler:
    """Codes from the keys of one scanner that is known to be one: no hand, so no timing, save where only silence ends
    a code.
    """

    def __init__(self, profile: WedgeProfile) -> None:
        self.profile = profile
        self._transcript = Transcript(profile)
        self._text = ""
        self._last_ms = 0

    @property
    def waits_for_silence(self) -> bool:
        """Whether keys are there that silence alone turns into a code: `expire` is to be asked `gap_ms` later."""
        return not self.profile.ends_with and bool(self._text or self._transcript.is_waiting)

    def take(self, stroke: Keystroke) -> tuple[str, ...]:
        """The codes that a key ends: its own, and one before a silence. More than 512 characters are cut to 513."""
        ended = self.expire(stroke.at_ms) or self._break_off(stroke.at_ms)
        self._last_ms = stroke.at_ms
        if is_end(stroke):
            return (*ended, *self._end())
        self._text = (self._text + self._transcript.take(stroke))[: LONGEST_CODE + 1]
        return ended

    def _break_off(self, at_ms: int) -> tuple[str, ...]:
        """Half a code that nothing followed: the scanner went out of reach."""
        if not self._text or at_ms - self._last_ms <= BROKEN_OFF_MS:
            return ()
        return tuple(LOST + code for code in self._end())

    def let_go_of_alt(self) -> None:
        """Alt went up."""
        self._text = (self._text + self._transcript.let_go())[: LONGEST_CODE + 1]

    def expire(self, at_ms: int) -> tuple[str, ...]:
        """The code that silence has ended by now."""
        is_over = self.waits_for_silence and at_ms - self._last_ms > self.profile.gap_ms
        return self._end() if is_over else ()

    def _end(self) -> tuple[str, ...]:
        text, self._text = self._text + self._transcript.finish(), ""
        return (unwrap(text, self.profile),) if text else ()
