"""Every paper on every size it has, with usual, empty, longest and hostile content: it stays on the paper and scans."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import ImageOps

from app.domain.document import DocumentKind
from app.domain.label import Stock
from app.domain.money import Money
from app.domain.papers import CustomsFormKind, CustomsLine, SlipLine
from app.errors import Misconfigured, Rejected
from app.labels.layouts import Layouts, render, shipped_layouts
from app.labels.layouts.fields import VOCABULARIES, unprintable
from app.labels.page import Page
from app.labels.pdf import encode_pdf
from app.labels.proof import prove
from app.labels.raster import Bitmap
from app.labels.text import Box
from tests.labels import paper_samples as papers
from tests.labels.paper_samples import (
    EMPTY,
    GTIN,
    LONGEST,
    NASTY,
    SSCC,
    USUAL,
    a_brand,
    a_carton,
    a_customs_form,
    a_handover_list,
    a_plate,
    a_slip,
)

_BRAND = a_brand()
CODES = {
    DocumentKind.LABEL: {"SF1234567890123"},
    DocumentKind.PACKING_SLIP: {"SF1234567890123"},
    DocumentKind.CUSTOMS_FORM: {"LX123456789CN"},
    DocumentKind.CARTON_LABEL: {f"(00){SSCC}", f"(02){GTIN}(37)24"},
    DocumentKind.LICENSE_PLATE: {"LP-20261124-0042"},
    DocumentKind.MANIFEST: {"ZTO-20261124-1"},
}
_IN_BOTH = {DocumentKind.PACKING_SLIP}


def _papers() -> Iterator[Any]:
    """Every kind, size and resolution that the shipped templates serve."""
    for layout in shipped_layouts().layouts:
        for size in layout.sizes:
            for dpi in (203, 300):
                stock = Stock(size.width_mm, size.height_mm, dpi)
                yield pytest.param(
                    layout.kind, layout.variant, stock, layout.language, id=f"{layout.name}-{size}@{dpi}"
                )


every_paper = pytest.mark.parametrize(("kind", "variant", "stock", "language"), [*_papers()])


def _pages(kind: DocumentKind, variant: str, stock: Stock, language: str, content: Any) -> tuple[Page, ...]:
    if variant:
        content = replace(content, form=CustomsFormKind(variant))
    return render(kind, content, stock, layouts=shipped_layouts(), brand=_BRAND, language=language)


def _places(page: Page) -> list[Box]:
    places = [writing.box for writing in page.writings if writing.lines]
    for stamp in page.stamps:
        quiet, box = stamp.dots * stamp.symbol.quiet, stamp.box
        above = quiet if stamp.symbol.is_square else 0
        places.append(Box(box.left - quiet, box.top - above, box.width + 2 * quiet, box.height + 2 * above))
    return places + [picture.box for picture in page.pictures]


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def _read(page: Page) -> set[str]:
    paper = ImageOps.invert(Bitmap.from_ink(page.paint()).to_ink().convert("L"))
    pixels = memoryview(paper.tobytes()).cast("B", (paper.height, paper.width))
    return {found.text for found in zxingcpp.read_barcodes(pixels)}


def _words(page: Page) -> list[str]:
    return ["".join(writing.lines) for writing in page.writings]


def test_every_kind_from_a_template_has_papers() -> None:
    assert {layout.kind for layout in shipped_layouts().layouts} == set(VOCABULARIES) == set(USUAL)
    assert shipped_layouts().problems == ()


@every_paper
def test_nothing_leaves_the_paper_or_its_own_place(
    kind: DocumentKind, variant: str, stock: Stock, language: str
) -> None:
    for content in (USUAL, EMPTY, LONGEST, NASTY):
        for page in _pages(kind, variant, stock, language, content[kind]):
            places = _places(page)
            assert [(a, b) for at, a in enumerate(places) for b in places[:at] if _overlap(a, b)] == []
            for box in [*places, *page.fills]:
                assert box.left >= 0
                assert box.top >= 0
                assert box.right <= page.width
                assert box.bottom <= page.height
            assert not any(ord(letter) < 32 for words in _words(page) for letter in words)


@every_paper
def test_its_codes_read_and_are_whole_dots(kind: DocumentKind, variant: str, stock: Stock, language: str) -> None:
    page, *_ = _pages(kind, variant, stock, language, USUAL[kind])
    if language == "zh_CN" or kind not in _IN_BOTH:  # the codes stand where they stood
        assert _read(page) >= CODES[kind]
    for stamp in page.stamps:
        assert stamp.box.width == stamp.symbol.width * stamp.dots
        assert stamp.dots / stock.dpi * 25.4 >= 0.24  # mm
    if kind is DocumentKind.LABEL:
        assert prove(Bitmap.from_ink(page.paint()), "SF1234567890123")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(("width", "height"), [(72, 0), (100, 150), (210, 297)])
def test_a_packing_slip_speaks_the_language_that_is_asked_for(width: float, height: float, language: str) -> None:
    page, *_ = render(
        DocumentKind.PACKING_SLIP, a_slip(), Stock(width, height, 203), layouts=shipped_layouts(), language=language
    )
    title = {"zh_CN": "装箱单", "en": "Packing slip"}[language]
    assert title in _words(page)


@pytest.mark.parametrize(("lines", "pages"), [(0, 1), (5, 1), (60, 5), (600, 43)])
def test_a_long_list_goes_on_over_pages_and_loses_nothing(lines: int, pages: int) -> None:
    slip = a_slip(lines=tuple(SlipLine(f"Ware {at}", 1, f"SKU{at}") for at in range(lines)))
    drawn = render(DocumentKind.PACKING_SLIP, slip, Stock(210, 297, 203), layouts=shipped_layouts(), language="en")
    assert len(drawn) == pages
    texts = [text for page in drawn for text in _words(page)]
    assert [texts.count(f"Ware {at}") for at in range(lines)] == [1] * lines
    assert (f"Page 2/{pages}" in texts) is (pages > 1)


def test_a_list_without_end_is_refused() -> None:
    slip = a_slip(lines=(SlipLine("Ware", 1),) * 20_000)
    for stock in (Stock(210, 297, 203), Stock(72, 0, 203)):
        with pytest.raises(Rejected, match=r"label\.does_not_fit"):
            render(DocumentKind.PACKING_SLIP, slip, stock, layouts=shipped_layouts())


def test_a_roll_is_as_long_as_its_list_and_centered_on_wider_paper() -> None:
    def page(stock: Stock, lines: int) -> Page:
        slip = a_slip(lines=(SlipLine("Ware", 1),) * lines)
        (page,) = render(DocumentKind.PACKING_SLIP, slip, stock, layouts=shipped_layouts())
        return page

    head, paper = page(Stock(72, 0, 203), 3), page(Stock(80, 0, 203), 3)
    assert page(Stock(72, 0, 203), 5).height - head.height == 2 * 11 * 8
    assert (head.width, paper.width, head.height) == (576, 640, paper.height)
    assert {box.left - 32 for box in paper.fills} == {box.left for box in head.fills}
    pages = render(
        DocumentKind.PACKING_SLIP,
        a_slip(lines=(SlipLine("Ware", 1),) * 20),
        Stock(72, 200, 203),
        layouts=shipped_layouts(),
    )
    assert len(pages) > 1, "paper of a given length is broken into pages"


def test_what_customs_must_read_is_whole_or_refused() -> None:
    def form(**changes: Any) -> Any:
        line = CustomsLine("Cup", 1, 100, Money("USD", 100), "9617001900", "CN")
        return a_customs_form(lines=(replace(line, **changes),))

    for kind in CustomsFormKind:
        for stock in (Stock(100, 150, 203), Stock(210, 297, 203)):
            if kind is CustomsFormKind.CN22 and stock.width_mm > 200:
                continue
            content = replace(form(), form=kind)
            assert render(DocumentKind.CUSTOMS_FORM, content, stock, layouts=shipped_layouts())
            for changes in ({"hs_code": "9617001900" * 9}, {"value": Money("USD", 10**30)}, {"origin": "CN" * 30}):
                too_long = replace(form(**changes), form=kind)
                with pytest.raises(Rejected, match=r"label\.does_not_fit"):
                    render(DocumentKind.CUSTOMS_FORM, too_long, stock, layouts=shipped_layouts())


def test_each_customs_form_marks_its_category_alone() -> None:
    for form in CustomsFormKind:
        content = a_customs_form(form=form)
        (page,) = render(DocumentKind.CUSTOMS_FORM, content, Stock(100, 150, 203), layouts=shipped_layouts())
        boxes = [text for text in _words(page) if text.startswith(("■", "□"))]
        assert [text for text in boxes if text.startswith("■") and "发票" not in text] == ["■ Sale of goods 销售货物"]
        assert f"CN {form[2:]}" in _words(page)


@pytest.mark.parametrize("sscc", ["006141411234567891", "12345", "", "00614141123456789x", "006141411234567890(37)1"])
def test_a_carton_number_that_is_none_is_refused(sscc: str) -> None:
    with pytest.raises(Rejected, match=r"label\.bad_code"):
        render(DocumentKind.CARTON_LABEL, a_carton(sscc=sscc), Stock(100, 150, 203), layouts=shipped_layouts())


def test_a_carton_of_unknown_content_says_its_number_alone() -> None:
    (page,) = render(
        DocumentKind.CARTON_LABEL, a_carton(gtin="", count=0), Stock(100, 150, 203), layouts=shipped_layouts()
    )
    assert _read(page) == {f"(00){SSCC}"}
    assert page.stamps[0].box.height / 8 > 31.75, "bars as high as GS1 asks for on logistic units, in mm"


def test_a_license_plate_says_first_that_it_is_no_shipping_label() -> None:
    for stock in (Stock(100, 150, 203), Stock(76, 130, 203), Stock(72, 0, 203)):
        (page,) = render(DocumentKind.LICENSE_PLATE, a_plate(), stock, layouts=shipped_layouts())
        assert page.writings[0].lines == ("非快递面单",)
        assert page.writings[1].lines == ("NOT A SHIPPING LABEL",)
        assert page.writings[0].is_white
        with pytest.raises(Rejected, match=r"label\.does_not_fit"):
            render(DocumentKind.LICENSE_PLATE, a_plate(number="LP-" * 15), stock, layouts=shipped_layouts())


def test_a_manifest_on_letter_paper_has_fewer_rows_and_loses_none() -> None:
    content = a_handover_list(parcels=45)
    counts = [
        len(render(DocumentKind.MANIFEST, content, Stock(*size, 203), layouts=shipped_layouts()))
        for size in ((210, 297), (215.9, 279.4))
    ]
    assert counts == [3, 3]
    pages = render(DocumentKind.MANIFEST, content, Stock(215.9, 279.4, 203), layouts=shipped_layouts())
    texts = [text for page in pages for text in _words(page)]
    numbers = [line.tracking_number for line in content.manifest.lines]
    assert [texts.count(number) for number in numbers] == [1] * 45


def test_paper_that_no_template_serves_is_named() -> None:
    for kind, content in USUAL.items():
        with pytest.raises(Misconfigured, match=r"label\.stock_unsupported: .* on 50x30 mm"):
            render(kind, content, Stock(50, 30, 203), layouts=shipped_layouts())
    with pytest.raises(Misconfigured, match="cn22 on 210x297 mm"):
        render(DocumentKind.CUSTOMS_FORM, a_customs_form(), Stock(210, 297, 203), layouts=shipped_layouts())
    with pytest.raises(Misconfigured, match=r"label\.stock_unsupported"):
        render(DocumentKind.LABEL, USUAL[DocumentKind.LABEL], Stock(100, 150, 203), layouts=Layouts(()))


def test_the_shops_mark_is_on_its_papers_only_when_it_is_set() -> None:
    for kind in (DocumentKind.LABEL, DocumentKind.PACKING_SLIP):
        stock = Stock(100, 150, 203)
        (bare,) = render(kind, USUAL[kind], stock, layouts=shipped_layouts())
        (branded,) = render(kind, USUAL[kind], stock, layouts=shipped_layouts(), brand=_BRAND)
        assert bare.pictures == []
        assert len(branded.pictures) == 1
        assert any("Mumian" in text for text in _words(branded))
        assert not any("Mumian" in text for text in _words(bare))


@pytest.mark.parametrize("kind", [DocumentKind.LABEL, DocumentKind.CARTON_LABEL])
def test_a_pdf_of_it_has_the_same_codes(kind: DocumentKind) -> None:
    pages = render(kind, USUAL[kind], Stock(100, 150, 300), layouts=shipped_layouts())
    document = pypdfium2.PdfDocument(io.BytesIO(encode_pdf(pages, dpi=300, title="t", language="zh-CN")))
    paper = document[0].render(scale=300 / 72, grayscale=True).to_pil()
    document.close()
    pixels = memoryview(paper.tobytes()).cast("B", (paper.height, paper.width))
    found = zxingcpp.read_barcodes(pixels)
    assert {symbol.text for symbol in found} == CODES[kind]
    assert len(found) == len(pages[0].stamps)


def test_fields_with_characters_that_no_font_has_are_named() -> None:
    assert unprintable(DocumentKind.PACKING_SLIP, a_slip(lines=(SlipLine("🎁", 1),))) == ("line.title",)
    assert unprintable(DocumentKind.CARTON_LABEL, a_carton()) == ()
    assert "consignee.name" in unprintable(DocumentKind.CUSTOMS_FORM, papers.NASTY[DocumentKind.CUSTOMS_FORM])
