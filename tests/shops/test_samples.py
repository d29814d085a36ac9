"""One sample of every format that shops export, read end to end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.order import OrderDraft
from app.resources import resource
from app.shops.files import BadRow, OrderFile, read_orders

SAMPLES = Path(__file__).parent / "samples"
Read = Callable[[Path], tuple[list[OrderDraft], list[BadRow]]]


def codes(bad: list[BadRow]) -> list[tuple[int, str]]:
    return [(row.row, row.reason.removeprefix("import.")) for row in bad]


def opened(name: str) -> OrderFile:
    return read_orders(SAMPLES / name)


def test_shopify_export_brings_open_orders_and_says_why_others_stay_out(read: Read) -> None:
    orders, bad = read(SAMPLES / "shopify.csv")
    assert [order.number for order in orders] == ["#1001", "#1004"]
    mugs = orders[0]
    assert [(line.sku, line.title, line.quantity) for line in mugs.lines] == [
        ("MUG-BL", "Enamel Mug - Blue", 2),
        ("TOWEL-1", "Tea Towel", 1),
    ]
    assert mugs.remark == 'Please ring twice, then "wait"'
    assert (mugs.consignee.phone, mugs.consignee.address.postcode) == ("+1 555 0100 200", "01234")
    assert (mugs.consignee.address.street, mugs.consignee.address.country) == ("12 Sample Street Apt 4", "US")
    assert mugs.ordered_at_ms == 1771637400000
    assert [line.sku for line in orders[1].lines] == ["MUG-RD"]  # the towel has left already
    # the note of #1001 spans lines 2 and 3, so the rows below count on from there
    assert codes(bad) == [
        (5, "skipped_no_shipping"),
        (6, "skipped_cancelled"),
        (7, "skipped_shipped"),
        (8, "skipped_shipped"),
        (10, "skipped_unpaid"),
        (11, "skipped_cancelled"),
        (12, "skipped_cancelled"),
        (13, "missing_phone"),
    ]


def test_woocommerce_export_of_the_west_leaves_refunded_units_out(read: Read) -> None:
    assert (opened("woocommerce.csv").encoding, opened("woocommerce.csv").delimiter) == ("cp1252", ";")
    orders, bad = read(SAMPLES / "woocommerce.csv")
    assert [(order.number, len(order.lines)) for order in orders] == [("2001", 1), ("2005", 1)]
    assert orders[0].consignee.name == "Linus Müster"
    assert orders[0].consignee.address.street == "Beispielstraße 5, Hinterhaus"
    assert codes(bad) == [
        (3, "skipped_refunded"),
        (4, "skipped_shipped"),
        (5, "skipped_held"),
        (6, "skipped_cancelled"),
    ]


def test_woocommerce_articles_side_by_side_become_lines(read: Read) -> None:
    orders, bad = read(SAMPLES / "woocommerce-wide.csv")
    assert not bad
    assert [[(line.sku, line.quantity) for line in order.lines] for order in orders] == [
        [("MUG-BL", 2), ("TOWEL-1", 1)],
        [("MUG-BL", 1)],
    ]


def test_woocommerce_one_row_per_item_takes_the_billing_phone(read: Read) -> None:
    (order,), bad = read(SAMPLES / "woocommerce-per-item.csv")
    assert not bad
    assert order.number == "2201"
    assert (order.consignee.phone, order.consignee.company) == ("020 7946 0000", "Example Ltd")
    assert order.consignee.address.street == "1 Sample Road Floor 2"
    assert [line.title for line in order.lines] == ["Mug", "Towel"]


def test_taobao_export_is_unwrapped_split_and_checked(read: Read) -> None:
    assert (opened("taobao.csv").format, opened("taobao.csv").encoding) == ("taobao", "gb18030")
    orders, bad = read(SAMPLES / "taobao.csv")
    first, second, moved = orders
    assert (first.number, first.shop, first.remark) == ("3912345678901234567", "示例旗舰店", "请周末送 | 加急")
    address = first.consignee.address
    assert (address.province, address.city, address.district) == ("浙江省", "杭州市", "余杭区")
    assert (address.street, address.postcode) == ("五常街道 示例路1号", "310023")
    assert first.consignee.phone == "13800001111"
    assert first.ordered_at_ms == 1771641000000  # 10:30 in Beijing
    assert (second.consignee.phone, second.consignee.address.city) == ("010-55500100", "北京市")
    assert moved.consignee.address.street == "长安镇 新示例路6号"  # the corrected address outweighs the first
    assert codes(bad) == [
        (4, "skipped_cancelled"),
        (5, "skipped_shipped"),
        (6, "number_spoiled"),
        (7, "goods_unsplit"),
        (8, "masked"),
        (9, "address_unsplit"),
    ]


def test_taobao_rows_per_article_use_their_own_quantity_and_code(read: Read) -> None:
    assert opened("taobao-lines.csv").delimiter == "\t"
    (order,), bad = read(SAMPLES / "taobao-lines.csv")
    assert not bad
    assert [(line.sku, line.barcode, line.quantity) for line in order.lines] == [
        ("CUP-BL", "2000000000015", 2),
        ("TOWEL-1", "2000000000022", 1),
    ]
    assert order.lines[0].title == "搪瓷杯 颜色:蓝色"
    assert order.consignee.address.city == "克孜勒苏柯尔克孜自治州"


def test_demo_orders_all_come_in_with_sound_barcodes(read: Read) -> None:
    orders, bad = read(resource("demo/orders.csv"))
    assert not bad
    assert len(orders) == 30
    assert {len(order.lines) for order in orders} == {1, 2, 3, 4}
    barcodes = {line.barcode for order in orders for line in order.lines}
    for barcode in barcodes:
        assert len(barcode) == 13
        assert "20" <= barcode[:2] <= "29"
        assert sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(barcode)) % 10 == 0


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.glob("*.csv")))
def test_samples_are_read_to_their_last_byte(sample: str) -> None:
    file = opened(sample)
    assert list(file)
    assert file.bytes_read == file.total_bytes > 0
