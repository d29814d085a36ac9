"""Rows become orders: neighbours with one number are one order, and an order comes in whole or not at all."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Protocol

from app.domain.order import OrderDraft, OrderLine, OrderNews
from app.errors import Rejected
from app.shops.files.cells import check_digits, check_length, check_present, clean, narrow, parse_moment
from app.shops.files.columns import CONSIGNEE_FIELDS, ORDER_FIELDS
from app.shops.files.consignee import read_consignee
from app.shops.files.fault import BadRow, Fault
from app.shops.files.layout import Layout
from app.shops.files.line_terms import fold_kits
from app.shops.files.order_lines import check_whole, fault_row, read_line
from app.shops.files.order_terms import NO_TERMS, OrderTerms, read_order_terms
from app.shops.files.status import HELD, news_of, skip_reason
from app.shops.files.table import Row

_MAX_LINES = 1000
_MAX_SCATTERED = 200_000
_BITS = 26  # eight megabytes tell up to some millions of order numbers apart

Entry = OrderDraft | BadRow | OrderNews


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
        self._scattered = self._survey()

    def __iter__(self) -> Iterator[Entry]:
        held: dict[str, list[list[Row]]] = {}
        scattered = self._scattered
        for number, rows in self._runs():
            if scattered and _digest(number) in scattered:
                held.setdefault(number, []).append(rows)
            else:
                yield from self._order(number, rows, {})
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
            digest = _digest(_number_of(raw))
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
                fresh = _number_of(raw)
                if fresh != number:
                    if run:
                        yield number, run
                    number, run, is_endless = fresh, [], False
                    if doubt:
                        run.append((row, [], doubt))
                        doubt = ""
            if not cells:
                doubt = "import.order_incomplete"  # the unreadable row may have been the next order's first
            is_endless = is_endless or len(run) == _MAX_LINES
            run.append((row, [], "import.too_many_lines") if is_endless else (row, cells, fault))
            if len(run) > _MAX_LINES:  # do not gather a file that bears one number all over
                yield number, run
                run = []
        if run:
            yield number, run

    def _joined(self, number: str, pieces: list[list[Row]]) -> Iterator[Entry]:
        """A scattered order. A piece that repeats an earlier one cell by cell was exported twice and counts once."""
        rows: list[Row] = []
        repeated: dict[int, Fault] = {}
        known: list[list[list[str]]] = []
        for piece in pieces:
            content = [cells for _, cells, _ in piece]
            if content in known:
                repeated.update((row, Fault("import.skipped_repeated", "number")) for row, _, _ in piece)
            else:
                known.append(content)
                rows.extend(piece)
        yield from self._order(number, rows, repeated)

    def _order(self, number: str, rows: list[Row], left_out: dict[int, Fault]) -> Iterator[Entry]:
        faults: dict[int, Fault] = {row: Fault(reason) for row, _, reason in rows if reason}
        if not faults:
            try:
                draft = self._draft(number, rows, left_out, faults)
            except Fault as fault:
                faults[rows[0][0]] = fault
            else:
                if draft is not None and not faults:
                    yield from (fault_row(row, fault) for row, fault in sorted(left_out.items(), key=itemgetter(0)))
                    yield draft
                    return
        rest = next(iter(faults.values()))
        if not rest.reason.startswith("import.skipped_"):
            rest = Fault("import.order_incomplete")
        reported = dict.fromkeys([row for row, _, _ in rows], rest) | left_out | faults
        yield from (fault_row(row, fault) for row, fault in sorted(reported.items(), key=itemgetter(0)))
        if news := news_of(fault.reason for fault in faults.values()):
            first, head, _ = rows[0]
            yield OrderNews(self._shop(clean(head[self._layout.shop])), number, *news, first)

    def _shop(self, cell: str) -> str:
        return check_length(cell, 100, "shop") or self._layout.format.name

    def _draft(
        self, number: str, rows: list[Row], left_out: dict[int, Fault], faults: dict[int, Fault]
    ) -> OrderDraft | None:
        """The order of these rows; None when `faults` tells why not. Raises `Fault` about the order as a whole."""
        first, head, _ = rows[0]
        cells = dict(zip(ORDER_FIELDS, _cleaned(self._layout.order(head), ORDER_FIELDS), strict=True))
        check_length(check_digits(check_present(number, "import.missing_number", "number"), "number"), 64, "number")
        clean(number, "number")
        shop = self._shop(cells["shop"])
        self._check_open(cells)
        consignee = read_consignee(cells)
        lines = self._lines(rows, left_out, faults)
        if faults:
            return None
        if not lines and not left_out:
            raise Fault("import.missing_item", "title")
        if not lines:
            faults.update(left_out)
            return None
        if self._layout.has_kits:
            lines = fold_kits(lines)
        check_whole(lines, cells["kinds"], has_total_only=self._layout.has_total_only)
        remark = " | ".join(text for text in (cells["remark"], cells["remark_2"]) if text)
        return OrderDraft(
            number,
            shop,
            consignee,
            tuple(lines),
            check_length(remark, 1000, "remark"),
            check_length(cells["service"], 64, "service"),
            parse_moment(cells["ordered_at"], self._layout.format.utc_offset_h) if cells["ordered_at"] else None,
            first,
            *self._terms(rows),
        )

    def _terms(self, rows: list[Row]) -> OrderTerms:
        of_order = self._layout.terms
        if of_order is None:
            return NO_TERMS
        return read_order_terms([of_order(cells) for _, cells, _ in rows], self._layout.format.utc_offset_h)

    def _check_open(self, cells: dict[str, str]) -> None:
        if cells["cancelled_at"]:
            raise Fault("import.skipped_cancelled", "cancelled_at")
        for name in ("status", "payment_status"):
            if cells[name] and (reason := skip_reason(cells[name])):
                raise Fault(reason, name)

    def _lines(self, rows: list[Row], left_out: dict[int, Fault], faults: dict[int, Fault]) -> list[OrderLine]:
        lines: list[OrderLine] = []
        of_order = self._layout.consignee
        getters = self._layout.lines
        head = of_order(rows[0][1])
        for row, cells, _ in rows:
            is_plain = _is_plain(cells)
            try:
                if cells is not rows[0][1] and of_order(cells) != head:
                    _check_same(head, of_order(cells))
                for read, read_terms in getters:
                    values = read(cells)
                    if len(getters) == 1 or any(values):
                        terms = read_terms(cells) if read_terms else ()
                        lines.append(read_line(values, terms, len(lines) + 1, is_plain=is_plain))
            except Fault as fault:
                is_left_out = fault.reason.startswith("import.skipped_") and fault.reason != HELD
                (left_out if is_left_out else faults)[row] = fault  # a line on hold holds its order
        if len(lines) > _MAX_LINES:
            raise Fault("import.too_many_lines")
        return lines


def _number_of(raw: str) -> str:
    try:
        return narrow(clean(raw))
    except Fault:
        return raw  # reported when the order is put together


def _digest(number: str) -> int:
    return zlib.crc32(number.encode("utf-8", "surrogatepass")) >> (32 - _BITS)


def _is_plain(cells: list[str]) -> bool:
    """True when no cell can need cleaning beyond its outer blanks: nothing invisible, no quote, no apostrophe."""
    text = "".join(cells)
    return text.isprintable() and "'" not in text and '"' not in text


def _cleaned(cells: Sequence[str], fields: Sequence[str]) -> list[str]:
    return [clean(text, name) if text else "" for text, name in zip(cells, fields, strict=True)]


def _check_same(head: Sequence[str], cells: Sequence[str]) -> None:
    """Following rows leave the consignee blank or repeat it; one number for two people is a mistake."""
    for name, first, own in zip(CONSIGNEE_FIELDS, head, _cleaned(cells, CONSIGNEE_FIELDS), strict=True):
        if own and own != clean(first):
            raise Fault("import.conflict", name)
