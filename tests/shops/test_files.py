"""What a file is: encoding, delimiter, titles, other forms than CSV, and all that is no file of orders."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.order import OrderDraft
from app.errors import Misconfigured, PackbenchError, Rejected
from app.shops.files import BadRow, ColumnMap, load_columns, read_orders, save_columns

TITLES = "number,name,phone,province,city,district,street,sku,title,quantity"
GOOD = "A1,示例甲,13800001111,浙江省,杭州市,余杭区,示例路1号,SKU-1,搪瓷杯,2\n"

Write = Callable[..., Path]
Read = Callable[[Path], tuple[list[OrderDraft], list[BadRow]]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(write: Write, encoding: str, delimiter: str) -> None:
    file = read_orders(write(GOOD.replace(",", delimiter), titles=TITLES.replace(",", delimiter), encoding=encoding))
    (order,) = file
    assert isinstance(order, OrderDraft)
    assert order.consignee.name == "示例甲"
    assert (file.encoding, file.delimiter) == (encoding, delimiter)


def test_western_text_is_not_taken_for_chinese(write: Write, read: Read) -> None:
    row = "A1,Müller Jörg,0305550100,BE,Köln,,Straße 5,S,Gefäß,1\n"
    path = write(row, encoding="cp1252")
    assert read_orders(path).encoding == "cp1252"
    assert read(path)[0][0].consignee.name == "Müller Jörg"


def test_first_chinese_letter_after_a_megabyte_still_counts(write: Write) -> None:
    ascii_rows = "".join(f"A{count},Ada,5550100100,IL,Springfield,,Road 1,S,Mug,1\n" for count in range(30_000))
    assert read_orders(write(ascii_rows + GOOD, encoding="gb18030")).encoding == "gb18030"


def test_damaged_utf8_is_refused_and_not_read_as_something_else(write: Write) -> None:
    path = write(GOOD * 50)
    path.write_bytes(path.read_bytes().replace("示例甲".encode(), "示例甲".encode()[:-1], 1))
    with pytest.raises(Rejected, match=r"import\.encoding"):
        read_orders(path)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_a_table"),
        (b"%PDF-1.7\n1 0 obj", "not_a_table"),
        (b"PK\x03\x04 workbook", "not_a_table"),
        (b"number,name\x00\x00\x00", "not_a_table"),
        (b"x" * (3 << 20), "not_a_table"),
        (b"hello\nworld\n", "no_columns"),
    ],
)
def test_what_is_no_table_of_orders_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    with pytest.raises(Rejected) as refusal:
        read_orders(path)
    assert refusal.value.code == f"import.{code}"


def test_missing_columns_are_named(write: Write) -> None:
    with pytest.raises(Rejected) as refusal:
        read_orders(write(GOOD, titles=TITLES.replace("phone", "x").replace("quantity", "y")))
    assert (refusal.value.code, refusal.value.detail) == ("import.no_columns", "phone, quantity")


def test_directory_missing_file_and_pipe_are_refused(tmp_path: Path) -> None:
    cases = [(tmp_path, "not_a_file"), (tmp_path / "none.csv", "not_found")]
    if hasattr(os, "mkfifo"):  # not on Windows
        os.mkfifo(tmp_path / "pipe.csv")
        cases.append((tmp_path / "pipe.csv", "not_a_file"))
    for path, code in cases:
        with pytest.raises(Rejected) as refusal:
            read_orders(path)
        assert refusal.value.code == f"import.{code}"


def test_titles_may_stand_below_a_heading_and_be_written_in_many_ways(write: Write, read: Read) -> None:
    titles = "订单导出,,,\n\n订 单 号,收件人（必填）,ＰＨＯＮＥ,省,市,区,详细地址,货号,Product-Name,QTY"
    (order,), bad = read(write(GOOD, titles=titles))
    assert not bad
    assert (order.row, order.lines[0].title) == (4, "搪瓷杯")


def test_saved_columns_overrule_what_is_recognized(write: Write, tmp_path: Path) -> None:
    path = write(GOOD.replace(",2\n", ",2,5\n"), titles=TITLES + ",pick")
    saved = tmp_path / "columns.json"
    save_columns(saved, ColumnMap("packbench", {"quantity": "Pick", "district": ""}))
    file = read_orders(path, columns=load_columns(saved))
    (order,) = file
    assert isinstance(order, OrderDraft)
    assert (order.lines[0].quantity, order.consignee.address.district) == (5, "")
    save_columns(saved, file.columns)
    assert load_columns(saved) == file.columns


@pytest.mark.parametrize("text", ["", "[]", "[" * 100_000, '{"columns": {"zip code": "x"}}', '{"columns": {"sku": 1}}'])
def test_spoiled_column_map_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "columns.json"
    path.write_text(text)
    with pytest.raises(Misconfigured, match=r"import\.columns_file"):
        load_columns(path)


def test_order_total_column_serves_only_orders_of_one_line(write: Write, read: Read) -> None:
    titles = "订单编号,收件人,联系手机,收货地址,宝贝标题,宝贝总数量"
    row = "A1,示例甲,13800001111,浙江省杭州市余杭区示例路1号,搪瓷杯,2\n"
    assert read(write(row, titles=titles))[0][0].lines[0].quantity == 2
    path = write(row + row.replace("搪瓷杯", "茶巾"), titles=titles)
    assert not read(path)[0]
    mapped = read_orders(path, columns=ColumnMap(columns={"quantity": "宝贝总数量", "order_quantity": ""}))
    assert [len(entry.lines) for entry in mapped if isinstance(entry, OrderDraft)] == [2]


def test_workbook_is_read_with_its_own_row_numbers(write_workbook: Write, read: Read) -> None:
    titles = TITLES.split(",")
    first = ["A1", "示例甲", 13800001111, "浙江省", "杭州市", None, "示例路1号", "SKU-1", "杯 & 碟", 2]
    path = write_workbook([titles, first, ["A1", *[None] * 6, "SKU-2", "茶巾", 3.0], [*first[:9], 1.5]], first_row=3)
    orders, bad = read(path)
    assert not orders
    assert bad[-1] == BadRow(6, "import.quantity", "quantity")
    (order,), bad = read(write_workbook([titles, first, ["A1", *[None] * 6, "SKU-2", "茶巾", 3.0]]))
    assert not bad
    assert order.consignee.phone == "13800001111"
    assert [(line.title, line.quantity) for line in order.lines] == [("杯 & 碟", 2), ("茶巾", 3)]


def test_order_number_cut_by_excel_is_refused(write_workbook: Write, read: Read) -> None:
    row = [391234567890123456, "示例甲", "13800001111", "浙江省", "杭州市", "", "示例路1号", "S", "杯", 1]
    _, bad = read(write_workbook([TITLES.split(","), row]))
    assert bad == [BadRow(2, "import.number_spoiled", "number")]


def test_tiny_workbook_that_claims_the_last_cell_is_refused(write_workbook: Write) -> None:
    sheet = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    with pytest.raises(Rejected, match=r"import\.too_large"):
        read_orders(write_workbook(sheet=sheet))


def test_workbook_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    with pytest.raises(Rejected, match=r"import\.broken_file"):
        read_orders(path)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04broken", "broken_file"),
        (b"number,name", "broken_file"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0 something else", "old_excel"),
    ],
)
def test_workbook_that_cannot_be_opened_says_why(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(content)
    with pytest.raises(Rejected) as refusal:
        read_orders(path)
    assert refusal.value.code == f"import.{code}"


def an_order(**changes: object) -> dict[str, object]:
    consignee = {"name": "示例甲", "phone": 13800001111, "address": "浙江省杭州市余杭区示例路1号"}
    lines = [{"sku": "SKU-1", "quantity": 2}, {"barcode": 2000000000015, "quantity": "1"}]
    return {"number": "J1", "consignee": consignee, "lines": lines, **changes}


def test_json_orders_come_in_with_their_place_as_row(write: Write, read: Read) -> None:
    content = {
        "orders": [
            an_order(),
            an_order(number="J2", lines=[]),
            an_order(number="J3", lines=[1]),
            4,
            an_order(number=None),
        ]
    }
    orders, bad = read(write(json.dumps(content), name="orders.json", titles=""))
    assert [order.number for order in orders] == ["J1"]
    assert [line.barcode for line in orders[0].lines] == ["", "2000000000015"]
    assert [(row.row, row.reason) for row in bad] == [
        (2, "import.missing_item"),
        (3, "import.malformed"),
        (4, "import.malformed"),
        (5, "import.missing_number"),
    ]


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '"text"', '{"orders": 1}', "\ufeff\ufeff["])
def test_broken_json_is_refused(write: Write, text: str) -> None:
    with pytest.raises(PackbenchError, match=r"import\.broken_file"):
        read_orders(write(text, name="orders.json", titles=""))


def test_workbook_whose_elements_carry_a_prefix_is_read(tmp_path: Path, read: Read) -> None:
    rows = [TITLES.split(","), GOOD.strip().split(",")]
    cells = ("".join(f'<x:c t="str"><x:v>{value}</x:v></x:c>' for value in row) for row in rows)
    path = tmp_path / "orders.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", '<x:workbook xmlns:x="m" xmlns:r="d"><x:sheet r:id="a"/></x:workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", '<Rs xmlns="p"><Relationship Id="a" Target="/xl/s.xml"/></Rs>')
        body = "".join(f"<x:row>{row}</x:row>" for row in cells)
        archive.writestr("xl/s.xml", f'<x:worksheet xmlns:x="m"><x:sheetData>{body}</x:sheetData></x:worksheet>')
    (order,), bad = read(path)
    assert not bad
    assert (order.row, order.consignee.name, order.lines[0].quantity) == (2, "示例甲", 2)
