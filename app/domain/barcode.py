"""What a scanner delivered, made comparable: folded to ASCII, symbology identifier split off, GTINs to one length.

A code that no scanner can have meant (empty, over 512 characters, control characters) is refused with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LONGEST_CODE = 512
GROUP_SEPARATOR = "\x1d"
_GTIN_LENGTHS = (8, 12, 13, 14)
# The full-width forms an input method makes of ASCII (U+FF01-FF5E), and the ideographic space.
_FOLD = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}


class Command(StrEnum):
    """What a printed command barcode says. Code 128 text; the window's keys send the same."""

    UNPACK = "PB.UNPACK"
    ASIDE = "PB.ASIDE"
    REPRINT_MISSING = "PB.REPRINT.MISSING"
    REPRINT_DAMAGED = "PB.REPRINT.DAMAGED"
    VOID = "PB.VOID"
    LABEL = "PB.LABEL"
    CHOOSE_1 = "PB.1"
    CHOOSE_2 = "PB.2"
    CHOOSE_3 = "PB.3"
    CHOOSE_4 = "PB.4"
    CHOOSE_5 = "PB.5"
    CHOOSE_6 = "PB.6"
    CHOOSE_7 = "PB.7"
    CHOOSE_8 = "PB.8"
    CHOOSE_9 = "PB.9"
    MORE = "PB.MORE"  # the next page of a choice
    OK = "PB.OK"  # acknowledge, go on
    CANCEL = "PB.CANCEL"  # leave the question
    CLOSE = "PB.CLOSE"  # close this box, the next parcel begins
    FINISH = "PB.FINISH"  # ship what is in, the rest later
    SHORT = "PB.SHORT"
    DAMAGE = "PB.DAMAGE"
    SWAP = "PB.SWAP"
    BY_HAND = "PB.BYHAND"  # count an item that has no barcode
    LEARN = "PB.LEARN"
    MERGE = "PB.MERGE"
    CLONE = "PB.CLONE"
    MODE_ORDER = "PB.MODE.ORDER"
    MODE_ITEM = "PB.MODE.ITEM"
    HOLD = "PB.HOLD"
    RETURNED = "PB.RETURNED"  # the goods are back in stock
    HANDOVER = "PB.HANDOVER"
    MANIFEST = "PB.MANIFEST"  # close the pile into a manifest
    DAY_END = "PB.DAYEND"
    LOCK = "PB.LOCK"  # log out
    ACCEPT_WEIGHT = "PB.WEIGHT"
    LOUDER = "PB.LOUDER"
    QUIETER = "PB.QUIETER"


_COMMANDS = {command.value: command for command in Command}


@dataclass(frozen=True, slots=True)
class Code:
    """A readable code: `text` as it is compared, `symbology` the AIM identifier (`]E0`) when the scanner sent one."""

    text: str
    symbology: str = ""


class Flaw(StrEnum):
    """Why a text cannot be a code."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    CONTROL_CHARACTERS = "control_characters"


def read_code(raw: str) -> Code | Flaw:
    """Turn what a scanner delivered into a code, or say why it is none."""
    if len(raw) > LONGEST_CODE:
        return Flaw.TOO_LONG
    text = raw.translate(_FOLD).strip(" \t\r\n")
    symbology = ""
    if len(text) > 3 and text[0] == "]" and text[1].isalpha() and text[2].isalnum():
        symbology, text = text[:3], text[3:]
    if not text:
        return Flaw.EMPTY
    if any((ord(c) < 32 and c != GROUP_SEPARATOR) or 127 <= ord(c) < 160 for c in text):
        return Flaw.CONTROL_CHARACTERS
    return Code(text, symbology)


def read_command(code: Code) -> Command | None:
    """The command a code stands for, whatever case Caps Lock made of it; None for any other code."""
    return _COMMANDS.get(code.text.upper())


def has_gtin_check_digit(digits: str) -> bool:
    """The GS1 check of 8, 12, 13 or 14 digits: weights 3 and 1 from the right (GS1 General Specifications 7.9)."""
    if len(digits) not in _GTIN_LENGTHS or not (digits.isascii() and digits.isdigit()):
        return False
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(reversed(digits)))
    return total % 10 == 0


def item_code(text: str) -> str:
    """The form in which item codes are compared: a valid GTIN as 14 digits (UPC-A = EAN-13), anything else as it is."""
    return text.rjust(14, "0") if has_gtin_check_digit(text) else text


def shown(raw: str) -> str:
    """A code as a person is shown it: printable, at most 40 characters."""
    text = "".join(c if c.isprintable() else "·" for c in raw[:41])
    return text[:40] + "…" if len(text) > 40 else text
