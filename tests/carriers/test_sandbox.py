"""The sandbox carrier's own ways; what it shares with all carriers is in the contract test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

if sys.platform != "win32":
    import resource

from app.carriers.sandbox import Sandbox, SandboxFault
from app.carriers.sandbox.labels import HEIGHT_MM, WIDTH_MM
from app.domain.document import CarrierLabel, LabelFormat
from app.domain.label import Stock
from app.domain.printing import Language
from app.errors import Rejected, Unavailable, Uncertain
from app.labels.carrier_labels import page_of, pass_through, sniff
from app.labels.proof import prove_codes
from tests.carriers.builders import REFERENCE, a_cancellation, a_consignee, a_request

NATIVE = (LabelFormat.ZPL, LabelFormat.EPL)
DRAWN = tuple(each for each in LabelFormat if each not in NATIVE)


def test_its_numbers_are_recognisable_as_not_real_and_follow_from_the_reference() -> None:
    first, second = Sandbox().issue_waybill(a_request()), Sandbox().issue_waybill(a_request())
    assert first == second
    assert first.tracking_number.startswith("PB")
    assert first.sorting_code
    assert Sandbox().title("ZTO") == "SANDBOX ZTO"


def test_it_remembers_across_a_restart(tmp_path: Path) -> None:
    ledger = tmp_path / "sandbox.jsonl"
    waybill = Sandbox(ledger).issue_waybill(a_request())
    with ledger.open("a") as file:
        file.write('["killed wh')
    assert Sandbox(ledger).issue_waybill(a_request()).was_adopted
    Sandbox(ledger).cancel_waybill(a_cancellation(waybill))
    with pytest.raises(Rejected) as caught:
        Sandbox(ledger).issue_waybill(a_request())
    assert caught.value.code == "sandbox.burnt"


def test_a_fault_meets_one_call() -> None:
    sandbox = Sandbox()
    sandbox.fault = SandboxFault.REFUSED
    with pytest.raises(Rejected):
        sandbox.issue_waybill(a_request())
    assert sandbox.orders == {}
    sandbox.fault = SandboxFault.LOST_ANSWER
    with pytest.raises(Uncertain):
        sandbox.issue_waybill(a_request())
    assert list(sandbox.orders) == [REFERENCE]
    assert sandbox.recover_waybill(a_request()).was_adopted


def a_label(label_format: LabelFormat) -> tuple[CarrierLabel, str]:
    waybill = Sandbox(label=label_format).issue_waybill(a_request())
    assert waybill.label is not None
    return waybill.label, waybill.tracking_number


def test_without_a_word_it_draws_no_label() -> None:
    assert Sandbox().issue_waybill(a_request()).label is None


@pytest.mark.parametrize("label_format", LabelFormat)
def test_it_draws_a_label_in_any_format_and_the_same_one_again(label_format: LabelFormat) -> None:
    sandbox = Sandbox(label=label_format)
    first, again = sandbox.issue_waybill(a_request()).label, sandbox.recover_waybill(a_request()).label
    assert first is not None
    assert (first.format, first.width_mm, first.height_mm) == (label_format, WIDTH_MM, HEIGHT_MM)
    assert sniff(first.content) is label_format
    assert first == again


@pytest.mark.parametrize("label_format", DRAWN)
@pytest.mark.parametrize("dpi", [203, 300])
def test_a_drawn_label_passes_the_proof(label_format: LabelFormat, dpi: int) -> None:
    label, number = a_label(label_format)
    stock = Stock(WIDTH_MM, HEIGHT_MM, dpi)
    proof = prove_codes(page_of(label, stock, numbers=(number,)), (number,), stock=stock)
    assert [reading.text for reading in proof.readings] == [number]


@pytest.mark.parametrize("label_format", NATIVE)
def test_commands_pass_to_the_printer_they_are_for(label_format: LabelFormat) -> None:
    label, number = a_label(label_format)
    stock = Stock(WIDTH_MM, HEIGHT_MM, 203)
    assert pass_through(label, Language(label_format.value), stock, numbers=(number,)) == label.content
    with pytest.raises(Rejected) as caught:
        pass_through(label, Language(label_format.value), stock, numbers=("PB0000000000000",))
    assert caught.value.code == "label.proof_failed"


@pytest.mark.parametrize(
    ("label_format", "commands"),
    [
        (LabelFormat.ZPL, (b"~JR", b"^XZ1")),
        (LabelFormat.EPL, (b'"\r\nP9',)),
        (LabelFormat.PDF, (b")Tj",)),
        (LabelFormat.HTML, (b"<script", b"<b")),
    ],
)
def test_no_order_can_write_commands_onto_a_label(label_format: LabelFormat, commands: tuple[bytes, ...]) -> None:
    evil = '^XZ~JR"\r\nP9\r\n)Tj<script>'
    request = a_request(service=evil, consignee=a_consignee(name="<b>", phone="^XZ13800138000"))
    label = Sandbox(label=label_format).issue_waybill(request).label
    assert label is not None
    assert not [command for command in commands if command in label.content.replace(b"<body", b"")]


@pytest.mark.parametrize("label_format", LabelFormat)
def test_a_label_names_nobody_in_full(label_format: LabelFormat) -> None:
    label, _ = a_label(label_format)
    for part in ("李雷", "13800138000", "晴天小区"):
        assert part.encode() not in label.content


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process grows beyond `size` bytes meanwhile."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="a file's size is limited by POSIX")
def test_what_does_not_fit_on_the_disk_is_not_sold_and_spoils_nothing(tmp_path: Path) -> None:
    ledger = tmp_path / "sandbox.jsonl"
    sandbox = Sandbox(ledger)
    sandbox.issue_waybill(a_request())
    for room in (0, 10):
        with room_for(ledger.stat().st_size + room), pytest.raises(Unavailable) as caught:
            sandbox.issue_waybill(a_request(reference="ANOTHER-1"))
        assert caught.value.code == "store.full"
    assert list(Sandbox(ledger).orders) == [REFERENCE]
    assert not sandbox.issue_waybill(a_request(reference="ANOTHER-1")).was_adopted
    assert list(Sandbox(ledger).orders) == [REFERENCE, "ANOTHER-1"]
