"""One order out of its rows: it comes in whole or not at all, and every row of one that does not is told why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from app.domain.importing import RawOrder, Row
from app.domain.order import OrderDraft, OrderLine, OrderNews
from app.shops.files.cells import check_digits, check_length, check_present, clean, parse_moment
from app.shops.files.columns import CONSIGNEE_FIELDS, ORDER_FIELDS
from app.shops.files.consignee import read_consignee
from app.shops.files.fault import BadRow, Fault
from app.shops.files.layout import Layout
from app.shops.files.line_terms import fold_kits
from app.shops.files.order_lines import check_whole, fault_row, read_line
from app.shops.files.order_terms import NO_TERMS, OrderTerms, read_order_terms
from app.shops.files.status import HELD, news_of, skip_reason

MAX_LINES = 1000

Entry = OrderDraft | BadRow | OrderNews


class Drafting:
    """Makes orders as this layout says. The same checks for a whole file and for an order that a person corrected."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def entries(self, raw: RawOrder) -> Iterator[Entry]:
        """The order, or each of its rows with what is wrong with it; rows that were left out of it come before it."""
        number, rows = raw.number, raw.rows
        left_out = {row: Fault(*why) for row, why in raw.left_out.items()}
        faults: dict[int, Fault] = {row: Fault(reason) for row, _, reason in rows if reason}
        if not faults:
            try:
                draft = self._draft(number, rows, left_out, faults)
            except Fault as fault:
                faults[rows[0][0]] = fault
            else:
                if draft is not None and not faults:
                    yield from (
                        fault_row(row, fault, raw) for row, fault in sorted(left_out.items(), key=itemgetter(0))
                    )
                    yield draft
                    return
        rest = next(iter(faults.values()))
        if not rest.reason.startswith("import.skipped_"):
            rest = Fault("import.order_incomplete")
        reported = dict.fromkeys([row for row, _, _ in rows], rest) | left_out | faults
        yield from (fault_row(row, fault, raw) for row, fault in sorted(reported.items(), key=itemgetter(0)))
        if news := news_of(fault.reason for fault in faults.values()):
            first, head, _ = rows[0]
            yield OrderNews(self._shop(clean(head[self._layout.shop])), number, *news, first)

    def _shop(self, cell: str) -> str:
        return check_length(cell, 100, "shop") or self._layout.format.name

    def _draft(
        self, number: str, rows: Sequence[Row], left_out: dict[int, Fault], faults: dict[int, Fault]
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

    def _terms(self, rows: Sequence[Row]) -> OrderTerms:
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

    def _lines(self, rows: Sequence[Row], left_out: dict[int, Fault], faults: dict[int, Fault]) -> list[OrderLine]:
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
        if len(lines) > MAX_LINES:
            raise Fault("import.too_many_lines")
        return lines


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
