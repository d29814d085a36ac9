"""An order that the shop takes back is told as news, so that a parcel that is packed already can be stopped."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.order import NewsKind, OrderNews
from app.shops.files import BadRow, read_orders

SAMPLES = Path(__file__).parent / "samples"
TAOBAO = "订单编号,店铺名称,收件人,联系手机,收货地址,宝贝标题,宝贝数量,订单状态,退款状态"
SHOPIFY = (
    "Name,Financial Status,Fulfillment Status,Cancelled at,Shipping Name,Shipping Phone,Shipping Street,"
    "Shipping City,Shipping Country,Lineitem quantity,Lineitem name,Lineitem fulfillment status"
)
WOO = (
    "Order Number,Order Status,First Name (Shipping),Phone (Billing),Address 1&2 (Shipping),City (Shipping),"
    "Country Code (Shipping),Item Name,Quantity,Quantity (- Refund)"
)

Write = Callable[..., Path]


def news(path: Path) -> list[OrderNews]:
    return [entry for entry in read_orders(path) if isinstance(entry, OrderNews)]


@pytest.mark.parametrize(
    ("status", "refund", "kind", "reason"),
    [
        ("交易关闭", "", NewsKind.CANCEL, "cancelled"),
        ("买家已付款，等待卖家发货", "退款成功", NewsKind.CANCEL, "cancelled"),
        ("买家已付款，等待卖家发货", "退款中", NewsKind.HOLD, "held"),
        ("买家已付款，等待卖家发货", "买家已经申请退款，等待卖家同意", NewsKind.HOLD, "held"),
        ("订单锁定", "", NewsKind.HOLD, "held"),
        ("等待买家付款", "", NewsKind.HOLD, "unpaid"),
    ],
)
def test_taobao_order_taken_back_is_told_beside_its_row(
    write: Write, status: str, refund: str, kind: NewsKind, reason: str
) -> None:
    row = f"T1,示例店,示例甲,13800001111,浙江省杭州市余杭区示例路1号,搪瓷杯,2,{status},{refund}\n"
    bad, told = read_orders(write(row, titles=TAOBAO))
    assert bad == BadRow(2, f"import.skipped_{reason}", "payment_status" if refund else "status")
    assert told == OrderNews("示例店", "T1", kind, f"import.skipped_{reason}", 2)


@pytest.mark.parametrize("refund", ["没有申请退款", "退款关闭", "卖家拒绝退款", "无"])
def test_taobao_order_whose_refund_is_off_comes_in_without_news(write: Write, refund: str) -> None:
    row = f"T1,示例店,示例甲,13800001111,浙江省杭州市余杭区示例路1号,搪瓷杯,2,买家已付款，等待卖家发货,{refund}\n"
    (order,) = read_orders(write(row, titles=TAOBAO))
    assert not isinstance(order, BadRow | OrderNews)


@pytest.mark.parametrize(
    ("financial", "fulfillment", "cancelled_at", "kind"),
    [
        ("refunded", "unfulfilled", "", NewsKind.CANCEL),
        ("voided", "", "", NewsKind.CANCEL),
        ("paid", "", "2026-02-21 10:30:00 +0900", NewsKind.CANCEL),
        ("paid", "on hold", "", NewsKind.HOLD),
        ("pending", "", "", NewsKind.HOLD),
        ("paid", "fulfilled", "", None),
    ],
)
def test_shopify_order_taken_back_is_told(
    write: Write, financial: str, fulfillment: str, cancelled_at: str, kind: NewsKind | None
) -> None:
    row = f"#7,{financial},{fulfillment},{cancelled_at},Ada,5550100100,1 Sample Road,Springfield,US,1,Mug,pending\n"
    told = news(write(row, titles=SHOPIFY))
    assert [(entry.shop, entry.number, entry.kind) for entry in told] == ([("shopify", "#7", kind)] if kind else [])


@pytest.mark.parametrize(("status", "kind"), [("on-hold", NewsKind.HOLD), ("wc-refunded", NewsKind.CANCEL)])
def test_woocommerce_order_taken_back_is_told(write: Write, status: str, kind: NewsKind) -> None:
    row = f"31,{status},Ada,5550100100,1 Sample Road,London,GB,Mug,2,2\n"
    assert [entry.kind for entry in news(write(row, titles=WOO))] == [kind]


def test_order_of_which_every_unit_was_refunded_is_cancelled_and_one_with_a_rest_is_not(write: Write) -> None:
    gone = "31,processing,Ada,5550100100,1 Sample Road,London,GB,Mug,2,0\n"
    path = write(gone + gone.replace("Mug", "Towel"), titles=WOO)
    assert news(path) == [OrderNews("woocommerce", "31", NewsKind.CANCEL, "import.skipped_refunded", 2)]
    assert not news(write(gone + gone.replace("Mug,2,0", "Towel,2,1"), titles=WOO))


def test_line_on_hold_holds_its_order_and_is_not_lost(write: Write) -> None:
    row = "#7,paid,,,Ada,5550100100,1 Sample Road,Springfield,US,1,Mug,pending\n"
    entries = list(read_orders(write(row + row.replace("Mug,pending", "Towel,on hold"), titles=SHOPIFY)))
    assert entries[:2] == [
        BadRow(2, "import.skipped_held", "line_status"),
        BadRow(3, "import.skipped_held", "line_status"),
    ]
    assert [entry.kind for entry in entries if isinstance(entry, OrderNews)] == [NewsKind.HOLD]


@pytest.mark.parametrize("first", ["fulfilled", "restocked"])
def test_order_half_shipped_and_half_taken_back_is_no_news(write: Write, first: str) -> None:
    second = "restocked" if first == "fulfilled" else "fulfilled"
    row = f"#7,paid,,,Ada,5550100100,1 Sample Road,Springfield,US,1,Mug,{first}\n"
    path = write(row + row.replace(f"Mug,{first}", f"Towel,{second}"), titles=SHOPIFY)
    assert [entry.is_skipped for entry in read_orders(path) if isinstance(entry, BadRow)] == [True, True]
    assert not news(path)


def test_cancelled_order_whose_number_is_spoiled_is_a_mistake_and_not_silently_left_out(write: Write) -> None:
    row = "1.23E+17,示例店,示例甲,13800001111,浙江省杭州市余杭区示例路1号,搪瓷杯,2,交易关闭,\n"
    assert list(read_orders(write(row, titles=TAOBAO))) == [BadRow(2, "import.number_spoiled", "number")]


def test_cancelled_order_with_an_address_nobody_can_read_is_told_all_the_same(write: Write) -> None:
    row = "T1,示例店,示**,138****1111,某处,搪瓷杯,2,交易关闭,\n"
    assert [entry.kind for entry in news(write(row, titles=TAOBAO))] == [NewsKind.CANCEL]


def test_mistakes_shipped_orders_and_repeated_rows_are_no_news(write: Write) -> None:
    row = "T1,示例店,示例甲,13800001111,浙江省杭州市余杭区示例路1号,搪瓷杯,2,买家已付款,\n"
    bad = row.replace(",2,", ",none,").replace("T1", "T2")
    gone = row.replace("买家已付款", "卖家已发货").replace("T1", "T3")
    assert not news(write(row + bad + gone + row, titles=TAOBAO))


def test_news_name_nobody(write: Write) -> None:
    row = "T1,示例店,示例甲,13800001111,浙江省杭州市余杭区示例路1号,搪瓷杯,2,交易关闭,\n"
    (told,) = news(write(row, titles=TAOBAO))
    assert "示例甲" not in repr(told)
    assert "1380" not in repr(told)


def test_json_says_it_with_number_and_shop_alone(write: Write) -> None:
    content = json.dumps(
        [{"number": "J1", "shop": "示例店", "status": "cancelled"}, {"number": "J2", "status": "hold"}]
    )
    told = news(write(content, name="orders.json", titles=""))
    assert [(entry.shop, entry.number, entry.kind) for entry in told] == [
        ("示例店", "J1", NewsKind.CANCEL),
        ("packbench", "J2", NewsKind.HOLD),
    ]


@pytest.mark.parametrize(
    ("status", "kind"),
    [("cancelled", NewsKind.CANCEL), ("已取消", NewsKind.CANCEL), ("On hold", NewsKind.HOLD), ("锁定", NewsKind.HOLD)],
)
def test_our_own_columns_say_it_with_a_status(write: Write, status: str, kind: NewsKind) -> None:
    titles = "number,shop,name,phone,address,sku,quantity,status"
    row = "A1,示例店,示例甲,13800001111,浙江省杭州市余杭区示例路1号,S,1,{}\n"
    path = write(row.format(status) + row.format("open").replace("A1", "A2"), titles=titles)
    assert news(path) == [OrderNews("示例店", "A1", kind, f"import.skipped_{reason_of(kind)}", 2)]


def reason_of(kind: NewsKind) -> str:
    return {NewsKind.CANCEL: "cancelled", NewsKind.HOLD: "held"}[kind]
