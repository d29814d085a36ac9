"""The carriers' forms out of their two files: every row is checked, and refused with its file, line and column."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from itertools import product

from app.domain.barcode import Code
from app.domain.tracking_check import CHECKS
from app.domain.tracking_number import LONGEST_NUMBER, CarrierName, Form, TrackingForms, Trust, index_forms, recognize
from app.errors import Misconfigured

CARRIERS, NUMBERS = "carriers.csv", "tracking_numbers.csv"
LARGEST_FILE = 262_144
_CARRIER_COLUMNS = ("key", "en", "zh")
_NUMBER_COLUMNS = ("carrier", "before", "form", "check", "trust", "example", "source")
_COUNTED = re.compile(r"([nax])([0-9]{1,2})(?:-([0-9]{1,2}))?")
_LITERAL = re.compile(r"[0-9A-Z%-]+(?:\|[0-9A-Z%-]+)*")
_CLASSES = {"n": "[0-9]", "a": "[A-Z]", "x": "[0-9A-Z]"}
_TRUST = {trust.name.lower(): trust for trust in Trust}


def read_forms(carriers: str, numbers: str) -> TrackingForms:
    """The forms in the text of the two files. Raises Misconfigured (`carriers.bad`) with file, line and column."""
    names: dict[str, CarrierName] = {}
    for line, row in _rows(carriers, CARRIERS, _CARRIER_COLUMNS):
        empty = next((column for column in _CARRIER_COLUMNS if not row[column]), None)
        if empty or row["key"] in names:
            raise _bad(CARRIERS, line, empty or "key", "is empty" if empty else "stands there twice")
        names[row["key"]] = CarrierName(row["key"], row["en"], row["zh"])
    return index_forms(_form(row, line, names) for line, row in _rows(numbers, NUMBERS, _NUMBER_COLUMNS))


def check_examples(forms: TrackingForms) -> None:
    """Raises Misconfigured where a row does not recognize its own example as its carrier's."""
    for form in forms.forms:
        if not recognize(Code(form.example, "]C0"), index_forms([form])):
            raise _bad(NUMBERS, form.line, "example", "is not recognized by its own row")


def _form(row: Mapping[str, str], line: int, names: Mapping[str, CarrierName]) -> Form:
    for column in ("carrier", "form", "trust", "example", "source"):
        if not row[column]:
            raise _bad(NUMBERS, line, column, "is empty")
    if row["carrier"] not in names:
        raise _bad(NUMBERS, line, "carrier", f"is not in {CARRIERS}")
    if row["trust"] not in _TRUST:
        raise _bad(NUMBERS, line, "trust", f"is none of {', '.join(_TRUST)}")
    check, _, scope = row["check"].partition(" ")
    if (check and check not in CHECKS) or scope not in ("", "whole"):
        raise _bad(NUMBERS, line, "check", f"is none of {', '.join(CHECKS)}, or these with whole")
    pattern, lengths = _written(row["form"], line, "form")
    if "(" not in pattern.replace("(?:", ""):
        pattern = f"({pattern})"
    before = [_written(each, line, "before") for each in row["before"].split(";") if each.strip()]
    if before:
        pattern = f"(?:{'|'.join(each for each, _ in before)})?{pattern}"
        lengths |= {a + b for _, each in before for a, b in product(each, lengths)}
    return Form(
        names[row["carrier"]],
        pattern,
        tuple(sorted(lengths)),
        check,
        _TRUST[row["trust"]],
        row["example"],
        line,
        checks_whole=scope == "whole",
    )


def _written(form: str, line: int, column: str) -> tuple[str, set[int]]:
    """A form's pattern and the lengths it may have. No part repeats another, so none can be slow to match."""
    pattern, lengths, opened = "", {0}, 0
    for part in form.split():
        opens, closes = part.startswith("("), part.endswith(")")
        core = part.removeprefix("(").removesuffix(")")
        counted = _COUNTED.fullmatch(core)
        if counted:
            least, most = int(counted[2]), int(counted[3] or counted[2])
            written, sizes = f"{_CLASSES[counted[1]]}{{{least},{most}}}", set(range(least, most + 1))
        elif _LITERAL.fullmatch(core):
            choices = core.split("|")
            written, sizes = f"(?:{'|'.join(re.escape(each) for each in choices)})", {len(each) for each in choices}
        else:
            raise _bad(NUMBERS, line, column, "has a part that is neither n, a or x with a count nor letters or digits")
        pattern += "(" * opens + written + ")" * closes
        lengths = {a + b for a, b in product(lengths, sizes)}
        opened += opens
        if opened > 1 or (column == "before" and opened):
            raise _bad(NUMBERS, line, column, "has more than one number in brackets")
    if pattern.count("(") != pattern.count(")") or not lengths - {0} or max(lengths) > LONGEST_NUMBER:
        raise _bad(
            NUMBERS, line, column, f"is empty, longer than {LONGEST_NUMBER} characters, or its bracket stays open"
        )
    return pattern, lengths


def _rows(text: str, file: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its line; empty lines and those that begin with # are remarks."""
    if len(text) > LARGEST_FILE:
        raise _bad(file, 0, "", f"the file is larger than {LARGEST_FILE} characters")
    reader = csv.reader(text.removeprefix("\ufeff").splitlines())
    head: tuple[str, ...] = ()
    try:
        for cells in reader:
            if not any(cells) or cells[0].startswith("#"):
                continue
            if len(cells) != len(columns):
                raise _bad(file, reader.line_num, "", f"has {len(cells)} columns instead of {len(columns)}")
            row = dict(zip(columns, map(str.strip, cells), strict=True))
            if head:
                yield reader.line_num, row
                continue
            head = tuple(row.values())
            if head != columns:
                raise _bad(file, reader.line_num, "", f"the columns are {','.join(columns)}")
    except csv.Error as error:
        raise _bad(file, reader.line_num, "", "is no line of a CSV file") from error
    if not head:
        raise _bad(file, 0, "", "the file is empty")


def _bad(file: str, line: int, column: str, why: str) -> Misconfigured:
    place = f"{file} line {line}" + (f" {column}" if column else "")
    return Misconfigured("carriers.bad", f"{place}: {why}")
