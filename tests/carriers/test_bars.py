"""The stand-ins' own pictures, read by others: the bars by a bar code reader, the files by a picture library."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.carriers.bars import Dots, code128, gif, png

TEXTS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=24)
ROWS = st.integers(1, 700).flatmap(
    lambda width: st.tuples(st.just(width), st.lists(st.integers(0, 2**width - 1), min_size=1, max_size=12))
)


def opened(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as picture:
        return picture.convert("L")


@given(TEXTS)
def test_bars_say_their_text(text: str) -> None:
    dots = Dots(20 + 2 * len(code128(text)) + 20, 40)
    assert dots.bars(text, 20, 0, module=2, height=40) == dots.width - 40
    (read,) = zxingcpp.read_barcodes(opened(png(dots, 203)), zxingcpp.BarcodeFormat.Code128)
    assert read.text == text


def test_digits_stand_in_pairs() -> None:
    assert len(code128("78000036843935")) == 11 * (1 + 7 + 1) + 13
    assert len(code128("SF1234567890123")) == 11 * (1 + 2 + 1 + 6 + 1 + 1 + 1) + 13


@pytest.mark.parametrize("text", ["", "文", "a\nb"])
def test_what_a_code_128_cannot_say_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Code 128"):
        code128(text)


@given(ROWS)
def test_a_picture_comes_out_of_its_file_dot_for_dot(rows: tuple[int, list[int]]) -> None:
    width, numbers = rows
    dots = Dots(width, len(numbers))
    dots.rows = numbers
    bits = "".join(f"{number:0{width}b}" for number in numbers)
    wanted = bytes(0 if bit == "1" else 255 for bit in bits)
    for content in (gif(dots), png(dots, 300)):
        assert opened(content).tobytes() == wanted


def test_a_png_says_how_large_it_is() -> None:
    with Image.open(io.BytesIO(png(Dots(8, 8), 203))) as picture:
        assert round(picture.info["dpi"][0]) == 203
