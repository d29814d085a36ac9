"""The handover list on paper: every parcel once and scannable, nothing overlaps, every page is closed and signed."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from app.domain.handover import Manifest, ManifestLine, digest
from app.domain.label import Stock
from app.errors import Misconfigured
from app.labels.manifest import LIST_ROWS, ListRow, lay_out_manifest, render_list, render_manifest, render_slip
from app.labels.page import Page
from app.labels.symbol import LINEAR_QUIET
from app.labels.text import Box
from tests.labels.samples import STOCKS

ROWS = 21  # on a page of A4
AT = "2026-11-24 18:05"


def a_line(number: int, **changes: object) -> ManifestLine:
    line = ManifestLine(f"p{number}", f"SF{1234567890000 + number}", f"TB{number:05}", 2, 500, 1000 + number, "Wu")
    return replace(line, **changes)  # type: ignore[arg-type]  # spelled by the test


def a_list(*lines: ManifestLine, number: str = "ZTO-20261124-1") -> Manifest:
    manifest = Manifest(number, "ZTO", "打包台 7", 2000, "Wu", lines)
    return replace(manifest, sha256=digest(manifest))


def read(ink: Image.Image) -> list[str]:
    """The bar codes of a page from top to bottom."""
    paper = ImageOps.invert(ink.convert("L").point(lambda value: 255 if value else 0))
    pixels = memoryview(paper.tobytes()).cast("B", (paper.height, paper.width))
    return [found.text for found in zxingcpp.read_barcodes(pixels) if found.format == zxingcpp.BarcodeFormat.Code128]


def words(page: Page) -> list[str]:
    return ["".join(writing.lines) for writing in page.writings]


def test_every_parcel_is_on_the_list_once_and_scans_from_it() -> None:
    lines = [a_line(number) for number in range(ROWS + 4)]
    pages = lay_out_manifest(a_list(*lines), closed_at=AT)
    codes = [read(page.paint()) for page in pages]
    assert [code for page in codes for code in page if code != "ZTO-20261124-1"] == [
        line.tracking_number for line in lines
    ]
    assert all("ZTO-20261124-1" in page for page in codes)
    texts = [text for page in pages for text in words(page)]
    assert [texts.count(line.tracking_number) for line in lines] == [1] * len(lines)
    assert [texts.count(line.order_number) for line in lines] == [1] * len(lines)


def test_every_page_bears_the_totals_its_place_among_the_pages_and_both_signatures() -> None:
    manifest = a_list(*(a_line(number) for number in range(2 * ROWS)), a_line(99, weight_g=None))
    pages = lay_out_manifest(manifest, closed_at=AT)
    assert len(pages) == 3
    for at, page in enumerate(pages, start=1):
        texts = words(page)
        assert "合计 Total: 43 个包裹 parcels · 86 件 units · 21.00 kg（42/43 已称重 weighed）" in texts
        assert f"第 {at} 页，共 3 页 · Page {at} of 3" in texts
        assert f"SHA-256 {manifest.sha256}" in texts
        assert "时间 Closed: 2026-11-24 18:05" in texts
        assert sum(text.startswith(("交件人签字", "快递员签字")) for text in texts) == 2


@pytest.mark.parametrize(("parcels", "closed"), [(1, True), (ROWS - 1, True), (ROWS, False), (ROWS + 1, True)])
def test_the_free_rest_of_the_last_page_is_closed(parcels: int, closed: bool) -> None:
    pages = lay_out_manifest(a_list(*(a_line(number) for number in range(parcels))), closed_at=AT)
    ends = ["以下空白 Nothing follows" in words(page) for page in pages]
    assert ends == [False] * (len(pages) - 1) + [closed]


texts = st.text(max_size=60) | st.text(alphabet="省市区路号 ab-9，", max_size=80)
lines = st.builds(
    ManifestLine,
    parcel_id=st.just("p"),
    tracking_number=st.text(alphabet="ABJDSF0123456789", min_size=1, max_size=48) | texts,
    order_number=texts,
    units=st.integers(1, 99_999),
    weight_g=st.none() | st.integers(0, 99_999_999),
    scanned_at_ms=st.just(0),
    scanned_by=texts,
)


def overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


@settings(max_examples=40)
@given(st.lists(lines, max_size=ROWS), texts, texts, texts)
def test_whatever_it_says_nothing_overlaps_and_nothing_leaves_the_page(
    listed: list[ManifestLine], number: str, station: str, person: str
) -> None:
    manifest = replace(a_list(*listed, number=number), station=station, closed_by=person, carrier=station)
    for page in lay_out_manifest(manifest, closed_at=AT):
        places = [writing.box for writing in page.writings if writing.lines]
        for stamp in page.stamps:
            quiet, box = stamp.dots * LINEAR_QUIET, stamp.box
            places.append(Box(box.left - quiet, box.top, box.width + 2 * quiet, box.height))
        assert [(a, b) for at, a in enumerate(places) for b in places[:at] if overlap(a, b)] == []
        assert all(p.left >= 0 and p.top >= 0 and p.right <= page.width and p.bottom <= page.height for p in places)


def test_a_number_too_long_for_bars_is_on_the_list_all_the_same() -> None:
    long = "A1B2C3D4E5F6G7H8J9K0L1M2N3"
    (page,) = lay_out_manifest(a_list(a_line(1, tracking_number=long)), closed_at=AT)
    assert long in words(page)
    assert read(page.paint()) == ["ZTO-20261124-1"]


def test_the_same_list_is_the_same_file_and_another_one_is_not() -> None:
    one = render_manifest(a_list(a_line(1)), closed_at=AT)
    assert one == render_manifest(a_list(a_line(1)), closed_at=AT)
    assert one != render_manifest(a_list(a_line(2)), closed_at=AT)
    assert one.startswith(b"%PDF-1.6")
    assert one.count(b"/Type/Page/") == 1


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: f"{stock.width_mm}x{stock.height_mm}@{stock.dpi}")
def test_the_slip_fits_the_label_printer_and_names_the_list(stock: Stock) -> None:
    manifest = a_list(*(a_line(number) for number in range(300)))
    slip = render_slip(manifest, stock, closed_at=AT)
    assert read(slip.to_ink()) == [manifest.number]
    assert slip != render_slip(a_list(a_line(1)), stock, closed_at=AT)


def test_paper_without_room_for_a_signature_is_refused() -> None:
    with pytest.raises(Misconfigured, match=r"label\.stock_unsupported"):
        render_slip(a_list(a_line(1)), Stock(50.0, 30.0, 203), closed_at=AT)


@pytest.mark.parametrize(("rows", "pages"), [(0, 1), (LIST_ROWS, 1), (LIST_ROWS + 1, 2)])
def test_the_open_ends_go_onto_as_many_pages_as_they_need(rows: int, pages: int) -> None:
    listed = [ListRow("未交接的包裹 (ZTO)", 25, "、".join(f"T{number}" for number in range(20)))] * rows
    assert render_list("今日未结清", AT, listed, language="zh-CN").count(b"/Type/Page/") == pages
