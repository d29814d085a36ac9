"""Requests of the trade for carrier tests: only what matters to a test is spelled in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.carriers.kdniao import Contract, KdniaoSettings
from app.domain.order import Address, Consignee, Shipper
from app.domain.shipment import Cancellation, Goods, Waybill, WaybillRequest

BUSINESS_ID = "test1598586"
API_KEY = "56da2cf8-c8a2-44b2-b6fa-476cd7d1ba17"  # the vendor's published example
REFERENCE = "7Q2M4K9X1C0ZD3FA8WBT-1"

CONSIGNEE = Consignee("李雷", "13800138000", Address("广东省", "深圳市", "南山区", "科技园路1号晴天小区3栋502"))
SHIPPER = Shipper("晴川文具", "0571-88886666", Address("浙江省", "杭州市", "余杭区", "仓前街道良睦路88号"))


def a_consignee(**changes: Any) -> Consignee:
    """The consignee with other fields; those of the address (`street=…`) go there."""
    of_address = {key: changes.pop(key) for key in list(changes) if key in Address.__slots__}
    return replace(CONSIGNEE, **changes, address=replace(CONSIGNEE.address, **of_address))


def a_request(**changes: Any) -> WaybillRequest:
    plain = WaybillRequest(
        reference=REFERENCE,
        service="ZTO",
        consignee=CONSIGNEE,
        shipper=SHIPPER,
        goods=(Goods("中性笔 0.5 黑", 3, "PEN-05-BK"),),
        weight_g=350,
        remark="放门口",
    )
    return replace(plain, **changes)


def a_cancellation(waybill: Waybill) -> Cancellation:
    return Cancellation(waybill.reference, waybill.service, waybill.tracking_number)


def settings(url: str = "http://127.0.0.1:1/api/EOrderService", **changes: Any) -> KdniaoSettings:
    plain = KdniaoSettings(
        url=url,
        business_id=BUSINESS_ID,
        api_key=API_KEY,
        contracts={"ZTO": Contract(customer_name="ZTO88", customer_password="secret-zto", send_site="杭州余杭")},
        timeout_s=5.0,
    )
    return replace(plain, **changes)
