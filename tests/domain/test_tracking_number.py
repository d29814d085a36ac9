"""Whose number a code is: every shipped form, the envelopes around numbers, and what must never be called a waybill."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.barcode import Code, with_check_digit
from app.domain.tracking_check import CHECKS
from app.domain.tracking_number import (
    NO_FORMS,
    Form,
    Recognized,
    TrackingForms,
    Trust,
    bare_numbers,
    index_forms,
    recognize,
)
from tests.bench.tracking_numbers import made_up, shipped, told

FORMS = shipped()
CODE_128 = "]C0"
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def found(text: str, symbology: str = CODE_128, forms: TrackingForms = FORMS) -> tuple[Recognized, ...]:
    return recognize(Code(text, symbology), forms)


def named(text: str, symbology: str = CODE_128) -> set[str]:
    return told(found(text, symbology))


@pytest.mark.parametrize("form", FORMS.forms, ids=lambda form: f"{form.carrier.key}-{form.example}")
def test_every_form_recognizes_its_example_and_nothing_mutilated(form: Form) -> None:
    alone = index_forms([form])
    [one] = found(form.example, forms=alone)
    assert (one.carrier, one.trust) == (form.carrier, form.trust)
    assert one.number in form.example
    assert found(form.example + "*#", forms=alone) == ()
    short = form.example[:-1]
    assert len(short) in form.lengths or found(short, forms=alone) == ()
    if form.check:
        assert [each for each in _with_another_check_digit(form, one.number) if found(each, forms=alone)] == []


def _with_another_check_digit(form: Form, number: str) -> list[str]:
    """The example with each check digit that is not its own."""
    text = form.example
    at = len(text) - 1 if form.checks_whole else text.index(number) + (10 if form.check == "s10" else len(number) - 1)
    wrong = [text[:at] + each + text[at + 1 :] for each in "0123456789" if each != text[at]]
    assert len(wrong) >= 9
    return wrong


@pytest.mark.parametrize(
    ("rule", "body", "ending"),
    [
        ("gs1", "[0-9]{11,27}", ""),
        ("gs1_after_91", "[0-9]{19}", ""),
        ("s10", "[A-Z]{2}[0-9]{8}", "CN"),
        ("ups", "1Z[0-9A-Z]{15}", ""),
        ("ups_waybill", "[AHJKTV][0-9]{9}", ""),
        ("ontrac", "[CD][0-9]{13}", ""),
        ("fedex", "[0-9]{11}", ""),
        ("luhn", "[0-9]{11}", ""),
        ("mod37_36", "[0-9A-Z]{27}", ""),
    ],
)
def test_a_number_has_one_check_digit(rule: str, body: str, ending: str) -> None:
    alphabet = _CHARACTERS if rule == "mod37_36" else "0123456789"

    @given(st.from_regex(body, fullmatch=True))
    def story(number: str) -> None:
        assert sum(CHECKS[rule](number + each + ending) for each in alphabet) == 1

    story()


@given(st.from_regex("[0-9]{9,10}", fullmatch=True))
def test_dhl_has_one_check_digit_below_seven(number: str) -> None:
    assert [digit for digit in "0123456789" if CHECKS["mod7"](number + digit)] == [str(int(number) % 7)]


@pytest.mark.parametrize(
    ("rule", "pattern"), [("gs1", "[0-9]{21}"), ("luhn", "[0-9]{11}"), ("mod37_36", "[0-9A-Z]{14}")]
)
def test_these_rules_see_every_single_misread_character(rule: str, pattern: str) -> None:
    alphabet = _CHARACTERS if rule == "mod37_36" else "0123456789"

    @given(st.from_regex(pattern, fullmatch=True), st.randoms(use_true_random=False))
    def story(body: str, chance: random.Random) -> None:
        number = next(body + each for each in alphabet if CHECKS[rule](body + each))
        at = chance.randrange(len(number))
        misread = chance.choice([each for each in alphabet if each != number[at]])
        assert not CHECKS[rule](number[:at] + misread + number[at + 1 :])

    story()


@given(st.sampled_from(sorted(CHECKS)), st.text(max_size=40))
def test_no_rule_stumbles_over_any_text(rule: str, text: str) -> None:
    assert CHECKS[rule](text) in (True, False)


def test_no_rule_passes_what_is_empty() -> None:
    assert [rule for rule, holds in CHECKS.items() if rule != "gs1" and holds("")] == []


@pytest.mark.parametrize(
    ("text", "carriers"),
    [
        ("SF6043310798724", {"SF"}),
        ("sf6043310798724", {"SF"}),
        ("YT1234567890123", {"YTO"}),
        ("JT5091156768308", {"JTSD"}),
        ("JDVA11408814483-1-1-", {"JD"}),
        ("DPK364112047425", {"DBL"}),
        ("EV008712571CN", {"EMS"}),
        ("LX123456785CN", {"YZPY"}),
        ("RB123456785GB", {"ROYALMAIL"}),
        ("RB123456785FK", {"UPU"}),
        ("1Z 5R8 939 03 5756 7127", {"UPS"}),
        ("TBA 010000000000", {"AMAZON"}),
        ("0998 0000 0200 33F", {"DPD"}),
        ("462598779470531", {"YD"}),
        ("773123456789012", {"STO"}),
        ("3SOVAC7567398", {"POSTNL"}),
        ("RB123456786GB", set()),  # its check digit is wrong
        ("RB123456785XX", set()),  # no country
        ("1Z5R89390357567128", set()),
        ("hello", set()),
        ("", set()),
        ("1001", set()),
        ("SF60433107987246", set()),
    ],
)
def test_a_label_of_another_house_is_named(text: str, carriers: set[str]) -> None:
    assert named(text) == carriers


@pytest.mark.parametrize(
    ("digits", "symbology", "carriers"),
    [
        ("4012345123456", "]C0", {"YD"}),  # also a true EAN-13
        ("4012345123456", "]C1", {"YD"}),
        ("4012345123456", "", set()),
        ("4012345123456", "]E0", set()),
        ("4012345123457", "", {"YD"}),  # no EAN-13 ends so
        ("4012345123457", "]E0", set()),  # a misread is no waybill either
        ("9787302123453", "", set()),  # a book
        ("9787302123453", "]C0", {"YZPY"}),
        ("36000291452", "]E0", set()),
        ("16901234567899", "]I1", set()),
        ("490154203237518", "]C0", {"YD"}),  # no IMEI begins with 49 any more
        ("356938035643809", "]C0", set()),  # an IMEI
    ],
)
def test_thirteen_digits_are_an_item_or_a_waybill_by_their_symbol(
    digits: str, symbology: str, carriers: set[str]
) -> None:
    assert named(digits, symbology) == carriers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("420787459400111206206406260787", "9400111206206406260787"),
        ("42078745\x1d9400111206206406260787", "9400111206206406260787"),
        ("(420)78745(94)00111206206406260787", "9400111206206406260787"),
        ("4201002334249200190132607600833457", "9200190132607600833457"),
        ("1001921334250001000300779017972697", "779017972697"),
        ("9622001560001234567100794808390594", "794808390594"),
        ("9611020987654312345672", "987654312345672"),
        ("%008182709980000020033350276", "09980000020033"),
        ("008182709980000020033350276C", "09980000020033"),
        ("00123456789012345675", "123456789012345675"),
        ("JDVA11408814483-1-2-", "JDVA11408814483"),
        ("MMM={'k1':'755WF','k2':'755','k5':'SF6043310798724','k7':'1a2b'}", "SF6043310798724"),
        ("https://m.example.cn/t?mailNo=YT1234567890123&s=1", "YT1234567890123"),
        ("https://m.example.cn/462598779470531", "462598779470531"),
        ("1Z 5R8 939 03 5756 7127", "1Z5R89390357567127"),
        ("[)>\x1d01\x1d9638017\x1d840\x1d019\x1d9865787888550201\x1dFDEB\x1d1/1", "986578788855"),
        ("[)>\x1d06\x1dJJD000390007883513204\x1dK1001", "JD000390007883513204"),
    ],
)
def test_the_bare_number_comes_out_of_its_envelope(text: str, number: str) -> None:
    assert number in bare_numbers(Code(text, CODE_128), FORMS)
    assert bare_numbers(Code(text, "]E0"), FORMS) == ()


def test_a_bare_number_is_in_no_envelope() -> None:
    for text in ("SF6043310798724", "1Z5R89390357567127", "A", "SO-1001", "4012345123456"):
        assert bare_numbers(Code(text), FORMS) == ()


def test_a_link_names_a_carrier_only_by_a_number_that_nobody_else_writes() -> None:
    assert named("https://example.cn/p?id=462598779470531") == set()
    assert named("https://example.cn/p?id=SF6043310798724&n=1") == {"SF"}


def test_without_forms_nothing_is_recognized() -> None:
    assert found("SF6043310798724", forms=NO_FORMS) == ()


@given(st.text(max_size=512), st.sampled_from(["", "]C0", "]C1", "]E0", "]I1", "]Q3"]))
def test_any_text_is_answered_sorted_and_without_repeats(text: str, symbology: str) -> None:
    answers = found(text, symbology)
    assert [each.trust for each in answers] == sorted((each.trust for each in answers), reverse=True)
    assert len({(each.carrier.key, each.number) for each in answers}) == len(answers)
    assert len(bare_numbers(Code(text, symbology), FORMS)) <= 16


@given(st.sampled_from(FORMS.forms), st.data())
def test_a_text_near_a_number_never_makes_it_stumble(form: Form, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(form.example)))
    text = form.example[:at] + data.draw(st.text(max_size=3)) + form.example[at:]
    assert all(each.number for each in found(text))


def test_what_is_scanned_at_a_bench_is_seldom_called_a_waybill() -> None:
    share = {}
    for name, make in made_up(random.Random(7)).items():
        share[name] = sum(bool(told(recognize(make(), FORMS))) for _ in range(1000)) / 1000
    often = {name for name, part in share.items() if part > 0.005}
    assert often == {"order number, 12 digits", "order number, 16 to 19 digits"}  # FedEx and Canada Post write so
    assert max(share.values()) < 0.13


def test_a_check_digit_speaks_before_a_form_of_the_same_trust() -> None:
    trust = [(each.trust, each.why != "form") for each in found("01234567890" + "5")]
    assert trust == sorted(trust, reverse=True)
    assert found(with_check_digit("000739380005492"))[0].trust is Trust.LIKELY
