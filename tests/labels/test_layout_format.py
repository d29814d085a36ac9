"""Templates as people write them: what they may say takes effect, what they may not is refused with line and reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.domain.document import DocumentKind
from app.domain.label import Stock
from app.errors import Misconfigured
from app.labels.layout import lay_out
from app.labels.layouts import Layouts, load_layouts, render
from app.labels.layouts.expression import FILTERS, BadExpressionError, groups, parse
from app.labels.layouts.fields import VOCABULARIES
from app.labels.layouts.reading_block import _KEYS
from app.labels.page import Page
from app.labels.symbol import SYMBOLS
from app.resources import resource
from tests.labels.paper_samples import a_plate
from tests.labels.samples import STOCKS, a_label

SHIPPED = resource("layouts")
PLATE = """\
format = 1
kind = "license_plate"
sizes = ["100x60"]
language = "en"
pad = 2
rows = [
  { height = 14, use = "warning" },
  { height = 12, text = "{number}", size = 8, whole = true },
  { code128 = "{number}" },
]

[blocks.warning]
fill = true
columns = [
  { text = "{warning.en}", whole = true },
  { text = "{warning.zh}", whole = true },
]
"""
NUMBER = '{ height = 12, text = "{number}", size = 8, whole = true }'
CODE = '{ code128 = "{number}" }'


def load(tmp_path: Path, text: str | bytes, name: str = "mine.toml") -> Layouts:
    """The station's own folder with this one file; no shipped ones."""
    (tmp_path / "own").mkdir(exist_ok=True)
    (tmp_path / "own" / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return load_layouts(tmp_path / "none", own=tmp_path / "own")


def refusal(tmp_path: Path, text: str | bytes) -> str:
    layouts = load(tmp_path, text)
    assert layouts.layouts == ()
    (problem,) = layouts.problems
    assert problem.file == "mine.toml"
    return problem.reason.removeprefix("mine.toml: ")


def plate(layouts: Layouts) -> Page:
    (page,) = render(DocumentKind.LICENSE_PLATE, a_plate(), Stock(100, 60, 203), layouts=layouts)
    return page


def test_the_template_the_refusals_start_from_is_right(tmp_path: Path) -> None:
    assert [writing.lines for writing in plate(load(tmp_path, PLATE)).writings] == [
        ("NOT A SHIPPING LABEL",), ("非快递面单",), ("LP-20261124-0042",),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("was", "wrong", "reason"),
    [
        ("format = 1", "format = 2", "line 1: format must be 1"),
        ("format = 1", "format = true", "line 1: format must be 1"),
        ("format = 1\n", "", "format must be 1"),
        ("format = 1", "format = 1\nformat = 1", "Cannot overwrite a value (at line 2, column 11)"),
        ("format = 1", "format = ", "Invalid value (at line 1, column 10)"),
        ("license_plate", "licence_plate", "line 2: unknown kind licence_plate; did you mean license_plate?"),
        ('["100x60"]', '"100x60"', 'line 3: sizes is a list of papers in mm: ["100x150"], or ["72x*"] for a roll'),
        ('["100x60"]', '["100*60"]', 'line 3: a size is written as "100x150", a roll as "72x*", in mm'),
        ('["100x60"]', "[100, 60]", 'line 3: a size is written as "100x150", a roll as "72x*", in mm'),
        ('language = "en"', 'language = "de"', "line 4: unknown language de; there are en, zh_CN"),
        ('language = "en"\n', "", "language is missing; there are en, zh_CN"),
        ('language = "en"', 'language = "en"\nvariant = "cn22"', "line 5: variant does not go with license_plate"),
        ("pad = 2", "padd = 2", "line 5: unknown key padd; did you mean pad?"),
        ("pad = 2", 'pad = "2"', "line 5: pad is a number of millimetres"),
        ("pad = 2", "pad = true", "line 5: pad is a number of millimetres"),
        ("pad = 2", "pad = nan", "line 5: pad is a number of millimetres"),
        ("pad = 2", "pad = 1e400", "line 5: pad is a number of millimetres"),
        ("pad = 2", "pad = -2", "line 5: pad lies between 0 and 500"),
        ("pad = 2", "pad = [1, 2, 3]", "line 5: pad is one number, two or four"),
        (CODE, "7", "line 6: rows is a list of blocks"),
        ("height = 12", "hieght = 12", "line 8, row 2: unknown key hieght; did you mean height?"),
        ("height = 12", "width = 12", "line 8, row 2: width says nothing here: rows have a height, columns a width"),
        ("size = 8", "size = 0", "line 8, row 2: size lies between 1 and 100"),
        ("size = 8", 'align = "middle"', "line 8, row 2: align is left, center or right"),
        ("size = 8", "logo = true", "line 8, row 2: text and logo cannot be in one block"),
        ("size = 8", "optional = true", "line 8, row 2: optional does not go with text"),
        (NUMBER, NUMBER.replace("true", '"yes"'), "line 8, row 2: whole is true or false"),
        (NUMBER, NUMBER.replace("{number}", "{nmber}"), "line 8, row 2: unknown field nmber; did you mean number?"),
        (NUMBER, NUMBER.replace("{number}", "{number|grups}"), "unknown filter grups; there are groups, kg, upper"),
        (NUMBER, NUMBER.replace("{number}", "{number()}"), "{number()} is no field with filters"),
        (NUMBER, NUMBER.replace("{number}", "{line.title}"), "unknown field line.title"),
        (NUMBER, NUMBER.replace("{number}", "[{number}"), "a [ without its ]"),
        (NUMBER, NUMBER.replace("{number}", "{number"), "a single {; {{ and }} stand for the signs themselves"),
        (NUMBER, NUMBER.replace("{number}", "{words.title}"), "unknown word title"),
        (NUMBER, NUMBER.replace('"{number}"', "7"), "line 8, row 2: text is a text in quotes"),
        (NUMBER, NUMBER.replace("{number}", "x" * 401), "a text of 401 characters; at most 400"),
        (CODE, '{ when = "nmber", code128 = "{number}" }', "line 9, row 3: unknown field nmber; did you mean number?"),
        (CODE, '{ when = "page.of", code128 = "{number}" }', "page.of is known too late for a condition"),
        (CODE, '{ when = "note", unless = "note", code128 = "{number}" }', "a block has one condition"),
        (CODE, '{ each = "warning", row = 5 }', "line 9, row 3: there is no list for it here"),
        ('use = "warning"', 'use = "warnin"', "line 7, row 1: unknown block warnin; did you mean warning?"),
        ("height = 14", "height = 50", "62 mm needed, 56 mm there (on 100x60 mm)"),
        ("height = 12", "height = 2.0", "row 2: 2 mm are too low for a line, which needs 2.8 mm"),
        (CODE, '{ height = 3, code128 = "{number}" }', "row 3: bars of 3 mm are too low; 5 mm at least"),
        (CODE, '{ pad = [20, 0], code128 = "{number}" }', "row 3: 56 mm are too narrow for a code128 of the longest"),
        (CODE, '{ pad = [48, 0], code128 = "{number}" }', "row 3: no room for what is in it"),
        (CODE, '{ code128 = "{number}{note}" }', "nobody knows how long this code128 gets: it needs optional = true"),
        (CODE, '{ ean13 = "{number}" }', "a license_plate must show {number} as code128"),
        (CODE, CODE.replace(" }", ", optional = true }"), "a license_plate must show {number} as code128"),
        ("{warning.en}", "{note}", "a license_plate must show {warning.en} as a text with whole = true"),
        ("zh}\", whole = true }", "zh}\" }", "a license_plate must show {warning.zh} as a text with whole = true"),
        ("size = 8", "size = 10, smallest = 9.5", "row 2: too narrow for the longest number, 19 characters"),
        (CODE, CODE + ', { height = 4, text = "' + "word " * 60 + '" }', "the words are longer than there is room for"),
        (PLATE[PLATE.index("rows") : PLATE.index("[blocks")], "", "a template has rows or columns"),
        ("[blocks.warning]", "[[blocks.warning]]", "every block is a table: [blocks.name]"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, was: str, wrong: str, reason: str) -> None:
    assert was in PLATE
    assert reason in refusal(tmp_path, PLATE.replace(was, wrong))


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("[words.en]\na = 1", "line 4, words.en: every word is a text in quotes"),
        ("[words.de]\na = 'b'", "unknown language de; there are en, zh_CN"),
        ("[words]", "words are tables named by a language"),
        ("[words.en]\na = 'b'\n[words.zh_CN]\nb = 'c'", "words.zh_CN: not the words of the other language"),
    ],
)
def test_words_that_do_not_match_are_refused(tmp_path: Path, words: str, reason: str) -> None:
    text = PLATE.replace('language = "en"\n', "").replace("[blocks.warning]", words + "\n[blocks.warning]")
    assert reason.removeprefix("line 4, ") in refusal(tmp_path, text)


LABEL = (SHIPPED / "label-100x150.toml").read_text(encoding="utf-8")
LAUGHS = (
    "".join(f"[blocks.b{at}]\nrows = [" + f"{{ use = 'b{at + 1}' }}, " * 9 + "]\n" for at in range(9))
    + "[blocks.b9]\ntext = 'lol'\n"
)


@pytest.mark.parametrize(
    ("hostile", "reason"),
    [
        (PLATE.replace(CODE, '{ use = "b0" }') + LAUGHS, "more than 400 blocks"),
        (PLATE.replace(CODE, '{ use = "a" }') + '[blocks.a]\nuse = "a"\n', "more than 400 blocks, or 12 in each other"),
        (PLATE.replace(CODE, "{ rows = [" * 13 + "{}" + "] }" * 13), "more than 400 blocks, or 12 in each other"),
        ("a = " + "[" * 30_000, "nested too deeply"),
        ("#" * 70_000, "larger than 64000 bytes"),
        ("a = " + "9" * 5000, "Exceeds the limit"),
        (b"\xff\xfe\x00", "not written in UTF-8"),
        (b"", "format must be 1"),
        (PLATE.replace('"100x60"', ", ".join(['"100x60"'] * 13)), "sizes is a list"),
    ],
    ids=["laughs", "circle", "deep", "brackets", "large", "digits", "no UTF-8", "empty", "sizes"],
)  # fmt: skip
def test_a_hostile_template_ends_with_a_reason(tmp_path: Path, hostile: str | bytes, reason: str) -> None:
    assert reason in refusal(tmp_path, hostile)


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "folder.toml").mkdir(parents=True)
    if hasattr(os, "mkfifo"):
        os.mkfifo(own / "pipe.toml")
    assert load_layouts(SHIPPED, own=own).problems == ()


def test_a_wrong_template_of_ones_own_is_named_and_the_shipped_one_stays(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "label-100x150.toml").write_text(LABEL.replace("{carrier_title}", "{carrier_titel}"), encoding="utf-8")
    layouts = load_layouts(SHIPPED, own=own)
    (problem,) = layouts.problems
    assert problem.file == "label-100x150.toml"
    assert "blocks.header, column 1: unknown field carrier_titel; did you mean carrier_title?" in problem.reason
    assert lay_out(a_label(), STOCKS[0], layouts=layouts).paint() == lay_out(a_label(), STOCKS[0]).paint()


def test_a_wrong_shipped_template_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "label.toml").write_text("format = 3", encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"layout\.bad: label\.toml: line 1: format must be 1"):
        load_layouts(tmp_path)


def test_a_template_edited_by_hand_takes_effect(tmp_path: Path) -> None:
    """Moved block, own words, own size: what a shop lead does."""
    bagging, consignee = '  { height = 8, use = "bagging" },\n', '  { height = 16, use = "consignee" },\n'
    edited = LABEL.replace(bagging + consignee, consignee + bagging).replace("已验视 □", "已开箱 □")
    edited = edited.replace('"订单 {order_number}", size = 3.3', '"单号 {order_number|upper}", size = 4.2')
    own = tmp_path / "own"
    own.mkdir()
    (own / "label-100x150.toml").write_text(edited, encoding="utf-8")
    layouts = load_layouts(SHIPPED, own=own)
    assert layouts.problems == ()
    before, after = (lay_out(a_label(order_number="tb1"), STOCKS[0], layouts=each) for each in (None, layouts))

    def tops(page: Page) -> dict[str, int]:
        return {"".join(writing.lines): writing.box.top for writing in page.writings}

    assert tops(before)["集包地"] < tops(before)["收"]
    assert tops(after)["集包地"] - tops(before)["集包地"] == round(16.375 * 8)
    assert {"已开箱 □", "单号 TB1"} <= tops(after).keys()
    assert not {"已验视 □", "订单 tb1"} & tops(after).keys()


def test_a_new_file_comes_before_the_shipped_one_of_the_same_paper(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "shop.toml").write_text(LABEL.replace("签收", "签名"), encoding="utf-8")
    page = lay_out(a_label(), STOCKS[0], layouts=load_layouts(SHIPPED, own=own))
    assert any(writing.lines == ("签名",) for writing in page.writings)


def test_texts_are_filled_in_and_never_executed() -> None:
    fields = {"a": "SF1234567", "b": "", "weight": "1280", "evil": "{a}[x]|upper __import__"}

    def said(text: str) -> str:
        return parse(text).fill(fields.__getitem__)

    assert said("{a|groups}") == "SF 1234 567"
    assert said("{b|or:a}") == "SF1234567"
    assert said("x[ {b}]y[ {a}]") == "xy SF1234567"
    assert said("{weight|kg} kg, {b|kg}.") == "1.28 kg, ."
    assert said("{{a}} [[b]]") == "{a} [b]"
    assert said("{evil}") == fields["evil"]
    assert len(parse("{a}").fill(lambda _: "x" * 10**6)) == 2000
    for wrong in ("{a.b()}", "{a!r}", "{a:>9}", "{}", "{a|or:}", "[[a]", "a]", "[a[b]]"):
        with pytest.raises(BadExpressionError):
            parse(wrong)


def test_numbers_in_groups_keep_a_single_digit_with_its_neighbor() -> None:
    assert groups("12345") == "12345"


def test_the_handbook_names_every_key_field_and_filter() -> None:
    handbook = (SHIPPED / "README.md").read_text(encoding="utf-8")
    person = {"name", "company", "phone", "address", "street", "city", "postcode", "country"}
    for vocabulary in VOCABULARIES.values():
        for name in vocabulary.fields:
            owner, _, part = name.partition(".")
            named = f"`.{part}`" if owner in {"consignee", "shipper", "to", "from"} and part in person else f"`{name}`"
            assert named in handbook, name
    for key in (*_KEYS, *SYMBOLS):
        assert f"`{key}" in handbook, key
    assert all(f"|{name}}}" in handbook for name in FILTERS)
    assert all(f"`{kind}`" in handbook for kind in VOCABULARIES)
