"""A page of the help, read from a small part of Markdown: what stands on it, without a word about how it looks.

Inline: **bold**, `key` (or a command's code), [[page]], [[page|words]], [[code:printer.paper_out]], {icon:printer},
{tone:stop}, {text:station.toml}. Blocks: headings, paragraphs, lists, tables. Whatever is none of these is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile


class Kind(StrEnum):
    """What a piece of a line is."""

    TEXT = "text"
    BOLD = "bold"
    KEY = "key"  # a key, or the text of a command's code
    LINK = "link"  # `target` is a page or `code:…`; `text` is empty where the target's own title stands
    ICON = "icon"
    TONE = "tone"
    LITERAL = "literal"  # a file, a word to type


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line."""

    kind: Kind
    text: str
    target: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 2 or 3; the page's own title is apart."""

    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: Line


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[Line, ...]
    is_ordered: bool


@dataclass(frozen=True, slots=True)
class Table:
    """All rows have as many cells as the head."""

    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


Block = Heading | Paragraph | Listing | Table


@dataclass(frozen=True, slots=True)
class Page:
    """A title and what follows it."""

    title: str
    blocks: tuple[Block, ...]

    def spans(self) -> Iterator[Span]:
        """Every piece of every line, in reading order."""
        for line in self.lines():
            yield from line

    def lines(self) -> Iterator[Line]:
        for block in self.blocks:
            match block:
                case Heading(_, line) | Paragraph(line):
                    yield line
                case Listing(items):
                    yield from items
                case Table(head, rows):
                    yield from head
                    for row in rows:
                        yield from row


_INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*"
    r"|`(?P<key>[^`]+)`"
    r"|\[\[(?P<target>[^\]|]+)(?:\|(?P<words>[^\]]+))?\]\]"
    r"|\{(?P<mark>icon|tone|text):(?P<name>[^}]+)\}"
)
_MARKS = {"icon": Kind.ICON, "tone": Kind.TONE, "text": Kind.LITERAL}
_ITEM = re.compile(r"(?:-|(?P<number>\d+)\.) +(?P<text>.*)")
_CELLS_APART = re.compile(r"(?<!\[)\|(?![^\[]*\]\])")  # a bar within a link is the link's


def read_line(text: str) -> Line:
    """The pieces of one line of text."""
    spans: list[Span] = []
    at = 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            spans.append(Span(Kind.TEXT, text[at : found.start()]))
        spans.append(_span(found))
        at = found.end()
    if at < len(text):
        spans.append(Span(Kind.TEXT, text[at:]))
    return tuple(spans)


def _span(found: re.Match[str]) -> Span:
    match found.lastgroup:
        case "bold":
            return Span(Kind.BOLD, found["bold"])
        case "key":
            return Span(Kind.KEY, found["key"])
        case "name":
            return Span(_MARKS[found["mark"]], found["name"])
        case _:
            return Span(Kind.LINK, found["words"] or "", found["target"])


def read_page(text: str) -> Page:
    """A page from its file's text. The first line that begins with # is the title."""
    title = ""
    blocks: list[Block] = []
    lines = [line.rstrip() for line in text.splitlines()]
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("# ") and not title:
            title = line[2:].strip()
        elif line.startswith("#"):
            mark, _, words = line.partition(" ")
            blocks.append(Heading(min(max(len(mark), 2), 3), read_line(words.strip())))
        elif line.startswith("|"):
            rows = list(takewhile(lambda each: each.startswith("|"), lines[at:]))
            blocks.append(_table(rows))
            at += len(rows) - 1
        elif _ITEM.fullmatch(line):
            items, used = _items(lines[at:])
            blocks.append(Listing(tuple(map(read_line, items)), is_ordered=line[0].isdigit()))
            at += used - 1
        elif line:
            rows = list(takewhile(_is_prose, lines[at:]))
            blocks.append(Paragraph(read_line(_joined(rows))))
            at += len(rows) - 1
        at += 1
    return Page(title, tuple(blocks))


def _is_prose(line: str) -> bool:
    return bool(line) and not line.startswith(("#", "|")) and not _ITEM.fullmatch(line)


def _items(lines: list[str]) -> tuple[list[str], int]:
    """The items of a list that begins here, and how many lines it takes; an indented line goes on with its item."""
    items: list[str] = []
    for used, line in enumerate(lines):
        found = _ITEM.fullmatch(line)
        if found:
            items.append(found["text"])
        elif line.startswith("  ") and items:
            items[-1] = _joined([items[-1], line.strip()])
        else:
            return items, used
    return items, len(lines)


def _joined(lines: list[str]) -> str:
    """One text of several lines: Chinese has no space where a line breaks."""
    text = lines[0]
    for line in lines[1:]:
        gap = "" if ord(text[-1:] or " ") > 0x2E80 or ord(line[:1] or " ") > 0x2E80 else " "
        text += gap + line
    return text


def _table(lines: list[str]) -> Table:
    rows = [tuple(read_line(cell.strip()) for cell in _CELLS_APART.split(line.strip().strip("|"))) for line in lines]
    head, *rest = rows
    if rest and all(set("".join(span.text for span in cell)) <= set("-: ") for cell in rest[0]):
        rest = rest[1:]
    wide = len(head)
    return Table(head, tuple((row + ((),) * wide)[:wide] for row in rest))
