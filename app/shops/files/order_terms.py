"""What an order asks beyond its goods: until when, in which sequence, out of which tote, what must be read first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from app.domain.order import Instruction, Scope
from app.domain.order import Sequence as PackingSequence
from app.shops.files.cells import check_digits, check_length, clean, parse_deadline
from app.shops.files.columns import ORDER_TERMS, title_key
from app.shops.files.fault import Fault

_OF_FLAG = re.compile(r"色?(?:旗帜|旗)?\Z")
_SINGLE = ("due_at", "sequence", "tote", "flag")
_SCOPES = {"instruction": Scope.ORDER, "instruction_shipment": Scope.SHIPMENT, "instruction_package": Scope.PACKAGE}
_SEQUENCES = {
    "": PackingSequence.ANY, "any": PackingSequence.ANY, "任意": PackingSequence.ANY, "不限": PackingSequence.ANY,
    "forced": PackingSequence.FORCED, "顺序": PackingSequence.FORCED, "按顺序": PackingSequence.FORCED,
    "kit": PackingSequence.KIT, "套装": PackingSequence.KIT, "按套": PackingSequence.KIT,
    "heavy": PackingSequence.HEAVY, "重货优先": PackingSequence.HEAVY, "先重后轻": PackingSequence.HEAVY,
}  # fmt: skip
# Taobao's flags are numbered: 0 (gray) is none, 1 to 5 as listed.
_FLAGS = {"": "", "0": "", "gray": "", "grey": "", "none": "", "灰": "", "无": ""} | {
    word: color
    for color, words in {
        "red": ("1", "red", "红"),
        "yellow": ("2", "yellow", "黄"),
        "green": ("3", "green", "绿"),
        "blue": ("4", "blue", "蓝"),
        "purple": ("5", "purple", "紫"),
    }.items()
    for word in words
}


class OrderTerms(NamedTuple):
    """The last fields of an `OrderDraft`, in its order."""

    due_at_ms: int | None = None
    sequence: PackingSequence = PackingSequence.ANY
    instructions: tuple[Instruction, ...] = ()
    tote: str = ""
    flag: str = ""


NO_TERMS = OrderTerms()


def read_order_terms(rows: Sequence[Sequence[str]], utc_offset_h: int) -> OrderTerms:
    """From the `ORDER_TERMS` cells of all rows of an order. Raises `Fault` naming the field.

    A single value stands on any row, and two rows may not contradict each other (`import.conflict`). Instructions of
    all rows count, one a line of the cell: a text that must stop the packer is never passed over.
    """
    different = dict.fromkeys(map(tuple, rows))
    if not any(map(any, different)):
        return NO_TERMS
    tables = [dict(zip(ORDER_TERMS, cells, strict=True)) for cells in different]
    single = {name: _single(tables, name) for name in _SINGLE}
    return OrderTerms(
        parse_deadline(single["due_at"], utc_offset_h) if single["due_at"] else None,
        PackingSequence(_known(single["sequence"], _SEQUENCES, "sequence")),
        tuple(dict.fromkeys(_instructions(tables))),
        check_length(check_digits(single["tote"], "tote"), 64, "tote"),
        _known(_OF_FLAG.sub("", single["flag"]), _FLAGS, "flag"),
    )


def _single(tables: Sequence[Mapping[str, str]], name: str) -> str:
    values = {value for cells in tables if (value := clean(cells[name], name))}
    if len(values) > 1:
        raise Fault("import.conflict", name)
    return values.pop() if values else ""


def _instructions(tables: Sequence[Mapping[str, str]]) -> Iterator[Instruction]:
    for name, scope in _SCOPES.items():
        for cells in tables:
            for line in cells[name].splitlines():
                if text := clean(line, name):
                    yield Instruction(scope, check_length(text, 1000, name))


def _known(word: str, words: Mapping[str, str], name: str) -> str:
    found = words.get(title_key(word))
    if found is None:
        raise Fault(f"import.{name}", name)
    return found
