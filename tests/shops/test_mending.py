"""A row put right by a person: one cell, the checks of the file, and the whole order or none of it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.importing import Correction, RawOrder
from app.domain.order import OrderDraft
from app.errors import Unavailable
from app.shops.files import BadRow, OrderFile, cell_of, mended, read_again, read_orders, write_bad_rows

GOOD = "A1,示例甲,13800001111,浙江省,杭州市,余杭区,示例路1号,SKU-1,搪瓷杯,2\n"
SECOND = "A1,,,,,,,SKU-2,茶巾,1\n"

Write = Callable[..., Path]


def bad_rows(source: OrderFile) -> list[BadRow]:
    return [entry for entry in source if isinstance(entry, BadRow)]


def put_right(source: OrderFile, row: BadRow, value: str) -> list[object]:
    """What comes of the row's order once the cell at fault holds this value."""
    assert row.order is not None
    order = mended(source.header, row.order, Correction(0, row.row, value), cell_of(source.header, row))
    return list(read_again(source.header, [order])[0])


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (GOOD.replace("A1", "", 1), "number", "A1"),
        (GOOD.replace("A1", "1.23E+17", 1), "number", "A1"),
        (GOOD.replace("示例甲", "示**"), "name", "示例甲"),
        (GOOD.replace("13800001111", ""), "phone", "13800001111"),
        (GOOD.replace("浙江省", ""), "province", "浙江省"),
        (GOOD.replace("示例路1号", "示例路＊＊"), "street", "示例路1号"),
        (GOOD.replace("SKU-1,搪瓷杯", ","), "title", "搪瓷杯"),
        (GOOD.replace(",2\n", ",两\n"), "quantity", "2"),
    ],
)
def test_the_one_cell_at_fault_is_put_right_and_the_order_comes_in(
    write: Write, row: str, column: str, value: str
) -> None:
    source = read_orders(write(row))
    (bad,) = bad_rows(source)
    assert source.titles[cell_of(source.header, bad)] == column
    (draft,) = put_right(source, bad, value)
    assert isinstance(draft, OrderDraft)
    assert (draft.number, draft.consignee.phone, draft.lines[0].quantity) == ("A1", "13800001111", 2)


def test_what_is_still_wrong_is_told_by_the_same_checks(write: Write) -> None:
    source = read_orders(write(GOOD.replace("13800001111", "")))
    (bad,) = bad_rows(source)
    assert put_right(source, bad, "138****1111") == [BadRow(2, "import.masked", "phone")]


def test_a_corrected_row_brings_in_the_other_rows_of_its_order(write: Write) -> None:
    source = read_orders(write(GOOD + SECOND.replace(",1\n", ",\n")))
    told = bad_rows(source)
    assert [row.reason for row in told] == ["import.order_incomplete", "import.missing_quantity"]
    (draft,) = put_right(source, told[1], "1")
    assert isinstance(draft, OrderDraft)
    assert [line.sku for line in draft.lines] == ["SKU-1", "SKU-2"]


def test_what_all_rows_of_an_order_repeat_is_put_right_on_all_of_them(write: Write) -> None:
    repeated = GOOD.replace("13800001111", "none")
    source = read_orders(write(repeated + repeated.replace("SKU-1", "SKU-2")))
    first = bad_rows(source)[0]
    (draft,) = put_right(source, first, "13800001111")
    assert isinstance(draft, OrderDraft)
    assert len(draft.lines) == 2


def test_an_address_in_one_cell_is_put_right_in_that_cell(write: Write) -> None:
    titles = "订单号,收件人,电话,收货地址,品名,数量"
    source = read_orders(write("A1,示例甲,13800001111,示例路1号,茶,1\n", titles=titles))
    (bad,) = bad_rows(source)
    assert source.titles[cell_of(source.header, bad)] == "收货地址"
    (draft,) = put_right(source, bad, "浙江省杭州市余杭区示例路1号")
    assert isinstance(draft, OrderDraft)
    assert draft.consignee.address.city == "杭州市"


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("示例路1号", "示例路1号,2幢"),  # shifted cells
        GOOD + 'A1,"never closed\n',
        GOOD.replace("A1", "1.23E+17") + SECOND.replace("A1", "1.23E+17"),  # may have been two orders
        GOOD.replace(",2\n", ",2,cancelled\n"),
    ],
    ids=["shifted", "unreadable", "one spoiled number for all", "cancelled"],
)
def test_what_no_single_cell_puts_right_is_left_to_the_file(write: Write, text: str) -> None:
    titles = "number,name,phone,province,city,district,street,sku,title,quantity,status"
    source = read_orders(write(text, titles=titles if "cancelled" in text else titles.removesuffix(",status")))
    told = bad_rows(source)
    assert told
    assert [cell_of(source.header, bad) for bad in told] == [-1] * len(told)


def test_of_items_side_by_side_nobody_knows_which_is_meant(write: Write) -> None:
    titles = "order number,name,phone,province,city,street,title #1,quantity #1,title #2,quantity #2"
    source = read_orders(write("A1,示例甲,13800001111,浙江省,杭州市,示例路1号,茶,1,杯,x\n", titles=titles))
    told = bad_rows(source)
    assert [(bad.field, cell_of(source.header, bad)) for bad in told] == [("quantity", -1)]


def written(path: Path, source: OrderFile, *, reasons: str = "why") -> list[list[str]]:
    """The file of rows to correct, as a spreadsheet reads it."""
    orders: dict[int, tuple[RawOrder, dict[int, str]]] = {}
    for bad in bad_rows(source):
        assert bad.order is not None
        orders.setdefault(id(bad.order), (bad.order, {}))[1][bad.row] = reasons
    target, count = write_bad_rows(path, source.header, orders.values(), title="Reason")
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == count + 1
    return rows


def test_bad_rows_go_to_a_file_of_their_own_with_the_reasons_and_come_back(write: Write) -> None:
    path = write(GOOD.replace("13800001111", "") + GOOD.replace("A1", "B2"))
    head, row = written(path, read_orders(path))
    assert (head[-1], row[0], row[-1]) == ("Reason", "A1", "why")
    target = path.with_name("orders-to-correct.csv")
    assert target.read_bytes().startswith("\ufeff".encode())
    assert [(bad.row, bad.reason) for bad in bad_rows(read_orders(target))] == [(2, "import.missing_phone")]
    target.write_text(target.read_text("utf-8-sig").replace("示例甲,,", "示例甲,13800001111,"), "utf-8-sig")
    (draft,) = read_orders(target)
    assert isinstance(draft, OrderDraft)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", '="=1+1"', "001234", "123456789012345678"])
def test_no_cell_is_run_or_spoiled_by_a_spreadsheet_and_each_comes_back_as_it_was(write: Write, cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    path = write(GOOD.replace("13800001111", "").replace("搪瓷杯", quoted))
    (_, row) = written(path, read_orders(path))
    assert row[8].startswith("'")
    (bad,) = bad_rows(read_orders(path.with_name("orders-to-correct.csv")))
    (draft,) = put_right(read_orders(path.with_name("orders-to-correct.csv")), bad, "13800001111")
    assert isinstance(draft, OrderDraft)
    assert draft.lines[0].title == cell.removeprefix('="').removesuffix('"')


def test_a_file_is_never_written_over_and_a_folder_that_cannot_be_written_is_told(write: Write) -> None:
    path = write(GOOD.replace("13800001111", ""))
    for name in ("orders-to-correct.csv", "orders-to-correct-2.csv"):
        written(path, read_orders(path))
        assert path.with_name(name).exists()
    with pytest.raises(Unavailable, match=r"import\.unwritable"):
        written(path.with_name("nowhere") / "orders.csv", read_orders(path))


def test_what_is_kept_of_a_row_shows_itself_in_no_text(write: Write) -> None:
    source = read_orders(write(GOOD.replace("13800001111", "138****1111")))
    (bad,) = bad_rows(source)
    for thing in (bad, bad.order, source.header, Correction(0, 2, "13800001111")):
        assert "示例甲" not in repr(thing)
        assert "1380" not in f"{thing}"
