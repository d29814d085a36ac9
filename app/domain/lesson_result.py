"""What a lesson says: how the last scan was, what was learned, and what a person must change for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.wedge_profile import Country, WedgeProfile


class Hearing(StrEnum):
    """What came of a scan."""

    GOOD = "good"
    AGAIN = "again"  # heard before; the later one counts
    CHANGED = "changed"  # it reads, but not as the ones before did: what they taught is forgotten
    CUT_OFF = "cut_off"  # a part of a code of the sheet
    GARBLED = "garbled"  # a code of the sheet, and no way to read it: see the advice
    OTHER_CODE = "other_code"  # not of the sheet; nothing is learned from it


class Advice(StrEnum):
    """A setting to change, of the scanner or of the computer."""

    COUNTRY_US = "country_us"
    COUNTRY_GB = "country_gb"
    COUNTRY_DE = "country_de"
    COUNTRY_FR = "country_fr"
    COUNTRY_ES = "country_es"
    COUNTRY_IT = "country_it"
    SAME_COUNTRY = "same_country"  # the keyboard country that the computer has
    CAPS_LOCK = "caps_lock"  # off, and the scanner's change of case too
    INPUT_METHOD = "input_method"  # off: English
    SEPARATOR = "separator"  # send GS as ASCII 29
    NO_PREFIX = "no_prefix"  # no prefix and no suffix but the ending
    IDENTIFIER = "identifier"  # AIM identifier on
    MAKERS_ID = "makers_id"  # the maker's own code id off
    ENDING = "ending"  # Enter
    FASTER = "faster"  # no delay between keys
    CHINESE = "chinese"  # output encoding
    SERIAL = "serial"  # USB-COM instead of a keyboard

    @staticmethod
    def to_country(country: Country) -> Advice:
        """Set the scanner's keyboard to this country."""
        return Advice(f"country_{country}")


class Note(StrEnum):
    """What differs from a plain scanner and is mended by the profile."""

    PLACES = "places"  # the scanner's keyboard is not the computer's: read by the places of the keys
    TRANSLATED = "translated"  # the same, by a table of characters
    CAPS_LOCK = "caps_lock"
    FULL_WIDTH = "full_width"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    IDENTIFIER = "identifier"
    SEPARATOR = "separator"  # not as a control character
    TAB = "tab"
    SILENCE = "silence"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Learned:
    """`profile` is None while no profile would read every code right. `needed` are changes without which the scanner
    cannot be used, or, with a profile, the codes named by the advice (GS1, Chinese) cannot be read; `better` are worth
    a minute.
    """

    profile: WedgeProfile | None
    needed: tuple[Advice, ...] = ()
    better: tuple[Advice, ...] = ()
    noted: tuple[Note, ...] = ()
