"""The label that the printer draws in part by itself: same codes at the same dots, fewer bytes, nothing to inject."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.devices.virtual_printer.zpl_reader import ZplReader
from app.domain.label import LabelContent, Stock
from app.domain.order import Address, Consignee
from app.domain.shipment import Goods
from app.labels.languages.zpl import encode_zpl
from app.labels.languages.zpl_native import encode_zpl_native
from app.labels.layout import lay_out
from app.labels.page import Area, Page
from app.labels.raster import Bitmap
from app.labels.symbol import barcode, code128
from tests.labels.samples import STOCKS, a_label, a_latin_label, a_waybill

LABELS = {"chinese": a_label(), "latin": a_latin_label()}
COMMAND = re.compile(rb"[\^~][A-Z@][A-Z0-9@]?")


def drawn(document: bytes) -> Bitmap:
    [whole] = ZplReader().feed(document)
    assert isinstance(whole, bytes)
    sheet = ZplReader().draw(whole)
    assert [problem for problem in sheet.problems if "skipped A0" not in problem and "skipped FB" not in problem] == []
    return Bitmap(sheet.width, sheet.height, sheet.rows)


def symbols_of(page: Page, bitmap: Bitmap) -> list[bytes]:
    ink = bitmap.to_ink()
    boxes = [stamp.box for stamp in page.stamps]
    return [ink.crop((box.left, box.top, box.right, box.bottom)).tobytes() for box in boxes]


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: f"{stock.width_mm}x{stock.height_mm}@{stock.dpi}")
@pytest.mark.parametrize("name", LABELS)
def test_every_symbol_is_at_the_same_dots_as_in_the_bitmap(name: str, stock: Stock) -> None:
    page = lay_out(LABELS[name], stock)
    document = encode_zpl_native(page)
    assert document.count(b"^BCN,") == len(page.stamps) - 1
    assert symbols_of(page, drawn(document)) == symbols_of(page, Bitmap.from_ink(page.paint()))


@pytest.mark.parametrize(("name", "share"), [("chinese", 0.62), ("latin", 0.5)])
def test_it_is_far_shorter_than_the_packed_bitmap(name: str, share: float) -> None:
    page = lay_out(LABELS[name], STOCKS[0])
    assert len(encode_zpl_native(page)) < share * len(encode_zpl(Bitmap.from_ink(page.paint())))


NUMBERS = [
    "SF1234567890123",
    "12345678",
    "123456789",
    "RR123456789CN",
    "ABCD",
    "AB12CD",
    "JD0012345678901-1-1-",
    "1Z999AA1",
]
NUMBERS += ["1234567A", "123456A", "a^XZ~JA", "A_5E1234", ">;1234"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_code_is_drawn_by_the_printer_only_when_it_is_sure_to_be_as_wide(number: str) -> None:
    page = Page(Stock(100, 30, 203))
    page.linear(code128(number), Area(2, 2, 96, 20))
    document = encode_zpl_native(page)
    if b"^BC" in document:
        assert f"^FD{number}^FS".encode() in document
        assert re.fullmatch("[A-Za-z]*[0-9]+[A-Za-z]*", number)
    assert symbols_of(page, drawn(document)) == symbols_of(page, Bitmap.from_ink(page.paint()))


@settings(max_examples=100, deadline=None)
@given(st.from_regex(r"[A-Za-z]{0,5}[0-9]{4,18}[A-Za-z]{0,3}", fullmatch=True))
def test_a_code_of_letters_and_digits_has_the_proven_modules_however_it_is_drawn(number: str) -> None:
    page = Page(Stock(100, 30, 203))
    page.linear(code128(number), Area(0, 2, 100, 20))
    assert symbols_of(page, drawn(encode_zpl_native(page))) == symbols_of(page, Bitmap.from_ink(page.paint()))


OTHER_CODES = {
    "gs1_128": "(00)106141412345678908",  # its first sign is not in its text: a code of the text alone is another one
    "ean13": "4006381333931",
    "itf14": "10012345678902",
    "qr": "SF1234567890123",
    "datamatrix": "SF1234567890123",
}


@pytest.mark.parametrize("kind", OTHER_CODES)
def test_no_other_code_is_left_to_the_printer(kind: str) -> None:
    page, symbol = Page(Stock(100, 50, 203)), barcode(kind, OTHER_CODES[kind])
    (page.square if symbol.is_square else page.linear)(symbol, Area(2, 2, 96, 46))
    document = encode_zpl_native(page)
    assert COMMAND.findall(document) == [
        b"^XA", b"^PW", b"^LL", b"^LH", b"^LS", b"^PM", b"^LR", b"^FO", b"^GF", b"^FS", b"^PQ", b"^XZ",
    ]  # fmt: skip
    assert drawn(document) == Bitmap.from_ink(page.paint())


HOSTILE = [
    "^XA",
    "^XZ",
    "~JR",
    "~HS",
    "^JUS",
    "_5E",
    "\\&",
    "\x02",
    "\x1b",
    "\r\n",
    "\u2028",
    "\x85",
    "^CC+",
    "＾",
    "\x10\x04\x01",
    "#",
    "张",
]
texts = st.lists(
    st.sampled_from(HOSTILE) | st.text(max_size=8) | st.from_regex(r"[ -~]{1,8}", fullmatch=True), max_size=6
)


def a_hostile_label(texts: list[str]) -> LabelContent:
    name, phone, street, title, remark, order, service, bag = texts
    return a_label(
        waybill=a_waybill(service=service, bagging_place=bag),
        consignee=Consignee(name, phone, Address("广东省", "深圳市", "南山区", street)),
        goods=(Goods(title, 1),),
        remark=remark,
        order_number=order,
        carrier_title=title,
    )


def expected_commands(document: bytes) -> list[bytes]:
    """Counted from the outside: one picture, two codes, then one field a line of plain text."""
    lines = document.count(b"^A0N,")
    head = [
        b"^XA",
        b"^PW",
        b"^LL",
        b"^LH",
        b"^LS",
        b"^PM",
        b"^LR",
        b"^FO",
        b"^GF",
        b"^FS",
        *[b"^BY", b"^FO", b"^BC", b"^FD", b"^FS"] * 2,
    ]
    fields = [[b"^FO", b"^A0", *[b"^FB"] * is_set, b"^FD", b"^FS"] for is_set in _are_set(document)]
    assert len(fields) == lines
    return [*head, *(command for field in fields for command in field), b"^PQ", b"^XZ"]


def _are_set(document: bytes) -> list[bool]:
    return [found[1] is not None for found in re.finditer(rb"\^A0N,\d+,\d+(\^FB\d+,1,0,[CR])?\^FD", document)]


@settings(max_examples=150, deadline=None)
@given(st.lists(texts.map("".join), min_size=8, max_size=8))
@example(["^XZ~JR", "_5EXZ", "^XA^JUS^XZ", "~HS", "^FD", "^CC+", "\\&^FS", "~JA"])
def test_no_text_ever_becomes_a_command(hostile: list[str]) -> None:
    document = encode_zpl_native(lay_out(a_hostile_label(hostile), STOCKS[0]))
    assert COMMAND.findall(document) == expected_commands(document)
    assert document.count(b"^") + document.count(b"~") == len(expected_commands(document))
    assert all(byte == 0x0A or 0x20 <= byte < 0x7F for byte in document)
    assert all(
        re.fullmatch(rb"[0-9A-Za-z .,:;/()+*=%&!?'-]+", text) for text in re.findall(rb"\^FD([^^]*)\^FS", document)
    )


def test_a_text_that_is_let_through_would_be_noticed() -> None:
    document = encode_zpl_native(lay_out(a_latin_label(), STOCKS[0]))
    broken = document.replace(b"^FDYTO Express", b"^FDYTO^XZ~JR", 1)
    assert COMMAND.findall(broken) != expected_commands(broken)


def test_a_line_begins_where_ours_does_in_the_middle_of_its_place_or_at_the_top() -> None:
    page, place = Page(Stock(100, 30, 203)), Area(2, 10, 80, 20)
    page.write("Order 1", place, 4.0)
    page.write("Order 2", place, 4.0, is_top=True)
    document = encode_zpl_native(page)
    [middle, top] = [int(found) for found in re.findall(rb"\^FO16,(\d+)\^A0N", document)]
    size = page.writings[0].size
    assert top == page.writings[1].box.top + round(0.2 * size)
    assert middle - top == (160 - round(1.18 * size)) // 2


def test_plain_words_are_the_printers_and_all_else_is_in_the_picture() -> None:
    document = encode_zpl_native(lay_out(a_latin_label(carrier_title="YTO_Express"), STOCKS[0]))
    assert b"^FDGuangdong, Shenzhen, Nanshan, Keji South^FS" in document
    assert b"YTO_Express" not in document
