from __future__ import annotations

import random

import pytest
from PIL import Image

from app.domain.document import CarrierLabel, LabelFormat
from app.domain.label import Stock
from app.errors import Rejected
from app.labels.carrier_labels import page_of, refit, sniff
from app.labels.proof import Proof, prove_codes
from app.labels.proof.rows import Rows
from app.labels.raster import Bitmap
from tests.labels.carrier_labels import art

NUMBER = "1Z999AA10123456784"
STO = "777123456789"
PAPER = Stock(101.6, 152.4, 203)


def _western(module: float = 0.33, **changes: object) -> art.Art:
    return art.western(NUMBER, random.Random(4), module=module, module_2d=0.5, **changes)  # type: ignore[arg-type]


def _proof(label: CarrierLabel, stock: Stock = PAPER, number: str = NUMBER) -> Proof:
    return prove_codes(page_of(label, stock, numbers=(number,)), (number,), stock=stock)


def _code(label: CarrierLabel, stock: Stock = PAPER) -> str:
    with pytest.raises(Rejected) as refusal:
        page_of(label, stock, numbers=(NUMBER,))
    return refusal.value.code


@pytest.mark.parametrize("module", [0.19, 0.25, 0.33, 0.43])
@pytest.mark.parametrize("dpi", [203, 300])
def test_bars_of_any_width_come_out_in_whole_dots(module: float, dpi: int) -> None:
    stock = Stock(101.6, 152.4, dpi)
    proof = _proof(CarrierLabel(LabelFormat.PDF, art.pdf(_western(module, routing="(420)12345"))), stock)
    modules = [reading.module for reading in proof.readings if reading.kind == "Code 128"]
    assert len(modules) == 2
    assert all(dots == int(dots) and dots >= {203: 2, 300: 3}[dpi] for dots in modules)
    assert [reading.text for reading in proof.others] == ["42012345"]


def test_a_label_in_true_size_is_neither_stretched_nor_moved() -> None:
    label = art.Art(101.6, 152.4, marks=[(10, 20, 50, 1), (10, 100, 80, 30)], symbols=_western().symbols[:1])
    bitmap = page_of(CarrierLabel(LabelFormat.PDF, art.pdf(label)), PAPER, numbers=(NUMBER,))
    assert (bitmap.width, bitmap.height) == (813, 1219)
    first = next(y for y, row in enumerate(Rows(bitmap).numbers) if row)
    assert abs(first - 160) <= 1
    assert abs(f"{Rows(bitmap).numbers[first + 3]:0{bitmap.width}b}".count("1") - 400) <= 1


def test_a_label_on_an_office_sheet_is_cropped_and_comes_out_as_large_as_alone() -> None:
    alone = _proof(CarrierLabel(LabelFormat.PDF, art.pdf(_western())))
    fold = "300 20 0.5 800 re f BT /F1 9 Tf 320 600 Td (Fold here. Keep this part.) Tj ET"
    for page, at, more in (((215.9, 279.4), (57, 63), ""), ((210.0, 297.0), (2, 20), fold)):
        found = _proof(CarrierLabel(LabelFormat.PDF, art.pdf(_western(), page, at, more)))
        assert [(r.text, r.module, r.box.height) for r in found.readings] == [
            (r.text, r.module, pytest.approx(r.box.height, abs=2)) for r in alone.readings
        ]


def test_a_label_on_its_side_is_turned() -> None:
    content = art.pdf(_western()).replace(b"/Rotate 0", b"/Rotate 90")
    assert _proof(CarrierLabel(LabelFormat.PDF, content)).readings


def test_two_labels_on_a_sheet_other_paper_and_papers_beside_the_label_are_refused() -> None:
    sheet = (297.0, 210.0)
    two = art.Art(297, 210)
    for left in (5.0, 150.0):
        one = _western()
        two.marks += [(x + left, y, w, h) for x, y, w, h in one.marks]
        two.symbols += [art.Symbol(s.ink, s.left + left, s.top, s.module, s.high) for s in one.symbols]
    assert _code(CarrierLabel(LabelFormat.PDF, art.pdf(two, sheet))) == "label.wrong_paper"
    assert _code(CarrierLabel(LabelFormat.PDF, art.pdf(_western())), Stock(76, 130, 203)) == "label.wrong_paper"
    pages = [("BT /F1 30 Tf 50 100 Td (ONE) Tj ET", 288.0, 432.0), ("BT /F1 30 Tf 50 100 Td (TWO) Tj ET", 288.0, 432.0)]
    assert _code(CarrierLabel(LabelFormat.PDF, art.pdf_of(pages))) == "label.several_pages"
    assert _code(CarrierLabel(LabelFormat.PDF, art.pdf_of([("", 288.0, 432.0)]))) == "label.blank"


@pytest.mark.parametrize("form", ["PNG", "GIF"])
def test_a_picture_at_the_printers_dots_is_never_resampled(form: str) -> None:
    picture = art.picture(_western(0.375), 203)
    label = CarrierLabel(LabelFormat(form.lower()), art.encoded(picture, form), dpi=203)
    assert page_of(label, PAPER, numbers=(NUMBER,)) == Bitmap.from_grey(picture)


def test_pictures_with_palette_alpha_or_sixteen_bits_are_laid_on_white() -> None:
    grey = art.picture(_western(0.375), 203).point([255 * (level > 127) for level in range(256)])
    plain = Bitmap.from_grey(grey)
    clear = Image.merge("LA", (Image.new("L", grey.size, 0), grey.point([255 - level for level in range(256)])))
    deep = Image.frombytes("I;16", grey.size, b"".join(bytes((level, level)) for level in grey.tobytes()))
    for picture in (grey.convert("RGB").quantize(16), clear, deep):
        label = CarrierLabel(LabelFormat.PNG, art.encoded(picture, "PNG"))
        assert page_of(label, PAPER, numbers=(NUMBER,)) == plain


def test_a_300_dpi_picture_on_a_203_dpi_head_has_its_codes_drawn_anew() -> None:
    label = CarrierLabel(LabelFormat.PNG, art.encoded(art.picture(_western(0.34), 300), "PNG", dpi=(300, 300)))
    assert all(reading.module >= 2 for reading in _proof(label).readings)


def test_a_picture_that_may_be_of_any_size_is_not_guessed() -> None:
    picture = Image.new("L", (700, 700), 0)
    assert _code(CarrierLabel(LabelFormat.PNG, art.encoded(picture, "PNG"))) == "label.unknown_size"


@pytest.mark.parametrize("dpi", [203, 300])
def test_a_kdniao_template_prints_on_its_paper(dpi: int) -> None:
    stock = Stock(100, 180, dpi)
    proof = _proof(CarrierLabel(LabelFormat.HTML, art.kdniao(STO).encode()), stock, STO)
    assert [(reading.kind, reading.text) for reading in proof.readings] == [("Code 128", STO)] * 3


def test_chinese_is_written_and_not_boxed() -> None:
    def ink(mark: str) -> Bitmap:
        label = CarrierLabel(LabelFormat.HTML, art.kdniao(STO, mark=mark).encode())
        return page_of(label, Stock(100, 180, 203), numbers=(STO,))

    missing = ink("\ue000\ue000")
    written = [ink(mark) for mark in ("深圳", "圳深", "永衡")]
    assert len({missing.sha256, *(bitmap.sha256 for bitmap in written)}) == 4


def test_a_long_label_goes_on_short_paper_with_its_codes_in_whole_dots() -> None:
    label = CarrierLabel(LabelFormat.HTML, art.kdniao(STO).encode())
    was, to = Stock(100, 180, 203), Stock(76, 130, 203)
    for source in (label, page_of(label, was, numbers=(STO,))):
        bitmap = refit(source, was, to, numbers=(STO,))
        assert (bitmap.width, bitmap.height) == (608, 1040)
        assert min(r.module for r in prove_codes(bitmap, (STO,), stock=to).readings) == 2


def test_four_by_six_inch_and_100x150_mm_take_each_others_labels() -> None:
    metric = Stock(100, 150, 203)
    for was, to in ((PAPER, metric), (metric, PAPER)):
        label = _western()
        label.width, label.height = was.width_mm, was.height_mm
        bitmap = refit(CarrierLabel(LabelFormat.PDF, art.pdf(label)), PAPER, to, numbers=(NUMBER,))
        assert prove_codes(bitmap, (NUMBER,), stock=to).readings


def test_bars_too_narrow_and_text_too_small_are_refused_with_the_reason() -> None:
    for number, mark, why in (("777123456789012", "891", "bars"), (STO, "891", "text")):
        page = art.kdniao(number, mark=mark).replace("font-size:12px", "font-size:7px" if why == "text" else "")
        with pytest.raises(Rejected, match=f"does_not_fit: {why}"):
            refit(
                CarrierLabel(LabelFormat.HTML, page.encode()), Stock(100, 180, 203), Stock(76, 130, 203),
                numbers=(number,),
            )  # fmt: skip


def test_formats_are_told_by_content() -> None:
    for content, expected in (
        (b"\r\n^XA^FO1,1^XZ", LabelFormat.ZPL), (b"CT~~CD,~CC^~CT~\r\n^XA", LabelFormat.ZPL),
        (b"\nN\nq812\nP1\n", LabelFormat.EPL), (b"\xef\xbb\xbf<!DOCTYPE html><p>", LabelFormat.HTML),
        (b"%PDF-1.7", LabelFormat.PDF), (b"GIF89a", LabelFormat.GIF), (b"\x89PNG\r\n\x1a\n", LabelFormat.PNG),
    ):  # fmt: skip
        assert sniff(content) is expected
    for content in (b"", b"{}", b"MZ\x90", b"PK\x03\x04", b"hello ^X", b"\xff\xd8\xff\xe0"):
        with pytest.raises(Rejected, match=r"label\.unknown_format"):
            sniff(content)
    assert _code(CarrierLabel(LabelFormat.PNG, b"%PDF-1.7")) == "label.unknown_format"
