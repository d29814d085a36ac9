"""A CSV file as rows: encoding found by strict decoding, read line by line, and no quote may swallow the rest."""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from app.domain.importing import Row
from app.errors import Rejected

DELIMITERS = (",", ";", "\t", "|")

_CHUNK = 1 << 20
_MAX_LINES_PER_ROW = 200
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OTHER_FILES = (
    b"PK\x03\x04", b"PK\x05\x06", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!",
    b"\xd0\xcf\x11\xe0", b"SQLite format", b"MZ", b"\x7fELF", b"<!DOCTYPE", b"<html", b"<?xml",
)  # fmt: skip
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\x0b\x0c")
_LONE_HIGH_BYTE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")


class TextTable:
    """The rows of a CSV file as `(line, cells, fault)`; can be read again and again, one line in memory at a time."""

    def __init__(self, path: Path, encoding: str, delimiter: str) -> None:
        self.encoding = encoding
        self.delimiter = delimiter
        self.total_bytes = path.stat().st_size
        self._path = path
        self._buffer: BufferedReader | None = None
        self._is_read = False

    @property
    def bytes_read(self) -> int:
        if self._buffer is None or self._buffer.closed:
            return self.total_bytes if self._is_read else 0
        return min(self._buffer.tell(), self.total_bytes)

    def rows(self) -> Iterator[Row]:
        """`line` counts from 1 and is the first of the row's lines; `fault` is a code when the row has no reading.

        A quote that is never closed, or closed in the middle of a value, costs its own line only: reading goes on
        with the next one. Raises `Rejected` when the file changes into something else while it is read.
        """
        self._is_read = False
        try:
            with self._path.open(encoding=self.encoding, newline="") as file:
                self._buffer = file.buffer  # type: ignore[assignment]  # a file opened by path is buffered
                yield from _records(file, self.delimiter)
        except UnicodeDecodeError as error:
            raise Rejected("import.encoding", self.encoding) from error
        self._is_read = True


def _records(lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    pending: list[str] = []  # the lines of the row being read
    again: deque[str] = deque()  # lines to be read once more after a broken row

    def feed() -> Iterator[str]:
        while again:
            pending.append(again.popleft())
            yield pending[-1]
        for line in lines:
            pending.append(line)
            if len(pending) > _MAX_LINES_PER_ROW:
                raise csv.Error("a row of too many lines")
            yield line

    row = 1
    while True:
        try:
            for cells in csv.reader(feed(), delimiter=delimiter, strict=True):
                yield row, cells, ""
                row += len(pending)
                pending.clear()
        except csv.Error:
            first, *rest = pending
            guess = [cell.strip("\"=' \r\n") for cell in first.split(delimiter)]
            yield row, guess, "import.open_quote" if '"' in first else "import.too_long"
            row += 1
            again.extendleft(reversed(rest))
            pending.clear()
        else:
            return


def detect_encoding(path: Path) -> str:
    """A codec that reads the whole file without error: by BOM, else UTF-8, else GB18030, else Windows-1252.

    Raises `Rejected`: `import.empty`, `import.not_a_table` (a picture, a PDF, a renamed workbook …),
    `import.encoding` (damaged text: better refused than half in Chinese characters that nobody wrote).
    """
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    if not head.strip():
        raise Rejected("import.empty")
    bom = next((encoding for mark, encoding in _BOMS if head.startswith(mark)), "")
    if bom:
        if _undecodable(path, bom) is not None:
            raise Rejected("import.encoding", bom)
        return bom
    too_many = (len(head) - len(head.translate(None, _CONTROLS))) * 100 > len(head)
    if too_many or head.lstrip().startswith(_OTHER_FILES):
        raise Rejected("import.not_a_table")
    damaged = _undecodable(path, "utf-8")
    if damaged is None:
        return "utf-8"
    for encoding in _guesses(damaged):
        if _undecodable(path, encoding) is None:
            return encoding
    raise Rejected("import.encoding", "unknown")


def _undecodable(path: Path, encoding: str) -> bytes | None:
    """The piece of the file at which `encoding` fails, None if it reads all of it. A table also breaks its lines."""
    decoder = codecs.getincrementaldecoder(encoding)()
    chunk = b""
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            chunk = piece
            if len(chunk) == _CHUNK and b"\n" not in chunk and b"\r" not in chunk:
                raise Rejected("import.not_a_table", "a line of more than a megabyte")
            if not _decodes(decoder, chunk):
                return chunk
    return None if _decodes(decoder, b"", is_last=True) else chunk


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes, *, is_last: bool = False) -> bool:
    try:
        decoder.decode(piece, is_last)
    except UnicodeDecodeError:
        return False
    return True


def _guesses(piece: bytes) -> tuple[str, ...]:
    """Chinese text has its high bytes in pairs, Western text mostly one by one; damaged UTF-8 is still mostly UTF-8."""
    text = piece.decode("utf-8", errors="replace")
    if text.count("\ufffd") * 4 < sum(not character.isascii() for character in text):
        return ()
    runs = len(_HIGH_BYTES.findall(piece))
    if len(_LONE_HIGH_BYTE.findall(piece)) * 2 > runs:
        return ("cp1252", "gb18030")
    return ("gb18030", "cp1252")
