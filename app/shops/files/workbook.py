"""The first sheet of an XLSX workbook as rows, read in one pass over its XML.

Not through calamine: it sets aside memory for the whole rectangle up to the last cell and ends the process when a
file of 1 KB claims one in XFD1048576. Here every size is bounded. Formulas give their last result.
"""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

from app.domain.importing import Row
from app.errors import Rejected

_MAX_XML_BYTES = 512 << 20
_MAX_CELLS = 30_000_000
_MAX_COLUMNS = 1024
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, expat.ExpatError,
    NotImplementedError, RuntimeError, EOFError, LookupError, ValueError, OverflowError,
)  # fmt: skip


def read_workbook(path: Path) -> list[Row]:
    """Rows as `(row number in the sheet, cells as text, "")`, empty rows left out.

    Raises `Rejected`: `import.password`, `import.old_excel` (.xls), `import.broken_file`, `import.too_large`.
    """
    with path.open("rb") as file:
        head = file.read(4)
    if head == _OLE:
        is_encrypted = _ENCRYPTED in path.read_bytes()
        raise Rejected("import.password" if is_encrypted else "import.old_excel")
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            strings = _Strings()
            if "xl/sharedStrings.xml" in names:
                _parse(archive, "xl/sharedStrings.xml", strings.start, strings.end, strings.text)
            sheet = _Sheet(strings.values)
            _parse(archive, _first_sheet(archive), sheet.start, sheet.end, sheet.text)
    except _BROKEN as error:
        raise Rejected("import.broken_file", type(error).__name__) from error
    return sheet.rows


def _parse(
    archive: zipfile.ZipFile,
    name: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    size = 0
    with archive.open(name) as part:
        while chunk := part.read(1 << 16):
            size += len(chunk)
            if size > _MAX_XML_BYTES:
                raise Rejected("import.too_large", "workbook")
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _local(name: str) -> str:
    """The name without its prefix: some programs write `x:row` for `row`."""
    return name.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a workbook declares no document type")


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """The part that holds the first sheet, through workbook.xml and its relations."""
    sheets: list[str] = []
    targets: dict[str, str] = {}

    def on_sheet(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            sheets.extend(value for key, value in attributes.items() if key.endswith(":id"))

    def on_relation(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    _parse(archive, "xl/workbook.xml", on_sheet)
    _parse(archive, "xl/_rels/workbook.xml.rels", on_relation)
    return posixpath.normpath(posixpath.join("/xl", targets[sheets[0]])).lstrip("/")


class _Strings:
    """`sharedStrings.xml`: one text per `si`, rich text put together, phonetic hints (`rPh`) left out."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._parts: list[str] = []
        self._is_text = self._is_hint = False

    def start(self, name: str, _: dict[str, str]) -> None:
        tag = _local(name)
        if tag == "si":
            self._parts = []
        elif tag == "rPh":
            self._is_hint = True
        self._is_text = tag == "t" and not self._is_hint

    def text(self, text: str) -> None:
        if self._is_text:
            self._parts.append(text)

    def end(self, name: str) -> None:
        self._is_text = False
        tag = _local(name)
        if tag == "si":
            self.values.append("".join(self._parts))
        elif tag == "rPh":
            self._is_hint = False


class _Sheet:
    """`sheetN.xml`: `row` and `c` elements into lists of text."""

    def __init__(self, strings: list[str]) -> None:
        self.rows: list[Row] = []
        self._strings = strings
        self._cells: list[str] = []
        self._parts: list[str] = []
        self._row = self._place = self._count = 0
        self._kind = ""
        self._is_value = False

    def start(self, name: str, attributes: dict[str, Any]) -> None:
        tag = _local(name) if ":" in name else name
        if tag == "c":
            reference = attributes.get("r", "")
            self._place = _column(reference) if reference else self._place + 1
            self._kind = attributes.get("t", "n")
            self._parts = []
        elif tag in ("v", "t"):
            self._is_value = True
        elif tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._cells, self._place = [], -1

    def text(self, text: str) -> None:
        if self._is_value:
            self._parts.append(text)

    def end(self, name: str) -> None:
        tag = _local(name) if ":" in name else name
        if tag in ("v", "t"):
            self._is_value = False
        elif tag == "c" and self._parts:
            self._put(_cell_text(self._kind, "".join(self._parts), self._strings))
        elif tag == "row" and self._cells:
            self.rows.append((self._row, self._cells, ""))

    def _put(self, value: str) -> None:
        missing = self._place - len(self._cells)
        self._count += max(missing, 0) + 1
        if self._place >= _MAX_COLUMNS or self._count > _MAX_CELLS:
            raise Rejected("import.too_large", "cells")
        if missing < 0:
            raise ValueError("cells out of order")
        self._cells.extend([""] * missing)
        self._cells.append(value)


def _column(reference: str) -> int:
    """`A1` → 0, `AB7` → 27."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cell_text(kind: str, text: str, strings: list[str]) -> str:
    """A cell as a person would type it. An error (#N/A) is no value; numbers beyond Excel's 15 digits are spoiled."""
    if kind == "s":
        return strings[int(text)]
    if kind == "e":
        return ""
    if kind != "n" or (text.isdigit() and len(text) < 16):
        return text
    number = float(text)
    if abs(number) >= 1e15:
        return f"{number:.5E}"
    return str(int(number)) if number.is_integer() else repr(number)
