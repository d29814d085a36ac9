"""A scanner that types, and the computer it types into, played: every setting that the lesson may find or advise."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from app.domain.barcode import Command, with_check_digit
from app.domain.keyboard import ENTER, TAB, accented, char_of, is_dead, keys_of
from app.domain.keystroke import Keystroke
from app.domain.lesson_codes import LESSON_TEXTS, LessonStep
from app.domain.lesson_result import Advice
from app.domain.typed import ALT
from app.domain.wedge_profile import Country

IDENTIFIERS = {"code128": "]C0", "gs1": "]C1", "datamatrix": "]d2", "qr": "]Q1", "code39": "]A0"}
MAKERS_IDS = {"code128": "j", "gs1": "I", "datamatrix": "w", "qr": "s", "code39": "b"}
SYMBOLOGIES = {
    LessonStep.LETTERS: "code128", LessonStep.SIGNS: "code128", LessonStep.FIELDS: "gs1", LessonStep.CHINESE: "qr",
    LessonStep.END: "code128",
}  # fmt: skip
OTHER = "other"
"""A country that the house does not know: a British keyboard with some characters changed for others."""
_OTHERS = str.maketrans("-'<;=yzYZ@#", "'-;<yzY=#Z@")
_BACK = {after: before for before, after in _OTHERS.items()}
_PAD = dict(zip("7894561230", (71, 72, 73, 75, 76, 77, 79, 80, 81, 82), strict=True))
_PINYIN = "的是不了人我在有他这"
_PUNCTUATION = str.maketrans(",.()<>:;?![]\\^_$", "，。（）《》：；？！【】、…—￥")
_LETTER_LOCK = {Country.US, Country.GB, Country.ES, Country.IT, OTHER}


@dataclass(frozen=True, slots=True)
class Setup:
    """`places`: `known`, `below` (known, and nothing of the input method is seen), `unknown`. `case`: what the scanner
    does to it: nothing, `compensated` Caps Lock, `upper`. `separator` is a form, or a word in itself.
    """

    scanner: str = Country.US
    system: str = Country.US
    places: str = "known"
    input_method: str = "off"
    is_locked: bool = False
    case: str = ""
    prefix: str = ""
    suffix: str = ""
    identifier: str = ""
    separator: str = "control"
    ending: str = "enter"
    gap_ms: int = 4
    chinese: str = "unicode"
    is_lazy: bool = False
    is_numbers: bool = False
    is_serial: bool = False

    def changed(self, advice: Advice) -> Setup:
        """The one setting that an advice names."""
        if advice.startswith("country_"):
            return replace(self, scanner=Country(advice.removeprefix("country_")))
        return {
            Advice.SAME_COUNTRY: replace(self, scanner=self.system),
            Advice.CAPS_LOCK: replace(self, is_locked=False, case=""),
            Advice.INPUT_METHOD: replace(self, input_method="off"),
            Advice.SEPARATOR: replace(self, separator="keypad"),
            Advice.NO_PREFIX: replace(self, prefix="", suffix=""),
            Advice.IDENTIFIER: replace(self, identifier="aim"),
            Advice.MAKERS_ID: replace(self, identifier="aim"),
            Advice.ENDING: replace(self, ending="enter"),
            Advice.FASTER: replace(self, gap_ms=4),
            Advice.CHINESE: replace(self, chinese="unicode"),
            Advice.SERIAL: replace(self, is_serial=True),
        }[advice]

    def framed(self, symbology: str, text: str) -> str:
        head = {"aim": IDENTIFIERS, "maker": MAKERS_IDS}.get(self.identifier, {}).get(symbology, "")
        return f"{self.prefix}{head}{text}{self.suffix}"

    def meant(self, symbology: str, text: str) -> str:
        """What must come of it in the end."""
        return (IDENTIFIERS[symbology] if self.identifier == "aim" else "") + text


class Player:
    """Types codes. The clock goes on from one to the next."""

    def __init__(self, setup: Setup, seed: int = 1) -> None:
        self.setup = setup
        self._random = random.Random(seed)
        self._now_ms = 100_000
        self._accent = ""
        self._pinyin = 0
        self._strokes: list[Keystroke] = []

    def lesson_code(self, step: LessonStep) -> tuple[Keystroke, ...]:
        return self.scan(SYMBOLOGIES[step], LESSON_TEXTS[step])

    def scan(self, symbology: str, text: str) -> tuple[Keystroke, ...]:
        self._strokes, self._accent, self._pinyin = [], "", 0
        self._now_ms += 2000
        for character in self.setup.framed(symbology, text):
            self._type(character)
        for end in {"enter": "\r", "tab": "\t", "both": "\r\t", "": ""}[self.setup.ending]:
            self._commit()
            self._add(Keystroke(end, ENTER if end == "\r" else TAB))
        self._commit()
        return tuple(self._strokes)

    def _type(self, character: str) -> None:
        if character == "\x1d":
            self._separator()
        elif ord(character) < 32:
            self._add(Keystroke(character, is_ctrl=True))
        elif ord(character) > 126:
            self._chinese(character)
        elif self.setup.is_numbers:
            self._number(f"0{ord(character):03d}", character)
        else:
            self._keys(character)

    def _separator(self) -> None:
        form = self.setup.separator
        if form == "control":
            at_place = _character(self.setup.system, (27, False, False))
            self._add(Keystroke("\x1d" if at_place == "]" else "", 27, is_ctrl=True))
        elif form == "keypad":
            self._number("0029", "")
        elif form == "key":
            self._add(Keystroke("", 66))
        elif form != "lost":
            for character in form:
                self._type(character)

    def _chinese(self, character: str) -> None:
        match self.setup.chinese:
            case "unicode":
                self._commit()
                self._add(Keystroke(character))
            case "number":
                self._number(str(ord(character)), character)
            case "bytes":
                for byte in character.encode("gb18030"):
                    self._number(f"0{byte}", bytes((byte,)).decode("cp1252", "replace"))
            case "marks":
                self._type("?")

    def _number(self, number: str, _meant: str) -> None:
        for digit in number:
            self._add(Keystroke("", _PAD[digit], is_alt=True, is_keypad=True), digit=digit)
        self._strokes.append(Keystroke("", ALT, at_ms=self._now_ms))  # let go

    def _keys(self, character: str) -> None:
        setup = self.setup
        if setup.case == "upper":
            character = character.upper()
        if setup.case == "compensated" and setup.is_locked:
            character = character.swapcase()
        for key in _keys(setup.scanner, character):
            if not (setup.is_lazy and key[0] == 57 and character != " "):
                self._press(key)

    def _press(self, key: tuple[int, bool, bool]) -> None:
        place, is_shift, is_altgr = key
        text = self._made(key)
        self._add(Keystroke(text, place, is_shift=is_shift, is_ctrl=is_altgr, is_alt=is_altgr))

    def _made(self, key: tuple[int, bool, bool]) -> str:
        """What the system makes of a key: Caps Lock, layout, dead keys, input method."""
        place, is_shift, is_altgr = key
        system = self.setup.system
        plain = _character(system, key)
        if self.setup.is_locked and not is_altgr and (system not in _LETTER_LOCK or plain.isalpha()):
            is_shift = not is_shift
        character = _character(system, (place, is_shift, is_altgr))
        if self._accent and character:
            character, self._accent = accented(self._accent, character), ""
        elif system != OTHER and is_dead(Country(system), place, is_shift=is_shift, is_altgr=is_altgr):
            self._accent, character = character, ""
        if self.setup.input_method == "full":
            return "".join(chr(ord(c) + 0xFEE0) if 33 <= ord(c) <= 126 else c for c in character)
        if self.setup.input_method == "half":
            if character.isalpha():
                self._pinyin += 1
                return ""
            self._commit()
            return character.translate(_PUNCTUATION)
        return character

    def _commit(self) -> None:
        """The input method makes one Chinese character of every two letters."""
        if self.setup.places != "below":
            for _ in range((self._pinyin + 1) // 2):
                self._strokes.append(Keystroke(self._random.choice(_PINYIN), at_ms=self._now_ms))
        self._pinyin = 0

    def _add(self, stroke: Keystroke, digit: str = "") -> None:
        gap = self.setup.gap_ms
        if self._strokes:
            self._now_ms += self._random.randint(gap // 2, gap)
        has_place = self.setup.places != "unknown"
        text = digit if digit and not has_place else stroke.text
        self._strokes.append(
            replace(stroke, text=text, scan_code=stroke.scan_code if has_place else 0, at_ms=self._now_ms)
        )


def _character(system: str, key: tuple[int, bool, bool]) -> str:
    place, is_shift, is_altgr = key
    country = Country.GB if system == OTHER else Country(system)
    character = char_of(country, place, is_shift=is_shift, is_altgr=is_altgr)
    return character.translate(_OTHERS) if system == OTHER else character


def _keys(scanner: str, character: str) -> tuple[tuple[int, bool, bool], ...]:
    """None for a character that the scanner's keyboard does not have: it is dropped."""
    country = Country.GB if scanner == OTHER else Country(scanner)
    try:
        return keys_of(country, character.translate(_BACK) if scanner == OTHER else character)
    except ValueError:
        return ()


def some_codes(dice: random.Random, count: int, *, with_separator: bool, with_chinese: bool) -> list[tuple[str, str]]:
    """Codes of a warehouse, as symbology and text."""
    printable = "".join(map(chr, range(33, 127)))
    kinds = ["code128", "code39", "command", "qr", "gs1"]
    made = []
    for number in range(count):
        match kinds[number % len(kinds)]:
            case "code128":
                made.append(("code128", "".join(dice.choices(printable, k=dice.randint(6, 40)))))
            case "code39":
                made.append(("code39", "".join(dice.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.$/+%", k=12))))
            case "command":
                made.append(("code128", dice.choice(list(Command)).value))
            case "qr":
                chinese = "".join(dice.choices("快递单号扫码枪打包台", k=4)) if with_chinese else ""
                made.append(("qr", f"https://e.cn/{dice.randint(0, 10**9)}?a=b&c={chinese}d"))
            case "gs1":
                lot, serial = ("".join(dice.choices("ABCabcxyzXYZ0189-./:,+*'&%\"_", k=8)) for _ in range(2))
                gtin = "01" + with_check_digit(f"{dice.randint(0, 10**13 - 1):013d}")
                tail = f"10{lot}\x1d21{serial}" if with_separator else f"21{serial}"
                made.append((dice.choice(["gs1", "datamatrix"]), gtin + tail))
    return made
