"""Order files made to measure: text in any encoding, and workbooks put together by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from app.domain.order import OrderDraft
from app.shops.files import BadRow, read_orders

TITLES = "number,name,phone,province,city,district,street,sku,title,quantity"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Write = Callable[..., Path]
Read = Callable[[Path], tuple[list[OrderDraft], list[BadRow]]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """`write(text, encoding=…, name=…, titles=…)`: a file with the usual titles above `text`."""

    def make(text: str, *, encoding: str = "utf-8", name: str = "orders.csv", titles: str = TITLES) -> Path:
        path = tmp_path / name
        path.write_bytes((titles + "\n" + text if titles else text).encode(encoding))
        return path

    return make


@pytest.fixture
def read() -> Read:
    """All orders and all bad rows of a file."""

    def split(path: Path) -> tuple[list[OrderDraft], list[BadRow]]:
        entries = list(read_orders(path))
        return [e for e in entries if isinstance(e, OrderDraft)], [e for e in entries if isinstance(e, BadRow)]

    return split


@pytest.fixture
def write_workbook(tmp_path: Path) -> Write:
    """`write_workbook(rows)`: str cells shared or inline by turns, numbers as they are; or `sheet=` the bare XML."""

    def make(rows: Sequence[Sequence[str | float | None]] = (), *, sheet: str = "", first_row: int = 1) -> Path:
        strings: list[str] = []
        body = sheet or "".join(
            f'<row r="{row}">{"".join(_cell(row, place, value, strings) for place, value in enumerate(cells))}</row>'
            for row, cells in enumerate(rows, start=first_row)
        )
        path = tmp_path / "orders.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "xl/workbook.xml",
                f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>'
                '<sheet name="S" sheetId="1" r:id="rId7"/></sheets></workbook>',
            )
            archive.writestr(
                "xl/_rels/workbook.xml.rels",
                f'<Relationships xmlns="{PACKAGE}">'
                '<Relationship Id="rId7" Target="worksheets/one.xml"/></Relationships>',
            )
            archive.writestr(
                "xl/worksheets/one.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'
            )
            shared = "".join(f"<si><r><t>{escape(text)}</t></r><rPh><t>hint</t></rPh></si>" for text in strings)
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{shared}</sst>')
        return path

    return make


def _cell(row: int, place: int, value: str | float | None, strings: list[str]) -> str:
    name = f"{chr(65 + place)}{row}"
    if value is None:
        return f'<c r="{name}" s="1"/>'
    if not isinstance(value, str):
        return f'<c r="{name}"><v>{value}</v></c>'
    if place % 2:
        return f'<c r="{name}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    strings.append(value)
    return f'<c r="{name}" t="s"><v>{len(strings) - 1}</v></c>'
