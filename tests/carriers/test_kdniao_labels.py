"""Labels that carriers behind Kdniao draw: asked for by contract, taken from the answer, and simulated as they come."""

from __future__ import annotations

import base64
import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from app.carriers.kdniao import Contract, Kdniao, requests
from app.carriers.kdniao.responses import LARGEST_TEMPLATE, read_waybill
from app.carriers.kdniao.simulator import Fault, KdniaoSimulator
from app.carriers.kdniao.simulator.template import template
from app.carriers.kdniao.template_sizes import size_of
from app.domain.document import CarrierLabel, LabelFormat
from app.domain.label import Stock
from app.domain.shipment import Waybill, WaybillRequest
from app.errors import Misconfigured, Rejected, Uncertain
from app.http import HttpClient
from app.labels.carrier_labels import page_of
from app.labels.proof import prove_codes
from tests.carriers.builders import REFERENCE, a_request, settings

GOLDEN = Path(__file__).parent / "golden"
DRAWN = Contract(label="carrier")
Buy = Callable[..., Waybill]


def sent(contract: Contract, **changes: Any) -> dict[str, Any]:
    return dict(json.loads(requests.buy(a_request(**changes), settings(contracts={"ZTO": contract})).text))


def answered(**more: object) -> str:
    order = {"OrderCode": REFERENCE, "ShipperCode": "ZTO", "LogisticCode": "78000036843935"}
    return json.dumps({"Success": True, "ResultCode": "100", "Order": order, **more})


def label_in(text: str, template_mm: tuple[float, float] | None = (76.0, 130.0)) -> CarrierLabel | None:
    return read_waybill(text, a_request(), requests.Purchase("", template_mm=template_mm)).label


@pytest.fixture
def buy(simulator: KdniaoSimulator) -> Iterator[Buy]:
    """Buys over HTTP under a contract."""
    with ExitStack() as closing:

        def buy(contract: Contract = DRAWN, request: WaybillRequest | None = None) -> Waybill:
            asked = request or a_request(service="STO")
            http = HttpClient("kdniao", 5.0)
            closing.callback(http.close)
            return Kdniao(settings(simulator.url, contracts={asked.service: contract}), http).issue_waybill(asked)

        yield buy


def test_a_purchase_with_the_carriers_label_equals_the_golden_file() -> None:
    contract = replace(settings().contracts["ZTO"], label="carrier", template_size="130")
    golden = json.loads((GOLDEN / "kdniao_request_1007_carrier_label.json").read_text("utf-8"))
    assert sent(contract) == golden


def test_our_own_label_asks_for_none() -> None:
    assert sent(Contract())["IsReturnPrintTemplate"] == "0"
    assert requests.buy(a_request(), settings()).template_mm is None


def test_several_packages_ask_for_no_template_for_their_answer_might_never_be_read() -> None:
    assert sent(DRAWN, packages=2)["IsReturnPrintTemplate"] == "0"


@pytest.mark.parametrize("texts", [{"label": "theirs"}, {"label": ""}])
def test_a_contract_names_one_of_two_labels(texts: dict[str, str]) -> None:
    with pytest.raises(Misconfigured) as caught:
        Contract.read(texts)
    assert (caught.value.code, caught.value.detail) == ("kdniao.contract", "label")
    assert Contract.read({"label": "carrier", "template_size": "180"}).label == "carrier"


@pytest.mark.parametrize(
    ("service", "variant", "size"),
    [
        ("SF", "", (100, 150)), ("SF", "1301", (76, 130)), ("SF", "210", (100, 210)), ("SF", "15001", (100, 150)),
        ("ZTO", "0", (100, 180)), ("ZTO", "180_YS", (100, 180)), ("YTO", "18001_YS", (100, 180)),
        ("STO", "1803", (100, 180)), ("YD", "", (100, 203)), ("EMS", "", (100, 150)), ("JD", "110", (100, 110)),
        ("CNSD", "", (76, 130)), ("KYSY", "", (0, 0)), ("XYZ", "", (0, 0)), ("ZTO", "137", (0, 0)),
        ("ZTO", "x", (0, 0)),
    ],
)  # fmt: skip
def test_the_size_follows_from_carrier_and_variant(service: str, variant: str, size: tuple[float, float]) -> None:
    assert size_of(service, variant) == size


def test_the_template_is_the_label_with_the_size_that_was_asked_for() -> None:
    label = label_in(answered(PrintTemplate="<html>面单</html>"))
    assert label == CarrierLabel(LabelFormat.HTML, "<html>面单</html>".encode(), 76.0, 130.0, 0)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"PrintTemplate": None},
        {"PrintTemplate": " \n"},
        {"PrintTemplate": 7},
        {"PrintTemplate": ["<html>"]},
        {"PrintTemplate": "面" * (LARGEST_TEMPLATE // 3 + 1)},
        {"SubPrintTemplates": ["<html>another parcel's</html>"]},
        {"SignBillPrintTemplate": "<html>a return slip</html>"},
    ],
    ids=["none", "null", "blank", "number", "list", "too large", "of children", "of the return slip"],
)
def test_without_a_usable_template_the_waybill_counts_all_the_same(more: dict[str, object]) -> None:
    waybill = read_waybill(answered(**more), a_request(), requests.Purchase("", template_mm=(0.0, 0.0)))
    assert (waybill.tracking_number, waybill.label) == ("78000036843935", None)


def test_a_template_that_nobody_asked_for_is_none_of_ours() -> None:
    assert label_in(answered(PrintTemplate="<html></html>"), template_mm=None) is None


def test_half_a_surrogate_in_a_template_costs_no_purchase() -> None:
    label = label_in(answered(PrintTemplate="<html>\ud83d</html>"))
    assert label is not None
    assert label.content == b"<html>?</html>"


def test_a_repetition_brings_the_label_again(buy: Buy, simulator: KdniaoSimulator) -> None:
    first, again = buy(), buy()
    assert first.label is not None
    assert again == replace(first, was_adopted=True)
    assert simulator.billed == 1


def test_a_lost_answer_costs_no_label(buy: Buy, simulator: KdniaoSimulator) -> None:
    simulator.misbehave(Fault.TRUNCATED)
    with pytest.raises(Uncertain):
        buy()
    assert buy().label is not None
    assert simulator.billed == 1


def test_a_label_that_does_not_come_is_logged_by_reference_alone(
    buy: Buy, simulator: KdniaoSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    simulator.misbehave(Fault.TEMPLATE_MISSING)
    log = logging.getLogger("app.carriers.kdniao")
    log.addHandler(caplog.handler)  # whether or not a log file was opened before
    assert buy().label is None
    log.removeHandler(caplog.handler)
    assert {REFERENCE in record.getMessage() for record in caplog.records if record.name == log.name} == {True}
    assert buy().label is not None


def test_the_simulated_template_equals_the_golden_file(buy: Buy) -> None:
    label = buy(Contract(label="carrier", template_size="180")).label
    assert label is not None
    assert label.content.decode() == (GOLDEN / "kdniao_template_sto_180.html").read_text("utf-8")


def test_the_simulated_template_is_as_the_real_one_was(buy: Buy) -> None:
    """373×677 px, absolute blocks, no script, nothing from outside, Code 128 of the number as inline GIFs, masks."""
    waybill = buy()
    assert waybill.label is not None
    page = waybill.label.content.decode()
    assert "width:373px;height:677px" in page
    assert not re.findall(r"<script|https?:|<link|<iframe|url\(", page)
    images = [base64.b64decode(found) for found in re.findall(r'src="data:image/gif;base64,([^"]+)"', page)]
    said = [zxingcpp.read_barcodes(Image.open(io.BytesIO(each)).convert("L"))[0].text for each in images]
    assert said == [waybill.bagging_code, waybill.tracking_number, waybill.tracking_number]
    assert Image.open(io.BytesIO(images[1])).size == (250, 55)
    assert ("李*" in page, "138****8000" in page) == (True, True)
    assert not [part for part in ("李雷", "13800138000", "晴天小区") if part in page]


@pytest.mark.parametrize(
    ("service", "variant"), [("STO", ""), ("SF", ""), ("ZTO", "130"), ("JD", "110"), ("YD", ""), ("XYZ", "")]
)
@pytest.mark.parametrize("dpi", [203, 300])
def test_a_simulated_label_passes_the_proof_on_its_paper(buy: Buy, service: str, variant: str, dpi: int) -> None:
    waybill = buy(Contract(label="carrier", template_size=variant), a_request(service=service))
    assert waybill.label is not None
    stock = Stock(waybill.label.width_mm or 100, waybill.label.height_mm or 180, dpi)
    numbers = (waybill.tracking_number,)
    proof = prove_codes(page_of(waybill.label, stock, numbers=numbers), numbers, stock=stock)
    assert waybill.tracking_number in [reading.text for reading in proof.readings]
    assert all(reading.module == int(reading.module) for reading in proof.readings)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault.TEMPLATE_CUT, "no readable code"),
        (Fault.TEMPLATE_REMOTE, "no readable code"),
        (Fault.TEMPLATE_WRONG_NUMBER, "another number"),
    ],
)
def test_a_bad_template_is_bought_once_and_refused_by_the_proof(
    buy: Buy, simulator: KdniaoSimulator, fault: Fault, why: str
) -> None:
    simulator.misbehave(fault)
    waybill = buy()
    stock, numbers = Stock(100, 180, 203), (waybill.tracking_number,)
    assert waybill.label is not None
    with pytest.raises(Rejected, match=why):
        prove_codes(page_of(waybill.label, stock, numbers=numbers), numbers, stock=stock)
    assert simulator.billed == 1


def test_a_script_in_a_template_changes_nothing(buy: Buy, simulator: KdniaoSimulator) -> None:
    stock, pages = Stock(100, 180, 203), []
    for fault in (None, Fault.TEMPLATE_SCRIPT):
        if fault:
            simulator.misbehave(fault)
        waybill = buy()
        assert waybill.label is not None
        assert (b"<script>" in waybill.label.content) is (fault is not None)
        pages.append(page_of(waybill.label, stock, numbers=(waybill.tracking_number,)))
    assert pages[0] == pages[1]


def test_nobody_writes_into_the_simulated_page() -> None:
    request = json.loads(requests.buy(a_request(), settings()).text)
    request["Receiver"] |= {"Name": "<b>", "Address": "<script>x</script>" * 3}
    order = {"ShipperCode": "STO", "LogisticCode": "771234567890123"}
    page = template(order, request)
    assert "<b" not in page.replace("<br>", "").replace("<body", "")
    assert "<script" not in page


def test_packages_of_one_order_get_a_template_each(simulator: KdniaoSimulator) -> None:
    """As the real service does, which our client never asks for."""
    text = json.dumps(
        {**json.loads(requests.buy(a_request(packages=3), settings()).text), "IsReturnPrintTemplate": "1"}
    )
    http = HttpClient("kdniao", 5.0)
    fields = requests.envelope(requests.BUY, text, settings(simulator.url))
    answer = json.loads(http.post_form(simulator.url, fields, writes=True).text)
    http.close()
    numbers = [answer["Order"]["LogisticCode"], *answer["SubOrders"]]
    pages = [answer["PrintTemplate"], *answer["SubPrintTemplates"]]
    assert [number in page for number, page in zip(numbers, pages, strict=True)] == [True] * 3
    assert len(set(numbers)) == 3
