"""Which character stands on which key in six countries, by the places of a PC's keyboard (set 1 scan codes).

The layouts are those of Windows; a scanner that types is set to one of them, whatever the computer has.
"""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import normalize

from app.domain.wedge_profile import Country

ENTER, KEYPAD_ENTER, TAB, SPACE = 28, 0x11C, 15, 57
BRACKET_RIGHT = 27
"""The place of `]` on a US keyboard: with Ctrl it is the GS1 separator, whatever stands on the key."""

Key = tuple[int, bool, bool]
"""Scan code, whether Shift is held, whether AltGr is."""

# Left of 1 and on to the key before Backspace, the row of Q, that of A with the key at Enter, the key between the left
# Shift and Z (Americans have none), the row of Z, Space. A blank is no character, save on the last.
_PLACES = (41, *range(2, 14), *range(16, 28), *range(30, 41), 43, 86, *range(44, 54), SPACE)
_KEYPAD = dict(zip((*range(71, 84), 55, 0x135), "789-456+1230.*/", strict=True))

_PLAIN, _SHIFT, _ALTGR, _SHIFT_ALTGR = (False, False), (True, False), (False, True), (True, True)

_LAYOUTS: dict[Country, dict[tuple[bool, bool], str]] = {
    Country.US: {
        _PLAIN: "`1234567890-=qwertyuiop[]asdfghjkl;'\\\\zxcvbnm,./ ",
        _SHIFT: '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"||ZXCVBNM<>? ',
    },
    Country.GB: {
        _PLAIN: "`1234567890-=qwertyuiop[]asdfghjkl;'#\\zxcvbnm,./ ",
        _SHIFT: '¬!"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@~|ZXCVBNM<>? ',
        _ALTGR: "¦   €          é   úíó   á                       ",
        _SHIFT_ALTGR: "               É   ÚÍÓ   Á                       ",
    },
    Country.DE: {
        _PLAIN: "^1234567890ß´qwertzuiopü+asdfghjklöä#<yxcvbnm,.- ",
        _SHIFT: "°!\"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_ ",
        _ALTGR: "  ²³   {[]}\\ @ €        ~            |      µ    ",
    },
    Country.FR: {
        _PLAIN: "²&é\"'(-è_çà)=azertyuiop^$qsdfghjklmù*<wxcvbn,;:! ",
        _SHIFT: " 1234567890°+AZERTYUIOP¨£QSDFGHJKLM%µ>WXCVBN?./§ ",
        _ALTGR: "  ~#{[|`\\^@]}  €        ¤                        ",
    },
    Country.ES: {
        _PLAIN: "º1234567890'¡qwertyuiop`+asdfghjklñ´ç<zxcvbnm,.- ",
        _SHIFT: 'ª!"·$%&/()=?¿QWERTYUIOP^*ASDFGHJKLÑ¨Ç>ZXCVBNM;:_ ',
        _ALTGR: "\\|@#~€¬        €       []          {}            ",
    },
    Country.IT: {
        _PLAIN: "\\1234567890'ìqwertyuiopè+asdfghjklòàù<zxcvbnm,.- ",
        _SHIFT: '|!"£$%&/()=?^QWERTYUIOPé*ASDFGHJKLç°§>ZXCVBNM;:_ ',
        _ALTGR: "     €         €       []         @#             ",
        _SHIFT_ALTGR: "                       {}                        ",
    },
}
# Keys that wait for the next one and set an accent on it.
_DEAD: dict[Country, frozenset[Key]] = {
    Country.US: frozenset(),
    Country.GB: frozenset(),
    Country.DE: frozenset({(41, False, False), (13, False, False), (13, True, False)}),
    Country.FR: frozenset({(26, False, False), (26, True, False), (3, False, True), (8, False, True)}),
    Country.ES: frozenset(
        {(26, False, False), (26, True, False), (40, False, False), (40, True, False), (5, False, True)}
    ),
    Country.IT: frozenset(),
}
_ACCENTS = {"^": "\u0302", "´": "\u0301", "`": "\u0300", "¨": "\u0308", "~": "\u0303"}


def _placed(layout: dict[tuple[bool, bool], str]) -> dict[Key, str]:
    return {
        (place, *held): character
        for held, row in layout.items()
        for place, character in zip(_PLACES, row, strict=True)
        if character != " " or (place == SPACE and held in (_PLAIN, _SHIFT))
    }


_CHARACTERS = {country: _placed(layout) for country, layout in _LAYOUTS.items()}
# The first of several keys that give the same: the plainest, and one that waits for no other before one that does.
_KEYS: dict[Country, dict[str, Key]] = {
    country: {
        character: key
        for key, character in sorted(
            keys.items(), key=lambda each: (each[0] in _DEAD[country], each[0][1:], each[0][0]), reverse=True
        )
    }
    for country, keys in _CHARACTERS.items()
}


def char_of(country: Country, scan_code: int, *, is_shift: bool, is_altgr: bool) -> str:
    """The character on a key, empty for none; of a dead key its accent (`is_dead`). The number pad's are those with
    Num Lock on.
    """
    character = _CHARACTERS[country].get((scan_code, is_shift, is_altgr), "")
    return character or ("" if is_altgr else _KEYPAD.get(scan_code, ""))


def is_dead(country: Country, scan_code: int, *, is_shift: bool, is_altgr: bool) -> bool:
    """Whether a key waits for the next one, to set its accent on that."""
    return (scan_code, is_shift, is_altgr) in _DEAD[country]


def accented(accent: str, character: str) -> str:
    """What a dead key and the one after it give: with Space the accent alone, else one character where there is one,
    and both where there is none.
    """
    if character == " ":
        return accent
    composed = normalize("NFC", character + _ACCENTS.get(accent, ""))
    return composed if len(composed) == 1 and composed != character else accent + character


def keys_of(country: Country, text: str) -> tuple[Key, ...]:
    """What a scanner of that country presses to type a text: a dead key is followed by Space, a line's end is Enter.
    Raises ValueError for a character that no key of that keyboard gives: a scanner drops it, or says it with Alt and
    numbers.
    """
    keys: list[Key] = []
    for place, character in enumerate(text):
        key = {"\r": (ENTER, False, False), "\t": (TAB, False, False)}.get(character) or _KEYS[country].get(character)
        if key is None:
            raise ValueError(f"no key gives character {place}")
        keys.append(key)
        if key in _DEAD[country]:
            keys.append((SPACE, False, False))
    return tuple(keys)


@dataclass(frozen=True, slots=True)
class RawKey:
    """A key of one keyboard going down or up, as Windows tells apart: `address` is `keyboard:VID:PID`, empty where the
    keyboard has none. `is_ours` is whether a window of ours had the keyboard.
    """

    address: str
    scan_code: int
    is_break: bool
    is_ours: bool = True
