from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops

from app.domain.label import LabelContent, Stock
from app.domain.order import Address, Consignee, Shipper
from app.domain.shipment import Goods
from app.errors import Misconfigured, Rejected
from app.labels.layout import lay_out, render_label
from app.labels.layouts.expression import groups
from app.labels.proof import prove
from app.labels.symbol import LINEAR_QUIET, QR_QUIET
from app.labels.text import Box
from tests.labels.samples import STOCKS, a_label, a_latin_label, a_waybill

stocks = pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: f"{stock.width_mm}x{stock.height_mm}@{stock.dpi}")
texts = st.text(max_size=120) | st.text(alphabet="省市区路号 ab-9，", max_size=200)


@st.composite
def labels(draw: st.DrawFn) -> LabelContent:
    address = st.builds(Address, texts, texts, texts, texts, texts, st.just("CN"))
    return LabelContent(
        waybill=a_waybill(bagging_place=draw(texts), bagging_code=draw(texts), service=draw(texts)),
        carrier_title=draw(texts),
        consignee=draw(st.builds(Consignee, texts, texts, address, texts)),
        shipper=draw(st.builds(Shipper, texts, texts, address, texts)),
        goods=tuple(draw(st.lists(st.builds(Goods, texts, st.integers(1, 999), texts), max_size=6))),
        order_number=draw(texts),
        printed_at=draw(texts),
        remark=draw(texts),
        weight_g=draw(st.none() | st.integers(0, 99_999_999)),
        copy=draw(st.integers(1, 99)),
    )


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


@settings(max_examples=60, deadline=None)
@given(labels(), st.sampled_from(STOCKS))
def test_no_text_overlaps_another_or_leaves_its_place_whatever_it_says(content: LabelContent, stock: Stock) -> None:
    page = lay_out(content, stock)
    places = [writing.box for writing in page.writings]
    for stamp in page.stamps:
        quiet = stamp.dots * (LINEAR_QUIET if stamp.symbol.modules.height == 1 else QR_QUIET)
        above = quiet if stamp.symbol.modules.height > 1 else 0
        box = stamp.box
        places.append(Box(box.left - quiet, box.top - above, box.width + 2 * quiet, box.height + 2 * above))
    overlaps = [(a, b) for at, a in enumerate(places) for b in places[:at] if _overlap(a, b)]
    assert overlaps == []
    assert all(p.left >= 0 and p.top >= 0 and p.right <= page.width and p.bottom <= page.height for p in places)


@settings(max_examples=25, deadline=None)
@given(labels(), st.sampled_from(STOCKS))
def test_whatever_the_texts_say_the_label_can_be_proven(content: LabelContent, stock: Stock) -> None:
    assert prove(render_label(content, stock), content.waybill.tracking_number)


@stocks
@pytest.mark.parametrize("content", [a_label(), a_latin_label()], ids=["chinese", "latin"])
def test_every_stock_gives_a_provable_label_with_its_codes(content: LabelContent, stock: Stock) -> None:
    bitmap = render_label(content, stock)
    dots_per_mm = 8 if stock.dpi == 203 else stock.dpi / 25.4
    assert (bitmap.width, bitmap.height) == (round(stock.width_mm * dots_per_mm), round(stock.height_mm * dots_per_mm))
    readings = prove(bitmap, content.waybill.tracking_number).readings
    assert sorted(r.kind for r in readings) == ["Code 128"] * (2 if stock.width_mm == 100 else 1) + ["QR Code"]
    large = max((r for r in readings if r.kind == "Code 128"), key=lambda r: r.box.width)
    assert large.module / dots_per_mm >= 0.33  # mm


def test_four_by_six_inch_is_served_in_full() -> None:
    bitmap = render_label(a_label(), Stock(101.6, 152.4, 203))
    assert (bitmap.width, bitmap.height) == (813, 1219)
    assert prove(bitmap, a_label().waybill.tracking_number)


@pytest.mark.parametrize("stock", [Stock(50, 30, 203), Stock(100, 160, 203), Stock(99, 150, 203), Stock(100, 150, 72)])
def test_other_paper_is_refused_as_a_wrong_setting(stock: Stock) -> None:
    with pytest.raises(Misconfigured, match=r"label\.stock_unsupported"):
        render_label(a_label(), stock)


@stocks
def test_a_reprint_is_marked_and_an_original_is_not(stock: Stock) -> None:
    def lines(copy: int) -> list[str]:
        page = lay_out(replace(a_label(), copy=copy), stock)
        return [line for writing in page.writings if writing.is_white for line in writing.lines]

    assert not any("COPY" in line for line in lines(1))
    assert "补打 3 / COPY 3" in lines(3)


@stocks
def test_a_sorting_code_that_cannot_be_shown_in_full_is_refused(stock: Stock) -> None:
    with pytest.raises(Rejected, match=r"label\.does_not_fit"):
        render_label(a_label(waybill=a_waybill(sorting_code="891-16-02 03 " * 5)), stock)
    with pytest.raises(Rejected, match=r"label\.no_glyph"):
        render_label(a_label(waybill=a_waybill(sorting_code="891-🙂")), stock)


@pytest.mark.parametrize("number", ["", "SF1", "SF 123456789", "顺丰1234567", "SF12345\n6789", "S" * 49])
def test_a_number_no_carrier_gives_is_refused(number: str) -> None:
    with pytest.raises(Rejected, match=r"label\.bad_tracking_number"):
        render_label(a_label(waybill=a_waybill(tracking_number=number)), STOCKS[0])


def test_a_number_too_long_for_the_paper_is_refused_not_squeezed() -> None:
    with pytest.raises(Rejected, match=r"label\.does_not_fit"):
        render_label(a_label(waybill=a_waybill(tracking_number="Ab-" * 15)), STOCKS[2])


@pytest.mark.parametrize("number", ["773312345678901", "JDVB01234567890-1-1-", "1234", "9400111899223100001234"])
@stocks
def test_numbers_of_all_carriers_fit_every_stock(number: str, stock: Stock) -> None:
    assert prove(render_label(a_label(waybill=a_waybill(tracking_number=number)), stock), number)


def test_numbers_are_grouped_for_reading_aloud() -> None:
    assert groups("SF1234567890123") == "SF 1234 5678 90123"
    assert groups("773312345678901") == "7733 1234 5678 901"
    assert groups("JDVB01234567890-1-1-") == "JDVB01234567890-1-1-"


def test_without_a_sorting_code_the_destination_stands_in_its_place() -> None:
    page = lay_out(a_label(waybill=a_waybill(sorting_code="", destination="深圳")), STOCKS[0])
    largest = max(page.writings, key=lambda writing: writing.size)
    assert largest.lines == ("深圳",)


def test_the_sorting_code_is_the_largest_thing_on_the_label() -> None:
    for stock in STOCKS:
        largest = max(lay_out(a_label(), stock).writings, key=lambda writing: writing.size)
        assert largest.lines == ("891-16-02 03",)
        assert largest.size * 25.4 / stock.dpi > 10  # mm


def test_the_two_parts_are_divided_where_the_paper_tears() -> None:
    page = lay_out(a_label(), STOCKS[0])
    tear = page._dots(90)
    assert not any(w.box.top < tear < w.box.bottom for w in page.writings)
    assert sum(box.top == tear for box in page.fills) > 20


def test_drawing_text_changes_nothing_outside_its_places() -> None:
    page = lay_out(a_latin_label(copy=2), STOCKS[0])
    whole = page.paint()
    writings, page.writings = page.writings, []
    changed = ImageChops.logical_xor(whole, page.paint())
    for writing in writings:
        changed.paste(0, (writing.box.left, writing.box.top, writing.box.right, writing.box.bottom))
    assert changed.getbbox() is None
