"""What a scanner delivered, made comparable: folded to ASCII, symbology identifier split off, GTINs to one length.

A code that no scanner can have meant (empty, over 512 characters, control characters) is refused with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LONGEST_CODE = 512
GROUP_SEPARATOR = "\x1d"
# How a message of several fields begins (ISO/IEC 15434): MaxiCode, PDF417 and DataMatrix on the carriers' labels.
MESSAGE_HEAD = "[)>"
_MESSAGE_SIGNS = str.maketrans({"\x1e": GROUP_SEPARATOR, "\x1c": GROUP_SEPARATOR, "\x04": None})
# AIM symbology identifiers (ISO/IEC 15424) that say by themselves what the text is.
GS1_SYMBOLOGIES = frozenset({"]C1", "]d2", "]Q3", "]e0", "]J1"})  # GS1-128, DataMatrix, QR, DataBar, DotCode
RETAIL_SYMBOLOGIES = frozenset({"]E0", "]E4"})  # EAN-13, UPC-A and UPC-E; EAN-8
ITF_SYMBOLOGIES = frozenset({"]I0", "]I1"})
# Under Caps Lock a wedge types GS1-128 as ]c1; nothing on a bench is called so by itself.
_CAPS_LOCKED = frozenset({"]c1", "]D2", "]q3", "]j1"})
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
    PRINTERS = "PB.PRINTERS"  # the window alone acts on it: there to the printers, and back
    SCANNERS = "PB.SCANNERS"  # the window's too, and all that follow
    INCIDENTS = "PB.INCIDENTS"
    ORDERS = "PB.ORDERS"
    PARCELS = "PB.PARCELS"
    DEVICES = "PB.DEVICES"
    SETUP = "PB.SETUP"
    HELP = "PB.HELP"


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
        symbology, text = _without_caps_lock(text[:3], text[3:])
    if text.startswith(MESSAGE_HEAD):
        text = text.translate(_MESSAGE_SIGNS)
    if not text:
        return Flaw.EMPTY
    if any((ord(c) < 32 and c != GROUP_SEPARATOR) or 127 <= ord(c) < 160 for c in text):
        return Flaw.CONTROL_CHARACTERS
    return Code(text, symbology)


def read_command(code: Code) -> Command | None:
    """The command a code stands for, whatever case Caps Lock made of it; None for any other code."""
    return _COMMANDS.get(code.text.upper())


def is_retail(code: Code) -> bool:
    """Whether the scanner says that the code is a trade item's: EAN or UPC, or an ITF-14 with its check digit."""
    if code.symbology in ITF_SYMBOLOGIES:
        return len(code.text) == 14 and has_gtin_check_digit(code.text)
    return code.symbology in RETAIL_SYMBOLOGIES


def has_check_digit(digits: str) -> bool:
    """The GS1 check digit of a number of any length: weights 3 and 1 from the right (General Specifications 7.9)."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    return sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(reversed(digits))) % 10 == 0


def has_gtin_check_digit(digits: str) -> bool:
    """Whether these are the 8, 12, 13 or 14 digits of a GTIN with a true check digit."""
    return len(digits) in _GTIN_LENGTHS and has_check_digit(digits)


def build_sscc(prefix: str, number: int) -> str:
    """The 18 digits of a logistic unit: extension digit and company prefix, a serial number, the check digit (GS1
    General Specifications 2.2.1). Raises ValueError where the prefix leaves the number no room, or is none.
    """
    room = 17 - len(prefix)
    if not (prefix.isascii() and prefix.isdigit()) or not 0 <= number < 10 ** max(room, 0):
        raise ValueError(f"{number} after a prefix of {len(prefix)} digits")
    return with_check_digit(f"{prefix}{number:0{room}d}")


def with_check_digit(digits: str) -> str:
    """A number with the GS1 check digit that belongs at its end."""
    total = sum(int(d) * (1 if i % 2 else 3) for i, d in enumerate(reversed(digits)))
    return f"{digits}{-total % 10}"


def item_code(text: str) -> str:
    """The form in which item codes are compared: a valid GTIN as 14 digits (UPC-A = EAN-13), anything else as it is.

    EAN-13 of a shop's own (prefix 2: price or weight inside) are kept whole, price and all: what the digits mean is the
    shop's secret. UPC-E stays as it is too; see `expand_upc_e`.
    """
    return text.rjust(14, "0") if has_gtin_check_digit(text) else text


def contained_gtin(text: str) -> str | None:
    """The GTIN-14 of what a case holds: a valid GTIN-14 with the packaging indicator 1 to 8 (General Specifications
    2.1.7) names a case of the item whose digits follow. None for a single item (0), for goods by measure (9) and for
    anything that is no GTIN-14. How many are inside, the code does not say.
    """
    if len(text) != 14 or not has_gtin_check_digit(text) or text[0] in "09":
        return None
    return with_check_digit("0" + text[1:13])


def expand_upc_e(digits: str) -> str | None:
    """The UPC-A (12 digits) of a UPC-E's 8 digits (General Specifications 5.2.2.4), None when its check digit is wrong.

    Only for who asks: 8 digits may as well be an EAN-8, and UPC-E is the symbol that is misread most.
    """
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()) or digits[0] not in "01":
        return None
    system, body, last = digits[0], digits[1:7], digits[6]
    if last in "012":
        long = f"{body[:2]}{last}0000{body[2:5]}"
    elif last == "3":
        long = f"{body[:3]}00000{body[3:5]}"
    elif last == "4":
        long = f"{body[:4]}00000{body[4]}"
    else:
        long = f"{body[:5]}0000{last}"
    upc = f"{system}{long}{digits[7]}"
    return upc if has_check_digit(upc) else None


def said_twice(text: str) -> str:
    """What a text says twice in a row (`4354210` of `43542104354210`), empty when it does not."""
    half = text[: len(text) // 2]
    return half if half + half == text else ""


def _without_caps_lock(symbology: str, text: str) -> tuple[str, str]:
    """Undo Caps Lock where the identifier shows it: an EAN is all digits, a DataBar begins with (01) and a GTIN-14."""
    if symbology in _CAPS_LOCKED:
        return symbology.swapcase(), text.swapcase()
    is_data_bar = len(text) >= 16 and text.startswith("01") and has_gtin_check_digit(text[2:16])
    if symbology == "]E0" and is_data_bar:
        return "]e0", text.swapcase()
    if symbology == "]e0" and has_gtin_check_digit(text):
        return "]E0", text
    return symbology, text


def shown(raw: str) -> str:
    """A code as a person is shown it: printable, at most 40 characters."""
    text = "".join(c if c.isprintable() else "·" for c in raw[:41])
    return text[:40] + "…" if len(text) > 40 else text
