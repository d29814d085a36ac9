"""Whatever bytes a file holds, an answer comes; what was written comes back; memory does not grow with the file."""

from __future__ import annotations

import csv
import io
import json
import string
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.order import Address, Consignee, OrderDraft, OrderLine, OrderNews
from app.errors import PackbenchError
from app.shops.files import BadRow, read_orders

SAMPLES = Path(__file__).parent / "samples"
TITLES = [
    "number", "shop", "name", "company", "phone", "province", "city", "district", "street", "postcode", "country",
    "remark", "service", "ordered_at", "sku", "barcode", "title", "quantity",
]  # fmt: skip
QUICK = settings(max_examples=100, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])

pieces = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *(path.read_bytes() for path in SAMPLES.glob("*.csv")),
                b'"',
                b"\n",
                b"\r",
                b",",
                b"\x00",
                b'=""',
                b"'",
                b"\xff\xfe",
                b"A1,",
            ]
        ),
        st.binary(max_size=40),
        st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass")),
    ),
    min_size=1,
    max_size=8,
)


def answer(path: Path) -> None:
    """Orders and bad rows, or one of the four errors; anything else that is raised fails the test."""
    code = "import."
    try:
        assert all(isinstance(entry, OrderDraft | BadRow | OrderNews) for entry in read_orders(path))
    except PackbenchError as error:
        code = error.code
    assert code.startswith("import.")


@QUICK
@given(content=pieces, suffix=st.sampled_from(["csv", "txt", "xlsx", "json"]))
def test_any_bytes_get_an_answer(tmp_path: Path, content: list[bytes], suffix: str) -> None:
    path = tmp_path / f"orders.{suffix}"
    path.write_bytes(b"".join(content))
    answer(path)


@QUICK
@given(place=st.integers(0, 3000), change=st.binary(min_size=1, max_size=6))
def test_damaged_workbook_gets_an_answer(tmp_path: Path, place: int, change: bytes) -> None:
    sheet = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>' * 3
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", '<w xmlns="m" xmlns:r="d"><sheet r:id="a"/></w>')
        archive.writestr("xl/_rels/workbook.xml.rels", '<r xmlns="p"><Relationship Id="a" Target="s.xml"/></r>')
        archive.writestr("xl/s.xml", f'<w xmlns="m">{sheet}</w>')
        archive.writestr("xl/sharedStrings.xml", '<sst xmlns="m"><si><t>number</t></si></sst>')
    content = bytearray(buffer.getvalue())
    at = place % len(content)
    content[at : at + len(change)] = change
    path = tmp_path / "orders.xlsx"
    path.write_bytes(content)
    answer(path)


@QUICK
@given(
    junk=st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5), st.lists, max_leaves=5
    )
)
def test_any_json_value_in_any_place_gets_an_answer(tmp_path: Path, junk: object) -> None:
    path = tmp_path / "orders.json"
    whole = {"number": junk, "consignee": {"name": junk}, "lines": [{"quantity": junk}]}
    for content in (junk, [junk], [whole], [{"lines": junk}]):
        path.write_text(json.dumps(content))
        answer(path)


text = st.text(
    st.sampled_from(string.ascii_letters + string.digits + " -=+@'\"#,;|\t/示例浙江省市区路号（）·éß😀"),
    min_size=1,
    max_size=12,
).map(lambda value: " ".join(value.split()) or "x")
phones = st.from_regex(r"\A\+?1[3-9][0-9]{9}\Z")
lines = st.lists(st.tuples(text, text, st.integers(1, 99_999)), min_size=1, max_size=4)
drafts = st.builds(
    lambda number, name, phone, street, remark, items: OrderDraft(
        number,
        "示例店",
        Consignee(name, phone, Address("浙江省", "杭州市", "余杭区", street, "310000"), "示例公司"),
        tuple(
            OrderLine(place, sku, "2000000000015", title, count) for place, (sku, title, count) in enumerate(items, 1)
        ),
        remark,
        "ZTO",
        1_771_641_000_000,
    ),
    st.from_regex(r"\A[A-Z0-9#'=+-][A-Z0-9]{2,20}\Z").filter(lambda number: "E" not in number),
    text, phones, text, text, lines,
)  # fmt: skip


def guarded(value: str) -> str:
    """As COLUMNS.md asks: an apostrophe before what a spreadsheet would take for a formula or a guard."""
    return f"'{value}" if value[:1] in {"'", "=", "+", "-", "@"} else value


def write_drafts(path: Path, orders: list[OrderDraft]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(TITLES)
        for order in orders:
            who, where = order.consignee, order.consignee.address
            head = [order.number, order.shop, who.name, who.company, who.phone]
            head += [where.province, where.city, where.district, where.street, where.postcode, where.country]
            head += [order.remark, order.service, "2026-02-21T02:30:00Z"]
            for line in order.lines:
                cells = [*head, line.sku, line.barcode, line.title, str(line.quantity)]
                table.writerow([guarded(cell) for cell in cells])


@QUICK
@given(orders=st.lists(drafts, min_size=1, max_size=4, unique_by=lambda order: order.number))
def test_drafts_written_in_our_format_come_back_equal(tmp_path: Path, orders: list[OrderDraft]) -> None:
    path = tmp_path / "orders.csv"
    write_drafts(path, orders)
    back = list(read_orders(path))
    assert all(isinstance(entry, OrderDraft) for entry in back), back
    assert [(entry.number, entry.consignee, entry.lines, entry.remark, entry.ordered_at_ms) for entry in back] == [
        (order.number, order.consignee, order.lines, order.remark, order.ordered_at_ms) for order in orders
    ]


def test_twenty_megabytes_stream_through_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    row = "示例店,示例甲,示例公司,13800001111,浙江省,杭州市,余杭区,示例路1号,310000,CN,"
    row += "请轻放" * 60 + ",ZTO,2026-02-21,SKU-1,2000000000015"
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(TITLES) + "\n")
        for count in range(30_000):
            file.write(f"PB{count // 2:08d},{row},搪瓷杯 蓝色,1\n")
    assert path.stat().st_size > 20_000_000
    tracemalloc.start()
    try:
        file_of_orders = read_orders(path)
        progress = [file_of_orders.bytes_read for _ in file_of_orders]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(progress) == 15_000
    assert progress == sorted(progress)
    assert peak < 16_000_000, f"{peak / 1e6:.1f} MB"  # eight of them are the survey's table of fixed size


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_quotes_on_every_line_end_in_bounded_time(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "orders.csv"
    rows = [f'A{count}{delimiter}"""' for count in range(5000)] + [f'A{count}{delimiter}"' for count in range(5000)]
    path.write_text(delimiter.join(TITLES) + "\n" + "\n".join(rows))
    entries = list(read_orders(path))
    assert entries
    assert all(isinstance(entry, BadRow) for entry in entries)
