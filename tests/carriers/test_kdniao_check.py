"""Whether the account works, asked by a person: what each answer of 1127 says about it, and how soon it ends."""

from __future__ import annotations

import json
import threading

import pytest

from app.carriers import kdniao as room
from app.carriers.carrier import CHECK_S
from app.carriers.kdniao import Contract, Kdniao, requests, responses
from app.carriers.kdniao.simulator import Fault, KdniaoSimulator
from app.errors import Misconfigured, PackbenchError, Unavailable
from app.http import HttpClient
from tests.carriers.builders import API_KEY, BUSINESS_ID, settings


def answer(code: str, reason: str = "", *, is_success: bool = False) -> str:
    return json.dumps({"EBusinessID": BUSINESS_ID, "Success": is_success, "ResultCode": code, "Reason": reason})


@pytest.mark.parametrize(
    "text",
    [
        answer("100", "成功", is_success=True),
        answer("101", "缺少参数[StationCode]"),
        answer("103", "格式错误[StationCode]"),
        answer("105", "该快递公司不支持余额查询"),
    ],
)
def test_an_account_that_was_let_in_is_good_even_where_its_question_is_refused(text: str) -> None:
    responses.read_check(text)


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        (answer("102", "验证不通过[DataSign签名错误]"), Misconfigured, "kdniao.102"),
        (answer("104", "用户问题[商户ID不存在]"), Misconfigured, "kdniao.104"),
        (answer("105", "客户账号不存在"), Misconfigured, "kdniao.105.account"),
        (answer("105", "面单余额不足"), Misconfigured, "kdniao.105.balance"),
        (answer("105", "系统繁忙,请稍后再试"), Unavailable, "kdniao.105.busy"),
        (answer("105", "远程服务器返回错误"), Unavailable, "kdniao.105.remote"),
        (answer("777"), Unavailable, "kdniao.unknown"),
        ("<html>502</html>", Unavailable, "kdniao.unreadable"),
    ],
)
def test_what_keeps_the_account_from_working_is_named(text: str, kind: type[PackbenchError], code: str) -> None:
    with pytest.raises(kind) as caught:
        responses.read_check(text)
    assert caught.value.code == code


def test_a_wrong_key_is_found_out_over_the_wire(simulator: KdniaoSimulator) -> None:
    carrier = Kdniao(settings(simulator.url, api_key=API_KEY[::-1]), HttpClient("kdniao", 5.0))
    with pytest.raises(Misconfigured, match="102"):
        carrier.check_account()
    carrier.close()


def test_the_first_contract_with_a_branch_is_asked_about() -> None:
    contracts = {"SF": Contract(), "YTO": Contract(customer_name="K1", send_site="杭州")}
    asked = json.loads(requests.balance(settings(contracts=contracts)))
    assert asked == {"ShipperCode": "YTO", "StationCode": "杭州", "StationName": "杭州", "CustomerName": "K1"}
    assert json.loads(requests.balance(settings(contracts={}))) == {"ShipperCode": "ZTO"}


def test_a_person_is_not_kept_waiting_as_long_as_a_purchase(
    simulator: KdniaoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings(timeout_s=30.0).timeout_s > CHECK_S
    monkeypatch.setattr(room, "CHECK_S", 0.2)
    carrier = Kdniao(settings(simulator.url), HttpClient("kdniao", 600.0))
    simulator.misbehave(Fault.DELAY, seconds=600.0)
    told: list[PackbenchError] = []

    def ask() -> None:
        try:
            carrier.check_account()
        except PackbenchError as error:
            told.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(20)
    assert [error.code for error in told] == ["http.timeout"]
    carrier.close()
