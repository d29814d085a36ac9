from __future__ import annotations

import base64
import binascii
import re
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.devices.virtual_printer.zpl_reader import draw
from app.domain.label import Stock
from app.labels.languages.zpl import encode_zpl
from app.labels.layout import render_label
from app.labels.raster import Bitmap
from tests.labels.samples import STOCKS, a_label


@st.composite
def bitmaps(draw_: st.DrawFn) -> Bitmap:
    width, height = draw_(st.integers(1, 70)), draw_(st.integers(1, 30))
    row = (width + 7) // 8
    mask = (0xFF << (row * 8 - width)) & 0xFF
    rows = bytearray(draw_(st.binary(min_size=row * height, max_size=row * height)))
    for at in range(row - 1, len(rows), row):
        rows[at] &= mask
    return Bitmap(width, height, bytes(rows))


@settings(max_examples=150, deadline=None)
@given(bitmaps(), st.integers(1, 9))
def test_any_bitmap_comes_out_of_a_foreign_reader_as_it_went_in(bitmap: Bitmap, copies: int) -> None:
    drawn = draw(encode_zpl(bitmap, copies=copies).strip())
    assert (drawn.width, drawn.height, drawn.rows) == (bitmap.width, bitmap.height, bitmap.rows)
    assert (drawn.copies, drawn.problems) == (copies, ())


@settings(max_examples=50, deadline=None)
@given(bitmaps())
def test_a_bitmap_survives_its_png(bitmap: Bitmap) -> None:
    assert Bitmap.from_png(bitmap.to_png()) == bitmap


def test_the_leftmost_dot_is_the_highest_bit_and_1_is_black() -> None:
    bitmap = Bitmap(10, 2, bytes([0b10000000, 0, 0, 0b01000000]))
    ink = bitmap.to_ink()
    assert [(x, y) for y in range(2) for x in range(10) if ink.getpixel((x, y))] == [(0, 0), (9, 1)]


def test_a_bitmap_of_the_wrong_length_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="do not make"):
        Bitmap(9, 2, b"\0\0\0")


@pytest.mark.parametrize("stock", STOCKS)
def test_a_label_is_one_format_that_leaves_nothing_in_the_printer(stock: Stock) -> None:
    bitmap = render_label(a_label(), stock)
    document = encode_zpl(bitmap, copies=2)
    assert re.findall(rb"[\^~][A-Z]{2}", document) == [
        b"^XA", b"^PW", b"^LL", b"^LH", b"^LS", b"^PM", b"^LR", b"^FO", b"^GF", b"^FS", b"^PQ", b"^XZ",
    ]  # fmt: skip
    assert draw(document).rows == bitmap.rows
    total = len(bitmap.rows)
    field = re.search(rb"\^GFA,(\d+),(\d+),(\d+),:Z64:([^:]+):([0-9A-F]{4})\^FS", document)
    assert field is not None
    assert [int(field[n]) for n in (1, 2, 3)] == [total, total, bitmap.bytes_per_row]
    assert int(field[5], 16) == binascii.crc_hqx(field[4], 0)
    assert zlib.decompress(base64.b64decode(field[4])) == bitmap.rows


def test_one_wrong_character_of_the_picture_is_noticed_by_the_reader() -> None:
    document = encode_zpl(render_label(a_label(), STOCKS[0]))
    at = document.index(b":Z64:") + 200
    broken = document[:at] + (b"A" if document[at : at + 1] != b"A" else b"B") + document[at + 1 :]
    drawn = draw(broken)
    assert drawn.problems == ("graphic with a wrong CRC",)
    assert not any(drawn.rows)
