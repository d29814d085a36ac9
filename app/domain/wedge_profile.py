"""What the calibration sheet taught of a scanner that types: how its keys are turned back into what it read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Country(StrEnum):
    """The keyboard that a scanner believes to be, and types on."""

    US = "us"
    GB = "gb"
    DE = "de"
    FR = "fr"
    ES = "es"
    IT = "it"


class SeparatorForm(StrEnum):
    """How the GS1 separator arrives."""

    CONTROL = "control"  # the character 29, as Ctrl+] too
    KEYPAD = "keypad"  # Alt and 0029 on the number pad
    WORD = "word"  # {GS}, <GS>, [GS] or the like: `separator` holds it
    KEY = "key"  # a function key: `separator` holds its name, as F8
    LOST = "lost"  # nothing: fields run together


@dataclass(frozen=True, slots=True)
class WedgeProfile:
    """`country`: by the places of the keys, whatever layout, Caps Lock or input method the system has; None where the
    system's text is right, or the places of keys are not known. `translation` then gives for each character that
    arrives wrong the one that is meant. `gap_ms`: the longest pause between two keys, with room. `has_identifier`: an
    AIM symbology identifier comes before each code. `ends_with`: the key that ends a code, `enter`, `tab`, or empty
    where only silence does.
    """

    country: Country | None = None
    translation: tuple[tuple[str, str], ...] = ()
    prefix: str = ""
    suffix: str = ""
    has_identifier: bool = False
    separator_form: SeparatorForm = SeparatorForm.CONTROL
    separator: str = "\x1d"
    gap_ms: int = 50
    ends_with: str = "enter"
