"""Every language read back bit for bit by readers that share no line with the encoders."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from app.devices.virtual_printer.cpcl_reader import CpclReader
from app.devices.virtual_printer.epl_reader import EplReader
from app.devices.virtual_printer.escpos_reader import EscposReader
from app.devices.virtual_printer.reader import Reader
from app.devices.virtual_printer.tspl_reader import TsplReader
from app.devices.virtual_printer.zpl_reader import ZplReader
from app.domain.label import Stock
from app.domain.printing import Language
from app.labels.languages import MOST_COPIES, encode
from app.labels.languages.cpcl import encode_cpcl
from app.labels.languages.zpl import Packing, encode_zpl
from app.labels.layout import render_label
from app.labels.raster import Bitmap
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


def in_pieces(reader: Reader, stream: bytes) -> list[bytes]:
    """The documents that a printer makes of the stream, however the line cuts it."""
    dice, at = random.Random(len(stream)), 0
    documents: list[bytes] = []
    while at < len(stream):
        size = dice.choice((1, 2, 3, 40, 1000, 60_000))
        documents += [found for found in reader.feed(stream[at : at + size]) if isinstance(found, bytes)]
        at += size
    return documents


def one_document(reader: type[Reader]) -> Callable[[bytes, Bitmap, int], Paper]:
    def read(stream: bytes, bitmap: Bitmap, dpi: int) -> Paper:
        [document] = in_pieces(reader(), stream)
        drawn = reader().draw(document, dpi)
        assert drawn.problems == ()
        assert drawn.width == bitmap.width
        return Paper(Bitmap(drawn.width, drawn.height, drawn.rows), drawn.copies)

    return read


def one_a_cut(stream: bytes, bitmap: Bitmap, dpi: int) -> Paper:
    """A raster is whole bytes wide: what stands in the last one beside the bitmap must be white."""
    documents = in_pieces(EscposReader(), stream)
    [rows] = {EscposReader().draw(document, dpi).rows for document in documents}
    for document in documents:
        drawn = EscposReader().draw(document, dpi)
        assert drawn.problems == ()
        assert (drawn.width, drawn.height) == (8 * bitmap.bytes_per_row, bitmap.height)
    return Paper(Bitmap(bitmap.width, bitmap.height, rows), len(documents))


READERS = {
    Language.ZPL: one_document(ZplReader),
    Language.TSPL: one_document(TsplReader),
    Language.EPL: one_document(EplReader),
    Language.CPCL: one_document(CpclReader),
    Language.ESCPOS: one_a_cut,
}
Encoder = Callable[[Bitmap, Stock, int], bytes]
ENCODERS: dict[str, Encoder] = {
    **{language: (lambda b, s, n, language=language: encode(b, language, s, copies=n)) for language in READERS},
    **{
        f"zpl {packing}": (lambda b, _, n, packing=packing: encode_zpl(b, copies=n, packing=packing))
        for packing in Packing
    },
    "cpcl hex": lambda b, s, n: encode_cpcl(b, s, copies=n, is_hex=True),
}
WAYS = {name: (encoder, READERS[Language(name.split()[0])]) for name, encoder in ENCODERS.items()}


@pytest.mark.parametrize("way", WAYS)
def test_any_bitmap_is_read_back_dot_by_dot(way: str) -> None:
    encoder, reader = WAYS[way]
    for number, bitmap in enumerate(random_bitmaps(RANDOM_BITMAPS, seed=5)):
        copies = number % 3 + 1
        assert reader(encoder(bitmap, a_stock(bitmap), copies), bitmap, 203) == Paper(bitmap, copies), (way, number)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("stock", STOCKS[:2], ids=lambda stock: f"{stock.dpi} dpi")
def test_a_label_is_read_back_dot_by_dot(way: str, stock: Stock) -> None:
    encoder, reader = WAYS[way]
    bitmap = render_label(a_label(), stock)
    assert reader(encoder(bitmap, a_stock(bitmap, stock.dpi), 1), bitmap, stock.dpi) == Paper(bitmap, 1)


@pytest.mark.parametrize("way", WAYS)
def test_every_head_gets_its_own_dots(way: str) -> None:
    encoder, reader = WAYS[way]
    for number, bitmap in enumerate(random_bitmaps(30, seed=6)):
        dpi = (300, 600)[number % 2]
        assert reader(encoder(bitmap, a_stock(bitmap, dpi), 1), bitmap, dpi) == Paper(bitmap, 1)


@pytest.mark.parametrize("way", WAYS)
def test_the_comparison_sees_one_wrong_dot(way: str) -> None:
    encoder, reader = WAYS[way]
    bitmap = render_label(a_label(), STOCKS[0])
    rows = bytearray(bitmap.rows)
    rows[len(rows) // 2] ^= 0x10
    moved = Bitmap(bitmap.width, bitmap.height, bytes(rows))
    assert reader(encoder(moved, a_stock(bitmap), 1), bitmap, 203) != Paper(bitmap, 1)


@pytest.mark.parametrize("language", [language for language in Language if language is not Language.PAGE])
@pytest.mark.parametrize("width", [1, 7, 8, 9, 15])
def test_white_paper_and_padding_stay_white(language: Language, width: int) -> None:
    encoder, reader = WAYS[language]
    for rows in (bytes((width + 7) // 8 * 3), bytes([0x80] + [0] * ((width + 7) // 8 * 3 - 1))):
        bitmap = Bitmap(width, 3, rows)
        assert reader(encoder(bitmap, a_stock(bitmap), 1), bitmap, 203).bitmap == bitmap


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


@pytest.mark.parametrize("way", ["zpl run_length", "zpl z64"])
def test_runs_of_every_length_are_read_back(way: str) -> None:
    encoder, reader = WAYS[way]
    step = 512
    rows = [
        bytes([first]) * length + bytes([255 - first]) * (step - length - 1) + b"\x5a"
        for length in range(step)
        for first in (0, 255)
    ]
    bitmap = Bitmap(8 * step, len(rows), b"".join(rows))
    assert reader(encoder(bitmap, a_stock(bitmap), 1), bitmap, 203) == Paper(bitmap, 1)


@pytest.mark.parametrize("height", [1, 254, 255, 256, 510, 511])
def test_a_receipt_printer_gets_bands_of_at_most_255_rows_and_a_cut_after_each_copy(height: int) -> None:
    document = encode(Bitmap(8, height, b"\x81" * height), Language.ESCPOS, Stock(1, 10, 203), copies=2)
    bands = [255] * (height // 255) + [height % 255] * (height % 255 > 0)
    once = b"".join(b"\x1dv0\0\1\0%c\0" % rows + b"\x81" * rows for rows in bands) + b"\x1dV\x42\0"
    assert document == b"\x1b@" + once * 2


@pytest.mark.parametrize("is_hex", [False, True])
def test_a_mobile_printer_looks_for_a_gap_only_where_there_is_one(is_hex: bool) -> None:
    bitmap, gap = Bitmap(16, 80, b"\x80\1" * 80), Stock(2, 10, 203)
    assert b"FORM" in encode_cpcl(bitmap, gap, is_hex=is_hex)
    for endless in (replace(gap, gap_mm=0), replace(gap, height_mm=0)):
        document = encode_cpcl(bitmap, endless, is_hex=is_hex)
        assert b"FORM" not in document
        assert one_document(CpclReader)(document, bitmap, 203) == Paper(bitmap, 1)


def test_what_the_label_before_has_set_moves_and_mirrors_nothing() -> None:
    document = encode_zpl(Bitmap(16, 2, b"\x80\0\0\1"))
    settings = document[: document.index(b"^FO")].split(b"^")
    assert {b"LH0,0", b"LS0", b"PMN", b"LRN"} <= set(settings)


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
