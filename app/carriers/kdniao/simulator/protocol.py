"""Reading what a client sends: the form, its signature, the JSON in it, and the rules its values must keep."""

from __future__ import annotations

import ast
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote_plus

from app.carriers.kdniao.signature import is_signed

FORBIDDEN = frozenset("'\"#&+<>%\\@")
_POSTAL = ("EMS", "YZPY", "YZBK")
_HEAVY = ("JD", "JDKY", "DBLKY", "ANEKY", "YDKY", "ZTOKY", "BTWL", "SX", "YMDD")
_PARTY_LENGTHS = {
    "Name": 30,
    "Tel": 20,
    "Mobile": 20,
    "ProvinceName": 20,
    "CityName": 20,
    "ExpAreaName": 20,
    "Address": 100,
    "Company": 30,
    "PostCode": 10,
}
_LENGTHS = {"OrderCode": 30, "ShipperCode": 10, "Remark": 60, "MonthCode": 20, "TemplateSize": 10, "Callback": 50}


class RefusedError(Exception):
    """A business refusal: result code and Reason, answered with HTTP 200 as the real service does."""

    def __init__(self, result_code: str, reason: str) -> None:
        super().__init__(result_code)
        self.result_code = result_code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Request:
    """A call whose signature was right."""

    request_type: str
    content: Mapping[str, Any]


def read_form(body: bytes, business_id: str, api_key: str) -> Request:
    """The call in a form body. The signature counts over the text after all decoding: some clients encode twice."""
    fields = {name: values[0] for name, values in parse_qs(body.decode("utf-8", errors="replace")).items()}
    text = fields.get("RequestData", "")
    signature = fields.get("DataSign", "")
    if text[:3].upper() in ("%7B", "%5B"):
        text = unquote_plus(text)
        signature = unquote_plus(signature)
    if not (text and signature and fields.get("RequestType")):
        raise RefusedError("101", "缺少参数[RequestData,RequestType,DataSign]")
    if fields.get("EBusinessID") != business_id:
        raise RefusedError("104", "用户问题[商户ID不存在]")
    if not is_signed(text, api_key, signature):
        raise RefusedError("102", "验证不通过[DataSign签名错误]")
    return Request(fields["RequestType"], _content(text))


def check_purchase(content: Mapping[str, Any]) -> None:
    """The required fields, lengths and characters of a 1007, in that order of refusal."""
    for name in ("OrderCode", "ShipperCode", "PayType", "ExpType", "Quantity"):
        _require(content, name)
    for role in ("Sender", "Receiver"):
        _check_party(_mapping(content, role), role, is_postal=content["ShipperCode"] in _POSTAL)
    _check_commodity(content)
    if content["ShipperCode"] in _HEAVY and not content.get("Weight"):
        raise RefusedError("101", "缺少参数[Weight]")
    check_characters(content)
    for name, length in _LENGTHS.items():
        _check_length(content, name, length)
    if not isinstance(content["Quantity"], int) or not 1 <= content["Quantity"] <= 300:
        raise RefusedError("103", "格式错误[Quantity]")
    if any("*" in text for text in _texts(content["Receiver"])):
        raise RefusedError("105", "收件地址中包含脱敏字符****")


def check_cancellation(content: Mapping[str, Any]) -> None:
    """The required fields and characters of a 1147."""
    for name in ("ShipperCode", "OrderCode", "ExpNo"):
        _require(content, name)
    check_characters(content)


def check_balance(content: Mapping[str, Any]) -> None:
    """The required fields and characters of a 1127."""
    for name in ("ShipperCode", "StationCode", "StationName"):
        _require(content, name)
    check_characters(content)


def check_characters(content: Mapping[str, Any]) -> None:
    """No value, however deep, may hold a forbidden or a control character."""
    for text in _texts(content):
        if FORBIDDEN.intersection(text) or any(unicodedata.category(each) == "Cc" for each in text):
            raise RefusedError("102", "验证问题[参数含有特殊字符]")


def _content(text: str) -> Mapping[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = _single_quoted(text)
    if not isinstance(content, dict):
        raise RefusedError("103", "格式错误[RequestData]")
    return content


def _single_quoted(text: str) -> object:
    """The vendor's own samples quote with `'`; that makes them Python literals, save for true, false and null."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _check_party(party: Mapping[str, Any], role: str, *, is_postal: bool) -> None:
    for name in ("Name", "ProvinceName", "CityName", "ExpAreaName", "Address"):
        _require(party, name, role)
    if not party.get("Tel") and not party.get("Mobile"):
        raise RefusedError("101", f"缺少参数[{role}.Mobile]")
    if is_postal:
        _require(party, "PostCode", role)
    for name, length in _PARTY_LENGTHS.items():
        _check_length(party, name, length)


def _check_commodity(content: Mapping[str, Any]) -> None:
    goods = content.get("Commodity")
    if not isinstance(goods, list) or not goods:
        raise RefusedError("101", "缺少参数[缺少货物信息]")
    for each in goods:
        if not isinstance(each, dict) or not each.get("GoodsName"):
            raise RefusedError("101", "缺少参数[GoodsName]")
        _check_length(each, "GoodsName", 100)


def _mapping(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = content.get(name)
    if not isinstance(value, dict):
        raise RefusedError("101", f"缺少参数[{name}]")
    return value


def _require(content: Mapping[str, Any], name: str, role: str = "") -> None:
    if content.get(name) in (None, ""):
        raise RefusedError("101", f"缺少参数[{role + '.' if role else ''}{name}]")


def _check_length(content: Mapping[str, Any], name: str, length: int) -> None:
    if len(str(content.get(name) or "")) > length:
        raise RefusedError("103", f"格式错误[{name}]")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
