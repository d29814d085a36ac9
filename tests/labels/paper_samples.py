"""Papers to test with: invented people and goods, usual, empty, longest and hostile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PIL import Image, ImageDraw

from app.domain.document import DocumentKind
from app.domain.handover import Manifest, ManifestLine, digest
from app.domain.money import Money
from app.domain.order import Address, Consignee, Shipper
from app.domain.papers import (
    CartonLabel,
    CustomsCategory,
    CustomsForm,
    CustomsFormKind,
    CustomsLine,
    HandoverList,
    LicensePlate,
    PackingSlip,
    SlipLine,
)
from app.labels.layouts import Brand
from app.labels.raster import Bitmap
from tests.labels.samples import a_label, a_waybill

SSCC = "006141411234567890"
GTIN = "04006381333931"
LONG = "广东省深圳市南山区科技园南区高新南一道 No. 12345 Building Ö, " * 4
HOSTILE = "^XZ~JR\x00\x1b@\r\n{name}[x] \u202eשלום مرحبا🙂🎁" + "\u200b" * 50 + "A" * 180

CHINESE = Consignee(
    "张三丰", "138 0013 8000", Address("广东省", "深圳市", "南山区", "科技园南区高新南一道 12 号 3 栋 501")
)
FOREIGN = Consignee(
    "Łukasz Dvořák-Müller",
    "+49 30 1234567",
    Address("Berlin", "Berlin", "", "Unter den Linden 77", "10117", "DE"),
    "Bücher GmbH",
)
SENDER = Shipper("李雷", "0755-8600 1234", Address("浙江省", "杭州市", "余杭区", "文一西路 969 号"), "木棉家居")
LATIN_SENDER = Shipper(
    "Li Lei",
    "+86 755 86001234",
    Address("Zhejiang", "Hangzhou", "Yuhang", "969 West Wenyi Road", "311121", "CN"),
    "Mumian Home Ltd.",
)


def a_slip(**changes: Any) -> PackingSlip:
    fields: dict[str, Any] = {
        "order_number": "TB2026112400017",
        "consignee": CHINESE,
        "shipper": SENDER,
        "lines": (
            SlipLine("儿童保温杯 500ml 蓝色", 2, "CUP-500-BL"),
            SlipLine("不锈钢餐具套装（刀、叉、勺、筷）", 1, "CUTLERY-4", "批号 L2026-11"),
            SlipLine("棉麻抱枕 45×45 cm，含芯，米白色，可拆洗，一对装，适合沙发与卧室", 4, "PILLOW-45-W"),
            SlipLine("贺卡", 1),
        ),
        "packed_at": "2026-11-24 13:45",
        "carrier_title": "顺丰速运",
        "tracking_number": "SF1234567890123",
        "weight_g": 2480,
        "remark": "易碎，请轻放",
    }
    return PackingSlip(**fields | changes)


def a_customs_form(**changes: Any) -> CustomsForm:
    fields: dict[str, Any] = {
        "form": CustomsFormKind.CN22,
        "tracking_number": "LX123456789CN",
        "consignee": FOREIGN,
        "shipper": LATIN_SENDER,
        "category": CustomsCategory.SALE,
        "lines": (
            CustomsLine(
                "Children's insulated bottle, stainless steel, 500 ml", 2, 760, Money("USD", 2580), "9617001900", "CN"
            ),
            CustomsLine("Cutlery set, stainless steel", 1, 310, Money("USD", 1290), "8215990000", "CN"),
        ),
        "weight_g": 1280,
        "declared_at": "2026-11-24",
        "explanation": "",
        "postage": "118.00 CNY",
        "sender_reference": "CN3301961234",
        "importer_reference": "DE123456789",
        "importer_contact": "+49 30 1234567",
        "comments": "",
        "invoice": "INV-2026-0815",
        "office": "Hangzhou",
    }
    return CustomsForm(**fields | changes)


def a_carton(**changes: Any) -> CartonLabel:
    fields: dict[str, Any] = {
        "sscc": SSCC,
        "ship_to": FOREIGN,
        "ship_from": LATIN_SENDER,
        "gtin": GTIN,
        "count": 24,
        "title": "Insulated bottle 500 ml, blue · 儿童保温杯 蓝色",
        "order_number": "PO-4500012345",
        "carton": 3,
        "cartons": 12,
        "weight_g": 11400,
    }
    return CartonLabel(**fields | changes)


def a_plate(**changes: Any) -> LicensePlate:
    fields: dict[str, Any] = {
        "number": "LP-20261124-0042",
        "order_number": "TB2026112400017",
        "note": "待补件 · waiting for 1 unit",
        "printed_at": "2026-11-24 13:45",
    }
    return LicensePlate(**fields | changes)


def a_handover_list(text: str = "ZTO-20261124-1", parcels: int = 25) -> HandoverList:
    lines = tuple(
        ManifestLine(f"p{at}", f"SF{1234567890000 + at}", text, 2, 500, 1000 + at, text) for at in range(parcels)
    )
    manifest = Manifest(text, text, text, 2000, text, lines)
    return HandoverList(replace(manifest, sha256=digest(manifest)), "2026-11-24 18:05")


def a_brand(text: str = "谢谢惠顾！扫码关注，有问题请联系 400-800-1234") -> Brand:
    logo = Image.new("1", (240, 120))
    pen = ImageDraw.Draw(logo)
    pen.ellipse((0, 0, 119, 119), fill=1)
    pen.ellipse((30, 30, 89, 89), fill=0)
    pen.polygon([(130, 119), (185, 0), (239, 119)], fill=1)
    return Brand("木棉家居 Mumian", Bitmap.from_ink(logo), text)


def _person(text: str) -> Consignee:
    return Consignee(text, text, Address(text, text, text, text, text, "DE"), text)


def _shipper(text: str) -> Shipper:
    return Shipper(text, text, Address(text, text, text, text, text, "CN"), text)


def _filled(text: str) -> dict[DocumentKind, Any]:
    """Every kind with this text wherever a text may be anything."""
    person, shipper = _person(text), _shipper(text)
    goods = CustomsLine(text, 99_999, 9_999_999, Money("USD", 10**6), "9617001900", "CN")
    routing = a_waybill(bagging_place=text, bagging_code=text, service=text)
    people = {"consignee": person, "shipper": shipper}
    texts = ("order_number", "packed_at", "carrier_title", "tracking_number", "remark")
    references = ("explanation", "postage", "sender_reference", "importer_reference", "importer_contact")
    papers = ("comments", "licence", "certificate", "invoice", "office", "declared_at")
    marks = dict.fromkeys(("carrier_title", "order_number", "printed_at", "remark"), text)
    return {
        DocumentKind.LABEL: a_label(waybill=routing, copy=99, **marks, **people),
        DocumentKind.PACKING_SLIP: a_slip(
            parcels=9, lines=(SlipLine(text, 99_999, text, text),) * 30, **people, **dict.fromkeys(texts, text)
        ),
        DocumentKind.CUSTOMS_FORM: a_customs_form(
            lines=(goods,) * 9, **people, **dict.fromkeys((*references, *papers), text)
        ),
        DocumentKind.CARTON_LABEL: a_carton(
            ship_to=person, ship_from=shipper, title=text, order_number=text, count=99_999_999, weight_g=99_999_999
        ),
        DocumentKind.LICENSE_PLATE: a_plate(order_number=text, note=text, printed_at=text),
        DocumentKind.MANIFEST: a_handover_list(text),
    }


USUAL: dict[DocumentKind, Any] = {
    DocumentKind.LABEL: a_label(),
    DocumentKind.PACKING_SLIP: a_slip(),
    DocumentKind.CUSTOMS_FORM: a_customs_form(),
    DocumentKind.CARTON_LABEL: a_carton(),
    DocumentKind.LICENSE_PLATE: a_plate(),
    DocumentKind.MANIFEST: a_handover_list(),
}
LONGEST = _filled(LONG)
NASTY = _filled(HOSTILE)
EMPTY: dict[DocumentKind, Any] = {
    **_filled(""),
    DocumentKind.PACKING_SLIP: a_slip(
        consignee=_person(""), shipper=_shipper(""), lines=(), tracking_number="", remark="", weight_g=None
    ),
    DocumentKind.CARTON_LABEL: a_carton(
        ship_to=_person(""),
        ship_from=_shipper(""),
        gtin="",
        count=0,
        title="",
        order_number="",
        cartons=0,
        weight_g=None,
    ),
}
