"""The texts of a template: `订单 {order_number}[　重量 {weight_g|kg} kg]`. Looked up, never executed.

`{field}` is replaced; `{field|or:other|groups}` takes the first of several that is not empty, and writes it another
way. What stands in brackets is left out when a field in it is empty. Doubled signs stand for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LONGEST_EXPRESSION = 400
_LONGEST_TEXT = 2000
"""What no paper has room for is not laid out: a remark of a megabyte must not stop the bench."""
_TOKENS = re.compile(r"\{\{|\}\}|\[\[|\]\]|\{[^{}]*\}|[\[\]{}]|[^\[\]{}]+")
_PLACE = re.compile(r"[a-z][a-z0-9_.]*(\|(or:)?[a-z][a-z0-9_.]*)*")


class BadExpressionError(ValueError):
    """The text is no expression; says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field's text goes: the first of `names` that is not empty, through the filters."""

    names: tuple[str, ...]
    filters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Literal texts and places; an optional one is left out as a whole when one of its places is empty."""

    pieces: tuple[str | Place, ...]
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """A text of a template, ready to be filled in."""

    parts: tuple[Part, ...]

    @property
    def names(self) -> frozenset[str]:
        """The fields it asks for."""
        return frozenset(name for place in self.places() for name in place.names)

    def places(self) -> Iterator[Place]:
        return (piece for part in self.parts for piece in part.pieces if isinstance(piece, Place))

    def fill(self, read: Callable[[str], str]) -> str:
        """The text, each field taken from `read`."""
        return "".join(_filled(part, read) for part in self.parts)[:_LONGEST_TEXT]


def groups(number: str) -> str:
    """`SF1234567890123` → `SF 1234 5678 90123`: fours from the left, a single one joins its neighbor."""
    letters = number[: len(number) - len(number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))]
    digits = number[len(letters) :]
    if not digits.isdigit():
        return number
    fours = [digits[at : at + 4] for at in range(0, len(digits), 4)]
    if len(fours) > 1 and len(fours[-1]) == 1:
        fours[-2:] = [fours[-2] + fours[-1]]
    return " ".join([letters, *fours] if letters else fours)


def _kilograms(grams: str) -> str:
    return f"{int(grams) / 1000:.2f}" if grams.isdecimal() else grams


FILTERS: dict[str, Callable[[str], str]] = {"groups": groups, "kg": _kilograms, "upper": str.upper}


def _filled(part: Part, read: Callable[[str], str]) -> str:
    texts = []
    for piece in part.pieces:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        text = next(filter(None, map(read, piece.names)), "")
        if not text and part.is_optional:
            return ""
        for name in piece.filters:
            text = FILTERS[name](text)
        texts.append(text)
    return "".join(texts)


def parse(text: str) -> Expression:
    """Raises BadExpressionError, which says what is wrong with it."""
    if len(text) > LONGEST_EXPRESSION:
        raise BadExpressionError(f"a text of {len(text)} characters; at most {LONGEST_EXPRESSION}")
    parts: list[Part] = []
    pieces: list[str | Place] = []
    is_open = False
    for sign in _TOKENS.findall(text):
        if sign in {"[", "]"}:
            if is_open is (sign == "["):
                raise BadExpressionError(f"a {sign} too many; [[ and ]] stand for the signs themselves")
            parts.append(Part(tuple(pieces), is_optional=is_open))
            pieces, is_open = [], not is_open
        elif sign in {"{", "}"}:
            raise BadExpressionError(f"a single {sign}; {{{{ and }}}} stand for the signs themselves")
        elif sign[0] == "{" and sign != "{{":
            pieces.append(_place(sign[1:-1]))
        else:
            pieces.append(sign[0] if sign in {"{{", "}}", "[[", "]]"} else sign)
    if is_open:
        raise BadExpressionError("a [ without its ]")
    return Expression((*parts, Part(tuple(pieces))))


def _place(text: str) -> Place:
    if not _PLACE.fullmatch(text):
        raise BadExpressionError(f"{{{text[:40]}}} is no field with filters")
    name, *steps = text.split("|")
    names, filters = [name], []
    for step in steps:
        if step.startswith("or:"):
            names.append(step[3:])
        elif step in FILTERS:
            filters.append(step)
        else:
            raise BadExpressionError(f"unknown filter {step[:40]}; there are {', '.join(FILTERS)} and or:field")
    return Place(tuple(names), tuple(filters))
