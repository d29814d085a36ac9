"""What the calibration sheet taught of a scanner that types: how its keys are turned back into what it read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


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


_LONGEST = 64  # characters of a prefix, suffix or separator
_MOST_TRANSLATED = 256
_GAPS_MS = range(10, 1001)
_ENDINGS = ("enter", "tab", "")


def as_tree(profile: WedgeProfile) -> dict[str, Any]:
    """A profile in words and numbers, for a file or a row; `profile_of` reads it."""
    return {
        "country": profile.country and profile.country.value,
        "translation": [list(pair) for pair in profile.translation],
        "prefix": profile.prefix,
        "suffix": profile.suffix,
        "has_identifier": profile.has_identifier,
        "separator_form": profile.separator_form.value,
        "separator": profile.separator,
        "gap_ms": profile.gap_ms,
        "ends_with": profile.ends_with,
    }


def profile_of(tree: object) -> WedgeProfile:
    """The profile that `as_tree` gave; ValueError, naming the part, for anything else."""
    if not isinstance(tree, dict) or tree.keys() != as_tree(WedgeProfile()).keys():
        raise ValueError("no profile")
    country, gap_ms, has_identifier = tree["country"], tree["gap_ms"], tree["has_identifier"]
    if type(gap_ms) is not int or gap_ms not in _GAPS_MS:
        raise ValueError("gap_ms")
    if type(has_identifier) is not bool:
        raise ValueError("has_identifier")
    if tree["ends_with"] not in _ENDINGS:
        raise ValueError("ends_with")
    return WedgeProfile(
        country=None if country is None else Country(country),
        translation=_translation_of(tree["translation"]),
        prefix=_text_of(tree, "prefix"),
        suffix=_text_of(tree, "suffix"),
        has_identifier=has_identifier,
        separator_form=SeparatorForm(tree["separator_form"]),
        separator=_text_of(tree, "separator"),
        gap_ms=gap_ms,
        ends_with=tree["ends_with"],
    )


def _text_of(tree: dict[Any, Any], name: str) -> str:
    text = tree[name]
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise ValueError(name)
    return text


def _translation_of(pairs: object) -> tuple[tuple[str, str], ...]:
    """One character for one, and no character from two: else one code would be read as another."""
    if not isinstance(pairs, list | tuple) or len(pairs) > _MOST_TRANSLATED:
        raise ValueError("translation")
    table: dict[str, str] = {}
    for pair in pairs:
        if not isinstance(pair, list | tuple) or [type(c) is str and len(c) for c in pair] != [1, 1]:
            raise ValueError("translation")
        if pair[0] in table or pair[1] in table.values():
            raise ValueError("translation")
        table[pair[0]] = pair[1]
    return tuple(table.items())
