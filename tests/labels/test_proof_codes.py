from __future__ import annotations

import random

import pytest
from PIL import Image

from app.domain.label import Stock
from app.errors import Rejected
from app.labels.proof import Others, Proof, prove_codes
from app.labels.proof.carrying import carries, is_like
from app.labels.raster import Bitmap
from tests.labels.carrier_labels import art

NUMBER = "9400111899223100001234"
PAPER = Stock(101.6, 152.4, 203)


def _label(*more: art.Symbol, routing: str = "") -> Image.Image:
    label = art.western(NUMBER, random.Random(2), module=0.375, module_2d=0.5, routing=routing)
    label.symbols += more
    return art.picture(label, 203)


def _prove(picture: Image.Image, numbers: tuple[str, ...] = (NUMBER,), **kinds: Others) -> Proof:
    return prove_codes(Bitmap.from_grey(picture), numbers, stock=PAPER, **kinds)


def _fault(picture: Image.Image, numbers: tuple[str, ...] = (NUMBER,), **kinds: Others) -> str:
    with pytest.raises(Rejected, match=r"label\.proof_failed") as refusal:
        _prove(picture, numbers, **kinds)
    assert NUMBER[:8] not in str(refusal.value)
    return refusal.value.detail


def test_routing_codes_are_listed_and_refused_only_where_none_is_wanted() -> None:
    picture = _label(routing="(420)94105")
    proof = _prove(picture)
    assert [(reading.kind, reading.text) for reading in proof.others] == [("Code 128", "42094105")]
    assert proof.tracking_number == NUMBER
    assert _prove(picture, (NUMBER, "42094105")).others == ()
    assert "something else" in _fault(picture, others=Others.REFUSED)


def test_a_code_read_from_top_to_bottom_is_read_and_judged_like_any_other() -> None:
    code = art.Symbol(art.modules("778899", art.F.Code128), 84, 39, 0.25, 8, turned=True)
    found = _prove(_label(code)).others
    assert [(reading.text, reading.module) for reading in found] == [("778899", 2)]
    broken = _label(code)
    broken.paste(255, (690, 400, 696, 404))
    assert _fault(broken)


@pytest.mark.parametrize("kind", [art.F.ITF, art.F.Code39])
def test_bars_without_check_signs_are_read_where_bars_stand_but_never_count_as_the_number(kind: object) -> None:
    text = "12345678901231"
    code = art.Symbol(art.modules(text, kind), 12, 76, 0.25, 12)
    picture = _label(code)
    assert [reading.text for reading in _prove(picture).others] == [text]
    for symbol in _prove(picture).readings:
        if symbol.text != text:
            box = symbol.box
            picture.paste(255, (box.left - 4, box.top - 4, box.right + 5, box.bottom + 5))
    assert "tracking number" in _fault(picture)
    assert "tracking number" in _fault(picture, (text,))


def test_the_faults_are_named() -> None:
    narrow = art.Symbol(art.modules("PB778899", art.F.Code128), 60, 38, 0.125, 12)
    other = art.Symbol(art.modules("9400111899223100009999", art.F.Code128), 12, 76, 0.25, 12)
    low = art.Symbol(art.modules("PB778899", art.F.Code128), 60, 38, 0.25, 2)
    assert "narrower than 0.25 mm" in _fault(_label(narrow))
    assert "another number of the same kind" in _fault(_label(other))
    assert "mm high" in _fault(_label(low))
    cut = _label()
    cut.paste(0, (0, 500, 3, 520))
    assert "edge" in _fault(cut)
    with pytest.raises(Rejected, match="larger than the paper"):
        prove_codes(Bitmap.from_grey(_label()), (NUMBER,), stock=Stock(100, 150, 203))


def test_a_damaged_square_code_is_refused_even_where_it_can_still_be_read() -> None:
    picture = _label()
    square = next(reading for reading in _prove(picture).readings if reading.kind != "Code 128")
    box = square.box
    picture.paste(255, (box.left + box.width // 2, box.top + 10, box.left + box.width // 2 + 9, box.bottom - 8))
    assert square.kind in _fault(picture) or "cannot be read" in _fault(picture)


@pytest.mark.parametrize(
    ("text", "number", "is_square", "expected"),
    [
        ("SF1234567890123", "SF1234567890123", False, True),
        ("SF12345678901234", "SF1234567890123", False, False),
        ("XSF1234567890123", "SF1234567890123", False, False),
        ("420941059400111899223100001234", "9400111899223100001234", False, True),
        ("4209410512349400111899223100001234", "9400111899223100001234", False, True),
        ("42094105\x1d9400111899223100001234", "9400111899223100001234", False, True),
        ("99994105" + "9400111899223100001234", "9400111899223100001234", False, False),
        ("00340434161094012345", "340434161094012345", False, True),
        ("JJD000390007882823238", "JD000390007882823238", False, True),
        ("9622001900000000000000776632517140", "776632517140", False, True),
        ("MMM={'k1':'755','k5':'SF1234567890123'}", "SF1234567890123", True, True),
        ("MMM={'k1':'755','k5':'SF1234567890123'}", "SF1234567890123", False, False),
        ("MMM={'k5':'SF12345678901239'}", "SF1234567890123", True, False),
        ("anything", "", True, False),
    ],
)
def test_a_number_counts_bare_or_in_its_carriers_envelope_only(
    text: str, number: str, is_square: bool, expected: bool
) -> None:
    assert carries(text, number, is_square=is_square) is expected


def test_another_number_of_the_same_kind_is_told_by_letters_and_length() -> None:
    assert is_like("SF9999999999999", "SF1234567890123")
    assert not is_like("YT9999999999999", "SF1234567890123")
    assert not is_like("42094105", "9400111899223100001234")
