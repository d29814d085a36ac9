"""Labels of other houses are told as such, and a label of ours is found inside what its carrier puts around it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.desk_parts import load_forms
from app.doctor import examine
from app.domain.glance import Light
from app.domain.outcome import Outcome
from app.domain.tracking_forms import NUMBERS
from app.ui import messages
from tests.builders import Rig, a_draft, a_line, lines_of, some_settings
from tests.sealed import a_sealed_parcel

SF, USPS = "SF6043310798724", "9400111206206406260787"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    yield rig
    rig.station.stop()


def sealed(rig: Rig, number: str, tracking_number: str) -> None:
    """A parcel of ours that bears the number."""
    with rig.station.database.transaction() as tx:
        a_sealed_parcel(tx, rig.station.database, number)
        values = {"number": tracking_number, "was": f"T{number}"}
        tx.execute(text("UPDATE waybills SET tracking_number = :number WHERE tracking_number = :was"), values)


def answer(rig: Rig, code: str) -> Outcome:
    return rig.station.bench.scan(code)


def test_a_label_of_another_house_is_named_at_a_free_table_and_beside_an_open_order(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=1)))
    assert rig.scan("]C0" + SF, "1001", "]C0" + SF, "A") == [
        "code.foreign",
        "order.opened",
        "code.foreign",
        "order.complete",
    ]
    told = answer(rig, "1Z5R89390357567127")
    assert messages.sentence(told, "en") == "1Z5R89390357567127 looks like a label of UPS, and of no parcel here."
    told = answer(rig, "]C0462598779470531")
    assert "韵达速递" in messages.sentence(told, "zh_CN")
    assert "Yunda Express" in messages.sentence(told, "en")


def test_what_is_no_number_of_a_carrier_stays_unknown(rig: Rig) -> None:
    assert rig.scan("nonsense", "SO-20261124", "12345678", "]C0SF60433107987") == ["code.unknown"] * 4
    assert rig.scan("[)>\x1e01\x1d9638017\x1d840\x1d019\x1e\x04") == ["code.unknown"]  # no element string either


def test_a_book_without_its_symbology_is_no_waybill(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=1)))
    assert rig.scan("1001", "9787302123453", "]E09787302123453") == ["order.opened", "code.unknown", "item.wrong"]


def test_thirteen_digits_of_an_item_of_the_order_are_that_item_in_any_symbol(rig: Rig) -> None:
    """A true EAN-13 that Yunda may have given out too."""
    rig.orders(a_draft("1001", (*lines_of(A=1), a_line("4012345123456", 3, position=2))))
    answers = rig.scan("1001", "4012345123456", "]E04012345123456", "]C04012345123456")
    assert answers == ["order.opened", "item.packed", "item.packed", "item.line_complete"]


def test_thirteen_digits_of_our_label_are_no_label_in_an_items_symbol(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(**{"4012345123456": 1})))
    sealed(rig, "7", "4012345123456")
    assert rig.scan("]E04012345123456") == ["item.before_order"]  # an item's symbol proves no print
    assert rig.scan("]C04012345123456", "PB.1") == ["code.several", "label.confirmed"]
    assert rig.scan("PB.HANDOVER", "]E04012345123456", "4012345123456") == [
        "handover.begun",
        "handover.unknown",
        "handover.taken",
    ]


def test_what_the_packer_says_is_an_item_proves_no_label(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(**{"4012345123456": 1})))
    sealed(rig, "7", "4012345123456")
    assert rig.scan("]C04012345123456", "PB.2") == ["code.several", "item.before_order"]


@pytest.mark.parametrize(
    ("number", "scanned"),
    [
        (SF, "]Q1MMM={'k1':'755WF','k5':'" + SF + "','k7':'1a2b'}"),
        (SF, "]Q1https://m.example.cn/t?mailNo=" + SF),
        (USPS, "]C1420787459400111206206406260787"),
        (USPS, "]C142078745\x1d9400111206206406260787"),
        (USPS, "42078745" + USPS),
        ("123456789012345675", "]C100123456789012345675"),
        ("09980000020033", "]C0%008182709980000020033350276"),
        ("JDVA11408814483", "]C0JDVA11408814483-1-1-"),
        ("986578788855", "[)>\x1e01\x1d9638017\x1d840\x1d019\x1d9865787888550201\x1dFDEB\x1e\x04"),
        ("PARCEL-77-0815A", "]Q1{'no':'PARCEL770815A','x':'PARCEL-77-0815A'}"),
    ],
)
def test_our_label_is_found_in_its_envelope_and_handed_over(rig: Rig, number: str, scanned: str) -> None:
    sealed(rig, "7", number.replace("-", ""))
    assert rig.scan(scanned) == ["label.confirmed"]
    assert rig.scan("PB.HANDOVER", scanned, number.replace("-", ""), scanned) == [
        "handover.begun",
        "handover.taken",
        "handover.duplicate",
        "handover.duplicate",
    ]


def test_a_link_that_holds_an_orders_number_opens_nothing(rig: Rig) -> None:
    rig.orders(a_draft("10012345", lines_of(A=1)))
    assert rig.scan("]Q1https://m.example.cn/o?id=10012345") == ["code.unknown"]


def test_a_strangers_label_does_not_go_onto_the_pile_and_is_named(rig: Rig) -> None:
    sealed(rig, "7", SF)
    assert rig.scan("PB.HANDOVER", SF, "nonsense") == ["handover.begun", "handover.taken", "handover.unknown"]
    told = answer(rig, "JT5091156768308")
    assert told.code == "handover.foreign"
    assert "J&T Express" in messages.sentence(told, "en")
    assert rig.scan("PB.MANIFEST") == ["manifest.closed"]


def test_a_stations_own_forms_take_the_place_of_the_shipped_ones(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = tmp_path / "carriers"
    own.mkdir()
    head = "carrier,before,form,check,trust,example,source\n"
    (own / NUMBERS).write_text(head + "SF,,HOUSE n4,,sure,HOUSE1234,M\n", "utf-8")
    assert [form.example for form in load_forms(tmp_path).forms] == ["HOUSE1234"]
    with caplog.at_level(logging.WARNING):
        (own / NUMBERS).write_text(head + "SF,,HOUSE nn,,sure,HOUSE1234,M\n", "utf-8")
        assert len(load_forms(tmp_path).forms) > 100
        [seen] = [finding for finding in examine(some_settings(tmp_path)) if finding.code == "carriers.bad"]
        assert (seen.light, seen.detail[: len(NUMBERS)]) == (Light.AMBER, NUMBERS)
        (own / NUMBERS).write_bytes(b"\xff\xfe\xff")
        assert len(load_forms(tmp_path).forms) > 100
    assert f"{NUMBERS} line 2 form" in caplog.text
    assert "UnicodeDecodeError" in caplog.text
    (own / NUMBERS).unlink()
    assert "doctor.numbers" in {finding.code for finding in examine(some_settings(tmp_path))}
