"""Orders from files: `read_orders` finds out what a file is and streams its orders and its bad rows."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from app.domain.importing import Row
from app.domain.order import OrderDraft, OrderNews
from app.errors import Rejected, Unavailable
from app.shops.files.assembly import Assembly, Source
from app.shops.files.columns import ColumnMap, load_columns, missing_fields, recognize, save_columns
from app.shops.files.document import read_document
from app.shops.files.fault import BadRow
from app.shops.files.formats import FORMATS
from app.shops.files.layout import Layout, lay_out
from app.shops.files.mending import cell_of, header_of, mended, read_again
from app.shops.files.table import DELIMITERS, TextTable, detect_encoding
from app.shops.files.to_correct import is_writable, write_bad_rows
from app.shops.files.workbook import read_workbook

__all__ = [
    "BadRow", "ColumnMap", "OrderFile", "cell_of", "is_writable", "load_columns", "mended", "read_again", "read_orders",
    "save_columns", "write_bad_rows",
]  # fmt: skip

_HEADER_WITHIN = 10
_MAX_HELD_BYTES = 256 << 20


class OrderFile:
    """A recognized file. Iterate for `OrderDraft | BadRow | OrderNews`; ask `bytes_read` of `total_bytes` for the
    progress. News follow the bad rows of their order.

    `format` is `packbench`, `shopify`, `woocommerce` or `taobao`; `encoding` and `delimiter` are empty for workbooks
    and JSON; `columns` is the map that was used and `titles` what may be mapped, for a person to correct and save;
    `header` is what an order that did not come in is read again by.
    """

    def __init__(self, source: Source, layout: Layout, columns: ColumnMap, titles: Sequence[str]) -> None:
        self.format = layout.format.name
        self.encoding = source.encoding
        self.delimiter = source.delimiter
        self.columns = columns
        self.titles = tuple(titles)
        self.header = header_of(layout, columns, titles)
        self.total_bytes = source.total_bytes
        self._source = source
        self._assembly = Assembly(source, layout)

    @property
    def bytes_read(self) -> int:
        return self._source.bytes_read

    def __iter__(self) -> Iterator[OrderDraft | BadRow | OrderNews]:
        """May raise `Rejected` or `Unavailable` when the file is changed or goes away while it is read."""
        try:
            yield from self._assembly
        except OSError as error:
            raise Unavailable("import.unreadable", type(error).__name__) from error


class _HeldRows:
    """Rows of a workbook or document, which come as a whole; copies go out, for the assembly pads them."""

    encoding = delimiter = ""

    def __init__(self, rows: list[Row], total_bytes: int) -> None:
        self.total_bytes = total_bytes
        self._rows = rows
        self._given = 0

    @property
    def bytes_read(self) -> int:
        return self.total_bytes * self._given // max(1, len(self._rows))

    def rows(self) -> Iterator[Row]:
        for given, (row, cells, fault) in enumerate(self._rows, start=1):
            self._given = given
            yield row, cells.copy(), fault


def read_orders(path: Path, *, columns: ColumnMap | None = None) -> OrderFile:
    """Open a file of orders (CSV, XLSX, JSON), recognize it and survey its order numbers (one quick pass).

    `columns` overrules what is recognized. Raises `Rejected` when the file is not one of orders (`import.not_found`,
    `.not_a_file`, `.empty`, `.not_a_table`, `.encoding`, `.broken_file`, `.password`, `.old_excel`, `.too_large`,
    `.scattered`, `.no_columns` with the missing fields as detail), `Unavailable` when it cannot be read now.
    """
    try:
        size = _check_file(path)
        for source in _sources(path, size):
            for row, cells, _ in islice(source.rows(), _HEADER_WITHIN):
                found = recognize(cells, FORMATS, columns)
                if found and not missing_fields(found[1].columns):
                    layout = lay_out(found[0], found[1], cells, header=row)
                    return OrderFile(source, layout, found[1], [title.strip() for title in cells])
        raise Rejected("import.no_columns", ", ".join(_closest(path, size, columns)))
    except FileNotFoundError as error:
        raise Rejected("import.not_found") from error
    except OSError as error:
        raise Unavailable("import.unreadable", type(error).__name__) from error


def _check_file(path: Path) -> int:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Rejected("import.not_a_file")
    if status.st_size == 0:
        raise Rejected("import.empty")
    return status.st_size


def _sources(path: Path, size: int) -> Iterator[Source]:
    """The ways to read this file: one for workbooks and JSON, one per delimiter for text."""
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".xlsm", ".json"}:
        if size > _MAX_HELD_BYTES:
            raise Rejected("import.too_large")
        rows = read_document(path) if suffix == ".json" else read_workbook(path)
        if not rows:
            raise Rejected("import.empty")
        yield _HeldRows(rows, size)
        return
    encoding = detect_encoding(path)
    yield from (TextTable(path, encoding, delimiter) for delimiter in DELIMITERS)


def _closest(path: Path, size: int, columns: ColumnMap | None) -> list[str]:
    """The fewest missing fields over all readings of the first rows: what a person has to map."""
    headers = (cells for source in _sources(path, size) for _, cells, _ in islice(source.rows(), _HEADER_WITHIN))
    missing = (missing_fields(found[1].columns) for cells in headers if (found := recognize(cells, FORMATS, columns)))
    return min(missing, key=len, default=missing_fields({}))
