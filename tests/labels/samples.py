"""Labels to test with: invented people, one Chinese and one Latin, only what matters is spelled."""

from __future__ import annotations

from typing import Any

from app.domain.label import LabelContent, Stock
from app.domain.order import Address, Consignee, Shipper
from app.domain.shipment import Goods, Waybill

STOCKS = tuple(Stock(width, height, dpi) for width, height in ((100, 150), (76, 130)) for dpi in (203, 300))
NUMBER = "SF1234567890123"


def a_waybill(**changes: Any) -> Waybill:
    fields: dict[str, Any] = {
        "tracking_number": NUMBER,
        "reference": "PB-1",
        "service": "SF",
        "sorting_code": "891-16-02 03",
        "bagging_place": "深圳西乡集散",
        "bagging_code": "891-B07",
    }
    return Waybill(**fields | changes)


def a_label(**changes: Any) -> LabelContent:
    fields: dict[str, Any] = {
        "waybill": a_waybill(),
        "carrier_title": "顺丰速运",
        "consignee": Consignee("张**", "138****0000", Address("广东省", "深圳市", "南山区", "科技园南区高新****")),
        "shipper": Shipper("李雷", "0755-86001234", Address("浙江省", "杭州市", "余杭区", "文一西路969号"), "木棉家居"),
        "goods": (Goods("儿童保温杯 500ml 蓝色", 2, "CUP-500"), Goods("不锈钢餐具套装", 1)),
        "order_number": "TB2026112400017",
        "printed_at": "2026-11-24 13:45",
        "remark": "易碎，请轻放",
        "weight_g": 1280,
    }
    return LabelContent(**fields | changes)


def a_latin_label(**changes: Any) -> LabelContent:
    address = Address("Guangdong", "Shenzhen", "Nanshan", "Keji South 12th Rd", "518057")
    fields: dict[str, Any] = {
        "waybill": a_waybill(tracking_number="YT8800112233445", service="YTO", sorting_code="113 C107 M07"),
        "carrier_title": "YTO Express",
        "consignee": Consignee("Łukasz Dvořák-Müller", "+86 138****0000", address),
        "goods": (Goods("Insulated bottle 500 ml, blue", 2),),
        "remark": "Fragile, leave with the doorman",
    }
    return a_label(**fields | changes)
