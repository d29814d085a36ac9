"""What Kdniao may answer: each recorded answer, each result code, and anything else that JSON can say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.carriers.kdniao.error_codes import FAMILIES, OWN_CODES, RESULT_CODES, cleaned, codes, refusal
from app.carriers.kdniao.requests import Purchase, private_texts
from app.carriers.kdniao.responses import read_cancellation, read_waybill
from app.domain.shipment import Waybill
from app.errors import Misconfigured, PackbenchError, Rejected, Unavailable, Uncertain
from tests.carriers.builders import REFERENCE, a_request

ANSWERS = sorted((Path(__file__).parent / "golden").glob("kdniao_answer_*.json"))
NUMBER = "78000036843935"
RESULTS: list[tuple[str, type[PackbenchError]]] = [
    ("101", Rejected),
    ("102", Misconfigured),
    ("103", Rejected),
    ("104", Misconfigured),
    ("105", Rejected),
    ("401", Rejected),
    ("402", Rejected),
    ("403", Rejected),
    ("404", Rejected),
    ("405", Unavailable),
]
REASONS: list[tuple[str, type[PackbenchError], str]] = [
    ("订单号已存在,请勿重复操作", Uncertain, "kdniao.105.exists"),
    ("远程服务器返回错误: (404) 未找到。", Uncertain, "kdniao.105.remote"),
    ("操作超时", Uncertain, "kdniao.105.remote"),
    ("请求频率超过限制,请稍后再试", Unavailable, "kdniao.105.busy"),
    ("系统繁忙", Unavailable, "kdniao.105.busy"),
    ("收件地址中包含脱敏字符****", Rejected, "kdniao.masked"),
    ("取号失败:电子面单余额不足,请充值", Misconfigured, "kdniao.105.balance"),
    ("单号库存不足", Misconfigured, "kdniao.105.balance"),
    ("客户编码不存在", Misconfigured, "kdniao.105.account"),
    ("月结卡号已冻结", Misconfigured, "kdniao.105.frozen"),
    ("店铺授权已过期,请重新授权", Misconfigured, "kdniao.105.token"),
    ("平台订单已关闭", Rejected, "kdniao.105.platform"),
    ("寄件人未实名", Rejected, "kdniao.105.sender"),
    ("SKU毛重缺失", Rejected, "kdniao.105.goods_weight"),
    ("未开通增值服务", Rejected, "kdniao.105.vas"),
    ("模板不匹配", Rejected, "kdniao.105.template"),
    ("密码错误", Misconfigured, "kdniao.105.account"),
    ("快件已揽收,不能取消", Rejected, "kdniao.105.picked_up"),
    ("该订单已取消", Rejected, "kdniao.105.cancelled"),
    ("订单号不存在", Rejected, "kdniao.105.unknown_order"),
    ("获取三段码失败", Rejected, "kdniao.105.sorting_code"),
    ("收件地址[火星省]不在服务范围内", Rejected, "kdniao.105.area"),
    ("该地址超区", Rejected, "kdniao.105.area"),
    ("收件人手机号格式错误", Rejected, "kdniao.105.phone"),
    ("收件详细地址过短", Rejected, "kdniao.105.address"),
    ("重量不能为空", Rejected, "kdniao.105.weight"),
    ("不支持的产品类型", Rejected, "kdniao.105.product"),
]


def read(answer: Any, template_mm: tuple[float, float] | None = None) -> Waybill:
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return read_waybill(text, a_request(), Purchase("", template_mm=template_mm))


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem.removeprefix("kdniao_answer_"))
def test_each_recorded_answer_is_read_as_its_golden_file_says(path: Path) -> None:
    golden = json.loads(path.read_text("utf-8"))
    if "waybill" in golden:
        waybill = read(golden["answer"])
        assert json.loads(json.dumps(asdict(replace(waybill, label=None)))) == golden["waybill"] | {"label": None}
        return
    with pytest.raises(PackbenchError) as caught:
        read(golden["answer"])
    assert (type(caught.value).__name__, caught.value.code) == (golden["error"], golden["code"])


@pytest.mark.parametrize(("result_code", "error"), RESULTS)
def test_each_result_code_is_one_of_the_four_errors(result_code: str, error: type[PackbenchError]) -> None:
    for code in (result_code, int(result_code)):
        with pytest.raises(PackbenchError) as caught:
            read({"Success": False, "ResultCode": code, "Reason": "说不清"})
        assert (type(caught.value), caught.value.code) == (error, f"kdniao.{result_code}")


def test_no_result_code_is_left_untested() -> None:
    assert {code for code, _ in RESULTS} == set(RESULT_CODES)


@pytest.mark.parametrize(("reason", "error", "code"), REASONS)
def test_each_family_of_reasons_has_its_own_code(reason: str, error: type[PackbenchError], code: str) -> None:
    with pytest.raises(PackbenchError) as caught:
        read({"Success": False, "ResultCode": "105", "Reason": reason})
    assert (type(caught.value), caught.value.code) == (error, code)


def test_no_family_is_left_untested() -> None:
    assert {code for _, _, code in REASONS} == {family.meaning.code for family in FAMILIES}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>502</html>",
        '{"Success":true,"ResultCode":"100","Ord',
        "[" * 100000,
        "null",
        '"100"',
        "[]",
        "1" * 5000,
    ],
    ids=["empty", "html", "torn", "deep", "null", "text", "list", "long"],
)
def test_what_cannot_be_read_is_uncertain(text: str) -> None:
    with pytest.raises(Uncertain) as caught:
        read(text)
    assert caught.value.code == "kdniao.unreadable"
    with pytest.raises(Uncertain):
        read_cancellation(text)


@pytest.mark.parametrize(
    "reason", ["李雷 13800138000", "地址 深圳市南山区科技园路1号 有误", "138 0013 8000?", "502晴天小区"]
)
@pytest.mark.parametrize("result_code", ["101", "103", "105"])
def test_a_reason_that_echoes_the_consignee_leaves_no_trace_in_the_error(reason: str, result_code: str) -> None:
    with pytest.raises(PackbenchError) as caught:
        read({"Success": False, "ResultCode": result_code, "Reason": reason})
    said = repr(caught.value) + str(caught.value)
    for private in ("李雷", "雷", "138", "8000", "深圳", "南山", "科技", "晴天", "502", "1号"):
        assert private not in said


def test_a_reason_of_the_carrier_survives_the_cleaning() -> None:
    error = refusal("101", "缺少参数[缺少货物信息]", private_texts(a_request()))
    assert error.detail == "缺少参数[缺少货物信息]"


@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=3))
def test_cleaning_leaves_no_pair_of_private_characters_and_no_long_number(reason: str, private: list[str]) -> None:
    text = cleaned(reason, private)
    assert len(text) <= 40
    assert not re.search(r"[0-9]{5}", text)
    for part in private:
        for at in range(len(part) - 1):
            if "…" not in part[at : at + 2] and part[at : at + 2].isprintable():
                assert part[at : at + 2] not in text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
CODES = st.sampled_from(["100", "101", "102", "103", "104", "105", "106", "405", "", 100, 106, 105]) | JSON
ORDERS = JSON | st.fixed_dictionaries(
    {},
    optional={
        "OrderCode": st.sampled_from([REFERENCE, "OTHER-1"]) | JSON,
        "ShipperCode": st.sampled_from(["ZTO", "zto", "SF"]) | JSON,
        "LogisticCode": st.sampled_from([NUMBER, int(NUMBER), ""]) | JSON,
        "MarkDestination": JSON,
        "ShipperInfo": JSON | JSON.map(json.dumps) | st.just('{"Details":[{"Detail":{"DestRouteLabel":1}}]}'),
        "PackageName": JSON,
    },
)
ODD_ANSWERS = JSON | st.fixed_dictionaries(
    {},
    optional={
        "Success": st.sampled_from([True, False, "true", "false", None]) | JSON,
        "ResultCode": CODES,
        "Reason": st.sampled_from(["成功", "订单号已存在,请勿重复操作", "该订单已取消"]) | JSON,
        "Order": ORDERS,
        "SubOrders": JSON,
        "PrintTemplate": st.sampled_from(["<html></html>", " ", "\ud800"]) | JSON,
    },
)


def outcome(call: Callable[[], Waybill | None]) -> Waybill | PackbenchError | None:
    """What a call returns or which of the four errors it raises; anything else goes through and fails the test."""
    try:
        return call()
    except (Unavailable, Rejected, Uncertain, Misconfigured) as error:
        return error


@given(ODD_ANSWERS)
def test_whatever_is_answered_is_a_waybill_of_ours_or_one_of_the_four_errors(answer: Any) -> None:
    result = outcome(lambda: read(answer, template_mm=(76.0, 130.0)))
    if isinstance(result, PackbenchError):
        assert result.code in codes()
        return
    assert result is not None
    assert result.reference == REFERENCE
    assert result.tracking_number.isascii()
    assert result.tracking_number == result.tracking_number.strip() != ""
    assert answer["Order"].get("OrderCode") != "OTHER-1"


@given(ODD_ANSWERS)
def test_a_number_that_may_have_been_bought_is_never_given_up(answer: Any) -> None:
    order = answer.get("Order") if isinstance(answer, dict) else None
    if isinstance(order, dict) and order.get("LogisticCode") in [NUMBER, int(NUMBER)]:
        assert isinstance(outcome(lambda: read(answer, template_mm=(0.0, 0.0))), Waybill | Uncertain)


@given(ODD_ANSWERS)
def test_whatever_is_answered_to_a_cancellation_is_done_or_one_of_the_four_errors(answer: Any) -> None:
    result = outcome(lambda: read_cancellation(json.dumps(answer)))
    assert result is None or (isinstance(result, PackbenchError) and result.code in codes())


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        ({"Success": True, "ResultCode": "100", "Reason": "成功"}, None, ""),
        ({"Success": "true", "ResultCode": 100}, None, ""),
        ({"Success": True}, None, ""),
        ({"Success": False, "ResultCode": "105", "Reason": "该订单已取消"}, None, ""),
        ({"Success": False, "ResultCode": "105", "Reason": "快件已揽收"}, Rejected, "kdniao.105.picked_up"),
        ({"Success": False, "ResultCode": "105", "Reason": "订单号不存在"}, Rejected, "kdniao.105.unknown_order"),
        ({"Success": False, "ResultCode": "104", "Reason": "李雷"}, Misconfigured, "kdniao.104"),
        ({"Success": True, "ResultCode": "101"}, Uncertain, "kdniao.contradiction"),
        ({"Success": False, "ResultCode": "100"}, Uncertain, "kdniao.contradiction"),
        ({}, Uncertain, "kdniao.unreadable"),
    ],
)
def test_a_cancellation_is_done_or_says_why_not(answer: Any, error: type[PackbenchError] | None, code: str) -> None:
    if error is None:
        read_cancellation(json.dumps(answer))
        return
    with pytest.raises(error) as caught:
        read_cancellation(json.dumps(answer))
    assert caught.value.code == code
    assert "李雷" not in str(caught.value)


def test_our_own_codes_are_all_in_use() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(read_waybill.__code__.co_filename).parent.glob("*.py"))
    for code in OWN_CODES:
        assert source.count(f'"{code}"') > 1, code
