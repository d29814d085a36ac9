"""The handbook of errors: every code with a sentence is in it, told in full, and found by whatever one has of it."""

from __future__ import annotations

import re

import pytest

from app.carriers.kdniao import error_codes
from app.ui import messages
from app.ui.messages_fault import FAULTS
from app.ui.messages_fault_carrier import SAYINGS
from app.ui.screens.help.book import Book, said
from app.ui.screens.help.handbook import (
    ENTRIES,
    LONGEST_QUESTION,
    Group,
    Who,
    entries_of,
    entry_of,
    search,
)
from tests.ui.help.test_pages import bare_keys, broken_links, unknown_keys

BOTH = pytest.mark.parametrize("language", messages.LANGUAGES)

FAMILIES = {
    "balance empty": "kdniao.105.balance",
    "area not served": "kdniao.105.area",
    "no sorting code or route": "kdniao.105.sorting_code",
    "template mismatch": "kdniao.105.template",
    "token expired": "kdniao.105.token",
    "address incomplete": "kdniao.105.address",
    "address too long": "kdniao.too_long",
    "phone invalid or virtual": "kdniao.105.phone",
    "extra service not subscribed": "kdniao.105.vas",
    "month account frozen": "kdniao.105.frozen",
    "platform order not payable or closed": "kdniao.105.platform",
    "sender not registered": "kdniao.105.sender",
    "weight of an item missing": "kdniao.105.goods_weight",
    "label already picked up or signed": "kdniao.105.picked_up",
    "label recycled": "kdniao.105.cancelled",
    "order bought before": "kdniao.106",
    "order bought before, without a number": "kdniao.105.exists",
    "consignee masked": "kdniao.masked",
}
"""Why carriers in China refuse a waybill."""


def codes(question: str) -> list[str]:
    return [entry.code for entry in search(question)]


# What is in it.


def test_every_code_with_a_sentence_is_in_the_book_in_one_group() -> None:
    assert set(ENTRIES) == set(FAULTS)
    listed = [entry.code for group in Group for entry in entries_of(group)]
    assert sorted(listed) == sorted(FAULTS)


@pytest.mark.parametrize("code", sorted(FAMILIES.values()))
def test_every_family_of_refusals_has_an_entry_with_a_remedy_and_the_carriers_words(code: str) -> None:
    """S22"""
    entry = ENTRIES[code]
    assert entry.group is Group.CARRIER
    assert entry.fault.do.en
    assert entry.fault.do.zh
    assert entry.sayings or code == "kdniao.too_long"


def test_every_code_that_a_carriers_answer_is_turned_into_has_an_entry_of_its_own() -> None:
    assert error_codes.codes() - set(ENTRIES) == set()


@pytest.mark.parametrize(
    ("code", "saying"),
    [(code, each) for code, sayings in SAYINGS.items() if code in error_codes.codes() for each in sayings],
)
def test_what_a_carrier_says_leads_to_the_same_entry_as_the_answer_itself(code: str, saying: str) -> None:
    if code.startswith("kdniao.105."):
        assert error_codes.refusal(error_codes.OTHER, saying).code == code
    assert code in codes(saying)


@BOTH
def test_every_entry_tells_what_happened_what_to_do_and_who_can(language: str) -> None:
    book = Book(language)
    for code, entry in ENTRIES.items():
        page = book.page(f"code:{code}")
        text = "".join(said(line, book) for line in page.lines())
        assert page.title == messages.what(code, language).rstrip("。.")
        assert code in text
        assert messages.remedy(code, language).replace("`", "") in text, code
        assert messages.word(f"help.who.{entry.who}", language) in text
        assert unknown_keys(page) | broken_links(page) == set(), code
        assert bare_keys(page) == [], code


@BOTH
@pytest.mark.parametrize("group", list(Group))
def test_a_group_lists_all_of_its_entries(group: Group, language: str) -> None:
    page = Book(language).page(f"group:{group}")
    targets = {span.target for span in page.spans() if span.target}
    assert targets == {f"code:{entry.code}" for entry in entries_of(group)}


def test_both_languages_of_a_remedy_name_the_same_person() -> None:
    differ = [
        code
        for code, entry in ENTRIES.items()
        if ("班组长" in entry.fault.do.zh) != bool(re.search(r"\blead\b", entry.fault.do.en))
        and "--role" not in entry.fault.do.en
    ]
    assert differ == []


@pytest.mark.parametrize(
    ("code", "who"),
    [
        ("printer.paper_out", Who.PACKER),
        ("scanner.gone", Who.PACKER),
        ("weighing.not_emptied", Who.PACKER),
        ("kdniao.105.balance", Who.LEAD),
        ("kdniao.105.address", Who.LEAD),
        ("settings.wrong_value", Who.IT),
        ("http.tls", Who.IT),
        ("people.not_allowed", Who.IT),
        ("http.timeout", Who.NOBODY),
        ("kdniao.106", Who.NOBODY),
        ("doctor.disk", Who.NOBODY),
    ],
)
def test_who_can_do_it_is_who_the_remedy_names(code: str, who: Who) -> None:
    assert ENTRIES[code].who is who


def test_an_error_nobody_wrote_about_is_told_by_its_family_and_never_raises() -> None:
    family = entry_of("kdniao.105.never_heard")
    assert family is not None
    assert family.code == "kdniao.105"
    assert entry_of("nobody.knows") is None
    assert "nobody.knows" in Book("en").page("code:nobody.knows").title


# How it is found.


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("105", "kdniao.105"),
        ("kdniao 106", "kdniao.106"),
        ("KDNIAO.105.BALANCE", "kdniao.105.balance"),
        ("printer.paper_out", "printer.paper_out"),
        ("１０６", "kdniao.106"),
        ("paper_out", "printer.paper_out"),
        ("ｐａｐｅｒ＿ｏｕｔ", "printer.paper_out"),
    ],
)
def test_a_code_or_a_part_of_it_finds_its_entry_first(question: str, first: str) -> None:
    assert codes(question)[0] == first


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("out of paper", "printer.paper_out"),
        ("PAPER out", "printer.paper_out"),
        ("缺纸", "printer.paper_out"),
        ("余额", "kdniao.105.balance"),
        ("kdniao 余额", "kdniao.105.balance"),
        ("月结", "kdniao.105.frozen"),
        ("asterisks", "kdniao.masked"),
        ("tops them up", "kdniao.105.balance"),
    ],
)
def test_words_of_the_sentence_or_the_remedy_in_either_language_find_it(question: str, code: str) -> None:
    assert code in codes(question)


@pytest.mark.parametrize("question", ["", "   ", "qwertz", "105 qwertz", "\x00"])
def test_what_is_nowhere_finds_nothing(question: str) -> None:
    assert codes(question) == []


def test_however_much_is_asked_little_is_looked_for() -> None:
    assert codes("105 " + "x" * LONGEST_QUESTION) == []
    assert codes("105" + " " * LONGEST_QUESTION + "x" * 1_000_000)


@BOTH
def test_the_written_pages_are_searched_too_and_those_called_so_come_first(language: str) -> None:
    called, mention = Book(language).search({"en": "scale", "zh_CN": "电子秤"}[language])
    assert called == ["scale"]
    assert "setup" in mention
    assert Book(language).search("") == ([], [])
