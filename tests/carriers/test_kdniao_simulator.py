"""The simulated Kdniao, spoken to as any client would: it follows the vendor's rules and misbehaves on command."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import httpx
import pytest

from app.carriers.kdniao import Contract, Kdniao, requests
from app.carriers.kdniao.signature import sign
from app.carriers.kdniao.simulator import Fault, KdniaoSimulator
from app.domain.shipment import Cancellation
from app.errors import Misconfigured, PackbenchError, Rejected, Unavailable, Uncertain
from app.http import HttpClient
from tests.carriers.builders import API_KEY, BUSINESS_ID, REFERENCE, a_cancellation, a_consignee, a_request, settings

START_S = 1_700_000_000.0


def content(**changes: Any) -> dict[str, Any]:
    """A 1007 as plain JSON values, to be spoiled by a test."""
    return {**json.loads(requests.buy(a_request(), settings()).text), **changes}


@pytest.fixture
def wire() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=5.0) as client:
        yield client


@pytest.fixture
def ask(simulator: KdniaoSimulator, wire: httpx.Client) -> Callable[..., dict[str, Any]]:
    """Send a text signed as it should be, or not, and read the JSON of the answer."""

    def call(text: str, *, request_type: str = "1007", key: str = API_KEY, twice: bool = False) -> dict[str, Any]:
        fields = {
            "RequestData": text,
            "EBusinessID": BUSINESS_ID,
            "RequestType": request_type,
            "DataSign": sign(text, key),
            "DataType": "2",
        }
        if twice:
            fields = {name: quote_plus(value) for name, value in fields.items()}
        answer = wire.post(simulator.url, data=fields)
        assert answer.status_code == 200
        return dict(answer.json())

    return call


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def test_a_wrong_signature_is_refused(ask: Callable[..., Any], simulator: KdniaoSimulator) -> None:
    answer = ask(dumps(content()), key="another-key")
    assert (answer["Success"], answer["ResultCode"]) == (False, "102")
    assert simulator.orders == {}


def test_our_client_with_a_wrong_key_hears_that_the_setup_is_wrong(simulator: KdniaoSimulator) -> None:
    carrier = Kdniao(settings(simulator.url, api_key="another-key"), HttpClient("kdniao", 5.0))
    with pytest.raises(Misconfigured) as caught:
        carrier.issue_waybill(a_request())
    carrier.close()
    assert caught.value.code == "kdniao.102"


def test_a_body_encoded_twice_is_understood(ask: Callable[..., Any]) -> None:
    assert ask(dumps(content()), twice=True)["ResultCode"] == "100"


def test_json_in_single_quotes_is_understood(ask: Callable[..., Any]) -> None:
    assert ask(repr(content()))["ResultCode"] == "100"


def test_the_order_of_keys_and_escapes_are_free(ask: Callable[..., Any]) -> None:
    text = json.dumps(dict(reversed(content().items())), indent=2)
    assert "\\u" in text
    assert ask(text)["Order"]["LogisticCode"]


@pytest.mark.parametrize("text", ["", "no json", "[1]", "[" * 5000, "{'a': __import__('os')}"])
def test_what_is_no_object_is_refused(ask: Callable[..., Any], text: str) -> None:
    assert ask(text)["ResultCode"] in {"101", "103"}


@pytest.mark.parametrize(
    "missing", ["OrderCode", "ShipperCode", "PayType", "ExpType", "Quantity", "Sender", "Receiver", "Commodity"]
)
def test_a_required_field_is_required(ask: Callable[..., Any], missing: str) -> None:
    answer = ask(dumps({key: value for key, value in content().items() if key != missing}))
    assert answer["ResultCode"] == "101"
    assert answer["Reason"].startswith("缺少参数[")


@pytest.mark.parametrize("missing", ["Name", "Mobile", "ProvinceName", "CityName", "ExpAreaName", "Address"])
def test_a_required_field_of_the_receiver_is_required(ask: Callable[..., Any], missing: str) -> None:
    receiver = {key: value for key, value in content()["Receiver"].items() if key != missing}
    assert ask(dumps(content(Receiver=receiver)))["ResultCode"] == "101"


@pytest.mark.parametrize("character", list("'\"#&+<>%\\@\n"))
def test_a_forbidden_character_is_refused(ask: Callable[..., Any], character: str) -> None:
    assert ask(dumps(content(Remark=f"a{character}b")))["ResultCode"] == "102"


@pytest.mark.parametrize(
    ("changes", "result_code"),
    [
        ({"Remark": "长" * 61}, "103"),
        ({"OrderCode": "A" * 31}, "103"),
        ({"Quantity": 301}, "103"),
        ({"Quantity": "viele"}, "103"),
        ({"ShipperCode": "EMS"}, "101"),
        ({"ShipperCode": "JD", "Weight": 0}, "101"),
        ({"Receiver": {**content()["Receiver"], "Name": "李*"}}, "105"),
        ({"Receiver": {**content()["Receiver"], "ProvinceName": "火星省"}}, "105"),
        ({"Receiver": {**content()["Receiver"], "Address": "长" * 101}}, "103"),
    ],
)
def test_the_rules_of_the_fields_are_kept(ask: Callable[..., Any], changes: Any, result_code: str) -> None:
    assert ask(dumps(content(**changes)))["ResultCode"] == result_code


def test_a_repetition_brings_the_whole_first_answer_as_106(ask: Callable[..., Any], simulator: Any) -> None:
    first = ask(dumps(content(Quantity=3, IsReturnPrintTemplate="1")))
    again = ask(dumps(content(Quantity=3, IsReturnPrintTemplate="1")))
    assert (first["ResultCode"], again["ResultCode"], again["Success"]) == ("100", "106", True)
    for part in ("Order", "SubOrders", "SubCount", "PrintTemplate"):
        assert again[part] == first[part]
    assert first["SubCount"] == 3
    assert len({first["Order"]["LogisticCode"], *first["SubOrders"]}) == 3
    assert simulator.billed == 1


def test_the_template_comes_only_when_asked_for(ask: Callable[..., Any]) -> None:
    assert "PrintTemplate" not in ask(dumps(content()))


@pytest.mark.parametrize(
    ("service", "pattern"),
    [("ZTO", r"78\d{12}"), ("YTO", r"YT\d{13}"), ("SF", r"SF\d{13}"), ("STO", r"77\d{13}"), ("JTSD", r"JT\d{13}")],
)
def test_numbers_and_routes_look_like_the_carriers(kdniao: Kdniao, service: str, pattern: str) -> None:
    request = a_request(service=service)
    waybill = kdniao.issue_waybill(request)
    other = kdniao.issue_waybill(a_request(service=service, reference="ANOTHER-1"))
    assert re.fullmatch(pattern, waybill.tracking_number)
    assert waybill.tracking_number != other.tracking_number
    assert waybill.sorting_code == other.sorting_code != ""  # the same address has the same route
    assert waybill.destination == "深圳市"


def test_a_restart_keeps_the_ledger_and_issues_no_number_twice(tmp_path: Path) -> None:
    state = tmp_path / "kdniao.jsonl"
    numbers = []
    for round_ in range(3):
        with_state = KdniaoSimulator(business_id=BUSINESS_ID, api_key=API_KEY, state_file=state)
        with_state.start()
        carrier = Kdniao(settings(with_state.url), HttpClient("kdniao", 5.0))
        known = carrier.issue_waybill(a_request())
        fresh = carrier.issue_waybill(a_request(reference=f"ROUND-{round_}", packages=2))
        carrier.cancel_waybill(a_cancellation(fresh))
        numbers += [fresh.tracking_number, *fresh.child_tracking_numbers]
        assert known.was_adopted == (round_ > 0)
        assert with_state.billed == round_ + 2
        assert all(with_state.orders[f"ROUND-{each}"].is_cancelled for each in range(round_ + 1))
        carrier.close()
        with_state.stop()
        with state.open("a") as file:
            file.write('{"event": "bought", "num')  # killed while writing
    assert len(set(numbers)) == len(numbers) == 6
    for private in ("李雷", "13800138000", "科技园"):
        assert private not in state.read_text("utf-8")


def test_what_is_unknown_or_picked_up_cannot_be_cancelled(kdniao: Kdniao, simulator: KdniaoSimulator) -> None:
    waybill = kdniao.issue_waybill(a_request())
    with pytest.raises(Rejected) as unknown:
        kdniao.cancel_waybill(Cancellation("NOBODY-1", "ZTO", "78000000000000"))
    assert unknown.value.code == "kdniao.105.unknown_order"
    simulator.pick_up(REFERENCE)
    with pytest.raises(Rejected) as gone:
        kdniao.cancel_waybill(a_cancellation(waybill))
    assert gone.value.code == "kdniao.105.picked_up"


@pytest.mark.parametrize(
    ("fault", "error", "code", "is_bought"),
    [
        (Fault.DELAY, Uncertain, "http.timeout", True),
        (Fault.DRIP, Uncertain, "http.timeout", True),
        (Fault.RESET_BEFORE, Uncertain, "http.broken", False),
        (Fault.RESET_AFTER, Uncertain, "http.broken", True),
        (Fault.ERROR_500_BEFORE, Uncertain, "http.500", False),
        (Fault.ERROR_500_AFTER, Uncertain, "http.500", True),
        (Fault.BUSY_503, Unavailable, "http.503", False),
        (Fault.HTML_PAGE, Uncertain, "kdniao.unreadable", True),
        (Fault.TRUNCATED, Uncertain, "kdniao.unreadable", True),
        (Fault.EMPTY_ORDER, Uncertain, "kdniao.no_number", True),
        (Fault.POOL_EMPTY, Misconfigured, "kdniao.105.balance", False),
        (Fault.CARRIER_105, Uncertain, "kdniao.105.remote", False),
        (Fault.RATE_LIMIT, Unavailable, "kdniao.105.busy", False),
    ],
)
def test_each_fault_is_the_right_error_and_the_next_call_ends_with_one_bought_waybill(
    simulator: KdniaoSimulator, kdniao: Kdniao, fault: Fault, error: type[PackbenchError], code: str, is_bought: bool
) -> None:
    patience_s = 1.0 if fault in {Fault.DELAY, Fault.DRIP} else 5.0
    carrier = Kdniao(settings(simulator.url), HttpClient("kdniao", patience_s))
    simulator.misbehave(fault, seconds=0.05 if fault is Fault.DRIP else 3.0)
    with pytest.raises(PackbenchError) as caught:
        carrier.issue_waybill(a_request())
    assert (type(caught.value), caught.value.code) == (error, code)
    assert (REFERENCE in simulator.orders) == is_bought
    if fault is Fault.BUSY_503:
        assert caught.value.retry_after_s == 3.0
    carrier.close()
    waybill = kdniao.recover_waybill(a_request())
    assert waybill.was_adopted == is_bought
    assert waybill.tracking_number == simulator.orders[REFERENCE].tracking_number
    assert simulator.billed == 1


def test_many_at_once_under_one_order_code_buy_one_waybill(simulator: KdniaoSimulator) -> None:
    def buy(_: int) -> str:
        carrier = Kdniao(settings(simulator.url), HttpClient("kdniao", 5.0))
        number = carrier.issue_waybill(a_request()).tracking_number
        carrier.close()
        return number

    with ThreadPoolExecutor(8) as people:
        assert len(set(people.map(buy, range(16)))) == 1
    assert simulator.billed == 1


def test_drifting_types_are_no_fault_to_us(kdniao: Kdniao, simulator: KdniaoSimulator) -> None:
    simulator.misbehave(Fault.DRIFTING_TYPES, times=2)
    assert kdniao.issue_waybill(a_request()).was_adopted is False
    assert kdniao.issue_waybill(a_request()).was_adopted is True


def test_the_old_105_tells_that_the_order_exists_and_no_more(kdniao: Kdniao, simulator: KdniaoSimulator) -> None:
    simulator.misbehave(Fault.EXISTS_105)
    waybill = kdniao.issue_waybill(a_request())
    with pytest.raises(Uncertain) as caught:
        kdniao.issue_waybill(a_request())
    assert caught.value.code == "kdniao.105.exists"
    assert kdniao.recover_waybill(a_request()).tracking_number == waybill.tracking_number


def test_a_fault_lasts_as_many_calls_as_it_was_ordered_for(kdniao: Kdniao, simulator: KdniaoSimulator) -> None:
    simulator.misbehave(Fault.BUSY_503, times=3)
    for _ in range(3):
        with pytest.raises(Unavailable):
            kdniao.issue_waybill(a_request())
    assert kdniao.issue_waybill(a_request()).tracking_number


def test_more_than_the_permitted_calls_a_second_are_refused(wire: httpx.Client) -> None:
    simulator = KdniaoSimulator(business_id=BUSINESS_ID, api_key=API_KEY, calls_per_s=2)
    simulator.start()
    carrier = Kdniao(settings(simulator.url), HttpClient("kdniao", 5.0))
    carrier.issue_waybill(a_request())
    carrier.issue_waybill(a_request())
    with pytest.raises(Unavailable) as caught:
        carrier.issue_waybill(a_request())
    carrier.close()
    simulator.stop()
    assert (caught.value.code, caught.value.retry_after_s) == ("kdniao.105.busy", 1.0)


def test_people_and_programs_order_faults_over_http(simulator: KdniaoSimulator, wire: httpx.Client) -> None:
    desk = simulator.url.replace("/api/EOrderService", "/simulator")
    assert wire.post(desk, json={"fault": "html_page", "times": 2}).json()["faults"] == [
        {"fault": "html_page", "times": 2, "seconds": 5.0}
    ]
    assert wire.post(desk, json={"fault": "none"}).json()["faults"] == []
    carrier = Kdniao(settings(simulator.url), HttpClient("kdniao", 5.0))
    waybill = carrier.issue_waybill(a_request())
    carrier.close()
    state = wire.post(desk, json={"pick_up": REFERENCE}).json()
    assert state == wire.get(desk).json()
    assert state["billed"] == 1
    assert state["orders"][REFERENCE] == {
        "tracking_number": waybill.tracking_number,
        "is_cancelled": False,
        "is_picked_up": True,
    }
    nonsense: list[Any] = [{"fault": "earthquake"}, {"pick_up": "NOBODY"}, [], {"fault": "delay", "times": "often"}]
    for wrong in nonsense:
        answer = wire.post(desk, json=wrong)
        assert answer.status_code == 400
        assert "html_page" in answer.json()["faults"]


def test_offline_on_command_it_refuses_connections_and_returns_on_the_same_port(
    simulator: KdniaoSimulator, wire: httpx.Client, kdniao: Kdniao
) -> None:
    url = simulator.url
    simulator.online = False
    with pytest.raises(Unavailable):
        kdniao.issue_waybill(a_request())
    simulator.online = True
    assert simulator.url == url
    assert kdniao.issue_waybill(a_request()).was_adopted is False
    wire.post(url.replace("/api/EOrderService", "/simulator"), json={"fault": "offline", "seconds": 60})
    pace = threading.Event()
    while simulator.online:  # until its own thread has closed the port
        pace.wait(0.005)
    with pytest.raises(Unavailable):
        kdniao.issue_waybill(a_request())
    assert simulator.billed == 1


def test_it_can_be_stopped_in_the_middle_of_a_delay(simulator: KdniaoSimulator) -> None:
    carrier = Kdniao(settings(simulator.url), HttpClient("kdniao", 0.1))
    simulator.misbehave(Fault.DELAY, seconds=3600.0)
    with pytest.raises(Uncertain):
        carrier.issue_waybill(a_request())
    carrier.close()
    simulator.stop()
    assert not simulator.online


def test_the_paths_of_production_and_sandbox_are_served_whatever_their_case(
    simulator: KdniaoSimulator, wire: httpx.Client
) -> None:
    root = simulator.url.removesuffix("/api/EOrderService")
    for path in ("/api/Eorderservice", "/api/EOrderService2", "/kdniaosandbox/gateway/exterfaceInvoke.json"):
        assert wire.post(root + path, data={"a": "b"}).json()["ResultCode"] == "101"
    assert wire.post(root + "/elsewhere", data={}).status_code == 404
    assert wire.get(simulator.url).status_code == 404


def test_an_address_that_is_not_served_is_refused_without_repeating_it(kdniao: Kdniao) -> None:
    with pytest.raises(Rejected) as caught:
        kdniao.issue_waybill(a_request(consignee=a_consignee(province="火星省")))
    assert caught.value.code == "kdniao.105.area"
    assert "火星" not in str(caught.value)


def test_the_client_passes_the_contract_on(simulator: KdniaoSimulator) -> None:
    wanted = settings(simulator.url, contracts={"YTO": Contract(month_code="key")})
    carrier = Kdniao(wanted, HttpClient("kdniao", 5.0))
    assert carrier.issue_waybill(a_request(service="YTO")).service == "YTO"
    carrier.close()
    assert carrier.title("YTO") == "圆通速递"
    assert carrier.title("XYZ") == "XYZ"
