"""Every language read back bit for bit by readers that share no line with the encoders."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.devices.virtual_printer import escpos_reader, tspl_reader, zpl_reader
from app.domain.label import Stock
from app.domain.printing import Language
from app.labels.languages import MOST_COPIES, encode
from app.labels.languages.cpcl import encode_cpcl
from app.labels.languages.zpl import Packing, encode_zpl
from app.labels.layout import render_label
from app.labels.raster import Bitmap
from tests.labels.languages import small_readers
from tests.labels.languages.bitmaps import a_bitmap, random_bitmaps
from tests.labels.samples import STOCKS, a_label

RANDOM_BITMAPS = 500


@dataclass(frozen=True)
class Paper:
    """What came out: the dots, and how many of it."""

    bitmap: Bitmap
    copies: int


def a_stock(bitmap: Bitmap, dpi: int = 203) -> Stock:
    """Paper of exactly the bitmap's size."""
    per_mm = 8.0 if dpi == 203 else dpi / 25.4
    return Stock(bitmap.width / per_mm, bitmap.height / per_mm, dpi)


def in_pieces(reader: object, stream: bytes, seed: int) -> list[bytes]:
    """The documents that a printer makes of the stream, however the line cuts it."""
    dice, documents, at = random.Random(seed), [], 0
    while at < len(stream):
        size = dice.choice((1, 2, 3, 40, 1000, 60_000))
        documents += reader.feed(stream[at : at + size])
        at += size
    return documents


def paper_of(drawn: object, bitmap: Bitmap) -> Paper:
    assert drawn.problems == ()
    assert drawn.width == bitmap.width
    return Paper(Bitmap(drawn.width, drawn.height, drawn.rows), drawn.copies)


def read_zpl(document: bytes, bitmap: Bitmap) -> Paper:
    [whole] = in_pieces(zpl_reader.ZplReader(), document, len(document))
    return paper_of(zpl_reader.draw(whole), bitmap)


def read_tspl(document: bytes, bitmap: Bitmap) -> Paper:
    [whole] = in_pieces(tspl_reader.TsplReader(), document, len(document))
    return paper_of(tspl_reader.draw(whole), bitmap)


def read_epl(document: bytes, bitmap: Bitmap) -> Paper:
    return paper_of(small_readers.draw_epl(document), bitmap)


def read_cpcl(document: bytes, bitmap: Bitmap) -> Paper:
    return paper_of(small_readers.draw_cpcl(document), bitmap)


def read_escpos(document: bytes, bitmap: Bitmap) -> Paper:
    """A raster is whole bytes wide: what stands in the last one beside the bitmap must be white."""
    wholes = in_pieces(escpos_reader.EscposReader(), document, len(document))
    sheets = {escpos_reader.draw(whole).rows for whole in wholes}
    [rows] = sheets
    for whole in wholes:
        drawn = escpos_reader.draw(whole)
        assert drawn.problems == ()
        assert (drawn.width, drawn.height) == (8 * bitmap.bytes_per_row, bitmap.height)
    return Paper(Bitmap(bitmap.width, bitmap.height, rows), len(wholes))


Encoder = Callable[[Bitmap, Stock, int], bytes]
WAYS: dict[str, tuple[Encoder, Callable[[bytes, Bitmap], Paper]]] = {
    **{
        language.value: (lambda b, s, n, language=language: encode(b, language, s, copies=n), reader)
        for language, reader in (
            (Language.ZPL, read_zpl),
            (Language.TSPL, read_tspl),
            (Language.EPL, read_epl),
            (Language.CPCL, read_cpcl),
            (Language.ESCPOS, read_escpos),
        )
    },
    **{
        f"zpl {packing}": (lambda b, _, n, packing=packing: encode_zpl(b, copies=n, packing=packing), read_zpl)
        for packing in Packing
    },
    "cpcl hex": (lambda b, s, n: encode_cpcl(b, s, copies=n, is_hex=True), read_cpcl),
}


@pytest.mark.parametrize("way", WAYS)
def test_any_bitmap_is_read_back_dot_by_dot(way: str) -> None:
    encoder, reader = WAYS[way]
    for number, bitmap in enumerate(random_bitmaps(RANDOM_BITMAPS, seed=5)):
        copies = number % 3 + 1
        assert reader(encoder(bitmap, a_stock(bitmap), copies), bitmap) == Paper(bitmap, copies), (way, number)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("stock", STOCKS[:2], ids=lambda stock: f"{stock.dpi} dpi")
def test_a_label_is_read_back_dot_by_dot(way: str, stock: Stock) -> None:
    encoder, reader = WAYS[way]
    bitmap = render_label(a_label(), stock)
    assert reader(encoder(bitmap, a_stock(bitmap), 1), bitmap) == Paper(bitmap, 1)


@pytest.mark.parametrize("way", WAYS)
def test_the_comparison_sees_one_wrong_dot(way: str) -> None:
    encoder, reader = WAYS[way]
    bitmap = render_label(a_label(), STOCKS[0])
    rows = bytearray(bitmap.rows)
    rows[len(rows) // 2] ^= 0x10
    moved = Bitmap(bitmap.width, bitmap.height, bytes(rows))
    assert reader(encoder(moved, a_stock(bitmap), 1), bitmap) != Paper(bitmap, 1)


@pytest.mark.parametrize("language", [language for language in Language if language is not Language.PAGE])
@pytest.mark.parametrize("width", [1, 7, 8, 9, 15])
def test_white_paper_and_padding_stay_white(language: Language, width: int) -> None:
    encoder, reader = WAYS[language]
    for rows in (bytes((width + 7) // 8 * 3), bytes([0x80] + [0] * ((width + 7) // 8 * 3 - 1))):
        bitmap = Bitmap(width, 3, rows)
        assert reader(encoder(bitmap, a_stock(bitmap), 1), bitmap).bitmap == bitmap


@pytest.mark.parametrize("language", Language)
def test_the_same_dots_are_the_same_bytes(language: Language) -> None:
    bitmap = a_bitmap(random.Random(8))
    again = Bitmap(bitmap.width, bitmap.height, bytes(bytearray(bitmap.rows)))
    stock = a_stock(bitmap)
    assert encode(bitmap, language, stock, copies=3) == encode(again, language, stock, copies=3)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("copies", [0, -1, MOST_COPIES + 1])
def test_a_senseless_number_of_copies_is_refused(language: Language, copies: int) -> None:
    with pytest.raises(ValueError, match="copies"):
        encode(Bitmap(8, 1, b"\xff"), language, Stock(1, 1, 203), copies=copies)


@pytest.mark.parametrize("language", Language)
def test_a_bitmap_without_dots_is_refused(language: Language) -> None:
    with pytest.raises(ValueError, match="without dots"):
        encode(Bitmap(0, 0, b""), language, Stock(1, 1, 203))


PERSISTENT = re.compile(
    rb"\^JU|~J|\^ID|~D|\^SX|\^S[A-Z]|! U1|SAVE|DOWNLOAD|EOP|SET |SPEED|DENSITY|GAPDETECT|AUTODETECT|\n[DSOYM]\d"
    rb"|\x1c[pq]|\x1d\(E|\x1d\*"
)
"""Commands that write into flash memory, or change a setting for whoever prints next."""


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_left_behind_in_the_printer(way: str) -> None:
    encoder, _ = WAYS[way]
    bitmap = Bitmap(16, 2, b"\x80\0\0\1")
    assert not PERSISTENT.search(encoder(bitmap, Stock(100, 150, 203), 2))


def test_what_is_looked_for_is_found() -> None:
    assert all(map(PERSISTENT.search, (b"^XA^JUS^XZ", b"SPEED 4\r\n", b"\r\nD10\r\n", b"\x1cq\x01", b"~JC")))
