"""What makes a row bad, and that it takes its order with it and no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.order import OrderDraft
from app.shops.files import BadRow, read_orders

GOOD = "A1,示例甲,13800001111,浙江省,杭州市,余杭区,示例路1号,SKU-1,搪瓷杯,2\n"
NEXT = "B1,示例乙,13800002222,上海市,上海市,浦东新区,示例路2号,SKU-2,茶巾,1\n"

Write = Callable[..., Path]
Read = Callable[[Path], tuple[list[OrderDraft], list[BadRow]]]


@pytest.mark.parametrize(
    ("row", "reason", "field"),
    [
        (GOOD.replace("A1", "", 1), "missing_number", "number"),
        (GOOD.replace("A1", "1.23E+17", 1), "number_spoiled", "number"),
        (GOOD.replace("A1", "x" * 65, 1), "too_long", "number"),
        (GOOD.replace("示例甲", " "), "missing_name", "name"),
        (GOOD.replace("示例甲", "示**"), "masked", "name"),
        (GOOD.replace("示例甲", "示" * 101), "too_long", "name"),
        (GOOD.replace("示例甲", "示例\x07"), "control_character", "name"),
        (GOOD.replace("示例甲", "示\x00例"), "control_character", "name"),
        (GOOD.replace("13800001111", ""), "missing_phone", "phone"),
        (GOOD.replace("13800001111", "138****1111"), "masked", "phone"),
        (GOOD.replace("13800001111", "1.38E+10"), "number_spoiled", "phone"),
        (GOOD.replace("13800001111", "none"), "phone", "phone"),
        (GOOD.replace("浙江省", ""), "missing_address", "province"),
        (GOOD.replace("杭州市", ""), "missing_address", "city"),
        (GOOD.replace("示例路1号", "示例路＊＊"), "masked", "street"),
        (GOOD.replace("SKU-1,搪瓷杯", ","), "missing_item", "title"),
        (GOOD.replace("搪瓷杯", "杯" * 501), "too_long", "title"),
        (GOOD.replace(",2\n", ",\n"), "missing_quantity", "quantity"),
        (GOOD.replace(",2\n", ",0\n"), "quantity", "quantity"),
        (GOOD.replace(",2\n", ",-1\n"), "quantity", "quantity"),
        (GOOD.replace(",2\n", ",1.5\n"), "quantity", "quantity"),
        (GOOD.replace(",2\n", ",=1+1\n"), "quantity", "quantity"),
        (GOOD.replace(",2\n", ",100000\n"), "quantity", "quantity"),
        (GOOD.replace("示例路1号", "示例路1号,2幢"), "too_many_cells", ""),
    ],
)
def test_bad_row_is_reported_without_its_value_and_the_next_order_comes_in(
    write: Write, read: Read, row: str, reason: str, field: str
) -> None:
    # enough good rows that one odd character does not make the file look like no table at all
    rest = "".join(NEXT.replace("B1", f"B{count}") for count in range(20))
    orders, bad = read(write(row + rest))
    assert bad == [BadRow(2, f"import.{reason}", field)]
    assert len(orders) == 20
    assert "示例" not in repr(bad)
    assert "1380" not in repr(bad)


def test_one_bad_line_keeps_the_whole_order_out(write: Write, read: Read) -> None:
    orders, bad = read(write(GOOD + GOOD.replace(",2\n", ",none\n") + "A1,,,,,,,SKU-3,杯垫,1\n" + NEXT))
    assert [order.number for order in orders] == ["B1"]
    assert bad == [
        BadRow(2, "import.order_incomplete"),
        BadRow(3, "import.quantity", "quantity"),
        BadRow(4, "import.order_incomplete"),
    ]


def test_following_rows_may_repeat_or_leave_blank_what_the_first_says(write: Write, read: Read) -> None:
    orders, bad = read(write(GOOD + GOOD.replace("SKU-1", "SKU-3") + ",,,,,,,SKU-4,杯垫,１\n" + NEXT))
    assert not bad
    assert [line.sku for line in orders[0].lines] == ["SKU-1", "SKU-3", "SKU-4"]
    assert [line.position for line in orders[0].lines] == [1, 2, 3]
    assert [order.row for order in orders] == [2, 5]


def test_one_number_for_two_consignees_is_a_conflict(write: Write, read: Read) -> None:
    orders, bad = read(write(GOOD + NEXT.replace("B1", "A1")))
    assert not orders
    assert bad[1] == BadRow(3, "import.conflict", "name")


def test_rows_of_an_order_may_lie_apart(write: Write, read: Read) -> None:
    orders, bad = read(write(GOOD + NEXT + GOOD.replace("SKU-1", "SKU-9")))
    assert not bad
    assert [(order.number, len(order.lines)) for order in orders] == [("B1", 1), ("A1", 2)]
    orders, bad = read(write(GOOD + NEXT + GOOD.replace("SKU-1", "SKU-9").replace("示例甲", "示例丙")))
    assert [order.number for order in orders] == ["B1"]
    assert BadRow(4, "import.conflict", "name") in bad


def test_same_rows_exported_twice_count_once(write: Write, read: Read) -> None:
    orders, bad = read(write(GOOD + NEXT + GOOD + NEXT))
    assert [(order.number, order.lines[0].quantity, len(order.lines)) for order in orders] == [
        ("A1", 2, 1),
        ("B1", 1, 1),
    ]
    assert [(row.row, row.reason) for row in bad] == [(4, "import.skipped_repeated"), (5, "import.skipped_repeated")]


def test_open_quote_costs_its_own_order_and_not_the_rest_of_the_file(write: Write, read: Read) -> None:
    rest = "".join(NEXT.replace("B1", f"B{count}") for count in range(2000))
    orders, bad = read(write(GOOD.replace("示例路1号", '"示例路1号') + rest))
    assert bad == [BadRow(2, "import.open_quote")]
    assert len(orders) == 2000


def test_open_quote_in_a_quoted_file_is_found_too(write: Write, read: Read) -> None:
    rows = [f'"C{count}","示例","13800001111","浙江省","杭州市","","示例路1号","S","杯","1"\n' for count in range(9)]
    rows[4] = rows[4].replace('"示例路1号"', '"示例路1号')
    orders, bad = read(write("".join(rows)))
    assert {order.number for order in orders} == {"C0", "C1", "C2", "C3", "C5", "C6", "C7", "C8"}
    assert bad == [BadRow(6, "import.open_quote")]


def test_order_beside_an_unreadable_row_is_not_taken_for_whole(write: Write, read: Read) -> None:
    """The broken row has lost its cells, so it may have been a line of the order above or of the one below."""
    broken = 'x,"示例\n'
    orders, bad = read(write(GOOD + broken + NEXT + NEXT.replace("B1", "B2")))
    assert [order.number for order in orders] == ["B2"]
    assert [row.row for row in bad] == [2, 3, 4]


def test_value_over_several_lines_counts_lines_as_an_editor_does(write: Write, read: Read) -> None:
    orders, _ = read(write(GOOD.replace("示例路1号", '"示例路1号\n2幢"') + NEXT))
    assert orders[0].consignee.address.street == "示例路1号 2幢"
    assert orders[1].row == 4


def test_formulas_stay_text(write: Write, read: Read) -> None:
    (order,), bad = read(write(GOOD.replace("搪瓷杯", "'=HYPERLINK(1)").replace("SKU-1", "@SUM")))
    assert not bad
    assert (order.lines[0].title, order.lines[0].sku) == ("=HYPERLINK(1)", "@SUM")


def test_wrapped_and_full_width_numbers_are_plain(write: Write, read: Read) -> None:
    row = (
        GOOD.replace("A1", '="00123"').replace("13800001111", "＋86　１３８００００１１１１").replace(",2\n", ",２.0\n")
    )
    (order,), bad = read(write(row))
    assert not bad
    assert (order.number, order.consignee.phone, order.lines[0].quantity) == ("00123", "+86 13800001111", 2)


def test_invisible_direction_marks_around_a_phone_go(write: Write, read: Read) -> None:
    (order,), bad = read(write(GOOD.replace("13800001111", "\u202d13800001111\u202c")))
    assert not bad
    assert order.consignee.phone == "13800001111"


def test_file_with_one_number_all_over_is_reported_and_not_gathered(write: Write, read: Read) -> None:
    orders, bad = read(write(GOOD * 3500 + NEXT))
    assert [order.number for order in orders] == ["B1"]
    assert len(bad) == 3500


def test_a_shop_named_twice_keeps_its_orders_apart_from_nothing_else(write: Write) -> None:
    file = read_orders(write(GOOD))
    assert [entry.shop for entry in file if isinstance(entry, OrderDraft)] == ["packbench"]
