"""What is sent to Kdniao: equal to the golden files, signed to the byte, and free of what it forbids."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.carriers.kdniao import Contract, requests
from app.carriers.kdniao.signature import is_signed, sign
from app.domain.shipment import Cancellation, Goods
from app.errors import Misconfigured, PackbenchError, Rejected
from tests.carriers.builders import API_KEY, REFERENCE, SHIPPER, a_consignee, a_request, settings

GOLDEN = Path(__file__).parent / "golden"


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))


def sent(**changes: Any) -> dict[str, Any]:
    return dict(json.loads(requests.buy(a_request(**changes), settings()).text))


@pytest.mark.parametrize(
    ("key", "text", "signature"),
    [
        (
            API_KEY,
            "{'OrderCode':'','ShipperCode':'SF','LogisticCode':'118954907573'}",
            "OWFhM2I5N2ViM2U2MGRkMjc4YzU2NmVlZWI3ZDk0MmE=",
        ),
        (
            API_KEY,
            '{"OrderCode":"","ShipperCode":"SF","LogisticCode":"118954907573"}',
            "NThjYTM2OGFhZDJjMGQ5ZjMxMGU3NzhjYzg3NDEwM2M=",
        ),
        (
            "00000000-0000-0000-0000-000000000000",
            '{"OrderCode":null,"ShipperCode":"SF","LogisticCode":"118650888018"}',
            "YjQ4MmJlMjgzYjA0ZGY4ODUxYjgwMzc4MTY0YzY0MzU=",
        ),
    ],
)
def test_the_signature_is_the_recorded_one_to_the_byte(key: str, text: str, signature: str) -> None:
    assert sign(text, key) == signature
    assert is_signed(text, key, signature)
    assert not is_signed(text + " ", key, signature)


def test_a_purchase_equals_the_golden_file() -> None:
    purchase = requests.buy(a_request(), settings())
    assert json.loads(purchase.text) == golden("kdniao_request_1007_zto")
    assert purchase.changed_fields == ()


def test_a_postal_purchase_equals_the_golden_file() -> None:
    contract = Contract(month_code="M-1", pay_type=3, exp_type="9", template_size="130")
    request = a_request(
        service="EMS",
        consignee=a_consignee(postcode="518057"),
        shipper=replace(SHIPPER, address=replace(SHIPPER.address, postcode="311121")),
        packages=2,
        weight_g=None,
        remark="",
    )
    purchase = requests.buy(request, settings(contracts={"EMS": contract}, is_notice=0))
    assert json.loads(purchase.text) == golden("kdniao_request_1007_ems")


def test_a_cancellation_equals_the_golden_file() -> None:
    text = requests.cancel(Cancellation(REFERENCE, "ZTO", "78000036843935"), settings())
    assert json.loads(text) == golden("kdniao_request_1147_zto")


def test_the_envelope_has_exactly_the_five_fields() -> None:
    assert requests.envelope("1007", "{}", settings()) == {
        "RequestData": "{}",
        "EBusinessID": "test1598586",
        "RequestType": "1007",
        "DataSign": sign("{}", API_KEY),
        "DataType": "2",
    }


@pytest.mark.parametrize("field", ["url", "business_id", "api_key"])
def test_an_account_that_is_not_filled_in_is_named_before_any_call(field: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        requests.envelope("1007", "{}", settings(**{field: ""}))
    assert caught.value.code == "kdniao.account"


def test_the_key_and_passwords_stay_out_of_every_repr() -> None:
    text = repr(settings())
    assert API_KEY not in text
    assert "secret-zto" not in text


def test_forbidden_characters_are_replaced_visibly_and_named() -> None:
    request = a_request(
        consignee=a_consignee(name="O'Neil", street='A&B<座>"1"#5%\\+@\n二楼'),
        goods=(Goods("笔 & 墨", 1), Goods("a#b", 1)),
    )
    purchase = requests.buy(request, settings())
    content = json.loads(purchase.text)
    assert content["Receiver"]["Name"] == "O＇Neil"
    assert content["Receiver"]["Address"] == "A＆B＜座＞＂1＂＃5％＼＋＠ 二楼"
    assert [goods["GoodsName"] for goods in content["Commodity"]] == ["笔 ＆ 墨", "a＃b"]
    assert purchase.changed_fields == ("consignee.name", "consignee.street", "goods.title")


# What only a person can mend is refused, which other tests see to: nothing left, or a mask.
STREETS = st.text(max_size=60).filter(lambda text: not set("*\uff0a") & set(text)).map(lambda text: f"1{text}")


@given(STREETS, st.text(max_size=60))
def test_no_text_brings_a_forbidden_or_control_character_through(street: str, remark: str) -> None:
    purchase = requests.buy(a_request(consignee=a_consignee(street=street), remark=remark), settings())
    content = json.loads(purchase.text)
    for text in (content["Receiver"]["Address"], content.get("Remark", "")):
        assert not set("'\"#&+<>%\\@").intersection(text)
        assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in text)
    assert "\\" not in purchase.text


@pytest.mark.parametrize(
    ("phone", "field", "number"),
    [
        ("13800138000", "Mobile", "13800138000"),
        ("+86 138-0013-8000", "Mobile", "13800138000"),
        ("+8613800138000", "Mobile", "13800138000"),
        ("138 0013 8000", "Mobile", "13800138000"),
        ("13800138000-1234", "Mobile", "13800138000-1234"),
        ("0755-26001234", "Tel", "0755-26001234"),
        ("+852 21234567", "Tel", "00852 21234567"),
    ],
)
def test_a_telephone_number_is_sent_without_plus(phone: str, field: str, number: str) -> None:
    assert sent(consignee=a_consignee(phone=phone))["Receiver"][field] == number


def test_long_remarks_and_titles_are_shortened_visibly_and_named() -> None:
    purchase = requests.buy(a_request(remark="长" * 61, goods=(Goods("名" * 101, 1),)), settings())
    content = json.loads(purchase.text)
    assert content["Remark"] == "长" * 59 + "…"
    assert content["Commodity"][0]["GoodsName"] == "名" * 99 + "…"
    assert set(purchase.changed_fields) == {"goods.title", "remark"}


def test_what_just_fits_is_sent_whole() -> None:
    content = sent(
        consignee=a_consignee(name="名" * 30, street="路" * 100), remark="话" * 60, goods=(Goods("品" * 100, 1),)
    )
    assert content["Receiver"]["Name"] == "名" * 30
    assert content["Receiver"]["Address"] == "路" * 100
    assert content["Remark"] == "话" * 60
    assert content["Commodity"][0]["GoodsName"] == "品" * 100


@pytest.mark.parametrize(
    ("field", "length"),
    [("name", 30), ("phone", 20), ("company", 30), ("province", 20), ("city", 20), ("district", 20), ("street", 100)],
)
def test_a_consignee_that_does_not_fit_is_refused_and_never_cut(field: str, length: int) -> None:
    with pytest.raises(Rejected) as caught:
        sent(consignee=a_consignee(**{field: "7" * (length + 1)}))
    assert (caught.value.code, caught.value.detail) == ("kdniao.too_long", f"consignee.{field}")


@pytest.mark.parametrize("field", ["name", "phone", "province", "city", "district", "street"])
def test_a_consignee_with_a_gap_is_refused(field: str) -> None:
    with pytest.raises(Rejected) as caught:
        sent(consignee=a_consignee(**{field: " \n"}))
    assert (caught.value.code, caught.value.detail) == ("kdniao.missing", f"consignee.{field}")


@pytest.mark.parametrize(
    ("field", "value"), [("name", "李*"), ("phone", "138****8000"), ("street", "科技园＊＊"), ("company", "*")]
)
def test_a_masked_consignee_is_refused(field: str, value: str) -> None:
    with pytest.raises(Rejected) as caught:
        sent(consignee=a_consignee(**{field: value}))
    assert (caught.value.code, caught.value.detail) == ("kdniao.masked", f"consignee.{field}")


@pytest.mark.parametrize("change", [{"name": ""}, {"phone": "1" * 21}, {"company": "*"}])
def test_a_faulty_shipper_stops_the_lane_and_not_one_parcel(change: dict[str, Any]) -> None:
    with pytest.raises(Misconfigured) as caught:
        sent(shipper=replace(SHIPPER, **change))
    assert caught.value.code == "kdniao.shipper"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reference": "kleinbuchstaben"}, "kdniao.reference"),
        ({"reference": "A" * 31}, "kdniao.reference"),
        ({"reference": ""}, "kdniao.reference"),
        ({"service": "中通"}, "kdniao.service"),
        ({"consignee": a_consignee(country="HK")}, "kdniao.abroad"),
        ({"packages": 0}, "kdniao.packages"),
        ({"packages": 301}, "kdniao.packages"),
        ({"goods": ()}, "kdniao.missing"),
        ({"goods": (Goods("", 1),)}, "kdniao.missing"),
        ({"service": "JD", "weight_g": None}, "kdniao.weight"),
        ({"service": "EMS"}, "kdniao.shipper"),
    ],
)
def test_what_the_carrier_would_refuse_is_refused_before_any_call(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(PackbenchError) as caught:
        sent(**changes)
    assert caught.value.code == code


def test_a_contract_is_read_from_settings_texts() -> None:
    assert Contract.read({"customer_name": "A", "pay_type": "3"}) == Contract(customer_name="A", pay_type=3)
    for wrong in ({"customername": "A"}, {"pay_type": "9"}):
        with pytest.raises(Misconfigured):
            Contract.read(wrong)


@pytest.mark.parametrize(("city", "district"), [("东莞市", "东莞市"), ("中山市", "中山市")])
def test_a_city_without_districts_stands_in_their_place(city: str, district: str) -> None:
    receiver = sent(consignee=a_consignee(province="广东省", city=city, district=""))["Receiver"]
    assert receiver["ExpAreaName"] == district


def test_a_missing_district_of_another_city_is_told() -> None:
    with pytest.raises(Rejected, match=r"kdniao\.missing"):
        sent(consignee=a_consignee(city="广州市", district=""))
