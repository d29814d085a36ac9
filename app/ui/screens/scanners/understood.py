"""A code as it arrived, and what the bench would understand of it, in words. Texts only, no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.barcode import GROUP_SEPARATOR, Code, Flaw, has_gtin_check_digit, read_code
from app.domain.gs1 import Gs1, Gs1Flaw
from app.domain.meaning import read_scan
from app.ui.messages import command_name, word
from app.ui.messages_scanners_screen import FLAWS, field_word, identifier_name

LONGEST_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Arrived:
    """A code of a scanner that is tried out; `number` counts them."""

    number: int
    scanner: str
    text: str


def shown_whole(raw: str) -> str:
    """The text with every control character to be seen: the separator as ␝, carriage return as ␍."""
    text = "".join(_picture(character) for character in raw[:LONGEST_SHOWN])
    return text if len(raw) <= LONGEST_SHOWN else f"{text}…"


def _picture(character: str) -> str:
    if ord(character) < 32:
        return chr(0x2400 + ord(character))
    return character if character.isprintable() else "␦"


def symbology_words(raw: str, language: str) -> str:
    """The identifier that came along, with the symbol it stands for: `]C1 Code 128`."""
    code = read_code(raw)
    if isinstance(code, Flaw) or not code.symbology:
        return word("scanners.no_identifier", language)
    return f"{code.symbology} {identifier_name(code.symbology, language)}".strip()


def meaning_words(raw: str, today: date, language: str) -> tuple[bool, str]:
    """What a code says by itself, and whether nothing is wrong with it."""
    code = read_code(raw)
    if isinstance(code, Flaw):
        return False, word("scanners.means.unreadable", language, why=word(f"scanners.flaw.{code}", language))
    reading = read_scan(code, today=today, separators_kept=GROUP_SEPARATOR in code.text)
    if reading.command is not None:
        return True, word("scanners.means.command", language, name=command_name(reading.command, language))
    if isinstance(reading.gs1, Gs1Flaw):
        return False, word("scanners.means.flaw", language, why=FLAWS[reading.gs1].say(language))
    if reading.gs1 is not None:
        return True, _fields(reading.gs1, language)
    return True, _plain(code, language)


def _fields(gs1: Gs1, language: str) -> str:
    return "   ".join(f"{field_word(ai, language)} {value}" for ai, value in gs1.elements)


def _plain(code: Code, language: str) -> str:
    if has_gtin_check_digit(code.text):
        return word("scanners.means.gtin", language)
    return word("scanners.means.text", language, count=len(code.text))
