"""Reads a template's blocks: every key where it belongs, every value of its type, every field and filter known."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from app.labels.layouts.expression import BadExpressionError, Expression, parse
from app.labels.layouts.fields import Vocabulary
from app.labels.layouts.format import Block, Code, Condition, Each, Edges, Logo, Mark, Tear, Text
from app.labels.page import SMALLEST_TEXT_MM
from app.labels.symbol import SYMBOLS

Table = Mapping[str, Any]

_MOST_BLOCKS = 400
_DEEPEST = 12
_ALIGN = {"left": 0.0, "center": 0.5, "right": 1.0}
_LOOK = {"margin", "pad", "gap", "lines", "frame", "fill", "when", "unless"}
_MARKS = {
    "text": {"right", "size", "smallest", "bold", "align", "whole", "top"},
    **{kind: {"optional"} for kind in SYMBOLS},
    "logo": {"align"},
    "tear": set(),
    "each": {"row", "ruled", "rest"},
}
"""What a block may hold, by the key that says so, and the keys that go with it."""
_KEYS = {
    "rows",
    "columns",
    "height",
    "width",
    "share",
    "use",
    *_LOOK,
    *_MARKS,
    *(k for keys in _MARKS.values() for k in keys),
}
_WORD = re.compile(r"\{words\.([a-z0-9_]+)\}")


class BadTemplateError(ValueError):
    """Where a template is wrong, why, and a word to find the line by."""

    def __init__(self, place: str, reason: str, token: str = "") -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason
        self.token = token


def unknown(what: str, name: object, known: Collection[str]) -> str:
    """`unknown key hieght; did you mean height?`"""
    near = get_close_matches(str(name)[:40], known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(known))}"
    return f"unknown {what} {str(name)[:40]}; {hint}"


@dataclass(slots=True)
class BlockReader:
    """Reads the blocks of one file in one language. `count` grows with every block, so that blocks that use blocks that
    use blocks come to an end.
    """

    vocabulary: Vocabulary
    blocks: Mapping[str, Any]
    words: Mapping[str, str]
    count: int = field(default=0)

    def read(self, table: Table, place: str, *, inside: str = "", depth: int = 0, in_list: bool = False) -> Block:
        """One block and all in it. `inside` is what its extent is called there: `height` in rows, `width` in columns,
        nothing for the whole paper and for a row of the list.
        """
        self.count += 1
        if self.count > _MOST_BLOCKS or depth > _DEEPEST:
            raise BadTemplateError(place, f"more than {_MOST_BLOCKS} blocks, or {_DEEPEST} in each other")
        if "use" in table:
            used = self._named(table, "use", place)
            here = {key: table[key] for key in table if key != "use"}
            return self.read(
                {**used, **here}, f"blocks.{table['use']}", inside=inside, depth=depth + 1, in_list=in_list
            )
        kinds = [key for key in ("rows", "columns", *_MARKS) if key in table]
        if len(kinds) > 1:
            raise BadTemplateError(place, f"{kinds[0]} and {kinds[1]} cannot be in one block", kinds[1])
        kind = kinds[0] if kinds else ""
        allowed = {kind, "use", *_LOOK, *_MARKS.get(kind, ()), *({inside, "share"} if inside else ())}
        for key in table:
            if key not in allowed:
                raise BadTemplateError(place, _misplaced(key, kind), key)
        return Block(
            place=place,
            children=self._children(table, place, kind, depth, in_list=in_list),
            is_row=kind == "columns",
            mark=self._mark(table, place, kind, depth, in_list=in_list),
            extent_mm=_number(table, inside, place) if inside in table else None,
            share=_number(table, "share", place, least=0.01, otherwise=1.0),
            margin=_edges(table, "margin", place),
            padding=_edges(table, "pad", place),
            gap_mm=_number(table, "gap", place),
            has_lines=_flag(table, "lines", place),
            frame_mm=_number(table, "frame", place, most=5.0),
            is_filled=_flag(table, "fill", place),
            condition=self._condition(table, place, in_list=in_list),
        )

    def _named(self, table: Table, key: str, place: str) -> Table:
        name = table[key]
        if not isinstance(name, str) or name not in self.blocks:
            raise BadTemplateError(place, unknown("block", name, self.blocks), str(name)[:40])
        block: Table = self.blocks[name]
        return block

    def _children(self, table: Table, place: str, kind: str, depth: int, *, in_list: bool) -> tuple[Block, ...]:
        if kind not in {"rows", "columns"}:
            return ()
        children = table[kind]
        if not isinstance(children, list) or not children or not all(isinstance(child, dict) for child in children):
            raise BadTemplateError(place, f"{kind} is a list of blocks", kind)
        one, inside = kind[:-1], "height" if kind == "rows" else "width"
        return tuple(
            self.read(child, f"{place}, {one} {at}".lstrip(", "), inside=inside, depth=depth + 1, in_list=in_list)
            for at, child in enumerate(children, start=1)
        )

    def _mark(self, table: Table, place: str, kind: str, depth: int, *, in_list: bool) -> Mark | None:
        align = _align(table, place) if "align" in table else 0.0
        if kind == "text":
            return Text(
                text=self._text(table, "text", place, in_list=in_list),
                size_mm=_number(table, "size", place, least=1.0, most=100.0, otherwise=3.2),
                smallest_mm=_number(table, "smallest", place, least=1.0, most=100.0, otherwise=SMALLEST_TEXT_MM),
                is_bold=_flag(table, "bold", place),
                align=align,
                is_whole=_flag(table, "whole", place),
                is_top=_flag(table, "top", place),
                right=self._text(table, "right", place, in_list=in_list) if "right" in table else None,
            )
        if kind in SYMBOLS:
            text = self._text(table, kind, place, in_list=in_list)
            return Code(kind, text, _flag(table, "optional", place))
        if kind == "each":
            return self._each(table, place, depth, in_list=in_list)
        if kind in {"logo", "tear"} and _flag(table, kind, place):
            return Logo(align) if kind == "logo" else Tear()
        return None

    def _each(self, table: Table, place: str, depth: int, *, in_list: bool) -> Each:
        if in_list or not any(name.startswith("line.") for name in self.vocabulary.fields):
            raise BadTemplateError(place, "there is no list for it here", "each")
        row = self.read(self._named(table, "each", place), f"blocks.{table['each']}", depth=depth + 1, in_list=True)
        row_mm = _number(table, "row", place, least=2.0, most=500.0)
        rest = self._text(table, "rest", place, in_list=False) if "rest" in table else None
        return Each(row, row_mm, _flag(table, "ruled", place), rest)

    def _text(self, table: Table, key: str, place: str, *, in_list: bool) -> Expression:
        value = table[key]
        if not isinstance(value, str):
            raise BadTemplateError(place, f"{key} is a text in quotes", key)
        try:
            expression = parse(_WORD.sub(lambda found: self._word(found[1], place), value))
        except BadExpressionError as error:
            raise BadTemplateError(place, str(error), value[:40]) from error
        for name in sorted(expression.names):
            self._check_field(name, place, in_list=in_list)
        return expression

    def _word(self, name: str, place: str) -> str:
        if name not in self.words:
            raise BadTemplateError(place, unknown("word", name, self.words), f"words.{name}")
        return re.sub(r"[\[\]{}]", lambda sign: sign[0] * 2, self.words[name])

    def _check_field(self, name: str, place: str, *, in_list: bool) -> None:
        if name not in self.vocabulary.fields:
            raise BadTemplateError(place, unknown("field", name, self.vocabulary.fields), name)
        if name.startswith("line.") and not in_list:
            raise BadTemplateError(place, f"{name} is there only in a row of the list", name)

    def _condition(self, table: Table, place: str, *, in_list: bool) -> Condition | None:
        key = next((key for key in ("when", "unless") if key in table), None)
        if key is None:
            return None
        name = table[key]
        if not isinstance(name, str) or {"when", "unless"} <= table.keys():
            raise BadTemplateError(place, "a block has one condition: the name of a field", key)
        self._check_field(name, place, in_list=in_list)
        if name.startswith("page."):
            raise BadTemplateError(place, f"{name} is known too late for a condition", name)
        return Condition(name, key == "when")


def _misplaced(key: str, kind: str) -> str:
    if key in {"height", "width", "share"}:
        return f"{key} says nothing here: rows have a height, columns a width"
    if key in _KEYS:
        return f"{key} does not go with {kind or 'an empty block'}"
    return unknown("key", key, _KEYS)


def _number(
    table: Table, key: str, place: str, *, least: float = 0.0, most: float = 1000.0, otherwise: float = 0.0
) -> float:
    value = table.get(key, otherwise)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadTemplateError(place, f"{key} is a number of millimetres", key)
    if not (least <= value <= most or key not in table):
        raise BadTemplateError(place, f"{key} lies between {least:g} and {most:g}", key)
    return float(value)


def _flag(table: Table, key: str, place: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise BadTemplateError(place, f"{key} is true or false", key)
    return value


def _align(table: Table, place: str) -> float:
    if table["align"] not in ("left", "center", "right"):
        raise BadTemplateError(place, "align is left, center or right", "align")
    return _ALIGN[table["align"]]


def _edges(table: Table, key: str, place: str) -> Edges:
    """One number for all four sides, [left and right, top and bottom], or [left, top, right, bottom]."""
    value = table.get(key, 0.0)
    sides = value if isinstance(value, list) else [value]
    if len(sides) not in {1, 2, 4}:
        raise BadTemplateError(place, f"{key} is one number, two or four", key)
    left, top, right, bottom = (_number({key: sides[at % len(sides)]}, key, place, most=500.0) for at in range(4))
    return left, top, right, bottom
