"""The carriers' files: the shipped ones are whole, and a row with a mistake is refused where it stands."""

from __future__ import annotations

import csv
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.barcode import Code
from app.domain.tracking_forms import CARRIERS, LARGEST_FILE, NUMBERS, check_examples, read_forms
from app.domain.tracking_number import recognize
from app.errors import Misconfigured
from app.resources import resource

NAMES = "key,en,zh\nA,Alpha,阿尔法\n"
HEAD = "carrier,before,form,check,trust,example,source\n"
README = (resource("carriers") / "README.md").read_text("utf-8")


def text_of(name: str) -> str:
    return (resource("carriers") / name).read_text("utf-8")


def rows(name: str) -> list[dict[str, str]]:
    lines = [line for line in text_of(name).splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines))


def test_the_shipped_files_are_whole() -> None:
    forms = read_forms(text_of(CARRIERS), text_of(NUMBERS))
    check_examples(forms)
    assert len(forms.forms) == len(rows(NUMBERS))
    assert {form.carrier.key for form in forms.forms} == {row["key"] for row in rows(CARRIERS)}
    assert len({(row["carrier"], row["form"], row["check"]) for row in rows(NUMBERS)}) == len(rows(NUMBERS))


def test_every_row_says_where_it_is_from_in_letters_that_are_explained() -> None:
    used = {letter for row in rows(NUMBERS) for letter in row["source"].split()}
    assert {letter for letter in used if f"\n| {letter} | " not in README} == set()


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("B,,n5,,sure,12345,X", "line 2 carrier"),
        (",,n5,,sure,12345,X", "line 2 carrier"),
        ("A,,n5,nobody,sure,12345,X", "line 2 check"),
        ("A,,n5,gs1 half,sure,12345,X", "line 2 check"),
        ("A,,n5,,certain,12345,X", "line 2 trust"),
        ("A,,n5,,sure,12345,", "line 2 source"),
        ("A,,n5,,sure,,X", "line 2 example"),
        ("A,,,,sure,12345,X", "line 2 form"),
        ("A,,n5,,sure,12345", "line 2:"),
        ("A,,(n5,,sure,12345,X", "line 2 form"),
        ("A,,n5),,sure,12345,X", "line 2 form"),
        ("A,,(n5) (n5),,sure,1234512345,X", "line 2 form"),
        ("A,,n5 .*,,sure,12345,X", "line 2 form"),
        ("A,,(a+)+,,sure,AAAAA,X", "line 2 form"),
        ("A,,n0,,sure,12345,X", "line 2 form"),
        ("A,,n41,,sure,12345,X", "line 2 form"),
        ("A,,n30 n30,,sure,12345,X", "line 2 form"),
        ("A,,n9-5,,sure,12345,X", "line 2 form"),
        ("A,(420) n5,n5,,sure,12345,X", "line 2 before"),
        ("A,n5; $,n5,,sure,12345,X", "line 2 before"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_column(row: str, place: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        read_forms(NAMES, HEAD + row + "\n")
    assert refused.value.code == "carriers.bad"
    assert f"{NUMBERS} {place}" in refused.value.detail


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", f"{CARRIERS} line 0"),
        ("key,name\nA,Alpha\n", f"{CARRIERS} line 1"),
        ("# only a remark\n", f"{CARRIERS} line 0"),
        ("key,en,zh\nA,Alpha,\n", f"{CARRIERS} line 2 zh"),
        ("key,en,zh\nA,Alpha,a\nA,Again,b\n", f"{CARRIERS} line 3 key"),
        ("key,en,zh\n" + "A" * LARGEST_FILE, f"{CARRIERS} line 0"),
    ],
)
def test_a_bad_list_of_carriers_is_refused(text: str, place: str) -> None:
    with pytest.raises(Misconfigured, match=place):
        read_forms(text, HEAD)


def test_a_row_that_does_not_know_its_own_example_is_found() -> None:
    with pytest.raises(Misconfigured, match="line 2 example"):
        check_examples(read_forms(NAMES, HEAD + "A,,n5,,sure,1234X,X\n"))


def test_a_form_may_have_parts_of_several_lengths_and_something_before_it() -> None:
    forms = read_forms(NAMES, HEAD + "# remark\n\nA,420 n5; 420 n9,AB|ABC n2-3 x1,,sure,AB12Z,X\n")
    for text in ("AB12Z", "ABC123Z", "42012345AB12Z", "420123456789ABC123Z"):
        assert [each.number for each in recognize(Code(text), forms)] == [
            text.removeprefix("42012345").removeprefix("6789")
        ]
    for text in ("AB1Z", "ABC1234Z", "4201234AB12Z", "AB12ZZ"):
        assert recognize(Code(text), forms) == ()


@given(st.text(alphabet=string.printable + "顺丰", max_size=120))
def test_any_row_is_read_or_refused(row: str) -> None:
    longest, code = 0, ""
    try:
        longest = max((max(form.lengths) for form in read_forms(NAMES, HEAD + row).forms), default=0)
    except Misconfigured as refused:
        code = refused.code
    assert longest <= 80
    assert code in ("", "carriers.bad")
