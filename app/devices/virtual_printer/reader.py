"""How a printer cuts what it hears into documents and questions, however the line cuts it into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Protocol

from app.devices.virtual_printer.sheet import PICTURE_BYTES_LIMIT, Drawn

DOCUMENT_LIMIT = 8 * 1024 * 1024
"""A document longer than this is thrown away: the memory of a printer ends too."""
_LONGEST_QUESTION = 16


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """The host asks how the printer is: `word` as it was sent. Those that are not immediate wait for their turn behind
    the documents that stand before them.
    """

    word: bytes
    is_immediate: bool = True


class Reader(Protocol):
    """One of these for each connection. Never raises for what it reads, and never keeps more than a document."""

    @property
    def held(self) -> int:
        """Bytes waiting for their end."""

    def feed(self, piece: bytes) -> list[bytes | StatusQuestion]:
        """The documents and questions that this piece completes, in their order."""

    def finish(self) -> list[bytes | StatusQuestion]:
        """The connection has ended: what is printed of an unfinished document."""

    def draw(self, document: bytes, dpi: int) -> Drawn:
        """What one whole document prints; depends on nothing that was read before."""


class LineReader:
    """For the languages made of lines, in which a graphic's header counts the bytes that follow it.

    A language says by what a document begins (None: with whatever comes) and which line ends it, what a graphic looks
    like (its groups `width` in bytes and `height`; its payload begins behind the match), and its questions: those that
    are heard `anywhere` outside of a payload, and those that take a line.
    """

    graphic: ClassVar[re.Pattern[bytes]]
    first: ClassVar[re.Pattern[bytes] | None] = None
    last: ClassVar[re.Pattern[bytes]]
    anywhere: ClassVar[re.Pattern[bytes] | None] = None
    question_line: ClassVar[re.Pattern[bytes] | None] = None

    def __init__(self) -> None:
        self._kept = bytearray()
        self._at = self._searched = self._owed = 0
        self._is_inside = self._is_spoiled = False
        self.overflows = 0

    @property
    def held(self) -> int:
        return len(self._kept)

    def feed(self, piece: bytes) -> list[bytes | StatusQuestion]:
        self._kept += piece
        found: list[bytes | StatusQuestion] = []
        while self._step(found):
            pass
        if len(self._kept) > DOCUMENT_LIMIT:
            self._spoil(len(self._kept))
        return found

    def finish(self) -> list[bytes | StatusQuestion]:
        """Half a label is none."""
        return []

    def _spoil(self, end: int) -> None:
        """Forget what was kept up to there, and the rest of this document."""
        del self._kept[:end]
        self._owed = max(0, self._owed - (end - self._at))
        self._at = self._searched = 0
        if not self._is_spoiled:
            self.overflows += 1
        self._is_spoiled = True

    def _step(self, found: list[bytes | StatusQuestion]) -> bool:
        """One line or payload on; False when more must be heard first."""
        if self._owed:
            return self._pay()
        if header := self.graphic.match(self._kept, self._at):
            return self._begin_payload(header)
        begin = max(self._at, self._searched)
        newline = self._kept.find(b"\n", begin)
        asked = None
        if self.anywhere and not (self.first and self._is_inside):
            here = max(self._at, begin - _LONGEST_QUESTION)
            asked = self.anywhere.search(self._kept, here, len(self._kept) if newline < 0 else newline)
        if asked:
            found.append(StatusQuestion(asked[0]))
            del self._kept[asked.start() : asked.end()]
            self._searched = asked.start()
            return True
        if newline < 0:
            self._searched = len(self._kept)
            return False
        self._take_line(newline + 1, found)
        return True

    def _begin_payload(self, header: re.Match[bytes]) -> bool:
        self._owed = int(header["width"]) * int(header["height"])
        self._at = header.end()
        if self._owed > PICTURE_BYTES_LIMIT:
            self._spoil(self._at)
        return True

    def _pay(self) -> bool:
        there = min(self._owed, len(self._kept) - self._at)
        if self._is_spoiled:
            self._spoil(self._at + there)
            return self._owed == 0
        if there < self._owed:
            return False
        self._at, self._owed = self._at + there, 0
        return True

    def _take_line(self, end: int, found: list[bytes | StatusQuestion]) -> None:
        line = bytes(self._kept[self._at : end])
        if self.question_line and self.question_line.match(line):
            found.append(StatusQuestion(line.strip()))
            del self._kept[self._at : end]
            self._searched = self._at
            return
        begins = self.first is not None and self.first.match(line) is not None
        if begins:  # also inside a document: what was begun is never finished
            del self._kept[: self._at]
            self._at, self._searched, self._is_inside, self._is_spoiled = len(line), 0, True, False
            return
        if self.first and not self._is_inside:
            del self._kept[:end]
            self._at = self._searched = 0
            return
        self._at = end
        if self.last.match(line):
            if not self._is_spoiled:
                found.append(bytes(self._kept[:end]))
            del self._kept[:end]
            self._at = self._searched = 0
            self._is_inside = self._is_spoiled = False

    @classmethod
    def commands(cls, document: bytes) -> Iterator[tuple[bytes, re.Match[bytes] | None, bytes]]:
        """Each line without the white space around it; a graphic's header and the payload that it counts."""
        at = 0
        while at < len(document):
            if header := cls.graphic.match(document, at):
                end = header.end() + int(header["width"]) * int(header["height"])
                yield header[0].strip(), header, document[header.end() : end]
                at = end
                continue
            newline = document.find(b"\n", at)
            end = len(document) if newline < 0 else newline + 1
            if line := document[at:end].strip():
                yield line, None, b""
            at = end
