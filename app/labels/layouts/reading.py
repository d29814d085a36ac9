"""Reads a template's TOML file: what paper it is for, and its blocks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from typing import Any

from app.domain.document import DocumentKind
from app.errors import Misconfigured
from app.labels.layouts.fields import VOCABULARIES
from app.labels.layouts.format import FORMAT, Block, Layout, Size
from app.labels.layouts.reading_block import BadTemplateError, BlockReader, Table, unknown

LANGUAGES = ("zh_CN", "en")
_TOP_KEYS = {"format", "kind", "sizes", "language", "variant", "words", "blocks"}
_ROOT_KEYS = {"rows", "columns", "pad", "gap", "lines", "frame"}
_SIZE = re.compile(r"([0-9]{2,3}(?:\.[0-9])?)x([0-9]{2,3}(?:\.[0-9])?|\*)")
_MOST_SIZES = 12


def read_layouts(content: bytes, name: str) -> tuple[Layout, ...]:
    """The template in each of its languages. Raises Misconfigured `layout.bad` with line, place and reason."""
    try:
        text = content.decode("utf-8")
        table: Table = tomllib.loads(text)
    except RecursionError as error:
        raise Misconfigured("layout.bad", "nested too deeply") from error
    except UnicodeDecodeError as error:
        raise Misconfigured("layout.bad", "not written in UTF-8") from error
    except ValueError as error:  # TOML's own complaint names the line; some numbers are none that Python takes
        raise Misconfigured("layout.bad", str(error)[:200]) from error
    try:
        _check_head(table)
        return tuple(_read(table, name, language) for language in _languages(table))
    except BadTemplateError as bad:
        raise Misconfigured("layout.bad", _said(bad, text.splitlines())) from bad


def _said(bad: BadTemplateError, lines: list[str]) -> str:
    """`line 14, blocks.goods, row 2: unknown key hieght; did you mean height?`"""
    block = bad.place.split(",")[0]
    starts = [at for at, line in enumerate(lines) if block.startswith("blocks.") and f"[{block}]" in line]
    first = starts[0] if starts else 0
    word = re.compile(rf"(?<![\w.]){re.escape(bad.token)}(?!\w)") if bad.token else None
    found = next((at for at in range(first, len(lines)) if word and word.search(lines[at])), first if starts else None)
    where = [] if found is None else [f"line {found + 1}"]
    return f"{', '.join([*where, *filter(None, [bad.place])])}: {bad.reason}".removeprefix(": ")


def _check_head(table: Table) -> None:
    for key in table:
        if key not in _TOP_KEYS | _ROOT_KEYS:
            raise BadTemplateError("", unknown("key", key, _TOP_KEYS | _ROOT_KEYS), key)
    if type(table.get("format")) is not int or table["format"] != FORMAT:
        raise BadTemplateError("", f"format must be {FORMAT}", "format")


def _languages(table: Table) -> tuple[str, ...]:
    if "words" not in table:
        return (_chosen(table, "language", LANGUAGES),)
    words = table["words"]
    if not isinstance(words, dict) or not words or "language" in table:
        raise BadTemplateError(
            "", "words are tables named by a language, and stand instead of the key language", "words"
        )
    for language, own in words.items():
        if language not in LANGUAGES:
            raise BadTemplateError("words", unknown("language", language, LANGUAGES), language)
        if not isinstance(own, dict) or not all(isinstance(word, str) for word in own.values()):
            raise BadTemplateError(f"words.{language}", "every word is a text in quotes", f"words.{language}")
        if own.keys() != next(iter(words.values())).keys():
            raise BadTemplateError(f"words.{language}", "not the words of the other language", f"words.{language}")
    return tuple(words)


def _read(table: Table, name: str, language: str) -> Layout:
    kind = DocumentKind(_chosen(table, "kind", [kind.value for kind in VOCABULARIES]))
    vocabulary = VOCABULARIES[kind]
    variant = _chosen(table, "variant", vocabulary.variants) if "variant" in table or vocabulary.variants else ""
    blocks: Any = table.get("blocks", {})
    if not isinstance(blocks, dict) or not all(isinstance(block, dict) for block in blocks.values()):
        raise BadTemplateError("", "every block is a table: [blocks.name]", "blocks")
    reader = BlockReader(vocabulary, blocks, table.get("words", {}).get(language, {}))
    root = reader.read({key: table[key] for key in table if key in _ROOT_KEYS}, "")
    if not root.children:
        raise BadTemplateError("", "a template has rows or columns")
    conditions = dict.fromkeys(block.condition for block in _outside_list(root) if block.condition)
    return Layout(name, kind, _sizes(table), language, variant, root, tuple(conditions))


def _outside_list(block: Block) -> Iterator[Block]:
    yield block
    for child in block.children:
        yield from _outside_list(child)


def _chosen(table: Table, key: str, known: Collection[str]) -> str:
    value = table.get(key)
    if not known:
        raise BadTemplateError("", f"{key} does not go with {table['kind']}", key)
    if key not in table:
        raise BadTemplateError("", f"{key} is missing; there are {', '.join(sorted(known))}")
    if not isinstance(value, str) or value not in known:
        raise BadTemplateError("", unknown(key, value, known), key)
    return value


def _sizes(table: Table) -> tuple[Size, ...]:
    sizes = table.get("sizes")
    if not isinstance(sizes, list) or not 0 < len(sizes) <= _MOST_SIZES:
        raise BadTemplateError("", 'sizes is a list of papers in mm: ["100x150"], or ["72x*"] for a roll', "sizes")
    found = [_SIZE.fullmatch(size) for size in sizes if isinstance(size, str)]
    if len(found) < len(sizes) or not all(found):
        raise BadTemplateError("", 'a size is written as "100x150", a roll as "72x*", in mm', "sizes")
    return tuple(Size(float(size[1]), 0.0 if size[2] == "*" else float(size[2])) for size in found if size)
