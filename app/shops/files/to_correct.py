"""The rows that did not come in as a file of their own: corrected in a spreadsheet, it is imported again.

Whole orders only: a part of one would come in as if it were all of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.domain.importing import ImportHeader, RawOrder
from app.errors import Unavailable

_WRAPPED = re.compile(r'\s*="(.*)"\s*\Z', re.DOTALL)
_BEGINS_A_FORMULA = tuple("=+-@＝＋－＠\t\r")
_MOST_DIGITS = 11  # a spreadsheet shows longer numbers, and those that begin with 0, as others
_MOST_COPIES = 100


def write_bad_rows(
    source: Path, header: ImportHeader, orders: Iterable[tuple[RawOrder, Mapping[int, str]]], *, title: str
) -> tuple[Path, int]:
    """Write the orders beside `source` and never over another file: its path and how many rows it has.

    The columns are those of the file, and one more under `title` with the reasons, by row number. UTF-8 with a BOM, no
    cell that a spreadsheet would run or spoil. Raises Unavailable `import.unwritable`.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*map(_harmless, header.titles), _harmless(title)])
    written = 0
    for order, reasons in orders:
        for row, cells, _ in order.rows:
            writer.writerow([*map(_harmless, cells[: len(header.titles)]), reasons.get(row, "")])
            written += 1
    return _beside(source, text.getvalue().encode("utf-8-sig")), written


def _beside(source: Path, content: bytes) -> Path:
    """The new file: whole, or none at all."""
    for number in range(1, _MOST_COPIES + 1):
        path = source.with_name(f"{source.stem}-to-correct{f'-{number}' if number > 1 else ''}.csv")
        try:
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError:
            continue
        except OSError as error:
            path.unlink(missing_ok=True)
            raise Unavailable("import.unwritable", type(error).__name__) from error
        return path
    raise Unavailable("import.unwritable", "too many copies")


def is_writable(order: RawOrder) -> bool:
    """Whether all rows of the order could be read: without one of them it would be another order."""
    return all(cells and not fault for _, cells, fault in order.rows)


def _harmless(text: str) -> str:
    """The cell as a spreadsheet keeps it: the apostrophe in front is taken away again when the file is read."""
    wrapped = _WRAPPED.match(text)
    text = wrapped[1].replace('""', '"').strip() if wrapped else text.strip()
    is_long = text.isdecimal() and (len(text) > _MOST_DIGITS or (text[0] == "0" and len(text) > 1))
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) or is_long else text
