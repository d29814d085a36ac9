"""Rows become orders: neighbours with one number are one order, and an order comes in whole or not at all."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

from app.domain.importing import RawOrder, Row
from app.errors import Rejected
from app.shops.files.cells import number_of
from app.shops.files.drafting import MAX_LINES, Drafting, Entry
from app.shops.files.layout import Layout

_MAX_SCATTERED = 200_000
_BITS = 26  # eight megabytes tell up to some millions of order numbers apart


class Source(Protocol):
    """Rows that can be read more than once: a text file line by line, or a workbook and a document held in memory."""

    encoding: str
    delimiter: str
    total_bytes: int

    @property
    def bytes_read(self) -> int: ...

    def rows(self) -> Iterator[Row]: ...


class Assembly:
    """Reads a source twice: a survey that finds the orders whose rows lie apart, then the orders themselves.

    Only scattered orders are held back, until the end of the file; a file of more than 200,000 scattered pieces
    is refused (`import.scattered`: sort it by order number). Everything else streams.
    """

    def __init__(self, source: Source, layout: Layout) -> None:
        self._source = source
        self._layout = layout
        self._drafting = Drafting(layout)
        self._scattered = self._survey()

    def __iter__(self) -> Iterator[Entry]:
        held: dict[str, list[list[Row]]] = {}
        scattered = self._scattered
        for number, rows in self._runs():
            if scattered and _digest(number) in scattered:
                held.setdefault(number, []).append(rows)
            else:
                yield from self._drafting.entries(RawOrder(number, tuple(rows)))
        for number, pieces in held.items():
            yield from self._joined(number, pieces)

    def _survey(self) -> set[int]:
        seen = bytearray(1 << (_BITS - 3))
        scattered: set[int] = set()
        pieces = 0
        previous = ""
        for _, cells, _ in self._rows():
            raw = cells[self._layout.number] if cells else ""
            if raw == previous or not raw.strip():
                continue
            previous = raw
            digest = _digest(number_of(raw))
            if seen[digest >> 3] >> (digest & 7) & 1:
                scattered.add(digest)
                pieces += 1
                if pieces > _MAX_SCATTERED:
                    raise Rejected("import.scattered", "sort the file by order number")
            seen[digest >> 3] |= 1 << (digest & 7)
        return scattered

    def _rows(self) -> Iterator[Row]:
        """The rows below the header, blank ones left out: `width + 1` cells, or none where a broken row hides them."""
        width, header = self._layout.width, self._layout.header
        padding = [""] * (width + 1)
        for row, cells, fault in self._source.rows():
            if row <= header or not cells or (not cells[0].strip() and not "".join(cells).strip()):
                continue
            if fault and len(cells) != width:
                yield row, [], fault
                continue
            # a delimiter inside a value has shifted what follows
            is_shifted = len(cells) > width and any(cells[width:])
            cells[width:] = padding[min(len(cells), width) :]
            yield row, cells, fault or ("import.too_many_cells" if is_shifted else "")

    def _runs(self) -> Iterator[tuple[str, list[Row]]]:
        """Neighbouring rows of one number; a row without number belongs to the row above."""
        place = self._layout.number
        number = previous = doubt = ""
        run: list[Row] = []
        is_endless = False
        for row, cells, fault in self._rows():
            raw = cells[place] if cells else ""
            if raw != previous and raw.strip():
                previous = raw
                fresh = number_of(raw)
                if fresh != number:
                    if run:
                        yield number, run
                    number, run, is_endless = fresh, [], False
                    if doubt:
                        run.append((row, [], doubt))
                        doubt = ""
            if not cells:
                doubt = "import.order_incomplete"  # the unreadable row may have been the next order's first
            is_endless = is_endless or len(run) == MAX_LINES
            run.append((row, [], "import.too_many_lines") if is_endless else (row, cells, fault))
            if len(run) > MAX_LINES:  # do not gather a file that bears one number all over
                yield number, run
                run = []
        if run:
            yield number, run

    def _joined(self, number: str, pieces: list[list[Row]]) -> Iterator[Entry]:
        """A scattered order. A piece that repeats an earlier one cell by cell was exported twice and counts once."""
        rows: list[Row] = []
        repeated: dict[int, tuple[str, str]] = {}
        known: list[list[list[str]]] = []
        for piece in pieces:
            content = [cells for _, cells, _ in piece]
            if content in known:
                repeated.update((row, ("import.skipped_repeated", "number")) for row, _, _ in piece)
            else:
                known.append(content)
                rows.extend(piece)
        yield from self._drafting.entries(RawOrder(number, tuple(rows), repeated))


def _digest(number: str) -> int:
    return zlib.crc32(number.encode("utf-8", "surrogatepass")) >> (32 - _BITS)
